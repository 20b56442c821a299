"""Sectors: the five of Carbon Monitor China, their names, and what a document has to do with one.

A vocabulary for each stands in sectors.toml. A title decides first; a plan that goes across
sectors is about a sector by the passage it gives to it; that a document is about another sector
only is said when nothing of substance speaks for this one.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, Self

from agent.errors import UnknownName
from agent.lazy import lazy_pattern
from agent.records import Record, Span
from agent.sectors.tables import SectorTable, read_table
from agent.sectors.words import Vocabulary, Words

__all__ = ["Grade", "Sector", "Sectors"]

_ALL = frozenset({"", "all", "any", "none", "total", "全部", "全部门", "所有", "不限", "未限定"})
_NOT_SPOKEN = lazy_pattern(r"[\s_\-.]+")
_TAIL = lazy_pattern(r"(?:sector|部门|行业|领域)$")

DENSITY = 6
"""Words of a sector in 1,000 characters from which a text without a telling title is about it."""

SHORT = 400
"""A text shorter than this counts as if it were this long: two words make no density."""


@dataclass(frozen=True)
class Sector:
    """A sector: ``name`` is what all values carry (Ground), ``chinese`` what a reader sees.

    ``belongs`` are words that name its activity, ``upstream`` what moves it from outside.
    """

    name: str
    chinese: str
    spellings: tuple[str, ...]
    belongs: tuple[str, ...]
    upstream: tuple[str, ...]


class Grade(Record):
    """What a document has to do with a sector.

    direct: it names the sector's activity; umbrella: a plan across sectors with a passage on it
    (``span``, in the text); upstream: fuels and prices that move it; other: about another sector
    only (``other`` names it); none: nothing that decides. ``terms`` are the words it rests on.
    """

    grade: Literal["direct", "umbrella", "upstream", "other", "none"]
    terms: tuple[str, ...] = ()
    span: Span | None = None
    other: str | None = None


class Sectors:
    """Everything known of sectors. Build it with ``load``; it never changes."""

    def __init__(self, table: SectorTable, fingerprint: str) -> None:
        self.fingerprint = fingerprint
        self._sectors = {
            row.name: Sector(
                name=row.name,
                chinese=row.chinese or row.name,
                spellings=tuple(row.spellings),
                belongs=tuple(row.belongs),
                upstream=tuple(row.upstream),
            )
            for row in table.sector
        }
        self.names: tuple[str, ...] = tuple(self._sectors)
        self._vocabulary = Vocabulary(table)
        self._spellings = {
            _spoken(written): sector
            for sector in self._sectors.values()
            for written in (sector.name, sector.chinese, *sector.spellings)
        }

    @classmethod
    def load(cls, override: Path | None = None) -> Self:
        """The package's table, with a user's own TOML file laid over it. Raises UsageError."""
        return cls(*read_table(override))

    def sector(self, name: str | None) -> Sector | None:
        """The sector of any spelling: Ground, ground_transport, "Ground Transport", 地面交通.

        None for None and for words that mean all. Raises UnknownName with the near names.
        """
        spoken = _spoken(name or "")
        bare = _TAIL.sub("", spoken)
        if spoken in _ALL or bare in _ALL:
            return None
        found = self._spellings.get(spoken) or self._spellings.get(bare)
        if found is None:
            close = difflib.get_close_matches(spoken, self._spellings, n=3, cutoff=0.5)
            near = dict.fromkeys(self._spellings[one].name for one in close)
            raise UnknownName("sector", name or "", tuple(near) or self.names)
        return found

    def score(self, text: str, sector: str | None) -> float:
        """How much a short text speaks of a sector: 1 for each word of it, a quarter for others.

        None: of that of which it speaks most.
        """
        words = self._vocabulary.read(text, title=True)
        names = (sector,) if sector else self.names
        return max(len(words.belongs[name]) + len(words.beside[name]) / 4 for name in names)

    def touches(self, name: str, sector: str) -> bool:
        """True when the name of a paper has a word of the sector, or is that of a plan across sectors."""
        words = self._vocabulary.read(name, title=True)
        kinds = (words.belongs, words.beside, words.upstream)
        return any(kind[sector] for kind in kinds) or self._vocabulary.across(name)

    def grade(self, title: str, text: str, sector: str) -> Grade:
        """What a document with this title and text has to do with a sector."""
        head = self._vocabulary.read(title, title=True)
        body = self._vocabulary.of_page(text)
        named = head.belongs[sector]
        if named:
            return Grade(grade="direct", terms=tuple(named), span=_first(text, named))
        passage = self._vocabulary.passage(text, body, sector)
        across = self._vocabulary.across(title)
        others = [name for name in self.names if name in head.belongs]
        if passage and ((across and passage.weight >= 2) or passage.weight >= 4):
            if not others and not across and self._dominates(text, body, sector):
                return Grade(grade="direct", terms=passage.terms, span=passage.span)
            return Grade(grade="umbrella", terms=passage.terms, span=passage.span)
        if not others and self._dominates(text, body, sector):
            terms = tuple(word for word, _ in body.belongs[sector].most_common(5))
            return Grade(grade="direct", terms=terms, span=_first(text, terms))
        upstream = tuple(head.upstream[sector]) or self._upstream(body, sector)
        if upstream:
            return Grade(grade="upstream", terms=upstream, span=_first(text, upstream))
        return self._other(head, body, sector, across=across)

    def _dominates(self, text: str, body: Words, sector: str) -> bool:
        """The text is mostly about the sector: its words are dense, and no other has more."""
        own = body.belongs[sector]
        most = body.belongs.most()
        dense = own.total() * 1000 >= DENSITY * max(len(text), SHORT)
        return len(own) >= 2 and own.total() >= 3 and own.total() >= most and dense

    def _upstream(self, body: Words, sector: str) -> tuple[str, ...]:
        words = body.upstream[sector]
        most = body.belongs.most()
        if words.total() >= 3 and words.total() >= most:
            return tuple(word for word, _ in words.most_common(5))
        return ()

    def _other(self, head: Words, body: Words, sector: str, *, across: bool) -> Grade:
        """Another sector in the title and throughout the text, this one at most in passing."""
        counts: Counter[str] = Counter(
            {name: body.belongs[name].total() for name in self.names if name in head.belongs}
        )
        if (across and not self._specific(head)) or not counts:
            return Grade(grade="none")
        other, often = counts.most_common(1)[0]
        own = body.belongs[sector].total() + head.beside[sector].total()
        distinct = len(body.belongs[sector])
        if (often >= 2 and distinct <= 1 and own * 8 <= often) or (often == 0 and own == 0):
            return Grade(grade="other", terms=tuple(head.belongs[other]), other=other)
        return Grade(grade="none")

    @staticmethod
    def _specific(head: Words) -> bool:
        """化工行业碳达峰 goes across nothing: its title names one sector only."""
        return sum(1 for words in head.belongs.values() if words) == 1


def _first(text: str, terms: tuple[str, ...] | Counter[str]) -> Span | None:
    places = [(at, term) for term in terms if (at := text.find(term)) >= 0]
    if not places:
        return None
    start, term = min(places)
    return Span(start=start, end=start + len(term))


@lru_cache(1 << 10)
def _spoken(name: str) -> str:
    return _NOT_SPOKEN.sub("", unicodedata.normalize("NFKC", name)).casefold()
