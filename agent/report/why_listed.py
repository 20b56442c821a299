"""Why a finding is listed, in one line: place and day, sector, whose page, and which search led to it."""

from __future__ import annotations

from agent.findings import Dossier, Finding, Label
from agent.report.words import Language, reason, say, word
from agent.text.urls import url_identity

CHECKS = ("place", "window", "sector")
"""The checks that tie a finding to its changepoint."""


def why_listed(dossier: Dossier, finding: Finding, language: Language) -> str:
    """What ties a finding to its changepoint, by the checks that hold, and how it was found."""
    held = [
        reason(verdict, language)
        for check in CHECKS
        for verdict in finding.of_check(check)[:1]
        if verdict.label is Label.SUPPORTED
    ]
    source = word("source_class", finding.source_class, language)
    return say("stop", language).join(
        filter(None, (*held, source, found_by(dossier, finding, language)))
    )


def found_by(dossier: Dossier, finding: Finding, language: Language) -> str:
    """The search that led to the page of a finding, and its rank there."""
    identity = url_identity(finding.policy.url)
    for hit in dossier.hits:
        if url_identity(hit.url) == identity:
            return say("found_by", language, backend=hit.backend, rank=hit.rank)
    return say("found_by_hand", language) if dossier.hits or dossier.selected else ""
