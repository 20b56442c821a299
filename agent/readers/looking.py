"""One look at an HTML answer, shared by the judge of refusals and the reader.

A few pages are kept for a moment, because the same answer is judged first and read after.
"""

from __future__ import annotations

import threading
from collections import OrderedDict

from agent.errors import ReadFailed
from agent.readers.charset import decode
from agent.readers.html_page import HtmlPage
from agent.readers.page_words import PageWords
from agent.readers.tolerant import MOST_ATTRIBUTES, MOST_TAGS, most_attributes
from agent.records import Fetched

MOST_BYTES = 5_000_000
"""Bytes of a page that is read at all."""

_MOST_KEPT = 64
_MOST_KEPT_CHARACTERS = 2_000_000
"""Pages, and characters of their markup together, that wait to be read after they were judged."""


class _Kept:
    """Pages that were judged and are not read yet, by their bytes; a large one alone."""

    def __init__(self) -> None:
        self._pages: OrderedDict[tuple[str, str, int], HtmlPage] = OrderedDict()
        self._characters = 0
        self._lock = threading.Lock()

    def get(self, key: tuple[str, str, int]) -> HtmlPage | None:
        with self._lock:
            return self._pages.get(key)

    def put(self, key: tuple[str, str, int], page: HtmlPage) -> None:
        with self._lock:
            self._let_go(key)
            self._pages[key] = page
            self._characters += len(page.markup)
            while len(self._pages) > _MOST_KEPT or self._characters > _MOST_KEPT_CHARACTERS:
                self._let_go(next(iter(self._pages)))

    def take(self, key: tuple[str, str, int]) -> HtmlPage | None:
        with self._lock:
            return self._let_go(key)

    def _let_go(self, key: tuple[str, str, int]) -> HtmlPage | None:
        page = self._pages.pop(key, None)
        self._characters -= len(page.markup) if page else 0
        return page


_KEPT = _Kept()


def look_at(fetched: Fetched, words: PageWords, *, keep: bool = True) -> HtmlPage:
    """The page in an answer, laid out.

    With ``keep`` whoever looks next gets the same; a reader is the last one.

    Raises:
        ReadFailed: empty, charset, or too_large: made to keep a parser busy.
    """
    key = (fetched.sha256, f"{len(fetched.body)} {fetched.content_type}", id(words))
    known = _KEPT.get(key) if keep else _KEPT.take(key)
    if known is not None:
        return known
    if len(fetched.body) > MOST_BYTES:
        raise ReadFailed(
            "too_large",
            f"the page has {len(fetched.body)} bytes: {fetched.answered_url}",
        )
    if not fetched.body.strip():
        raise ReadFailed("empty", f"the page has no bytes: {fetched.answered_url}")
    decoded = decode(fetched.body, fetched.content_type)
    tags = decoded.text.count("<")
    if tags > MOST_TAGS:
        raise ReadFailed("too_large", f"the page has {tags} tags: {fetched.answered_url}")
    if most_attributes(decoded.text) > MOST_ATTRIBUTES:
        raise ReadFailed(
            "too_large", f"a tag has more than {MOST_ATTRIBUTES} attributes: {fetched.answered_url}"
        )
    page = HtmlPage(decoded, words)
    if keep:
        _KEPT.put(key, page)
    return page
