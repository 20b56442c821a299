"""Rows of a table, as many as there is room for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Table(Generic[T]):
    """The rows that are shown, and how many more there are."""

    rows: tuple[T, ...]
    left: int


def bounded(rows: Sequence[T], most: int) -> Table[T]:
    """The first rows, and how many were left out."""
    return Table(tuple(rows[:most]), max(len(rows) - most, 0))
