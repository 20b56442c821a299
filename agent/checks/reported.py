"""Findings that somebody else's report told: its own words beside what the cited page says.

A report's words may refute and may raise a doubt; that a page says something only the page shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from agent.findings import (
    REJECTING,
    Claim,
    Finding,
    Label,
    Status,
    Verdict,
    status_of,
)
from agent.policy import PolicyKind

DOUBTS = frozenset(
    {
        "place.ambiguous",
        "place.host_elsewhere",
        "place.item_border",
        "place.item_silent",
        "place.item_split",
        "window.url_before_effect",
        "window.url_late",
        "window.item_out_recurring",
        "date.url_older_effect",
        "across.page_dates",
    }
)
"""Open verdicts on a report's words that a person must settle: something speaks against the item."""

FROM_WORDS = ("place", "window", "sector", "date", "name", "source")
"""Checks that a page decides better than the item's own words."""


def together(own: Sequence[Verdict], page: Sequence[Verdict]) -> tuple[Verdict, ...]:
    """The page's verdicts with what only the item's words tell.

    Where both speak, the page decides; what it leaves open, the item's words may still refute.
    """
    decided = {v.check for v in page if v.label is not Label.NOT_ENOUGH_INFO}
    kept = [
        v
        for v in own
        if v.check not in FROM_WORDS
        or (v.label is Label.REFUTED and v.check not in decided)
        or v.reason == "date.impossible"
    ]
    replaced = {v.check for v in kept if v.check in REJECTING}
    return (*(v for v in page if v.check not in replaced), *kept)


def status_with_page(
    kind: PolicyKind, claims: tuple[Claim, ...], verdicts: tuple[Verdict, ...]
) -> Status:
    """The status rule over page and words together; a doubt keeps a finding from being verified."""
    status = status_of(kind, claims, verdicts, reported=True)
    if status is Status.VERIFIED and any(v.reason in DOUBTS for v in verdicts):
        return Status.FLAGGED
    return status


def status_without_page(verdicts: Iterable[Verdict]) -> Status:
    """Rejected or flagged by a report's own words, else insufficient; never verified."""
    verdicts = tuple(verdicts)
    refuted = [v for v in verdicts if v.label is Label.REFUTED]
    if any(v.check in REJECTING for v in refuted):
        return Status.REJECTED
    if refuted:
        return Status.FLAGGED
    if is_unsettleable(verdicts):
        return Status.INSUFFICIENT
    doubtful = any(v.reason in DOUBTS for v in verdicts)
    return Status.FLAGGED if doubtful else Status.INSUFFICIENT


def is_unsettleable(verdicts: Iterable[Verdict]) -> bool:
    """True when source, name or window of an unread item is unknown and nothing would settle it."""
    unknown = [v for v in verdicts if v.label is Label.NOT_ENOUGH_INFO and not v.open]
    return any(v.check in ("source", "name", "window") for v in unknown)


def with_words(finding: Finding, own: tuple[Verdict, ...]) -> Finding:
    """A finding of a page with the verdicts on the words of the report that told it."""
    if not own:
        return finding
    verdicts = together(own, finding.verdicts)
    status = status_with_page(finding.kind, finding.claims, verdicts)
    return finding.model_copy(update={"verdicts": verdicts, "status": status, "own": own})
