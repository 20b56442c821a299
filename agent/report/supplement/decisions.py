"""Where a finding stands in the supplement, by its status and by what people decided.

Findings are those of ``reviewed.as_reviewed``: a person's word already stands in their claims,
verdicts and status.
"""

from __future__ import annotations

from enum import StrEnum

from agent.findings import Finding, Status
from agent.policy import PolicyKind
from agent.report.publisher import UNKNOWN, is_nobodys, on_private_host
from agent.report.reviewed import ACCEPTED, CORRECTED, PERSON, REJECTED


class JointDecision(StrEnum):
    """What the decisions on a finding come to. DISPUTED: reviewers disagree; OUTDATED: to be asked again."""

    NONE = "none"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"
    UNSURE = "unsure"
    DISPUTED = "disagreement"
    OUTDATED = "outdated"


class Listing(StrEnum):
    """In which of the tables a row stands."""

    INCLUDED = "included"
    TO_REVIEW = "to_review"
    UNKNOWN_PUBLISHER = UNKNOWN
    LEFT_OUT = "left_out"


BY_PEOPLE = (JointDecision.ACCEPTED, JointDecision.CORRECTED)
UNSETTLED = (JointDecision.UNSURE, JointDecision.DISPUTED, JointDecision.OUTDATED)
_REASONS = {
    ACCEPTED: JointDecision.ACCEPTED,
    REJECTED: JointDecision.REJECTED,
    "person.unsure": JointDecision.UNSURE,
    "person.disagreement": JointDecision.DISPUTED,
    "person.outdated": JointDecision.OUTDATED,
}


def together(finding: Finding) -> JointDecision:
    """What people decided on it; NONE also where they decided only on an older version of it."""
    told = next((_REASONS.get(v.reason) for v in finding.of_check(PERSON)), None)
    corrected = any(v.reason == CORRECTED for v in finding.verdicts)
    if told is JointDecision.ACCEPTED and corrected:
        return JointDecision.CORRECTED
    return told or JointDecision.NONE


def listing_of(finding: Finding) -> Listing:
    """Where it stands: what people do not settle alike waits for them.

    What stands on a host that nobody knows has a table of its own until a person accepts it.

    Only what was decided on this page counts. A copy that a person rejects for its wrong figure
    says nothing against the issuer's own page.
    """
    if finding.kind is PolicyKind.BACKGROUND:
        return Listing.LEFT_OUT
    decided = together(finding)
    if decided in UNSETTLED or finding.status is Status.FLAGGED:
        return Listing.TO_REVIEW
    if is_nobodys(finding):
        return Listing.UNKNOWN_PUBLISHER
    return Listing.INCLUDED if finding.status is Status.VERIFIED else Listing.LEFT_OUT


def way_back(finding: Finding) -> str:
    """The code of what brings a finding that is not included among the included ones."""
    if finding.kind is PolicyKind.BACKGROUND:
        return "background"
    decided = together(finding)
    if decided in UNSETTLED:
        return "unsettled"
    if decided is JointDecision.REJECTED:
        return "rejected_by_person"
    if not finding.policy.source:
        return "unread"
    if is_nobodys(finding):
        return "private_host" if on_private_host(finding) else UNKNOWN
    return finding.status.value
