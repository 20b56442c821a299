"""What is to be found: a changepoint near each document that somebody would want to see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from agent.records import Changepoint, ChangepointKind
from tests.world_of_portals.documents import Document, spread

NEAR = 20
"""A changepoint lies at most so many days from what may have caused it."""


@dataclass(frozen=True)
class Planted:
    """A changepoint, and the documents in its window and sector: the one it was laid near first."""

    point: Changepoint
    near: Document
    documents: tuple[Document, ...]

    @property
    def things(self) -> tuple[str, ...]:
        """What the documents are about, each once."""
        return tuple(dict.fromkeys(d.thing for d in self.documents))


def planted(
    documents: Sequence[Document], most: int | None = None, after: int = 0
) -> tuple[Planted, ...]:
    """A changepoint near each thing, in one of its sectors; evenly drawn: ``most`` of them behind the first ``after``."""
    firsts: dict[str, Document] = {}
    for document in documents:
        if document.sectors and document.province:
            firsts.setdefault(document.thing, document)
    chosen = sorted(firsts.values(), key=lambda d: spread(d.thing, 1_000_003))[after:]
    return tuple(_planted(document, documents) for document in chosen[:most])


def _planted(near: Document, documents: Sequence[Document]) -> Planted:
    sector = near.sectors[spread(near.thing, len(near.sectors))]
    shift = spread(f"{near.thing} day", 2 * NEAR + 1) - NEAR
    point = Changepoint(
        province=near.province,
        sector=sector,
        date=near.true_day + timedelta(days=shift),
        kind=ChangepointKind.POLICY if near.official else ChangepointKind.EVENT,
    )
    window = point.window()
    inside = [
        d
        for d in documents
        if d.province == point.province
        and sector in d.sectors
        and window.start <= d.true_day <= window.end
    ]
    return Planted(point, near, (near, *(d for d in inside if d is not near)))
