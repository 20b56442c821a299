"""The tree of a page: as lxml sees it, or as the forgiving parser does where lxml would drop nodes."""

from __future__ import annotations

import re

import lxml.html
from lxml.html import HtmlElement

from agent.lazy import lazy_pattern

CONTROL = lazy_pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKUP = lxml.etree.ElementDefaultClassLookup(element=HtmlElement)
"""One class for all elements, told without asking Python at each: nobody fills in forms here."""

_EARLY_END = lazy_pattern(r"</(?:html|body)\s*>", re.IGNORECASE)

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
    cleaned = _EARLY_END.sub("", CONTROL.sub("\ufffd", markup))
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
    from agent.readers.forgiving import tree_of  # noqa: PLC0415 - lxml reads nearly all pages

    return tree_of(CONTROL.sub("\ufffd", markup))
