"""across, over changepoints: the same thing in several of them has one date a role and one set of figures.

Within one dossier ``across`` compares; here findings of different changepoints are, in one run or
in all runs of a store. When they disagree all of them are flagged: no page is shown to be right by
being quoted for another changepoint. Two things on one page may have two dates; one thing may not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from agent.checks.across import contradictions, same_thing
from agent.checks.reported import status_with_page
from agent.checks.subject import Ruling
from agent.findings import Finding, Label, Status, Verdict, status_of
from agent.policy import REPORTED, PolicyKind
from agent.records import Changepoint
from agent.text.document_numbers import normalise_document_number
from agent.text.fold import fold
from agent.text.names import core_name
from agent.text.urls import url_identity

REASON = "across.other_changepoint"
COMPARED = 60
"""A finding is compared with at most this many others that share a page, a name or a number."""


def where(changepoint: Changepoint) -> str:
    """A changepoint in a few words: province, sector, day."""
    return f"{changepoint.province} {changepoint.sector or 'all'} {changepoint.date}"


@dataclass(frozen=True)
class Placed:
    """A finding and the changepoint it was found for, in words: 山西 Ground 2024-11-08."""

    finding: Finding
    where: str

    @cached_property
    def is_compared(self) -> bool:
        """True for what is what it is called: read, neither rejected nor background."""
        finding = self.finding
        if finding.status is Status.REJECTED or finding.kind is PolicyKind.BACKGROUND:
            return False
        if finding.policy.extractor == REPORTED and not finding.policy.source:
            return False
        return all(v.label is not Label.REFUTED for v in finding.of_check("name"))

    @cached_property
    def said(self) -> str:
        """All that is claimed and held, as a word to compare by."""
        finding = self.finding
        held = [finding.label_of_claim(index) for index in range(len(finding.claims))]
        told = [
            (c.field, c.role, c.value)
            for c, n in zip(finding.claims, held, strict=True)
            if n is Label.SUPPORTED
        ]
        return repr((finding.policy.kind, finding.policy.url, finding.policy.name.value, told))

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """What things that may be the same have in common: page, core name, document number."""
        policy = self.finding.policy
        number = policy.document_number
        told = {
            f"page {url_identity(policy.url)}",
            f"name {fold(core_name(policy.name.value)).text}",
        }
        normal = normalise_document_number(number.value) if number else None
        return tuple(sorted(told | ({f"number {normal}"} if normal else set())))


def across_points(placed: Sequence[Placed]) -> tuple[tuple[Verdict, ...], ...]:
    """For each finding, in order, what findings of other changepoints contradict."""
    found: list[dict[tuple[int, str], Verdict]] = [{} for _ in placed]
    for ones, twos in _unlike(placed):
        first, second = placed[ones[0]], placed[twos[0]]
        if not same_thing(first.finding, second.finding):
            continue
        for contradiction in contradictions(first.finding, second.finding):
            a, b = contradiction.first, contradiction.second
            for own, claim, others, theirs in ((ones, a, twos, b), (twos, b, ones, a)):
                for index in own:
                    other = next(
                        (o for o in others if placed[o].where != placed[index].where), None
                    )
                    if other is not None:
                        verdict = _verdict(placed[index], claim, placed[other], theirs)
                        found[index].setdefault((claim, placed[other].where), verdict)
    return tuple(tuple(verdicts.values()) for verdicts in found)


def _unlike(placed: Sequence[Placed]) -> Iterable[tuple[list[int], list[int]]]:
    """Pairs of sets of findings that share a page, a name or a number and do not say the same.

    What says the same word for word is one set: a document found for a hundred changepoints is
    compared once.
    """
    alike: dict[str, list[int]] = defaultdict(list)
    for index, one in enumerate(placed):
        if one.is_compared:
            alike[one.said].append(index)
    groups: dict[str, list[str]] = defaultdict(list)
    for said, indexes in alike.items():
        for key in placed[indexes[0]].keys:
            groups[key].append(said)
    near = {
        (one, two): None
        for group in groups.values()
        for place, two in enumerate(group)
        for one in group[max(0, place - COMPARED) : place]
    }
    return [(alike[one], alike[two]) for one, two in near]


def _verdict(own: Placed, claim: int, other: Placed, theirs: int) -> Verdict:
    values = {
        "claimed": own.finding.claims[claim].value,
        "page": other.finding.claims[theirs].value,
        "other": other.where,
        "url": other.finding.policy.url,
    }
    return Ruling("across").refuted(REASON, claim, **values)


def of_points(finding: Finding) -> tuple[Verdict, ...]:
    """The verdicts of this comparison that a finding has."""
    return tuple(v for v in finding.verdicts if v.reason == REASON)


def with_points(finding: Finding, verdicts: tuple[Verdict, ...]) -> Finding:
    """The finding with these verdicts: flagged when there are any, otherwise as it was."""
    if not verdicts:
        return finding
    told = (*finding.verdicts, *verdicts)
    return finding.model_copy(update={"verdicts": told, "status": Status.FLAGGED})


def without_points(finding: Finding) -> Finding:
    """The finding as it was before it was compared with those of other changepoints."""
    if not of_points(finding):
        return finding
    kept = tuple(v for v in finding.verdicts if v.reason != REASON)
    rule = status_with_page if finding.own else status_of
    status = rule(finding.kind, finding.claims, kept)
    return finding.model_copy(update={"verdicts": kept, "status": status})
