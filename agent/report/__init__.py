"""Pure renderers: dossiers in, a report out. A format is one file here and one line in wiring."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

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

Part = TypeVar("Part", str, bytes)
Renderer = Callable[[Sequence[Dossier], Language, Beside], Iterator[Part]]
"""Turns dossiers into a report in Chinese (zh) or English (en), part by part in order.

No report of thousands of dossiers is held: a dossier is read when its part is made. The same values always
give the same characters, or bytes of a binary format such as a workbook.
"""
