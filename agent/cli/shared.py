"""Options that several commands have, defined once."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, TypeVar

import click

from agent.cli.lazily import Lazy
from agent.cli.options import default_language
from agent.errors import UsageError
from agent.wiring import BACKENDS, ENDINGS, RENDERERS

FORMATS = f"{', '.join(list(RENDERERS)[:-1])} or {list(RENDERERS)[-1]}"
"""The report formats, as help and messages name them."""
Function = TypeVar("Function", bound=Callable[..., Any])

report_format_option = click.option(
    "--format",
    "report_format",
    metavar="FORMAT",
    help=f"{FORMATS}; by default as the ending of --out says, else text (a digest on a terminal).",
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
    default=default_language,
    show_default="RESEARCH_LANG, else zh",
    help="Language of what is written.",
)
series_option = click.option(
    "--series",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Daily emissions to draw in --format html: state,date,sector,value; may be repeated.",
)
window_option = click.option(
    "--window",
    type=click.IntRange(1, 3650),
    default=90,
    metavar="DAYS",
    help="Days on each side of a changepoint.",
)
sample_option = click.option(
    "--sample",
    is_flag=True,
    help="Use the invented web that ships with the program: no network, no key.",
)
fail_on_option = click.option(
    "--fail-on",
    type=click.Choice(["flagged"]),
    help="Exit 4 if any finding needs review.",
)
quiet_option = click.option("-q", "--quiet", is_flag=True, help="No progress on stderr.")
verbose_option = click.option("-v", "--verbose", is_flag=True, help="Show details and tracebacks.")


def chosen_format(
    named: str | None, out: Path | None, formats: Collection[str] = tuple(RENDERERS)
) -> str:
    """Which of these formats is named, or meant by the ending of the file, else text.

    Raises UsageError for an ending that names none.
    """
    ending = out.suffix.lower() if out else ""
    if named or not ending:
        return named or "text"
    known = {end: name for end, name in ENDINGS.items() if name in formats}
    if ending not in known:
        raise UsageError(
            f"--out {out}: no report format ends in {ending}",
            hint=f"end it in {', '.join(known)}, or name a format with --format",
        )
    return known[ending]


RESEARCH = (
    window_option,
    click.option(
        "--model",
        metavar="NAME",
        help="Name of the model at OPENAI_BASE_URL, or none (no key, no network).",
    ),
    click.option(
        "--fallback-model",
        metavar="NAME",
        help="Model that is asked what the first refuses (moderation).",
    ),
    click.option(
        "--search",
        metavar="NAME,NAME",
        help=f"{', '.join(BACKENDS)}; by default what is configured.",
    ),
    click.option(
        "--protocol",
        type=click.Choice(["early", "fixed"]),
        default="early",
        help="fixed asks everything of every changepoint, also when enough is found (to compare them).",
    ),
    click.option(
        "--saved",
        type=click.Choice(["imported", "all"]),
        default="imported",
        help="Which pages the search saved looks through: those you imported, or all that were read.",
    ),
    click.option(
        "--add-url",
        "add_urls",
        multiple=True,
        metavar="URL",
        help="Read this page too, whatever is found; may be repeated.",
    ),
    click.option(
        "--doc",
        "documents",
        multiple=True,
        metavar="NUMBER",
        help="Ask for this paper too, by its number: 晋政发〔2022〕29号; may be repeated.",
    ),
    click.option(
        "--exclude",
        "exclude",
        multiple=True,
        metavar="HOST",
        help="Leave out what is on this host, and all below it; may be repeated.",
    ),
    click.option(
        "--budget",
        metavar="AMOUNT",
        help="The most a run may pay, as 50cny, 7.5usd or 200000tokens; it stops before that is passed.",
    ),
    sample_option,
    click.option(
        "--refresh", is_flag=True, help="Ask everything anew instead of using what is in the cache."
    ),
)


def research_options(command: Function) -> Function:
    """The options that say how changepoints are researched: those of RunOptions."""
    for option in reversed(RESEARCH):
        command = option(command)
    return command


def refuse_early_options(context: click.Context) -> None:
    """Options before a subcommand would be dropped in silence; they are an error instead."""
    default = click.core.ParameterSource.DEFAULT
    early = [
        parameter.opts[0]
        for parameter in context.command.params
        if parameter.name
        and parameter.name not in ("verbose", "version", "help")
        and context.get_parameter_source(parameter.name) not in (default, None)
    ]
    if early and isinstance(context.command, click.Group):
        told, name = ", ".join(early), context.invoked_subcommand or ""
        command = context.command.commands[name]
        command = command.real if isinstance(command, Lazy) else command
        takes = {option for parameter in command.params for option in parameter.opts}
        after = " ".join(f"{option} …" for option in early if option in takes)
        raise UsageError(
            f"{told} stands before the subcommand {name} and would be ignored",
            hint=f"write it after: {context.command_path} {name} {after}"
            if after
            else "leave it out",
        )


INPUT = (
    click.option(
        "--min-score",
        metavar="NAME=N",
        help="Only changepoints whose detector gave at least N under this name: cpPr=0.8.",
    ),
    click.option(
        "--column",
        "columns",
        multiple=True,
        metavar="NAME=HEADER",
        help="Which column of a file is what: --column date=day_of_change; may be repeated.",
    ),
    click.option(
        "--indices-of",
        type=click.Path(path_type=Path, exists=True, dir_okay=False),
        metavar="FILE",
        help="The series in which a file's positions count (ruptures, strucchange, Rbeast).",
    ),
)


def input_options(command: Function) -> Function:
    """How files of changepoints are read, and what of them is taken."""
    for option in reversed(INPUT):
        command = option(command)
    return command
