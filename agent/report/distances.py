"""How far each date of a finding lies from the changepoint: for each role, and for both ends in force.

Nothing here takes the nearest of several dates: a measure in force until 31 March ended a day before
a changepoint of 1 April, however long ago it began.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from agent.findings import Claim, Finding
from agent.policy import DateRole
from agent.records import Changepoint, Interval
from agent.report.words import Language, say, word
from agent.text.dates import iso, parse_date

End = Literal["", "first", "last"]
"""Of a period: its first or its last day; empty for a date that is one day, or a coarse one."""


@dataclass(frozen=True, slots=True)
class Distance:
    """Days from the changepoint to a date, negative before it.

    Counted from the detector's interval where it gave one, and 0 inside; a coarse date (a month) by
    the side that lies nearer, and 0 where it holds the changepoint.
    """

    role: DateRole
    end: End
    days: int


def distances_of(claim: Claim, point: Changepoint) -> tuple[Distance, ...]:
    """The distances of a claimed date; none for one that is unreadable."""
    interval = parse_date(claim.value)
    span = span_of(point)
    return distances(claim.role or DateRole.ANY, interval, span) if interval else ()


def span_of(point: Changepoint) -> Interval:
    """What distances are counted from: the detector's interval, or the day."""
    return point.interval or Interval.of_day(point.date)


def distances(role: DateRole, interval: Interval, span: Interval) -> tuple[Distance, ...]:
    """The distance of a day or of a coarse date (a month); of a period those of its two ends.

    ``span`` is the changepoint's (span_of).
    """
    two_ends = role is DateRole.IN_FORCE or "/" in iso(interval)
    if not two_ends or interval.is_day:
        return (Distance(role, "", _days(interval, span)),)
    first, last = Interval.of_day(interval.start), Interval.of_day(interval.end)
    return (
        Distance(role, "first", _days(first, span)),
        Distance(role, "last", _days(last, span)),
    )


def _days(interval: Interval, span: Interval) -> int:
    if interval.start > span.end:
        return (interval.start - span.end).days
    return (interval.end - span.start).days if interval.end < span.start else 0


def told(counted: Iterable[Distance], point: Changepoint, language: Language) -> str:
    """The distances of one date in brackets, as a sentence has them; empty for none."""
    of = "interval" if point.interval else "changepoint"
    parts = []
    for one in counted:
        side = "later" if one.days > 0 else "earlier" if one.days < 0 else "same_day"
        words = say(f"{side}_{of}", language, n=abs(one.days))
        parts.append((say(f"{one.end}_day", language) if one.end else "") + words)
    if not parts:
        return ""
    return say("brackets", language, words=say("listed", language).join(parts))


def cell(counted: Iterable[Distance], language: Language) -> str:
    """The distances in a cell: 成文 -27；有效期首日 -151；有效期末日 -1."""
    return say("stop", language).join(
        f"{word('role', one.role.value, language)}{_end(one, language)} {_signed(one)}"
        for one in counted
    )


def figures(counted: Iterable[Distance], language: Language) -> str:
    """The same of one date whose role stands beside it: -27, or 首日 -151；末日 -1."""
    return say("stop", language).join(
        f"{_end(one, language)} {_signed(one)}".strip(" ,") for one in counted
    )


def _end(one: Distance, language: Language) -> str:
    return say(f"{one.end}_of", language) if one.end else ""


def _signed(one: Distance) -> str:
    return f"{one.days:+d}" if one.days else "0"


def timing(counted: Iterable[Distance]) -> str | None:
    """before, same_day or after where all dates lie so, else mixed; None without any."""
    sides = {(one.days > 0) - (one.days < 0) for one in counted}
    if len(sides) > 1:
        return "mixed"
    return next((("before", "same_day", "after")[side + 1] for side in sides), None)


def nearest_line(findings: Sequence[Finding], point: Changepoint, language: Language) -> str:
    """What lies nearest before and after the changepoint, each by its role; empty without dates.

    ``findings`` are numbered from 1, in their order.
    """
    counted = [
        (one.days, number, one)
        for number, finding in enumerate(findings, 1)
        for _, claim in finding.held("date")
        for one in distances_of(claim, point)
    ]
    before = max((one for one in counted if one[0] <= 0), default=None, key=lambda o: (o[0], -o[1]))
    after = min((one for one in counted if one[0] > 0), default=None, key=lambda o: (o[0], o[1]))
    told_ones = [
        say(f"nearest_{side}", language, told=cell([found[2]], language), number=found[1])
        for side, found in (("before", before), ("after", after))
        if found
    ]
    return say("stop", language).join(told_ones)
