"""A harvest: the columns of a province walked, and the pages read that they list."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from agent.errors import CouldNotLook, contained
from agent.fetch import Opener
from agent.harvest.reading import reading_of
from agent.harvest.walking import Get, Walked, Walker
from agent.publishers.columns import ColumnRow
from agent.records import Interval, Opened
from agent.register import Register
from agent.sectors import Sectors

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
