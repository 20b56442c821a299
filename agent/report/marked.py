"""A claim and the page's sentence beside it, with the characters in which they differ marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agent.details import Elsewhere, details
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
class Contrast:
    """A sentence that was claimed, and other words that it was held against.

    They are the page's own, or where the page has what is claimed those of another page
    (``elsewhere``): a copy that says 18万元 where its issuer's page says 8万元.
    """

    claim: Pieces
    page: Pieces
    elsewhere: bool = False


def differences(view: FindingView) -> tuple[Contrast, ...]:
    """Of a finding that a person must settle: its sentences that do not hold, beside what they were held against."""
    if view.finding.status is not Status.FLAGGED:
        return ()
    found = []
    for told in view.open:
        if told.claim.field not in CUT:
            continue
        claim = one_line(told.claim.value)
        other = _elsewhere(view, told.position)
        page = other or one_line(view.passage(told.position))
        if not page or max(len(claim), len(page)) > _LONGEST:
            continue
        spans = differing_spans(claim, page)
        if spans.claim or spans.passage:
            sides = pieces(claim, spans.claim), pieces(page, spans.passage)
            found.append(Contrast(*sides, elsewhere=bool(other)))
    return tuple(found[:MOST])


def _elsewhere(view: FindingView, position: int) -> str:
    """What another page says of a claim, in the place of it; empty where none says otherwise."""
    told = details((v.detail for v in view.finding.of_claim(position)), Elsewhere)
    return next((one_line(there.page) for there in told if there.page), "")


def pieces(text: str, spans: Sequence[Span]) -> Pieces:
    """A text cut at the edges of spans, which are in order and apart."""
    found, at = list[tuple[str, bool]](), 0
    for span in spans:
        found += [(text[at : span.start], False), (text[span.start : span.end], True)]
        at = span.end
    return tuple((words, mark) for words, mark in (*found, (text[at:], False)) if words)
