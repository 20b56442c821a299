"""What becomes of an item: the status rule of the checks, and what an unread item may be called."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from agent.audit.items import Judgement
from agent.checks.reported import DOUBTS, is_unsettleable, status_with_page, status_without_page
from agent.findings import Claim, Finding, Label, Status, Verdict
from agent.policy import PolicyKind

__all__ = ["DOUBTS", "best", "read", "unread"]


def unread(verdicts: Iterable[Verdict]) -> Judgement:
    """The judgement without a page."""
    verdicts = tuple(verdicts)
    status = status_without_page(verdicts)
    if status is Status.INSUFFICIENT and not is_unsettleable(verdicts):
        return Judgement.UNREAD
    return Judgement(status.value)


def read(kind: PolicyKind, claims: tuple[Claim, ...], verdicts: tuple[Verdict, ...]) -> Judgement:
    """The judgement with a page: the status rule over all verdicts."""
    return Judgement(status_with_page(kind, claims, verdicts).value)


def best(findings: Sequence[Finding]) -> Finding:
    """The finding of the page that says most for the item."""

    def rank(finding: Finding) -> tuple[int, int]:
        held = sum(v.label is Label.SUPPORTED for v in finding.verdicts)
        return finding.status.rank, -held

    return min(findings, key=rank)
