"""What an HTML page says of itself: its meta tags, its window title, its rows of label and value.

The names of the meta tags are those of 《政府网站发展指引》 国办发〔2017〕47号, annex 3, compared
without case, in name= and in property=.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from agent.readers.html_body import Body
from agent.readers.lines import Line
from agent.readers.page_words import PageWords
from agent.readers.rows import Row, RowLines, Rows, bare_time, read_rows

_SPACE = re.compile(r"[\s\u3000\xa0]+")
_LABEL_TAGS = ("dt", "th", "label", "td")
_LONGEST_TITLE = 600
_ABOVE = 60
_HEADER = 12
_INSIDE = 14
_BELOW = 8
_DATED = ("published", "sent", "uploaded")


def read_tags(tree: HtmlElement) -> dict[str, str]:
    """The meta tags, by lower-case name; the first that says something wins."""
    tags: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = (element.get("name") or element.get("property") or "").strip().lower()
        content = _SPACE.sub(" ", element.get("content") or "").strip()
        if name and content:
            tags.setdefault(name, content)
    return tags


def window_title(tree: HtmlElement) -> str:
    """The words of <title>, on one line."""
    element = next(tree.iter("title"), None)
    words = element.text_content()[:_LONGEST_TITLE] if element is not None else ""
    return _SPACE.sub(" ", words).strip()


def page_rows(lines: Sequence[Line], body: Body | None, words: PageWords) -> Rows:
    """Rows above the body, at its head when the metadata table stands in it, and just below it.

    ``lines`` of the answer are only those inside the body: they belong to the table, not to it.
    """
    first = body.first if body else len(lines)
    last = body.last if body else len(lines)
    table = RowLines(
        cells=[line.cells for line in lines],
        bare=lambda number: lines[number].element.tag in _LABEL_TAGS,
        near=lambda number: _near(lines[number], lines[number + 1]),
    )
    above = read_rows(table, max(0, first - _ABOVE), first, words)
    inside = read_rows(table, first, min(last, first + _INSIDE), words)
    below = read_rows(table, last, last + _BELOW, words)
    parts = [above, below]
    if inside.official and not above.official:
        parts.insert(0, inside)
    merged: dict[str, Row] = {}
    for part in parts:
        for row in part.rows:
            known = merged.get(row.label)
            if known is None or (row.official and not known.official):
                merged[row.label] = row
    if not any(row.role in _DATED for row in merged.values()):
        header = bare_time(table, max(0, first - _HEADER), first)
        merged = {row.label: row for row in header} | merged
    rows = sorted(merged.values(), key=lambda row: row.line)
    return Rows(tuple(rows), inside.lines if inside in parts else frozenset())


def _near(label: Line, value: Line) -> bool:
    """True when the value's element hangs on the label's grandparent at most."""
    above = label.element
    for _ in range(2):
        if above.getparent() is not None:
            above = above.getparent()
    return any(parent is above for parent in (value.element, *value.element.iterancestors()))
