"""The day a page was published: what it tells of later days had not happened when it told it."""

from __future__ import annotations

import datetime

from agent.lazy import lazy_pattern
from agent.publishers import NEWS_LEVELS, Publishers
from agent.records import Page
from agent.text.dates import dates

CHINA = datetime.timezone(datetime.timedelta(hours=8))
URL = "网址"
"""What PageMeta says of a day that was read from the address alone."""

NEWS = NEWS_LEVELS
"""Levels of hosts where the upload is the day of the news."""

_LINES, _HEAD = 4, 120
_YEAR = lazy_pattern(r"年|\d{4}")
_OPENS = lazy_pattern(
    r"\s{0,40}(?:[（(【《]|本报|[\u4e00-\u9fff]{2,12}(?:社|网|报|台|财讯|客户端))"
)
_DATELINE = lazy_pattern(rf"{_OPENS.pattern}[^。；\n]{{0,40}}$")
"""新华社太原…, 本报讯（…, 《某报》（…: what stands before the day at the head of a news text."""
_TELLS = lazy_pattern(r"\s{0,40}(?:电|讯|消息|第\d{1,3}版|[）)】])")
"""…11月8日电, …11月8日讯, （2024年11月8日第4版）: what stands behind it."""


def published(page: Page) -> datetime.date:
    """The last day on which what a page and its attachments tell can have happened.

    The latest of header, issue, sign-off and a dateline with its year; where none is given the day
    (in China) on which the page was fetched. Never a date of the running text: a plan names days
    that are still to come; nor the day in an address, which may be that of a draft.
    """
    known = [day for document in page.documents() for day in _stated(document)]
    return max(known) if known else page.fetched_at.astimezone(CHINA).date()


def _stated(page: Page) -> list[datetime.date]:
    meta = page.meta
    days = [day for day in (meta.uploaded, meta.issued, meta.signed) if day and day.where != URL]
    return [day.interval.end for day in days] + _dateline(page)


def _dateline(page: Page) -> list[datetime.date]:
    """The day of the first line that opens like a news text; a title may stand above it."""
    for line in page.body_text.split("\n", _LINES)[:_LINES]:
        head = line[:_HEAD]
        opens = _OPENS.match(head) and _YEAR.search(head)
        first = next(iter(dates(head)), None) if opens else None
        if first is None or first.precision != "day":
            continue
        if _DATELINE.fullmatch(head[: first.span.start]) and _TELLS.match(head[first.span.end :]):
            return [first.interval.end]
    return []


def header_tells_day(page: Page, publishers: Publishers) -> bool:
    """True where the header's day is that of the news, so that it may give 11月8日 its year.

    On a news host; on a host of nobody where the page itself shows the day. Never on a
    government's, whose pages are moved and dated anew.
    """
    host = publishers.of(page.answered_url)
    if host.level in NEWS:
        return True
    shown = page.meta.uploaded is not None and page.meta.uploaded.where != URL
    return shown and not host.government
