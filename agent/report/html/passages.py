"""The words of a page that a verdict points at, in their context."""

from __future__ import annotations

import re
from functools import lru_cache

from agent.findings import Claim, Finding, Label, Verdict
from agent.records import Page, Span
from agent.report.template import Values
from agent.text.fold import Folded, fold, locate

_BLANK = re.compile(r"(?<![ \t\u3000])[ \t\u3000]*+\n[ \t\u3000\xa0\n]*+")


def of_claim(finding: Finding, index: int, page: Page) -> tuple[Page, Span] | None:
    """Where the words stand that a claim rests on, as its verdicts or else its quote tell.

    A verdict of the claim's own check comes first: it bears the claim as a whole.
    """
    claim = finding.claims[index]
    own = sorted(finding.of_claim(index), key=lambda verdict: verdict.check != claim.field)
    for verdict in own:
        if verdict.label is Label.SUPPORTED and (found := of_verdict(verdict, page)):
            return found
    return _of_quote(claim, page)


def of_verdict(verdict: Verdict, page: Page) -> tuple[Page, Span] | None:
    """Where the words stand that a verdict points at; None where it points nowhere."""
    document = page.document(verdict.source)
    if document is None or verdict.span is None or verdict.span.end > len(document.text):
        return None
    return (document, verdict.span) if verdict.span.start < verdict.span.end else None


def _of_quote(claim: Claim, page: Page) -> tuple[Page, Span] | None:
    document = page.document(claim.source)
    span = locate(claim.quote, _folded(document.text)) if document and claim.quote else None
    return (document, span) if document and span else None


def passage(place: tuple[Page, Span], context: int, longest: int) -> Values:
    """The words with at most ``context`` characters on each side, and ``longest`` of their own.

    ``before`` and ``after`` begin or end with an ellipsis where the page goes on; ``cut`` counts
    characters left out of the middle of a long quote, between ``quote`` and ``rest``. ``start`` and
    ``end`` are the characters of ``document``, a page or an attachment.
    """
    document, span = place
    text = document.text
    first, last = max(0, span.start - context), min(len(text), span.end + context)
    quote, rest, cut = text[span.start : span.end], "", 0
    if len(quote) > longest:
        half = longest // 2
        quote, rest, cut = quote[:half], quote[-half:], len(quote) - 2 * half
    before, after = text[first : span.start], text[span.end : last]
    return Values(
        before=("…" if first > 0 else "") + _lines(before),
        quote=_lines(quote),
        cut=cut,
        rest=_lines(rest),
        after=_lines(after) + ("…" if last < len(text) else ""),
        document=document,
        start=span.start,
        end=span.end,
    )


def _lines(text: str) -> str:
    """Without empty lines: a table's cells each stand in a line of their own."""
    return _BLANK.sub("\n", text)


@lru_cache(maxsize=16)
def _folded(text: str) -> Folded:
    """The folded page: many claims look for their quotes in the same one."""
    return fold(text)
