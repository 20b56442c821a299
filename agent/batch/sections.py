"""A part of a summary in words, and what the parts share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agent.report.words import Language

SHOWN = 40
"""Lines of a table that are shown; the JSON has them all."""


@dataclass(frozen=True)
class Section:
    """A part of a summary: a heading, lines, and a table whose later columns may be numbers."""

    code: str
    title: str
    lines: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def amounts(sums: dict[str, float], unpriced: Sequence[str], language: Language) -> str:
    """Amounts by currency, and whose price is unknown: a sum never hides what it leaves out."""
    zh = language == "zh"
    told = [f"{amount:.4g} {currency.upper()}" for currency, amount in sums.items()]
    text = (" + ".join(told)) or ("0" if not unpriced else "")
    if not unpriced:
        return text
    names = ("、" if zh else ", ").join(unpriced)
    unknown = f"价格未知：{names}" if zh else f"price unknown: {names}"
    if not text:
        return unknown
    return f"{text}（另有{unknown}）" if zh else f"{text} (and {unknown})"


def left_out(count: int, language: Language) -> tuple[str, ...]:
    """The line that says how many lines of a table are not shown."""
    if count <= SHOWN:
        return ()
    more = count - SHOWN
    told = (
        f"另有 {more} 行，见 JSON" if language == "zh" else f"{more} more lines stand in the JSON"
    )
    return (told,)
