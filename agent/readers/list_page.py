"""Lists and portals: pages whose content is links to other pages, told by their layout.

A list is many items of one shape, each with a link, and no text of its own beside them. An item may
have a day or an abstract; the foot of the site, pictures and a report to download in it are none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import accumulate

from lxml.html import HtmlElement

from agent.lazy import lazy_pattern
from agent.readers.lines import Line, Rendered, han_count, is_text

_DATED = lazy_pattern(
    r"\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?\s?(?:\d{1,2}:\d{2}(?::\d{2})?)?\s?[\]】)）]?$"
    r"|^[\[【(（]?\s?(?:20\d\d[-/.年])?\d{1,2}[-/.月]\d{1,2}"
)
_PAGES = lazy_pattern(
    r"下一页|下页|尾页|末页|上一页|共\s?\d{1,6}\s?(?:条|页)|\d{1,4}\s?/\s?\d+\s?页?$|加载更多|查看更多"
)
_CUT = lazy_pattern(
    r"^(?:…{1,4}|\.{3,6}).{10}|.{10}(?:…{1,4}|\.{3,6})\s?(?:[\[【（(<]?(?:阅读|查看)?(?:全文|详情|详细|更多)[\]】）)>]{0,2})?$"
)
"""An excerpt of another page, cut at either end."""
_OF_A_PAPER = lazy_pattern(r"^第\s?[A-Z]?\d{1,3}\s?版")
"""How the page of a paper is called that an index of its articles stands beside."""
_LEAST_WORDS, _EXCERPTS, _CARDS = 4, 3, 4
_DAY_OF_ITEM = lazy_pattern(r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}")
_SAYS_MORE = 6
_LEAST_TITLE, _WHOLE_TITLE = 6, 10
_DATED_ITEMS, _BARE_ITEMS = 6, 12
_MANY_LINKS = 40
_PARAGRAPH, _LONGEST_EDGE = 80, 120
_SHORT_PARAGRAPH = 30
_HIGH = 4
_LONGEST_ABSTRACT = 200
_MOST_OF_A_CARD = 8


def is_item(line: Line) -> bool:
    """True for a line that is the link to another page and what a list says of it: a day, who, a number.

    A sentence in which words are linked is none, unless it is cut: …返家……[全文]. In a row of a table the cell with most words is the link.
    """
    if line.is_link or (line.linked and is_cut(line.text)):
        return True
    if len(line.cells) > 1:
        return line.linked >= max(_LEAST_WORDS, *map(han_count, line.cells))
    return line.linked * 2 > len(line.text) and "。" not in line.text


def is_cut(text: str) -> bool:
    """True for an excerpt that is cut at either end."""
    return bool(_CUT.search(text))


def beside_list(rendered: Rendered, others: Iterable[int]) -> list[Line] | None:
    """What stands beside the items of a list or portal; None for a page that is none.

    Args:
        rendered: the lines of the page.
        others: the numbers of the lines of documents that the page itself offers; those in the
            list do not count.
    """
    lines = rendered.lines
    linked = {number: line.text for number, line in enumerate(lines) if line.is_link}
    linked |= {link.line: link.text for link in rendered.links if link.line < len(lines)}
    linked = {number: words for number, words in linked.items() if han_count(words) >= _LEAST_WORDS}
    covered, excerpts, cards = _covered(rendered, linked)
    items = [number for number in linked if number in covered]
    if not set(others) <= covered:
        return None
    text = [
        line
        for number, line in enumerate(lines)
        if number not in covered and not line.is_link and number not in rendered.foot
    ]
    longest = max((line.han for line in text if not line.linked), default=0)
    said = sum(line.han for line in text if is_text(line))
    titles = [n for n in items if han_count(linked[n]) >= _LEAST_TITLE]
    dated = sum(1 for number in items if _is_dated(lines, number))
    if said >= _PARAGRAPH or longest >= _PARAGRAPH:
        return None
    if dated >= _DATED_ITEMS or excerpts >= _EXCERPTS or cards >= _CARDS:
        return text
    paged = any(_PAGES.search(line.text) for line in lines if len(line.text) < _LONGEST_EDGE)
    if len(titles) >= (_DATED_ITEMS if paged else _BARE_ITEMS):
        return text if said < _SHORT_PARAGRAPH else None
    if len([n for n in titles if han_count(linked[n]) >= _WHOLE_TITLE]) >= _DATED_ITEMS:
        # Six whole titles and no word of the page's own are a list without days.
        return text if not said and longest < _SHORT_PARAGRAPH else None
    named = sum(1 for words in linked.values() if han_count(words) >= _LEAST_TITLE)
    if not said and named > 1 and any(_OF_A_PAPER.search(x.text) for x in text):
        return text
    portal = len(rendered.links) >= _MANY_LINKS and longest < _SHORT_PARAGRAPH
    return text if portal else None


def _covered(rendered: Rendered, linked: Mapping[int, str]) -> tuple[set[int], int, int]:
    """The lines of all items, how many items alike have an excerpt, and how many are cards.

    Items are the children of one element, at whatever height above the links they part: several that each
    hold a link. Fewer are enough where each has an excerpt that is cut, or is a card: it says more of
    the page it leads to, and its day.
    """
    by_group: dict[tuple[HtmlElement, str], dict[HtmlElement, int]] = defaultdict(dict)
    for number in linked:
        node: HtmlElement | None = rendered.lines[number].element
        for _ in range(_HIGH):
            above = node.getparent() if node is not None else None
            if node is None or above is None:
                break
            by_group[(above, str(node.tag))].setdefault(node, number)
            node = above
    sums = list(accumulate((0 if x.is_link else x.han for x in rendered.lines), initial=0))
    cut = {n for n, x in enumerate(rendered.lines) if not x.is_link and _CUT.search(x.text)}
    cut_below = {n - 1 for n in cut}
    covered: set[int] = set()
    excerpts = cards = 0
    for nodes in by_group.values():
        reach = {n: rendered.ranges.get(node, (n, n + 1)) for node, n in nodes.items()}
        # <dt>title</dt><dd>excerpt…</dd>: the excerpt of an item may stand beside it.
        reach = {n: (a, max(a + 1, b) + (b - 1 in cut_below)) for n, (a, b) in reach.items()}
        quoting = {n: one for n, one in reach.items() if not cut.isdisjoint(range(*one))}
        carded = {n: one for n, one in reach.items() if _is_card(rendered.lines[slice(*one)])}
        if len(carded) >= _CARDS:
            cards = max(cards, len(carded))
        if len(reach) < _DATED_ITEMS - 1 and len(carded) < _CARDS:
            reach = quoting if len(quoting) >= _EXCERPTS else {}
        excerpts = max(excerpts, len(quoting))
        for number, (first, last) in reach.items():
            if sums[max(last, first)] - sums[first] > _LONGEST_ABSTRACT:
                continue
            covered.update(range(first, max(last, first + 1)))
            covered.add(number)
    return covered, excerpts, cards


def _is_card(lines: list[Line]) -> bool:
    """True for an item of several lines: a link, words about the page it leads to, and a day."""
    more = [line for line in lines if not line.is_link and len(line.text) < _LONGEST_ABSTRACT]
    return (
        1 < len(lines) <= _MOST_OF_A_CARD
        and any(line.han >= _SAYS_MORE for line in more)
        and any(_DAY_OF_ITEM.search(line.text) for line in more)
    )


def _is_dated(lines: list[Line], number: int) -> bool:
    """A date at the edge of the line of a link, or alone in a line beside it."""
    near = lines[max(0, number - 1) : number + 2]
    return any(_DATED.search(line.text) for line in near if len(line.text) < _LONGEST_EDGE)
