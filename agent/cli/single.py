"""``research``: one changepoint (or a file of them) in, one checked report out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from agent.cli.options import (
    RunOptions,
)
from agent.cli.shared import (
    chosen_format,
    fail_on_option,
    input_options,
    language_option,
    out_option,
    quiet_option,
    refuse_early_options,
    report_format_option,
    research_options,
    series_option,
    verbose_option,
)

EPILOG = """\b
Exit codes: 0 done (also when nothing was found), 1 failed, 2 wrong use, 3 incomplete
(something that matters could not be looked at), 4 with --fail-on flagged, 130 interrupted."""


SAMPLE_POINT = {
    "changepoint": "2024-11-08",
    "province": "Shanxi",
    "sector": "Ground",
    "kind": "Seasonal",
    "confidence": 0.59,
}
"""The changepoint that the sample web is made around: what --sample alone researches."""

HELP = """Find, read and check the policies and events around a changepoint of a province's emissions.

\b
research --changepoint 2024-11-08 --province Shanxi --sector Ground
research --sample      one changepoint over an invented web: no key, no network"""


@click.group(
    invoke_without_command=True,
    help=HELP,
    epilog=EPILOG,
    context_settings={
        "help_option_names": ["-h", "--help"],
        "max_content_width": 100,
        "show_default": True,
    },
)
@click.option("--changepoint", metavar="DATE", help="The day of the change, as 2024-11-08.")
@click.option(
    "--province", metavar="NAME", help="山西, Shanxi, Inner_Mongolia, SX … (Shaanxi is 陕西)."
)
@click.option(
    "--sector",
    metavar="NAME",
    help="Ground, Power, Industry, Residential, Aviation; none means all.",
)
@click.option("--type", "kind", metavar="KIND", help="policy, event, seasonal, trend or unknown.")
@click.option("--confidence", type=float, metavar="N", help="The detector's own score, 0 to 1.")
@click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Read changepoints from a file: CSV, xlsx, JSON, TextCarbon, Rbeast … (docs/changepoints.md).",
)
@input_options
@click.option("--url", metavar="URL", help="Read and check this page only, instead of searching.")
@research_options
@click.option("--dry-run", is_flag=True, help="Print the searches that would be made, and stop.")
@report_format_option
@out_option
@language_option
@series_option
@fail_on_option
@quiet_option
@verbose_option
@click.version_option(package_name="policy-research-agent")
@click.pass_context
def research_command(context: click.Context, /, **given: Any) -> int:
    """One changepoint (or a file of them) in, one checked report out."""
    if context.invoked_subcommand is not None:
        refuse_early_options(context)
        return 0
    if not any(given[name] for name in ("changepoint", "province", "source", "url")):
        if not given["sample"]:
            click.echo(context.get_help())
            return 0
        given |= SAMPLE_POINT
    options = RunOptions.of(
        {**given, "report_format": chosen_format(given["report_format"], given["out"])}
    )
    from agent.cli.single_run import run_single

    return run_single(given, options)
