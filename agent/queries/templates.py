"""The tables behind the questions: queries.toml, the effects and the prefectures it draws on."""

from __future__ import annotations

import hashlib
import string
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from agent.lazy import lazy_pattern
from agent.records import ChangepointKind, Record
from agent.text.tables import packaged, usable


class Effect(Record):
    """One row; the fields are explained at the head of the table.

    ``days`` are counted from the day of the happening, or of effect, to the visible change; they
    are a judgement, and order questions only.
    """

    id: str
    sectors: tuple[str, ...] = Field(min_length=1)
    words: tuple[str, ...] = Field(min_length=1)
    days: tuple[int, int]
    lead: int = Field(ge=0, le=3650)
    shape: Literal["step", "transient", "gradual"]
    sign: Literal["+", "-", "?"]
    why: str = Field(min_length=1)
    source: str = Field(min_length=1)
    asked: bool = True


ALL = "all"
TABLES = ("queries.toml", "effects.toml", "prefectures.toml")
VARIABLES = {"province", "full", "when"}
PLACE_VARIABLES = {"province", "full"}
EFFECT = lazy_pattern(r"@([a-z-]+)")
Days = tuple[date, date]


class Ask(Record):
    """One line of a plan; its fields are explained at the head of data/queries.toml."""

    topic: str
    when: Literal["near", "this", "before", "after", "year", "years", "season"]
    sites: Literal["province", "central", "any"] = "any"
    places: Literal["none", "first", "next"] = "none"
    lead: int = Field(0, ge=0, le=3650)
    between: Days | None = None
    outside: Days | None = None

    def fits(self, day: date) -> bool:
        """True for a changepoint that is to be asked this."""
        inside = self.between is None or self.between[0] <= day <= self.between[1]
        return inside and not (self.outside and self.outside[0] <= day <= self.outside[1])


class Sites(Record):
    """``most`` provincial hosts a query is restricted to; the central ones by sector.

    ``places`` is how many prefectures a query names beside the province, ``short`` how many
    questions of one word are put to a search that takes no more.
    """

    most: int = Field(ge=1)
    places: int = Field(ge=0, le=10)
    short: int = Field(ge=0, le=12)
    central: dict[str, tuple[str, ...]]


class Short(Record):
    """Single words for searches that want every word; see the head of data/queries.toml."""

    epidemic_days: Days
    words: dict[str, str]
    epidemic: dict[str, str]

    def of(self, sector: str | None, day: date, full_text: bool) -> tuple[str, ...]:
        """The words for a sector and a day, best first; in a full text one for the epidemic will do."""
        first, last = self.epidemic_days
        epidemic = self.epidemic.get(sector or ALL, "").split() if first <= day <= last else []
        words = (self.words.get(sector or ALL) or self.words[ALL]).split()
        return (*(epidemic[:1] if full_text else epidemic), *words)


class Templates(Record):
    """What to ask: plans by kind of changepoint, texts by sector and topic.

    ``prefectures`` has the cities of a province by sector (``all`` for the others), largest first.
    """

    plan: dict[ChangepointKind, tuple[Ask, ...]]
    topics: dict[str, dict[str, str]]
    sites: Sites
    short: Short
    effect: tuple[Effect, ...]
    prefectures: dict[str, dict[str, str]]
    fingerprint: str

    @model_validator(mode="after")
    def _usable(self) -> Self:
        known = {effect.id for effect in self.effect}
        for sector, topics in self.topics.items():
            for topic, text in topics.items():
                _check_text(f"topics.{sector}.{topic}", text, known)
        for kind in ChangepointKind:
            for ask in self.plan.get(kind, ()):
                if ask.topic not in self.topics[ALL]:
                    raise ValueError(f"plan.{kind}: there is no topics.{ALL}.{ask.topic}")
            if not self.plan.get(kind):
                raise ValueError(f"plan.{kind} asks nothing")
        return self

    def text(self, sector: str | None, topic: str) -> str:
        """The template of a topic for a sector, or the one for all where it has none."""
        own = self.topics.get(sector or ALL, {})
        return own.get(topic) or self.topics[ALL][topic]

    def effects_in(self, text: str) -> tuple[Effect, ...]:
        """The effects a template asks for, in its order."""
        by_id = {effect.id: effect for effect in self.effect}
        return tuple(by_id[name] for name in EFFECT.findall(text))

    def expanded(self, text: str) -> str:
        """A template with the words of its effects in the place of their names."""
        by_id = {effect.id: " ".join(effect.words) for effect in self.effect}
        return EFFECT.sub(lambda named: by_id[named[1]], text)

    def cities(self, province: str, sector: str | None) -> tuple[str, ...]:
        """The prefectures of a province that matter most to a sector, largest first."""
        own = self.prefectures.get(sector or ALL, {}).get(province)
        return tuple((own or self.prefectures[ALL].get(province, "")).split())

    def central_sites(self, sector: str | None) -> tuple[str, ...]:
        """Hosts of central bodies: the sector's own first."""
        return (*self.sites.central.get(sector or "", ()), *self.sites.central[ALL])


def load_templates(override: Path | None = None) -> Templates:
    """The templates of the package, with the entries a user's own file names put in their place.

    Raises UsageError when that file cannot be read, names a sector, kind or variable that does
    not exist, or asks a question without a province.
    """
    tables, sources = _tables_of_package()
    with usable("query templates", override or "queries.toml"):
        if override:
            own = override.read_text(encoding="utf-8-sig")
            tables = _merged(tables, tomllib.loads(own), "")
            sources += own
        fingerprint = hashlib.sha256(sources.encode()).hexdigest()
        return Templates.model_validate({**tables, "fingerprint": fingerprint})


def _tables_of_package() -> tuple[dict[str, Any], str]:
    sources = [packaged(name).decode() for name in TABLES]
    queries, effects, prefectures = map(tomllib.loads, sources)
    return {**queries, **effects, "prefectures": prefectures}, "".join(sources)


def _check_text(name: str, text: str, effects: set[str]) -> None:
    template = string.Template(text)
    used = set(template.get_identifiers())
    if not template.is_valid() or not used <= VARIABLES:
        unknown = ", ".join(sorted(used - VARIABLES)) or "a stray $"
        raise ValueError(f"{name} uses {unknown}; known are $province, $full and $when")
    if not used & PLACE_VARIABLES:
        raise ValueError(f"{name} does not name the province ($province or $full)")
    if strange := set(EFFECT.findall(text)) - effects:
        raise ValueError(f"{name}: effects.toml has no {', '.join(sorted(strange))}")


def _merged(base: Mapping[str, Any], own: Mapping[str, Any], path: str) -> dict[str, Any]:
    """The tables with the entries of one's own. A name of a table that does not exist is a slip."""
    merged = dict(base)
    for name, value in own.items():
        here = f"{path}.{name}" if path else name
        if name not in base and not path.startswith(("topics.", "prefectures", "short.")):
            raise ValueError(f"there is no {here}; known are {', '.join(base)}")
        before = base.get(name)
        if name in base and isinstance(before, Mapping) != isinstance(value, Mapping):
            raise ValueError(f"{here} has another form than in the table it replaces")
        merged[name] = _merged(before or {}, value, here) if isinstance(value, Mapping) else value
    return merged
