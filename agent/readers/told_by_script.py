"""Text that a page carries for its script to show: in named textareas, variables and JSON.

Some news sites send title, time, source and text in hidden <textarea>s; some pages keep the text as
a string, or as a member of an object beside its title and time. It is taken for the article only
where its name says so and where the page itself shows next to nothing: else what a page carries
unseen stays unseen. A textarea that is shown and cannot be written in is a text as others are.
"""

from __future__ import annotations

import contextlib
import datetime
import html
import json
import re
from collections import deque
from collections.abc import Iterator
from itertools import islice

import lxml.html
from lxml.html import HtmlElement

from agent.lazy import lazy_pattern
from agent.readers.foot import says_foot
from agent.readers.lines import han_count, names_of
from agent.readers.unseen import is_seen, outermost_hidden

_ARTICLE = lazy_pattern(
    r"content|article|zhengwen|(?:^|[-_])(?:body|text|nr|con)(?:$|[-_])", re.IGNORECASE
)
_TITLE = lazy_pattern(r"title|(?:^|[-_])bt(?:$|[-_])", re.IGNORECASE)
_HEADER = lazy_pattern(r"time|date|source|laiyuan", re.IGNORECASE)
_SOURCE = lazy_pattern(r"source|laiyuan", re.IGNORECASE)
_VARIABLE = lazy_pattern(
    r"\b(?:var|let|const)\s{1,4}(\w{0,20}(?:content|article|zhengwen)\w{0,20})\s{0,4}=\s{0,4}"
    r"(\"(?:[^\"\\]|\\.)*+\"|'(?:[^'\\]|\\.)*+')",
    re.IGNORECASE,
)
_MARKUP = lazy_pattern(r"<(?:p|div|br|article|section)[\s/>]", re.IGNORECASE)
_LONGEST = 400_000
_OBJECT = lazy_pattern(
    r"\b(?:var\s|let\s|const\s|window\.)\s{0,4}\w{0,30}"
    r"(?:content|article|detail|info|data|state|props|news|page)\w{0,20}\s{0,4}=\s{0,4}(?=\{)",
    re.IGNORECASE,
)
_KEPT_FOR = lazy_pattern(
    r"^(?:\w{0,12}content|article\w{0,8}|\w{0,8}body|zhengwen|html|text)$", re.IGNORECASE
)
_NAMED = lazy_pattern(r"^(?:\w{0,10}title|headline|bt)$", re.IGNORECASE)
_TIMED = lazy_pattern(
    r"^(?:\w{0,12}(?:pub|issue|create|release|show)\w{0,8}(?:time|date)\w{0,3}|datePublished|time|date)$",
    re.IGNORECASE,
)
_SECOND = lazy_pattern(r"^1\d{9}(?:\d{3})?$")
_CHINA = datetime.timezone(datetime.timedelta(hours=8))
_LONGEST_OBJECT, _MOST_OBJECTS, _MOST_MEMBERS = 1_000_000, 8, 20_000
_ENOUGH = 80
_LITTLE = 60

Told = tuple[str, str]
"""The tag that a piece of the article is shown as, and its words or markup."""


def open_text(tree: HtmlElement) -> bool:
    """Put the article that a page only carries into its tree, where what carries it stands.

    Args:
        tree: the page, as it was parsed.

    Returns:
        True when there was one.
    """
    shown = _shown(tree)
    least = max(_ENOUGH, shown)
    for carrier, found in _carried(tree) if shown < _LITTLE else _read_only(tree):
        if not any(han_count(words) >= least for _, words in found):
            continue
        for tag, words in found:
            made = _fragment(tag, words)
            if made is not None:
                _put(tree, carrier, made)
        return True
    return False


def hides_text(tree: HtmlElement) -> bool:
    """True when a page that shows next to nothing carries a text of some length for its script."""
    if _shown(tree) >= _LITTLE:
        return False
    areas = (han_count(area.text or "") for area in tree.iter("textarea"))
    told = (words for _, found in _carried(tree) for _, words in found)
    return max(areas, default=0) >= _ENOUGH or any(han_count(words) >= _ENOUGH for words in told)


def _members(value: object) -> Iterator[dict[str, object]]:
    """The objects inside a value of JSON, the outer before the inner."""
    waiting, looked = deque([value]), 0
    while waiting and looked < _MOST_MEMBERS:
        looked += 1
        here = waiting.popleft()
        if isinstance(here, list):
            waiting.extend(here[:_MOST_MEMBERS])
        elif isinstance(here, dict):
            yield here
            waiting.extend(member for member in here.values() if not isinstance(member, str))


def _carried(tree: HtmlElement) -> Iterator[tuple[HtmlElement, list[Told]]]:
    """What carries an article, and the article: title, header and text."""
    areas = list(_textareas(tree))
    if areas:
        yield areas[-1][0], [told for _, told in areas]
    yield from _read_only(tree)
    for script in tree.iter("script"):
        text = (script.text or "")[:_LONGEST_OBJECT]
        for words in _strings(text):
            yield script, [("div", words)]
        for value in _objects(script.get("type") or "", text):
            told = _article(value)
            if told:
                yield script, told


def _put(tree: HtmlElement, carrier: HtmlElement, made: HtmlElement) -> None:
    """Put a piece before what carries it, or before what hides that."""
    carrier = outermost_hidden(carrier)
    above = carrier.getparent()
    if above is None or any(up.tag == "head" for up in carrier.iterancestors()):
        body = tree.find("body")
        (tree if body is None else body).append(made)
    else:
        above.insert(above.index(carrier), made)


def _textareas(tree: HtmlElement) -> Iterator[tuple[HtmlElement, Told]]:
    """The parts of an article in textareas: those of the title first, then of the header."""
    ranked = []
    for area in tree.iter("textarea"):
        name = names_of(area)
        words = (area.text or "").strip()[:_LONGEST]
        if not words:
            continue
        if _TITLE.search(name):
            ranked.append((0, area, ("h1", words)))
        elif _HEADER.search(name):
            known = "来源：" if _SOURCE.search(name) and "来源" not in words else ""
            ranked.append((1, area, ("p", known + _day(words))))
        elif _ARTICLE.search(name) and (_MARKUP.search(words) or han_count(words) >= _ENOUGH):
            ranked.append((2, area, ("div", words)))
    if any(rank == 2 for rank, _, _ in ranked):
        for _, area, told in sorted(ranked, key=lambda one: one[0]):
            yield area, told


def _read_only(tree: HtmlElement) -> Iterator[tuple[HtmlElement, list[Told]]]:
    """What a page shows in a textarea that nobody can write in, whatever it is called: it is read there as it is.

    Beside a field for a password it is what a visitor agrees to.
    """
    areas = [area for area in tree.iter("textarea") if area.get("readonly") is not None]
    if not areas or any((e.get("type") or "").lower() == "password" for e in tree.iter("input")):
        return
    longest = max(areas, key=lambda area: len(area.text or ""))
    words = (longest.text or "").strip()[:_LONGEST]
    if words and is_seen(longest):
        yield longest, [("pre", words)]


def _day(words: str) -> str:
    """The day of a time that counts seconds, or thousandths, since 1970: 1705496760000."""
    if not _SECOND.match(words):
        return words
    return datetime.datetime.fromtimestamp(int(words[:10]), _CHINA).date().isoformat()


def _strings(text: str) -> Iterator[str]:
    """The strings of variables that are called as an article is, and are marked up as one."""
    for match in _VARIABLE.finditer(text[:_LONGEST]):
        words = _unescaped(match.group(2))
        if _MARKUP.search(words) and han_count(words) >= _ENOUGH:
            yield words


def _objects(kind: str, text: str) -> Iterator[object]:
    """The values that a script holds as JSON: __NEXT_DATA__, ld+json, var article = {…}."""
    if "json" in kind:
        with contextlib.suppress(ValueError, RecursionError):
            yield json.loads(text, strict=False)
        return
    decoder = json.JSONDecoder(strict=False)
    for match in islice(_OBJECT.finditer(text), _MOST_OBJECTS):
        with contextlib.suppress(ValueError, RecursionError):
            yield decoder.raw_decode(text, match.end())[0]


def _article(value: object) -> list[Told]:
    """The longest text under the name of one in a value, and the title and time beside it."""
    best: tuple[int, dict[str, object], str] | None = None
    for here in _members(value):
        for name, member in here.items():
            if not isinstance(member, str) or not _KEPT_FOR.match(name):
                continue
            if best is None or len(member) > best[0]:
                best = (len(member), here, member)
    if best is None or han_count(best[2]) < _ENOUGH:
        return []
    _, around, words = best
    told = [("h1", str(around[name])) for name in around if _NAMED.match(name) and around[name]][:1]
    times = [_day(str(around[name])) for name in around if _TIMED.match(name) and around[name]]
    told += [("p", time) for time in times[:1]]
    return [*told, ("div", html.unescape(words) if "&lt;" in words else words)]


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
    """How many Chinese characters stand in paragraphs and the like, foot and scripts aside."""
    texts = (
        element.text or ""
        for element in tree.iter("p", "td", "span", "section", "article")
        if element.getparent() is not None and element.getparent().tag != "a"
    )
    return sum(han_count(text) for text in texts if not says_foot(text))
