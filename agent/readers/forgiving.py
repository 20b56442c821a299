"""A second, forgiving parser: lxml drops nodes of some malformed government pages.

Python's own html.parser keeps every text; the tree is built with lxml elements so that the rest
of the reader does not notice which parser ran.
"""

from __future__ import annotations

from html.parser import HTMLParser

import lxml.html
from lxml.html import HtmlElement

from agent.lazy import lazy_pattern
from agent.readers.tolerant import CONTROL

_VOID = frozenset(
    {
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    }
)
_NAME = lazy_pattern(r"^[A-Za-z_][A-Za-z0-9_.\-]*$")
_DEEPEST = 200

_MOST_LOOKED_AT = 5_000_000
"""Characters it may look at in vain. A page of tags that never end makes it read on to the end of
the page at each of them; a real page does so a few times."""


def tree_of(markup: str) -> HtmlElement | None:
    """The tree of a page without control characters; None where it is made to keep a parser busy."""
    builder = _Builder()
    try:
        builder.feed(markup)
        builder.close()
    except _TooMuchError:
        return None
    builder.flush()
    return builder.root


class _TooMuchError(Exception):
    """The parser has looked at more than it may."""


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root: HtmlElement = lxml.html.Element("html")
        self._open = [self.root]
        # The last child of each open element: asking lxml for it counts all the children.
        self._last: list[HtmlElement | None] = [None]
        self._words: list[str] = []
        self._left = _MOST_LOOKED_AT

    def parse_starttag(self, i: int) -> int:
        return self._paid(i, super().parse_starttag(i))

    def parse_endtag(self, i: int) -> int:
        return self._paid(i, super().parse_endtag(i))

    def parse_comment(self, i: int, report: bool = True) -> int:
        return self._paid(i, super().parse_comment(i, report))

    def parse_html_declaration(self, i: int) -> int:
        return self._paid(i, super().parse_html_declaration(i))

    def parse_pi(self, i: int) -> int:
        return self._paid(i, super().parse_pi(i))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not _NAME.match(tag) or tag == "html":
            return
        self.flush()
        known = {name: value or "" for name, value in attrs if _NAME.match(name)}
        element = lxml.html.Element(tag, {n: CONTROL.sub("", v) for n, v in known.items()})
        self._open[-1].append(element)
        self._last[-1] = element
        if tag not in _VOID and len(self._open) < _DEEPEST:
            self._open.append(element)
            self._last.append(None)

    def handle_endtag(self, tag: str) -> None:
        for depth in range(len(self._open) - 1, 0, -1):
            if self._open[depth].tag == tag:
                self.flush()
                del self._open[depth:], self._last[depth:]
                return

    def handle_data(self, data: str) -> None:
        self._words.append(data)

    def flush(self) -> None:
        """Write down the text under way; in one piece, for each piece would copy those before."""
        if not self._words:
            return
        words = CONTROL.sub("\ufffd", "".join(self._words))
        self._words = []
        here, last = self._open[-1], self._last[-1]
        if last is None:
            here.text = (here.text or "") + words
        else:
            last.tail = (last.tail or "") + words

    def _paid(self, start: int, end: int) -> int:
        """Pay for what was looked at in vain: a construct without an end is read to the last."""
        if end < 0:
            self._left -= len(self.rawdata) - start
            if self._left < 0:
                raise _TooMuchError
        return end
