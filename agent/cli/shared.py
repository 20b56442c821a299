"""Options that several commands have, defined once, and commands that are loaded when they are called."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Collection
from functools import cached_property, reduce
from pathlib import Path
from typing import Any

import click

from agent.cli.options import default_language
from agent.errors import UsageError
from agent.lazy import importing
from agent.wiring import BACKENDS, ENDINGS, RENDERERS

FORMATS = f"{', '.join(list(RENDERERS)[:-1])} or {list(RENDERERS)[-1]}"
"""The report formats, as help and messages name them."""
Decorator = Callable[[Any], Any]
FILE = click.Path(path_type=Path, dir_okay=False)
GIVEN_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


def option(declared: str, told: str, name: str = "", **how: Any) -> Decorator:
    """An option as its help shows it: ``--model NAME`` takes a word, ``--offline`` alone is a flag.

    Args:
        declared: its names, then what stands for its value.
        told: its help.
        name: of the parameter, where it is not the option's.
        how: ``choices`` that it has, and everything else as ``click.option`` takes it.
    """
    parts = declared.split()
    names = [part.rstrip(",") for part in parts if part.startswith("-")]
    if value := " ".join(parts[len(names) :]):
        how["metavar"] = value
    elif choices := how.pop("choices", ()):
        how["type"] = click.Choice(choices)
    else:
        how["is_flag"] = True
    return click.option(*names, *filter(None, [name]), help=told, **how)


def together(*options: Decorator) -> Decorator:
    """Several options as one, in the order in which help shows them."""
    return lambda command: reduce(lambda made, one: one(made), reversed(options), command)


report_format_option = option(
    "--format FORMAT",
    f"{FORMATS}; by default as the ending of --out says, else text (a digest on a terminal).",
    name="report_format",
)
out_option = option("--out PATH", "Write the report to this file instead of the screen.", type=FILE)
language_option = option(
    "--lang",
    "Language of what is written.",
    name="language",
    choices=("zh", "en"),
    default=default_language,
    show_default="RESEARCH_LANG, else zh",
)
series_option = option(
    "--series FILE",
    "Daily emissions to draw in --format html: state,date,sector,value; may be repeated.",
    multiple=True,
    type=GIVEN_FILE,
)
window_option = option(
    "--window DAYS", "Days on each side of a changepoint.", type=click.IntRange(1, 3650), default=90
)
sample_option = option(
    "--sample", "Use the invented web that ships with the program: no network, no key."
)
fail_on_option = option("--fail-on", "Exit 4 if any finding needs review.", choices=("flagged",))
quiet_option = option("-q, --quiet", "No progress on stderr.")
verbose_option = option("-v, --verbose", "Show details and tracebacks.", expose_value=False)
"""It is no value of a command: the door of the program looks for it."""


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


research_options = together(
    window_option,
    option("--model NAME", "Name of the model at OPENAI_BASE_URL, or none (no key, no network)."),
    option("--fallback-model NAME", "Model that is asked what the first refuses (moderation)."),
    option("--search NAME,NAME", f"{', '.join(BACKENDS)}; by default what is configured."),
    option(
        "--protocol",
        "fixed asks everything of every changepoint, also when enough is found (to compare them).",
        choices=("early", "fixed"),
        default="early",
    ),
    option(
        "--saved",
        "Which pages the search saved looks through: those you imported, or all that were read.",
        choices=("imported", "all"),
        default="imported",
    ),
    option(
        "--add-url URL",
        "Read this page too, whatever is found; may be repeated.",
        name="add_urls",
        multiple=True,
    ),
    option(
        "--doc NUMBER",
        "Ask for this paper too, by its number: 晋政发〔2022〕29号; may be repeated.",
        name="documents",
        multiple=True,
    ),
    option(
        "--exclude HOST",
        "Leave out what is on this host, and all below it; may be repeated.",
        name="exclude",
        multiple=True,
    ),
    option(
        "--budget AMOUNT",
        "The most a run may pay, as 50cny, 7.5usd or 200000tokens; it stops before that is passed.",
    ),
    sample_option,
    option("--refresh", "Ask everything anew instead of using what is in the cache."),
)
"""How changepoints are researched: options of RunOptions."""


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


input_options = together(
    option(
        "--min-score NAME=N",
        "Only changepoints whose detector gave at least N under this name: cpPr=0.8.",
    ),
    option(
        "--column NAME=HEADER",
        "Which column of a file is what: --column date=day_of_change; may be repeated.",
        name="columns",
        multiple=True,
    ),
    option(
        "--indices-of FILE",
        "The series in which a file's positions count (ruptures, strucchange, Rbeast).",
        type=GIVEN_FILE,
    ),
)
"""How files of changepoints are read, and what of them is taken."""


class Lazy(click.Command):
    """A command that stands in a module of its own.

    Args:
        name: what it is called by.
        place: where it is, as module:name.
        told: the beginning of its help, as the list of all commands shows it.
    """

    def __init__(self, name: str, place: str, told: str) -> None:
        super().__init__(name, help=told)
        self._place = place

    @cached_property
    def real(self) -> click.Command:
        """The command itself."""
        module, _, name = self._place.partition(":")
        with importing():
            command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def make_context(self, *given: Any, **more: Any) -> click.Context:
        """Called by click: from here on the command itself is asked."""
        return self.real.make_context(*given, **more)
