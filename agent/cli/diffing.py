"""``research diff RUN RUN``: what appeared, went or changed from one run to another, and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from agent.cli.console import check_out, write_result
from agent.cli.runs import NEWEST, database, named
from agent.cli.shared import language_option, out_option
from agent.errors import UsageError

if TYPE_CHECKING:
    from agent.store import Store
    from agent.store.dossiers import Run

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
@click.option("--sample", is_flag=True, help="Runs over the sample web.")
def diff_command(
    before: str,
    now: str,
    chosen: str | None,
    out: Path | None,
    language: Literal["zh", "en"],
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
    with Store.to_read(database(sample)) as store:
        runs = (_run(store, before), _run(store, now))
        if runs[0].id == runs[1].id:
            raise UsageError(f"{runs[0].id} is the same run twice", hint="name another")
        told = difference(store, *runs, language)
    write_result(FORMATS[how](told, language), out)
    return 0


def _run(store: Store, name: str) -> Run:
    from agent.store.totals import Totals

    wanted = named(name, Totals(store).lines())
    return next(run for run in store.runs() if run.id == wanted)
