"""A finding as a card: what the text report says of it, and each claim with the page's own words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from agent.findings import CUT, Claim, Dossier, Finding, Label, Verdict
from agent.lazy import lazy_pattern
from agent.records import Page
from agent.report import Beside
from agent.report.finding_view import FindingView, Passage
from agent.report.html.limits import Limits
from agent.report.items import Item, Sentence, item, numbered, standing
from agent.report.person import refutation, status_words
from agent.report.publisher import UNKNOWN
from agent.report.reviewed import ACCEPTED, CORRECTED, PERSON
from agent.report.safe import address
from agent.report.template import Values
from agent.report.words import Language, say, word
from agent.store import finding_key
from agent.text.fold import Folded, fold, locate

TOLD = ("content", "impact", "figure")
"""Checks that are told in the sentences of a card, as long as they hold."""


def cards(
    dossier: Dossier, language: Language, beside: Beside, limits: Limits
) -> tuple[Values, ...]:
    """The cards of the listed findings, numbered from 1, as many as there is room for.

    ``called`` is verified, flagged, unknown_publisher or person (accepted by one), ``status`` words
    it; ``opens`` is the heading of the group that begins with a card, if one does. ``rows`` is empty
    where there was no room for them.
    """
    shown = []
    for number, finding, opens in numbered(dossier)[: limits.cards]:
        card = _card(number, finding, dossier, language, beside, limits)
        card.opens = say("unknown_publisher", language) if opens else ""
        shown.append(card)
    return tuple(shown)


def _card(
    number: int,
    finding: Finding,
    dossier: Dossier,
    language: Language,
    beside: Beside,
    limits: Limits,
) -> Values:
    worded = item(finding, dossier, language)
    return Values(
        number=number,
        item=worded,
        url=address(worded.url),
        called=_called(finding),
        status=_status(finding, language),
        content=_said("content", worded.content, worded, limits),
        impact=_said("impact", worded.impact, worded, limits),
        rows=tuple(rows(worded.view, worded.view.page, limits))
        if limits.claims and worded.view.page
        else (),
        reviews=beside.reviews.get(finding_key(dossier.changepoint, finding), ()),
    )


def _called(finding: Finding) -> str:
    stands = standing(finding)
    accepted = any(v.reason == ACCEPTED for v in finding.of_check(PERSON))
    return "person" if accepted and stands != UNKNOWN else stands


def _status(finding: Finding, language: Language) -> str:
    if _called(finding) == "person":
        return status_words(finding, language)
    return word("status_short", _called(finding), language)


def _said(
    field: str, sentences: Sequence[Sentence], shown: Item, limits: Limits
) -> tuple[Values, ...]:
    told = []
    for held, sentence in zip(shown.view.summaries[field], sentences, strict=True):
        place = of_claim(shown.finding, held.position, shown.view.page) if shown.view.page else None
        told.append(Values(sentence=sentence, passage=_passage(place, limits)))
    return tuple(told)


def rows(view: FindingView, page: Page, limits: Limits) -> Iterator[Values]:
    """Each claim that is no sentence, then each check of the whole, then what does not hold.

    ``verdict`` decides about it and ``passage`` is where it stands; of a check there is no ``claim``.
    """
    for about in view.judged:
        if about.claim is not None and about.position is not None and about.name not in CUT:
            deciding = next((v for _, v in about.said if v.label is about.label), None)
            place = of_verdict(deciding, page) if deciding else None
            if about.label is Label.SUPPORTED:
                place = of_claim(view.finding, about.position, page)
            yield Values(claim=about.claim, verdict=deciding, passage=_passage(place, limits))
    for verdict in view.finding.verdicts:
        of_the_whole = verdict.claim is None and verdict.check not in (*TOLD, PERSON)
        if of_the_whole or _is_refuted_sentence(view.finding, verdict):
            passage = _passage(of_verdict(verdict, page), limits)
            yield Values(claim=None, verdict=verdict, passage=passage)


def _is_refuted_sentence(finding: Finding, verdict: Verdict) -> bool:
    """What speaks against a sentence; a sentence that is only undecided is cut and counted."""
    if verdict.claim is None or verdict.label is not Label.REFUTED:
        return False
    return finding.claims[verdict.claim].field in CUT


def _passage(place: Passage | None, limits: Limits) -> Values | None:
    return passage(place, limits.context, limits.quote) if place else None


def why_told(verdict: Verdict, language: Language) -> str:
    """Why a check decided so; what a person put in its place is said to be theirs."""
    if verdict.reason in (ACCEPTED, CORRECTED):
        return word("person", verdict.reason.removeprefix("person."), language)
    return refutation(verdict, language)


_BLANK = lazy_pattern(r"(?<![ \t\u3000])[ \t\u3000]*+\n[ \t\u3000\xa0\n]*+")


def of_claim(finding: Finding, index: int, page: Page) -> Passage | None:
    """Where the words stand that a claim rests on, as its verdicts or else its quote tell.

    A verdict of the claim's own check comes first: it bears the claim as a whole.
    """
    claim = finding.claims[index]
    own = sorted(finding.of_claim(index), key=lambda verdict: verdict.check != claim.field)
    for verdict in own:
        if verdict.label is Label.SUPPORTED and (found := of_verdict(verdict, page)):
            return found
    return _of_quote(claim, page)


def of_verdict(verdict: Verdict, page: Page) -> Passage | None:
    """Where the words stand that a verdict points at; None where it points nowhere."""
    document = page.document(verdict.source)
    if document is None or verdict.span is None or verdict.span.end > len(document.text):
        return None
    return Passage(document, verdict.span) if verdict.span.start < verdict.span.end else None


def _of_quote(claim: Claim, page: Page) -> Passage | None:
    document = page.document(claim.source)
    span = locate(claim.quote, _folded(document.text)) if document and claim.quote else None
    return Passage(document, span) if document and span else None


def passage(place: Passage, context: int, longest: int) -> Values:
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
