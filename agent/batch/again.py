"""When a changepoint that is not done is tried again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from agent.records import Gap
from agent.store import Point

PAUSES = (timedelta(hours=1), timedelta(hours=6), timedelta(days=1), timedelta(days=3))
"""How long a point with a gap of the web is left alone after each attempt; the last one stays."""

OURS = ("search", "extract", "check")
"""Stages whose gaps are those of a service we use, not of a page: worth a try at the next run."""


def after_gaps(point: Point, material: Sequence[Gap], now: datetime) -> datetime | None:
    """When a point with gaps that matter is tried again; None for at the next run."""
    if not material or any(gap.stage in OURS for gap in material):
        return None
    return after_failure(point, now)


def after_failure(point: Point, now: datetime) -> datetime:
    """When a point is tried again that failed now: the later, the oftener it was tried before."""
    return now + PAUSES[min(point.attempts, len(PAUSES) - 1)]


def is_due(point: Point, now: datetime) -> bool:
    """True for a point that is to be tried by a run that begins now.

    A time further ahead than any pause was written under a clock that was wrong.
    """
    ahead = point.try_after - now if point.try_after else timedelta()
    return not timedelta() < ahead <= PAUSES[-1]


def parted(points: Iterable[Point], now: datetime) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
    """The points that are due, and those that are not yet."""
    every = tuple(points)
    return tuple(p for p in every if is_due(p, now)), tuple(p for p in every if not is_due(p, now))
