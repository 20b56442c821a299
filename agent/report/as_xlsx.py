"""The supplement as a workbook. Text is always text: never a formula, never a link.

Sheets: cover, short view, included, to be reviewed, left out, flow, coverage, gaps, queries, methods, codebook. The same
dossiers give the same bytes: the day of creation is that of the newest dossier.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from tempfile import TemporaryFile
from typing import Any, NamedTuple

import xlsxwriter

from agent.report.safe import one_line
from agent.report.supplement import Listing, Supplement, columns, documents_first, paper
from agent.report.supplement.columns import Cell, Column, sheet_columns, sheet_title, short_columns
from agent.report.words import Language, say

LIMIT = 32_767
"""Characters that a cell holds in Excel; more would make it drop the whole text."""
CUT = " … [cut: --format json has all of it]"
HEIGHT = 46
"""Points of a row: three lines of a long text are seen, and opening the cell shows the rest."""
HEAD = 32
"""Points of the header: two lines."""
CHUNK = 1 << 20
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
LEFT_COLUMNS = ("listing",)
"""Columns that a sheet of one listing does not need."""


@paper
def parts(made: Supplement, language: Language) -> Iterator[bytes]:
    """A workbook (.xlsx) with the rows, how they came about, and what every column means."""
    with TemporaryFile() as file:
        book = xlsxwriter.Workbook(file, OPTIONS)
        title, created = sheet_title("title", language), made.newest
        book.set_properties(
            {"title": title, "created": created.replace(tzinfo=None, microsecond=0)}
        )
        sheets = _Sheets(book, language)
        for sheet in _sheets(made, language):
            sheets.table(sheet)
        book.close()
        file.seek(0)
        while some := file.read(CHUNK):
            yield some


class Sheet(NamedTuple):
    """A table by its code: its columns, its rows, and the height of a row, None for what it needs."""

    code: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    height: float | None = None


def _sheets(made: Supplement, language: Language) -> Iterator[Sheet]:
    every = [column for column in columns() if column.name not in LEFT_COLUMNS]
    of_name = {column.name: column for column in columns()}
    short = [of_name[name] for name in short_columns(language)]
    yield Sheet("cover", sheet_columns("cover"), _cover(made, language))
    yield _of_rows("short", made, Listing.INCLUDED, short, language)
    for listing in Listing:
        yield _of_rows(listing.value, made, listing, every, language)
    told = ((step.told(language), step.count, step.distinct) for step in made.flow)
    yield Sheet("flow", sheet_columns("flow"), told)
    for name, rows in {
        "coverage": made.coverage,
        "gaps": made.gaps,
        "queries": made.queries,
    }.items():
        yield Sheet(name, sheet_columns(name), (list(row.values()) for row in rows))
    methods = ((part.title, part.text) for part in made.methods)
    yield Sheet("methods", sheet_columns("methods"), methods)
    yield Sheet("codebook", sheet_columns("codebook"), _codebook(every, language))


def _of_rows(
    code: str, made: Supplement, listing: Listing, shown: Sequence[Column], language: Language
) -> Sheet:
    """Rows of the supplement, documents before events, codes in words."""
    rows = (
        [column.worded(row.cells[column.name], language) for column in shown]
        for row in documents_first(made.listed(listing))
    )
    return Sheet(code, shown, rows, HEIGHT)


def _cover(made: Supplement, language: Language) -> list[Sequence[Cell]]:
    """What the workbook is, what of it may be cited, and what stands in each sheet."""
    counts = {listing.value: len(made.listed(listing)) for listing in Listing}
    about: list[Sequence[Cell]] = [(say("cover_sample", language), None)] if made.invented else []
    about += [
        (say(f"cover_{code}", language), None) for code in ("cited", "verified", "coincidence")
    ]
    names = ["short", *counts, "flow", "coverage", "gaps", "queries", "methods", "codebook"]
    rows = [(sheet_title(name, language), counts.get(name)) for name in names]
    return [*about, (None, None), *rows]


def _codebook(shown: Sequence[Column], language: Language) -> Iterator[Sequence[Cell]]:
    """Every column of every sheet: its name here, its name in the CSV, what stands in it."""
    titles = "、".join(sheet_title(listing.value, language) for listing in Listing)
    names = ("flow", "coverage", "gaps", "queries")
    of_sheets = {titles: shown, **{sheet_title(n, language): sheet_columns(n) for n in names}}
    for title, listed in of_sheets.items():
        for column in listed:
            yield title, column.title(language), column.name, column.about(language)


class _Sheets:
    """Writes tables: a frozen header with a filter, text as text, numbers as numbers."""

    def __init__(self, book: Any, language: Language) -> None:
        self._book, self._language = book, language
        top = {"valign": "top"}
        self._text = book.add_format({"text_wrap": True, **top})
        self._number = book.add_format(top)
        self._head = book.add_format(
            {"bold": True, "text_wrap": True, "bg_color": "#DDE7F0", "bottom": 1, **top}
        )

    def table(self, told: Sheet) -> None:
        """Write a table as a sheet of its own."""
        sheet = self._book.add_worksheet(sheet_title(told.code, self._language))
        sheet.set_row(0, HEAD)
        for at, column in enumerate(told.columns):
            sheet.set_column(at, at, column.width)
            sheet.write_string(0, at, column.title(self._language), self._head)
        last = 0
        for last, row in enumerate(told.rows, 1):
            if told.height:
                sheet.set_row(last, told.height)
            for at, value in enumerate(row):
                self._cell(sheet, last, at, value)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, last, len(told.columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(8)
        sheet.repeat_rows(0)

    def _cell(self, sheet: Any, row: int, column: int, value: Cell) -> None:
        if value is None:
            sheet.write_blank(row, column, None, self._text)
        elif isinstance(value, str):
            text = one_line(value)
            text = text if len(text) <= LIMIT else text[: LIMIT - len(CUT)] + CUT
            sheet.write_string(row, column, text, self._text)
        else:
            sheet.write_number(row, column, value, self._number)
