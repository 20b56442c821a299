"""Where a page says something like a quote that does not stand in it: a hint, never evidence."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from agent.lazy import lazy_pattern
from agent.records import Span

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
