"""The block of a page that holds its text: what stands around it in blocks of its own is none of it.

Systems print title, header, text and what follows into elements beside each other, whatever they
call them. The paragraphs of a text are the children of one of them.
"""

from __future__ import annotations

import re
from itertools import accumulate

from lxml.html import HtmlElement

from agent.readers.lines import Rendered, is_text

_NEARLY_ALL = 0.8
_SIGNED = re.compile(
    r"(?:(?:19|20)\d\d\s?年\s?\d{1,2}\s?月\s?\d{1,2}|二[〇○零Ｏ][一二三四五六七八九〇○零Ｏ]{2}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3})\s?日"
)
"""A day in words in a line of its own, as people sign with it."""


def text_block(rendered: Rendered, first: int, last: int) -> tuple[int, int]:
    """The lines of the smallest element around paragraphs that holds nearly all sentences of first..last.

    It is cut to first..last, which is also the answer where there is no sentence.
    """
    lines = rendered.lines
    said = _said(rendered, first, last)
    above = list(accumulate(said, initial=0))
    if not above[-1]:
        return first, last
    longest = first + said.index(max(said))
    enough = _NEARLY_ALL * above[-1]
    # A paragraph alone is no block: its signature stands beside it.
    element: HtmlElement | None = lines[longest].element.getparent()
    while element is not None:
        start, end = rendered.ranges.get(element, (first, last))
        if start < first or end > last:
            break
        if above[end - first] - above[start - first] >= enough:
            return start, end
        element = element.getparent()
    return first, last


def title_reach(rendered: Rendered, first: int, last: int) -> int:
    """The number of the line behind the last one that a title can be, where first..last hold a text.

    With half of its sentences above it a line is no title, whatever the window says, nor is who signs a notice
    above a long annex: the window 通知-某某交易所 holds the words of both.
    """
    lines = rendered.lines
    above = list(accumulate(_said(rendered, first, last)))
    for number, said in enumerate(above, first):
        if 2 * said >= above[-1] > 0:
            return number + 1
        if said and number + 1 < last and _SIGNED.fullmatch(lines[number + 1].text):
            return number
    return last


def _said(rendered: Rendered, first: int, last: int) -> list[int]:
    """How many characters each of the lines first..last has that is a sentence."""
    return [len(line.text) if is_text(line) else 0 for line in rendered.lines[first:last]]
