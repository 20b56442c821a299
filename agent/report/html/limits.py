"""How much of a dossier is written, so that its file can be sent and opened anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from agent.report.template import Values

LARGEST = 480_000
"""Bytes that a dossier may have; with the head of the page a file stays under 500 KB."""
ALTOGETHER = 12_000_000
"""Bytes that the dossiers of one file may have together, ..."""
LEAST = 24_000
"""... but each may have this many."""


@dataclass(frozen=True)
class Limits:
    """What is written of a dossier.

    ``context`` and ``quote`` are characters around a quote and of it; ``claims`` says whether every
    claim has its row; ``cards`` and ``rows`` bound the cards and the rows of each table; ``drawings``
    says whether there are any. A card takes ``least`` bytes or more, so that what cannot fit need
    not be tried.
    """

    context: int
    quote: int
    claims: bool
    cards: int
    rows: int
    least: int
    drawings: bool = True


TIERS = (
    Limits(context=160, quote=1200, claims=True, cards=300, rows=600, least=6000),
    Limits(context=60, quote=400, claims=True, cards=200, rows=300, least=4500),
    Limits(context=30, quote=200, claims=False, cards=100, rows=100, least=2500),
    Limits(context=0, quote=80, claims=False, cards=30, rows=30, least=2000),
    Limits(context=0, quote=0, claims=False, cards=0, rows=20, least=0, drawings=False),
)
"""From everything to the bare minimum; the first that fits is taken."""


def worth_trying(limits: Limits, findings: int, room: int) -> bool:
    """False when even the smallest cards of so many findings would not fit."""
    return min(findings, limits.cards) * limits.least <= room


def room_for_each(dossiers: int) -> int:
    """Bytes that each of so many dossiers in one file may have."""
    return min(LARGEST, max(LEAST, ALTOGETHER // max(dossiers, 1)))


def bounded(rows: Sequence[Any], most: int, left: int = 0) -> Values:
    """The first ``rows`` of a table, and how many are ``left`` out, beside those that were before."""
    return Values(rows=tuple(rows[:most]), left=left + max(len(rows) - most, 0))
