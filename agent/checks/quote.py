"""Where a claim's quote stands: exactly, after the declared folding, in its own source first."""

from __future__ import annotations

from dataclasses import dataclass

from agent.checks.subject import Subject
from agent.facts.document import PageFacts
from agent.findings import Claim
from agent.records import PageMeta, Span, Standing
from agent.text.figures import Figure, figures
from agent.text.fold import fold, locate, locate_all

SENTENCE_END = "。；;，,、.！!？? 　\n"
"""A value or quote may end with a stop that the page puts differently; it is not looked for."""


@dataclass(frozen=True)
class Located:
    """A text found in a document. ``span`` is None when it stands only in the page's markup."""

    document: PageFacts
    span: Span | None
    text: str

    @property
    def standing(self) -> Standing:
        """Where, as a verdict tells it."""
        return Standing(self.span, self.document.page.sha256)

    @property
    def passage_span(self) -> Span | None:
        """The sentences it stands in."""
        return self.document.passage(self.span) if self.span else None

    @property
    def quantities(self) -> tuple[Figure, ...]:
        """The quantities of those sentences, as the facts of the document have them."""
        span = self.passage_span
        return self.document.quantities(span) if span else figures(self.text)

    @property
    def passage(self) -> str:
        """The words of those sentences; the text itself when it stands only in markup."""
        span = self.passage_span
        return self.document.words(span) if span else self.text


def find(text: str, documents: tuple[PageFacts, ...], near: int | None = None) -> Located | None:
    """The place nearest ``near`` in the first document that has the text."""
    wanted = text.strip().rstrip(SENTENCE_END)
    if not wanted:
        return None
    for document in documents:
        span = locate(wanted, document.folded, near)
        if span:
            return Located(document, span, document.words(span))
    return None


def places_of(located: Located) -> tuple[Located, ...]:
    """All places of its document in which the same words stand, in order."""
    document = located.document
    spans = locate_all(located.text, document.folded)
    return tuple(Located(document, span, document.words(span)) for span in spans)


def find_quote(subject: Subject, claim: Claim) -> Located | None:
    """The claim's quote, in the document it names first, then in the others, then in metadata."""
    if claim.quote is None:
        return None
    documents = subject.documents_from(claim.source)
    return find(claim.quote, documents) or _in_markup(claim.quote, documents)


def quote_is_missing(subject: Subject, claim: Claim) -> bool:
    """True when the claim rests on a quote that the page does not have."""
    return claim.quote is not None and find_quote(subject, claim) is None


def _in_markup(quote: str, documents: tuple[PageFacts, ...]) -> Located | None:
    wanted = fold(quote).text
    for document in documents:
        for name in PageMeta.model_fields:
            stated = getattr(document.page.meta, name)
            if stated is not None and fold(stated.value).text == wanted:
                return Located(document, stated.span, stated.value)
    return None
