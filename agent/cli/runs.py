"""``research runs`` and ``research show RUN``: what was run, and what it came to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from agent.cli.console import check_out, warn, write_result
from agent.cli.options import load_settings
from agent.cli.shared import language_option
from agent.cli.stored_runs import database, find_run, sample_runs_option
from agent.errors import UsageError

if TYPE_CHECKING:
    from agent.batch.summary import RunSummary
    from agent.store.totals import Line

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
ENDINGS = {".txt": "text", ".json": "json", ".html": "html", ".htm": "html"}
Format = Literal["text", "json", "html"]


@click.command("runs")
@sample_runs_option
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Only the newest N.")
@click.option(
    "--format",
    "table_format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to write the list.",
)
def runs_command(sample: bool, limit: int | None, table_format: str) -> int:
    """List the runs, newest first: how far each is, what it found and what it cost."""
    from agent.store import Store
    from agent.store.totals import Totals

    with Store.to_read(database(sample)) as store:
        lines = Totals(store).lines()[:limit]
    if table_format == "json":
        data = [line.model_dump(mode="json") for line in lines]
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
    elif lines:
        click.echo(table(lines), nl=False)
    else:
        warn("no run is stored yet")
    return 0


@click.command("show")
@click.argument("run", required=False, metavar="RUN")
@click.option(
    "--format",
    "summary_format",
    type=click.Choice(["text", "json", "html"]),
    help="How to write the summary; by default as the ending of --out says, else text.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="A file for the summary (.txt, .json, .html), or a folder for every file of the run.",
)
@language_option
@sample_runs_option
def show_command(
    run: str | None,
    summary_format: Format | None,
    out: Path | None,
    language: Literal["zh", "en"],
    sample: bool,
) -> int:
    """What RUN came to, also while it goes on or after it was stopped; "latest" is the newest.

    With a folder as --out every file of the run is written again, from the store alone.
    """
    from agent.batch.files import write_all
    from agent.batch.summing import run_summary
    from agent.places import Places
    from agent.store import Store

    folder = out if out and _is_folder(out) else None
    if folder is None:
        chosen = _format(summary_format, out)
        check_out(out)
    elif summary_format is not None:
        raise UsageError(
            f"--format {summary_format} goes with a file, and {out} is a folder",
            hint="the folder gets the summary in every format",
        )
    found = find_run(run, sample)
    with Store.to_read(found.database) as store, store.database.reading():
        name = found.id
        if folder:
            places = Places.load(load_settings().research_places)
            written = write_all(store, name, folder, places, language)
            told = f"{written.files} files for {written.points} changepoint(s)"
            warn(f"{told} written to {folder}")
            return 0
        summary = run_summary(store, name)
    write_result(rendered(summary, chosen, language), out)
    return 0


def rendered(summary: RunSummary, how: str, language: Literal["zh", "en"]) -> str:
    """The summary in a format."""
    from agent.batch.summary_html import as_html
    from agent.batch.summary_words import as_text

    if how == "json":
        return summary.as_json()
    return as_html(summary, language) if how == "html" else as_text(summary, language)


def _format(named: Format | None, out: Path | None) -> str:
    """The format that is named, or that the ending of the file says. Raises UsageError."""
    if named or out is None:
        return named or "text"
    if out.suffix.lower() not in ENDINGS:
        raise UsageError(
            f"--out {out}: which format is meant?",
            hint="end it with .txt, .json or .html, or give --format; a folder is made beforehand "
            "or has no ending",
        )
    return ENDINGS[out.suffix.lower()]


def _is_folder(out: Path) -> bool:
    return out.is_dir() or (not out.exists() and not out.suffix)


def table(lines: Sequence[Line]) -> str:
    """The list of runs as it is printed: a head, and a line for each."""
    from agent.report.sections import Section
    from agent.report.sections import table as laid_out

    listed = Section("", columns=HEAD, rows=tuple(map(_row, lines)))
    told = laid_out(listed, right=lambda column, _: 2 <= column < 7)
    return "\n".join(told or ["  ".join(HEAD)]) + "\n"


def _row(line: Line) -> tuple[str, ...]:
    from agent.findings import Outcome

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
