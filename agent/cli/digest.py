"""The digest of a run on a terminal: coloured where it can be, cut to the width that is there."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console
    from rich.table import Table

    from agent.findings import Dossier
    from agent.report import Beside
    from agent.report.digest import DigestLine
    from agent.report.words import Language

NARROW = 70
"""Columns below which hosts are left out."""
STYLES = {
    "title": "bold",
    "good": "green",
    "open": "yellow",
    "bad": "bold red",
    "dim": "dim",
    "plain": "",
}
CLOSING = "，。、；：！？）〕》”’…,.;:!?)]"
"""Marks with which no line begins."""
OPENING = "（〔《“‘"
"""Marks with which no line ends."""
WIDE = 2
"""Columns of a Chinese character."""
INSTEAD = {"✓": "√", "○": "o", "…": "..."}
"""What a terminal is given for a sign that its encoding has not: GBK has no ✓, and a ? in its place
would say that somebody must settle it. Where it has neither, a verified finding has +."""


def shows_digest(named: str | None, out: object) -> bool:
    """True when a report goes to a terminal and no format is named."""
    return named is None and out is None and sys.stdout.isatty()


def print_digest(
    dossiers: Sequence[Dossier], language: Language, beside: Beside, *, sample: bool
) -> None:
    """Print the digest to the terminal; a terminal without colours gets none."""
    from agent.report.digest import digest

    print_lines(digest(dossiers, language, beside, sample=sample))


def print_lines(lines: Sequence[DigestLine], console: Console | None = None) -> None:
    """Findings stand in columns and are cut at the edge; sentences are wrapped."""
    from rich.console import Console
    from rich.text import Text

    console = console or Console(highlight=False, markup=False)
    known = partial(_known_to, console.encoding)
    table: Table | None = None
    for line in (*lines, None):
        if line is not None and len(line.cells) > 1:
            table = table or _columns(console.width)
            cells = line.cells if console.width >= NARROW else line.cells[:-1]
            table.add_row(*(Text(known(cell)) for cell in cells), style=STYLES[line.style])
            continue
        if table is not None:
            console.print(table)
            table = None
        if line is not None:
            for part in wrapped(known(line.cells[0]), console.width):
                console.print(Text(part, style=STYLES[line.style]))


def wrapped(text: str, width: int) -> Iterator[str]:
    """The text in lines of at most so many columns, broken behind spaces and Chinese characters.

    No line begins with a mark that closes; a word or address that is wider than a line is cut.
    """
    from rich.cells import cell_len

    line, used, fit = "", 0, 0
    for at, sign in enumerate(text):
        wide = cell_len(sign)
        if used + wide > width:
            cut = fit or len(line)
            yield line[:cut].rstrip()
            line = line[cut:].lstrip()
            used, fit = cell_len(line), 0
        line, used = line + sign, used + wide
        following = text[at + 1 : at + 2]
        behind_han = wide == WIDE and sign not in OPENING and following not in CLOSING
        if behind_han or (sign == " " and line.strip()):
            fit = len(line)
    yield line


def _known_to(encoding: str, text: str) -> str:
    """The text in signs that the terminal has."""
    for sign, other in INSTEAD.items():
        if not sign.encode(encoding, "ignore"):
            text = text.replace(sign, other if other.encode(encoding, "ignore") else "+")
    return text


def _columns(width: int) -> Table:
    from rich.table import Table

    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True, width=1)
    table.add_column(no_wrap=True, max_width=max(16, width // 5), overflow="ellipsis")
    table.add_column(no_wrap=True, ratio=1, overflow="ellipsis")
    if width >= NARROW:
        table.add_column(no_wrap=True, max_width=width // 4, overflow="ellipsis")
    table.expand = True
    return table
