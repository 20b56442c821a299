"""``research report``: render a stored run again, and ``research runs``."""

from __future__ import annotations

from pathlib import Path

import click

from agent.cli.console import check_out, write_result
from agent.cli.options import load_settings
from agent.cli.shared import language_option, out_option, report_format_option
from agent.errors import UsageError


@click.command("report")
@click.argument("run", required=False)
@report_format_option
@out_option
@language_option
@click.option("--sample", is_flag=True, help="Runs over the sample web.")
def report_command(
    run: str | None, report_format: str, out: Path | None, language: str, sample: bool
) -> int:
    """Render a stored RUN again; without RUN, list the runs, newest first."""
    from agent.store import Store
    from agent.wiring import renderer

    render = renderer(report_format)
    check_out(out)
    root = load_settings().research_cache
    path = (root / "sample" if sample else root) / "research.db"
    if not path.exists():
        raise UsageError(f"no run is stored: there is no {path}")
    with Store(path) as store:
        if run is None:
            for known in store.runs():
                click.echo(f"{known.id}  {known.started_at:%Y-%m-%d %H:%M}  {known.command}")
            return 0
        dossiers = store.dossiers(run)
    if not dossiers:
        raise UsageError(f"no dossier in run {run!r}", hint="research report lists the runs")
    write_result(render(dossiers, language), out)  # type: ignore[arg-type]  # click has checked the choice
    return 0
