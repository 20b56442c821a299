"""How far a date lies from a changepoint, in days: for each role, and for both ends of a period."""

from __future__ import annotations

from typing import Literal

from agent.policy import DateRole
from agent.records import Changepoint, Interval, Record
from agent.text.dates import iso

End = Literal["", "first", "last"]
"""Of a period: its first or its last day; empty for a date that is one day, or a coarse one."""


class Distance(Record):
    """Days from the changepoint to a date, negative before it.

    Counted from the detector's interval where it gave one, and 0 inside; a coarse date (a month) by
    the side that lies nearer, and 0 where it holds the changepoint.
    """

    role: DateRole
    end: End
    days: int


def span_of(point: Changepoint) -> Interval:
    """What distances are counted from: the detector's interval, or the day."""
    return point.interval or Interval.of_day(point.date)


def distances(role: DateRole, interval: Interval, span: Interval) -> tuple[Distance, ...]:
    """The distance of a day or of a coarse date (a month); of a period those of its two ends.

    ``span`` is the changepoint's (span_of).
    """
    two_ends = role is DateRole.IN_FORCE or "/" in iso(interval)
    if not two_ends or interval.is_day:
        return (Distance(role=role, end="", days=days_from(span, interval)),)
    first, last = Interval.of_day(interval.start), Interval.of_day(interval.end)
    return (
        Distance(role=role, end="first", days=days_from(span, first)),
        Distance(role=role, end="last", days=days_from(span, last)),
    )


def days_from(span: Interval, interval: Interval) -> int:
    """Days from a span to an interval, by the ends that face each other; 0 where they meet."""
    if interval.start > span.end:
        return (interval.start - span.end).days
    return (interval.end - span.start).days if interval.end < span.start else 0
