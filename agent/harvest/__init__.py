"""Walking the columns of a province into the register: lists first, then the pages they list.

    listing     a list page: its repeated rows of link and day, and where the list goes on
    walking     a column, page after page, until it ends, repeats itself or is older than wanted

Here a province: resumable, incremental, never more than one at a time. Everything is written as it comes, so that a harvest that is killed goes on where it was.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from agent.errors import CouldNotLook, contained
from agent.fetch import Opener
from agent.harvest.walking import Get, Walked, Walker
from agent.publishers.portals import ColumnRow
from agent.records import Interval, Opened, Page, StatedDate
from agent.register.book import Register
from agent.register.entries import Reading
from agent.sectors import Sectors
from agent.text.names import derived_from

CHUNK = 16
"""Pages that are opened at once; what was read of them is written before the next are asked for."""

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Plan:
    """What a harvest would do: the columns, with how far each was walked, and pages known to be due."""

    columns: tuple[tuple[ColumnRow, datetime.date | None], ...]
    due: int


@dataclass(frozen=True)
class Ended:
    """What a harvest came to: its walks, pages read, and pages that could not be read by cause."""

    walks: tuple[Walked, ...]
    read: int
    failed: Counter[str]

    @property
    def whole(self) -> bool:
        """True when every column was walked to its end and every page was read."""
        return not any(walk.cause for walk in self.walks) and not self.failed


def planned(
    register: Register | None, columns: Sequence[ColumnRow], province: str, span: Interval
) -> Plan:
    """What a harvest would do, without asking anybody or writing; None: there is no register yet."""
    if register is None:
        return Plan(tuple((column, None) for column in columns), 0)
    walks = tuple((column, register.walked_back_to(column)) for column in columns)
    return Plan(walks, len(register.due(province, span)))


@dataclass(frozen=True)
class Harvest:
    """What harvests.

    ``get`` asks for a list page, ``opener`` for the pages of documents; both keep robots.txt, which a
    harvest always does, and tell what it excludes with the cause robots.
    """

    register: Register
    get: Get
    opener: Opener
    sectors: Sectors
    now: Callable[[], datetime.datetime]
    progress: Progress

    def run(self, columns: Sequence[ColumnRow], province: str, span: Interval) -> Ended:
        """Walk the columns of a province, then read what they list. Raises StateError."""
        number = self.register.begin(province, span, self.now())
        walker = Walker(self.register, self.get, self.now)
        walks: list[Walked] = []
        for column in columns:
            self.progress("lists", len(walks), len(columns))
            walks.append(walker.walk(column, span))
        self.progress("lists", len(walks), len(columns))
        read, failed = self._read(province, span)
        self.register.finish(number, self.now())
        return Ended(tuple(walks), read, failed)

    def _read(self, province: str, span: Interval) -> tuple[int, Counter[str]]:
        due = self.register.due(province, span)
        read, failed = 0, Counter[str]()
        for start in range(0, len(due), CHUNK):
            self.progress("documents", start, len(due))
            for opened in self.opener.open(due[start : start + CHUNK]):
                cause = self._take(opened)
                read += not cause
                failed.update([cause] if cause else [])
        self.progress("documents", len(due), len(due))
        return read, failed

    def _take(self, opened: Opened) -> str:
        """Write down what a page said, or why it was not read; the cause."""
        if opened.page is None:
            cause = opened.gaps[0].cause if opened.gaps else "error"
            self.register.failed(opened.url, cause, self.now())
            return cause
        try:
            with contained(lambda words: CouldNotLook("internal", words)):
                self.register.read(opened.url, reading_of(opened.page, self.sectors), self.now())
        except CouldNotLook as problem:
            self.register.failed(opened.url, problem.cause, self.now())
            return problem.cause
        return ""


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
