"""Items of all files against each other: the same one told twice, one page quoted for several dates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from agent.audit.items import Item, Where
from agent.audit.rebuild import Claimed
from agent.checks.subject import Ruling
from agent.findings import Verdict
from agent.lazy import cached_property
from agent.policy import PolicyKind
from agent.records import Interval
from agent.text.fold import fold
from agent.text.names import core_name
from agent.text.urls import url_identity

SAME_THING, SAME_PAGE, SAME_NAME = (
    "across.page_same_thing",
    "across.page_dates",
    "across.thing_dates",
)
SPECIFIC = 8
"""A core name this long is that of one document."""


COMPARED = 60
"""Each date of a page is compared with at most this many others of it."""


@dataclass(frozen=True)
class Known:
    """What is compared of an item."""

    item: Item
    kind: PolicyKind
    claimed: tuple[Claimed, ...]

    @cached_property
    def core(self) -> str:
        """The name without its issuer, brackets and 关于印发…的通知."""
        return fold(core_name(self.item.name)).text

    @cached_property
    def spans(self) -> tuple[Interval, ...]:
        """The dates that exist."""
        return tuple(date.interval for date in self.claimed if date.interval)

    @property
    def told(self) -> str:
        """Those dates as they are told."""
        return "、".join(dict.fromkeys(date.text for date in self.claimed if date.interval))


@dataclass
class Once:
    """An item and the other places where it stands word for word."""

    item: Item
    again: list[Where] = field(default_factory=list)


def once_each(items: Iterable[Item]) -> tuple[Once, ...]:
    """Each item once: a combined file repeats what the single ones say of the same changepoint."""
    seen: dict[object, Once] = {}
    for item in items:
        point = item.changepoint
        at = (point.province, point.sector, point.date) if point else item.place
        key = (at, item.name, tuple((p.label, p.text) for p in item.parts))
        known = seen.setdefault(key, Once(item))
        if known.item is not item:
            known.again.append(Where(path=item.path, first=item.first, last=item.last))
    return tuple(seen.values())


def across_items(known: Sequence[Known]) -> tuple[tuple[Verdict, ...], ...]:
    """For each item what the others contradict, in the same order."""
    found: list[dict[str, Verdict]] = [{} for _ in known]
    for keys_of, reason_of in (
        (_pages, _page_reason),
        (_documents, lambda _own, _other: SAME_NAME),
    ):
        for indexes in _groups(known, keys_of).values():
            for one, two in _disagreeing(known, indexes):
                for own, other in ((one, two), (two, one)):
                    reason = reason_of(known[own], known[other])
                    if SAME_THING not in found[own] and reason not in found[own]:
                        found[own][reason] = _contradiction(reason, known[own], known[other])
    return tuple(tuple(verdicts.values()) for verdicts in found)


def _groups(
    known: Sequence[Known], keys_of: Callable[[Known], tuple[str, ...]]
) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for index, one in enumerate(known):
        for key in keys_of(one):
            groups[key].append(index)
    return groups


def _pages(one: Known) -> tuple[str, ...]:
    return tuple(dict.fromkeys(url_identity(link.url) for link in one.item.links))


def _documents(one: Known) -> tuple[str, ...]:
    named = one.kind is PolicyKind.POLICY and len(one.core) >= SPECIFIC
    return (one.core,) if named else ()


def _disagreeing(known: Sequence[Known], indexes: list[int]) -> Iterable[tuple[int, int]]:
    """Pairs of items that have no common day.

    Sets of dates are compared, not items: a page quoted a thousand times costs no million pairs.
    """
    first: dict[tuple[Interval, ...], list[int]] = defaultdict(list)
    for index in indexes:
        if known[index].spans:
            first[known[index].spans].append(index)
    sets = list(first)
    for position, two in enumerate(sets):
        for one in sets[: min(position, COMPARED)]:
            if not any(a.overlaps(b) for a in one for b in two):
                other_one, other_two = first[one][0], first[two][0]
                yield from ((index, other_two) for index in first[one])
                yield from ((other_one, index) for index in first[two][1:])


def _page_reason(own: Known, other: Known) -> str:
    """One thing with two dates, or two things of two dates that rest on one page."""
    one, two = own.core, other.core
    return SAME_THING if one and two and (one in two or two in one) else SAME_PAGE


def _contradiction(reason: str, own: Known, other: Known) -> Verdict:
    values = {
        "claimed": own.told,
        "page": other.told,
        "other": other.item.short_place,
        "name": other.item.name,
    }
    rule = Ruling("across")
    return (rule.undecided if reason == SAME_PAGE else rule.refuted)(reason, **values)
