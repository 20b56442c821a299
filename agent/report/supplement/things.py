"""Which findings tell of one thing, on whatever page and under whatever changepoint.

A document is known by its number; without one, by its core name, a body that issues it and a date.
An event is known by its name, its day and its place. What the pages of one changepoint were already
found to tell of alike stays together. Two documents with different numbers are never one thing.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from agent.checks.across import same_thing
from agent.details import Decided, Elsewhere
from agent.findings import Dossier, Finding, Status
from agent.policy import PolicyKind
from agent.records import content_key
from agent.report.supplement.decisions import JointDecision, Listing, listing_of, together
from agent.store import finding_key
from agent.text.document_numbers import normalise_document_number
from agent.text.fold import fold
from agent.text.names import core_name
from agent.text.urls import url_identity

Key = tuple[str, ...]

LENGTH = 10
"""Hexadecimal digits of the name of a thing."""


@dataclass(frozen=True)
class Known:
    """A finding as people decided on it, and what is known of it.

    Its key, its thing, what the checks alone came to, and in which table it stands.
    """

    finding: Finding
    key: str
    thing: str
    status: Status
    listing: Listing

    @property
    def decided(self) -> JointDecision:
        """What people decided."""
        return together(self.finding)


def known_of(dossier: Dossier, things: Iterator[str]) -> tuple[Known, ...]:
    """What is known of each finding of a dossier as people decided on it.

    ``things`` gives the names of their things, and goes on to those of the next dossier.
    """
    known = []
    for finding, thing in zip(dossier.findings, islice(things, len(dossier.findings)), strict=True):
        key = finding_key(dossier.changepoint, finding)
        checked = next((by.status for by in finding.details(Decided)), finding.status)
        known.append(Known(finding, key, thing, Status(checked), listing_of(finding)))
    return tuple(known)


@dataclass(frozen=True)
class Marks:
    """By what a finding can be known: its document number, or keys of which one is enough."""

    number: str | None
    keys: tuple[Key, ...]


def things_of(dossiers: Iterable[Dossier]) -> Iterator[str]:
    """The name of the thing of each finding, in their order; equal names are one thing.

    Every dossier is seen once, and of each finding only its marks are kept.
    """
    marks: list[Marks] = []
    alike: list[tuple[int, int]] = []
    seen: dict[str, str] = {}
    for dossier in dossiers:
        before = len(marks)
        alike += ((before + one, before + other) for one, other in _told_alike(dossier))
        marks += (_once(marks_of(finding, dossier), seen) for finding in dossier.findings)
    groups = _Groups([mark.number for mark in marks])
    for numbers in _by_key(marks).values():
        groups.join(numbers)
    for pair in alike:
        groups.join(pair)
    named = [""] * len(marks)
    for members in groups.members():
        name = _name(min(_first_key(marks[member]) for member in members))
        for member in members:
            named[member] = name
    return iter(named)


def _once(mark: Marks, seen: dict[str, str]) -> Marks:
    """The marks, each text of which is in memory once however many findings have it."""
    keys = (tuple(seen.setdefault(part, part) for part in key) for key in mark.keys)
    return Marks(mark.number, tuple(keys))


def marks_of(finding: Finding, dossier: Dossier) -> Marks:
    """By what a finding can be known. What the page supports counts, else what is claimed."""
    name = fold(core_name(finding.policy.name.value)).text
    dates = _values(finding, "date") or ("",)
    page: Key = ("page", url_identity(finding.policy.url), name)
    if finding.policy.kind is PolicyKind.EVENT:
        place = dossier.changepoint.province
        return Marks(None, (page, *(("event", name, date, place) for date in dates)))
    numbers = [normalise_document_number(value) for value in _values(finding, "document_number")]
    bodies = [fold(value).text for value in _values(finding, "agency")] or [""]
    keys = (("document", name, body, date) for body in bodies for date in dates)
    return Marks(next((number for number in numbers if number), None), (page, *keys))


class _Groups:
    """Findings, by their numbers, that are joined; groups with different document numbers never are."""

    def __init__(self, documents: Sequence[str | None]) -> None:
        self._documents = list(documents)
        self._leader = list(range(len(documents)))

    def join(self, numbers: Sequence[int]) -> None:
        """Join the groups of these findings, unless they have different document numbers."""
        leaders = {self._of(number) for number in numbers}
        if len({self._documents[leader] for leader in leaders} - {None}) > 1:
            by_document = defaultdict(list)
            for leader in leaders:
                by_document[self._documents[leader]].append(leader)
            for document, same in by_document.items():
                if document is not None:
                    self._merge(same)
            return
        self._merge(leaders)

    def members(self) -> list[list[int]]:
        """The groups, each with its members in order."""
        found: dict[int, list[int]] = defaultdict(list)
        for number in range(len(self._leader)):
            found[self._of(number)].append(number)
        return list(found.values())

    def _merge(self, leaders: Iterable[int]) -> None:
        ordered = sorted(leaders)
        document = next((d for leader in ordered if (d := self._documents[leader])), None)
        for leader in ordered:
            self._leader[leader] = ordered[0]
        self._documents[ordered[0]] = document

    def _of(self, number: int) -> int:
        while self._leader[number] != number:
            self._leader[number] = self._leader[self._leader[number]]
            number = self._leader[number]
        return number


def _by_key(marks: Sequence[Marks]) -> dict[Key, list[int]]:
    """The findings with a key, documents first: what stands under a number decides the rest."""
    found: dict[Key, list[int]] = defaultdict(list)
    for number, mark in enumerate(marks):
        if mark.number:
            found["number", mark.number].append(number)
    for number, mark in enumerate(marks):
        for key in mark.keys:
            found[key].append(number)
    return found


def _told_alike(dossier: Dossier) -> Iterator[tuple[int, int]]:
    """Pairs of a dossier that were found to tell the same thing on two pages."""
    by_url: dict[str, list[int]] = defaultdict(list)
    for position, finding in enumerate(dossier.findings):
        by_url[finding.policy.url].append(position)
    for position, finding in enumerate(dossier.findings):
        for there in finding.details(Elsewhere):
            for other in by_url.get(there.url or "", ()):
                if other != position and same_thing(finding, dossier.findings[other]):
                    yield position, other


def _values(finding: Finding, field: str) -> tuple[str, ...]:
    held = [claim for _, claim in finding.held(field)]
    told = held or [claim for claim in finding.claims if claim.field == field]
    return tuple(dict.fromkeys(claim.value for claim in told))


def _first_key(mark: Marks) -> Key:
    """A number sorts before names, and names before addresses: the shortest lived comes last."""
    if mark.number:
        return ("0", mark.number)
    named = [key for key in mark.keys if key[0] != "page"]
    return ("1", *min(named))


def _name(key: Key) -> str:
    return "t-" + hashlib.sha256(content_key(list(key)).encode()).hexdigest()[:LENGTH]
