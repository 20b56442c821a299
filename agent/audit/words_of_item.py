"""sector, name, source, publisher and figures, as far as the item's own words decide them."""

from __future__ import annotations

import re

from agent.audit.items import Item
from agent.audit.rebuild import is_said
from agent.checks.publisher import judge_label
from agent.checks.subject import Ruling
from agent.findings import Claim, Verdict
from agent.publishers import Publishers
from agent.sectors import Sectors
from agent.text.dates import dates
from agent.text.figures import Figure, figures, same_quantity

_GOVERNMENT = re.compile(
    r"^[^《》：:，,。\s]{2,30}(?:政府|委员会|办公厅|办公室|法院|检察院|[委厅局办部署])"
    r"(?:官方网站|门户网站|官网|网站|门户)?(?:[（(][^（）()]*[)）])?$"
)
"""Words of a link that are the name of a government body, and not the title of a page."""

NOUN = 4
"""A noun this long says what is counted."""


def sector_of_item(item: Item, sectors: Sectors) -> tuple[Verdict, ...]:
    """Refuted when the item speaks of another sector only; nothing where no sector is given."""
    sector = item.changepoint.sector if item.changepoint else None
    if sector is None:
        return ()
    rule = Ruling("sector")
    text = "\n".join([item.name, *item.texts("content", "impact", "other")])
    grade = sectors.grade(item.name, text, sector)
    values = {"sector": sector, "terms": "、".join(grade.terms)}
    if grade.grade == "other":
        return (rule.refuted("sector.item_other", **values, other=grade.other or ""),)
    reason = "sector.none" if grade.grade == "none" else "sector.item_says"
    return (rule.undecided(reason, **values, grade=grade.grade),)


def name_of_item(item: Item) -> tuple[Verdict, ...]:
    """An item that names nothing cannot be looked for."""
    if item.name.strip() and is_said(item.name):
        return ()
    return (Ruling("name").unknown("name.item_none", 0),)


def sources_of_item(item: Item, publishers: Publishers) -> tuple[Verdict, ...]:
    """A missing address, and every link whose words name somebody else's host."""
    if not item.links:
        return (Ruling("source").unknown("source.no_url"),)
    return tuple(
        judge_label(link.label, link.url, publishers)
        for link in item.links
        if _GOVERNMENT.match(link.label)
    )


def figures_of_item(claims: tuple[Claim, ...]) -> tuple[Verdict, ...]:
    """Two figures of one item that cannot both be so: the same long noun, another value.

    Figures that a date, a target or a direction tells apart do not contradict each other, nor do
    figures of one sentence, which lists what differs.
    """
    told: list[tuple[int, Figure, frozenset[str]]] = []
    for index, claim in enumerate(claims):
        if claim.field in ("content", "impact"):
            when = frozenset(str(mention.interval) for mention in dates(claim.value))
            told += [(index, figure, when) for figure in figures(claim.value)]
    rule, found = Ruling("figure"), list[Verdict]()
    for position, (index, one, when) in enumerate(told):
        for other_index, other, other_when in told[:position]:
            if index != other_index and when == other_when and _contradict(one, other):
                values = {"claimed": one.text, "page": other.text, "noun": one.noun}
                found.append(rule.refuted("figure.item_contradicts", index, **values))
    return tuple(found)


def _contradict(one: Figure, other: Figure) -> bool:
    alike = (one.noun, one.dimension, one.direction, one.bound, one.target) == (
        other.noun,
        other.dimension,
        other.direction,
        other.bound,
        other.target,
    )
    return alike and len(one.noun) >= NOUN and not same_quantity(one, other)
