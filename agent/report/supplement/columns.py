"""The columns of the supplement: their names, what they mean, how wide they are."""

from __future__ import annotations

from functools import cache

from agent.records import Record
from agent.report.words import Language, table, word

Cell = str | int | float | None
"""A value of the table: text, a number, or nothing."""


class Column(Record):
    """One column. ``words`` names the table that words its codes; ``width`` is in characters."""

    name: str
    zh: str
    en: str
    about_zh: str
    about_en: str
    width: int
    words: str | None = None

    def title(self, language: Language) -> str:
        """The column's name for a reader."""
        return str(getattr(self, language))

    def about(self, language: Language) -> str:
        """What stands in it."""
        return str(getattr(self, f"about_{language}"))

    def worded(self, cell: Cell, language: Language) -> Cell:
        """The cell for a reader: a code in words, anything else as it is."""
        return word(self.words, cell, language) if self.words and isinstance(cell, str) else cell


@cache
def columns() -> tuple[Column, ...]:
    """All columns, in their order."""
    return tuple(
        Column(name=name, **given) for name, given in table("supplement")["column"].items()
    )


def column(name: str) -> Column:
    """The column of this name."""
    return next(column for column in columns() if column.name == name)


def short_columns(language: Language) -> list[str]:
    """The names of the columns of the short view, in its order."""
    return list(table("supplement")["short_view"][language])


@cache
def sheet_columns(name: str) -> tuple[Column, ...]:
    """The columns of a table beside the rows: flow, coverage, gaps, queries, methods, codebook."""
    return tuple(
        Column(name=key, zh=zh, en=en, width=width, about_zh=about_zh, about_en=about_en)
        for key, (zh, en, width, about_zh, about_en) in table("supplement")["of"][name].items()
    )


def sheet_title(name: str, language: Language) -> str:
    """The name of a sheet."""
    return word("sheet", name, language, of="supplement")
