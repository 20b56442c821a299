"""A second, forgiving parser: lxml drops nodes of some malformed government pages.

Python's own html.parser keeps every text; the tree is built with lxml elements so that the rest
of the reader does not notice which parser ran.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

import lxml.html
from lxml.html import HtmlElement

from agent.lazy import lazy_pattern

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
_CONTROL = lazy_pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKUP = lxml.etree.ElementDefaultClassLookup(element=HtmlElement)
"""One class for all elements, told without asking Python at each: nobody fills in forms here."""

_EARLY_END = lazy_pattern(r"</(?:html|body)\s*>", re.IGNORECASE)
_DEEPEST = 200

MOST_TOLERATED = 1_000_000
"""Characters that the forgiving parser is given."""

_MOST_TOLERATED_TAGS = 50_000

MOST_TAGS = 100_000
"""Tags of a page that is read at all. Each costs some twenty microseconds until its text stands in
lines; the longest real pages, tables out of a word processor, have a third of this."""

MOST_ATTRIBUTES = 2000
"""Attributes of one tag. libxml2 walks along those it has for each that is added."""

_TAG = lazy_pattern(
    r"<[a-zA-Z][^\s/>]*+"
    r"((?:[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+)?+)?+)*+)"
)
"""A tag up to its end, and its attributes as HTML reads them: a quote counts only behind =."""
_ATTRIBUTE = lazy_pattern(
    r"[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+)?+)?+"
)

_MOST_LOOKED_AT = 5_000_000
"""Characters it may look at in vain. A page of tags that never end makes it read on to the end of
the page at each of them; a real page does so a few times."""


def most_attributes(markup: str) -> int:
    """The most attributes that a tag of a page has, as far as it may be too many; else 0."""
    long = (words for words in _TAG.findall(markup) if len(words) > 2 * MOST_ATTRIBUTES)
    return max((len(_ATTRIBUTE.findall(words)) for words in long), default=0)


def parse(markup: str) -> HtmlElement | None:
    """The tree as lxml sees it, or None when there is none.

    The ends of html and body are taken out first: pages put together from parts close them early,
    a browser reads on and lxml would not. lxml also drops everything behind the 256th level of
    nesting (tags that are never closed); such a page goes to the forgiving parser.
    """
    cleaned = _EARLY_END.sub("", _CONTROL.sub("\ufffd", markup))
    parser = lxml.etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    parser.set_element_class_lookup(_LOOKUP)
    try:
        tree = lxml.html.document_fromstring(cleaned.encode("utf-8"), parser=parser)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError):
        return None
    forgiven = parse_tolerantly(markup) if parser.error_log.filter_from_fatals() else None
    if forgiven is not None:
        return forgiven
    return tree if isinstance(tree, HtmlElement) else None


def parse_tolerantly(markup: str) -> HtmlElement | None:
    """The tree as html.parser sees it; nesting is cut at 200 levels, text never is.

    None for a page that is too long, or made to keep a parser busy.
    """
    if len(markup) > MOST_TOLERATED or markup.count("<") > _MOST_TOLERATED_TAGS:
        return None
    builder = _Builder()
    try:
        builder.feed(_CONTROL.sub("\ufffd", markup))
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
        element = lxml.html.Element(tag, {n: _CONTROL.sub("", v) for n, v in known.items()})
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
        words = _CONTROL.sub("\ufffd", "".join(self._words))
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
