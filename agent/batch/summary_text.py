"""A run's summary as plain text: tables whose columns line up also where they hold Chinese."""

from __future__ import annotations

import unicodedata

from agent.batch.sections import Section
from agent.batch.summary import RunSummary
from agent.batch.summary_words import sections, title
from agent.report.words import Language

WIDEST = 72
"""Columns of the screen for a cell; what is longer simply goes on, in the last column only."""


def as_text(summary: RunSummary, language: Language) -> str:
    """The whole summary. The same summary always gives the same characters."""
    lines = [f"# {title(summary, language)}"]
    for section in sections(summary, language):
        lines += ["", f"## {section.title}", *section.lines, *_table(section)]
    return "\n".join(lines) + "\n"


def _table(section: Section) -> list[str]:
    if not section.rows:
        return []
    rows = [section.columns, *section.rows]
    widths = [
        max(_width(row[column]) for row in rows if len(row) > column)
        for column in range(len(section.columns))
    ]
    numbers = [
        all(_is_number(row[column]) for row in section.rows)
        for column in range(len(section.columns))
    ]
    lines = []
    for row in rows:
        cells = [
            _padded(cell, min(width, WIDEST), right=number)
            for cell, width, number in zip(row, widths, numbers, strict=True)
        ]
        lines.append("  ".join(cells).rstrip())
    rule = "  ".join("-" * min(width, WIDEST) for width in widths)
    return [lines[0], rule, *lines[1:]]


def _is_number(cell: str) -> bool:
    return not cell or cell.replace(",", "").replace(".", "").isdigit()


def _padded(cell: str, width: int, *, right: bool) -> str:
    space = " " * max(0, width - _width(cell))
    return space + cell if right else cell + space


def _width(text: str) -> int:
    """Columns of a screen: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
