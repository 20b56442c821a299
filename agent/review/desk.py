"""What the page works with: stored findings and decisions, frozen pages, one reviewer, a clock."""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, cast

from agent.cache import Cache
from agent.details import Elsewhere
from agent.findings import Dossier, Finding
from agent.records import Page
from agent.review.compared import Passages
from agent.review.queue import (
    Entry,
    FilterMatcher,
    Filters,
    Lists,
    Which,
    belongs,
    fault_of,
    searchable,
)
from agent.review.standing import Queue, Standing
from agent.series import Emissions
from agent.store import Store, finding_key
from agent.store.draws import Draws
from agent.store.listing import Findings, Listed, Naming
from agent.store.reviews import (
    Correction,
    Decision,
    Review,
    Reviews,
    Seen,
    doubts_key,
    in_force,
    is_outdated,
    thing_key,
    unsettled,
    visible_to,
)
from agent.text.fold import fold

KEPT = 8
"""Dossiers, and texts in each shape, that are held."""
NO_CORRECTIONS: Mapping[str, tuple[Correction, ...]] = {}


class Replaced(Exception):
    """No stored dossier has this finding any more."""


@dataclass(frozen=True)
class Snapshot:
    """All findings in scope as this reviewer may see them, and every decision in force."""

    rows: tuple[Listed, ...]
    lists: Lists
    entries: tuple[Entry, ...] = ()
    by_key: dict[str, Entry] = field(default_factory=dict)
    held: dict[str, tuple[Review, ...]] = field(default_factory=dict)
    by_thing: dict[str, tuple[Review, ...]] = field(default_factory=dict)
    open: dict[str, int] = field(default_factory=dict)
    """How many findings this reviewer has still to decide on, by list."""
    all: dict[str, int] = field(default_factory=dict)
    """How many findings there are, by list."""
    outdated: frozenset[str] = frozenset()
    """The keys of those that somebody decided on and is asked about again."""
    runs: frozenset[str] = frozenset()
    """The runs that the findings are of."""


@dataclass(frozen=True)
class Case:
    """One finding, opened. ``current`` is false when a newer run has replaced it."""

    row: Listed
    entry: Entry | None
    finding: Finding
    dossier: Dossier
    documents: tuple[Page, ...]
    current: bool


@dataclass(frozen=True)
class Choice:
    """What a reviewer decided in one act."""

    decision: Decision
    request: str
    note: str = ""
    fault: str = ""


class Desk:
    """The findings of a run, or the latest of every changepoint, for one reviewer.

    Args:
        store: research.db.
        cache: where the bytes of pages are.
        reviewer: who decides.
        clock: the time of day, with its zone.
        run: only the findings of this run.
        emissions: the daily emissions around a dossier's changepoint, where they are at hand.

    ``history`` has every row of every reviewer, as the last snapshot found it; ``folded`` and
    ``passages`` give the folded form of a page's text, and its passages for hints.
    """

    def __init__(
        self,
        store: Store,
        cache: Cache,
        reviewer: str,
        clock: Callable[[], datetime],
        run: str | None = None,
        emissions: Callable[[Dossier], Emissions | None] = lambda _dossier: None,
    ) -> None:
        self.store, self.cache, self.reviewer, self.run = store, cache, reviewer, run
        self.reviews = Reviews(store.database)
        self.findings = Findings(store.database)
        self._draws = Draws(store.database)
        self.clock, self.emissions = clock, emissions
        self._lock = threading.Lock()
        self.history: tuple[Review, ...] = ()
        self._stamp: int | None = None
        self._places: dict[str, list[int]] = {}
        self._things: dict[str, str] = {}
        self._words: dict[str, str] = {}
        self._namings: dict[str, Naming] = {}
        self._snapshot: Snapshot | None = None
        self._standing: Standing | None = None
        # The last few dossiers and texts: going back and forth between two findings is usual.
        self._dossier = lru_cache(KEPT)(store.dossier)
        self.folded, self.passages = lru_cache(KEPT)(fold), lru_cache(KEPT)(Passages.of)

    def snapshot(self) -> Snapshot:
        """Everything as it stands now.

        It is made anew where something else than this desk has written; after a decision only the
        findings of its changepoint are.
        """
        with self._lock:
            return self._now()

    def _now(self) -> Snapshot:
        """The snapshot, for who holds the lock."""
        stamp = self.findings.stamp()
        last = self.history[-1].id if self.history else 0
        new = self.reviews.history(after=last)
        self.history += new
        if self._snapshot is None or self._stamp != stamp:
            drawn = {k for draw in self._draws.all() for k in draw.finding_keys}
            rows = self.findings.listed(self.run)
            self._places, self._standing = _places(rows), None
            runs = frozenset(row.run for row in rows)
            blank = Snapshot(rows=rows, lists=Lists(frozenset(drawn), frozenset()), runs=runs)
            self._snapshot = self._updated(blank, range(len(rows)))
            self._stamp = stamp
        elif new:
            about = {key for r in new for key in (r.changepoint_key, r.finding_key)}
            places = {place for key in about for place in self._places.get(key, ())}
            before, standing = self._snapshot, self._standing
            self._snapshot = now = self._updated(before, sorted(places))
            if standing is not None:
                for place in places:
                    old, entry = before.entries[place], now.entries[place]
                    standing.change(place, old, entry, before.lists, now.lists)
        return self._snapshot

    def _updated(self, before: Snapshot, places: Sequence[int]) -> Snapshot:
        """The snapshot with the entries of the rows at these places made anew."""
        held = in_force(self.history)
        seen = visible_to(self.reviewer, held)
        by_thing: dict[str, list[Review]] = defaultdict(list)
        for each in held.values():
            for review in each:
                by_thing[review.thing_key].append(review)
        points = frozenset(r.changepoint_key for each in held.values() for r in each)
        unlike = frozenset(key for key, each in held.items() if unsettled(each))
        again = before.outdated.difference(before.rows[place].finding_key for place in places)
        again |= {
            row.finding_key for row in map(before.rows.__getitem__, places) if _again(row, held)
        }
        lists = Lists(before.lists.drawn, unlike | again)
        entries: list[Entry | None] = list(before.entries or [None] * len(before.rows))
        waiting, every = Counter(before.open), Counter(before.all)
        for place in places:
            old, row = entries[place], before.rows[place]
            older = by_thing if row.changepoint_key in points else {}
            entries[place] = new = self._entry(row, seen, older)
            standing = _lists_of(row, lists)
            every.update(standing)
            waiting.update(standing if new.waits else ())
            if old is not None:
                stood = _lists_of(row, before.lists)
                every.subtract(stood)
                waiting.subtract(stood if old.waits else ())
        made = cast("list[Entry]", entries)
        by_key = before.by_key | {made[place].row.finding_key: made[place] for place in places}
        return Snapshot(
            rows=before.rows,
            entries=tuple(made),
            by_key=by_key,
            runs=before.runs,
            lists=lists,
            outdated=again,
            held=held,
            by_thing={key: tuple(each) for key, each in by_thing.items()},
            open={which.value: waiting[which.value] for which in Which},
            all={which.value: every[which.value] for which in Which},
        )

    def _entry(
        self,
        row: Listed,
        seen: dict[str, tuple[Review, ...]],
        by_thing: Mapping[str, list[Review]],
    ) -> Entry:
        known = seen.get(row.finding_key, ())
        mine = next((r for r in known if r.reviewer == self.reviewer), None)
        # A thing's key takes long to make, and without an older decision nobody asks for it.
        older = bool(by_thing) and any(
            r.reviewer == self.reviewer and r.finding_key != row.finding_key
            for r in by_thing.get(self.thing(row), ())
        )
        changed = (
            mine is not None
            and mine.seen is not None
            and mine.seen.verdicts != doubts_key(row.status, row.doubts)
        )
        return Entry(
            row=row,
            fault=fault_of(row.status, row.doubts),
            mine=mine,
            others=tuple(r for r in known if r.reviewer != self.reviewer),
            older=older and mine is None,
            changed=changed,
            outdated=mine is not None and is_outdated(mine, row.status, row.doubts),
            words=self._searched(row),
        )

    def _searched(self, row: Listed) -> str:
        if row.finding_key not in self._words:
            told = f"{row.name}\n{row.url}\n{row.publisher}\n{row.at}"
            self._words[row.finding_key] = searchable(told)
        return self._words[row.finding_key]

    def thing(self, row: Listed) -> str:
        """The key of the thing that a finding is about."""
        if row.finding_key not in self._things:
            made = thing_key(row.changepoint_key, row.url, row.name)
            self._things[row.finding_key] = made
        return self._things[row.finding_key]

    def _naming(self, entry: Entry) -> Naming:
        key = entry.row.finding_key
        if key not in self._namings:
            self._namings[key] = entry.row.naming
        return self._namings[key]

    def queue(self, filters: Filters) -> Queue:
        """What passes the filters in the order of the queue, with what is counted of it."""
        with self._lock:
            return self._of(filters).queue()

    def how_many_alike(self, entry: Entry, filters: Filters) -> dict[str, int]:
        """How many findings ``alike`` gives under each name."""
        with self._lock:
            return self._of(filters).alike(entry, self._now().lists)

    def _of(self, filters: Filters) -> Standing:
        """The list as made for the last page that was sent and kept up since, else made anew."""
        snapshot, asked = self._now(), replace(filters, page=1, lang="")
        if self._standing is None or self._standing.filters != asked:
            self._standing = Standing(asked, snapshot.entries, snapshot.lists, self._naming)
        return self._standing

    def case(self, key: str) -> Case:
        """One finding with its dossier. Raises Replaced when no stored dossier has it."""
        entry = self.snapshot().by_key.get(key)
        row = entry.row if entry else self.findings.newest(key)
        dossier = self._dossier(row.dossier) if row else None
        if row is None or dossier is None:
            raise Replaced(key)
        finding = next(
            (f for f in dossier.findings if finding_key(dossier.changepoint, f) == key), None
        )
        if finding is None:
            raise Replaced(key)
        return Case(row, entry, finding, dossier, _documents(dossier, finding), entry is not None)

    def corrected(self, key: str, reviewer: str) -> tuple[Correction, ...]:
        """The corrections of a reviewer that hold on a finding."""
        own = (r for r in self.snapshot().held.get(key, ()) if r.reviewer == reviewer)
        return next((r.corrections for r in own), ())

    def finding_as_seen(self, review: Review) -> Finding | None:
        """The finding as it stood before the reviewer's eyes, or None when it is not stored."""
        run = review.seen.run if review.seen else None
        row = self.findings.newest(review.finding_key, run)
        dossier = self._dossier(row.dossier) if row else None
        if row is None or dossier is None or row.position >= len(dossier.findings):
            return None
        return dossier.findings[row.position]

    def alike(self, entry: Entry, filters: Filters) -> dict[str, tuple[Entry, ...]]:
        """The undecided findings of the list that one decision may settle, the given one first.

        Under ``page`` those of the same address, under ``fault`` those with the same kind of fault.
        """
        snapshot, sieve, row = self.snapshot(), FilterMatcher(filters), entry.row
        page, fault = [entry], [entry]
        for other in snapshot.entries:
            here = other.row.url == row.url
            if not other.waits or not (here or (other.fault == entry.fault and entry.fault)):
                continue
            if other.row.finding_key == row.finding_key or not sieve.passes(other):
                continue
            if belongs(other.row, filters.which, snapshot.lists):
                page += [other] if here else []
                fault += [other] if other.fault == entry.fault and entry.fault else []
        return {"page": tuple(page), "fault": tuple(fault)}

    def decide(
        self,
        rows: Iterable[Listed],
        choice: Choice,
        corrections: Mapping[str, tuple[Correction, ...]] = NO_CORRECTIONS,
    ) -> tuple[Review, ...]:
        """Keep one decision on findings, each with its own corrections by key; all of it or nothing.

        The same request sent again changes nothing.
        """
        now = self.clock()
        made = (
            self.about(
                row,
                **vars(choice),
                reviewed_at=now,
                reviewer=self.reviewer,
                corrections=corrections.get(row.finding_key, ()),
            )
            for row in rows
        )
        return self.reviews.add(*made)

    def about(self, row: Listed, **decided: Any) -> Review:
        """A decision on a finding as it stands there now; ``decided`` are the other fields of a Review."""
        return Review(
            finding_key=row.finding_key,
            changepoint_key=row.changepoint_key,
            thing_key=self.thing(row),
            seen=Seen.of(row.run, row.source, row.status, row.doubts),
            **decided,
        )

    def undo(self, request: str | None = None) -> tuple[Review, ...]:
        """Take back what was decided in one act, by default in the last."""
        return self.reviews.undo(self.reviewer, self.clock(), request)


def _places(rows: Sequence[Listed]) -> dict[str, list[int]]:
    """Where the findings of a changepoint stand, and those of a key."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        places[row.changepoint_key].append(place)
        places[row.finding_key].append(place)
    return places


def _again(row: Listed, held: Mapping[str, tuple[Review, ...]]) -> bool:
    """True when one of those who decided on a finding is asked again."""
    return any(is_outdated(r, row.status, row.doubts) for r in held.get(row.finding_key, ()))


def _lists_of(row: Listed, lists: Lists) -> list[str]:
    """The lists in which a finding stands."""
    return [which.value for which in Which if belongs(row, which, lists)]


def _documents(dossier: Dossier, finding: Finding) -> tuple[Page, ...]:
    """The page of a finding with its attachments, and other documents its verdicts point at.

    Those are the documents of a passage, and the pages that have the same thing.
    """
    wanted = {finding.policy.source, *(v.source for v in finding.verdicts if v.span)}
    urls = {told.url for told in finding.details(Elsewhere) if told.url}
    pages = [
        page
        for page in dossier.pages
        if page.url in urls or any(document.sha256 in wanted for document in page.documents())
    ]
    own = [p for p in pages if any(d.sha256 == finding.policy.source for d in p.documents())]
    rest = [p for p in pages if p not in own]
    return tuple(document for page in (*own, *rest) for document in page.documents())
