"""What a page tells, and whether it says when, and who, what or with which figures."""

from __future__ import annotations

from collections.abc import Sequence

from lxml.html import HtmlElement

from agent.lazy import lazy_pattern
from agent.readers.html_page import HtmlPage
from agent.readers.lines import Line, han_count, is_text
from agent.readers.own_words import is_addressed, is_frame, own_words, parted
from agent.readers.page_words import PageWords
from agent.text.dates import dates

DATES = ("published", "sent", "uploaded", "signed", "printed", "effective")
"""Roles of rows that date a page."""
_WHO = ("agency", "publisher", "source", "number")
_ANY_YEAR, _MONTH = 2000, 31
_ENOUGH = 4000
"""Characters in which a day must stand: a short text is judged here, whatever else a page holds."""
_SENTENCE = 40
_WORDED = lazy_pattern(r"[\u4e00-\u9fffA-Za-z]{2}")
_FIGURE = lazy_pattern(
    r"^[+-]?\d[\d,]{0,15}(?:\.\d{1,6})?\s?(?!\d*[年月日号时期])[\u4e00-\u9fff%％℃]{0,8}$"
)
"""A cell with a figure, and its unit: 1,234.5万吨标准煤; a day or a number in a row is none."""


def tells_when(page: HtmlPage, lines: Sequence[Line], *, by_window: bool = True) -> bool:
    """True where lines tell something, and the page says when, and who, what or with which figures.

    What is told is an act or a body's; below a title that stands on the page, any sentence that ends and any
    row of a table with words and figures.

    Args:
        page: the page.
        lines: those of its lines that may tell it.
        by_window: whether a day in its title counts.
    """
    words = PageWords.load()
    told = own_words([line.text for line in lines], words)
    said = [*told.telling, *filter(_is_notice, told.to_visitor)]
    if not said:
        return False
    title = page.title.value if page.title else ""
    body = "\n".join(said)[:_ENOUGH]
    dated = any(row.role in DATES for row in page.rows.rows) or any(
        mention.interval.days <= _MONTH
        for mention in dates(f"{title}\n{body}" if by_window else body, year=_ANY_YEAR)
    )
    if not dated:
        return False
    if any(row.role in _WHO for row in page.rows.rows):
        return True
    if words.act_or_body.search(f"{title}\n{body}"):
        return True
    ended = any(line.text.endswith("。") or is_text(line) for line in lines)
    return page.title_end is not None and bool(told.telling) and (ended or figures(lines) > 0)


def announces(page: HtmlPage, beside: Sequence[Line]) -> bool:
    """True for an article that lists what it announces (决定废止下列文件：): its header has its day, no item's."""
    kept = {id(line) for line in beside}
    dated = any(
        row.role in DATES and id(page.rendered.lines[row.line]) in kept for row in page.rows.rows
    )
    return dated and any(
        id(line) in kept and line.text.endswith(("：", ":", "。")) for line in page.own_lines
    )


def beside_box(page: HtmlPage, field: HtmlElement) -> list[Line]:
    """What a page tells outside the box with the field for a password; ``field`` is the element around that.

    The box is the largest element around the field that does not hold the title, or the form alone
    where the title is no line of the page.
    """
    title = page.rendered.lines[page.title_end - 1].element if page.title_end else None
    holding = {title, *title.iterancestors()} if title is not None else set()
    box = field
    for above in field.iterancestors():
        if above in holding or above.tag in ("body", "html") or (not holding and box.tag == "form"):
            break
        box = above
    own = page.own_lines
    return [x for x in own if box is not x.element and box not in x.element.iterancestors()]


def is_sentence_below_title(page: HtmlPage) -> bool:
    """True for a page with a title of its own and a whole sentence of some length that tells something."""
    if page.title_end is None:
        return False
    told = parted(line.text for line in page.own_lines if line.text.endswith("。"))
    return any(han_count(sentence) >= _SENTENCE for sentence in told.telling)


def figures(lines: Sequence[Line]) -> int:
    """How many figures stand in the rows of a table that have words beside them."""
    rows = (line.cells for line in lines if len(line.cells) > 1)
    worded = (row for row in rows if any(_WORDED.search(cell) for cell in row))
    return sum(bool(_FIGURE.match(cell)) for row in worded for cell in row)


def _is_notice(sentence: str) -> bool:
    """True for a sentence to a visitor that is no word of the site, or has a day: 因检修11月8日停水，给您带来不便."""
    dated = any(mention.interval.days <= _MONTH for mention in dates(sentence, year=_ANY_YEAR))
    return not is_frame(sentence) or (dated and not is_addressed(sentence))
