"""Which known happenings, and which of their places, stand in a planned query."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from agent.places import Places
from agent.records import Changepoint, ChangepointKind, Hit, Query
from tests.known.rows import Known

Plan = Callable[[Changepoint], tuple[Query, ...]]
Follow = Callable[[Changepoint, tuple[Query, ...], Hit], tuple[Query, ...]]
"""The second round, from the questions of the first and a hit."""


@dataclass(frozen=True)
class Naming:
    """What the queries planned for a happening name: itself, its place (None without one).

    ``place_then`` is its place in either round, where a hit of the first one tells the happening by name.
    """

    known: Known
    named: bool
    place: bool | None
    place_then: bool | None


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

    @property
    def places_then(self) -> tuple[int, int]:
        """The same after the second round."""
        told = [row.place_then for row in self.rows if row.place_then is not None]
        return sum(told), len(told)


def count(
    rows: Sequence[Known],
    plan: Plan,
    follow: Follow,
    places: Places,
    kind: ChangepointKind = ChangepointKind.EVENT,
) -> Count:
    """Strictly: named for every sector it may move, by a word that is no place."""
    return Count(tuple(_naming(row, plan, follow, places, kind) for row in rows))


def _naming(
    row: Known, plan: Plan, follow: Follow, places: Places, kind: ChangepointKind
) -> Naming:
    points = [row.point(sector, kind) for sector in row.sectors]
    planned = [plan(point) for point in points]
    hit = Hit(url="https://hit.example/1", title=row.name, date=row.day, backend="one", rank=1)
    following = [follow(point, asked, hit) for point, asked in zip(points, planned, strict=True)]
    first = [_texts(asked) for asked in planned]
    both = [asked + _texts(more) for asked, more in zip(first, following, strict=True)]
    words, names = row.telling_words(places), row.place_names(places)
    return Naming(
        row,
        all(_stands(words, texts) for texts in first),
        all(_stands(names, texts) for texts in first) if names else None,
        all(_stands(names, texts) for texts in both) if names else None,
    )


def _texts(queries: Sequence[Query]) -> list[str]:
    return [query.text for query in queries if not query.short]


def _stands(words: Sequence[str], texts: Sequence[str]) -> bool:
    return any(word in text for word in words for text in texts)
