"""The PDF reader: the text layer of a PDF. A scanned PDF has none and says so."""

from __future__ import annotations

import io
import re

from pypdf import PdfReader as Document
from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

from agent.errors import ReadFailed
from agent.readers.lines import han_count
from agent.readers.printed_page import printed_page
from agent.records import Fetched, Page

_PAGE_NUMBER = re.compile(
    r"^[\s\u3000]*[—–―\-－~·.•|]*[\s\u3000]*(?:第[\s\u3000]*)?[0-9０-９]{1,4}(?:[\s\u3000]*页(?:[\s\u3000]*[,，/][\s\u3000]*共[\s\u3000]*\d+[\s\u3000]*页)?)?[\s\u3000]*[—–―\-－~·.•|]*[\s\u3000]*$"
)
_SPACED = re.compile(
    r"(?<=[\u4e00-\u9fff，。、；：（）“”《》]) (?=[\u4e00-\u9fff，。、；：（）“”《》])"
)
_MANY_SPACES = 4
_MOST_PAGES = 2000
_SCANNED = 50
_BROKEN = (
    PyPdfError,
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    AssertionError,
    RecursionError,
    OverflowError,
    OSError,
    MemoryError,
)
"""What pypdf has been seen to raise on damaged files."""


class PdfReader:
    """Reads PDFs with a text layer; page-number lines are taken out."""

    name = "pdf/1"

    def read(self, fetched: Fetched, label: str = "") -> Page:
        """See readers.Reader; raises ReadFailed: empty, encrypted, damaged, scanned, too_large."""
        if not fetched.body:
            raise ReadFailed("empty", f"the PDF has 0 bytes: {fetched.answered_url}")
        pages = _pages(fetched)
        han = sum(han_count(page) for page in pages)
        if han < _SCANNED * len(pages):
            raise ReadFailed(
                "scanned",
                f"{han} Chinese characters on {len(pages)} pages, so these are pictures: "
                f"{fetched.answered_url}",
                hint="recognise the text (OCR), save it and run: research import-page URL FILE",
            )
        lines = [line for page in pages for line in page.split("\n")]
        return printed_page(fetched, "\n".join(lines), label, PdfReader.name)


def _pages(fetched: Fetched) -> list[str]:
    try:
        document = Document(io.BytesIO(fetched.body), strict=False)
        if document.is_encrypted and not document.decrypt(""):
            raise _encrypted(fetched)
        if len(document.pages) > _MOST_PAGES:
            raise ReadFailed("too_large", f"{len(document.pages)} pages: {fetched.answered_url}")
        return [_cleaned(page.extract_text()) for page in document.pages]
    except FileNotDecryptedError as error:
        raise _encrypted(fetched) from error
    except DependencyError as error:
        raise ReadFailed(
            "encrypted",
            f"the PDF is encrypted with AES: {fetched.answered_url}",
            hint="pip install cryptography, or save it unprotected: research import-page URL FILE",
        ) from error
    except _BROKEN as error:
        raise ReadFailed(
            "damaged",
            f"the PDF cannot be read ({type(error).__name__}): {fetched.answered_url}",
            hint="fetch it again with --refresh, or save it by hand: research import-page URL FILE",
        ) from error


def _encrypted(fetched: Fetched) -> ReadFailed:
    return ReadFailed(
        "encrypted",
        f"the PDF needs a password: {fetched.answered_url}",
        hint="save it without the password and run: research import-page URL FILE",
    )


def _cleaned(text: str) -> str:
    lines = [_unspaced(line.strip()) for line in text.split("\n")]
    numbers = [n for n, line in enumerate(lines) if line]
    edges = set(numbers[:2] + numbers[-2:])
    kept = [line for n, line in enumerate(lines) if not (n in edges and _PAGE_NUMBER.match(line))]
    return "\n".join(line for line in kept if line)


def _unspaced(line: str) -> str:
    """A line that a justified layout has spaced out character by character, closed up again."""
    spaces = len(_SPACED.findall(line))
    if spaces >= _MANY_SPACES and spaces * 3 >= han_count(line):
        return _SPACED.sub("", line)
    return line
