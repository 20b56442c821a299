"""A claim beside what its page, or another page, says of it: two texts in which what differs is marked.

Where a page says something like a quote that does not stand in it is a hint, never evidence.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from agent.details import Elsewhere, Titled
from agent.findings import CUT, Claim, Dossier, Finding, Verdict
from agent.lazy import lazy_pattern
from agent.records import Page, Span
from agent.report.finding_view import Passage
from agent.report.item_lines import Pieces, pieces
from agent.report.safe import one_line
from agent.report.words import Language
from agent.review.words import ui
from agent.text.fold import locate
from agent.text.sentences import sentences
from agent.text.urls import host_of
from agent.wording import differing_spans

MOST_ELSEWHERE = 2
"""Other pages that are shown beside a claim."""
FROM_ISSUER = "across.differs_from_issuer"


@dataclass(frozen=True)
class Text:
    """One of the texts that are compared.

    ``who`` says it; ``differing`` are ranges of ``words`` that the other text has not; ``source`` is
    the document and ``span`` the place in it, where it stands in one.
    """

    who: str
    words: str
    differing: tuple[Span, ...] = ()
    source: str = ""
    span: Span | None = None

    def pieces(self) -> Pieces:
        """The words in pieces, and whether each differs."""
        return pieces(self.words, self.differing)

    def marked(self) -> tuple[Span, ...]:
        """What differs, as places in the document."""
        if self.span is None:
            return ()
        start = self.span.start
        return tuple(Span(start=start + s.start, end=start + s.end) for s in self.differing)


def elsewhere(verdict: Verdict, finding: Finding, dossier: Dossier) -> Passage | None:
    """Where the other page that a verdict names has what it says of the claim; None when it is not kept."""
    told = verdict.detail
    if not isinstance(told, Elsewhere) or not told.url or verdict.claim is None:
        return None
    theirs = _theirs(told.url, finding.claims[verdict.claim], dossier)
    return next((stands(c, dossier) for c in theirs if c.value == told.page), None)


def about(verdict: Verdict, finding: Finding) -> int | None:
    """The claim that a verdict is about: that the page only mentions a thing is about its name."""
    if verdict.claim is not None or not _title(verdict):
        return verdict.claim
    return next((at for at, claim in enumerate(finding.claims) if claim.field == "name"), None)


def _title(verdict: Verdict) -> str:
    return (verdict.detail.title or "") if isinstance(verdict.detail, Titled) else ""


def title_of(verdict: Verdict, finding: Finding, dossier: Dossier) -> Passage | None:
    """The title of the finding's page, which a verdict holds against its name."""
    title = _title(verdict)
    return Passage.of(title, dossier.page(finding.policy.source)) if title else None


def stands(claim: Claim, dossier: Dossier) -> Passage | None:
    """Where a claim's quote stands in its page; None where it does not."""
    return Passage.of(claim.quote or claim.value, dossier.page(claim.source))


def sentence_at(page: Page, span: Span) -> Passage:
    """The sentence around a place: of a figure or a date that alone says little."""
    around = (s.span for s in sentences(page.text) if s.span.start <= span.start < s.span.end)
    return Passage(page, next((s for s in around if span.end <= s.end), span))


def compared(
    finding: Finding,
    verdict: Verdict | None,
    dossier: Dossier,
    passages: Callable[[str], Passages],
    language: Language,
) -> tuple[Text, ...]:
    """What is claimed and what is said of it, first the two that the question is about.

    Nothing where the question is about no claim, or where nothing can be shown beside it.

    Args:
        finding: what is being judged.
        verdict: what the question is about.
        dossier: its pages.
        passages: of a page's text; asked for only where a quote does not stand in it.
        language: of the words that say whose each text is.
    """
    at = about(verdict, finding) if verdict is not None else None
    if verdict is None or at is None:
        return ()
    claim, text = finding.claims[at], ui(language)
    other = elsewhere(verdict, finding, dossier)
    if other is not None:
        own = stands(claim, dossier)
        issuer = text["of_issuer"] if verdict.reason == FROM_ISSUER else text["of_other"]
        pair: tuple[Text, ...] = _pair(
            (text["of_this_page"], own or claim.value),
            (_by(issuer, verdict.detail), other),
        )
    elif verdict.claim is None and (titled := title_of(verdict, finding, dossier)):
        pair = _pair((text["of_claim"], claim.value), (text["of_page"], titled))
    else:
        pair = _with_own_page(claim, verdict, dossier, passages, text)
    more = [
        Text(_by(text["of_other"], v.detail), p.quote, (), p.page.sha256, p.span)
        for v in finding.verdicts
        if isinstance(v.detail, Elsewhere) and v.detail.url and v is not verdict
        for p in _agreeing(v.detail.url, claim, dossier)
    ]
    fresh = [m for m in dict.fromkeys(more) if all(m.words != one.words for one in pair)]
    return (*pair, *fresh[:MOST_ELSEWHERE])


def _with_own_page(
    claim: Claim,
    verdict: Verdict,
    dossier: Dossier,
    passages: Callable[[str], Passages],
    text: dict[str, str],
) -> tuple[Text, ...]:
    """The claim, and the passage that the verdict points at, or else the one most like its quote."""
    page = dossier.page(verdict.source or claim.source)
    if page is None:
        return ()
    if verdict.span is not None and verdict.source:
        found = Passage(page, verdict.span)
        if len(found.quote) * 2 < len(claim.value) or found.quote == claim.value:
            found = sentence_at(page, verdict.span)
        return _pair((text["of_claim"], claim.value), (text["of_page"], found))
    quote = claim.quote or claim.value
    if claim.field == "date" or locate(quote, page.text) is not None:
        # What is like a date is another date.
        return ()
    near = passages(page.text).nearest(quote)
    if near is None:
        return ()
    return _pair((text["of_claim"], quote), (text["of_nearest"], Passage(page, near)))


def _pair(*both: tuple[str, Passage | str]) -> tuple[Text, Text]:
    one, other = (_words(said) for _, said in both)
    spans = differing_spans(one, other)
    texts = [
        Text(who, words, tuple(differing), said.page.sha256, said.span)
        if isinstance(said, Passage)
        else Text(who, words, tuple(differing))
        for (who, said), words, differing in zip(both, (one, other), spans, strict=True)
    ]
    return texts[0], texts[1]


def _words(said: Passage | str) -> str:
    return said.quote if isinstance(said, Passage) else said


def _by(whose: str, told: object) -> str:
    publisher = one_line(told.publisher or "") if isinstance(told, Elsewhere) else ""
    host = host_of(publisher) if "://" in publisher else ""
    return whose.replace("$publisher", host or publisher or "-")


def _theirs(url: str, claim: Claim, dossier: Dossier) -> Iterator[Claim]:
    """The claims of another page that are about the same."""
    for other in dossier.findings:
        if other.policy.url == url:
            for theirs in other.claims:
                alike = theirs.field == claim.field or {theirs.field, claim.field} <= set(CUT)
                if alike and theirs.role is claim.role:
                    yield theirs


def _agreeing(url: str, claim: Claim, dossier: Dossier) -> Iterator[Passage]:
    """What another page has in the place of a value: of sentences there is no saying which one."""
    if claim.field not in CUT:
        for theirs in _theirs(url, claim, dossier):
            if (found := stands(theirs, dossier)) is not None:
                yield found


ENOUGH = 0.55
"""Share of the pairs of characters of the quote that a passage must have to be shown."""
SHORTEST = 6
"""Characters of a quote below which nothing is like it but by chance."""
LARGEST = 500_000
"""Characters of a text in which hints are looked for."""
_PASSAGE = lazy_pattern(r"[^。；;！!？?\n]{5,400}[。；;！!？?]?")
_NOISE = lazy_pattern(r"[\s，,、：:（）()《》“”\"'。；;！!？?]+")


@dataclass(frozen=True)
class Passages:
    """The passages of a page, each with its pairs of characters."""

    spans: tuple[tuple[int, int], ...]
    pairs: tuple[frozenset[str], ...]

    @classmethod
    def of(cls, text: str) -> Passages:
        """Cut a text into passages; none of a text so long that a hint is not worth the wait."""
        if len(text) > LARGEST:
            return cls((), ())
        found = list(_PASSAGE.finditer(text))
        return cls(
            tuple(m.span() for m in found),
            tuple(_pairs(m.group()) for m in found),
        )

    def nearest(self, quote: str) -> Span | None:
        """The passage most like the quote, or None when none is like it."""
        wanted = _pairs(quote)
        if len(wanted) < SHORTEST:
            return None
        scores = [len(wanted & pairs) for pairs in self.pairs]
        best = max(range(len(scores)), key=scores.__getitem__, default=None)
        if best is None or scores[best] < ENOUGH * len(wanted):
            return None
        start, end = self.spans[best]
        return Span(start=start, end=end)


def _pairs(text: str) -> frozenset[str]:
    bare = _NOISE.sub("", text)
    return frozenset(map("".join, itertools.pairwise(bare)))
