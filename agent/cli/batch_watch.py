"""What is shown while a batch goes on: a bar on a terminal, plain lines otherwise; always a log."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from agent.batch.log import Log, step_line
from agent.batch.run import Step
from agent.cli.console import warn

if TYPE_CHECKING:
    from rich.progress import Progress

LOG = "batch.log"


def now() -> datetime:
    """The time on the user's own clock, with its zone."""
    return datetime.now().astimezone()


@contextmanager
def shown(quiet: bool, total: int, log: Log) -> Iterator[Lines]:
    """A bar on a terminal, plain lines otherwise, nothing when quiet; always the log."""
    if quiet:
        yield Lines(log, show=False)
    elif sys.stderr.isatty() and total:
        with _bars() as bars:
            yield Bars(log, bars, total)
    else:
        yield Lines(log, show=True)
    if log.problem:
        warn(f"{LOG} could not be written: {log.problem}")


class Lines:
    """A watcher: one line a changepoint. ``cost`` may be set later; it tells what was paid so far."""

    def __init__(self, log: Log, *, show: bool) -> None:
        self._log = log
        self._show = show
        self.cost: Callable[[], str] = str

    def step(self, step: Step) -> None:
        """See agent.batch.run.Watcher."""
        self.say(step_line(step))

    def say(self, line: str) -> None:
        """See agent.batch.run.Watcher."""
        self._log.write(line, now())
        if self._show:
            click.echo(line, err=True)


class Bars(Lines):
    """A bar for the whole batch: how many, how fast, how long still, what came of them, the cost."""

    def __init__(
        self, log: Log, bars: Progress, total: int, ticks: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(log, show=False)
        self._bars = bars
        self._ticks = ticks
        self._begun = ticks()
        self._counts: dict[str, int] = {}
        self._task = bars.add_task("", total=total, rate="", left="", told="")

    def step(self, step: Step) -> None:
        """See agent.batch.run.Watcher."""
        super().say(step_line(step))
        name = step.outcome.value.replace("_", " ") if step.outcome else "failed"
        self._counts[name] = self._counts.get(name, 0) + 1
        seconds = max(self._ticks() - self._begun, 0.001)
        told = [f"{number} {name}" for name, number in self._counts.items()]
        self._bars.update(
            self._task,
            total=step.total,
            completed=step.done,
            rate=f"{60 * step.done / seconds:.1f}/min",
            left=_clock((step.total - step.done) * seconds / step.done) + " left",
            told=" · ".join(part for part in (", ".join(told), self.cost()) if part),
        )

    def say(self, line: str) -> None:
        """See agent.batch.run.Watcher."""
        super().say(line)
        self._bars.console.print(line, markup=False, highlight=False)


def _clock(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{minutes // 60}:{minutes % 60:02d} h" if minutes >= 60 else f"{minutes} min"


@contextmanager
def _bars() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns: tuple[Any, ...] = (
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        *(
            TextColumn(f"{{task.fields[{name}]}}", markup=False)
            for name in ("rate", "left", "told")
        ),
    )
    with Progress(*columns, console=Console(stderr=True)) as bars:
        yield bars
