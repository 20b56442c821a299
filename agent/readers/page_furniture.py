"""What stands on every page of a printed document and is no word of it: page numbers, running heads.

A page number between dashes or with 第…页 is known by its dress, near the edge of a page; it may run
into the line beside it (……加强管理。—6—). A plain one may be the last cell of a table, so it must be
the outermost line and count on with another page. A running head is a line at the edge that comes
again, digits aside, on most pages; it is kept once where it reads as a title or begins later, as the
head of a table does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from agent.lazy import lazy_pattern
from agent.readers.page_text import PAPERS, any_of

_DASHES = r"[\s\u3000]*[—–―\-－~·.•|]+[\s\u3000]*"
_DRESSED_NUMBER = lazy_pattern(
    rf"^(?:{_DASHES}[0-9０-９]{{1,4}}{_DASHES}|(?:{_DASHES})?第\s*[0-9０-９]{{1,4}}\s*页(?:\s*[,，/]?\s*共\s*\d+\s*页)?(?:{_DASHES})?)$"
)
_PLAIN_NUMBER = lazy_pattern(r"^[0-9０-９]{1,4}$")
_GLUED_BEHIND = lazy_pattern(r"(?<![—–―－])[—–―－]{1,4}\s?([0-9０-９]{1,4})\s?[—–―－]{1,4}\s{0,4}$")
_GLUED_BEFORE = lazy_pattern(
    r"^\s{0,4}[—–―－]{1,4}\s?([0-9０-９]{1,4})\s?[—–―－]{1,4}\s{0,4}(?=\S)"
)
_DIGITS = lazy_pattern(r"[0-9０-９]+")
_SPACE = lazy_pattern(r"\s+")
_SPACED = r"\s*"
_TITLE = lazy_pattern(
    rf"(?:{any_of((*PAPERS, '报告'), between=_SPACED)})"
    r"(?:[（(].{1,20}[）)])?$|文\s*件$"
)
_LONGEST_HEAD = 60
_LEAST_PAGES = 3
_TWO, _CELLS = 2, 3
_MOST_OF = 0.6
_EDGE = 2


def without_page_furniture(pages: Sequence[list[str]]) -> list[list[str]]:
    """The lines of the pages of a document without page numbers and running heads."""
    numbers = _page_numbers(pages)
    kept = [
        [line for place, line in enumerate(lines) if (page, place) not in numbers]
        for page, lines in enumerate(pages)
    ]
    firsts = {int(_DIGITS.findall(pages[page][place])[0]) - page for page, place in numbers}
    return _without_heads(_without_glued(kept, firsts))


def _page_numbers(pages: Sequence[list[str]]) -> set[tuple[int, int]]:
    """Page and line of every page number that is a line of its own."""
    found: set[tuple[int, int]] = set()
    plain: dict[int, list[tuple[int, int]]] = {}
    for page, lines in enumerate(pages):
        last = len(lines) - 1
        for place in {0, 1, last - 1, last} & set(range(len(lines))):
            if _DRESSED_NUMBER.match(lines[place]):
                found.add((page, place))
            elif place in (0, last) and _PLAIN_NUMBER.match(lines[place]):
                plain.setdefault(int(lines[place]) - page, []).append((page, place))
    for first, places in plain.items():
        if len(places) > 1 or (len(pages) == first == 1):
            found.update(places)
    return found


def _without_glued(pages: list[list[str]], firsts: set[int]) -> list[list[str]]:
    """Dressed numbers cut off the outermost lines, where they count on from page to page.

    —6— before 4. is no range. ``firsts`` are what the first page counts as, by numbers that stand alone.
    """
    found: dict[int, list[tuple[int, int, re.Match[str]]]] = {}
    for page, lines in enumerate(pages):
        if not lines:
            continue
        for place, pattern in ((0, _GLUED_BEFORE), (len(lines) - 1, _GLUED_BEHIND)):
            match = pattern.search(lines[place])
            if match and match.end() - match.start() < len(lines[place]):
                found.setdefault(int(match.group(1)) - page, []).append((page, place, match))
    cut = [list(lines) for lines in pages]
    for first, places in found.items():
        if len(places) < 2 and first not in firsts:
            continue
        for page, place, match in places:
            line = cut[page][place]
            if line == match.string:
                cut[page][place] = (line[: match.start()] + line[match.end() :]).strip()
    return cut


def _without_heads(pages: list[list[str]]) -> list[list[str]]:
    counted: Counter[tuple[bool, str]] = Counter()
    for lines in pages:
        counted.update({(at_top, shape) for at_top, _, shape in _edges(lines)})
    most = max(_LEAST_PAGES, int(len(pages) * _MOST_OF))
    running = {key for key, times in counted.items() if times >= most}
    if len(pages) == _TWO:
        # Of two pages only the very first lines tell: both may end with a day.
        tops = [{edge[2] for edge in _edges(lines) if edge[:2] == (True, 0)} for lines in pages]
        running = {(True, shape) for shape in set.intersection(*tops)}
    kept = []
    seen: set[str] = set()
    for page, lines in enumerate(pages):
        doomed = set()
        for at_top, place, shape in _edges(lines):
            if (at_top, shape) not in running:
                continue
            # The first time it may be the title itself, or the head of a table that goes on.
            kept_once = page or _TITLE.search(lines[place]) or _is_row(lines[place])
            if shape in seen or not at_top or not kept_once:
                doomed.add(place)
            seen.add(shape)
        kept.append([line for place, line in enumerate(lines) if place not in doomed])
    return kept


def _is_row(line: str) -> bool:
    """True for the head of a table that begins a document: 序号 企业名称 补贴金额."""
    return len(line.split()) >= _CELLS


def _edges(lines: Sequence[str]) -> list[tuple[bool, int, str]]:
    """Whether it stands at the top, its place and its shape, of each line at an edge of a page."""
    places = dict.fromkeys(range(min(_EDGE, len(lines))), True)
    places |= dict.fromkeys(range(max(_EDGE, len(lines) - _EDGE), len(lines)), False)
    shapes = ((top, n, _DIGITS.sub("#", _SPACE.sub("", lines[n]))) for n, top in places.items())
    return [
        (top, n, shape)
        for top, n, shape in shapes
        if 2 <= len(shape) <= _LONGEST_HEAD and not shape.endswith(("。", "；", "：", "，"))
    ]
