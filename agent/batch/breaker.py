"""When to stop beginning changepoints: a search, a model or a network that is dead fails them all.

What cannot mend itself (a wrong key, a spent budget) ends the run at once, and so does what has never
answered since it began: that is a setting. What answered before is given the night: after some
changepoints in a row without an answer the run rests and tries one of them again, then rests longer,
and so on until the morning.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from agent.findings import Dossier, Outcome
from agent.records import Gap

BUDGET = "budget"
"""The cause of what was not asked because it might have passed the budget."""

PATIENCE = 3
"""Changepoints in a row without any answer."""

RESTS = (60.0, 300.0, 900.0)
"""Seconds of rest before each trial; the last one stays. A router is back after one of them."""

AT_ONCE = {
    BUDGET: {BUDGET},
    "fetch": set(),
    "extract": {"wrong_key", "unknown_model"},
    "search": {"wrong_key"},
}
"""Causes that every changepoint would meet again, by stage."""

FINAL = {"no_balance", "not_openai", "forbidden"}
"""Causes of a model that are told only when they came again and again."""

AN_ANSWER = {
    "moderation",
    "refusal",
    "both_refused",
    "truncated",
    "unusable",
    "empty",
    "prompt_cut",
    "too_long",
    "answer_limit",
    "not_registered",
}
"""Causes of a model that did answer; the page or the question is to blame."""

SILENT = {"unreachable", "timeout"}

OUTAGE = {*SILENT, *FINAL, "quota", "error", "not_asked"}
"""Causes of a search or a model that pass with time."""

NAMES = {
    BUDGET: "the budget is spent",
    "search": "no search answers",
    "fetch": "no page can be reached",
    "extract": "the model does not answer",
}


@dataclass(eq=False)
class Breaker:
    """Watches dossiers as they are done.

    ``ticks`` are seconds that never go back (time.monotonic), ``patience`` the seconds from now for
    which trials are made. ``reason`` is empty until the run is to end; ``trying`` is true while one
    changepoint at a time is to be begun, to see whether there is an answer again.
    """

    ticks: Callable[[], float]
    patience: Callable[[], float] = lambda: 0.0
    reason: str = ""
    _gives_up: float = 0.0
    _answered: bool = False
    _silent: int = 0
    _trips: int = 0
    _rest_until: float = 0.0

    @property
    def trying(self) -> bool:
        """One at a time, after a rest."""
        return self._trips > 0

    def rest(self) -> float:
        """Seconds until a changepoint may be begun; 0.0 for now."""
        return max(0.0, self._rest_until - self.ticks()) if self.trying else 0.0

    def note(self, dossier: Dossier) -> str:
        """Take a dossier into account; what it shows to be dead, in words, or an empty string."""
        stage, gaps = _dead(dossier)
        if not stage:
            self._answered = True
            self._silent = self._trips = 0
            return ""
        told = _told(stage, gaps)
        causes = {gap.cause for gap in gaps}
        final = stage == "extract" and bool(causes & FINAL)
        if causes & AT_ONCE[stage] or (final and not self._answered):
            self.reason = self.reason or told
        elif self.rest() == 0.0:  # what was begun before a rest says nothing new
            self._silent += 1
            if self._silent >= PATIENCE or self.trying or final:
                self._trip(told)
        return told

    def _trip(self, told: str) -> None:
        now = self.ticks()
        if not self._trips:
            self._gives_up = now + self.patience()
        again = now + RESTS[min(self._trips, len(RESTS) - 1)]
        if not self._answered or again > self._gives_up:
            self.reason = f"{told}, {self._silent} changepoints in a row"
            return
        self._rest_until = again
        self._trips += 1


def _dead(dossier: Dossier) -> tuple[str, Sequence[Gap]]:
    """The stage that gave no answer at all for a changepoint, and its gaps; empty when all did."""
    unasked = [gap for gap in dossier.gaps if gap.cause == BUDGET]
    if unasked:
        return BUDGET, unasked
    unanswered = {
        "search": dossier.outcome is Outcome.INCOMPLETE
        and not any(answer.covers for answer in dossier.searches),
        "fetch": not dossier.pages,
        "extract": not any(usage.stage == "extract" for usage in dossier.usage),
    }
    for stage, nothing_came in unanswered.items():
        gaps = [gap for gap in dossier.gaps if gap.stage == stage]
        if nothing_came and gaps and _is_silent(stage, gaps):
            return stage, gaps
    return "", ()


def _is_silent(stage: str, gaps: Sequence[Gap]) -> bool:
    """True when gaps speak of a service that is not there, and not of what it was asked."""
    if stage == "fetch":
        return all(gap.cause in SILENT for gap in gaps)
    return not any(gap.cause in AN_ANSWER for gap in gaps)


def is_spent(dossier: Dossier) -> bool:
    """True for an incomplete dossier of which an outage of a service took a part."""
    return dossier.outcome is Outcome.INCOMPLETE and any(
        gap.material
        and gap.stage in ("search", "extract")
        and (gap.cause in OUTAGE or gap.cause.startswith("http:5"))
        for gap in dossier.gaps
    )


def _told(stage: str, gaps: Sequence[Gap]) -> str:
    asked = [gap for gap in gaps if gap.cause != "not_asked"]
    detail = next((gap.detail for gap in asked if gap.detail), "")
    if stage == BUDGET:
        return detail or NAMES[stage]
    causes = ", ".join(sorted({gap.cause for gap in asked}))
    return f"{NAMES[stage]} ({causes}): {detail}".removesuffix(": ")
