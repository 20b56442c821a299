"""``research report``: render a stored run again, and ``research runs``."""

from __future__ import annotations

from pathlib import Path

import click

from agent.cli.console import check_out, write_result
from agent.cli.options import load_settings
from agent.errors import UsageError


@click.command("report")
@click.argument("run", required=False)
@click.option(
    "--format",
    "report_format",
    default="text",
    show_default=True,
    metavar="FORMAT",
    help="text, json, md or textcarbon.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="PATH",
    help="Write to this file.",
)
@click.option(
    "--lang",
    "language",
    type=click.Choice(["zh", "en"]),
    default="zh",
    show_default=True,
    help="Language of the report.",
)
@click.option("--sample", is_flag=True, help="Runs over the sample web.")
def report_command(
    run: str | None, report_format: str, out: Path | None, language: str, sample: bool
) -> int:
    """Render a stored RUN again; without RUN, list the runs, newest first."""
    from agent.store import Store  # noqa: PLC0415 - keeps --help fast
    from agent.wiring import renderer  # noqa: PLC0415 - keeps --help fast

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
