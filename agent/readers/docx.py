"""The DOCX reader: paragraphs and tables in reading order.

A .docx is a zip that anyone may have made: its members are counted and sized before it is opened,
because the library loads every member, also those that nothing refers to. Its tables are read cell
by cell as they are written, because the library writes a cell down once for each column it spans.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.opc.exceptions import OpcError
from docx.table import Table, _Cell
from lxml.etree import LxmlError

from agent.errors import ReadFailed
from agent.readers.lines import CELL, tidy
from agent.readers.printed_page import printed_page
from agent.readers.zipped import check_zip
from agent.records import Fetched, Page

_MOST_PART = 8_000_000
"""Bytes of XML. The library needs some forty times as much, and two seconds for a million."""
_DEEPEST = 8
_GOES_ON = "continue"
_BROKEN = (
    OpcError,
    LxmlError,
    zipfile.BadZipFile,
    zlib.error,
    ValueError,
    KeyError,
    AttributeError,
    TypeError,
    IndexError,
    NotImplementedError,
    OSError,
    EOFError,
    RecursionError,
)
"""What python-docx raises on damaged files."""


class DocxReader:
    """Reads DOCX files."""

    name = "docx/4"

    def read(self, fetched: Fetched, label: str = "") -> Page:
        """See readers.Reader; raises ReadFailed with empty, encrypted, damaged or too_large."""
        if not fetched.body:
            raise ReadFailed("empty", f"the DOCX has 0 bytes: {fetched.answered_url}")
        check_zip(fetched, "DOCX", _MOST_PART)
        try:
            document = Document(io.BytesIO(fetched.body))
            lines = [line for line in _lines(document, 0) if line]
        except _BROKEN as error:
            raise ReadFailed(
                "damaged",
                f"the DOCX cannot be read ({type(error).__name__}): {fetched.answered_url}",
            ) from error
        return printed_page(fetched, "\n".join(lines), label, DocxReader.name)


def _lines(container: Any, depth: int) -> Iterator[str]:
    for block in container.iter_inner_content():
        if isinstance(block, Table):
            yield from _table(block, depth)
        else:
            yield from (tidy(part) for part in block.text.split("\n"))


def _table(table: Table, depth: int) -> Iterator[str]:
    """A row a line. A cell that goes on from the row above says again what that one says."""
    above: dict[int, str] = {}
    for row in table._tbl.tr_lst:
        column = row.grid_before
        cells = []
        for tc in row.tc_lst:
            if tc.vMerge == _GOES_ON:
                words = above.get(column, "")
            else:
                inner = _lines(_Cell(tc, table), depth + 1) if depth < _DEEPEST else _flat(tc)
                words = tidy(" ".join(part for part in inner if part))
            above[column] = words
            column += max(1, tc.grid_span)
            cells.append(words)
        yield CELL.join(cells) if any(cells) else ""


def _flat(tc: Any) -> Iterator[str]:
    yield "".join(tc.itertext())
