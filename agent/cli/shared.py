"""Options that several commands have, defined once."""

from __future__ import annotations

from pathlib import Path

import click

from agent.wiring import RENDERERS

FORMATS = f"{', '.join(list(RENDERERS)[:-1])} or {list(RENDERERS)[-1]}"
"""The report formats, as help and messages name them."""

report_format_option = click.option(
    "--format",
    "report_format",
    default="text",
    show_default=True,
    metavar="FORMAT",
    help=f"{FORMATS}.",
)
out_option = click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="PATH",
    help="Write the report to this file instead of the screen.",
)
language_option = click.option(
    "--lang",
    "language",
    type=click.Choice(["zh", "en"]),
    default="zh",
    show_default=True,
    help="Language of what is written.",
)
window_option = click.option(
    "--window",
    type=click.IntRange(1, 3650),
    default=90,
    show_default=True,
    metavar="DAYS",
    help="Days on each side of a changepoint.",
)
