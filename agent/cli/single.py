"""``research``: one changepoint (or a file of them) in, one checked report out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from agent.cli.options import RunOptions
from agent.cli.shared import (
    chosen_format,
    fail_on_option,
    input_options,
    language_option,
    option,
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
@option("--changepoint DATE", "The day of the change, as 2024-11-08.")
@option("--province NAME", "山西, Shanxi, Inner_Mongolia, SX … (Shaanxi is 陕西).")
@option("--sector NAME", "Ground, Power, Industry, Residential, Aviation; none means all.")
@option("--type KIND", "policy, event, seasonal, trend or unknown.", name="kind")
@option("--confidence N", "The detector's own score, 0 to 1.", type=float)
@option(
    "--from FILE",
    "Read changepoints from a file: CSV, xlsx, JSON, TextCarbon, Rbeast … (docs/changepoints.md).",
    name="source",
    type=click.Path(path_type=Path),
)
@input_options
@option("--url URL", "Read and check this page only, instead of searching.")
@research_options
@option("--dry-run", "Print the searches that would be made, and stop.")
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
