"""A list of the review page kept up with decisions, so that one costs the same among ten thousand findings."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from agent.review.queue import (
    FACETS,
    Entry,
    FilterMatcher,
    Filters,
    Lists,
    Row,
    alike_key,
    belongs,
    in_state,
    rows_of,
    values_of,
)
from agent.store.listing import Naming, distinct_things

Facets = dict[str, list[tuple[str, int]]]
"""The values of each filter, with how many findings have them."""


@dataclass(frozen=True)
class Queue:
    """The findings that pass the filters in the order of the queue, and what is counted of them.

    ``keys`` are those of the rows; ``things`` and ``points`` say how many things the findings are
    about, and at how many changepoints.
    """

    rows: tuple[Row, ...]
    keys: tuple[str, ...]
    facets: Facets
    things: int
    points: int


class Standing:
    """What passes the filters of one list; ``change`` puts another entry in the place of one.

    Args:
        filters: of the list.
        entries: all findings, in their order.
        lists: which of them stand in which list.
        naming: what tells which thing a finding is about.
    """

    def __init__(
        self,
        filters: Filters,
        entries: Sequence[Entry],
        lists: Lists,
        naming: Callable[[Entry], Naming],
    ) -> None:
        self.filters, self._sieve, self._naming = filters, FilterMatcher(filters), naming
        self._groups: dict[tuple[str, str], dict[int, Entry]] = defaultdict(dict)
        self._rows: dict[tuple[str, str], tuple[Row, ...]] = {}
        self._keys: dict[tuple[str, str], tuple[str, ...]] = {}
        self._order: list[tuple[int, int, tuple[str, str]]] = []
        self._values: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
        self._points: Counter[str] = Counter()
        self._namings: dict[str, Counter[Naming]] = defaultdict(Counter)
        self._things: dict[str, int] = {}
        self._undecided: Counter[tuple[str, str]] = Counter()
        self._queue: Queue | None = None
        for place, entry in enumerate(entries):
            self._count(place, entry, lists, 1)
        self._arrange(self._groups, self._namings)

    def change(self, place: int, old: Entry, new: Entry, before: Lists, now: Lists) -> None:
        """Put a finding as it is now in the place of what it was."""
        which = self.filters.which
        if old == new and belongs(old.row, which, before) == belongs(new.row, which, now):
            return
        self._count(place, old, before, -1)
        self._count(place, new, now, 1)
        self._arrange({alike_key(old), alike_key(new)}, {self._naming(new).name})
        self._queue = None

    def queue(self) -> Queue:
        """All of it as it stands now."""
        if self._queue is None:
            groups = [key for *_, key in self._order]
            self._queue = Queue(
                rows=tuple(chain.from_iterable(map(self._rows.__getitem__, groups))),
                keys=tuple(chain.from_iterable(map(self._keys.__getitem__, groups))),
                facets={name: self._facet(name) for name in FACETS},
                things=sum(self._things.values()),
                points=sum(map(bool, self._points.values())),
            )
        return self._queue

    def alike(self, entry: Entry, lists: Lists) -> dict[str, int]:
        """How many findings one decision may settle, the given one included, by address and by fault."""
        counted = self._is_undecided(entry, lists)
        here = {"page": entry.row.url, "fault": entry.fault}
        return {
            scope: self._undecided[scope, value] + (not counted) if value else 1
            for scope, value in here.items()
        }

    def _is_undecided(self, entry: Entry, lists: Lists) -> bool:
        stands = entry.waits and belongs(entry.row, self.filters.which, lists)
        return stands and self._sieve.passes(entry)

    def _count(self, place: int, entry: Entry, lists: Lists, by: int) -> None:
        filters = self.filters
        if not belongs(entry.row, filters.which, lists):
            return
        failed = self._sieve.failed(entry)
        if entry.waits and not failed:
            self._undecided["page", entry.row.url] += by
            self._undecided["fault", entry.fault] += by
        if len(failed) > 1 or not in_state(entry, filters.state):
            return
        # What fails by one filter alone would be there without it.
        for name in failed or FACETS:
            for value in values_of(entry, name) if name in FACETS else ():
                self._values[name][value] += by
        if failed:
            return
        self._points[entry.row.changepoint_key] += by
        naming = self._naming(entry)
        self._namings[naming.name][naming] += by
        group = self._groups[alike_key(entry)]
        if by > 0:
            group[place] = entry
        else:
            del group[place]

    def _arrange(self, groups: Iterable[tuple[str, str]], names: Iterable[str]) -> None:
        """Put groups where they belong: the most equal questions first, else as they were found."""
        for key in groups:
            if key in self._rows:
                self._order = [one for one in self._order if one[2] != key]
            group = self._groups[key]
            places = sorted(group)
            rows = self._rows[key] = rows_of([group[place] for place in places])
            self._keys[key] = tuple([row.entry.row.finding_key for row in rows])
            if rows:
                self._order.append((-rows[0].same, places[0], key))
        self._order.sort()
        for name in names:
            self._things[name] = distinct_things(
                naming for naming, n in self._namings[name].items() if n
            )

    def _facet(self, name: str) -> list[tuple[str, int]]:
        counted = [(value, n) for value, n in self._values[name].items() if value and n]
        return sorted(counted, key=lambda told: (-told[1], told[0]))
