"""Which findings tell of one thing, on whatever page and under whatever changepoint.

A document is known by its number; without one, by its core name, a body that issues it and a date.
An event is known by its name, its day and its place. What the pages of one changepoint were already
found to tell of alike stays together. Two documents with different numbers are never one thing.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from agent.checks.across import same_thing
from agent.details import Elsewhere
from agent.findings import Dossier, Finding, Status
from agent.policy import PolicyKind
from agent.records import content_key
from agent.report.supplement.decisions import Listing, listing_of
from agent.store import finding_key
from agent.text.document_numbers import normalise_document_number
from agent.text.fold import fold
from agent.text.names import core_name
from agent.text.urls import url_identity

Place = tuple[int, int]
"""A finding: the position of its dossier, and its own in the dossier."""
Key = tuple[str, ...]

LENGTH = 10
"""Hexadecimal digits of the name of a thing."""


@dataclass(frozen=True)
class Known:
    """What is known of each finding.

    Its thing, its key, what the checks alone came to, and in which table it stands.
    """

    things: Mapping[Place, str]
    keys: Mapping[Place, str]
    statuses: Mapping[Place, Status]
    listings: Mapping[Place, Listing]


def known_of(told: Sequence[Dossier], dossiers: Sequence[Dossier]) -> Known:
    """What is known of each finding of ``told``, which are ``dossiers`` as people decided on them."""
    checked = {
        finding_key(dossier.changepoint, finding): finding.status
        for dossier in dossiers
        for finding in dossier.findings
    }
    keys: dict[Place, str] = {}
    listings: dict[Place, Listing] = {}
    for at, dossier in enumerate(told):
        for position, finding in enumerate(dossier.findings):
            keys[at, position] = finding_key(dossier.changepoint, finding)
            listings[at, position] = listing_of(finding)
    things = things_of(told)
    statuses = {place: checked[key] for place, key in keys.items()}
    return Known(things, keys, statuses, listings)


@dataclass(frozen=True)
class Marks:
    """By what a finding can be known: its document number, or keys of which one is enough."""

    number: str | None
    keys: tuple[Key, ...]


def things_of(dossiers: Sequence[Dossier]) -> dict[Place, str]:
    """The name of the thing that each finding tells of; equal names are one thing."""
    marks = {
        (at, position): marks_of(finding, dossier)
        for at, dossier in enumerate(dossiers)
        for position, finding in enumerate(dossier.findings)
    }
    groups = _Groups({place: mark.number for place, mark in marks.items()})
    for places in _by_key(marks).values():
        groups.join(places)
    for one, two in _told_alike(dossiers):
        groups.join((one, two))
    named: dict[Place, str] = {}
    for members in groups.members():
        name = _name(min(_first_key(marks[member]) for member in members))
        named |= dict.fromkeys(members, name)
    return named


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
    """Findings that are joined; groups with different document numbers never are."""

    def __init__(self, numbers: dict[Place, str | None]) -> None:
        self._numbers = numbers
        self._leader = {place: place for place in numbers}

    def join(self, places: Sequence[Place]) -> None:
        """Join the groups of these findings, unless they have different numbers."""
        leaders = {self._of(place) for place in places}
        if len({self._numbers[leader] for leader in leaders} - {None}) > 1:
            by_number = defaultdict(list)
            for leader in leaders:
                by_number[self._numbers[leader]].append(leader)
            for number, same in by_number.items():
                if number is not None:
                    self._merge(same)
            return
        self._merge(leaders)

    def members(self) -> list[list[Place]]:
        """The groups, each with its members in order."""
        found: dict[Place, list[Place]] = defaultdict(list)
        for place in self._leader:
            found[self._of(place)].append(place)
        return list(found.values())

    def _merge(self, leaders: Iterable[Place]) -> None:
        ordered = sorted(leaders)
        number = next((n for n in map(self._numbers.get, ordered) if n), None)
        for leader in ordered:
            self._leader[leader] = ordered[0]
        self._numbers[ordered[0]] = number

    def _of(self, place: Place) -> Place:
        while self._leader[place] != place:
            self._leader[place] = self._leader[self._leader[place]]
            place = self._leader[place]
        return place


def _by_key(marks: dict[Place, Marks]) -> dict[Key, list[Place]]:
    """The findings with a key, numbers first: what stands under a number decides the rest."""
    found: dict[Key, list[Place]] = defaultdict(list)
    for place, mark in marks.items():
        if mark.number:
            found["number", mark.number].append(place)
    for place, mark in marks.items():
        for key in mark.keys:
            found[key].append(place)
    return found


def _told_alike(dossiers: Sequence[Dossier]) -> Iterator[tuple[Place, Place]]:
    """Pairs of one dossier that were found to tell the same thing on two pages."""
    for at, dossier in enumerate(dossiers):
        by_url: dict[str, list[int]] = defaultdict(list)
        for position, finding in enumerate(dossier.findings):
            by_url[finding.policy.url].append(position)
        for position, finding in enumerate(dossier.findings):
            for there in finding.details(Elsewhere):
                for other in by_url.get(there.url or "", ()):
                    if other != position and same_thing(finding, dossier.findings[other]):
                        yield (at, position), (at, other)


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
