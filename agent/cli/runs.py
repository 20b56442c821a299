"""``research runs``, ``show`` and ``diff``: what was run, what it came to, and what is different now."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agent.cli.console import INCOMPLETE, check_out, warn, write_result
from agent.cli.digest import wrapped
from agent.cli.options import Language, load_settings
from agent.cli.shared import chosen_format, language_option, option, out_option
from agent.cli.stored_runs import NEWEST, database, find_run, find_runs, sample_runs_option
from agent.errors import UsageError
from agent.findings import Outcome
from agent.report.diff_formats import FORMATS
from agent.report.sections import Section
from agent.report.sections import table as laid_out
from agent.report.sections import width as width_of
from agent.store import Store
from agent.store.totals import Line, Totals

if TYPE_CHECKING:
    from agent.batch.summary import RunSummary

HEAD: tuple[str, ...] = (
    "run",
    "started",
    "done",
    "found",
    "none",
    "incomplete",
    "failed",
    "cost",
    "command",
)
SUMMARY_FORMATS = ("text", "json", "html")
LEAST = 24
"""Columns of a command that are worth to be shown beside the numbers of its run."""


@click.command("runs")
@sample_runs_option
@option("--limit N", "Only the newest N.", type=click.IntRange(1))
@option(
    "--format",
    "How to write the list.",
    name="table_format",
    choices=("text", "json"),
    default="text",
)
def runs_command(sample: bool, limit: int | None, table_format: str) -> int:
    """List the runs, newest first: how far each is, what it found and what it cost."""
    with Store.to_read(database(sample)) as store:
        lines = Totals(store).lines()[:limit]
    if table_format == "json":
        data = [line.model_dump(mode="json") for line in lines]
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
    elif lines:
        print_runs(lines)
    else:
        warn("no run is stored yet")
    return 0


@click.command("show")
@click.argument("run", required=False, metavar="RUN")
@option(
    "--format",
    "How to write the summary; by default as the ending of --out says, else text.",
    name="summary_format",
    choices=SUMMARY_FORMATS,
)
@option(
    "--out PATH",
    "A file for the summary (.txt, .json, .html), or a folder for every file of the run.",
    type=click.Path(path_type=Path),
)
@language_option
@sample_runs_option
def show_command(
    run: str | None,
    summary_format: str | None,
    out: Path | None,
    language: Language,
    sample: bool,
) -> int:
    """What RUN came to, also while it goes on or after it was stopped; "latest" is the newest.

    With a folder as --out every file of the run is written again, from the store alone.
    """
    from agent.batch.files import write_all
    from agent.batch.summing import run_summary
    from agent.places import Places

    folder = out if out and (out.is_dir() or not (out.exists() or out.suffix)) else None
    if folder is None:
        chosen = chosen_format(summary_format, out, SUMMARY_FORMATS)
        check_out(out)
    elif summary_format is not None:
        raise UsageError(
            f"--format {summary_format} goes with a file, and {out} is a folder",
            hint="the folder gets the summary in every format",
        )
    found = find_run(run, sample)
    with found.opened() as store:
        if folder:
            places = Places.load(load_settings().research_places)
            written = write_all(store, found.id, folder, places, language)
            told = f"{written.files} files for {written.points} changepoint(s)"
            warn(f"{told} written to {folder}")
            for why in written.lost:
                warn(f"incomplete: a dossier could not be read: {why}")
            return INCOMPLETE if written.lost else 0
        summary = run_summary(store, found.id)
    write_result(rendered(summary, chosen, language), out)
    return 0


def rendered(summary: RunSummary, how: str, language: Language) -> str:
    """The summary in a format."""
    from agent.batch.summary_html import as_html
    from agent.batch.summary_words import as_text

    if how == "json":
        return summary.as_json()
    return as_html(summary, language) if how == "html" else as_text(summary, language)


def print_runs(lines: Sequence[Line]) -> None:
    """Print the list of runs: on a terminal no wider than it is, else in full."""
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    click.echo(table(lines, width), nl=False)


def table(lines: Sequence[Line], width: int | None = None) -> str:
    """The list of runs as it is printed: a head, and a line for each.

    Where that is wider than ``width`` the commands are cut; where too little of them is left, each
    run has lines of its own.
    """
    told = _laid_out([_row(line) for line in lines])
    widest = max(map(width_of, told))
    if width is None or widest <= width:
        return "\n".join(told) + "\n"
    room = width - (widest - max(width_of(_row(line)[-1]) for line in lines))
    if room >= LEAST:
        cut = [(*row[:-1], _cut(row[-1], room)) for row in map(_row, lines)]
        return "\n".join(_laid_out(cut)) + "\n"
    return "".join(_stacked(line, width) for line in lines)


def _laid_out(rows: Sequence[tuple[str, ...]]) -> list[str]:
    listed = Section("", columns=HEAD, rows=tuple(rows))
    return laid_out(listed, right=lambda column, _: 2 <= column < 7) or ["  ".join(HEAD)]


def _cut(text: str, room: int) -> str:
    from rich.text import Text

    told = Text(text)
    told.truncate(room, overflow="ellipsis")
    return told.plain


def _stacked(line: Line, width: int) -> str:
    """A run in lines of its own, none wider than the terminal."""
    run, started, done, *counts, cost, command = _row(line)
    numbers = ", ".join(f"{name} {count}" for name, count in zip(HEAD[3:7], counts, strict=True))
    parts = (f"{started}  {done}  {cost}", numbers, command)
    told = [f"  {one}" for part in parts for one in wrapped(part, max(width - 2, 1))]
    return "\n".join([run, *told]) + "\n"


def _row(line: Line) -> tuple[str, ...]:
    counts = [str(line.outcomes.get(outcome, 0)) for outcome in Outcome]
    done = f"{line.done} of {line.points}" + ("" if line.finished_at else " …")
    return (
        line.id,
        f"{line.started_at.astimezone():%Y-%m-%d %H:%M}",
        done,
        *counts,
        str(line.failed),
        _cost(line),
        " ".join(line.command.split()),
    )


def _cost(line: Line) -> str:
    told = [f"{amount:.4g} {currency.upper()}" for currency, amount in line.amounts.items()]
    told += ["? (price unknown)"] if line.unpriced else []
    return " + ".join(told) or "-"


@click.command("diff")
@click.argument("before", metavar="RUN")
@click.argument("now", metavar="RUN", default=NEWEST)
@option(
    "--format",
    "How to write it; by default as the ending of --out says, else text.",
    name="chosen",
    choices=tuple(FORMATS),
)
@out_option
@language_option
@sample_runs_option
def diff_command(
    before: str,
    now: str,
    chosen: str | None,
    out: Path | None,
    language: Language,
    sample: bool,
) -> int:
    """What is different in the second RUN (by default the newest): for a new version or model.

    Changepoints and findings that appeared or went, statuses and values that changed, each with
    what the checks say, and what the runs were made with.
    """
    from agent.report.diff import difference

    check_out(out)
    how = chosen_format(chosen, out, FORMATS)
    first, second = find_runs((before, now), sample)
    if first.id == second.id:
        raise UsageError(f"{first.id} is the same run twice", hint="name another")
    with first.opened() as store:
        known = {run.id: run for run in store.runs()}
        told = difference(store, known[first.id], known[second.id], language)
    write_result(FORMATS[how](told, language), out)
    return 0
