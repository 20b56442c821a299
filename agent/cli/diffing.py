"""``research diff RUN RUN``: what appeared, went or changed from one run to another, and why."""

from __future__ import annotations

from pathlib import Path

import click

from agent.cli.console import check_out, write_result
from agent.cli.options import Language
from agent.cli.shared import language_option, out_option
from agent.cli.stored_runs import NEWEST, find_runs, sample_runs_option
from agent.errors import UsageError

ENDINGS = {".txt": "text", ".csv": "csv", ".json": "json", ".html": "html", ".htm": "html"}


@click.command("diff")
@click.argument("before", metavar="RUN")
@click.argument("now", metavar="RUN", default=NEWEST)
@click.option(
    "--format",
    "chosen",
    type=click.Choice(["text", "csv", "html", "json"]),
    help="How to write it; by default as the ending of --out says, else text.",
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
    from agent.report.diff_formats import FORMATS
    from agent.store import Store

    check_out(out)
    how = chosen or (ENDINGS.get(out.suffix.lower(), "text") if out else "text")
    first, second = find_runs((before, now), sample)
    if first.id == second.id:
        raise UsageError(f"{first.id} is the same run twice", hint="name another")
    with Store.to_read(first.database) as store, store.database.reading():
        known = {run.id: run for run in store.runs()}
        told = difference(store, known[first.id], known[second.id], language)
    write_result(FORMATS[how](told, language), out)
    return 0
