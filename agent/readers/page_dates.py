"""The dates of a page by their roles; four dates are four different facts.

A 发布日期 row in the metadata of a document counts as the day of issue, unless it lies more than
ninety days after the signing: then it only says when the page was put up (of 419 provincial
documents that were moved to a new site, 367 carry such a date). A time in the header of a news
page, a PubDate and the date in a URL are upload dates: upper bounds. The earliest of those a page
states is the tightest; the URL is asked only when it states none.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from agent.lazy import lazy_pattern
from agent.readers.english_day import english_day
from agent.readers.in_force import effective, in_force, said_in
from agent.readers.rows import Row, Rows
from agent.readers.signature import Closing
from agent.records import Interval, Span, StatedDate
from agent.text.dates import parse_date
from agent.text.url_days import told_by_url

_TAGS = (
    "pubdate",
    "firstpublishedtime",
    "publishdate",
    "article:published_time",
    "og:release_date",
    "datepublished",
    "publish_time",
)
_ISO = lazy_pattern(
    r"(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?|(?<!\d)(?:19|20)\d{6}(?!\d)"
)
_SHORT = lazy_pattern(r"^\s*(\d{2}[-/.]\d{1,2}[-/.]\d{1,2})(?:\s|$)")
_LATE = 90
CONTRADICTED = "（落款为 "
"""What ``where`` says of a day of signing that the closing lines do not have."""


@dataclass(frozen=True)
class Told:
    """What was read before the dates are told apart.

    ``spans`` says where the value of a row stands in ``text``, by label; ``body`` is the range of
    the body; ``tags`` are meta tags by lower-case name; ``fetched`` is the day it was fetched.
    """

    text: str
    body: Span
    rows: Rows
    spans: dict[str, Span]
    tags: dict[str, str]
    url: str
    fetched: datetime.date
    signature: Closing
    imprint: Closing


@dataclass(frozen=True)
class PageDates:
    """The date fields of a PageMeta."""

    signed: StatedDate | None
    issued: StatedDate | None
    effective: StatedDate | None
    in_force: StatedDate | None
    uploaded: StatedDate | None


def page_dates(told: Told) -> PageDates:
    """All dates of a page."""
    closing = told.signature.day
    signed = _noted(_from_rows(told, "signed"), closing) or closing
    issued, late = _issued(told, signed)
    uploaded = _uploaded(told, late)
    said = said_in(told.text, signed, issued)
    takes_effect = _from_rows(told, "effective") or effective(said, signed, issued, uploaded)
    return PageDates(
        signed=signed,
        issued=issued,
        effective=takes_effect,
        in_force=in_force(said, takes_effect, issued),
        uploaded=uploaded,
    )


def _from_rows(told: Told, *roles: str, official: bool | None = None) -> StatedDate | None:
    for row in told.rows.of(*roles):
        interval = _day_of(row.value)
        if interval and official in (None, row.official):
            return _row_date(told, row, interval)
    return None


def _day_of(words: str) -> Interval | None:
    return parse_date(words) or _iso(words) or _short(words) or english_day(words)


def _row_date(told: Told, row: Row, interval: Interval) -> StatedDate:
    span = told.spans[row.label]
    return StatedDate(interval=interval, value=row.value, where=row.where, span=span)


def _noted(row: StatedDate | None, closing: StatedDate | None) -> StatedDate | None:
    """The row; where the 落款 says another day the page contradicts itself, and ``where`` tells."""
    if row is None or closing is None or row.interval.overlaps(closing.interval):
        return row
    return row.model_copy(update={"where": f"{row.where}{CONTRADICTED}{closing.interval}）"})


def _issued(told: Told, signed: StatedDate | None) -> tuple[StatedDate | None, StatedDate | None]:
    """The day of issue, and a 发布日期 that is too late to be one."""
    best = _from_rows(told, "printed") or told.imprint.day
    put_up = _from_rows(told, "sent", "published", official=True)
    bound = best or signed
    if put_up is None:
        return best, None
    if bound and (put_up.interval.start - bound.interval.end).days > _LATE:
        where = f"{put_up.where}（晚于成文日期 {_LATE} 天以上，只作上网日期）"
        return best, put_up.model_copy(update={"where": where})
    return best or put_up, None


def _uploaded(told: Told, late: StatedDate | None) -> StatedDate | None:
    put_up = _from_rows(told, "uploaded")
    header = _from_rows(told, "published", "sent", official=False)
    stated = [date for date in (put_up, header, late, _of_tags(told.tags)) if date]
    if not stated:
        return _of_url(told)
    first = min(stated, key=lambda date: date.interval.end)
    later = [date for date in stated if date.interval.start > first.interval.end]
    if not later:
        return first
    where = f"{first.where}（{later[0].where} 为 {later[0].interval}）"
    return first.model_copy(update={"where": where})


def _of_tags(tags: dict[str, str]) -> StatedDate | None:
    for name in _TAGS:
        interval = _iso(tags.get(name, ""))
        if interval:
            return StatedDate(interval=interval, value=tags[name], where=f"meta {name}")
    return None


def _of_url(told: Told) -> StatedDate | None:
    found = told_by_url(told.url, told.fetched)
    return StatedDate(interval=found[1], value=found[0], where="网址") if found else None


def _short(words: str) -> Interval | None:
    """A day whose year has two digits, as some sites write it behind a label: 24-11-08."""
    match = _SHORT.match(words)
    return parse_date(f"20{match.group(1)}") if match else None


def _iso(words: str) -> Interval | None:
    match = _ISO.search(words)
    if match is None:
        return None
    digits = re.sub(r"\s+", "", match.group(0))
    if digits.isdigit():
        digits = f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
    return parse_date(digits)
