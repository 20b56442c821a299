"""The reader of sheets: XLS, XLSX and what WPS calls ET; a row a line, its cells parted by |."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator
from typing import Any

from agent.errors import ReadFailed
from agent.readers.lines import CELL, tidy
from agent.readers.printed_page import printed_page
from agent.readers.zipped import check_zip
from agent.records import Fetched, Page

_MOST_ROWS = 20_000
_MOST_CELLS = 300_000
_MOST_COLUMNS = 200
_LONGEST_CELL = 5000
_MOST_CHARACTERS = 1_000_000


class SheetReader:
    """Reads the visible sheets of a workbook. Empty rows and columns say nothing."""

    name = "sheet/1"

    def read(self, fetched: Fetched, label: str = "") -> Page:
        """See readers.Reader; raises ReadFailed: empty, encrypted, damaged, too_large."""
        if not fetched.body:
            raise ReadFailed("empty", f"the sheet has 0 bytes: {fetched.answered_url}")
        if fetched.body.startswith(b"PK"):
            check_zip(fetched, "sheet")
        lines = list(_lines(fetched))
        return printed_page(fetched, "\n".join(lines), label, SheetReader.name)


def _lines(fetched: Fetched) -> Iterator[str]:
    from python_calamine import (  # noqa: PLC0415 - a parser of its own, few pages need it
        CalamineError,
        PasswordError,
        SheetVisibleEnum,
        load_workbook,
    )

    try:
        book = load_workbook(io.BytesIO(fetched.body))
        shown = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.visible == SheetVisibleEnum.Visible
        ]
        left = _Left(fetched)
        for name in shown:
            if len(shown) > 1:
                yield tidy(name)
            yield from _rows(book.get_sheet_by_name(name), left)
    except PasswordError as error:
        raise ReadFailed(
            "encrypted",
            f"the sheet needs a password: {fetched.answered_url}",
        ) from error
    except (CalamineError, ValueError, OSError) as error:
        raise ReadFailed(
            "damaged",
            f"the sheet cannot be read ({type(error).__name__}): {fetched.answered_url}",
        ) from error


class _Left:
    """How much may still be read of a workbook."""

    def __init__(self, fetched: Fetched) -> None:
        self._url = fetched.answered_url
        self._rows, self._cells, self._characters = _MOST_ROWS, _MOST_CELLS, _MOST_CHARACTERS

    def take(self, cells: int, characters: int) -> None:
        """Raises ReadFailed: too_large."""
        self._rows -= 1
        self._cells -= cells
        self._characters -= characters
        if min(self._rows, self._cells, self._characters) < 0:
            raise ReadFailed(
                "too_large",
                f"the sheet has more than {_MOST_ROWS} rows or {_MOST_CELLS} cells: {self._url}",
            )


def _rows(sheet: Any, left: _Left) -> Iterator[str]:
    for row in sheet.iter_rows():
        cells = [_words(value) for value in row[:_MOST_COLUMNS]]
        while cells and not cells[-1]:
            cells.pop()
        line = CELL.join(cells)
        left.take(len(cells), len(line))
        if line:
            yield line


def _words(value: object) -> str:
    """A cell as it reads: whole numbers without .0, days without midnight."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return tidy(str(value).replace("\n", " "))[:_LONGEST_CELL]
