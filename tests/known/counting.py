"""Which known happenings, and which of their places, stand in a planned query."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from agent.places import Places
from agent.records import Changepoint, ChangepointKind, Query
from tests.known.rows import Known

Plan = Callable[[Changepoint], tuple[Query, ...]]


@dataclass(frozen=True)
class Naming:
    """What the queries planned for a happening name: itself, its place (None without one)."""

    known: Known
    named: bool
    place: bool | None


@dataclass(frozen=True)
class Count:
    """How many of the happenings are named, and of those with a place, how many places."""

    rows: tuple[Naming, ...]

    @property
    def named(self) -> tuple[int, int]:
        """Named, of all."""
        return sum(row.named for row in self.rows), len(self.rows)

    @property
    def places(self) -> tuple[int, int]:
        """Places named, of those that have one."""
        told = [row.place for row in self.rows if row.place is not None]
        return sum(told), len(told)


def count(
    rows: Sequence[Known],
    plan: Plan,
    places: Places,
    kind: ChangepointKind = ChangepointKind.EVENT,
) -> Count:
    """Strictly: named for every sector it may move, by a word that is no place."""
    return Count(tuple(_naming(row, plan, places, kind) for row in rows))


def _naming(row: Known, plan: Plan, places: Places, kind: ChangepointKind) -> Naming:
    asked = [
        [q.text for q in plan(row.point(sector, kind)) if not q.short] for sector in row.sectors
    ]
    words, names = row.telling_words(places), row.place_names(places)
    return Naming(
        row,
        all(_stands(words, texts) for texts in asked),
        all(_stands(names, texts) for texts in asked) if names else None,
    )


def _stands(words: Sequence[str], texts: Sequence[str]) -> bool:
    return any(word in text for word in words for text in texts)
