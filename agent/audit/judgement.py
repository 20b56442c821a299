"""What becomes of an item: the status rule of the checks, and what an unread item may be called."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from agent.audit.items import Judgement
from agent.findings import (
    REJECTING,
    REQUIRED,
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
        "window.url_before_effect",
        "window.url_late",
        "window.item_out_recurring",
        "date.url_older_effect",
        "across.page_dates",
    }
)
"""Open verdicts on unread items that a person must settle: something speaks against the item."""

CLOSED = ("source", "name", "window")
"""Checks that make an unread item insufficient when nothing could settle them."""

FROM_WORDS = ("place", "window", "sector", "date", "name", "source")
"""Checks that a page decides better than the item's own words."""


def unread(verdicts: Iterable[Verdict]) -> Judgement:
    """The judgement without a page."""
    verdicts = tuple(verdicts)
    refuted = [v for v in verdicts if v.label is Label.REFUTED]
    if any(v.check in REJECTING for v in refuted):
        return Judgement.REJECTED
    if refuted:
        return Judgement.FLAGGED
    unknown = [v for v in verdicts if v.label is Label.NOT_ENOUGH_INFO and not v.open]
    if any(v.check in CLOSED for v in unknown):
        return Judgement.INSUFFICIENT
    if any(v.reason in DOUBTS for v in verdicts):
        return Judgement.FLAGGED
    return Judgement.UNREAD


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


def read(kind: PolicyKind, claims: tuple[Claim, ...], verdicts: tuple[Verdict, ...]) -> Judgement:
    """The judgement with a page: the status rule over all verdicts."""
    required = {v.check for v in verdicts if v.check in REQUIRED.get(kind, ())}
    status = status_of(kind, claims, verdicts)
    if status is Status.VERIFIED and any(v.reason in DOUBTS for v in verdicts) and required:
        return Judgement.FLAGGED
    return Judgement(status.value)


def best(findings: Sequence[Finding]) -> Finding:
    """The finding of the page that says most for the item."""
    order = (Status.VERIFIED, Status.FLAGGED, Status.INSUFFICIENT, Status.REJECTED)

    def rank(finding: Finding) -> tuple[int, int]:
        held = sum(v.label is Label.SUPPORTED for v in finding.verdicts)
        return order.index(finding.status), -held

    return min(findings, key=rank)
