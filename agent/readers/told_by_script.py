"""Text that a page carries for its script to show: in named textareas and script variables.

Some news sites send title, time, source and text in hidden <textarea>s; some pages keep the text as
a string. It is taken for the article only where its name says so and where the page itself shows
next to nothing: else what a page carries unseen stays unseen.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator

import lxml.html
from lxml.html import HtmlElement

from agent.readers.lines import han_count

_ARTICLE = re.compile(
    r"content|article|zhengwen|(?:^|[-_])(?:body|text|nr|con)(?:$|[-_])", re.IGNORECASE
)
_TITLE = re.compile(r"title|(?:^|[-_])bt(?:$|[-_])", re.IGNORECASE)
_HEADER = re.compile(r"time|date|source|laiyuan", re.IGNORECASE)
_SOURCE = re.compile(r"source|laiyuan", re.IGNORECASE)
_VARIABLE = re.compile(
    r"\b(?:var|let|const)\s{1,4}(\w{0,20}(?:content|article|zhengwen)\w{0,20})\s{0,4}=\s{0,4}"
    r"(\"(?:[^\"\\]|\\.)*+\"|'(?:[^'\\]|\\.)*+')",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"<(?:p|div|br|article|section)[\s/>]", re.IGNORECASE)
_LONGEST = 400_000
_ENOUGH = 80
_LITTLE = 60


def open_text(tree: HtmlElement, markup: str) -> bool:
    """Put the article that a page only carries into its tree, as it would be shown.

    Args:
        tree: the page, as it was parsed.
        markup: its source.

    Returns:
        True when there was one.
    """
    if _shown(tree) >= _LITTLE:
        return False
    found = list(_textareas(tree)) or list(_variables(markup))
    if not any(han_count(words) >= _ENOUGH for _, words in found):
        return False
    body = tree.find("body")
    place = body if body is not None else tree
    for tag, words in found:
        made = _fragment(tag, words)
        if made is not None:
            place.append(made)
    return True


def hides_text(tree: HtmlElement, markup: str) -> bool:
    """True when a page that shows next to nothing carries a text of some length for its script."""
    if _shown(tree) >= _LITTLE:
        return False
    areas = (han_count(area.text or "") for area in tree.iter("textarea"))
    return max(areas, default=0) >= _ENOUGH or any(
        han_count(words) >= _ENOUGH for _, words in _variables(markup)
    )


def _textareas(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    """The tag that each is shown as, and its words: those of the title first, then of the header."""
    ranked = []
    for area in tree.iter("textarea"):
        name = f"{area.get('class') or ''} {area.get('id') or ''}"
        words = (area.text or "").strip()[:_LONGEST]
        if not words:
            continue
        if _TITLE.search(name):
            ranked.append((0, "h1", words))
        elif _HEADER.search(name):
            known = "来源：" if _SOURCE.search(name) and "来源" not in words else ""
            ranked.append((1, "p", known + words))
        elif _ARTICLE.search(name) and (_MARKUP.search(words) or han_count(words) >= _ENOUGH):
            ranked.append((2, "div", words))
    if any(rank == 2 for rank, _, _ in ranked):
        for _, tag, words in sorted(ranked, key=lambda one: one[0]):
            yield tag, words


def _variables(markup: str) -> Iterator[tuple[str, str]]:
    for match in _VARIABLE.finditer(markup[:_LONGEST]):
        words = _unescaped(match.group(2))
        if _MARKUP.search(words) and han_count(words) >= _ENOUGH:
            yield "div", words


def _unescaped(literal: str) -> str:
    """The words of a string of JavaScript."""
    inner = literal[1:-1].replace("\\'", "'").replace("\\/", "/")
    if literal[0] == "'":
        inner = inner.replace('"', '\\"')
    try:
        words = json.loads(f'"{inner}"', strict=False)
    except ValueError:
        return ""
    return html.unescape(words) if "&lt;" in words else str(words)


def _fragment(tag: str, words: str) -> HtmlElement | None:
    if not _MARKUP.search(words):
        made = lxml.html.Element(tag)
        made.text = words
        return made
    try:
        return lxml.html.fragment_fromstring(words, create_parent=tag)
    except (lxml.etree.ParserError, ValueError):
        return None


def _shown(tree: HtmlElement) -> int:
    """How many Chinese characters stand in paragraphs and the like, textareas and scripts aside."""
    return sum(
        han_count(element.text or "")
        for element in tree.iter("p", "td", "span", "section", "article")
        if element.getparent() is not None and element.getparent().tag != "a"
    )
