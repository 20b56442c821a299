"""window: a date that the page supports lies in the window; never the claimed one, nor the upload."""

from __future__ import annotations

from agent.checks.dated import Evidence, recurs, supported_dates
from agent.checks.seasons import seasons_named
from agent.checks.subject import Ruling, Subject
from agent.facts.published import header_tells_day
from agent.findings import Verdict
from agent.policy import DateRole, PolicyKind
from agent.publishers import Publishers
from agent.records import Interval
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
        rule = Ruling(self.name)
        trusted = header_tells_day(subject.page, self._publishers)
        known = supported_dates(subject, trust_upload_year=trusted)
        if subject.policy.kind is PolicyKind.RECURRING and recurs(subject):
            known = (*known, *seasons_named(subject))
        usable = [e for e in known if e.role is DateRole.IN_FORCE or e.interval.days < COARSE]
        touching = [e for e in usable if e.interval.overlaps(subject.window)]
        in_force = self._in_force([e for e in touching if e.role is DateRole.IN_FORCE], subject)
        if in_force and subject.policy.kind is PolicyKind.RECURRING:
            return (in_force,)
        inside = [e for e in touching if subject.window.contains(e.interval)]
        if inside:
            nearest = min(inside, key=lambda e: abs(_days(e.interval, subject)))
            return (rule.supported("window.in", None, nearest.at, **_told(nearest, subject)),)
        if in_force:
            return (in_force,)
        touching = [e for e in touching if e.role is not DateRole.IN_FORCE]
        if touching:
            values = _told(touching[0], subject)
            return (rule.undecided("window.partly", None, touching[0].at, **values),)
        if not usable:
            told = self._by_year_of_upload(subject) if not known else None
            if told:
                return (told,)
            reason = "window.too_coarse" if known else "window.unknown"
            return (rule.unknown(reason),)
        return (self._without_end(usable, subject) or self._out(usable, subject),)

    def _by_year_of_upload(self, subject: Subject) -> Verdict | None:
        """A day without a year that would lie in the window in the year of the upload.

        An upload supports nothing, so a person has to settle the year.
        """
        for evidence in supported_dates(subject, trust_upload_year=True):
            if subject.window.contains(evidence.interval):
                values = _told(evidence, subject)
                rule = Ruling(self.name)
                return rule.undecided("window.year_of_upload", None, evidence.at, **values)
        return None

    def _without_end(self, usable: list[Evidence], subject: Subject) -> Verdict | None:
        """A recurring measure of before the window, of which the page gives no interval that code reads.

        It counts where it is in force, whenever it was issued: the day of its paper does not refute it.
        """
        if subject.policy.kind is not PolicyKind.RECURRING or not recurs(subject):
            return None
        if any(e.role is DateRole.IN_FORCE for e in usable):
            return None
        for evidence in sorted(usable, key=lambda e: e.role is not DateRole.EFFECTIVE):
            if evidence.interval.end < subject.window.start:
                values = _told(evidence, subject)
                return Ruling(self.name).undecided("window.no_end", None, evidence.at, **values)
        return None

    def _in_force(self, periods: list[Evidence], subject: Subject) -> Verdict | None:
        """Supported by a period that touches the window: a season's, or one that begins or ends in it."""
        rule = Ruling(self.name)
        recurring = subject.policy.kind is PolicyKind.RECURRING and recurs(subject)
        for period in periods:
            values = _told(period, subject)
            if recurring or period.interval.days <= SEASON:
                return rule.supported("window.in_force", None, period.at, **values)
            for edge, reason in (
                (period.interval.start, "window.begins"),
                (period.interval.end, "window.ends"),
            ):
                if subject.window.start <= edge <= subject.window.end:
                    values |= {"date": str(edge)} | _distance(Interval.of_day(edge), subject)
                    return rule.supported(reason, None, period.at, **values)
        return None

    def _out(self, usable: list[Evidence], subject: Subject) -> Verdict:
        rule = Ruling(self.name)
        nearest = min(usable, key=lambda e: abs(_days(e.interval, subject)))
        values = _told(nearest, subject) | {"window": str(subject.window)}
        claimed = [
            claim.value
            for _, claim in subject.of_fields("date")
            for interval in (parse_date(claim.value),)
            if interval and subject.window.overlaps(interval)
        ]
        if claimed:
            values["claimed"] = "、".join(dict.fromkeys(claimed))
            return rule.refuted("window.moved", None, nearest.at, **values)
        return rule.refuted("window.out", None, nearest.at, **values)


def _told(evidence: Evidence, subject: Subject) -> dict[str, str]:
    values = {"role": evidence.role.value, "date": iso(evidence.interval)}
    return values | _distance(evidence.interval, subject)


def _distance(interval: Interval, subject: Subject) -> dict[str, str]:
    days = _days(interval, subject)
    return {"days": str(days)} | ({"after": "yes"} if days > 0 else {})


def _days(interval: Interval, subject: Subject) -> int:
    """Days from the changepoint, or the detector's interval, to a date; 0 when they meet."""
    point = subject.changepoint
    span = point.interval or Interval.of_day(point.date)
    if interval.start > span.end:
        return (interval.start - span.end).days
    return (interval.end - span.start).days if interval.end < span.start else 0
