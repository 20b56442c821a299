"""The rows of the supplement: a policy or event under a changepoint, in single cells.

Pages of one changepoint that tell the same thing and hold are one row, that of the best page, with
the others named in it. Everything else is a row of its own, so that nothing that a person must
settle, and nothing that was left out, hides behind another.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from itertools import chain
from pathlib import PurePath
from typing import NamedTuple

from agent.checks.across import best_of
from agent.findings import Dossier
from agent.policy import PolicyKind
from agent.records import Changepoint, Page
from agent.report.finding_view import FindingView
from agent.report.safe import one_line
from agent.report.supplement.cells import (
    date_cells,
    people_cells,
    point_cells,
    sentence_cells,
    source_cells,
    thing_cells,
    verdict_cells,
)
from agent.report.supplement.columns import Cell, columns
from agent.report.supplement.decisions import Listing
from agent.report.supplement.spool import Spool
from agent.report.supplement.things import Known
from agent.report.words import Language
from agent.text.urls import host_of, url_identity

DIGITS = 12
"""Hexadecimal digits of a finding's key in a row."""


class Source(NamedTuple):
    """The page that a row rests on. ``stated`` is the day it gives itself, ISO, or empty."""

    url: str
    title: str
    sha256: str
    by_hand: bool
    stated: str


@dataclass(frozen=True)
class Row:
    """A row; ``source`` is None where no page was read.

    ``cells`` has a value for every column, in their order.
    """

    listing: Listing
    thing: str
    source: Source | None
    quotes: tuple[str, ...]
    cells: Mapping[str, Cell]

    @property
    def is_event(self) -> bool:
        """True for an event, false for a document."""
        return self.cells["kind"] == PolicyKind.EVENT


def documents_first(rows: Iterable[Row]) -> Iterator[Row]:
    """The same rows, which are gone through twice: documents, and then events."""
    for events in (False, True):
        yield from (row for row in rows if row.is_event is events)


@dataclass(frozen=True)
class Listed:
    """Rows of one table, as often as one goes through them."""

    _rows: Spool[Row]
    _completed: Callable[[Row], Row] | None

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Row]:
        return map(self._completed, self._rows) if self._completed else iter(self._rows)


class Rows:
    """All rows: included ones first, then the other tables in their order.

    Changepoints are added in their order; what an included row says of all the others is filled in
    as it is read. ``language`` is that of reasons and marks.
    """

    def __init__(self, language: Language) -> None:
        self._language = language
        self._listed: dict[Listing, Spool[Row]] = {listing: Spool() for listing in Listing}
        self._points: dict[str, list[str]] = defaultdict(list)
        self._apart: tuple[list[str], list[str]] = ([], [])
        self._cited: dict[str, None] = {}
        self._keys: dict[str, str] | None = None
        self.unread = 0

    def add(self, dossier: Dossier, known: Sequence[Known]) -> None:
        """Add the rows of a changepoint, as people decided on it."""
        made = [_made(one, dossier, self._language) for one in known]
        for row in _each_thing_once(made):
            self._listed[row.listing].add(row)
            self.unread += row.source is None
            if row.listing is Listing.INCLUDED:
                self._points[row.thing].append(point_text(dossier.changepoint))
                self._apart[row.is_event].append(row.thing)
                self._cited |= {row.source.url: None} if row.source else {}
        self._keys = None

    @property
    def included(self) -> tuple[int, int]:
        """How many rows are included, and how many distinct things those are."""
        return len(self._listed[Listing.INCLUDED]), len(self._points)

    @property
    def apart(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """The same of documents, and of events."""
        documents, events = ((len(things), len(set(things))) for things in self._apart)
        return documents, events

    def __len__(self) -> int:
        return sum(map(len, self._listed.values()))

    def __iter__(self) -> Iterator[Row]:
        return chain.from_iterable(map(self.of, Listing))

    def of(self, listing: Listing) -> Listed:
        """The rows of one of the tables."""
        rows = self._listed[listing]
        return Listed(rows, self._completed if listing is Listing.INCLUDED else None)

    def _completed(self, row: Row) -> Row:
        """An included row with the changepoints its thing is included under, and its source's key."""
        if self._keys is None:
            self._keys = cite_keys(self._cited)
        under = self._points[row.thing]
        key = self._keys[row.source.url] if row.source else None
        more: dict[str, Cell] = {
            "times_listed": len(under),
            "listed_under": "；".join(under),
            "cite_key": key,
        }
        return replace(row, cells={**row.cells, **more})


def point_text(point: Changepoint) -> str:
    """A changepoint in a word or three: 山西 Ground 2024-11-08."""
    return " ".join(part for part in (point.province, point.sector, str(point.date)) if part)


@dataclass(frozen=True)
class _Made:
    """A row with the finding it was made of."""

    row: Row
    known: Known


def _made(known: Known, dossier: Dossier, language: Language) -> _Made:
    finding, listing = known.finding, known.listing
    view = FindingView(finding, dossier)
    quotes, sentences = sentence_cells(view, language)
    cells: dict[str, Cell] = {
        "listing": listing.value,
        "thing_id": known.thing,
        **point_cells(dossier, language),
        **thing_cells(view),
        **date_cells(view, language),
        **sentences,
        **source_cells(view),
        "status": known.status.value,
        **verdict_cells(view, listing, language),
        **people_cells(finding, language),
        "times_listed": None,
        "listed_under": None,
        "cite_key": None,
        "extractor": finding.policy.extractor,
        "told_in": one_line(PurePath(finding.told_in).name) or None,
        "researched": str(dossier.researched_at.astimezone(UTC).date()),
        "finding_id": known.key.split(":")[-1][:DIGITS],
        "invented": "yes" if dossier.provenance.invented else "no",
    }
    ordered = {column.name: cells[column.name] for column in columns()}
    return _Made(Row(listing, known.thing, _source(view.page), quotes, ordered), known)


def _source(page: Page | None) -> Source | None:
    if page is None:
        return None
    meta = page.meta
    stated = next((day for day in (meta.issued, meta.signed, meta.uploaded) if day), None)
    day = str(stated.interval.start) if stated else ""
    return Source(page.url, one_line(page.title), page.sha256, page.by_hand, day)


def _each_thing_once(rows: Sequence[_Made]) -> list[Row]:
    """Included rows of one dossier that tell the same thing become one."""
    groups: dict[str, list[_Made]] = defaultdict(list)
    for made in rows:
        if made.row.listing is Listing.INCLUDED:
            groups[made.row.thing].append(made)
    kept: list[Row] = []
    for made in rows:
        if made.row.listing is not Listing.INCLUDED:
            kept.append(made.row)
            continue
        group = groups.pop(made.row.thing, [])
        if group:
            kept.append(_best(group))
    return kept


def _best(group: Sequence[_Made]) -> Row:
    """What people decided on comes before what only the checks have seen, then the best page."""
    seen = [made for made in group if made.row.cells["basis"] == "people"] or list(group)
    finding = best_of([made.known.finding for made in seen])
    best = next(made.row for made in seen if made.known.finding is finding)
    others = (str(made.row.cells["url"]) for made in group if made.row is not best)
    urls = [url for url in dict.fromkeys(others) if url != best.cells["url"]]
    return replace(best, cells={**best.cells, "other_urls": " ".join(urls) or None})


LENGTH = 8
"""Hexadecimal digits of the address in a key."""
_COMMON = frozenset(["www", "gov", "com", "net", "org", "edu", "cn", "example"])


def cite_keys(urls: Iterable[str]) -> dict[str, str]:
    """A key for each address: who runs the site, and digits of the address's identity.

    Two addresses of one document have one key; where two documents would meet in a key, they get
    more digits.
    """
    identities = {url: url_identity(url) for url in urls}
    length = LENGTH
    while True:
        keys = {one: _cite_key(one, length) for one in identities.values()}
        if len(set(keys.values())) == len(keys):
            return {url: keys[identity] for url, identity in identities.items()}
        length += 4


def _cite_key(identity: str, length: int) -> str:
    host = host_of(identity).split(".")
    labels = [label for label in host if label not in _COMMON] or host
    name = re.sub(r"[^a-z0-9]+", "-", "-".join(labels[-2:]).lower()).strip("-")
    digits = hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:length]
    return f"{name or 'source'}-{digits}"
