"""Dossiers of runs as a sequence that holds none of them: each is read when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import overload

from agent.errors import StateError
from agent.findings import Dossier
from agent.store.dossiers import Store


class Stored(Sequence[Dossier]):
    """The dossiers in these rows, in this order.

    Whoever goes through it twice reads twice: half a millisecond each, and memory stays flat.
    Raises StateError, when one is asked for, where another process has replaced it meanwhile.
    """

    def __init__(self, store: Store, numbers: Sequence[int]) -> None:
        self._store = store
        self._numbers = tuple(numbers)

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, at: int) -> Dossier: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Dossier]: ...

    def __getitem__(self, at: int | slice) -> Dossier | Sequence[Dossier]:
        if isinstance(at, slice):
            return Stored(self._store, self._numbers[at])
        dossier = self._store.dossier(self._numbers[at])
        if dossier is None:
            raise StateError(
                "a dossier was replaced while it was reported",
                hint="the run is still written to: do the same again",
            )
        return dossier


def newest_of_each(store: Store, runs: Iterable[str]) -> tuple[Stored, int]:
    """One dossier for each changepoint and window of these runs, and how many there are in all.

    It is the one that comes last, in the order of the first.
    """
    kept: dict[tuple[str, ...], int] = {}
    every = 0
    for run in runs:
        rows = store.database.rows(
            "SELECT dossiers.id, changepoint_key, window_start, window_end FROM dossiers"
            " LEFT JOIN points USING (run_id, changepoint_key)"
            " WHERE run_id = ? ORDER BY position, dossiers.id",
            run,
        )
        every += len(rows)
        for number, *what in rows:
            kept[tuple(what)] = number
    return Stored(store, tuple(kept.values())), every
