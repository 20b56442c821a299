"""A page in, the policies and events it issues or reports out.

Two twins: by_model asks a model, by_rules asks nobody (``--model none``) and is the baseline that
a model must beat. Both end in the same step: what the page's own metadata says of a document and
the extractor left out is put in (completion.py).

Helpers that both use: quoting (a value and the place it rests on), completion; for the model
alone: page_answer (what it fills), briefing (what it is shown), excerpt (of a long page); for the
rules alone: signs (what kind of page it is), picking (which sentences tell it).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from agent.places import Places
from agent.policy import Policy
from agent.publishers import Publishers
from agent.records import Changepoint, Page, Record, Usage, Window
from agent.sectors import Sectors


class Extraction(Record):
    """What was extracted from one page, what it cost, and notes on what was left out and why."""

    policies: tuple[Policy, ...] = ()
    usage: tuple[Usage, ...] = ()
    notes: tuple[str, ...] = ()


class Extractor(Protocol):
    """One way to extract. ``name`` is the model's name, or none."""

    @property
    def name(self) -> str:
        """What Policy.extractor says."""
        ...

    def extract(self, page: Page, changepoint: Changepoint, window: Window) -> Extraction:
        """The policies and events of a page and its attachments.

        Raises:
            ModelFailed: a model gave no usable answer.
        """
        ...


@dataclass(frozen=True)
class Knowledge:
    """What is known before a page is read."""

    places: Places
    publishers: Publishers
    sectors: Sectors

    def weight(self, sector: str | None) -> Callable[[str], float]:
        """How much a piece of text tells of a sector, or of any when none is asked for."""
        return lambda text: self.sectors.score(text, sector)
