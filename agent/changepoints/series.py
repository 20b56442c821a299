"""A series of measurements told from a list of changepoints: its dates follow each other evenly.

Changepoints are seldom. A file that gives one province and sector a row every day, week or month is
the emissions themselves (state, date, sector, value), and searching around each of its rows would
cost a study's money for nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from agent.records import Changepoint

FEWEST = 15
"""Rows of one province and sector below which an even distance may be chance."""
SHARE = 0.9
"""Of the distances between the dates of a series: a few days may be missing."""
STEPS = {"day": range(1, 2), "week": range(7, 8), "month": range(28, 32)}
"""How far the dates of a series lie apart, in days."""

Series = tuple[str, str | None]


def even_series(points: Sequence[Changepoint]) -> tuple[Series, str, int] | None:
    """The longest series with a row every day, week or month, its step, and its rows; or None."""
    dates: dict[Series, set[date]] = defaultdict(set)
    for point in points:
        dates[point.province, point.sector].add(point.date)
    found = [
        (series, step, len(days))
        for series, days in dates.items()
        if len(days) >= FEWEST and (step := _step(sorted(days)))
    ]
    return max(found, key=lambda one: one[2], default=None)


def _step(days: Sequence[date]) -> str:
    apart = [(after - before).days for before, after in pairwise(days)]
    for name, step in STEPS.items():
        if sum(distance in step for distance in apart) >= SHARE * len(apart):
            return name
    return ""
