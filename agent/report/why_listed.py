"""Why a finding is listed, in one line: place and day, sector, whose page, which search led to it, who interprets it."""

from __future__ import annotations

from agent.findings import Dossier, Finding, Label
from agent.lazy import lazy_pattern
from agent.policy import PolicyKind
from agent.report.safe import address
from agent.report.words import Language, joined, reason, say, word
from agent.text.fold import fold
from agent.text.names import core_name, derived_from
from agent.text.urls import url_identity

CHECKS = ("place", "window", "sector")
"""The checks that tie a finding to its changepoint."""
QUOTED = lazy_pattern(r"《([^《》]{4,200})》")


def why_listed(dossier: Dossier, finding: Finding, language: Language) -> str:
    """What ties a finding to its changepoint, by the checks that hold, and how it was found."""
    held = [
        reason(verdict, language)
        for check in CHECKS
        for verdict in finding.of_check(check)[:1]
        if verdict.label is Label.SUPPORTED
    ]
    source = word("source_class", finding.source_class, language)
    found = found_by(dossier, finding, language)
    parts = (*held, source, found, _interpreted(dossier, finding, language))
    return say("stop", language).join(filter(None, parts))


def found_by(dossier: Dossier, finding: Finding, language: Language) -> str:
    """The search that led to the page of a finding, and its rank there."""
    identity = url_identity(finding.policy.url)
    for hit in dossier.hits:
        if url_identity(hit.url) == identity:
            return say("found_by", language, backend=hit.backend, rank=hit.rank)
    return say("found_by_hand", language) if dossier.hits or dossier.selected else ""


def interpretations(dossier: Dossier, finding: Finding) -> tuple[Finding, ...]:
    """The pages of a dossier that interpret a paper: 《…》政策解读, with its own name in the brackets."""
    own = fold(core_name(finding.policy.name.value)).text
    return tuple(
        other
        for other in dossier.findings
        if own
        and other.kind is PolicyKind.BACKGROUND
        and derived_from(other.policy.name.value)
        and any(
            fold(core_name(name)).text == own for name in QUOTED.findall(other.policy.name.value)
        )
    )


def _interpreted(dossier: Dossier, finding: Finding, language: Language) -> str:
    found = interpretations(dossier, finding)
    addresses = joined((address(one.policy.url) for one in found), language)
    return say("interpreted_in", language, names=addresses) if found else ""
