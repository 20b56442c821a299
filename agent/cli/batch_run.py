"""One call of ``research batch``: the lock, the run, the workshop, and what is shown meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from agent.batch.hours import Hours
from agent.batch.lock import at_work, held
from agent.batch.log import Log
from agent.batch.pieces import Noted, sweep, write_what_changed
from agent.batch.plan import lines, plan
from agent.batch.resume import Beginning, Work, batch_key, outstanding, take_up
from agent.batch.run import Desk, Ending, Threads, Watcher, WorkerPool, work_through
from agent.cli.batch_watch import LOG, Lines, now, shown
from agent.cli.console import warn
from agent.cli.options import Language
from agent.errors import ResearchError, StateError
from agent.findings import Dossier
from agent.lazy import importing
from agent.ledger import Payment
from agent.ledger.budget_ledger import Ledger
from agent.ledger.sums import cost_of, told
from agent.records import Changepoint
from agent.store import Batches, Payments, PointState, Store, payments_of
from agent.store.database import Locked
from agent.wiring import Config
from agent.wiring.asking import prices, run_config
from agent.wiring.members import Knowledge
from agent.wiring.rereading import from_cache
from agent.wiring.version import VERSION

if TYPE_CHECKING:
    from agent.batch.files import PointFiles

SHOWN = 3


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
    language: Language = "zh"


def _beginning(call: Call) -> Beginning:
    """How this call begins."""
    config = call.config
    return Beginning(
        key=batch_key(call.folder, config),
        command=call.command,
        version=VERSION,
        config=run_config(config),
        now=now(),
        refresh=config.refresh,
        retry=call.retry,
    )


def expected(points: Sequence[tuple[Changepoint, str]], call: Call) -> Iterator[str]:
    """What is left of these changepoints to be done, and what that is expected to take."""
    path = call.config.state / "research.db"
    with ExitStack() as opened:
        store = opened.enter_context(Store(path)) if path.exists() else None
        how = _beginning(call)
        left = outstanding(store, points, how) if store else tuple(point for point, _ in points)
        if len(left) < len(points):
            yield f"{len(points) - len(left):,} of them are done, or not due yet"
        if left:
            yield from lines(plan(left, call.config, call.known, store, prices(call.config)))


def run_batch(points: Sequence[tuple[Changepoint, str]], call: Call) -> tuple[Work, Ending]:
    """Take up the run of the batch and work through what is due.

    Raises StateError when another process has the batch, or results cannot be saved.
    """
    config = call.config
    how = _beginning(call)
    lock = config.state / "locks" / f"{how.key.partition(':')[2][:32]}.lock"
    with held(lock, how.now), _others_told(lock.parent), Log(call.folder / LOG) as log:
        with Store(config.state / "research.db") as store:
            work = take_up(store, points, how)
        sweep(call.folder)
        with shown(call.quiet, len(work.due), log) as watcher:
            _tell_beginning(work, watcher)
            noted: dict[str, Noted] = {}
            try:
                ending = _worked(work, call, watcher, noted) if work.due else Ending()
            except BaseException:
                _sum_up(work, call)
                raise
        ending.lost = _leave(work, call, noted)
    return work, ending


def _sum_up(work: Work, call: Call) -> None:
    """Leave the summary of a run that is stopped: how far it came. What stops it is told anyway."""
    from agent.batch.files import write_summaries

    with suppress(ResearchError, OSError), Store(call.config.state / "research.db") as store:
        write_summaries(store, work.run, call.folder, call.known.places, call.language)


def _leave(work: Work, call: Call, noted: Mapping[str, Noted]) -> tuple[str, ...]:
    """Write down that the run came to its end, where it did, and the files it leaves.

    ``noted`` are those that were written meanwhile. Returns what is to be told of dossiers whose
    pages are gone.
    """
    state = call.config.state
    with Store(state / "research.db", again=from_cache(state)) as store:
        batches = Batches(store)
        if work.due or store.run(work.run).finished_at is None:
            _flag_across(store, work.run)
            if not batches.states(work.run).get(PointState.PLANNED):
                store.finish_run(work.run, now())
        written = write_what_changed(
            store,
            work.run,
            call.folder,
            call.known.places,
            call.language,
            version=VERSION,
            noted=noted,
        )
    if not written.files:
        return written.lost
    from agent.batch.files import SUMMARY

    if others := written.of_others:
        shown = ", ".join(others[:SHOWN]) + " …" * (len(others) > SHOWN)
        warn(
            f"{len(others)} file(s) in {call.folder} are not of this run but of an earlier one:"
            f" {shown}; a folder of its own for each run keeps them apart"
        )
    warn(f"{written.files} files written to {call.folder}: {SUMMARY}.html has the whole picture")
    return written.lost


def _flag_across(store: Store, run: str) -> None:
    """What contradicts itself in several changepoints of a run is flagged, and told."""
    from agent.evidence.points import flag_across

    flagged = flag_across(store, run)
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


def _worked(work: Work, call: Call, watcher: Lines, noted: dict[str, Noted]) -> Ending:
    with importing():
        from agent.batch.files import point_files

    with _crew(work, call, watcher) as (crew, store):
        try:
            desk = Desk(
                crew=crew,
                batches=Batches(store),
                run=work.run,
                clock=now,
                watcher=watcher,
                hours=call.hours,
                kept=PointFileWriter(
                    replace(
                        point_files(
                            store,
                            work.run,
                            call.folder,
                            call.known.places,
                            {point.changepoint.date for point in work.due},
                        ),
                        noted=noted,
                    )
                ),
            )
            return work_through(work.due, desk)
        except BaseException:
            warn("stopped; the same command goes on where this one was")
            raise


@contextmanager
def _crew(work: Work, call: Call, watcher: Lines) -> Iterator[tuple[WorkerPool, Store]]:
    """Who researches, and where results are saved."""
    # What a run that asks everything anew has had since it began is not asked a second time.
    config = replace(call.config, since=work.begun)
    if call.scheduler:
        from agent.batch.scheduler import open_cluster

        with Store(config.state / "research.db") as store:
            ledger = Ledger(prices(config), now, config.budget)
            book = Payments(store, work.run, now)
            ledger.charge_to(book, payments_of(store, work.run))
            left = replace(config, budget=ledger.left)
            watcher.cost = lambda: amounts(payments_of(store, work.run))
            with open_cluster(left, call.scheduler, watcher.say, book) as cluster:
                yield cluster, store
            _tell_paid(payments_of(store, work.run), work.run, watcher)
        return
    with importing():
        from agent.wiring.workshop import open_workshop

    with open_workshop(config, known=call.known) as shop:
        shop.charge_to(work.run)
        if shop.unchecked:
            watcher.say(shop.unchecked)
        watcher.cost = lambda: amounts(shop.ledger.paid())
        threads = Threads(shop.research, call.jobs)
        try:
            yield threads, shop.store
        finally:
            threads.close()
            shop.ledger.close()
            _tell_paid(shop.ledger.paid(), work.run, watcher)


def _tell_paid(paid: Sequence[Payment], run: str, watcher: Watcher) -> None:
    if paid:
        watcher.say(f"run {run} so far: {told(paid)}")


class PointFileWriter:
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


def amounts(payments: Iterable[Payment]) -> str:
    """What was paid, by currency, in a few words; empty when nothing was."""
    cost = cost_of(payments)
    parts = [f"{amount:.2f} {currency}" for currency, amount in cost.amounts.items()]
    return " + ".join([*parts, *(["? (price unknown)"] if cost.unknown else [])])


def _tell_beginning(work: Work, watcher: Watcher) -> None:
    begins = "goes on" if work.resumed else "begins"
    watcher.say(f"run {work.run} {begins}: {len(work.due)} changepoint(s) to research")
