"""The PDF reader: the text layer of a PDF. A scanned PDF has none and says so."""

from __future__ import annotations

import io
import re
from typing import Any

from pypdf import PageObject
from pypdf import PdfReader as Document
from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

from agent.errors import ReadFailed
from agent.lazy import lazy_pattern
from agent.readers.lines import han_count
from agent.readers.page_furniture import without_page_furniture
from agent.readers.printed_page import printed_page
from agent.readers.recognition import HINT
from agent.records import Fetched, Page

_SPACED = lazy_pattern(
    r"(?<=[\u4e00-\u9fff，。、；：（）“”《》]) (?=[\u4e00-\u9fff，。、；：（）“”《》])"
)
_MARKS_AS_YI = lazy_pattern(
    r"(?<=[\u0020-\u9fff\uff00-\uffef])[\ua1a1-\ua1fe\ua3a1-\ua3fe](?![\ua000-\ua48f])"
)
"""Marks whose codes in GBK were written as if they were those of Unicode: ꎬ (A3AC) for ，, ꎮ for 。.

There they are syllables of Yi, whose texts have them in words: one alone between Chinese characters is none.
"""
_MANY_SPACES = 4
_MOST_PAGES = 2000
MOST_OPERATORS = 2_000_000
"""Drawing operators that are followed; a page of small type has some two thousand."""
_MOST_CONTENT = 30_000_000
"""Bytes of unpacked page contents that are followed; a page of small type has some fifty thousand."""
_LONGEST_PAGE = 10_000_000
_SCANNED = 50
_FEW = 10
_COMMON = frozenset(("the", "of", "and", "to", "in", "for", "a", "is"))
_LETTERS, _ONE_IN = 4, 12
"""Letters that say as much as one Chinese character; of so many words of English one is a common one."""
_READABLE = 200
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
)
"""What pypdf has been seen to raise on damaged files."""


class PdfReader:
    """Reads PDFs with a text layer; page-number lines are taken out.

    Args:
        most_operators: Drawing operators that are followed in one file. A small file may draw one
            form thousands of times.
    """

    name = "pdf/5"

    def __init__(self, most_operators: int = MOST_OPERATORS) -> None:
        self._most_operators = most_operators

    def read(self, fetched: Fetched, label: str = "") -> Page:
        """See readers.Reader; raises ReadFailed: empty, encrypted, damaged, scanned, too_large."""
        texts, pictures = self.parts(fetched)
        if len(pictures) == len(texts):
            raise ReadFailed(
                "scanned",
                f"{sum(map(han_count, texts))} Chinese characters on {len(texts)} pages, so these are "
                f"pictures: {fetched.answered_url}",
                hint=HINT,
            )
        page = printed_page(fetched, "\n".join(texts), label, PdfReader.name)
        return page.model_copy(update={"pictures": pictures})

    def parts(self, fetched: Fetched) -> tuple[list[str], tuple[int, ...]]:
        """The text of each page, and the numbers of those that are pictures: all, of a scan.

        Raises:
            ReadFailed: as read, but for scanned.
        """
        if not fetched.body:
            raise ReadFailed("empty", f"the PDF has 0 bytes: {fetched.answered_url}")
        pages, pictures = _pages(fetched, self._most_operators)
        shown = [_readable(page) for page in pages]
        if sum(shown) < _SCANNED * len(pages) and max(shown, default=0) < _READABLE:
            pictures = tuple(range(1, len(pages) + 1))
        return pages, pictures


def _pages(fetched: Fetched, most_operators: int) -> tuple[list[str], tuple[int, ...]]:
    """The text of each page, and the numbers of those that are pictures."""
    try:
        document = Document(io.BytesIO(fetched.body), strict=False)
        if document.is_encrypted and not document.decrypt(""):
            raise _encrypted(fetched)
        if len(document.pages) > _MOST_PAGES:
            raise ReadFailed("too_large", f"{len(document.pages)} pages: {fetched.answered_url}")
        pages = _Shown(fetched.answered_url, most_operators).of(document)
        pictures = tuple(
            number
            for number, lines in enumerate(pages, 1)
            if _readable(" ".join(lines)) < _FEW and _has_picture(document.pages[number - 1])
        )
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

    return ["\n".join(lines) for lines in without_page_furniture(pages)], pictures


def _readable(text: str) -> int:
    """Its Chinese characters, or what a text in English has for them; what fonts without a map leave is neither."""
    han = han_count(text)
    words = text.split()
    if sum(word.lower() in _COMMON for word in words) * _ONE_IN < len(words):
        return han
    return han + sum(map(str.isalpha, text)) // _LETTERS


def _has_picture(page: Any, deep: int = 2) -> bool:
    """True for a page that draws an image, itself or in a form; what it weighs is not looked at."""
    try:
        drawn = page["/Resources"]["/XObject"]
        kinds = [(drawn[name]["/Subtype"], drawn[name]) for name in drawn]
    except _BROKEN:
        return False
    return any(
        kind == "/Image" or (kind == "/Form" and deep and _has_picture(form, deep - 1))
        for kind, form in kinds
    )


class _Shown:
    """The lines of the pages of a PDF, as long as they do not ask for too much."""

    def __init__(self, url: str, most_operators: int) -> None:
        self._url = url
        self._operators_left = most_operators
        self._content = 0

    def of(self, document: Document) -> list[list[str]]:
        """Raises ReadFailed: too_large."""
        return [self._lines(page) for page in document.pages]

    def _lines(self, page: PageObject) -> list[str]:
        contents = page.get_contents()
        size = len(contents.get_data()) if contents is not None else 0
        self._content += size
        if size > _LONGEST_PAGE or self._content > _MOST_CONTENT:
            raise ReadFailed("too_large", f"{self._content} bytes of contents: {self._url}")
        return _lines(page.extract_text(visitor_operand_before=self._count))

    def _count(self, *_: object) -> None:
        self._operators_left -= 1
        if self._operators_left < 0:
            raise ReadFailed("too_large", f"the pages draw without end: {self._url}")


def _encrypted(fetched: Fetched) -> ReadFailed:
    return ReadFailed(
        "encrypted",
        f"the PDF needs a password: {fetched.answered_url}",
    )


def _lines(text: str) -> list[str]:
    marks = _MARKS_AS_YI.findall(text)
    if marks and 4 * len(marks) < han_count(text):
        text = _MARKS_AS_YI.sub(_mark, text)
    return [_unspaced(line.strip()) for line in text.split("\n") if line.strip()]


def _mark(found: re.Match[str]) -> str:
    code = ord(found[0])
    mark = bytes((code >> 8, code & 0xFF)).decode("gbk", "replace")
    return "。" if mark == "．" else mark


def _unspaced(line: str) -> str:
    """A line that a justified layout has spaced out character by character, closed up again."""
    spaces = len(_SPACED.findall(line))
    if spaces >= _MANY_SPACES and spaces * 3 >= han_count(line):
        return _SPACED.sub("", line)
    return line
