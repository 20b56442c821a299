"""What the page of a listed document says, as the register keeps it."""

from __future__ import annotations

import datetime

from agent.records import Page, StatedDate
from agent.register import Reading
from agent.sectors import Sectors
from agent.text.names import derived_from

ABOUT = ("direct", "umbrella", "upstream")
"""Grades of a document that has to do with a sector."""
INTERPRETS = ("解读", "问答", "记者问", "一图", "图解", "读懂", "看懂")
LONGEST_TEXT = 200_000


def reading_of(page: Page, sectors: Sectors) -> Reading:
    """The title, number, body, days, kind and sectors of a page, and its text with its attachments."""
    text = "\n".join(document.text for document in page.documents())
    meta = page.meta
    return Reading(
        title=page.title,
        number=meta.document_number.value if meta.document_number else "",
        agency=meta.agency.value if meta.agency else "",
        kind=_kind(page),
        sectors=tuple(
            name for name in sectors.names if sectors.grade(page.title, text, name).grade in ABOUT
        ),
        signed=_day(meta.signed),
        issued=_day(meta.issued),
        effective=_day(meta.effective),
        sha256=page.sha256,
        text=text[:LONGEST_TEXT],
    )


def _kind(page: Page) -> str:
    """Whether it is a document, talk about one, or news: by its title, number and issuer."""
    derived = derived_from(page.title) or ""
    if any(word in derived for word in INTERPRETS):
        return "interpretation"
    return "document" if page.meta.document_number or page.meta.agency else "news"


def _day(stated: StatedDate | None) -> datetime.date | None:
    """A day; a month or a year is none."""
    if stated is None or stated.interval.start != stated.interval.end:
        return None
    return stated.interval.start
