"""across, over changepoints: the same thing in several of them has one date a role and one set of figures.

Within one dossier ``across`` compares; here findings of different changepoints are, in one run or
in all runs of a store. When they disagree all of them are flagged: no page is shown to be right by
being quoted for another changepoint. Two things on one page may have two dates; one thing may not.

What several pages call alike need not be one thing here: windows lie years apart, notices come back
every year under one name, and warnings every month. So on different pages only one document number,
or dates that are close, make it one; and what comes again and again is one on one page only.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Generic, TypeVar

from agent.checks.across import contradictions, number_of, same_thing
from agent.checks.reported import status_with_page
from agent.checks.subject import Ruling
from agent.findings import Finding, Label, Status, Verdict, status_of
from agent.policy import REPORTED, PolicyKind
from agent.records import Changepoint, content_key
from agent.text.dates import parse_date
from agent.text.document_numbers import normalise_document_number
from agent.text.fold import fold
from agent.text.names import core_name
from agent.text.urls import url_identity

REASON = "across.other_changepoint"
EDITION = 1
"""Of what is said and of the keys below: with another one what is kept of them is made anew."""
COMPARED = 60
"""A finding is compared with at most this many others that share a page, a name or a number."""
CLOSE = timedelta(days=45)
"""Pages that date a thing of one name further apart than this tell of two: last year's and this."""
AGAIN = re.compile("预警|应急响应|错峰|限行|检修|停运|停电|防控措施")
"""Events that come again and again under one name."""


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
        """Identity of all that is claimed and held, each with its place among the claims."""
        finding = self.finding
        told = [
            (index, claim.field, claim.role, claim.value)
            for index, claim in enumerate(finding.claims)
            if finding.label_of_claim(index) is Label.SUPPORTED
        ]
        return content_key(
            [finding.policy.kind, finding.policy.url, finding.policy.name.value, told]
        )

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


Position = TypeVar("Position", bound=Hashable)
"""Where a finding stands, for whoever compares."""


@dataclass(frozen=True)
class Alike(Generic[Position]):
    """Findings that say the same word for word: one of them, and the places and words of all.

    Only the one is held: a document found for a hundred changepoints is in memory once.
    """

    first: Placed
    places: list[tuple[Position, str]]


def across_points(placed: Iterable[Placed]) -> dict[int, tuple[Verdict, ...]]:
    """By position, what findings of other changepoints contradict; those without are left out."""
    return contradicted(_unlike(placed))


def contradicted(
    pairs: Iterable[tuple[Alike[Position], Alike[Position]]],
) -> dict[Position, tuple[Verdict, ...]]:
    """By position, what the other one of a pair contradicts; those without are left out."""
    found: dict[Position, dict[tuple[int, str], Verdict]] = defaultdict(dict)
    for one, two in pairs:
        if not _one_thing(one.first.finding, two.first.finding):
            continue
        for contradiction in contradictions(one.first.finding, two.first.finding):
            a, b = contradiction.first, contradiction.second
            for own, claim, other, theirs in ((one, a, two, b), (two, b, one, a)):
                for position, here in own.places:
                    there = next((w for _, w in other.places if w != here), None)
                    if there is not None:
                        told = _verdict(
                            own.first.finding, claim, other.first.finding, theirs, there
                        )
                        found[position].setdefault((claim, there), told)
    return {position: tuple(verdicts.values()) for position, verdicts in found.items()}


def _unlike(placed: Iterable[Placed]) -> Iterator[tuple[Alike[int], Alike[int]]]:
    """Pairs that share a page, a name or a number and do not say the same."""
    alike: dict[str, Alike[int]] = {}
    for position, one in enumerate(placed):
        if one.is_compared:
            alike.setdefault(one.said, Alike(one, [])).places.append((position, one.where))
    groups: dict[str, list[str]] = defaultdict(list)
    for said, same in alike.items():
        for key in same.first.keys:
            groups[key].append(said)
    return ((alike[one], alike[two]) for one, two in near(groups.values()))


def near(groups: Iterable[Sequence[str]]) -> dict[tuple[str, str], None]:
    """The pairs that are compared, of groups of what has a key in common."""
    return {
        (one, two): None
        for group in groups
        for place, two in enumerate(group)
        for one in group[max(0, place - COMPARED) : place]
    }


def _one_thing(one: Finding, two: Finding) -> bool:
    """The same thing, also when the pages are not the same."""
    if not same_thing(one, two):
        return False
    if url_identity(one.policy.url) == url_identity(two.policy.url):
        return True
    if number_of(one) and number_of(two):
        return True
    if any(AGAIN.search(finding.policy.name.value) for finding in (one, two)):
        return False
    return _dated_close(one, two)


def _dated_close(one: Finding, two: Finding) -> bool:
    first, second = ([parse_date(date.value) for date in f.policy.dates] for f in (one, two))
    return any(
        a.start - CLOSE <= b.end and b.start - CLOSE <= a.end
        for a in first
        if a is not None
        for b in second
        if b is not None
    )


def _verdict(own: Finding, claim: int, other: Finding, theirs: int, there: str) -> Verdict:
    values = {
        "claimed": own.claims[claim].value,
        "page": other.claims[theirs].value,
        "other": there,
        "url": other.policy.url,
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
