"""Where the page goes on below its text: a zone of short lines, as its header is one above it.

A line is the page's by its shape (links, a counter, a label of a header and its value, an
address), by what the element around it calls itself, or because it speaks of the page. The
zone is read from below, up to the last line that can only be the text's: a sentence, a row of a
table, a document to download, a note, who signs and when. What nothing of this tells stays with
the text, unless it stands below a line of the page or with one in a block of its own.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from enum import Enum
from itertools import accumulate, chain, groupby, islice

from lxml.html import HtmlElement

from agent.lazy import cached_property, lazy_pattern
from agent.readers import header_line
from agent.readers.asides import stands_beside
from agent.readers.foot import is_only_of_a_foot
from agent.readers.lines import Line, Rendered, is_text, names_of
from agent.readers.page_words import PageWords
from agent.readers.tail_line import (
    SHORT,
    closes,
    follows,
    is_annex,
    is_cut,
    is_file,
    is_note,
    is_of_buttons,
    is_of_links,
    is_sentence_or_row,
    is_short,
    is_statement,
    is_the_pages,
    label_of_links,
    labels_annexes,
    labels_of_page,
    leads_away,
    may_lead_away,
    reaches_somebody,
    says_nothing,
    signs,
)
from agent.readers.text_block import stands_apart, text_block

_FIELD = lazy_pattern(r"^[\u4e00-\u9fff（）()]{2,12}\s?[:：]\s?\S")
_HIGH, _TEXT_ABOVE, _BEFORE_FILES = 4, 60, 40
_FEW, _MOST_BEHIND, _ENDING = 2, 6, 40
_PARTS = frozenset({"div", "dl"})
_HEADINGS = ("h2", "h3", "h4", "h5", "h6", "dt")


class _Kind(Enum):
    """What a line below a text is: the text's, a link, the page's, a file it offers, or not told by itself."""

    TEXT, LINK, PAGE, FILE, OPEN = range(5)


@dataclass(frozen=True)
class _Zone:
    """The lines first..last of a body; ``noise`` are those that are no text wherever they stand.

    ``said`` is how many characters the sentences above each line have, ``judged`` the elements that were looked at.
    """

    rendered: Rendered
    first: int
    last: int
    noise: Set[int]
    words: PageWords
    said: Sequence[float]
    judged: dict[HtmlElement, bool] = field(default_factory=dict)

    @cached_property
    def names(self) -> frozenset[str]:
        """What the elements are called from its first sentence to its last."""
        lines = self.rendered.lines
        told = [n for n in range(self.first, self.last) if is_text(lines[n])]
        inside = lines[told[0] : told[-1] + 1] if told else ()
        around = ((x.element, *islice(x.element.iterancestors(), _HIGH)) for x in inside)
        return frozenset(map(names_of, chain.from_iterable(around)))

    @cached_property
    def has_ended(self) -> bool:
        """True where the last sentence of its block ends, and tells of nothing that follows."""
        above = reversed(self.rendered.lines[self.first : self.block[1]])
        closing = next((line.text for line in above if is_text(line)), "x")
        return closing[-1] in '。！？”）)."' and not follows(closing, self.words)

    @cached_property
    def end_mark(self) -> int:
        """The number of the first line that no text goes on behind; or that behind the last.

        Behind the block of the text it is a line of buttons, who edited it, or a statement; a heading of other
        pages, or of what readers say, wherever little is said below it. Above an annex that is printed, none.
        """
        lines = self.rendered.lines
        links_alone = little = True
        linked = False
        found = self.last
        for number in range(self.last - 1, self.first, -1):
            line = lines[number]
            if self._is_annex(number):
                break
            leads = leads_away(line, self.words)
            if (
                (leads and links_alone and number + 1 < self.last)
                or (leads and self._cuts(number, linked) and (little or self._is_low(number)))
                or (
                    number >= self.block[1]
                    and (number in self.noise or is_statement(line.text, self.words))
                )
            ):
                found = number
            of_foot = number in self.rendered.foot
            links_alone &= line.is_link or of_foot
            linked |= line.linked > 0 and not of_foot
            little &= line.is_link or line.han < _ENDING
        return found

    def _cuts(self, number: int, linked: bool) -> bool:
        """True for a heading of other pages or of readers, whatever stands below it.

        Text goes on below buttons in the midst of it (分享到：微信 微博). 相关链接 without a link below it
        is a box of the text: what a word means, what went before.
        """
        line = self.rendered.lines[number]
        if self.words.said_by_readers.match(line.text):
            return True
        if not may_lead_away(line.text, self.words):
            return number not in self.noise and is_cut(line, self.words)
        boxed = not linked and not line.linked and self._goes_on(number)
        return is_cut(line, self.words) and not boxed

    def _is_annex(self, number: int) -> bool:
        """True for the head of an annex whose sentences stand below it, and not its name as a link."""
        line = self.rendered.lines[number]
        return is_annex(line.text) and not line.linked and self._goes_on(number)

    def _goes_on(self, number: int) -> bool:
        """True where a sentence stands below a line."""
        return self.said[-1] > self.said[number + 1 - self.first]

    def _is_low(self, number: int) -> bool:
        """True for a heading with less than half as much said below it as above."""
        above = self.said[number - self.first]
        return len(self.rendered.lines[number].text) <= SHORT and self.said[-1] - above < above / 2

    @cached_property
    def block(self) -> tuple[int, int]:
        """The lines of the block that holds nearly all of its sentences."""
        return text_block(self.rendered, self.first, self.last)


def behind_text(
    rendered: Rendered, first: int, last: int, noise: Set[int], words: PageWords
) -> int:
    """The number of the first line among first..last that the page prints below its text, or last.

    Args:
        rendered: the lines of the page.
        first: the first line of the body.
        last: the one behind its last.
        noise: the numbers of lines that are no text wherever they stand.
        words: the labels, and how the parts of a page are called.
    """
    amounts = accumulate((line.said for line in rendered.lines[first:last]), initial=0.0)
    zone = _Zone(rendered, first, last, noise, words, tuple(amounts))
    end, page, links = last, last, 0
    number = last - 1
    while number > first:
        kind = _kind(zone, number)
        # A file is offered at the end, and not above what may be the text's.
        # A text without a sentence has facts: 螺纹钢：4800元/吨 below its header, 9月1日　限产30%.
        fact = kind is _Kind.OPEN and not zone.said[-1] and _has_figure(rendered.lines[number])
        if kind is _Kind.TEXT or fact or (kind is _Kind.FILE and end != number + 1):
            break
        if kind in (_Kind.PAGE, _Kind.FILE):
            page = end = number
        elif kind is _Kind.LINK:
            links += _links_in(rendered.lines[number], words)
            end = number
        number -= 1
    if not zone.said[-1]:
        return page
    if page == last and not _are_teasers(zone, end, links):
        return last
    return _with_block(zone, end, number + 1)


def _links_in(line: Line, words: PageWords) -> int:
    """How many links a line has, each in one or several pieces; one below 解读链接： is as good as two."""
    if may_lead_away(label_of_links(line), words):
        return _FEW
    runs = groupby(line.parts, key=lambda part: part.is_link)
    return sum(1 for is_link, _ in runs if is_link) or 1


def _are_teasers(zone: _Zone, end: int, links: int) -> bool:
    """Links to other pages hang on to a text: two of them, or one below a heading."""
    headed = end - 1 > zone.first and _is_set_apart(zone.rendered.lines[end - 1], zone.words)
    enough = links >= _FEW or (links and headed)
    return bool(enough) and zone.said[end - zone.first] >= _TEXT_ABOVE


def _with_block(zone: _Zone, end: int, least: int) -> int:
    """The first line of what stands with a line of the page: its heading, its block."""
    lines = zone.rendered.lines
    block = _block_of(zone, end)
    while end - 1 >= max(least, zone.first + 1):
        above = lines[end - 1]
        goes_along = (end > block and is_short(above)) or not any(map(str.isalpha, above.text))
        goes_along |= labels_annexes(above.text)
        if not goes_along and not _is_set_apart(above, zone.words):
            break
        end -= 1
    return end


def _kind(zone: _Zone, number: int) -> _Kind:
    lines = zone.rendered.lines
    line = lines[number]
    if is_file(line) or number in zone.rendered.documents:
        offered = is_file(line) and zone.said[number - zone.first] >= _BEFORE_FILES
        return _Kind.FILE if offered else _Kind.TEXT
    if (
        number in zone.noise
        or says_nothing(line.text)
        or is_of_buttons(line, zone.words)
        or _stands_beside(zone, number)
        or is_statement(line.text, zone.words)
        or _is_told_apart(zone, number)
    ):
        return _Kind.PAGE
    if number in zone.rendered.foot:
        return _Kind.PAGE if is_only_of_a_foot(line.text) else _Kind.OPEN
    if is_of_links(line) or label_of_links(line):
        if is_annex(line.text):
            return _Kind.TEXT
        return _Kind.PAGE if number >= zone.end_mark else _Kind.LINK
    if is_sentence_or_row(line) or signs(lines, number, zone.words):
        return _Kind.TEXT
    if labels_of_page(line, zone.words) and not _is_among_fields(zone, number):
        return _Kind.PAGE
    if labels_annexes(line.text):
        return _Kind.PAGE if number == zone.last - 1 else _Kind.OPEN
    if closes(line.text) or is_note(line.text, zone.words):
        return _Kind.TEXT
    if is_the_pages(line, zone.words):
        return _Kind.PAGE
    if reaches_somebody(line.text, zone.words):
        return _Kind.TEXT
    of_page = number >= zone.end_mark or _is_behind_block(zone, number)
    # 减产：80万吨 is a fact wherever it stands; 满意度评价：非常满意 满意 is none.
    of_page |= _is_part(zone, number) and not (_has_figure(line) and _is_field(line, zone.words))
    return _Kind.PAGE if of_page else _Kind.OPEN


def _is_told_apart(zone: _Zone, number: int) -> bool:
    """True for a sentence below the block of the text that is of the site, or of another page.

    It says so, or stands behind what ends a text: who edited it, buttons, what the site says of itself.
    """
    line = zone.rendered.lines[number]
    if len(line.cells) > 1 or not is_text(line):
        return False
    if number > zone.end_mark:
        return True
    if number < zone.block[1]:
        return False
    apart = stands_apart(zone.rendered, number, zone.block)
    return apart and bool(zone.words.around["of_site"].search(line.text))


def _is_part(zone: _Zone, number: int) -> bool:
    """True for a line in a part of the template that stands in the block of the text, with a name of its own.

    <div class="pj">…</div> behind paragraphs; pictures have a caption in one, editors number and style lists.
    """
    element: HtmlElement | None = zone.rendered.lines[number].element if zone.has_ended else None
    for _ in range(_HIGH):
        if element is None:
            break
        first, last = zone.rendered.ranges.get(element, (number, number + 1))
        last = min(last, zone.last)
        if first <= zone.first or zone.said[last - zone.first] > zone.said[first - zone.first]:
            break
        names = names_of(element)
        if element.tag in _PARTS and names and names not in zone.names:
            return next(element.iterdescendants("img"), None) is None
        element = element.getparent()
    return False


def _is_behind_block(zone: _Zone, number: int) -> bool:
    """True for one of few lines below the block of a text that has ended; lists of names are longer."""
    few = zone.last - zone.block[1] <= _MOST_BEHIND
    return few and number >= zone.block[1] and zone.has_ended


def _is_among_fields(zone: _Zone, number: int) -> bool:
    """True where a text itself is written as labels and values: 案件来源：… / 处罚日期：… / 罚款金额：…."""
    lines = zone.rendered.lines
    beside = [lines[n] for n in (number - 1, number + 1) if zone.first <= n < zone.last]
    return any(_is_field(line, zone.words) for line in beside)


def _is_field(line: Line, words: PageWords) -> bool:
    """True for a label and its value that are none of a page's: 罚款金额：…, and not 来源：…."""
    labelled = _FIELD.match(line.text) is not None
    return labelled and not header_line.pairs(line.text, line.parts, words)


def _has_figure(line: Line) -> bool:
    return any(map(str.isdigit, line.text))


def _stands_beside(zone: _Zone, number: int) -> bool:
    """True for a line in an element that is called no part of a text, and is a small part of the body."""
    element: HtmlElement | None = zone.rendered.lines[number].element
    for _ in range(_HIGH):
        if element is None:
            return False
        first, last = zone.rendered.ranges.get(element, (number, number + 1))
        if first <= zone.first or not _is_small(zone, first, min(last, zone.last)):
            return False
        if element not in zone.judged:
            zone.judged[element] = _is_beside(zone, element, first, last)
        if zone.judged[element]:
            return True
        element = element.getparent()
    return False


def _is_beside(zone: _Zone, element: HtmlElement, first: int, last: int) -> bool:
    """True for an element that is called no part of a text and does not end with a signature."""
    if not stands_beside(element, zone.words):
        return False
    ending = zone.rendered.lines[max(first, last - _ENDING) : last]
    return not any(closes(line.text) for line in ending)


def _is_small(zone: _Zone, first: int, last: int) -> bool:
    """True where the sentences in these lines are less than half of those above them."""
    above = zone.said[first - zone.first]
    return (zone.said[last - zone.first] - above) * 2 <= above


def _block_of(zone: _Zone, number: int) -> int:
    """The first line of the block that a line stands in, as far up as it holds no text."""
    rendered, begins = zone.rendered, number
    element: HtmlElement | None = rendered.lines[number].element
    for _ in range(_HIGH):
        if element is None:
            break
        start = rendered.ranges.get(element, (number, number))[0]
        if start <= zone.first or any(map(is_text, rendered.lines[start:number])):
            break
        begins = min(begins, start)
        element = element.getparent()
    return begins


def _is_label(line: Line, words: PageWords) -> bool:
    """True for a short line that leads to what follows, such as 理论新闻精选：."""
    short = line.han <= SHORT * 2 and not line.is_link
    return short and line.text[-1:] in "：:" and not words.in_line.search(line.text)


def _is_set_apart(line: Line, words: PageWords) -> bool:
    """True for a short line that leads to what follows, or is set as its heading."""
    tag = line.element.tag
    return _is_label(line, words) or (is_short(line) and tag in _HEADINGS and not line.is_link)
