"""Items judged by their own words, their addresses and each other: what needs no network.

Items of all files against each other: the same one told twice, one page quoted for several dates.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from agent.audit.items import Audited, Item, Parsed, Where
from agent.audit.placing import PlaceOfItem, dates_of_item, put_up, window_of_item
from agent.audit.rebuild import Claimed, claimed_dates, is_said, kind_of, rebuild
from agent.checks.inside import figures_of_item
from agent.checks.publisher import judge_link
from agent.checks.reported import status_without_page
from agent.checks.sector import SectorCheck
from agent.checks.subject import Ruling
from agent.details import Branch
from agent.extract.signs import load_signs
from agent.findings import Finding, Label, Verdict, claims_of
from agent.lazy import cached_property
from agent.policy import PolicyKind
from agent.publishers import NEWS_LEVELS, Publishers
from agent.records import Interval
from agent.sectors import Sectors
from agent.text.fold import fold
from agent.text.names import core_name
from agent.text.urls import url_identity
from agent.wiring.members import Knowledge


class Unread:
    """Judges items with the tables; ``days`` is the length of the window on each side."""

    def __init__(self, known: Knowledge, days: int, today: datetime.date) -> None:
        self._known, self._days, self._today = known, days, today
        self._signs = load_signs()
        self._place = PlaceOfItem(known.places, known.publishers)

    def __call__(self, parsed: Sequence[Parsed]) -> tuple[Audited, ...]:
        """Every item once, as a finding that rests on no page."""
        once = once_each(item for one in parsed for item in one.items)
        known = [self._known_of(one) for one in once]
        found = across_items(known)
        return tuple(
            self._judged(one, thing, contradicted)
            for one, thing, contradicted in zip(once, known, found, strict=True)
        )

    def _known_of(self, once: Once) -> Known:
        kind = kind_of(once.item, self._signs)
        return Known(once.item, kind, claimed_dates(once.item, kind))

    def _judged(self, once: Once, thing: Known, others: tuple[Verdict, ...]) -> Audited:
        item, kind, publishers = once.item, thing.kind, self._known.publishers
        policy = rebuild(item, kind, publishers, item.links[0].url if item.links else "")
        claims = claims_of(policy)
        page = put_up(item, self._today)
        first = next((i for i, claim in enumerate(claims) if claim.field == "date"), 0)
        verdicts = [*name_of_item(item), *sources_of_item(item, publishers)]
        verdicts += dates_of_item(kind, thing.claimed, page, first)
        point = item.changepoint
        window = point.window(self._days) if point else None
        if point and window:
            bodies = tuple(agency.value for agency in policy.agencies)
            levels = {publishers.of(link.url).level for link in item.links}
            news = levels <= NEWS_LEVELS
            verdicts.append(self._place(item, kind, bodies))
            verdicts.append(window_of_item(kind, thing.claimed, page, point, window, on_news=news))
            verdicts += sector_of_item(item, self._known.sectors)
        own = (*verdicts, *figures_of_item(claims), *others)
        finding = Finding(
            policy=policy,
            kind=kind,
            claims=claims,
            verdicts=own,
            status=status_without_page(own),
            told_in=item.place,
            own=own,
        )
        again = tuple(once.again)
        return Audited(item=item, finding=finding, window=window, told_again=again)


def sector_of_item(item: Item, sectors: Sectors) -> tuple[Verdict, ...]:
    """Refuted when the item speaks of another sector only; nothing where no sector is given."""
    sector = item.changepoint.sector if item.changepoint else None
    if sector is None:
        return ()
    text = "\n".join([item.name, *item.texts("content", "impact", "other")])
    told, rule = SectorCheck(sectors).judged(sector, item.name, text), Ruling("sector")
    branch = told.detail if isinstance(told.detail, Branch) else Branch()
    if told.label is Label.REFUTED:
        return (rule.on(Label.REFUTED, "sector.item_other", branch),)
    reason = "sector.item_says" if told.label is Label.SUPPORTED else told.reason
    graded = branch.model_copy(update={"grade": told.reason.removeprefix("sector.")})
    return (rule.on(Label.NOT_ENOUGH_INFO, reason, graded),)


def name_of_item(item: Item) -> tuple[Verdict, ...]:
    """An item that names nothing cannot be looked for."""
    if item.name.strip() and is_said(item.name):
        return ()
    return (Ruling("name").unknown("name.item_none", 0),)


def sources_of_item(item: Item, publishers: Publishers) -> tuple[Verdict, ...]:
    """A missing address, and every link whose words name somebody else's host."""
    if not item.links:
        return (Ruling("source").unknown("source.no_url"),)
    told = (judge_link(link.label, link.url, publishers) for link in item.links)
    return tuple(verdict for verdict in told if verdict)


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
