"""Dossiers of runs as a sequence that holds none of them: each is read when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import overload

from agent.errors import StateError
from agent.findings import Dossier, Outcome
from agent.records import Gap
from agent.store.dossiers import Store
from agent.store.pages import Again

Opening = Callable[[], AbstractContextManager[Store]]
"""Gives a store to read in, as one that is open already (``nullcontext``) or is opened for each reading."""


class Stored(Sequence[Dossier]):
    """The dossiers in these rows, in this order.

    Each iteration reads them again (half a millisecond each), so that memory stays flat. One whose pages are
    gone is replaced by a dossier with nothing but a gap that says so; ``lost`` has the message of each, by row.
    Raises StateError, when one is asked for, where another process has replaced it meanwhile.
    """

    def __init__(self, opening: Opening, numbers: Sequence[int]) -> None:
        self._opening = opening
        self.numbers = tuple(numbers)
        self.lost: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self.numbers)

    def __iter__(self) -> Iterator[Dossier]:
        with self._opening() as store:
            yield from (self._read(store, number) for number in self.numbers)

    @overload
    def __getitem__(self, at: int) -> Dossier: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Dossier]: ...

    def __getitem__(self, at: int | slice) -> Dossier | Sequence[Dossier]:
        if isinstance(at, slice):
            return Stored(self._opening, self.numbers[at])
        with self._opening() as store:
            return self._read(store, self.numbers[at])

    def _read(self, store: Store, number: int) -> Dossier:
        try:
            dossier = store.dossier(number)
        except StateError as problem:
            self.lost[number] = problem.message
            bare = store.bare_dossier(number)
            dossier = unread(bare, problem.message) if bare else None
        if dossier is None:
            raise StateError(
                "a dossier was replaced while it was reported",
                hint="the run is still written to: do the same again",
            )
        return dossier

    def reopened(self, path: Path, again: Again) -> Stored:
        """The same in a file that is opened each time they are read; StateError then, where it is gone."""

        def opening() -> Store:
            if not path.exists():
                raise StateError(f"{path} is gone", hint="put it back, or load the run again")
            return Store.to_read(path, again)

        return Stored(opening, self.numbers)


def unread(dossier: Dossier, why: str) -> Dossier:
    """The dossier without pages and findings, and with a gap that says why its pages are gone."""
    gap = Gap(stage="read", target="research.db", cause="lost", detail=why)
    without = {"pages": (), "findings": (), "notes": (), "gaps": (*dossier.gaps, gap)}
    return dossier.model_copy(update={**without, "outcome": Outcome.INCOMPLETE})


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
    return Stored(lambda: nullcontext(store), tuple(kept.values())), every
