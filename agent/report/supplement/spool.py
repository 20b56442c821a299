"""Small rows in their order, kept in a file of their own once they are many."""

from __future__ import annotations

import pickle
import weakref
from collections.abc import Iterable, Iterator
from tempfile import SpooledTemporaryFile
from typing import Generic, TypeVar

T = TypeVar("T")

IN_MEMORY = 1 << 20
"""Bytes of rows that need no file."""


class Spool(Generic[T]):
    """What was added, as often as one goes through it; one row at a time is in memory."""

    def __init__(self) -> None:
        # It is closed with this value, and gone then: nobody else has its name.
        self._file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - see above
        self._rows = 0
        weakref.finalize(self, self._file.close)

    def add(self, row: T) -> None:
        """Add a row behind the others."""
        self._file.seek(0, 2)
        pickle.dump(row, self._file)
        self._rows += 1

    def extend(self, rows: Iterable[T]) -> None:
        """Add rows behind the others."""
        for row in rows:
            self.add(row)

    def __len__(self) -> int:
        return self._rows

    def __iter__(self) -> Iterator[T]:
        at = 0
        for _ in range(self._rows):
            # Somebody else may go through the same rows meanwhile.
            self._file.seek(at)
            row: T = pickle.load(self._file)  # noqa: S301 - nobody else can write this file
            at = self._file.tell()
            yield row
