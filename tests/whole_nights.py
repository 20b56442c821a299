"""A whole batch in this process, against a world on loopback."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import httpx2

from agent.batch.resume import Beginning, Work, take_up
from agent.batch.run import Desk, Ending, Step, Threads, work_through
from agent.findings import Dossier
from agent.records import Changepoint
from agent.store import Batches, Store
from agent.wiring import Config
from agent.wiring.workshop import open_workshop


@dataclass
class Quiet:
    """A watcher that keeps what it is told."""

    steps: list[Step] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def step(self, step: Step) -> None:
        self.steps.append(step)

    def say(self, line: str) -> None:
        self.lines.append(line)


@dataclass(frozen=True)
class Night:
    """How a batch ended, and what was told meanwhile."""

    work: Work
    ending: Ending
    watcher: Quiet


def now() -> datetime.datetime:
    return datetime.datetime.now().astimezone()


def night(
    points: Sequence[Changepoint],
    config: Config,
    transport: httpx2.BaseTransport,
    *,
    jobs: int,
    begun: Callable[[], object] = lambda: None,
) -> Night:
    """Research changepoints as ``research batch`` does: taken up, saved one by one.

    ``begun`` is called when everything is open and nothing has been asked yet.
    """
    watcher = Quiet()
    how = Beginning("s1:night", "research batch", "test", {"model": config.model}, now())
    with Store(config.state / "research.db") as store:
        work = take_up(store, [(point, "points.csv") for point in points], how)
    ending = Ending()
    begun()
    if work.due:
        with open_workshop(config, lambda *_: None, transport) as shop:
            crew = Threads(shop.research, jobs)
            try:
                desk = Desk(crew, Batches(shop.store), work.run, now, watcher)
                ending = work_through(work.due, desk)
            finally:
                crew.close()
    return Night(work, ending, watcher)


def each_dossier(config: Config, run: str) -> Iterator[Dossier]:
    """What a batch saved, one at a time."""
    with Store(config.state / "research.db") as store:
        yield from store.each_dossier(run)


def dossiers_of(config: Config, run: str) -> tuple[Dossier, ...]:
    """What a batch saved."""
    with Store(config.state / "research.db") as store:
        return tuple(store.each_dossier(run))
