"""window: a date that the page supports lies in the window; never the claimed one, nor the upload."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agent.checks.dated import recurs, supported_dates
from agent.checks.seasons import seasons_named
from agent.checks.subject import Ruling, Subject
from agent.distances import days_from, span_of
from agent.facts.paper import RoleDate
from agent.facts.published import header_tells_day
from agent.findings import Verdict
from agent.policy import DateRole, PolicyKind
from agent.publishers import Publishers
from agent.records import Changepoint, Interval, Window
from agent.text.dates import iso, parse_date

COARSE = 300
"""An interval of this many days or more is a year: too coarse to place in a window."""

SEASON = 366
"""A measure in force for at most this long counts where it is in force, whenever it was issued."""


class WindowCheck:
    """In, partly, out or unknown, by interval; the nearest date inside is the one that is told.

    ``days`` are counted from the changepoint (the detector's interval where it gave one), negative
    before it, for a period to the end that lies nearer, 0 in it. A recurring or seasonal measure counts
    when it is in force in the window.
    """

    name = "window"

    def __init__(self, publishers: Publishers) -> None:
        self._publishers = publishers

    def __call__(self, subject: Subject) -> tuple[Verdict, ...]:
        """One verdict on the whole finding."""
        trusted = header_tells_day(subject.page, self._publishers)
        known = supported_dates(subject, trust_upload_year=trusted)
        recurring = subject.policy.kind is PolicyKind.RECURRING and recurs(subject)
        if recurring:
            known = (*known, *seasons_named(subject))
        claimed = tuple(claim.value for _, claim in subject.of_fields("date"))
        asked = Asked(subject.window, subject.changepoint, claimed, recurring=recurring)
        told = None if known else self._by_year_of_upload(subject)
        return (told or place_in_window(known, asked),)

    def _by_year_of_upload(self, subject: Subject) -> Verdict | None:
        """A day without a year that would lie in the window in the year of the upload.

        An upload supports nothing, so a person has to settle the year.
        """
        for evidence in supported_dates(subject, trust_upload_year=True):
            if subject.window.contains(evidence.interval):
                values = _told(evidence, subject.changepoint)
                rule = Ruling(self.name)
                return rule.undecided("window.year_of_upload", None, evidence.at, **values)
        return None


@dataclass(frozen=True)
class Asked:
    """What dates are held against.

    ``claimed`` are the values of the claims; ``recurring`` is shown and not only claimed; an interval
    of ``coarse`` days or more cannot be placed.
    """

    window: Window
    point: Changepoint
    claimed: tuple[str, ...]
    recurring: bool
    coarse: int = COARSE


def place_in_window(known: Sequence[RoleDate], asked: Asked) -> Verdict:
    """Whether the nearest of these dates lies in the window, whoever tells them."""
    rule, window = Ruling(WindowCheck.name), asked.window
    usable = [e for e in known if e.role is DateRole.IN_FORCE or e.interval.days < asked.coarse]
    touching = [e for e in usable if e.interval.overlaps(window)]
    in_force = _in_force([e for e in touching if e.role is DateRole.IN_FORCE], asked)
    if in_force and asked.recurring:
        return in_force
    inside = [e for e in touching if window.contains(e.interval)]
    if inside:
        nearest = _nearest(inside, asked)
        return rule.supported("window.in", None, nearest.at, **_told(nearest, asked.point))
    if in_force:
        return in_force
    touching = [e for e in touching if e.role is not DateRole.IN_FORCE]
    if touching:
        values = _told(touching[0], asked.point)
        return rule.undecided("window.partly", None, touching[0].at, **values)
    if not usable:
        return rule.unknown("window.too_coarse" if known else "window.unknown")
    return _without_end(usable, asked) or _out(usable, asked)


def _without_end(usable: Sequence[RoleDate], asked: Asked) -> Verdict | None:
    """A recurring measure of before the window, of which nothing gives an interval that code reads.

    It counts where it is in force, whenever it was issued: the day of its paper does not refute it.
    """
    if not asked.recurring or any(e.role is DateRole.IN_FORCE for e in usable):
        return None
    for evidence in sorted(usable, key=lambda e: e.role is not DateRole.EFFECTIVE):
        if evidence.interval.end < asked.window.start:
            values = _told(evidence, asked.point)
            return Ruling(WindowCheck.name).undecided("window.no_end", None, evidence.at, **values)
    return None


def _in_force(periods: Sequence[RoleDate], asked: Asked) -> Verdict | None:
    """Supported by a period that touches the window: a season's, or one that begins or ends in it."""
    rule, window = Ruling(WindowCheck.name), asked.window
    for period in periods:
        values = _told(period, asked.point)
        if asked.recurring or period.interval.days <= SEASON:
            return rule.supported("window.in_force", None, period.at, **values)
        for edge, reason in (
            (period.interval.start, "window.begins"),
            (period.interval.end, "window.ends"),
        ):
            if window.start <= edge <= window.end:
                values |= {"date": str(edge)} | _distance(Interval.of_day(edge), asked.point)
                return rule.supported(reason, None, period.at, **values)
    return None


def _out(usable: Sequence[RoleDate], asked: Asked) -> Verdict:
    rule, nearest = Ruling(WindowCheck.name), _nearest(usable, asked)
    values = _told(nearest, asked.point) | {"window": str(asked.window)}
    claimed = [
        value
        for value in asked.claimed
        for interval in (parse_date(value),)
        if interval and asked.window.overlaps(interval)
    ]
    if claimed:
        values["claimed"] = "、".join(dict.fromkeys(claimed))
        return rule.refuted("window.moved", None, nearest.at, **values)
    return rule.refuted("window.out", None, nearest.at, **values)


def _nearest(dates: Sequence[RoleDate], asked: Asked) -> RoleDate:
    return min(dates, key=lambda e: abs(_days(e.interval, asked.point)))


def _told(evidence: RoleDate, point: Changepoint) -> dict[str, str]:
    values = {"role": evidence.role.value, "date": iso(evidence.interval)}
    return values | _distance(evidence.interval, point)


def _distance(interval: Interval, point: Changepoint) -> dict[str, str]:
    days = _days(interval, point)
    return {"days": str(days)} | ({"after": "yes"} if days > 0 else {})


def _days(interval: Interval, point: Changepoint) -> int:
    """Days from the changepoint, or the detector's interval, to a date; 0 when they meet."""
    return days_from(span_of(point), interval)
