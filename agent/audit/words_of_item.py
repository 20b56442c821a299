"""sector, name, source and publisher, as far as the item's own words decide them."""

from __future__ import annotations

from agent.audit.items import Item
from agent.audit.rebuild import is_said
from agent.checks.publisher import judge_link
from agent.checks.sector import SectorCheck
from agent.checks.subject import Ruling
from agent.findings import Label, Verdict
from agent.publishers import Publishers
from agent.sectors import Sectors


def sector_of_item(item: Item, sectors: Sectors) -> tuple[Verdict, ...]:
    """Refuted when the item speaks of another sector only; nothing where no sector is given."""
    sector = item.changepoint.sector if item.changepoint else None
    if sector is None:
        return ()
    text = "\n".join([item.name, *item.texts("content", "impact", "other")])
    told, rule = SectorCheck(sectors).judged(sector, item.name, text), Ruling("sector")
    if told.label is Label.REFUTED:
        return (rule.refuted("sector.item_other", **told.values),)
    reason = "sector.item_says" if told.label is Label.SUPPORTED else told.reason
    grade = told.reason.removeprefix("sector.")
    return (rule.undecided(reason, **told.values, grade=grade),)


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
