"""The findings of a stored run against each other, changepoint by changepoint, and what is flagged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

from agent.checks.across_points import (
    EDITION,
    REASON,
    Alike,
    Placed,
    across_points,
    contradicted,
    near,
    of_points,
    where,
    with_points,
    without_points,
)
from agent.details import Elsewhere, details
from agent.errors import StateError
from agent.evidence import Drift
from agent.evidence.derive import named
from agent.findings import Dossier, Verdict
from agent.store import Store
from agent.store.likeness import Likenesses, Place, Said

AT_ONCE = 200
"""Dossiers whose words are kept in one transaction."""
HELD = 256
"""Findings and dossiers that are in memory at most while pairs are compared."""

Dossiers = Callable[[], Iterable[Dossier]]
"""Gives the dossiers of a run, each time anew and in the same order; only one is held at a time."""


def flag_across(store: Store, run: str) -> int:
    """Flag what contradicts itself in several changepoints; how many findings are flagged so.

    What was flagged before and no longer contradicts gets its status back. Only what is new since
    the last time, and what it has something in common with, is compared and written. Raises
    StateError.
    """
    likenesses = Likenesses(store, run, EDITION)
    said: dict[str, None] = {}
    pending = likenesses.pending()
    for start in range(0, len(pending), AT_ONCE):
        some = pending[start : start + AT_ONCE]
        said.update(dict.fromkeys(likenesses.note([_words_of(store, one) for one in some])))
    if not pending:
        return len(likenesses.with_reason(REASON))
    near_said = likenesses.neighbours(tuple(said))
    told = _contradicted(store, likenesses, near_said)
    flagged = likenesses.with_reason(REASON)
    seen = {place for each in likenesses.places(near_said).values() for place, _ in each}
    # What is pending may have been flagged for words that it has no more.
    stale = {place for place in flagged if place in seen or place.dossier in set(pending)}
    changes: dict[int, dict[int, tuple[Verdict, ...]]] = {}
    for place in sorted({*told, *stale}):
        changes.setdefault(place.dossier, {})[place.position] = told.get(place, ())
    for number, verdicts in changes.items():
        _change(store, likenesses, number, verdicts)
    return len(likenesses.with_reason(REASON))


def _words_of(store: Store, number: int) -> tuple[int, list[Said]]:
    """What the findings of a dossier say; nothing of those that are not compared."""
    dossier = store.bare_dossier(number)
    if dossier is None:
        return number, []
    placed = [Placed(without_points(one), named(dossier)) for one in dossier.findings]
    return number, [
        (position, one.said, one.keys) for position, one in enumerate(placed) if one.is_compared
    ]


def _contradicted(
    store: Store, likenesses: Likenesses, said: frozenset[str]
) -> dict[Place, tuple[Verdict, ...]]:
    """By place, what is held against findings that say one of these."""
    pairs = [
        pair
        for pair in near(group for _, group in likenesses.groups(said))
        if not said.isdisjoint(pair)
    ]
    places = likenesses.places({one for pair in pairs for one in pair})

    @lru_cache(HELD)
    def bare(number: int) -> Dossier:
        dossier = store.bare_dossier(number)
        if dossier is None:
            raise StateError("a dossier was replaced meanwhile", hint="do the same again")
        return dossier

    @lru_cache(HELD)
    def alike(one: str) -> Alike[Place]:
        first, point = places[one][0]
        finding = without_points(bare(first.dossier).findings[first.position])
        return Alike(
            Placed(finding, where(point)), [(place, where(at)) for place, at in places[one]]
        )

    told = contradicted((alike(one), alike(two)) for one, two in pairs)
    wanted = {place for one in said for place, _ in places.get(one, ())}
    return {place: verdicts for place, verdicts in told.items() if place in wanted}


def _change(
    store: Store, likenesses: Likenesses, number: int, verdicts: Mapping[int, tuple[Verdict, ...]]
) -> None:
    dossier = store.bare_dossier(number)
    if dossier is None:
        return
    changed = {}
    for position, told in verdicts.items():
        before = dossier.findings[position]
        now = with_points(without_points(before), told)
        if now != before:
            changed[position] = now
    if changed:
        likenesses.change(number, changed)


def drifts_across(dossiers: Dossiers, file: str) -> tuple[Drift, ...]:
    """Findings whose stored contradictions are not those that the run gives today."""
    told = _verdicts(dossiers)
    found = []
    for position, dossier in enumerate(dossiers()):
        for place, one in enumerate(dossier.findings):
            before, now = of_points(one), told.get((position, place), ())
            if before and _others(before) != _others(now):
                was, is_now = (_words(verdicts) for verdicts in (before, now))
                name = one.policy.name.value
                place_of = {"file": file, "dossier": named(dossier), "finding": name}
                found.append(Drift(**place_of, check="across", before=was, now=is_now))
    return tuple(found)


def _verdicts(dossiers: Dossiers) -> dict[tuple[int, int], tuple[Verdict, ...]]:
    """The contradictions by the places of dossier and finding; what says the same is held once."""
    keys: dict[str, set[str]] = {}
    for _, one in _placed(dossiers):
        for key in one.keys if one.is_compared else ():
            keys.setdefault(key, set()).add(one.said)
    contested = {said for group in keys.values() if len(group) > 1 for said in group}
    places: list[tuple[int, int]] = []

    def placed() -> Iterator[Placed]:
        for place, one in _placed(dossiers):
            if one.is_compared and one.said in contested:
                places.append(place)
                yield one

    return {places[position]: told for position, told in across_points(placed()).items()}


def _placed(dossiers: Dossiers) -> Iterator[tuple[tuple[int, int], Placed]]:
    for position, dossier in enumerate(dossiers()):
        for place, finding in enumerate(dossier.findings):
            yield (position, place), Placed(without_points(finding), named(dossier))


def _others(verdicts: tuple[Verdict, ...]) -> set[tuple[int | None, str]]:
    return {(v.claim, there.other or "") for v in verdicts for there in _there(v)}


def _words(verdicts: tuple[Verdict, ...]) -> str:
    told = (f"{there.other or ''}: {there.page or ''}" for v in verdicts for there in _there(v))
    return "; ".join(told) or "absent"


def _there(verdict: Verdict) -> Iterator[Elsewhere]:
    return details([verdict.detail], Elsewhere)
