"""Checks: what the page says of each claim of a policy. Deterministic; no near match counts.

A check is made with what it knows (places, publishers, sectors) and called with a subject. A new
one is one file with a class that fits ``Check``, one line in wiring/, its reasons in
data/reasons.toml and one test. Checks do not know each other; what several need stands in the
helpers: subject, quote (locating), naming (which thing a page reports), acts (how an event's name states its own act), dated
(dates by role), seasons, issuers (issuing bodies), stages (how far a thing had come), inside (figures of one finding), across (several
findings at once), across_points (several changepoints at once), reported (what somebody else's report told), and for sentences in other words
clauses, kinds, nearest and parts; worded holds each
sentence against its page by the licences of agent.wording.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from agent.checks.across import across
from agent.checks.dated import dates_told, recurs
from agent.checks.recognised import without_exact
from agent.checks.stages import stage_of
from agent.checks.subject import Ruling, Subject
from agent.details import Site, details
from agent.findings import Finding, Verdict, claims_of, status_of
from agent.policy import REPORTED, Policy, PolicyKind
from agent.records import Changepoint, Page, Standing, Window

__all__ = ["Check", "Ruling", "Standing", "Subject", "across", "judge"]


class Check(Protocol):
    """One row of the table of checks. ``name`` is what its verdicts carry as ``check``."""

    @property
    def name(self) -> str:
        """The check's name; Verdict.check of all it returns."""
        ...

    def __call__(self, subject: Subject) -> tuple[Verdict, ...]:
        """What the page says; nothing when the policy claims nothing that this check knows."""
        ...


BACKGROUND = frozenset(
    {
        "name.only_announced",
        "name.draft",
        "name.draft_as_named",
        "name.planned",
        "name.statistic",
        "name.meeting",
    }
)
"""Reasons of the name check after which a finding is background: announced and not done, or no event."""


def judge(
    policy: Policy, page: Page, changepoint: Changepoint, window: Window, checks: Iterable[Check]
) -> Finding:
    """Put a policy before its page: all checks, the kind it turns out to be, and its status."""
    claims = claims_of(policy)
    subject = Subject(policy, claims, page, changepoint, window)
    told = (verdict for check in checks for verdict in check(subject))
    verdicts = without_exact(subject, told)
    kind = policy.kind
    if kind is PolicyKind.RECURRING and not recurs(subject):
        kind = PolicyKind.POLICY
    if any(v.reason in BACKGROUND for v in verdicts):
        kind = PolicyKind.BACKGROUND
    site = next(details((v.detail for v in verdicts), Site), Site())
    return Finding(
        policy=policy,
        kind=kind,
        claims=claims,
        verdicts=verdicts,
        status=status_of(kind, claims, verdicts, reported=policy.extractor == REPORTED),
        source_class=site.source_class or "unknown",
        publisher=site.publisher or "",
        stage=stage_of(subject, verdicts),
        dates=dates_told(subject, verdicts),
    )
