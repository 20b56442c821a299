"""An audit as dossiers, so that review, report, verify and bundle work over it.

Each changepoint of the reports becomes a dossier: its items as findings in the order of the
reports, the pages that were read, and as gaps whatever was not. An item without a fault whose page
was not read is insufficient and says so; nothing is verified without its page. Items that name no
changepoint have no place here: the caller tells them.
"""

from __future__ import annotations

import datetime
from collections import defaultdict

from agent.audit.items import Audit, Audited, Judgement
from agent.audit.run import bare
from agent.checks.reported import with_words
from agent.checks.subject import Ruling
from agent.coverage import ABSENT, outcome_of
from agent.findings import Dossier, Finding, Outcome, Status, claims_of
from agent.records import Gap, Page
from agent.text.urls import url_identity

STATUS = {
    Judgement.VERIFIED: Status.VERIFIED,
    Judgement.FLAGGED: Status.FLAGGED,
    Judgement.INSUFFICIENT: Status.INSUFFICIENT,
    Judgement.REJECTED: Status.REJECTED,
    Judgement.UNREAD: Status.INSUFFICIENT,
}


def dossiers_of(audit: Audit, researched_at: datetime.datetime) -> tuple[Dossier, ...]:
    """One dossier a changepoint, in the order in which the reports name them."""
    groups: dict[str, list[Audited]] = defaultdict(list)
    for one in audit.items:
        if one.item.changepoint:
            groups[bare(one.item.changepoint).model_dump_json()].append(one)
    return tuple(_dossier(group, audit, researched_at) for group in groups.values())


def unplaced(audit: Audit) -> int:
    """How many items name no changepoint and are in no dossier."""
    return sum(one.item.changepoint is None for one in audit.items)


def _dossier(items: list[Audited], audit: Audit, researched_at: datetime.datetime) -> Dossier:
    first = items[0]
    if first.item.changepoint is None or first.window is None:
        raise ValueError(f"{first.item.place} names no changepoint")
    urls = tuple(dict.fromkeys(link.url for one in items for link in one.item.links))
    findings = tuple(_finding(one) for one in items)
    told = sorted((gap for one in items for gap in _gaps(one, audit.offline)), key=_is_minor)
    missed = {(gap.stage, gap.target, gap.cause): gap for gap in reversed(told)}
    dossier = Dossier(
        changepoint=first.item.changepoint,
        window=first.window,
        researched_at=researched_at,
        selected=urls,
        pages=_pages(urls, audit),
        findings=findings,
        gaps=tuple(missed.values())[::-1],
        usage=tuple(used for one in items for used in one.usage),
        provenance=audit.provenance,
        outcome=Outcome.INCOMPLETE,
    )
    return dossier.model_copy(update={"outcome": outcome_of(dossier, covered=True)})


def _finding(one: Audited) -> Finding:
    """The item as a finding: of its page with its own words, or of its words alone."""
    if one.finding:
        return with_words(one.finding, one.own).model_copy(update={"told_in": one.item.place})
    rule = Ruling("source")
    unread = [] if _has_no_address(one) else [rule.undecided("source.unread")]
    return Finding(
        policy=one.policy,
        kind=one.policy.kind,
        claims=claims_of(one.policy),
        verdicts=(*one.verdicts, *unread),
        status=STATUS[one.judgement],
        told_in=one.item.place,
        own=one.own,
    )


def _gaps(one: Audited, offline: bool) -> tuple[Gap, ...]:
    """What of an item could not be looked at.

    An audit is asked about every item: each page that is missing matters, whatever was found
    beside it, unless the item is rejected by its own words or there is no such page.
    """
    gaps: tuple[Gap, ...] = one.gaps
    if _has_no_address(one):
        gaps = (Gap(stage="fetch", target=one.item.place, cause="no_address"),)
    elif offline:
        links = one.item.links
        gaps = tuple(Gap(stage="fetch", target=link.url, cause="offline") for link in links)
    decided = one.finding is None and one.judgement is Judgement.REJECTED
    return tuple(
        gap.model_copy(
            update={"material": gap.material and not decided and gap.cause not in ABSENT}
        )
        for gap in gaps
    )


def _is_minor(gap: Gap) -> bool:
    return not gap.material


def _has_no_address(one: Audited) -> bool:
    return not one.item.links


def _pages(urls: tuple[str, ...], audit: Audit) -> tuple[Page, ...]:
    wanted = {url_identity(url) for url in urls}
    return tuple(page for page in audit.pages if url_identity(page.url) in wanted)
