"""What an HTML page says of itself: its meta tags, its window title, its rows of label and value.

The names of the meta tags are those of 《政府网站发展指引》 国办发〔2017〕47号, annex 3, compared
without case, in name= and in property=.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from lxml.html import HtmlElement

from agent.readers.body_edges import Body
from agent.readers.letterhead import number_line
from agent.readers.lines import Line, squeezed
from agent.readers.page_words import PageWords
from agent.readers.rows import DATED, Row, RowLines, Rows, bare_time, read_rows

_LABEL_TAGS = ("dt", "th", "label", "td")
_LONGEST_TITLE = 600
_ABOVE = 60
_HEADER = 12
_INSIDE = 14
_BELOW = 8
_SHORT_HEADER = 6
_LONGEST_LABEL = 16


def read_tags(tree: HtmlElement) -> dict[str, str]:
    """The meta tags, by lower-case name; the first that says something wins."""
    tags: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = (element.get("name") or element.get("property") or "").strip().lower()
        content = " ".join((element.get("content") or "").split())
        if name and content:
            tags.setdefault(name, content)
    return tags


def window_title(tree: HtmlElement) -> str:
    """The words of <title>, on one line."""
    element = next(tree.iter("title"), None)
    words = element.text_content()[:_LONGEST_TITLE] if element is not None else ""
    return " ".join((words).split())


class RowParts(NamedTuple):
    """The rows around a body, before it is decided which of them are the page's."""

    table: RowLines
    body: Body | None
    above: Rows
    inside: Rows
    below: Rows

    @property
    def official(self) -> Rows:
        """The metadata of a document, from where it stands."""
        return self.above if self.above.official or not self.inside.official else self.inside


def row_lines(lines: Sequence[Line], words: PageWords) -> RowLines:
    """The lines of a page, to look for rows in."""
    labels = {
        number
        for number, line in enumerate(lines)
        if len(line.text) <= _LONGEST_LABEL and squeezed(line.text) in words.roles
    }

    def bare(number: int) -> bool:
        """A label without a colon: set as one, or one of several that follow each other."""
        set_so = lines[number].element.tag in _LABEL_TAGS
        return set_so or not labels.isdisjoint((number - 2, number - 3, number + 2, number + 3))

    return RowLines(
        cells=[line.cells for line in lines],
        bare=bare,
        near=lambda number: _near(lines[number], lines[number + 1]),
        parts=lambda number: lines[number].parts,
    )


def row_parts(table: RowLines, body: Body | None, words: PageWords) -> RowParts:
    """Rows above a body, at its head when the metadata table stands in it, and just below it."""
    end = len(table.cells)
    first, last = (body.first, body.last) if body else (end, end)
    return RowParts(
        table,
        body,
        above=read_rows(table, max(0, first - _ABOVE), first, words),
        inside=read_rows(table, first, min(last, first + _INSIDE), words),
        below=read_rows(table, last, last + _BELOW, words),
    )


def page_rows(
    found: RowParts, words: PageWords, title_end: int | None = None, inside: range = range(0)
) -> Rows:
    """The rows of a page.

    ``lines`` of the answer are only those inside the body: they belong to the table, not to it.

    Args:
        found: the rows around its body.
        words: the labels.
        title_end: the number of the line behind the title, where the title is a line.
        inside: the numbers of the header lines in the container of the body.
    """
    table, body = found.table, found.body
    first = body.first if body else len(table.cells)
    parts = [found.above, found.below]
    taken: frozenset[int] = frozenset()
    if found.inside.official and (not found.above.official or _goes_on(found)):
        parts.insert(0, found.inside)
        taken = found.inside.lines
    elif inside:
        parts.append(_header_inside(table, inside, words))
        taken = frozenset(inside)
    merged: dict[str, Row] = {}
    for part in parts:
        for row in part.rows:
            known = merged.get(row.label)
            if known is None or (row.official and not known.official):
                merged[row.label] = row
    if not any(row.role in DATED for row in merged.values()):
        header_rows = bare_time(table, max(0, first - _HEADER), first, title_end)
        merged = {row.label: row for row in header_rows} | merged
    if not any(row.role == "number" for row in merged.values()):
        number = _number_line(table, title_end or max(0, first - _SHORT_HEADER), first)
        merged |= {row.label: row for row in number}
    rows = sorted(merged.values(), key=lambda row: row.line)
    return Rows(tuple(rows), taken)


def _goes_on(found: RowParts) -> bool:
    """True for a table whose long cells are the text, with the day in a row below one: 来信内容 | …, 答复时间 | …."""
    above, inside = found.above.rows, found.inside.rows
    again = {row.label for row in above} & {row.label for row in inside}
    dated = any(row.role in DATED for row in above)
    return not again and not dated and any(row.role in DATED for row in inside)


def _header_inside(table: RowLines, inside: range, words: PageWords) -> Rows:
    """The rows of the header lines inside the container of the body."""
    rows = list(read_rows(table, inside.start, inside.stop, words).rows)
    if not any(row.role in DATED for row in rows):
        rows += bare_time(table, inside.start, inside.stop, inside.start)
    return Rows(tuple(rows), frozenset(inside))


def _number_line(table: RowLines, first: int, last: int) -> tuple[Row, ...]:
    """The document number that is a line of its own between the title and the body."""
    for number in range(max(0, first), last):
        words = table.cells[number][0]
        if number_line(words):
            return (Row("文号", words.strip("（()）[]【】 \u3000"), "number", number, number),)
    return ()


def _near(label: Line, value: Line) -> bool:
    """True when the value's element hangs on the label's grandparent at most."""
    above = label.element
    for _ in range(2):
        if above.getparent() is not None:
            above = above.getparent()
    return any(parent is above for parent in (value.element, *value.element.iterancestors()))
