"""The DOCX reader: paragraphs and tables in reading order.

A .docx is a zip that anyone may have made: its members are counted and sized before it is opened,
because the library loads every member, also those that nothing refers to.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.table import Table
from lxml.etree import LxmlError

from agent.errors import ReadFailed
from agent.readers.lines import CELL, tidy
from agent.readers.printed_page import printed_page
from agent.records import Fetched, Page

_MOST_BYTES = 100 * 1024 * 1024
_MOST_MEMBERS = 2000
_MOST_RATIO = 200
_SMALL = 1024 * 1024
_DEEPEST = 8
_MOST_COLUMNS = 63
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

    name = "docx/1"

    def read(self, fetched: Fetched, label: str = "") -> Page:
        """See readers.Reader; raises ReadFailed with empty, encrypted, damaged or too_large."""
        if not fetched.body:
            raise ReadFailed("empty", f"the DOCX has 0 bytes: {fetched.answered_url}")
        try:
            _guard(fetched)
            document = Document(io.BytesIO(fetched.body))
            _narrow(document)
            lines = [line for line in _lines(document, 0) if line]
        except _BROKEN as error:
            raise ReadFailed(
                "damaged",
                f"the DOCX cannot be read ({type(error).__name__}): {fetched.answered_url}",
                hint="open and save it again, then run: research import-page URL FILE",
            ) from error
        return printed_page(fetched, "\n".join(lines), label, DocxReader.name)


def _guard(fetched: Fetched) -> None:
    with zipfile.ZipFile(io.BytesIO(fetched.body)) as archive:
        members = archive.infolist()
        if len(members) > _MOST_MEMBERS:
            raise _too_large(fetched, f"{len(members)} members")
        total = 0
        for member in members:
            total += member.file_size
            ratio = member.file_size / max(1, member.compress_size)
            if total > _MOST_BYTES or (member.file_size > _SMALL and ratio > _MOST_RATIO):
                raise _too_large(fetched, f"{member.file_size} bytes in {member.filename!r}")
        for member in members:
            # The sizes in the directory may lie, so each member is also read up to its size.
            with archive.open(member) as stream:
                read = 0
                while chunk := stream.read(_SMALL):
                    read += len(chunk)
                    if read > max(member.file_size, _SMALL):
                        raise _too_large(fetched, f"{member.filename!r} is larger than it says")


def _narrow(document: Any) -> None:
    """Cells that say they are wider than a table of Word can be, made as wide as it can be.

    The library writes a cell down once for each column it spans.
    """
    for name in ("w:gridSpan", "w:gridBefore", "w:gridAfter"):
        for span in document.element.iter(qn(name)):
            words = span.get(qn("w:val")) or "1"
            if not words.isascii() or not words.isdigit() or int(words[:9]) > _MOST_COLUMNS:
                span.set(qn("w:val"), str(_MOST_COLUMNS))


def _too_large(fetched: Fetched, why: str) -> ReadFailed:
    return ReadFailed("too_large", f"the DOCX unpacks to too much ({why}): {fetched.answered_url}")


def _lines(container: Any, depth: int) -> Iterator[str]:
    for block in container.iter_inner_content():
        if isinstance(block, Table):
            yield from _table(block, depth)
        else:
            yield from (tidy(part) for part in block.text.split("\n"))


def _table(table: Table, depth: int) -> Iterator[str]:
    for row in table.rows:
        cells = []
        seen = set()
        for cell in row.cells:
            if cell._tc in seen:
                continue
            seen.add(cell._tc)
            inner = _lines(cell, depth + 1) if depth < _DEEPEST else iter((cell.text,))
            cells.append(tidy(" ".join(part for part in inner if part)))
        yield CELL.join(cells) if any(cells) else ""
