"""A part of a summary: a heading, lines, a table; and how it looks as text, Markdown, HTML, JSON."""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from agent.report.safe import markdown
from agent.report.template import filled
from agent.report.words import Language, part_words

WIDEST = 72
"""Columns of the screen for a cell; what is longer simply goes on."""
SHORT = 24
"""Characters of a cell that HTML does not break."""
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
WARNINGS = ("【示例】", "[SAMPLE]")
"""How a line begins that must not be overlooked."""


@dataclass(frozen=True)
class Section:
    """A heading, lines, and a table whose cells may be numbers. ``code`` names it for programs."""

    title: str
    lines: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    code: str = ""


def part(
    code: str,
    language: Language,
    *,
    rows: Iterable[Sequence[str]] = (),
    lines: Iterable[str] = (),
    columns: Sequence[str] = (),
) -> Section:
    """A part of a summary with the words that data/parts.toml has for it.

    Args:
        code: which part.
        language: of its words.
        rows: of its table.
        lines: behind those that it always has.
        columns: behind those that it always has.
    """
    words = part_words(code, language)
    return Section(
        title=words["title"],
        lines=(*words.get("lines", ()), *lines),
        columns=(*words.get("columns", ()), *columns),
        rows=tuple(map(tuple, rows)),
        code=code,
    )


def width(text: str) -> int:
    """Columns of a screen: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def is_number(cell: str) -> bool:
    """True for a number, and for nothing."""
    return not cell or cell.replace(",", "").replace(".", "").isdigit()


def table(
    section: Section,
    *,
    indent: str = "",
    rule: bool = False,
    right: Callable[[int, str], bool] = lambda _column, _cell: False,
) -> list[str]:
    """The table as lines whose columns stand one below the other, also where they hold Chinese.

    Args:
        section: whose table; nothing where it has no rows.
        indent: what every line begins with.
        rule: whether the heads are underlined.
        right: which cells stand to the right, by column and words.
    """
    if not section.rows:
        return []
    rows = [section.columns, *section.rows]
    widths = [min(WIDEST, max(map(width, column))) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = []
        for column, (cell, wide) in enumerate(zip(row, widths, strict=True)):
            space = " " * max(0, wide - width(cell))
            cells.append(space + cell if right(column, cell) else cell + space)
        lines.append(indent + "  ".join(cells).rstrip())
    if rule:
        lines.insert(1, indent + "  ".join("-" * wide for wide in widths))
    return lines


def numeric(section: Section) -> tuple[bool, ...]:
    """Which columns hold numbers alone."""
    return tuple(all(map(is_number, column)) for column in zip(*section.rows, strict=True))


def as_text(sections: Sequence[Section], title: str) -> str:
    """Sections under a heading, for a terminal."""
    return "\n".join([f"# {title}", *map(_under_its_head, sections)]) + "\n"


def _under_its_head(section: Section) -> str:
    numbers = numeric(section)
    told = table(section, rule=True, right=lambda column, _cell: numbers[column])
    return "\n".join(["", f"## {section.title}", *section.lines, *told])


def as_plain(sections: Iterable[Section], *, indent: str = "", **how: Any) -> str:
    """Sections one behind the other, tables moved in, without marks; ``how`` is that of ``table``."""
    told = (
        [one.title, *(indent + line for line in one.lines), *table(one, indent="  ", **how)]
        for one in sections
    )
    return "\n\n".join(map("\n".join, told)) + "\n"


def as_markdown(sections: Sequence[Section]) -> str:
    """Sections as Markdown; the first is the heading of the whole."""
    parts = []
    for level, section in enumerate(sections):
        lines = [f"{'#' if level == 0 else '##'} {markdown(section.title)}", ""]
        lines += [f"{markdown(sentence)}  " for sentence in section.lines]
        if section.rows:
            lines += [""] if section.lines else []
            lines += [_bar(section.columns), "|---" * len(section.columns) + "|"]
            lines += map(_bar, section.rows)
        parts.append("\n".join(lines).rstrip())
    return "\n\n".join(parts) + "\n"


def _bar(cells: Sequence[str]) -> str:
    return f"| {' | '.join(map(markdown, cells))} |"


@dataclass(frozen=True)
class Around:
    """What a page of sections has beside them.

    Args:
        lead: a line before the sections.
        tiles: numbers that are shown large, each with its name.
        bars: of the table ``grid`` by the head of a row and the column, from 0: in each cell the
            class, the width in percent and the name of each part of its bar.
        hrefs: of the same table and by the same keys, what a cell leads to on the page.
        inner: by the code of a section, HTML that stands in the place of its table.
        script: the one script that runs in the page; its hash is all that the page's policy lets run.
    """

    lead: str = ""
    tiles: Sequence[tuple[str, str]] = ()
    bars: Mapping[tuple[str, int], Sequence[tuple[str, str, str]]] | None = None
    hrefs: Mapping[tuple[str, int], str] = field(default_factory=dict)
    inner: Mapping[str, str] = field(default_factory=dict)
    script: str = ""

    @property
    def policy(self) -> str:
        """The page's Content-Security-Policy."""
        return f"{POLICY}; script-src 'sha256-{_hash(self.script)}'" if self.script else POLICY


def as_page(
    sections: Sequence[Section], title: str, language: Language, around: Around | None = None
) -> str:
    """Sections as a page of its own: no asset from outside, light and dark, printable."""
    return filled(
        "sections.html",
        language,
        sections=sections,
        title=title,
        of=around or Around(),
        e=escape,
        marks=_marks,
        warnings=WARNINGS,
    )


def _hash(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _marks(section: Section) -> list[str]:
    """The class of each column: numbers stand to the right, and short words are not broken."""
    columns = zip(*section.rows, strict=True)
    return [
        ' class="n"' if number else ' class="s"' if max(map(len, column)) <= SHORT else ""
        for number, column in zip(numeric(section), columns, strict=True)
    ]
