"""Pure renderers: dossiers in, text out. A format is one file here and one line in wiring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from agent.findings import Dossier
from agent.report.words import Language


class Renderer(Protocol):
    """Turns dossiers into one report. The same dossiers always give the same text."""

    def __call__(self, dossiers: Sequence[Dossier], language: Language) -> str:
        """Render in Chinese (zh) or English (en)."""
        ...
