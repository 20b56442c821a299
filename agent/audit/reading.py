"""The pages that items cite, put to the ordinary checks one changepoint after the other, and kept as dossiers.

Review, report, verify and bundle work over those. Each changepoint of the reports becomes a dossier: its
items as findings in the order of the reports, the pages that were read, and as gaps whatever was not. An
item without a fault whose page was not read is insufficient and says so; nothing is verified without its
page. Items that name no changepoint have no place here: the caller tells them.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from agent.audit.items import Audited, Judgement, bare
from agent.audit.rebuild import rebuild
from agent.checks import across, judge
from agent.checks.across_points import Placed, across_points, where, with_points
from agent.checks.reported import with_words
from agent.checks.subject import Ruling
from agent.coverage import ABSENT, outcome_of
from agent.findings import Dossier, Finding, Label, Outcome, Provenance
from agent.pipeline import ask_of_open_sentences
from agent.publishers import Publishers
from agent.records import Gap, Opened, Page

if TYPE_CHECKING:
    from agent.pipeline import Dependencies


def read(
    items: Sequence[Audited],
    opened: Mapping[str, Opened],
    publishers: Publishers,
    deps: Dependencies,
) -> tuple[Audited, ...]:
    """The items of one changepoint after their pages were put to the ordinary checks.

    Sentences in other words than the page go to the model where there is one. What a page says of
    an item stands beside the verdicts on the report's own words.
    """
    point, window = items[0].item.changepoint, items[0].window
    told, chosen = list(items), list[tuple[int, Finding, Page]]()
    if point is None or window is None:
        return tuple(told)
    for index, one in enumerate(items):
        answers = [opened[link.url] for link in one.item.links if link.url in opened]
        kind, judged = one.finding.policy.kind, list[tuple[Finding, Page]]()
        for answer in answers:
            if page := answer.page:
                policy = rebuild(one.item, kind, publishers, answer.url, page.sha256)
                judged.append((judge(policy, page, point, window, deps.checks), page))
        gaps = tuple(gap for answer in answers for gap in answer.gaps)
        best = min(judged, key=_says_most, default=None)
        others = tuple(finding for finding, _ in judged if best and finding is not best[0])
        told[index] = one.model_copy(update={"gaps": gaps, "others": others})
        chosen += [(index, *best)] if best else []
    asked = ask_of_open_sentences([at[1:] for at in chosen], bare(point), window, deps)
    findings = across([one.finding for one in asked])
    for (index, _, _), finding, settled in zip(chosen, findings, asked, strict=True):
        before = told[index]
        worded = with_words(finding, before.finding.own)
        update = {
            "finding": worded.model_copy(update={"told_in": before.item.place}),
            "gaps": (*before.gaps, *settled.gaps),
            "usage": settled.usage,
        }
        told[index] = before.model_copy(update=update)
    return tuple(told)


def _says_most(read_so: tuple[Finding, Page]) -> tuple[int, int]:
    """The page that says most for the item comes first."""
    held = sum(v.label is Label.SUPPORTED for v in read_so[0].verdicts)
    return read_so[0].status.rank, -held


def flagged_across(items: Sequence[Audited]) -> tuple[Audited, ...]:
    """What pages say of one thing at several changepoints has to agree; else all are flagged."""
    having = [(i, one.finding, one.item.changepoint) for i, one in enumerate(items) if one.is_read]
    placed = [Placed(finding, where(point)) for _, finding, point in having if point]
    told = list(items)
    for position, verdicts in across_points(placed).items():
        index, finding, _ = having[position]
        update = {"finding": with_points(finding, verdicts)}
        told[index] = told[index].model_copy(update=update)
    return tuple(told)


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
    told = sorted(
        (gap for one in items for gap in _gaps(one, offline)), key=lambda gap: not gap.material
    )
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
