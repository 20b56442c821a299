"""Which questions there are, in which order, and which of them are the same.

Only what a person can settle stands in the queue; what lacks evidence is a list of its own. A
question that is asked several times comes before one that is asked once.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from itertools import chain
from typing import NamedTuple, TypeVar
from urllib.parse import urlencode

from agent.findings import CUT, Label, Status, Verdict
from agent.policy import PolicyKind
from agent.store.listing import Doubt, Listed
from agent.store.reviews import Review, disagree

Said = TypeVar("Said", Doubt, Verdict)
PAGE = 60
"""Rows of the queue that are sent at once."""


NOTES = frozenset(
    [
        "source.unread",
        "place.item_says",
        "place.item_national",
        "place.item_silent",
        "sector.item_says",
        "window.item_says",
    ]
)
"""Reasons that only say that a page was not read: they are told, but are not the question."""


class Which(StrEnum):
    """The lists: what must be settled, what lacks evidence, what was drawn, everything."""

    QUEUE = "queue"
    INSUFFICIENT = "insufficient"
    DRAWN = "drawn"
    ALL = "all"


class State(StrEnum):
    """How far this reviewer is: still to decide, decided, decided otherwise by another, changed."""

    OPEN = "open"
    DECIDED = "decided"
    DISAGREEMENT = "disagreement"
    CHANGED = "changed"
    ANY = "any"


@dataclass(frozen=True)
class Filters:
    """What is shown of the findings; every field is a parameter of the address."""

    which: str = Which.QUEUE
    state: str = State.OPEN
    province: str = ""
    sector: str = ""
    kind: str = ""
    fault: str = ""
    reviewer: str = ""
    search: str = ""
    page: int = 1
    lang: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Filters:
        """From the parameters of an address; what is unknown or senseless counts as not given."""
        known = {f.name: given[f.name][:200] for f in fields(cls) if given.get(f.name)}
        number = str(known.pop("page", "1"))
        page = int(number) if number.isascii() and number.isdecimal() and len(number) < 7 else 1
        made = cls(**known, page=max(1, page))
        which = made.which if made.which in set(Which) else Which.QUEUE
        state = made.state if made.state in set(State) else State.OPEN
        lang = made.lang if made.lang in ("zh", "en") else ""
        return replace(made, which=which, state=state, lang=lang)

    def address(self, **changes: str | int) -> str:
        """The query string of these filters with changes; defaults are left out."""
        changed = {**{f.name: getattr(self, f.name) for f in fields(self)}, **changes}
        usual = {f.name: f.default for f in fields(self)}
        told = {k: v for k, v in changed.items() if v not in ("", None) and usual.get(k) != v}
        return "?" + urlencode(told)


@dataclass(frozen=True, slots=True)
class Entry:
    """A finding with what this reviewer may know of it.

    ``fault`` is check/reason of the first doubt; ``mine`` the own decision in force, ``others``
    those of others, empty until the own one is given; ``older`` says that a decision exists on
    another version of the same thing, ``changed`` that the checks say something else since the own
    one, and ``outdated`` that it is asked again for it;
    ``words`` is what the search field looks through.
    """

    row: Listed
    fault: str
    mine: Review | None
    others: tuple[Review, ...]
    older: bool
    changed: bool
    outdated: bool
    words: str

    @property
    def waits(self) -> bool:
        """True when this reviewer has to decide: not yet, or again."""
        return self.mine is None or self.outdated

    @property
    def differs(self) -> bool:
        """True when reviewers differ, as far as this one may know."""
        return self.mine is not None and disagree((self.mine, *self.others))


class Row(NamedTuple):
    """A line of the queue; ``same`` counts the open questions like it, itself included."""

    entry: Entry
    same: int


def first_doubt(status: Status, told: Sequence[Said]) -> Said | None:
    """What a person is asked about first: what is refuted, else what reading the page settles.

    None for a verified finding: what it leaves open nobody must settle.
    """
    if status is Status.VERIFIED:
        return None
    refuted = [one for one in told if one.label is Label.REFUTED]
    undecided = [o for o in told if o.label is Label.NOT_ENOUGH_INFO and o.check not in CUT]
    undecided = [one for one in undecided if one.reason not in NOTES] or undecided
    return next(iter(refuted or [one for one in undecided if one.open] or undecided), None)


def fault_of(status: Status, doubts: Sequence[Doubt]) -> str:
    """Check and reason of what a person is asked about first; empty where it is nothing."""
    doubt = first_doubt(status, doubts)
    return f"{doubt.check}/{doubt.reason}" if doubt else ""


@dataclass(frozen=True)
class Lists:
    """What is known beside the findings of the lists in which they stand.

    ``drawn`` are the keys of those that were drawn, ``unsettled`` of those that people decided on
    and left to people: they differ, are unsure, or one of them is asked again.
    """

    drawn: frozenset[str]
    unsettled: frozenset[str]


def belongs(row: Listed, which: str, lists: Lists) -> bool:
    """True when a finding stands in a list; background is no finding to be judged.

    The queue has all that the supplement calls to be reviewed.
    """
    if which == Which.DRAWN:
        return row.finding_key in lists.drawn
    if row.kind is PolicyKind.BACKGROUND:
        return False
    if which == Which.QUEUE:
        return row.status is Status.FLAGGED or row.finding_key in lists.unsettled
    return which == Which.ALL or row.status is Status.INSUFFICIENT


def in_state(entry: Entry, state: str) -> bool:
    """True when a finding is in the state that is asked for."""
    if state == State.OPEN:
        return entry.waits
    if state == State.DECIDED:
        return not entry.waits
    if state == State.DISAGREEMENT:
        return entry.differs
    return state == State.ANY or entry.older or entry.changed


class FilterMatcher:
    """The filters, made ready to be held against thousands of findings."""

    def __init__(self, filters: Filters) -> None:
        asked = {name: getattr(filters, name) for name in FACETS}
        self._asked = tuple((name, value) for name, value in asked.items() if value)
        self._words = tuple(searchable(part) for part in filters.search.split())

    def failed(self, entry: Entry) -> tuple[str, ...]:
        """The filters that a finding does not pass."""
        if not self._asked and not self._words:
            return ()
        failed = tuple(n for n, value in self._asked if value not in values_of(entry, n))
        if self._words and not all(word in entry.words for word in self._words):
            return (*failed, "search")
        return failed

    def passes(self, entry: Entry) -> bool:
        """True when a finding passes every filter."""
        return not self.failed(entry)


FACETS = ("province", "sector", "kind", "fault", "reviewer")
"""The filters by a value, in the order in which they are shown."""


def values_of(entry: Entry, facet: str) -> tuple[str, ...]:
    """The values of a facet that a finding has; reviewers are several, or none."""
    if facet == "reviewer":
        return tuple(r.reviewer for r in (*((entry.mine,) if entry.mine else ()), *entry.others))
    if facet == "fault":
        return (entry.fault,)
    if facet == "sector":
        return (entry.row.sector or "none",)
    return (entry.row.province if facet == "province" else entry.row.kind.value,)


def searchable(text: str) -> str:
    """Text in one shape and case, without white space, for the search field."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def alike_key(entry: Entry) -> tuple[str, str]:
    """What equal questions have in common: the address and what is asked about first."""
    return entry.row.url, entry.fault


def rows_of(group: Sequence[Entry]) -> tuple[Row, ...]:
    """The rows of equal questions."""
    same = max(1, sum(entry.waits for entry in group))
    return tuple([Row(entry, same) for entry in group])


def ordered(entries: Iterable[Entry]) -> tuple[Row, ...]:
    """Rows with the most equal questions first, equal ones together, else as they were found."""
    alike: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        alike.setdefault(alike_key(entry), []).append(entry)
    # As a sort keeps the order of equals, they stay in that of their first ones.
    groups = sorted(map(rows_of, alike.values()), key=lambda rows: -rows[0].same)
    return tuple(chain.from_iterable(groups))
