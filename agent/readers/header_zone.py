"""Where the header of a page ends: the lines of day, source, counters and buttons between title and text.

A header is a zone, told by its place and by the shape of what stands in it: a day in figures, an
hour, a number behind a word, links, a label. What stands between two such lines, or beside one
in a block of the page without a sentence, goes with them: a subtitle, the name of an account. No
label has to be known.
"""

from __future__ import annotations

from collections.abc import Sequence

from lxml.html import HtmlElement

from agent.lazy import lazy_pattern
from agent.readers import header_line
from agent.readers.controls import is_noise, is_path
from agent.readers.lines import Line, Rendered, is_text
from agent.readers.page_text import one_line
from agent.readers.page_words import PageWords
from agent.readers.tail_line import closes
from agent.readers.text_block import stands_apart, text_block

_ONLY_DAY = lazy_pattern(r"^[（(]?\s?\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日\s?[）)]?$")
"""A day alone in words is that of a document, below its title: （2024年10月12日）."""
_DAY_AND_TIME = lazy_pattern(r"^\d{1,2}\s?[-月]\s?\d{1,2}\s?日?\s\d{1,2}:\d{2}(?!\d)")
"""A day without its year and an hour, as the header of a news page has it: 1月13日 06:30 某某观察."""
_OF_A_TEXT = frozenset({"时间", "日期", "名称", "标题"})
_LONGEST_SHORT_DAY = 30
_LONGEST_HEADER, _LONGEST_SUBTITLE = 90, 40
_MOST_ABOVE_DAY, _MOST_WORDS_ABOVE_DAY, _WORD = 2, 6, 12
"""Lines above that of the day: a subtitle and one more, or single words (发布者 / 某某中心 / 发布时间)."""
_MOST_IN_BLOCK, _MOST_ABOVE_TEXT = 8, 14
_HIGH, _LONGEST_LEAF = 4, 3
_FIELD = lazy_pattern(r"^[\u4e00-\u9fff]{2,6}\s?[:：]\s?\S{1,12}$")
"""A label and a short value, as those of a header are: 栏目：部门动态."""
_MAY_BEGIN = lazy_pattern(
    r"^[（(]|^第[\d一二三四五六七八九十]{1,4}[章节条部]|^[\d一二三四五六七八九十]{1,3}\s?[、.．)）]|^[——-]{2}"
)
"""How a short line begins that a text may: a note in brackets, a chapter, an item."""


def behind_header(rendered: Rendered, first: int, last: int, title: str, words: PageWords) -> int:
    """The number of the first line among first..last that is none of a page's header.

    A subtitle, a number or 分享到 may stand above the line of day and source: 题 / ——副题 / 2022-01-12 来源.
    """
    lines = rendered.lines
    while first < last:
        taken = _label_and_value(lines, first, last, words) or _leaf(lines, first, last)
        if taken:
            first += taken
            continue
        if is_header(lines[first], title, words):
            marks = tells_day(lines[first], words) or header_line.counts(lines[first].text)
            first = _block_end(rendered, first, last, title, words) if marks else first + 1
            continue
        behind = _behind_subtitle(lines, first, last, words)
        if behind == first:
            behind = _before_block(rendered, first, last)
        if behind == first:
            break
        first = behind
    return first


def _before_block(rendered: Rendered, first: int, last: int) -> int:
    """The first line of the block that holds the text, where no line above it can be of a text."""
    block = text_block(rendered, first, last)
    for number in range(first, block[0]):
        line = rendered.lines[number]
        may_begin = closes(line.text) or _MAY_BEGIN.match(line.text)
        if _begins_text(line) or (may_begin and not stands_apart(rendered, number, block)):
            return first
    return block[0]


def _behind_subtitle(lines: Sequence[Line], first: int, last: int, words: PageWords) -> int:
    """The number of the line that tells the day below a line or two, or that leads to other pages.

    ——副题 / 2022-01-12 来源; 本篇导航 / 第1页：… 第2页：…, with a text behind it.
    """
    for number in range(first + 1, min(last, first + 1 + _MOST_WORDS_ABOVE_DAY)):
        above = lines[number - 1]
        if _begins_text(above) or (number - first > _MOST_ABOVE_DAY and len(above.text) > _WORD):
            break
        if tells_day(lines[number], words):
            return number
        if number == first + 1 and _FIELD.match(above.text) and is_header(lines[number], "", words):
            return number
        if lines[number].is_link and any(_begins_text(line) for line in lines[number + 1 : last]):
            return number
    return first


def above_text(rendered: Rendered, first: int, last: int, words: PageWords) -> list[int]:
    """The numbers of the lines above the first sentence of a text that are none of its header, nearest first.

    A line of the header that is a title with the day behind it is among them.
    """
    lines = rendered.lines
    start = next((n for n in range(first, last) if is_text(lines[n])), first)
    above = range(start - 1, max(-1, start - 1 - _MOST_ABOVE_TEXT), -1)
    return [n for n in above if n not in rendered.foot and _is_beside_header(lines[n], words)]


def _is_beside_header(line: Line, words: PageWords) -> bool:
    if words.only_body.match(line.text) and line.element.tag != "br":
        return False
    glued = header_line.without_day(line.text) != line.text
    return glued or not is_header(line, "", words)


def header_inside(rendered: Rendered, first: int, last: int, words: PageWords) -> range:
    """The header lines that a known container begins with, or that stand below its title in it."""
    lines, number = rendered.lines, first
    while number < min(last, first + _MOST_IN_BLOCK):
        line = lines[number]
        if line.is_link or not is_header(line, "", words) or _is_of_a_text(line, words):
            break
        number += 1
    return range(first, number + _leaf(lines, number, last) if number < last else number)


def _is_of_a_text(line: Line, words: PageWords) -> bool:
    """True for what a notice itself says: 时间：2024年10月16日上午9时; a system writes 时间：2024-10-16."""
    pairs = _pairs(line, words)
    only = bool(pairs) and all(label in _OF_A_TEXT for label, _ in pairs)
    return only and not any(header_line.is_in_figures(value) for _, value in pairs)


def is_header(line: Line, title: str, words: PageWords) -> bool:
    """True for a line that can only be of the frame: a link, a path, the title, buttons, a header."""
    text = line.text
    if line.is_link or is_path(text) or one_line(text) in one_line(title):
        return True
    if len(text) >= _LONGEST_HEADER or "。" in text:
        return False
    if is_noise(line, words) or words.byline.fullmatch(text) or header_line.counts(text):
        return True
    if words.begins_byline.match(text) and text[-1] not in "：:；，":
        return True
    if _DAY_AND_TIME.match(text) and len(text) <= _LONGEST_SHORT_DAY:
        return True
    if _pairs(line, words):
        return True
    return header_line.bare(text, line.parts) is not None and not _ONLY_DAY.match(text)


def _pairs(line: Line, words: PageWords) -> list[tuple[str, str]]:
    return header_line.pairs(line.text, line.parts, words, table=len(line.cells) > 1)


def tells_day(line: Line, words: PageWords) -> bool:
    """True for a header line that tells the day of the page; a day alone in words is a document's."""
    told = header_line.bare(line.text, line.parts)
    if told is not None:
        return not _ONLY_DAY.match(line.text)
    found = _pairs(line, words)
    return any(value[:4].isdigit() for _, value in found)


def _block_end(rendered: Rendered, number: int, last: int, title: str, words: PageWords) -> int:
    """The end of the block that a header line stands in, as far up as it holds no text.

    <div><b>某地发布</b><p>2024-08-07 18:30</p><p>某某官方账号</p></div>, and the text behind it.
    """
    lines, end = rendered.lines, _table_end(rendered, number, last) or number + 1
    element: HtmlElement | None = lines[number].element
    for _ in range(_HIGH):
        if element is None:
            break
        reach = rendered.ranges.get(element, (0, 0))[1]
        inside = range(end, reach)
        if reach >= last or reach - number > _MOST_IN_BLOCK:
            break
        if any(_begins_text(lines[n]) and not is_header(lines[n], title, words) for n in inside):
            break
        end = max(end, reach)
        element = element.getparent()
    return end if any(_begins_text(line) for line in lines[end:last]) else number + 1


def _table_end(rendered: Rendered, number: int, last: int) -> int:
    """The end of a table of labels and values one row of which tells day and hour; or 0.

    时间 | 2021年11月16日 15:00, 地点 | 某厅: what a system prints above a record, with sentences behind it.
    """
    lines = rendered.lines
    if len(lines[number].cells) != 2 or not header_line.has_hour(lines[number].text):
        return 0
    table = next(lines[number].element.iterancestors("table"), None)
    end = rendered.ranges.get(table, (0, 0))[1] if table is not None else 0
    rows = lines[number + 1 : end]
    pairs = all(len(row.cells) == 2 and len(row.text) < _LONGEST_SUBTITLE for row in rows)
    return end if rows and pairs and any(map(is_text, lines[end:last])) else 0


def _leaf(lines: Sequence[Line], first: int, last: int) -> int:
    """How many lines a day takes that is set as a calendar leaf: 27 / 2022-09; or 0."""
    if header_line.in_pieces([part.text for part in lines[first].parts]):
        return 1
    texts = [line.text for line in lines[first : min(last, first + _LONGEST_LEAF)]]
    return next((n for n in range(len(texts), 1, -1) if header_line.in_pieces(texts[:n])), 0)


def _label_and_value(lines: Sequence[Line], first: int, last: int, words: PageWords) -> int:
    """How many lines a label takes that has its value in the line below: 来源 / 某市日报; or 0."""
    label = one_line(lines[first].text).strip("：:")
    value = lines[first + 1].text if first + 1 < last else ""
    labels = label in words.roles or lines[first].element.tag == "dt"
    fits = labels and value and len(value) < _LONGEST_SUBTITLE and "。" not in value
    return 2 if fits else 0


def _begins_text(line: Line) -> bool:
    """True for a line that no header holds: a sentence, a row of a table, whom a document speaks to."""
    if len(line.cells) > 1 or len(line.text) >= _LONGEST_SUBTITLE:
        return True
    return "。" in line.text or line.text[-1:] in "：:，；"
