"""The block of a page that holds its text: what stands around it in blocks of its own is none of it.

Systems print title, header, text and what follows into elements beside each other, whatever they
call them. The paragraphs of a text are the children of one of them.
"""

from __future__ import annotations

from itertools import accumulate

from lxml.html import HtmlElement

from agent.lazy import lazy_pattern
from agent.readers.lines import Rendered, names_of

_NEARLY_ALL, _HIGH = 0.8, 4
_SIGNED = lazy_pattern(
    r"(?:(?:19|20)\d\d\s?年\s?\d{1,2}\s?月\s?\d{1,2}|二[〇○零Ｏ][一二三四五六七八九〇○零Ｏ]{2}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3})\s?日"
)
"""A day in words in a line of its own, as people sign with it."""


def text_block(rendered: Rendered, first: int, last: int) -> tuple[int, int]:
    """The lines of the smallest element around paragraphs that holds nearly all sentences of first..last.

    It is cut to first..last, which is also the answer where there is no sentence.
    """
    lines = rendered.lines
    amounts = [line.said for line in lines[first:last]]
    above = list(accumulate(amounts, initial=0.0))
    if not above[-1]:
        return first, last
    longest = first + amounts.index(max(amounts))
    enough = _NEARLY_ALL * above[-1]
    # A paragraph alone is no block: its signature stands beside it.
    element: HtmlElement | None = lines[longest].element.getparent()
    while element is not None:
        start, end = rendered.ranges.get(element, (first, last))
        end = min(end, last)  # below it a body is cut already
        if start < first:
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
    above = list(accumulate(line.said for line in lines[first:last]))
    for number, so_far in enumerate(above, first):
        if 2 * so_far >= above[-1] > 0:
            return number + 1
        if so_far and number + 1 < last and _SIGNED.fullmatch(lines[number + 1].text):
            return number
    return last


def stands_apart(rendered: Rendered, number: int, block: tuple[int, int]) -> bool:
    """True for a line in an element with a name of its own and without a line of the block.

    So templates set what they print beside a text: <div class="post-meta">, <ul class="fjxz">.
    """
    element: HtmlElement | None = rendered.lines[number].element
    for _ in range(_HIGH):
        if element is None:
            break
        start, end = rendered.ranges.get(element, (number, number + 1))
        if start < block[1] and end > block[0]:
            break
        if names_of(element):
            return True
        element = element.getparent()
    return False
