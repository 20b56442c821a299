"""The detectors whose tables are recognised by their headers.

A shape gives an entry the headers of columns.py and keeps what it had as features.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from agent.changepoints import breaks, getspanel, rbeast
from agent.changepoints.entries import Context, Item

Shape = Callable[[Sequence[Item], Context], Iterator[Item]]
"""What brings the entries of a detector's table into our columns."""


def shape_of(headers: Sequence[str], context: Context) -> Shape | None:
    """That of the detector whose headers these are, or None for a plain table."""
    members = (rbeast, getspanel, breaks)
    return next((member.read for member in members if member.fits(headers, context)), None)
