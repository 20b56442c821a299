"""The pages that items cite, put to the ordinary checks, one changepoint after the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from agent.audit.items import Audited, bare
from agent.audit.rebuild import rebuild
from agent.checks import across, judge
from agent.checks.across_points import Placed, across_points, where, with_points
from agent.checks.reported import with_words
from agent.findings import Finding, Label
from agent.pipeline import ask_of_open_sentences
from agent.publishers import Publishers
from agent.records import Opened, Page

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
