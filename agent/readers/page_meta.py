"""What a page says of itself, put together: rows and tags before what its text lets one read."""

from __future__ import annotations

import re

from agent.lazy import lazy_pattern
from agent.readers.letterhead import Letterhead, number_line, title_issuer
from agent.readers.page_dates import Told, page_dates
from agent.readers.page_text import spans_of_lines, stated
from agent.readers.signature import issuers_in
from agent.records import PageMeta, Stated
from agent.text.document_numbers import document_numbers

_SOURCE_TAGS = ("contentsource", "source")
_ABBREVIATED = lazy_pattern(r"^(?:省|市|县|区|州|自治区|我)")
_IN_BRACKETS = lazy_pattern(r"[（(【]([^（）()【】]{4,40})[）)】]$")
_ANNOUNCES = lazy_pattern(r"(?:公\s*告|通\s*告|公\s*报|令|公\s*示)$")
_OF_A_YEAR = lazy_pattern(r"^[（(]?\s*((?:19|20)\d\d\s*年\s*第\s*\d{1,4}\s*号)\s*[）)]?$")
_FIRST_LINES = 4


def page_meta(told: Told, title: Stated | None, head: Letterhead) -> PageMeta:
    """The metadata of a page.

    Args:
        told: its text, rows, tags and closing.
        title: its title.
        head: its letterhead, for the number and the issuer.
    """
    dates = page_dates(told)
    return PageMeta(
        title=title,
        agency=_agency(told, title, head),
        document_number=_number(told) or head.number or _numbered(told, title),
        signed=dates.signed,
        issued=dates.issued,
        effective=dates.effective,
        in_force=dates.in_force,
        uploaded=dates.uploaded,
        site_name=stated(told.tags.get("sitename", ""), "meta SiteName", None),
        site_code=stated(told.tags.get("siteidcode", ""), "meta SiteIDCode", None),
        source=_row(told, "source") or _source_tag(told.tags),
    )


def _agency(told: Told, title: Stated | None, head: Letterhead) -> Stated | None:
    """发文机关 row, 落款, red head, the bodies a title names, 发布机构 row, 版记: the first there is.

    The title is that of the page, else the heading in the text: a site often leaves the issuer
    out of what it calls a page. 发布机构 comes late: on a repost it is the body that reposts. A 落款
    such as 省政府办公厅 gives way to the full name in the title.
    """
    signed_by = told.signature.agency
    named = title_issuer(title) or title_issuer(head.title, "正文标题中的发文机关")
    if signed_by and named and _ABBREVIATED.match(signed_by.value):
        signed_by = None
    publisher = _row(told, "publisher") if told.rows.official else None
    return (
        _row(told, "agency")
        or signed_by
        or head.red_head
        or named
        or publisher
        or told.imprint.agency
    )


def _row(told: Told, role: str) -> Stated | None:
    for row in told.rows.of(role):
        issuers = issuers_in(row.value) if role == "agency" else []
        value = "、".join(issuers) or re.sub(r"\s{2,}", " ", row.value)
        return Stated(value=value, where=row.where, span=told.spans[row.label])
    return None


def _number(told: Told) -> Stated | None:
    row = _row(told, "number")
    if row is None:
        return None
    numbers = {number.normal: number for number in document_numbers(row.value)}
    only = next(iter(numbers.values())).told if len(numbers) == 1 else ""
    value = number_line(row.value) or only or row.value
    return row.model_copy(update={"value": value})


def _numbered(told: Told, title: Stated | None) -> Stated | None:
    """The number in brackets behind a title, or that of an announcement in the line below it.

    关于…的通知（青交运发〔2024〕87号）; 某省交通运输厅公告 and then 2024年第9号.
    """
    if title is None:
        return None
    behind = _IN_BRACKETS.search(title.value)
    found = document_numbers(behind.group(1)) if behind else ()
    if behind and len(found) == 1 and len(found[0].text) == len(behind.group(1).strip()):
        return Stated(value=found[0].told, where=f"{title.where}（括号内）", span=title.span)
    if not _ANNOUNCES.search(title.value):
        return None
    for span in spans_of_lines(told.text, told.body)[:_FIRST_LINES]:
        line = told.text[span.start : span.end]
        match = _OF_A_YEAR.match(line)
        if match:
            return Stated(value=re.sub(r"\s+", "", match.group(1)), where="文号行", span=span)
    return None


def _source_tag(tags: dict[str, str]) -> Stated | None:
    for name in _SOURCE_TAGS:
        value = re.sub(r"^来源\s*[:：]\s*", "", tags.get(name, ""))
        if value:
            return Stated(value=value, where=f"meta {name}")
    return None
