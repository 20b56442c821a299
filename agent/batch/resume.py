"""Which run a batch command belongs to, the one it began earlier or a new one, and when a point is tried again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from agent.records import Changepoint, Gap, content_key
from agent.store import Batches, Point, Store, changepoint_key
from agent.wiring import Config

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


@dataclass(frozen=True)
class Work:
    """What a batch command has to do: its run, whether that was begun earlier, what is due now.

    ``begun`` is when the run was started; ``later`` are points whose next try is not due yet. Neither has what was not chosen this time.
    """

    run: str
    begun: datetime
    resumed: bool
    due: tuple[Point, ...]
    later: tuple[Point, ...]


def batch_key(folder: Path, config: Config) -> str:
    """Identity of a batch: where its results go, and what decides what they are.

    Which changepoints, searches and limits are not part of it: the same folder grows with what is
    added to it, and a run that ran out of one search goes on with another.
    """
    what = {"model": config.model, "window": config.window, "sample": config.sample}
    return content_key(["batch", str(folder.resolve()), what])


@dataclass(frozen=True)
class Beginning:
    """How a batch command begins: its words, what it runs with, and when."""

    key: str
    command: str
    version: str
    config: dict[str, object]
    now: datetime
    refresh: bool = False
    retry: bool = False


def outstanding(
    store: Store, chosen: Sequence[tuple[Changepoint, str]], how: Beginning
) -> tuple[Changepoint, ...]:
    """Those of the changepoints that ``take_up`` would find due; changes nothing."""
    batches = Batches(store)
    run = _run_of(store, how)
    done = batches.done(run) if run else frozenset()
    known = {point.key: point for point in batches.unfinished(run)} if run else {}

    def wanted(changepoint: Changepoint) -> bool:
        key = changepoint_key(changepoint)
        if key in done:
            return False
        return key not in known or how.retry or is_due(known[key], how.now)

    return tuple(changepoint for changepoint, _ in chosen if wanted(changepoint))


def take_up(store: Store, chosen: Sequence[tuple[Changepoint, str]], how: Beginning) -> Work:
    """Find or start the run of a batch, and make these changepoints its points.

    With ``refresh`` a run that came to its end is left as it is and a new one is started.
    """
    batches = Batches(store)
    run = _run_of(store, how)
    resumed = run is not None
    if run is None:
        run = store.start_run(how.command, how.version, how.config, how.now, batch_key=how.key)
    batches.plan(run, chosen)
    wanted = {changepoint_key(point) for point, _ in chosen}
    unfinished = tuple(point for point in batches.unfinished(run) if point.key in wanted)
    due, later = (unfinished, ()) if how.retry else parted(unfinished, how.now)
    if resumed and due:
        batches.reopen(run, how.command, how.config)
    return Work(run, store.run(run).started_at, resumed, due, later)


def _run_of(store: Store, how: Beginning) -> str | None:
    """The run that is gone on with, or None for a new one."""
    run = Batches(store).newest(how.key)
    return None if run and how.refresh and store.run(run).finished_at else run
