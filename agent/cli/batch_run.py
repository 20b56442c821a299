"""One call of ``research batch``: the lock, the run, the workshop, and what is shown meanwhile."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from agent.batch.files import SUMMARY, PointFiles, point_files, sweep
from agent.batch.hours import Hours
from agent.batch.lock import at_work, held
from agent.batch.log import Log, step_line
from agent.batch.plan import lines, plan
from agent.batch.resume import Beginning, Work, batch_key, outstanding, take_up
from agent.batch.run import Crew, Desk, Ending, Step, Threads, Watcher, work_through
from agent.batch.written import write_what_changed
from agent.cli.console import warn
from agent.errors import StateError
from agent.findings import Dossier
from agent.prices import load_prices
from agent.records import Changepoint
from agent.store import Batches, PointState, Store
from agent.store.database import Locked
from agent.wiring import Config
from agent.wiring.members import Knowledge, chosen
from agent.wiring.workshop import VERSION, open_workshop

if TYPE_CHECKING:
    from rich.progress import Progress

LOG = "batch.log"


@dataclass(frozen=True)
class Call:
    """How a batch is run.

    ``jobs`` changepoints side by side, or as many as the workers of ``scheduler`` take; ``retry``
    takes what is not due.
    """

    folder: Path
    config: Config
    known: Knowledge
    hours: Hours
    jobs: int
    retry: bool
    quiet: bool
    command: str
    scheduler: str | None = None
    language: Literal["zh", "en"] = "zh"


def now() -> datetime:
    """The time on the user's own clock, with its zone."""
    return datetime.now().astimezone()


def _beginning(call: Call) -> Beginning:
    """How this call begins."""
    config = call.config
    told: dict[str, object] = {
        "model": config.model,
        "search": list(chosen(config)),
        "window": config.window,
        "sample": config.sample,
    }
    return Beginning(
        key=batch_key(call.folder, config),
        command=call.command,
        version=VERSION,
        config=told,
        now=now(),
        refresh=config.refresh,
        retry=call.retry,
    )


def expected(points: Sequence[tuple[Changepoint, str]], call: Call) -> Iterator[str]:
    """What is left of these changepoints to be done, and what that is expected to take."""
    path = call.config.cache / "research.db"
    with ExitStack() as opened:
        store = opened.enter_context(Store(path)) if path.exists() else None
        how = _beginning(call)
        left = outstanding(store, points, how) if store else tuple(point for point, _ in points)
        if len(left) < len(points):
            yield f"{len(points) - len(left):,} of them are done, or not due yet"
        if left:
            yield from lines(plan(left, call.config, call.known, store, load_prices()))


def run_batch(points: Sequence[tuple[Changepoint, str]], call: Call) -> tuple[Work, Ending]:
    """Take up the run of the batch and work through what is due.

    Raises StateError when another process has the batch, or results cannot be saved.
    """
    config = call.config
    how = _beginning(call)
    lock = config.cache / "locks" / f"{how.key.partition(':')[2][:32]}.lock"
    with held(lock, how.now), _others_told(lock.parent), Log(call.folder / LOG) as log:
        with Store(config.cache / "research.db") as store:
            work = take_up(store, points, how)
        sweep(call.folder)
        with _shown(call.quiet, len(work.due), log) as watcher:
            _tell_beginning(work, watcher)
            ending = _worked(work, call, watcher) if work.due else Ending()
        _leave(work, call)
    return work, ending


def _leave(work: Work, call: Call) -> None:
    """Write down that the run came to its end, where it did, and the files it leaves."""
    with Store(call.config.cache / "research.db") as store:
        batches = Batches(store)
        if work.due or not batches.is_finished(work.run):
            _flag_across(store, work.run)
            if not batches.states(work.run).get(PointState.PLANNED):
                store.finish_run(work.run, now())
        files = write_what_changed(
            store,
            work.run,
            call.folder,
            call.known.places,
            call.language,
            version=VERSION,
        )
    if files:
        warn(f"{files} files written to {call.folder}: {SUMMARY}.html has the whole picture")


def _flag_across(store: Store, run: str) -> None:
    """What contradicts itself in several changepoints of a run is flagged, and told."""
    from agent.evidence.points import flag_across

    flagged = flag_across(lambda: store.each_dossier(run), lambda one: store.save(run, one))
    if flagged:
        warn(f"{flagged} findings contradict the same thing at another changepoint: flagged")


@contextmanager
def _others_told(locks: Path) -> Iterator[None]:
    """When the database is locked, say which batches are at work in the same cache."""
    try:
        yield
    except Locked as error:
        if others := at_work(locks):
            error.hint = f"a batch in the same cache may hold it: {', '.join(others)}"
        raise


def _worked(work: Work, call: Call, watcher: Watcher) -> Ending:
    with _crew(call, watcher) as (crew, store):
        try:
            desk = Desk(
                crew=crew,
                batches=Batches(store),
                run=work.run,
                clock=now,
                watcher=watcher,
                hours=call.hours,
                kept=Leaving(point_files(store, work.run, call.folder, call.known.places)),
            )
            return work_through(work.due, desk)
        except BaseException:
            warn("stopped; the same command goes on where this one was")
            raise


@contextmanager
def _crew(call: Call, watcher: Watcher) -> Iterator[tuple[Crew, Store]]:
    """Who researches, and where results are saved."""
    config = call.config
    if call.scheduler:
        from agent.batch.cluster import open_cluster

        with (
            open_cluster(config, call.scheduler, watcher.say) as cluster,
            Store(config.cache / "research.db") as store,
        ):
            yield cluster, store
        return
    with open_workshop(config, lambda _stage, _done, _total: None, known=call.known) as shop:
        threads = Threads(shop.research, call.jobs)
        try:
            yield threads, shop.store
        finally:
            threads.close()


class Leaving:
    """Writes the file of each changepoint as it is done; a folder that takes none is told once."""

    def __init__(self, files: PointFiles) -> None:
        self._files = files
        self._told = False

    def __call__(self, dossier: Dossier) -> None:
        """Write the file of a dossier that is saved."""
        try:
            self._files.write(dossier)
        except StateError as error:
            if not self._told:
                self._told = True
                warn(f"{error.message}; the results are kept in the store meanwhile")


def _tell_beginning(work: Work, watcher: Watcher) -> None:
    begins = "goes on" if work.resumed else "begins"
    watcher.say(f"run {work.run} {begins}: {len(work.due)} changepoint(s) to research")


@contextmanager
def _shown(quiet: bool, total: int, log: Log) -> Iterator[Watcher]:
    """Bars on a terminal, plain lines otherwise, nothing when quiet; always the log."""
    if quiet:
        yield Lines(log, show=False)
    elif sys.stderr.isatty():
        with _bars() as bars:
            yield Bars(log, bars, total)
    else:
        yield Lines(log, show=True)
    if log.problem:
        warn(f"{LOG} could not be written: {log.problem}")


class Lines:
    """One line a changepoint."""

    def __init__(self, log: Log, *, show: bool) -> None:
        self._log = log
        self._show = show

    def step(self, step: Step) -> None:
        """See agent.batch.run.Watcher."""
        self.say(step_line(step))

    def say(self, line: str) -> None:
        """See agent.batch.run.Watcher."""
        self._log.write(line, now())
        if self._show:
            click.echo(line, err=True)


class Bars:
    """A bar for the whole batch: how many, how fast, how long still, and what came of them."""

    def __init__(self, log: Log, bars: Progress, total: int) -> None:
        self._log = log
        self._bars = bars
        self._begun = time.monotonic()
        self._counts: dict[str, int] = {}
        self._task = bars.add_task("", total=total, rate="", told="")

    def step(self, step: Step) -> None:
        """See agent.batch.run.Watcher."""
        self._log.write(step_line(step), now())
        name = step.outcome.value.replace("_", " ") if step.outcome else "failed"
        self._counts[name] = self._counts.get(name, 0) + 1
        minutes = (time.monotonic() - self._begun) / 60
        self._bars.update(
            self._task,
            completed=step.done,
            rate=f"{step.done / minutes:.1f}/min",
            told=", ".join(f"{number} {name}" for name, number in self._counts.items()),
        )

    def say(self, line: str) -> None:
        """See agent.batch.run.Watcher."""
        self._log.write(line, now())
        self._bars.console.print(line, markup=False, highlight=False)


@contextmanager
def _bars() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}", markup=False),
        TimeRemainingColumn(),
        TextColumn("{task.fields[told]}", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True)) as bars:
        yield bars
