"""The supplement as a workbook. Text is always text: never a formula, never a link.

Sheets: cover, short view, included, to be reviewed, left out, flow, coverage, gaps, queries, methods, codebook. The same
dossiers give the same bytes: the day of creation is that of the newest dossier.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from tempfile import TemporaryFile
from typing import IO, Any

import xlsxwriter

from agent.findings import Dossier
from agent.report import NOTHING, Beside
from agent.report.safe import one_line
from agent.report.supplement import Listing, Supplement, columns, documents_first, supplement
from agent.report.supplement.columns import Cell, sheet_columns, sheet_title, short_columns
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


def parts(
    dossiers: Sequence[Dossier], language: Language, beside: Beside = NOTHING
) -> Iterator[bytes]:
    """A workbook (.xlsx) with the rows, how they came about, and what every column means."""
    made = supplement(dossiers, language, beside)
    with TemporaryFile() as file:
        _write(file, made, language)
        file.seek(0)
        while some := file.read(CHUNK):
            yield some


def _write(file: IO[bytes], made: Supplement, language: Language) -> None:
    book = xlsxwriter.Workbook(file, OPTIONS)
    title, created = sheet_title("title", language), made.newest
    book.set_properties({"title": title, "created": created.replace(tzinfo=None, microsecond=0)})
    sheets = _Sheets(book)
    _write_cover(sheets, made, language)
    _write_short(sheets, made, language)
    for listing in Listing:
        _write_rows(sheets, made, listing, language)
    _write_looked(sheets, made, language)
    _write_methods(sheets, made, language)
    _write_codebook(sheets, language)
    book.close()


class _Sheets:
    """Writes tables: a frozen header with a filter, text as text, numbers as numbers."""

    def __init__(self, book: Any) -> None:
        self._book = book
        top = {"valign": "top"}
        self._text = book.add_format({"text_wrap": True, **top})
        self._number = book.add_format(top)
        self._head = book.add_format(
            {"bold": True, "text_wrap": True, "bg_color": "#DDE7F0", "bottom": 1, **top}
        )

    def table(
        self,
        title: str,
        heads: Sequence[tuple[str, int]],
        rows: Iterable[Sequence[Cell]],
        height: float | None = HEIGHT,
    ) -> None:
        """A sheet: ``heads`` are the names of its columns and their widths in characters."""
        sheet = self._book.add_worksheet(title)
        sheet.set_row(0, HEAD)
        for at, (name, width) in enumerate(heads):
            sheet.set_column(at, at, width)
            sheet.write_string(0, at, name, self._head)
        last = 0
        for last, row in enumerate(rows, 1):
            if height:
                sheet.set_row(last, height)
            for at, value in enumerate(row):
                self._cell(sheet, last, at, value)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, last, len(heads) - 1)
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


def _write_cover(sheets: _Sheets, made: Supplement, language: Language) -> None:
    """What the workbook is, what of it may be cited, and what stands in each sheet."""
    counts = {listing.value: len(made.listed(listing)) for listing in Listing}
    about: list[Sequence[Cell]] = [(say("cover_sample", language), None)] if made.invented else []
    about += [
        (say(f"cover_{code}", language), None) for code in ("cited", "verified", "coincidence")
    ]
    names = ["short", *counts, "flow", "coverage", "gaps", "queries", "methods", "codebook"]
    rows = [(sheet_title(name, language), counts.get(name)) for name in names]
    heads = _heads("cover", language)
    sheets.table(sheet_title("cover", language), heads, [*about, (None, None), *rows], None)


def _write_short(sheets: _Sheets, made: Supplement, language: Language) -> None:
    """What may be cited in the columns that a reader asks for first, documents before events."""
    names = short_columns(language)
    shown = sorted((c for c in columns() if c.name in names), key=lambda c: names.index(c.name))
    rows = [
        [column.worded(row.cells[column.name], language) for column in shown]
        for row in documents_first(made.listed(Listing.INCLUDED))
    ]
    heads = [(column.title(language), column.width) for column in shown]
    sheets.table(sheet_title("short", language), heads, rows)


def _write_rows(sheets: _Sheets, made: Supplement, listing: Listing, language: Language) -> None:
    shown = [column for column in columns() if column.name not in LEFT_COLUMNS]
    sheets.table(
        sheet_title(listing.value, language),
        [(column.title(language), column.width) for column in shown],
        (
            [column.worded(row.cells[column.name], language) for column in shown]
            for row in documents_first(made.listed(listing))
        ),
    )


def _write_looked(sheets: _Sheets, made: Supplement, language: Language) -> None:
    sheets.table(
        sheet_title("flow", language),
        _heads("flow", language),
        ((step.told(language), step.count, step.distinct) for step in made.flow),
        None,
    )
    tables = {"coverage": made.coverage, "gaps": made.gaps, "queries": made.queries}
    for name, rows in tables.items():
        sheets.table(sheet_title(name, language), _heads(name, language), map(_cells, rows), None)


def _write_methods(sheets: _Sheets, made: Supplement, language: Language) -> None:
    sheets.table(
        sheet_title("methods", language),
        _heads("methods", language),
        ((part.title, part.text) for part in made.methods),
        None,
    )


def _write_codebook(sheets: _Sheets, language: Language) -> None:
    """Every column of every sheet: its name here, its name in the CSV, what stands in it."""
    rows: list[Sequence[Cell]] = []
    listings = "、".join(sheet_title(listing.value, language) for listing in Listing)
    for column in columns():
        if column.name not in LEFT_COLUMNS:
            rows.append([listings, column.title(language), column.name, column.about(language)])
    for name in ("flow", "coverage", "gaps", "queries"):
        for column in sheet_columns(name):
            title = sheet_title(name, language)
            rows.append([title, column.title(language), column.name, column.about(language)])
    sheets.table(sheet_title("codebook", language), _heads("codebook", language), rows, None)


def _heads(name: str, language: Language) -> list[tuple[str, int]]:
    return [(column.title(language), column.width) for column in sheet_columns(name)]


def _cells(row: Mapping[str, Cell]) -> list[Cell]:
    return list(row.values())
