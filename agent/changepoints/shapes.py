"""The detectors whose tables are recognised by their headers, one row each.

A shape gives an entry the headers of columns.py and keeps what it had as features.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from agent.changepoints import breaks, getspanel, rbeast
from agent.changepoints.entries import Context, Item


@dataclass(frozen=True)
class Shape:
    """A table of a detector: whether headers are its own, and its entries in our columns."""

    name: str
    fits: Callable[[Sequence[str], Context], bool]
    read: Callable[[Sequence[Item], Context], Iterator[Item]]


SHAPES = (
    Shape("Rbeast", rbeast.fits, rbeast.read),
    Shape("getspanel", getspanel.fits, getspanel.read),
    Shape("indices", breaks.fits, breaks.read),
)


def shape_of(headers: Sequence[str], context: Context) -> Shape | None:
    """The detector whose headers these are, or None for a plain table."""
    return next((shape for shape in SHAPES if shape.fits(headers, context)), None)
