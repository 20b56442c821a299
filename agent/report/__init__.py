"""Pure renderers: dossiers in, a report out. A format is one file here and one line in wiring."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from agent.findings import Dossier
from agent.prices import Prices
from agent.report.words import Language
from agent.series import SeriesFile
from agent.store.dossiers import Run
from agent.store.reviews import Review


@dataclass(frozen=True)
class Beside:
    """What is known beside the dossiers.

    ``reviews`` has by finding key (``agent.store.finding_key``) the decisions that are in force,
    oldest first, one a reviewer; ``history`` every decision ever kept, withdrawals too, in order;
    ``runs`` are the stored runs that the dossiers belong to, oldest first. ``series`` are files of
    daily emissions, ``prices`` what models and searches cost; both only for formats that show them.
    """

    reviews: Mapping[str, tuple[Review, ...]] = field(default_factory=dict)
    history: tuple[Review, ...] = ()
    runs: tuple[Run, ...] = ()
    series: tuple[SeriesFile, ...] = ()
    prices: Prices | None = None


NOTHING = Beside()

Part_co = TypeVar("Part_co", str, bytes, covariant=True)


class Renderer(Protocol[Part_co]):
    """Turns dossiers into a report, part by part: no report of thousands of dossiers is held.

    The same values always give the same characters or bytes.
    """

    def __call__(
        self, dossiers: Sequence[Dossier], language: Language, beside: Beside = NOTHING
    ) -> Iterator[Part_co]:
        """Give the parts in their order, in Chinese (zh) or English (en).

        A dossier is read when its part is made; bytes are a binary format, such as a workbook.
        """
        ...
