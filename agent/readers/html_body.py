"""Which lines of an HTML page are its body.

Known containers of the content systems that government and media sites use come first; then the
element with the densest Chinese text, from behind the line that is the title. What hangs on at
either end is told apart in body_edges.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate, islice

from lxml.html import HtmlElement

from agent.readers import header_line
from agent.readers.asides import of_others, stands_beside
from agent.readers.body_edges import Body, trimmed
from agent.readers.controls import is_noise
from agent.readers.header_zone import behind_header
from agent.readers.lines import LETTERS, Rendered, is_text, names_of
from agent.readers.page_text import one_line
from agent.readers.page_words import PageWords
from agent.readers.tail_line import (
    closes,
    follows,
    is_annex,
    is_note,
    is_statement,
    leads_away,
    signs,
)
from agent.readers.text_block import title_reach

_ENOUGH = 80
_SHORT_NOTICE = 20
_NEARLY_ALL = 0.8
_MOST_LINES_OF_TITLE = 5
_MOST_NAMES, _LONGEST_NAME = 200, 30
_MOST_BETWEEN, _HIGH = 2, 3
"""Lines that nothing tells between two of a text, and how far up an element is asked for its name."""
_NEAR_TITLE = 12


def find_body(rendered: Rendered, words: PageWords) -> Body | None:
    """Where the body of a page is, before its title is known; None when there is no text in it.

    Args:
        rendered: the lines of the page.
        words: the containers and labels to know pages by.
    """
    body = _in_container(rendered, words.containers) or _densest(rendered, words)
    return trimmed(rendered, body, words) if body else None


def behind_title(rendered: Rendered, body: Body, title: str, words: PageWords) -> Body | None:
    """The body without what stands above its text: path, search box, title and header lines.

    A known container keeps what it holds above its title (the red head of a document); a guessed
    body begins behind the line that is the title. A page of header lines alone has none.
    """
    end = title_end(rendered, title, body)
    if body.way == "container":
        return body
    first = body.first
    if end is not None and (end >= body.first or body.first - end <= _NEAR_TITLE):
        first = end
    first = behind_header(rendered, first, body.last, title, words)
    if first >= body.last:
        return body if end is not None else None
    return trimmed(rendered, Body(first, body.last, body.way), words) or body


def title_end(rendered: Rendered, title: str, body: Body) -> int | None:
    """The number of the line behind the title, as it stands nearest above the text; or None."""
    lines, words = rendered.lines, one_line(title)
    found = None
    reach = title_reach(rendered, body.first, body.last)
    for number in range(min(reach, body.first + _NEAR_TITLE)):
        joined = ""
        for more, line in enumerate(lines[number : number + _MOST_LINES_OF_TITLE]):
            joined += one_line(line.text)
            if joined.startswith(words) and header_line.without_day(joined) == words:
                joined = words
            if not joined or not words.startswith(joined):
                break
            if joined == words:
                found = number + more + 1
                break
    return found


def whole_page(rendered: Rendered) -> Body | None:
    """All that a page shows but its links and its foot; for one too short to tell a body apart."""
    lines = rendered.lines
    rest = frozenset(n for n, line in enumerate(lines) if line.is_link or n in rendered.foot)
    return Body(0, len(lines), "whole", rest) if len(rest) < len(lines) else None


def _in_container(rendered: Rendered, containers: frozenset[str]) -> Body | None:
    found = []
    documents = sorted(rendered.documents)
    sums = list(accumulate((0 if x.is_link else x.han for x in rendered.lines), initial=0))
    for element, (first, last) in rendered.ranges.items():
        if first < last and _is_container(element, containers):
            own = sums[last] - sums[first]
            if own >= _SHORT_NOTICE or _has_document(documents, first, last):
                found.append((own, first, last))
    if not found:
        return None
    most = max(own for own, _, _ in found)
    if most < _ENOUGH and not _is_clear(rendered, found, documents):
        return None
    kept = [(last - first, first, last) for own, first, last in found if own >= _NEARLY_ALL * most]
    _, first, last = min(kept)
    return Body(first, last, "container")


def _is_clear(
    rendered: Rendered, found: Sequence[tuple[int, int, int]], documents: Sequence[int]
) -> bool:
    """A short notice: the container holds all there is, or a document to download."""
    if any(_has_document(documents, first, last) for _, first, last in found):
        return True
    longest = max((line.han for line in rendered.lines if not line.is_link), default=0)
    return longest < 2 * max(own for own, _, _ in found)


def _is_container(element: HtmlElement, containers: frozenset[str]) -> bool:
    if element.tag in containers:
        return True
    names = names_of(element)
    return bool(names) and not containers.isdisjoint(names.lower().split())


def _has_document(documents: Sequence[int], first: int, last: int) -> bool:
    at = bisect_left(documents, first)
    return at < len(documents) and documents[at] < last


def _densest(rendered: Rendered, words: PageWords) -> Body | None:
    """The element whose own lines hold most text that is not link words; of a page in English, by its letters."""
    scores: dict[HtmlElement, float] = {}
    in_letters = sum(line.han for line in rendered.lines) < _SHORT_NOTICE
    for number, line in enumerate(rendered.lines):
        if number in rendered.foot:
            continue
        weight = len(line.text) / LETTERS if in_letters else float(line.han)
        if line.is_link:
            weight = -weight
        if is_text(line):
            weight *= 2.0
        element: HtmlElement | None = line.element
        for share in (1.0, 1.0, 0.6, 0.3):
            if element is None:
                break
            scores[element] = scores.get(element, 0.0) + share * weight
            element = element.getparent()
    ranged = [(score, element) for element, score in scores.items() if element in rendered.ranges]
    if not ranged:
        return None
    best = max(score for score, _ in ranged)
    if best < _SHORT_NOTICE:
        return None
    _, element = next(pair for pair in ranged if pair[0] == best)
    first, last = rendered.ranges[element]
    return Body(first, _closed(rendered, last, words), "density") if first < last else None


def _closed(rendered: Rendered, last: int, words: PageWords) -> int:
    """The end of a text with what goes on below its densest element: sentences, annexes, who signs it, its day.

    The one paragraph of a short notice is denser than all of it: 现将…予以公布。/ 附件：… / 某厅 / 2024年12月9日.
    So it is beside the names that it announces, and the question of a letter beside its answer.
    """
    lines, end = rendered.lines, last
    announced = follows(lines[last - 1].text, words)
    for number in range(last, len(lines)):
        line = lines[number]
        ended = _ends(rendered, number, words) and not _annexed(rendered, number)
        if ended or number - end > _MOST_BETWEEN:
            break
        named = announced and len(line.text) <= _LONGEST_NAME and number - last < _MOST_NAMES
        closing = closes(line.text) or is_note(line.text, words) or signs(lines, number, words)
        if named or closing or is_text(line) or number in rendered.documents:
            end = number + 1
    return end


def _annexed(rendered: Rendered, number: int) -> bool:
    """True for a line with the head of an annex close below that is printed and not linked: （责任编辑：…） / 附件."""
    below = range(number + 1, min(number + 1 + _MOST_BETWEEN, len(rendered.lines)))
    lines = rendered.lines
    return any(
        is_annex(lines[n].text) and not lines[n].linked and n not in rendered.documents
        for n in below
    )


def _ends(rendered: Rendered, number: int, words: PageWords) -> bool:
    """True for a line that no text goes on behind: links, buttons, who edited it, the foot, a part of the page."""
    line = rendered.lines[number]
    if number in rendered.foot or (line.is_link and number not in rendered.documents):
        return True
    if is_noise(line, words) or is_statement(line.text, words) or leads_away(line, words):
        return True
    around = (line.element, *islice(line.element.iterancestors(), _HIGH))
    return any(
        of_others(e) or stands_beside(e, words)
        for e in around
        if rendered.ranges.get(e, (number,))[0] >= number - _HIGH
    )
