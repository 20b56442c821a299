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
    told, chosen = list(items), list[tuple[int, Finding, Page]]()
    for index, one in enumerate(items):
        answers = [opened[link.url] for link in one.item.links if link.url in opened]
        gaps = tuple(gap for answer in answers for gap in answer.gaps)
        read_so = [
            (finding, answer.page)
            for answer in answers
            if answer.page and (finding := _judged(one, answer.url, answer.page, publishers, deps))
        ]
        told[index] = one.model_copy(update={"gaps": gaps})
        if read_so:
            best = min(read_so, key=_says_most)
            others = tuple(finding for finding, _ in read_so if finding is not best[0])
            told[index] = told[index].model_copy(update={"others": others})
            chosen.append((index, *best))
    point, window = items[0].item.changepoint, items[0].window
    if not chosen or point is None or window is None:
        return tuple(told)
    judged = [(finding, page) for _, finding, page in chosen]
    asked = ask_of_open_sentences(judged, bare(point), window, deps)
    findings = across([one.finding for one in asked])
    for (index, _, _), finding, answer in zip(chosen, findings, asked, strict=True):
        before = told[index]
        worded = with_words(finding, before.finding.own)
        update = {
            "finding": worded.model_copy(update={"told_in": before.item.place}),
            "gaps": (*before.gaps, *answer.gaps),
            "usage": answer.usage,
        }
        told[index] = before.model_copy(update=update)
    return tuple(told)


def _judged(
    one: Audited, url: str, page: Page, publishers: Publishers, deps: Dependencies
) -> Finding | None:
    """The item before one of its pages; None for one that names no changepoint."""
    if one.item.changepoint is None or one.window is None:
        return None
    policy = rebuild(one.item, one.finding.policy.kind, publishers, url, page.sha256)
    return judge(policy, page, one.item.changepoint, one.window, deps.checks)


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
