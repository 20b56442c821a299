"""A claim and the page's sentence beside it, with the characters in which they differ marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agent.findings import CUT, Status
from agent.records import Span
from agent.report.finding_view import FindingView
from agent.report.safe import one_line
from agent.wording import differing_spans

Pieces = tuple[tuple[str, bool], ...]
"""A text in pieces; true for those that the other text has not."""
MOST = 5
"""Sentences of a finding that are shown beside their page's."""
_LONGEST = 300
"""Characters of either side; of a longer one there is no mark."""


@dataclass(frozen=True)
class Beside:
    """A sentence that was claimed, and the page's own words that it was held against."""

    claim: Pieces
    page: Pieces


def differences(view: FindingView) -> tuple[Beside, ...]:
    """Of a finding that a person must settle: its sentences that do not hold, beside the page's."""
    if view.finding.status is not Status.FLAGGED:
        return ()
    found = []
    for told in view.open:
        if told.claim.field not in CUT:
            continue
        claim, page = one_line(told.claim.value), one_line(view.passage(told.position))
        if page and max(len(claim), len(page)) <= _LONGEST:
            spans = differing_spans(claim, page)
            found.append(Beside(pieces(claim, spans.claim), pieces(page, spans.passage)))
    return tuple(found[:MOST])


def pieces(text: str, spans: Sequence[Span]) -> Pieces:
    """A text cut at the edges of spans, which are in order and apart."""
    found, at = list[tuple[str, bool]](), 0
    for span in spans:
        found += [(text[at : span.start], False), (text[span.start : span.end], True)]
        at = span.end
    return tuple((words, mark) for words, mark in (*found, (text[at:], False)) if words)
