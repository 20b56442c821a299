"""Where a finding stands in the supplement, by its status and by what people decided.

Findings are those of ``reviewed.as_reviewed``: a person's word already stands in their claims,
verdicts and status.
"""

from __future__ import annotations

from enum import StrEnum

from agent.findings import Finding, Label, Status
from agent.policy import PolicyKind
from agent.report.reviewed import ACCEPTED, CORRECTED, PERSON, REJECTED


class Together(StrEnum):
    """What the decisions on a finding come to. DISPUTED: reviewers disagree."""

    NONE = "none"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"
    UNSURE = "unsure"
    DISPUTED = "disagreement"


class Listing(StrEnum):
    """In which of the three tables a row stands."""

    INCLUDED = "included"
    TO_REVIEW = "to_review"
    LEFT_OUT = "left_out"


BY_PEOPLE = (Together.ACCEPTED, Together.CORRECTED)
UNSETTLED = (Together.UNSURE, Together.DISPUTED)
_REASONS = {
    ACCEPTED: Together.ACCEPTED,
    REJECTED: Together.REJECTED,
    "person.unsure": Together.UNSURE,
    "person.disagreement": Together.DISPUTED,
}


def together(finding: Finding) -> Together:
    """What people decided on it; NONE also where they decided only on an older version of it."""
    told = next((_REASONS.get(v.reason) for v in finding.of_check(PERSON)), None)
    corrected = any(v.reason == CORRECTED for v in finding.verdicts)
    if told is Together.ACCEPTED and corrected:
        return Together.CORRECTED
    return told or Together.NONE


def listing_of(finding: Finding, *, in_doubt: bool) -> Listing:
    """Where it stands: what people do not settle alike waits for them.

    ``in_doubt`` says that people took out, or did not settle, another page of the same thing for
    the same changepoint; unless they accepted this one it waits for them too.
    """
    if finding.kind is PolicyKind.BACKGROUND:
        return Listing.LEFT_OUT
    decided = together(finding)
    if decided in UNSETTLED or finding.status is Status.FLAGGED:
        return Listing.TO_REVIEW
    if finding.status is not Status.VERIFIED:
        return Listing.LEFT_OUT
    return Listing.TO_REVIEW if in_doubt and decided not in BY_PEOPLE else Listing.INCLUDED


def held_claims(finding: Finding) -> tuple[int, ...]:
    """The positions of the claims that may be printed as what the source says."""
    return tuple(
        index
        for index in range(len(finding.claims))
        if finding.label_of_claim(index) is Label.SUPPORTED
    )
