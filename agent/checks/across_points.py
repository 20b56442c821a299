"""across, over changepoints: the same thing in several of them has one date a role and one set of figures.

Within one dossier ``across`` compares; here findings of different changepoints are, in one run or
in all runs of a store. When they disagree all of them are flagged: no page is shown to be right by
being quoted for another changepoint. Two things on one page may have two dates; one thing may not.

What several pages call alike need not be one thing here: windows lie years apart, notices come back
every year under one name, and warnings every month. So on different pages only one document number,
or dates that are close, make it one; and what comes again and again is one on one page only.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Generic, NamedTuple, TypeVar

from agent.checks.across import contradictions, number_of, same_thing
from agent.checks.reported import status_with_page
from agent.checks.subject import Ruling
from agent.findings import Finding, Label, Status, Verdict, status_of
from agent.lazy import cached_property, lazy_pattern
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
AGAIN = lazy_pattern("预警|应急响应|错峰|限行|检修|停运|停电|防控措施")
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

    @property
    def compared(self) -> Finding:
        """The finding with nothing but what is compared: what is claimed, and which of it holds."""
        held = tuple(
            Verdict(check="across", label=Label.SUPPORTED, reason="", claim=index)
            for index, _ in self.finding.held()
        )
        return self.finding.model_copy(update={"verdicts": held, "own": ()})


Position = TypeVar("Position", bound=Hashable)
"""Where a finding stands, for whoever compares."""


@dataclass(frozen=True)
class Alike(Generic[Position]):
    """Findings that say the same word for word: one of them, and the places and words of all.

    Only the one is held: a document found for a hundred changepoints is in memory once.
    """

    first: Placed
    places: list[tuple[Position, str]]


def across_points(placed: Sequence[Placed]) -> dict[int, tuple[Verdict, ...]]:
    """By position, what findings of other changepoints contradict; those without are left out."""
    alike: dict[str, Alike[int]] = {}
    for position, one in enumerate(placed):
        if one.is_compared:
            alike.setdefault(one.said, Alike(one, [])).places.append((position, one.where))
    groups: dict[str, list[Alike[int]]] = defaultdict(list)
    for same in alike.values():
        for key in same.first.keys:
            groups[key].append(same)
    findings = [one.finding for one in placed]
    found: dict[int, dict[Held, None]] = defaultdict(dict)
    for group in groups.values():
        for position, held in contradicted(group):
            found[position][held] = None
    return {at: verdicts(findings[at], held) for at, held in found.items()}


class Held(NamedTuple):
    """What is held against a claim: what a page of another changepoint has, and whose page it is.

    ``other`` is the changepoint in words. Of one changepoint the first that is found counts.
    """

    claim: int
    other: str
    page: str
    url: str


def verdicts(finding: Finding, held: Iterable[Held]) -> tuple[Verdict, ...]:
    """The verdicts on what is held against a finding, one for each claim and other changepoint."""
    first: dict[tuple[int, str], Held] = {}
    for one in held:
        first.setdefault((one.claim, one.other), one)
    return tuple(
        Ruling("across").refuted(
            REASON,
            one.claim,
            claimed=finding.claims[one.claim].value,
            page=one.page,
            other=one.other,
            url=one.url,
        )
        for one in first.values()
    )


def contradicted(group: Iterable[Alike[Position]]) -> Iterator[tuple[Position, Held]]:
    """What is held against those of a group that have a key in common and do not say the same.

    Each is compared with those of the group that come shortly before it.
    """
    before: deque[Alike[Position]] = deque(maxlen=COMPARED)
    for two in group:
        for one in before:
            yield from _between(one, two)
        before.append(two)


def _between(one: Alike[Position], two: Alike[Position]) -> Iterator[tuple[Position, Held]]:
    if not _one_thing(one.first.finding, two.first.finding):
        return
    for contradiction in contradictions(one.first.finding, two.first.finding):
        a, b = contradiction.first, contradiction.second
        for own, claim, other, theirs in ((one, a, two, b), (two, b, one, a)):
            told = other.first.finding
            for position, here in own.places:
                there = next((w for _, w in other.places if w != here), None)
                if there is not None:
                    value, url = told.claims[theirs].value, told.policy.url
                    yield position, Held(claim, there, value, url)


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
