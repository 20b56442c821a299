"""Small rows in their order, kept in a file of their own once they are many."""

from __future__ import annotations

import json
import weakref
from collections.abc import Callable, Iterable, Iterator
from tempfile import SpooledTemporaryFile
from typing import Any, Generic, TypeVar

T = TypeVar("T")

IN_MEMORY = 1 << 20
"""Bytes of rows that need no file."""


class Spool(Generic[T]):
    """What was added, as often as one goes through it; one row at a time is in memory.

    Args:
        pack: a row as what JSON can hold.
        unpack: the row again.
    """

    def __init__(self, pack: Callable[[T], Any], unpack: Callable[[Any], T]) -> None:
        self._pack, self._unpack = pack, unpack
        # It is closed with this value, and gone then: nobody else has its name.
        self._file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - see above
        self._rows = 0
        weakref.finalize(self, self._file.close)

    def add(self, row: T) -> None:
        """Add a row behind the others."""
        self._file.seek(0, 2)
        # ASCII alone: also what no UTF-8 can hold comes back as it was.
        self._file.write(json.dumps(self._pack(row)).encode() + b"\n")
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
            line = self._file.readline()
            at += len(line)
            yield self._unpack(json.loads(line))
