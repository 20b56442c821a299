"""What the READMEs and docs show of the program's output; ``python -m tests.transcript`` renews it.

The digest in both READMEs, the whole text report in docs/reading.md and docs/zh/reading.md, the sentences of
one finding by three ways of reading its page in docs/wording.md, and the help of every command in docs/commands.md.
"""

from __future__ import annotations

import contextlib
import io
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click
from rich.console import Console

import agent.cli  # adds the subcommands
from agent.cli import run
from agent.cli.digest import print_lines
from agent.cli.rendering import beside_of
from agent.cli.shared import Lazy
from agent.cli.single import research_command
from agent.cli.stored_runs import find_run
from agent.findings import Dossier
from agent.report.digest import digest
from agent.report.words import Language
from agent.store import Store
from agent.wiring.asking import known_prices
from tests.three_reports import three_reports

ROOT = Path(__file__).parent.parent
COMMAND = "research --sample"
LONGEST = 150
WIDTH = 110
RUN = "20261124-020000"
"""The run that is shown in place of the one that was made."""
SHOWN: dict[str, tuple[str, Language]] = {
    "README.md": ("digest", "en"),
    "README.zh-CN.md": ("digest", "zh"),
    "docs/reading.md": ("transcript", "zh"),
    "docs/zh/reading.md": ("transcript", "zh"),
    "docs/wording.md": ("three reports", "zh"),
    "docs/commands.md": ("help", "en"),
}
"""What stands in which file, between its marks."""


def demo() -> str:
    """What the demo command writes as text, with a cache of its own in the current folder."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        code = run([*COMMAND.split()[1:], "--quiet"])
    if code:
        raise RuntimeError(f"the demo left with {code}")
    return printed.getvalue()


def shown(what: str, language: Language, report: str) -> str:
    """The block of a file, its marks included; ``report`` is what the demo wrote."""
    if what == "help":
        inner = help_pages()
    elif what == "three reports":
        inner = f"```text\n{three_reports(newest())}\n```"
    elif what == "digest":
        inner = f"```text\n$ {COMMAND}\n{on_a_terminal(language)}\n```"
    else:
        inner = f"```text\n$ {COMMAND} --format text\n\n{transcript(report)}\n```"
    return f"<!-- {what}: begin -->\n{inner}\n<!-- {what}: end -->"


def on_a_terminal(language: Language) -> str:
    """The digest of the newest run in the current folder's cache, as a terminal shows it."""
    found = find_run("latest")
    with Store.to_read(found.database) as store:
        beside = beside_of(store, [found.id], known_prices())
        lines = digest(tuple(store.each_dossier(found.id)), language, beside, sample=found.sample)
    written = io.StringIO()
    print_lines(lines, Console(file=written, width=WIDTH, highlight=False, markup=False))
    kept = (line.rstrip() for line in written.getvalue().replace(found.id, RUN).splitlines())
    return "\n".join(kept)


def newest() -> Dossier:
    """The changepoint of the newest run in the current folder's cache."""
    found = find_run("latest")
    with Store.to_read(found.database) as store:
        return next(store.each_dossier(found.id))


def transcript(report: str) -> str:
    """The head, the first item, the flagged one, the lines after the items; long lines cut."""
    head, _, rest = report.partition("\n1. ")
    items = re.split(r"\n\n(?=\d+\. )", "1. " + rest)
    last, _, after = items[-1].partition("\n\n")
    items[-1] = last
    flagged = [item for item in items if "【待核】" in item.splitlines()[0]]
    parts = [head.strip(), items[0], f"（第 2 至 {len(items) - 1} 条略）", *flagged, after.strip()]
    lines = "\n\n".join(parts).splitlines()
    cut = [line if len(line) <= LONGEST else line[:LONGEST] + "……" for line in lines]
    return timeless("\n".join(cut))


def timeless(text: str) -> str:
    """The text without the times of one run."""
    text = re.sub(r"分析时间: [\d :-]+", "分析时间: 2026-11-24 02:00:00", text)
    return re.sub(r"\d{4}-\d\d-\d\d 抓取", "2026-11-24 抓取", text)


def help_pages() -> str:
    """``--help`` of every command, under headings."""
    return "\n\n".join(
        f"## {name}\n\n```text\n{told.rstrip()}\n```"
        for name, told in _help(research_command, "research", None)
    )


def _help(
    command: click.Command, name: str, parent: click.Context | None
) -> Iterator[tuple[str, str]]:
    # With its parent a command has the parent's -h, as it has when it is typed.
    context = click.Context(command, parent, info_name=name, **command.context_settings)
    context.terminal_width = context.max_content_width = 100
    yield context.command_path, command.get_help(context)
    if isinstance(command, click.Group):
        for of, sub in command.commands.items():
            yield from _help(sub.real if isinstance(sub, Lazy) else sub, of, context)


def main() -> None:
    """Write everything anew."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        report = demo()
        blocks = {name: (what, shown(what, lang, report)) for name, (what, lang) in SHOWN.items()}
    for name, (what, block) in blocks.items():
        path = ROOT / name
        before, _, rest = path.read_text("utf-8").partition(f"<!-- {what}: begin -->")
        _, _, after = rest.partition(f"<!-- {what}: end -->")
        path.write_text(before + block + after, "utf-8")


__all__ = ["COMMAND", "ROOT", "SHOWN", "agent", "demo", "main", "shown", "transcript"]

if __name__ == "__main__":
    main()
