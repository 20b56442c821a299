"""The words of all sectors, found in one pass, and the passage that speaks most of one sector."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from agent.lazy import lazy_pattern
from agent.records import Span
from agent.sectors.tables import SectorTable
from agent.text.lookup import Lookup

_STOP = lazy_pattern(r"[。；;！!？?\n]+")
_HEADING = lazy_pattern(
    r"^[\s\u3000]*(?:第?[一二三四五六七八九十\d]+[、.．章节条]|[（(][一二三四五六七八九十\d]+[）)])"
)


REMEMBERED = 1024
SHORT = 400
"""Characters of a text whose words are remembered: a title, a snippet."""


class _Counts(dict[str, Counter[str]]):
    """Counted words by sector; a sector without any has none, and is not put in by being asked for."""

    def __missing__(self, sector: str) -> Counter[str]:
        return Counter()

    def most(self) -> int:
        """How often words of the sector that has most of them stand there."""
        return max((words.total() for words in self.values()), default=0)

    def count(self, sectors: Iterable[str], word: str) -> None:
        """Count a word for some sectors."""
        for sector in sectors:
            self.setdefault(sector, Counter())[word] += 1


@dataclass
class Words:
    """Words found in a text, counted, for each sector that has any; and where those of its own stand."""

    belongs: _Counts = field(default_factory=_Counts)
    beside: _Counts = field(default_factory=_Counts)
    upstream: _Counts = field(default_factory=_Counts)
    places: dict[str, list[tuple[int, str]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Passage:
    """The sentence that speaks most of a sector: its words, and how many different ones."""

    span: Span
    terms: tuple[str, ...]
    weight: int


class Vocabulary:
    """All words of the table. A word of several sectors counts for each of them."""

    def __init__(self, table: SectorTable) -> None:
        self._across = tuple(table.umbrella.titles)
        self._belongs: dict[str, list[str]] = {}
        self._beside: dict[str, list[str]] = {}
        self._bodies: dict[str, list[str]] = {}
        self._upstream: dict[str, list[str]] = {}
        words: set[str] = set()
        for row in table.sector:
            for kind, listed in (
                (self._belongs, row.belongs),
                (self._beside, row.beside),
                (self._bodies, row.bodies),
                (self._upstream, row.upstream),
            ):
                for word in listed:
                    kind.setdefault(word, []).append(row.name)
                words.update(listed)
            words.update(row.looks_like)
        self._lookup = Lookup(words)
        # Titles and snippets are looked at again whenever hits are put in order.
        self._of_short = lru_cache(REMEMBERED)(self._read)

    def read(self, text: str, *, title: bool) -> Words:
        """The words of a text, for reading alone; offices of a sector count in titles only."""
        return self._of_short(text, title) if len(text) <= SHORT else self._read(text, title)

    def _read(self, text: str, title: bool) -> Words:
        found = Words()
        for start, word in self._lookup.longest(text):
            if word in self._bodies and not title:
                continue
            belongs = self._belongs.get(word, ())
            found.belongs.count(belongs, word)
            for sector in belongs:
                found.places.setdefault(sector, []).append((start, word))
            found.beside.count(self._beside.get(word, ()), word)
            found.upstream.count(self._upstream.get(word, ()), word)
            found.beside.count(self._bodies.get(word, ()), word)
        return found

    @lru_cache(maxsize=256)  # noqa: B019 - one vocabulary lives as long as the process
    def of_page(self, text: str) -> Words:
        """The words of a page's text, read once for all that ask for it."""
        return self.read(text, title=False)

    def across(self, title: str) -> bool:
        """True when a title is that of a plan across sectors."""
        return any(word in title for word in self._across)

    def passage(self, text: str, words: Words, sector: str) -> Passage | None:
        """The sentence with most different words of the sector; a heading counts one more."""
        places = words.places.get(sector, [])
        best: Passage | None = None
        index = 0
        for start, end in _sentences(text):
            terms: dict[str, None] = {}
            while index < len(places) and places[index][0] < end:
                if places[index][0] >= start:
                    terms[places[index][1]] = None
                index += 1
            if not terms:
                continue
            weight = len(terms) + bool(_HEADING.match(text[start:end]))
            if best is None or weight > best.weight:
                best = Passage(Span(start=start, end=end), tuple(terms), weight)
        return best


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for stop in _STOP.finditer(text):
        if stop.start() > start:
            yield start, stop.start()
        start = stop.end()
    if start < len(text):
        yield start, len(text)
