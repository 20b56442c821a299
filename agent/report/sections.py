"""A part of a summary: a heading, lines, a table; and how it looks as text, Markdown, HTML, JSON."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from html import escape
from typing import Any

from agent.report.safe import markdown
from agent.report.words import Language, part_words, say

WIDEST = 72
"""Columns of the screen for a cell; what is longer simply goes on."""
SHORT = 24
"""Characters of a cell that HTML does not break."""
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


def as_html(section: Section) -> str:
    """A section as an element of a page, with its code as its id."""
    lines = "".join(map(html_line, section.lines))
    return (
        f'<section id="{section.code}">\n<h2>{escape(section.title)}</h2>\n{lines}'
        f"{_html_table(section)}</section>"
    )


def html_line(line: str) -> str:
    """A line of a section as a paragraph; warnings stand out."""
    note = ' class="note"' if line.startswith(WARNINGS) else ""
    return f"<p{note}>{escape(line)}</p>\n"


def _html_table(section: Section) -> str:
    if not section.rows:
        return ""
    numbers = numeric(section)
    marks = [
        # Numbers stand to the right; short words are not broken.
        ' class="n"' if number else ' class="s"' if max(map(len, column)) <= SHORT else ""
        for number, column in zip(numbers, zip(*section.rows, strict=True), strict=True)
    ]

    def row(cells: Sequence[str], tag: str) -> str:
        told = (
            f"<{tag}{mark}>{escape(cell)}</{tag}>" for cell, mark in zip(cells, marks, strict=True)
        )
        return f"<tr>{''.join(told)}</tr>\n"

    head, body = row(section.columns, "th"), "".join(row(cells, "td") for cells in section.rows)
    return f'<div class="wide"><table>\n<thead>{head}</thead>\n<tbody>\n{body}</tbody>\n</table></div>\n'


def as_data(section: Section) -> dict[str, Any]:
    """A section as JSON-like values."""
    return asdict(section)


STYLE = """
:root { color-scheme: light dark; --line: #8885; --found: #2a8a4a; --none: #6b7280; --gap: #c2410c; }
body { font: 15px/1.5 system-ui, "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif;
  max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
p { margin: .2rem 0; overflow-wrap: anywhere; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { border-bottom: 1px solid var(--line); padding: .25rem .75rem .25rem 0; text-align: left;
  vertical-align: top; overflow-wrap: anywhere; }
th { font-weight: 600; } td.n, th.n { text-align: right; } .n, .s { white-space: nowrap; }
.note { border-left: .3rem solid var(--gap); padding-left: .6rem; font-weight: 600; }
.tiles { display: flex; flex-wrap: wrap; gap: .6rem; margin: 1rem 0; }
.tile { border: 1px solid var(--line); border-radius: .5rem; padding: .5rem .9rem; min-width: 7rem; }
.tile b { display: block; font-size: 1.5rem; }
.bar { display: flex; height: .6rem; width: 6rem; border-radius: .3rem; overflow: hidden;
  background: #8883; margin-top: .2rem; }
.bar i { display: block; } .found { background: var(--found); } .none_found { background: var(--none); }
.incomplete { background: var(--gap); }
@media print { body { max-width: none; margin: 0; } h2 { break-after: avoid; } tr { break-inside: avoid; } }
"""
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def page(title: str, language: Language, body: str) -> str:
    """A page of its own: no script, no asset from outside, light and dark, printable."""
    heading = escape(title)
    return (
        f'<!doctype html>\n<html lang="{say("html_language", language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{heading}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{heading}</h1>\n{body}\n</body>\n</html>\n"
    )
