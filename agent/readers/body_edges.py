"""Where the text of a page ends: what hangs on below it and what stands inside it is told apart.

Readers' comments, pagers, share buttons and a second copy of the text inside; below it, the zone
that tail reads. What stands above a text, see header_zone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from agent.readers.asides import of_others
from agent.readers.controls import is_noise, pager_lines
from agent.readers.lines import Line, Rendered, is_text, names_of
from agent.readers.page_words import PageWords
from agent.readers.tail import behind_text
from agent.readers.tail_line import reaches_somebody

_AGAIN = 20


@dataclass(frozen=True)
class Body:
    """The lines first..last (half open), without those in ``left_out``, and how they were found."""

    first: int
    last: int
    way: str
    left_out: frozenset[int] = frozenset()

    def numbers(self) -> list[int]:
        """The numbers of the lines that belong to the body."""
        return [n for n in range(self.first, self.last) if n not in self.left_out]


def trimmed(rendered: Rendered, body: Body, words: PageWords) -> Body | None:
    """The body without what hangs on below it and without noise inside; None when nothing is left."""
    lines = rendered.lines
    left_out = _aside_lines(rendered, body) | pager_lines(lines, body.first, body.last)
    left_out |= {n for n in range(body.first, body.last) if is_noise(lines[n], words)}
    last = body.last
    behind = behind_text(rendered, body.first, last, left_out, words)
    once = _told_once(rendered, body.first, behind)
    if once < behind:
        last, behind = once, behind_text(rendered, body.first, once, left_out, words)
    of_site = any(n in rendered.foot for n in range(behind, last))
    foot = (
        rendered.foot if of_site else rendered.foot - _contacts(rendered, body.first, behind, words)
    )
    last = behind
    while last > body.first and (last - 1 in left_out or last - 1 in foot):
        last -= 1
    if last == body.first:
        return None
    return replace(body, last=last, left_out=frozenset(n for n in left_out if n < last))


def _contacts(rendered: Rendered, first: int, last: int, words: PageWords) -> set[int]:
    """The lines at the end of a text that say where its issuer is reached, though a foot says so too.

    地址：某路1号　邮编：030000, beside the paragraphs of a notice and with nothing of the site below it.
    """
    lines = rendered.lines
    text = next((n for n in range(last - 1, first - 1, -1) if is_text(lines[n])), last)
    around = lines[text].element.getparent() if text < last else None
    if around is None:
        return set()
    return {
        n
        for n in range(text + 1, last)
        if lines[n].element.getparent() is around and reaches_somebody(lines[n].text, words)
    }


def _aside_lines(rendered: Rendered, body: Body) -> set[int]:
    """The lines of comments, advertisements and asides in a body, unless the body itself is one."""
    found: set[int] = set()
    lines = rendered.lines
    for element, (first, last) in rendered.ranges.items():
        if not body.first < first < last <= body.last:
            continue
        if of_others(element) or (
            last < body.last and _leads_elsewhere(element, lines[first : last + 1])
        ):
            found.update(range(first, last))
    return found


def _leads_elsewhere(element: HtmlElement, lines: Sequence[Line]) -> bool:
    """True for a part of the template of links alone with a paragraph behind it, the last of ``lines``."""
    if element.tag != "div" or not lines[0].is_link or not names_of(element):
        return False
    return is_text(lines[-1]) and all(line.is_link for line in lines[:-1])


def _told_once(rendered: Rendered, first: int, last: int) -> int:
    """The end of the first copy, where a page prints its text twice (for telephones, for print)."""
    lines = rendered.lines
    seen: set[str] = set()
    again = 0
    begins: int | None = None
    for number in range(first, last):
        line = lines[number]
        if line.han < _AGAIN:
            continue
        if line.text in seen:
            begins = number if begins is None else begins
            again += 1
        elif begins is not None:
            return last
        else:
            seen.add(line.text)
    copied = again * 2 >= len(seen) if len(seen) > 1 else again == 1
    if begins is None or not copied or _says_more(lines[first:begins], lines[begins:last]):
        return last
    begins = _head_of_copy(rendered, first, begins)
    while begins > first and lines[begins - 1].han < _AGAIN and _stood_before(lines, first, begins):
        begins -= 1
    return begins


def _head_of_copy(rendered: Rendered, first: int, begins: int) -> int:
    """The first line of the element that holds the second copy, and nothing of the first: its own head is a part of it."""
    lines = rendered.lines
    text = next((n for n in range(begins - 1, first, -1) if lines[n].han >= _AGAIN), first)
    found, element = begins, lines[begins].element
    while element is not None:
        start = rendered.ranges.get(element, (begins, begins))[0]
        if start <= text:
            break
        found, element = min(found, start), element.getparent()
    return found


def _says_more(copy: Sequence[Line], other: Sequence[Line]) -> bool:
    """True where what follows is no mere copy: a signature below a clause that stands twice."""
    stood = {line.text for line in copy}
    return any(line.han > 1 and not line.is_link and line.text not in stood for line in other)


def _stood_before(lines: Sequence[Line], first: int, number: int) -> bool:
    return any(line.text == lines[number - 1].text for line in lines[first : number - 1])
