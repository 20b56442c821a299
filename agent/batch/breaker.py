"""When to stop beginning changepoints: a search or a model that is dead fails all of them alike."""

from __future__ import annotations

from collections.abc import Sequence

from agent.findings import Dossier, Outcome
from agent.records import Gap

PATIENCE = 3
"""Changepoints in a row without any answer of the search, or of the model."""

HOPELESS = {
    "extract": {"wrong_key", "unknown_model", "no_balance", "not_openai", "forbidden"},
    "search": {"wrong_key"},
}
"""Causes that the next changepoint would meet again, by stage."""


class Breaker:
    """Watches dossiers as they are done; ``reason`` is empty until it trips."""

    def __init__(self, patience: int = PATIENCE) -> None:
        self._patience = patience
        self._silent = {"search": 0, "extract": 0}
        self.reason = ""

    def note(self, dossier: Dossier) -> None:
        """Take a dossier into account."""
        for stage, unanswered in (
            ("search", _search_unanswered(dossier)),
            ("extract", _model_unanswered(dossier)),
        ):
            gaps = [gap for gap in dossier.gaps if gap.stage == stage] if unanswered else []
            hopeless = [gap for gap in gaps if gap.cause in HOPELESS[stage]]
            if hopeless:
                self._trip(stage, hopeless, 1)
            self._silent[stage] = self._silent[stage] + 1 if gaps else 0
            if self._silent[stage] >= self._patience:
                self._trip(stage, gaps, self._silent[stage])

    def _trip(self, stage: str, gaps: Sequence[Gap], times: int) -> None:
        if self.reason:
            return
        who = "the model" if stage == "extract" else "no search"
        fails = "fails" if stage == "extract" else "answers"
        causes = ", ".join(sorted({gap.cause for gap in gaps if gap.cause != "not_asked"}))
        detail = next((gap.detail for gap in gaps if gap.detail and gap.cause != "not_asked"), "")
        often = f", {times} changepoints in a row" if times > 1 else ""
        self.reason = f"{who} {fails} ({causes}){often}: {detail}".rstrip(": ")


def _search_unanswered(dossier: Dossier) -> bool:
    return dossier.outcome is Outcome.INCOMPLETE and not any(a.covers for a in dossier.searches)


def _model_unanswered(dossier: Dossier) -> bool:
    return not any(usage.stage == "extract" for usage in dossier.usage)
