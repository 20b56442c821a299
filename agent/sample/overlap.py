"""The search of the invented web: overlap of bigrams, and nothing that understands a place.

It is careless on purpose, the way web searches are: a plan of a neighbouring province that
mentions the one asked for is an answer too, and numbers and dates in a query are passed over.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from agent.lazy import lazy_pattern

TITLE, SNIPPET, TEXT = 3.0, 2.0, 1.0
"""How much a bigram counts, by where it stands."""

LEAST = 0.2
"""Share of a query's weight that must stand somewhere in a page for the page to be an answer, ..."""

LEAST_OF_GROUPS = 0.55
"""... and where words stand in brackets, of which one is enough."""

_HAN = lazy_pattern(r"[\u3400-\u9fff]+")
_GROUP = lazy_pattern(r"\(([^()]*)\)|([^\s()]+)")
_SITE = lazy_pattern(r"\bsite:(\S+)", re.IGNORECASE)
_UNSEEN = lazy_pattern(
    r"<!--(?:(?!-->).)*+(?:-->)?|<(script|style|title)\b(?:(?!</\1>).)*+(?:</\1>)?|<[^<>]*>",
    re.DOTALL | re.IGNORECASE,
)


@dataclass(frozen=True)
class Entry:
    """What the search knows of a page."""

    host: str
    title: str
    snippet: str
    text: str


class Overlap:
    """A search over entries; ``search`` gives their positions, best first."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._hosts = [entry.host for entry in entries]
        self._grams = [_weighted(entry) for entry in entries]
        self._spread: dict[str, int] = {}
        for grams in self._grams:
            for gram in grams:
                self._spread[gram] = self._spread.get(gram, 0) + 1

    def search(self, query: str) -> tuple[tuple[int, float], ...]:
        """Positions and scores (0 to 1) of the answers; ``site:`` words restrict the hosts."""
        sites = [site.strip("()").lower() for site in _SITE.findall(query)]
        groups = [
            [rarity for word in words if (rarity := self._rarities(word))]
            for words in alternatives(_SITE.sub(" ", query))
        ]
        groups = [group for group in groups if group]
        plain = all(len(group) == 1 for group in groups)
        found = []
        for position, held in enumerate(self._grams):
            if sites and not any(_within(self._hosts[position], site) for site in sites):
                continue
            best = [max((_held(rarity, held) for rarity in group), key=_share) for group in groups]
            whole = sum(one.weight for one in best)
            known, score = sum(one.known for one in best), sum(one.score for one in best)
            if known and known >= (LEAST if plain else LEAST_OF_GROUPS) * whole:
                found.append((position, score / (TITLE * whole)))
        return tuple(sorted(found, key=lambda answer: (-answer[1], answer[0])))

    def _rarities(self, word: str) -> dict[str, float]:
        # In one order: sums of the same numbers in another differ in the last digit, and so do ties.
        return {gram: self._rarity(gram) for gram in sorted(bigrams(word))}

    def _rarity(self, gram: str) -> float:
        return math.log(1 + len(self._grams) / (self._spread.get(gram, 0) + 0.5))


def alternatives(query: str) -> list[list[str]]:
    """The words of a query, those in brackets together as alternatives: (a OR b) c."""
    return [
        [word for word in (bracket or single).split() if word != "OR"]
        for bracket, single in _GROUP.findall(query)
    ]


class _Held(NamedTuple):
    """What of a word stands in a page: its weight, the part that is there, the part by its place."""

    weight: float
    known: float
    score: float


def _share(held: _Held) -> tuple[float, float]:
    return held.known / held.weight, held.weight


def _held(rarity: dict[str, float], held: dict[str, float]) -> _Held:
    return _Held(
        sum(rarity.values()),
        sum(weight for gram, weight in rarity.items() if gram in held),
        sum(weight * held.get(gram, 0.0) for gram, weight in rarity.items()),
    )


def bigrams(text: str) -> frozenset[str]:
    """All pairs of neighbouring Chinese characters."""
    return frozenset(
        run[start : start + 2] for run in _HAN.findall(text) for start in range(len(run) - 1)
    )


def visible_text(page: bytes) -> str:
    """The words of an HTML page, roughly; empty for other bytes."""
    if page.startswith((b"%PDF", b"PK")):
        return ""
    try:
        markup = page.decode("utf-8")
    except UnicodeDecodeError:
        markup = page.decode("gb18030", "replace")
    return _UNSEEN.sub(" ", markup)


def _weighted(entry: Entry) -> dict[str, float]:
    weights: dict[str, float] = {}
    for words, weight in ((entry.text, TEXT), (entry.snippet, SNIPPET), (entry.title, TITLE)):
        weights.update(dict.fromkeys(bigrams(words), weight))
    return weights


def _within(host: str, site: str) -> bool:
    site = site.split("/", maxsplit=1)[0]
    return host == site or host.endswith("." + site)
