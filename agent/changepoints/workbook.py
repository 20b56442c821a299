"""A workbook of Excel: the first sheet that has a header of changepoints, else the first sheet."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from agent.changepoints.entries import Context, Entry, Item
from agent.changepoints.table import tabular_items
from agent.errors import UsageError
from agent.text.files import file_name

XLSX = b"PK\x03\x04"
XLS = b"\xd0\xcf\x11\xe0"


def is_workbook(body: bytes) -> bool:
    """True for the first bytes of an Excel file, new or old."""
    return body.startswith((XLSX, XLS))


def items(body: bytes, context: Context) -> Iterator[Item]:
    """The entries of a workbook, new or old. Raises UsageError for one that cannot be read."""
    from python_calamine import (  # noqa: PLC0415 - few need it
        CalamineError,
        load_workbook,
    )

    try:
        book = load_workbook(io.BytesIO(body))
        sheets = [
            [
                (at, [_cell(cell) for cell in row])
                for at, row in enumerate(sheet.to_python(skip_empty_area=False), start=1)
            ]
            for sheet in map(book.get_sheet_by_name, book.sheet_names)
        ]
    except (CalamineError, ValueError, OSError) as error:
        raise UsageError(
            f"{file_name(context.path)} is no workbook that can be read",
            hint="save it as .xlsx or as CSV, without a password",
        ) from error
    read = [list(tabular_items(_trimmed(rows), context)) for rows in sheets]
    holding = (found for found in read if any(isinstance(item, Entry) for item in found))
    first = next(iter(read), [context.problem(1, "the workbook has no sheet")])
    yield from next(holding, first)


def _trimmed(rows: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """Rows without the empty cells that a sheet has after its last column."""
    for _, cells in rows:
        while cells and not cells[-1]:
            cells.pop()
    return rows


def _cell(value: Any) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat() if not value.time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
