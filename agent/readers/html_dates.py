"""The dates of an HTML page by their roles; four dates are four different facts.

A 发布日期 row in the metadata of a document counts as the day of issue, unless it lies more than
ninety days after the signing: then it only says when the page was put up (of 419 provincial
documents moved to a new site, 367 carry such a date). A time in the header of a news page, a
PubDate and the date in a URL are upload dates: upper bounds. The earliest of them is the
tightest bound.
"""

from __future__ import annotations

import re
from typing import TypedDict
from urllib.parse import urlsplit

from agent.readers.dates_in_page import effective, in_force, printed
from agent.readers.html_meta import Row, Rows
from agent.records import Fetched, Interval, Span, StatedDate
from agent.text.dates import parse_date

_TAGS = (
    "pubdate",
    "firstpublishedtime",
    "publishdate",
    "article:published_time",
    "og:release_date",
    "datepublished",
    "publish_time",
    "createdate",
)
_ISO = re.compile(r"(?:19|20)\d\d[-/.年]\s*\d{1,2}[-/.月]\s*\d{1,2}日?|(?:19|20)\d{6}(?!\d)")
_IN_URL = (
    re.compile(r"/t((?:19|20)\d\d)(\d\d)(\d\d)_"),
    re.compile(r"/((?:19|20)\d\d)[-/]?(\d\d)[-/](\d\d)/"),
    re.compile(r"/((?:19|20)\d\d)(\d\d)(\d\d)/"),
    re.compile(r"/((?:19|20)\d\d)[-/]?(\d\d)/"),
)
_LATE = 90


class PageDates(TypedDict):
    """The date fields of a PageMeta."""

    signed: StatedDate | None
    issued: StatedDate | None
    effective: StatedDate | None
    in_force: StatedDate | None
    uploaded: StatedDate | None


def page_dates(
    fetched: Fetched,
    tags: dict[str, str],
    rows: Rows,
    spans: dict[str, Span],
    told: tuple[str, Span, StatedDate | None],
) -> PageDates:
    """All dates of a page.

    Args:
        fetched: for the URL.
        tags: meta tags by lower-case name.
        rows: rows of label and value.
        spans: where in the text the value of a row stands, by label.
        told: the text, the span of the body in it, and the date of its 落款.
    """
    text, body, closing = told
    written = _from_rows(rows, spans, "signed")
    signed = _with_other(written, closing) or closing
    issued, late = _issued(rows, spans, signed, printed(text, body))
    takes_effect = _from_rows(rows, spans, "effective") or effective(text, body, signed, issued)
    return PageDates(
        signed=signed,
        issued=issued,
        effective=takes_effect,
        in_force=in_force(text, body, takes_effect or issued or signed),
        uploaded=_uploaded(fetched, tags, rows, spans, late),
    )


def _from_rows(rows: Rows, spans: dict[str, Span], *roles: str) -> StatedDate | None:
    for row in rows.of(*roles):
        found = _of_row(row, rows, spans)
        if found:
            return found
    return None


def _of_row(row: Row, rows: Rows, spans: dict[str, Span]) -> StatedDate | None:
    interval = parse_date(row.value) or _iso(row.value)
    if interval is None:
        return None
    table = "元数据表" if rows.official else "页头"
    where = f"{table} {row.label}"
    return StatedDate(interval=interval, value=row.value, where=where, span=spans[row.label])


def _with_other(row: StatedDate | None, closing: StatedDate | None) -> StatedDate | None:
    """The row; where it and the 落款 disagree the page contradicts itself, and ``where`` says so."""
    if row is None or closing is None or row.interval == closing.interval:
        return row
    return row.model_copy(update={"where": f"{row.where}（{closing.where}为 {closing.interval}）"})


def _issued(
    rows: Rows, spans: dict[str, Span], signed: StatedDate | None, imprint: StatedDate | None
) -> tuple[StatedDate | None, StatedDate | None]:
    """The day of issue, and a 发布日期 that is too late to be one."""
    printed_row = _from_rows(rows, spans, "printed")
    put_up = _from_rows(rows, spans, "sent", "published") if rows.official else None
    best = printed_row or imprint
    if put_up is None:
        return best, None
    bound = best or signed
    if bound and (put_up.interval.start - bound.interval.end).days > _LATE:
        where = f"{put_up.where}（晚于成文日期 {_LATE} 天以上，只作上网日期）"
        return best, put_up.model_copy(update={"where": where})
    return best or put_up, None


def _uploaded(
    fetched: Fetched,
    tags: dict[str, str],
    rows: Rows,
    spans: dict[str, Span],
    late: StatedDate | None,
) -> StatedDate | None:
    header = _from_rows(rows, spans, "uploaded") or late
    if not rows.official:
        header = header or _from_rows(rows, spans, "published", "sent")
    stated = [date for date in (header, _of_tags(tags)) if date]
    if not stated:
        return _of_url(fetched)
    return min(stated, key=lambda date: date.interval.end)


def _of_tags(tags: dict[str, str]) -> StatedDate | None:
    for name in _TAGS:
        interval = _iso(tags.get(name, ""))
        if interval:
            return StatedDate(interval=interval, value=tags[name], where=f"meta {name}")
    return None


def _of_url(fetched: Fetched) -> StatedDate | None:
    for url in (fetched.answered_url, fetched.url):
        path = urlsplit(url).path
        for pattern in _IN_URL:
            match = pattern.search(path)
            interval = _numbers("-".join(match.groups())) if match else None
            if match and interval:
                return StatedDate(interval=interval, value=match.group(0).strip("/_"), where="网址")
    return None


def _iso(words: str) -> Interval | None:
    match = _ISO.search(words)
    if match is None:
        return None
    digits = match.group(0)
    if digits.isdigit():
        digits = f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
    return _numbers(digits)


def _numbers(words: str) -> Interval | None:
    return parse_date(re.sub(r"\s+", "", words))
