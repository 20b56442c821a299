"""An audit as dossiers, so that review, report, verify and bundle work over it.

Each changepoint of the reports becomes a dossier: its items as findings in the order of the
reports, the pages that were read, and as gaps whatever was not. An item without a fault whose page
was not read is insufficient and says so; nothing is verified without its page. Items that name no
changepoint have no place here: the caller tells them.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from agent.audit.items import Audited, Judgement
from agent.checks.subject import Ruling
from agent.coverage import ABSENT, outcome_of
from agent.findings import Dossier, Finding, Outcome, Provenance
from agent.records import Gap, Page


def dossier_of(
    items: Sequence[Audited],
    pages: Sequence[Page],
    provenance: Provenance,
    researched_at: datetime.datetime,
    *,
    offline: bool,
) -> Dossier:
    """The items of one changepoint as its dossier, with the pages that were read for them."""
    first = items[0]
    if first.item.changepoint is None or first.window is None:
        raise ValueError(f"{first.item.place} names no changepoint")
    told = sorted((gap for one in items for gap in _gaps(one, offline)), key=_is_minor)
    missed = {(gap.stage, gap.target, gap.cause): gap for gap in reversed(told)}
    dossier = Dossier(
        changepoint=first.item.changepoint,
        window=first.window,
        researched_at=researched_at,
        selected=tuple(dict.fromkeys(link.url for one in items for link in one.item.links)),
        pages=tuple({(page.url, page.sha256): page for page in pages}.values()),
        findings=tuple(_finding(one) for one in items),
        gaps=tuple(missed.values())[::-1],
        usage=tuple(used for one in items for used in one.usage),
        provenance=provenance,
        outcome=Outcome.INCOMPLETE,
    )
    return dossier.model_copy(update={"outcome": outcome_of(dossier, covered=True)})


def _finding(one: Audited) -> Finding:
    """The item's finding; where its page was not read it says so."""
    if one.is_read or not one.item.links:
        return one.finding
    unread = Ruling("source").undecided("source.unread")
    return one.finding.model_copy(update={"verdicts": (*one.finding.verdicts, unread)})


def _gaps(one: Audited, offline: bool) -> tuple[Gap, ...]:
    """What of an item could not be looked at.

    An audit is asked about every item: each page that is missing matters, whatever was found
    beside it, unless the item is rejected by its own words or there is no such page.
    """
    gaps: tuple[Gap, ...] = one.gaps
    if not one.item.links:
        gaps = (Gap(stage="fetch", target=one.item.place, cause="no_address"),)
    elif offline:
        links = one.item.links
        gaps = tuple(Gap(stage="fetch", target=link.url, cause="offline") for link in links)
    decided = not one.is_read and one.judgement is Judgement.REJECTED
    return tuple(
        gap.model_copy(
            update={"material": gap.material and not decided and gap.cause not in ABSENT}
        )
        for gap in gaps
    )


def _is_minor(gap: Gap) -> bool:
    return not gap.material
