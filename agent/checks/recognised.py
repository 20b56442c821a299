"""recognised: letters that OCR read in a picture are a hint where to look, and no evidence.

A 3 that was an 8 in the picture reads as well, so what was recognised supports no day, figure or
number; and a finding that rests on any of it is left to a person, who has the picture beside it.
"""

from __future__ import annotations

from collections.abc import Iterable

from agent.checks.quote import find, find_quote
from agent.checks.subject import Ruling, Subject
from agent.findings import CUT, Label, Verdict
from agent.lazy import lazy_pattern

EXACT = frozenset({"date", "figure", "document_number", "window", "triangle"})
"""Checks whose support is a day, a figure or a number."""
_FIGURE = lazy_pattern(r"[0-9０-９〇零一二三四五六七八九十百千万亿]")


class RecognisedCheck:
    """Whether anything that is claimed stands in letters that were recognised."""

    name = "recognised"

    def __call__(self, subject: Subject) -> tuple[Verdict, ...]:
        """One open verdict where it does; nothing for documents that have letters of their own."""
        if not any(document.page.recognised for document in subject.documents):
            return ()
        for claim in subject.claims:
            located = find_quote(subject, claim) or find(claim.value, subject.documents)
            page = located.document.page if located else subject.page
            found = page.recognised_at(located.span) if located else None
            if located is not None and found is not None:
                rule, number = Ruling(self.name), str(found.page)
                return (rule.undecided("recognised.letters", None, located.standing, page=number),)
        return ()


def without_exact(subject: Subject, verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """The verdicts, with what supports a day, a figure or a number by recognised letters left open."""
    if not any(document.page.recognised for document in subject.documents):
        return tuple(verdicts)
    return tuple(_opened(subject, verdict) for verdict in verdicts)


def _opened(subject: Subject, verdict: Verdict) -> Verdict:
    """A sentence in other words is left open too, so that no model is asked about its figures."""
    sources = [d.page for d in subject.documents if d.page.sha256 == verdict.source]
    found = sources[0].recognised_at(verdict.span) if sources else None
    if found is None:
        return verdict
    supports = verdict.label is Label.SUPPORTED
    in_words = verdict.check in CUT and (supports or verdict.reason == "sentence.paraphrase")
    claim = subject.claims[verdict.claim].value if verdict.claim is not None else ""
    if not (supports and verdict.check in EXACT) and not (in_words and _FIGURE.search(claim)):
        return verdict
    told = Ruling(verdict.check).undecided("recognised.exact", verdict.claim, page=str(found.page))
    return told.model_copy(update={"span": verdict.span, "source": verdict.source})
