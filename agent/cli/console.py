"""What is printed where: results to stdout or a file, progress and warnings to stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agent.errors import StateError, UsageError

if TYPE_CHECKING:
    from agent.pipeline import Progress

STAGES = {"search": "searching", "fetch": "fetching pages", "extract": "reading closely"}


def warn(message: str) -> None:
    """One line to stderr."""
    click.echo(f"research: {message}", err=True)


def check_out(out: Path | None) -> None:
    """Raise UsageError before any work is done when the folder of ``--out`` does not exist."""
    if out is not None and not out.parent.is_dir():
        raise UsageError(f"--out: there is no folder {out.parent}", hint="make it first")


def write_result(text: str, out: Path | None) -> None:
    """Write to stdout, or to a file that is replaced at once or not at all.

    Raises StateError when it cannot be written.
    """
    if out is None:
        click.echo(text, nl=False)
        return
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        part.replace(out)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise StateError(f"cannot write {out}: {error.strerror or error}") from error
    warn(f"written to {out}")


@contextmanager
def progress(quiet: bool) -> Iterator[Progress]:
    """A bar on a terminal, plain lines otherwise, nothing when quiet."""
    if quiet:
        yield quiet_progress
    elif sys.stderr.isatty():
        with _bars() as report:
            yield report
    else:
        yield _plain


def _plain(stage: str, done: int, total: int) -> None:
    if done == total:
        click.echo(f"  {STAGES.get(stage, stage)}: {done}/{total}", err=True)


@contextmanager
def _bars() -> Iterator[Progress]:
    from rich.console import Console  # noqa: PLC0415 - keeps --help fast
    from rich.progress import (  # noqa: PLC0415 - keeps --help fast
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, int] = {}

        def report(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(STAGES.get(stage, stage), total=total)
            bars.update(tasks[stage], completed=done, total=total)  # type: ignore[arg-type]  # rich's TaskID is an int

        yield report


def quiet_progress(_stage: str, _done: int, _total: int) -> None:
    """Progress for commands that show none."""
