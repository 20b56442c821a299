"""Rows of label and value, as a page or a document writes them.

They stand in a table (发文机关 | 山西省人民政府 | 成文日期 | …), in a list (a label, then its value in
the next line) or in a line (发布日期：2016-11-22　来源：…). What a label means is told by page_words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from agent.lazy import lazy_pattern
from agent.readers import header_line
from agent.readers.lines import Part, squeezed
from agent.readers.page_words import PageWords

_LONGEST_VALUE = 220
_LONGEST_LABEL = 12
_LABEL = lazy_pattern(r"^([^:：]{1,24})[:：]\s*(.*)$", re.DOTALL)
DATED = ("published", "sent", "uploaded")
"""Roles whose value is a day: 发表于 北京 is none."""
_FIGURE = lazy_pattern(r"[\d〇○零一二三四五六七八九]")
_EDITION = lazy_pattern(r"(?:第\s?[A-Z]?|[A-Z])\d{1,3}\s?版")
_NEAR_EDITION = 4
_EMPTY = frozenset({"", "无", "/", "-", "--", "—", "——", "暂无", "null"})


@dataclass(frozen=True)
class Row:
    """A label and its value as written, the label's role, and the lines of both.

    ``official`` when it stands among the metadata of a government document, and not in the header
    line of a page.
    """

    label: str
    value: str
    role: str
    line: int
    value_line: int
    official: bool = False

    @property
    def where(self) -> str:
        """Where it stands, in words: 元数据表 成文日期."""
        return f"{'元数据表' if self.official else '页头'} {self.label}"


@dataclass(frozen=True)
class Rows:
    """The rows that were found, and the numbers of the lines they take up."""

    rows: tuple[Row, ...] = ()
    lines: frozenset[int] = frozenset()

    @property
    def official(self) -> bool:
        """True when the metadata of a government document is among them."""
        return any(row.official for row in self.rows)

    def of(self, *roles: str) -> tuple[Row, ...]:
        """The rows of these roles: by their order, official ones first, then as on the page."""
        found = (row for role in roles for row in self.rows if row.role == role)
        return tuple(sorted(found, key=lambda row: not row.official))


@dataclass(frozen=True)
class RowLines:
    """Lines to look for rows in.

    ``cells`` is one tuple a line, longer than one for a row of a table. ``bare`` says whether a
    line that is only a label without a colon may be one; ``near`` whether the next line can hold
    its value; ``parts`` are the pieces that inline tags make of a line.
    """

    cells: Sequence[tuple[str, ...]]
    bare: Callable[[int], bool]
    near: Callable[[int], bool]
    parts: Callable[[int], Sequence[Part]] = lambda _: ()


def read_rows(lines: RowLines, first: int, last: int, words: PageWords) -> Rows:
    """The rows of label and value in the lines first..last (half open).

    Rows that follow each other in the same form are a block. One with a label that only official
    metadata has is official as a whole; the header line beside it (发布时间：…　来源：…) is not. The
    first of a label wins, an official one before others.
    """
    blocks: list[list[Row]] = []
    used: set[int] = set()
    form, end = "", -2
    for number in range(first, min(last, len(lines.cells))):
        pairs = _pairs(lines, number, words)
        if not pairs:
            continue
        shape = "table" if len(lines.cells[number]) > 1 else "line" if len(pairs) > 1 else "list"
        if shape != form or number > end + 1:
            blocks.append([])
        form, end = shape, max(end, number + max(extra for _, _, extra in pairs))
        used.update(range(number, end + 1))
        for label, value, extra in pairs:
            row = Row(label, value, words.roles[label], number, number + extra)
            if squeezed(value) not in _EMPTY and (row.role not in DATED or _FIGURE.search(value)):
                blocks[-1].append(row)
    return Rows(_merged(blocks, words), frozenset(used))


def _merged(blocks: list[list[Row]], words: PageWords) -> tuple[Row, ...]:
    found: dict[str, Row] = {}
    for block in blocks:
        labels = {row.label for row in block}
        official = len(labels) > 1 and not words.official.isdisjoint(labels)
        for row in block:
            known = found.get(row.label)
            if known is None or (official and not known.official):
                found[row.label] = replace(row, official=official)
    return tuple(sorted(found.values(), key=lambda row: row.line))


def bare_time(lines: RowLines, first: int, last: int, clock: int | None = None) -> tuple[Row, ...]:
    """The day in a header line that gives it no label, such as 2019年06月15日08:18　某报.

    The words beside it are the source when they are the name of a medium.

    Args:
        lines: where it may stand.
        first: the number of the first line.
        last: the number behind the last.
        clock: up to which line a day with its weekday is the clock of the site; everywhere by default.
    """
    for number in range(last - 1, first - 1, -1):
        cells = lines.cells[number]
        if len(cells) != 1:
            continue
        if (
            "星期" in cells[0]
            and (clock is None or number < clock)
            and not _of_edition(lines, number)
        ):
            continue
        found = header_line.bare(cells[0], lines.parts(number))
        if found is None:
            found = _set_as_a_leaf(lines, first, number)
        if found is None:
            continue
        day, medium = found
        rows = [Row("时间", day, "published", number, number)]
        if medium:
            rows.append(Row("来源", medium, "source", number, number))
        return tuple(rows)
    return ()


def _of_edition(lines: RowLines, number: int) -> bool:
    """True for the day of a newspaper, beside the number of its page: 第04版：民生 / 2022年01月12日 星期三."""
    near = lines.cells[max(0, number - _NEAR_EDITION) : number + _NEAR_EDITION]
    return any(_EDITION.search(cells[0]) for cells in near if len(cells) == 1)


def _set_as_a_leaf(lines: RowLines, first: int, number: int) -> tuple[str, str] | None:
    """The day that a line and the one or two above it are the pieces of."""
    pieces = [part.text for part in lines.parts(number)]
    above = [
        cells[0] for cells in lines.cells[max(first, number - 2) : number + 1] if len(cells) == 1
    ]
    days = (header_line.in_pieces(one) for one in (pieces or above[-2:], above) if one)
    day = next(filter(None, days), "")
    return (day, "") if day else None


def _pairs(lines: RowLines, number: int, words: PageWords) -> list[tuple[str, str, int]]:
    """Label, value and how many further lines the value took."""
    cells = lines.cells[number]
    if len(cells) > 1:
        return _under_head(lines, number, words) or _of_cells(cells, words)
    text = cells[0] if cells else ""
    if len(text) > _LONGEST_VALUE:
        return []
    label, colon, value = _split(text)
    if label in words.roles and not value and (colon or lines.bare(number)):
        return _of_next(lines, number, label, words)
    pairs = [(word, said, 0) for word, said in header_line.pairs(text, lines.parts(number), words)]
    if not pairs and label in words.roles and colon and not words.is_noise(value):
        pairs = [(label, value, 0)]
    return pairs


def _under_head(lines: RowLines, number: int, words: PageWords) -> list[tuple[str, str, int]]:
    """A row of labels alone, whose values stand in the row below."""
    labels = [_split(cell)[0] for cell in lines.cells[number]]
    after = lines.cells[number + 1] if number + 1 < len(lines.cells) else ()
    if len(labels) != len(after) or any(label not in words.roles for label in labels):
        return []
    if any(_split(cell)[0] in words.roles for cell in after):
        return []
    found = zip(labels, after, strict=True)
    return [(label, value, 1) for label, value in found if len(value) <= _LONGEST_VALUE]


def _of_cells(cells: tuple[str, ...], words: PageWords) -> list[tuple[str, str, int]]:
    pairs = []
    position = 0
    while position < len(cells):
        label, _, value = _split(cells[position])
        position += 1
        if label not in words.roles:
            continue
        if not value and position < len(cells) and _split(cells[position])[0] not in words.roles:
            value = cells[position]
            position += 1
        pairs.append((label, value, 0))
    return [pair for pair in pairs if len(pair[1]) <= _LONGEST_VALUE]


def _of_next(
    lines: RowLines, number: int, label: str, words: PageWords
) -> list[tuple[str, str, int]]:
    after = lines.cells[number + 1] if number + 1 < len(lines.cells) else ()
    if len(after) != 1 or len(after[0]) > _LONGEST_VALUE or not lines.near(number):
        return [(label, "", 0)]
    if _split(after[0])[0] in words.roles:
        return [(label, "", 0)]
    return [(label, after[0], 1)]


def is_row_label(text: str, words: PageWords) -> bool:
    """True for a line that is a label and a colon, its value in the lines below."""
    label, colon, value = _split(text)
    return colon and not value and label in words.roles


def _split(text: str) -> tuple[str, bool, str]:
    """The label without white space, whether a colon follows it, and the rest."""
    match = _LABEL.match(text)
    label, rest = match.groups() if match else (text, "")
    squeezed = "".join(label.split()).strip("【】[]·*")
    if len(squeezed) > _LONGEST_LABEL:
        return "", False, text
    return squeezed, match is not None, rest.strip(" \u3000")
