"""A value and what it rests on: the words as they stand in the page, and whose bytes these are."""

from __future__ import annotations

from dataclasses import dataclass

from agent.facts.document import facts_of
from agent.policy import Quoted
from agent.records import Page, Span
from agent.text.fold import locate


@dataclass(frozen=True)
class Place:
    """Words as they stand in a document."""

    quote: str
    source: str
    span: Span


class Documents:
    """A page and its attachments, in which quotes are located."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.all = page.documents()

    def find(self, words: str, first: str | None = None) -> Place | None:
        """Where words stand: in the document ``first`` (a sha256) if they do, else in any."""
        ordered = sorted(self.all, key=lambda document: document.sha256 != first)
        for document in ordered:
            span = locate(words, facts_of(document).folded)
            if span:
                return Place(document.text[span.start : span.end], document.sha256, span)
        return None

    def quoted(self, value: str, words: str | None = None, first: str | None = None) -> Quoted:
        """A value with the words it rests on (by default itself).

        Words that stand nowhere stay as they were given: a check will say that they do not.
        """
        words = value if words is None else words
        place = self.find(words, first)
        if place:
            return Quoted(value=value, quote=place.quote, source=place.source)
        return Quoted(value=value, quote=words, source=first or self.page.sha256)


def one_line(text: str, limit: int = 200) -> str:
    """A text on one line, cut to a length."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[:limit] + "…"
