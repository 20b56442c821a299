"""What an HTML page says of itself: its meta tags and its rows of label and value.

The names of the meta tags are those of 《政府网站发展指引》 国办发〔2017〕47号, annex 3, compared
without case, in name= and in property=. Rows stand in a table, a definition list or a line
(发布日期：2016-11-22　来源：…). What a label means is one table here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from agent.readers.lines import Line
from agent.readers.page_words import PageWords

_SPACE = re.compile(r"[\s\u3000\xa0]+")
_LONGEST_VALUE = 220
_LONGEST_LABEL = 12
_HEADER_TIME = re.compile(
    r"^(?:[^\d，。]{0,8}[\s\u3000:：])?((?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?)"
    r"(?:\s*\d{1,2}\s*[:：时]\s*\d{2}(?:\s*[:：分]\s*\d{2}\s*秒?)?分?)?(?=\D|$)"
)
_EMPTY_VALUES = frozenset({"", "无", "/", "-", "--", "—", "——", "暂无", "null", "0"})


@dataclass(frozen=True)
class Row:
    """A label and its value as the page writes them, the label's role and the line it stands in."""

    label: str
    value: str
    role: str
    line: int


@dataclass(frozen=True)
class Rows:
    """The rows of a page. ``official`` when they are the metadata of a government document."""

    rows: tuple[Row, ...]
    official: bool
    lines: frozenset[int]

    def of(self, *roles: str) -> tuple[Row, ...]:
        """The rows of these roles, by the order of the roles and then of the page."""
        return tuple(row for role in roles for row in self.rows if row.role == role)


def read_tags(tree: HtmlElement) -> dict[str, str]:
    """The meta tags, by lower-case name; the first that says something wins."""
    tags: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = (element.get("name") or element.get("property") or "").strip().lower()
        content = _SPACE.sub(" ", element.get("content") or "").strip()
        if name and content:
            tags.setdefault(name, content)
    return tags


def document_title(tree: HtmlElement) -> str:
    """The words of <title>, on one line."""
    element = next(tree.iter("title"), None)
    return _SPACE.sub(" ", element.text_content()).strip() if element is not None else ""


def read_rows(lines: Sequence[Line], first: int, last: int, words: PageWords) -> Rows:
    """The rows of label and value in the lines first..last (half open)."""
    found: dict[str, Row] = {}
    used: set[int] = set()
    for number in range(first, min(last, len(lines))):
        for label, value, extra in _pairs(lines, number, words):
            used.update({number, number + extra})
            if value not in _EMPTY_VALUES:
                found.setdefault(label, Row(label, value, words.roles[label], number))
    official = len(words.official.intersection(found)) > 0 and len(found) > 1
    return Rows(tuple(found.values()), official, frozenset(used))


def bare_time(lines: Sequence[Line], first: int, last: int) -> tuple[Row, ...]:
    """The time in a header line that gives it no label, such as 2019年06月15日08:18　来源：某报."""
    for number in range(last - 1, first - 1, -1):
        line = lines[number]
        match = _HEADER_TIME.match(line.text)
        if match and len(line.text) < _LONGEST_VALUE and not line.is_link:
            return (Row("时间", match.group(1), "published", number),)
    return ()


def _pairs(lines: Sequence[Line], number: int, words: PageWords) -> list[tuple[str, str, int]]:
    """Label, value and how many further lines the value took."""
    line = lines[number]
    if len(line.cells) > 1:
        return _of_cells(line.cells, words)
    if len(line.text) > _LONGEST_VALUE:
        return []
    label, colon, value = _split(line.text)
    if label in words.roles and colon and not value:
        return _of_next(lines, number, label, words)
    if label in words.roles and not colon and line.element.tag in ("dt", "th", "label", "td"):
        return _of_next(lines, number, label, words)
    pairs = [
        (word, value.strip(" 　]】）)"), 0) for word, value in words.in_line.findall(line.text)
    ]
    if not pairs and label in words.roles:
        return [(label, value, 0)]
    return pairs


def _of_cells(cells: tuple[str, ...], words: PageWords) -> list[tuple[str, str, int]]:
    pairs = []
    position = 0
    while position < len(cells):
        label, colon, value = _split(cells[position])
        if label not in words.roles:
            position += 1
        elif value:
            pairs.append((label, value, 0))
            position += 1
        else:
            after = cells[position + 1] if position + 1 < len(cells) else ""
            if _split(after)[0] in words.roles:
                after = ""
            pairs.append((label, after, 0))
            position += 2 if after or not colon else 1
    return [pair for pair in pairs if len(pair[1]) <= _LONGEST_VALUE]


def _of_next(
    lines: Sequence[Line], number: int, label: str, words: PageWords
) -> list[tuple[str, str, int]]:
    if number + 1 >= len(lines):
        return []
    after = lines[number + 1]
    too_long = len(after.text) > _LONGEST_VALUE or len(after.cells) > 1
    if too_long or _split(after.text)[0] in words.roles or not _near(lines[number], after):
        return [(label, "", 0)]
    return [(label, after.text, 1)]


def _near(label: Line, value: Line) -> bool:
    """True when the value's element hangs on the label's grandparent at most."""
    above = label.element
    for _ in range(2):
        if above.getparent() is not None:
            above = above.getparent()
    return any(parent is above for parent in (value.element, *value.element.iterancestors()))


def _split(text: str) -> tuple[str, bool, str]:
    """Label without white space, whether a colon follows it, and the rest."""
    match = re.match(r"^([^:：]{1,24})[:：]\s*(.*)$", text, re.DOTALL)
    label, rest = match.groups() if match else (text, "")
    squeezed = _SPACE.sub("", label).strip("【】[]·*")
    if len(squeezed) > _LONGEST_LABEL:
        return "", False, text
    return squeezed, match is not None, rest.strip(" \u3000")
