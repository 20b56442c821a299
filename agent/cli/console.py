"""What is printed where: results to stdout or a file, progress and warnings to stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from agent.errors import StateError, UsageError

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress

FAILED, INCOMPLETE, FLAGGED = 1, 3, 4
"""Exit codes, as the help of ``research`` tells them."""
STAGES = {
    "search": "searching",
    "fetch": "fetching pages",
    "lists": "walking columns",
    "documents": "reading documents",
    "extract": "reading closely",
    "check": "judging open sentences",
}


def warn(message: str) -> None:
    """One line to stderr."""
    click.echo(f"research: {message}", err=True)


def check_out(out: Path | None) -> None:
    """Raise UsageError before any work is done when ``--out`` cannot be written."""
    if out is None:
        return
    if not out.name:
        raise UsageError("--out: no file is named")
    if not out.parent.is_dir():
        raise UsageError(f"--out: there is no folder {out.parent}", hint="make it first")
    place = out if out.exists() else out.parent
    if not os.access(place, os.W_OK):
        raise UsageError(f"--out: {place} cannot be written", hint="name another place")


def write_result(result: str | bytes, out: Path | None, hint: str = "") -> None:
    """Write to stdout, or to a file that is replaced at once or not at all; see ``write_parts``."""
    write_parts((result,), out, hint)


def write_parts(parts: Iterable[str | bytes], out: Path | None, hint: str = "") -> None:
    """Print a report, or write it to a file, as its parts are made.

    Raises:
        StateError: it cannot be written; ``hint`` says what to do, and an old file stays as it was.
        UsageError: bytes would go to a terminal.
    """
    if out is None:
        with _told("the output", hint):
            for part in parts:
                _print(part)
        return
    if out.is_file() or not out.exists():
        with writing(out, hint) as file:
            file.writelines(map(_encoded, parts))
        return
    # A device or a named pipe is written to; replacing it would destroy it.
    with _told(out, hint), out.open("wb") as file:
        file.writelines(map(_encoded, parts))
    warn(f"written to {out}")


def _encoded(part: str | bytes) -> bytes:
    return part if isinstance(part, bytes) else part.encode()


def _print(part: str | bytes) -> None:
    if isinstance(part, bytes) and sys.stdout.isatty():
        raise UsageError("this format is no text for a terminal", hint="name a file with --out")
    click.echo(part, nl=False)
    sys.stdout.flush()


@contextmanager
def _told(place: Path | str, hint: str) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise StateError(f"cannot write {place}: {error.strerror or error}", hint=hint) from error


@contextmanager
def writing(out: Path, hint: str = "") -> Iterator[BinaryIO]:
    """A file to write bit by bit, which takes its place at the end. Raises StateError."""
    from agent.cache.files import replacing

    with replacing(out.resolve(), hint=hint) as file:
        yield file
    warn(f"written to {out}")


@contextmanager
def progress(quiet: bool) -> Iterator[Lines | Bars]:
    """A bar on a terminal, plain lines otherwise, nothing when quiet.

    It is told which changepoint begins (an empty title when it is the only one), then (stage, done,
    total) as work on it goes on.
    """
    if not quiet and sys.stderr.isatty():
        with _bars() as bars:
            yield bars
    else:
        yield Lines(show=not quiet)


class Lines:
    """A line for each stage that is over, or none."""

    def __init__(self, *, show: bool) -> None:
        self._show = show

    def begin(self, title: str) -> None:
        """Tell the title."""
        if title and self._show:
            click.echo(title, err=True)

    def __call__(self, stage: str, done: int, total: int) -> None:
        """See agent.pipeline.Progress."""
        if done == total and self._show:
            click.echo(f"  {STAGES.get(stage, stage)}: {done}/{total}", err=True)


class Bars:
    """A bar for each stage of the changepoint that is being worked on."""

    def __init__(self, bars: RichProgress) -> None:
        self._bars = bars
        self._title = ""
        self._tasks: dict[str, Any] = {}

    def begin(self, title: str) -> None:
        """Take the bars of the last changepoint away."""
        for task in self._tasks.values():
            self._bars.remove_task(task)
        self._tasks = {}
        self._title = f"{title} " if title else ""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """See agent.pipeline.Progress."""
        if stage not in self._tasks:
            told = f"{self._title}{STAGES.get(stage, stage)}"
            self._tasks[stage] = self._bars.add_task(told, total=total)
        self._bars.update(self._tasks[stage], completed=done, total=total)


@contextmanager
def _bars() -> Iterator[Bars]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
    )

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        yield Bars(bars)
