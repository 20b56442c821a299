"""Items judged by their own words, their addresses and each other: what needs no network."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from agent.audit.among import Known, Once, across_items, once_each
from agent.audit.items import Audited, Item, Parsed
from agent.audit.placing import PlaceOfItem, dates_of_item, put_up, window_of_item
from agent.audit.rebuild import claimed_dates, is_said, kind_of, rebuild
from agent.checks.inside import figures_of_item
from agent.checks.publisher import judge_link
from agent.checks.reported import status_without_page
from agent.checks.sector import SectorCheck
from agent.checks.subject import Ruling
from agent.details import Branch
from agent.extract.signs import load_signs
from agent.findings import Finding, Label, Verdict, claims_of
from agent.publishers import NEWS_LEVELS, Publishers
from agent.sectors import Sectors
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
