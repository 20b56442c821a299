"""What templates are filled with: values by name, and rows, as many as there is room for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Generic, TypeVar

T = TypeVar("T")


class Values(SimpleNamespace):
    """Values for a template, named where they are made: what is missing there fails at once."""


@dataclass(frozen=True)
class Table(Generic[T]):
    """The rows that are shown, and how many more there are."""

    rows: tuple[T, ...]
    left: int


def bounded(rows: Sequence[T], most: int) -> Table[T]:
    """The first rows, and how many were left out."""
    return Table(tuple(rows[:most]), max(len(rows) - most, 0))
