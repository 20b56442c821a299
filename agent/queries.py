"""Which questions a changepoint is searched with: templates by kind and sector, no model.

The same changepoint and window give the same queries in the same order, always. The templates
stand in data/queries.toml; a user's own file replaces the entries it names.
"""

from __future__ import annotations

import hashlib
import string
import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from importlib import resources
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, ValidationError, model_validator

from agent.errors import UsageError
from agent.places import Places
from agent.publishers import Publishers
from agent.records import Changepoint, ChangepointKind, Interval, Query, Record, Window
from agent.sectors import Sectors

ALL = "all"
VARIABLES = {"province", "full", "when"}
PLACE_VARIABLES = {"province", "full"}
SECOND_HALF = 7
"""From July on a season that spans two years is named by this year and the next."""


class Ask(Record):
    """One line of a plan; its fields are explained at the head of data/queries.toml."""

    topic: str
    when: Literal["this", "before", "after", "year", "season"]
    sites: Literal["province", "central", "any"] = "any"
    lead: int = Field(0, ge=0, le=3650)
    between: tuple[date, date] | None = None


class Sites(Record):
    """``most`` provincial hosts a query is restricted to; the central ones by sector."""

    most: int = Field(ge=1)
    central: dict[str, tuple[str, ...]]


class Templates(Record):
    """What to ask: plans by kind of changepoint, texts by sector and topic."""

    plan: dict[ChangepointKind, tuple[Ask, ...]]
    topics: dict[str, dict[str, str]]
    sites: Sites
    fingerprint: str

    @model_validator(mode="after")
    def _usable(self) -> Self:
        for sector, topics in self.topics.items():
            for topic, text in topics.items():
                _check_text(f"topics.{sector}.{topic}", text)
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

    def central_sites(self, sector: str | None) -> tuple[str, ...]:
        """Hosts of central bodies: the sector's own first."""
        return (*self.sites.central.get(sector or "", ()), *self.sites.central[ALL])


def load_templates(override: Path | None = None) -> Templates:
    """The templates of the package, with the entries a user's own file names put in their place.

    Raises UsageError when that file cannot be read, names a sector, kind or variable that does
    not exist, or asks a question without a province.
    """
    text = resources.files("agent").joinpath("data", "queries.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    sources = text
    where = "queries.toml"
    if override:
        where = str(override)
        try:
            own = override.read_text(encoding="utf-8-sig")
            tables = _merged(tables, tomllib.loads(own), "")
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValueError) as error:
            raise UsageError(f"cannot use the query templates {where}: {error}") from error
        sources += own
    fingerprint = hashlib.sha256(sources.encode()).hexdigest()
    try:
        return Templates.model_validate({**tables, "fingerprint": fingerprint})
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise UsageError(
            f"cannot use the query templates {where}: {place} {first['msg']}"
        ) from None


def plan_queries(
    changepoint: Changepoint,
    window: Window,
    places: Places,
    sectors: Sectors,
    publishers: Publishers,
    templates: Templates,
) -> tuple[Query, ...]:
    """The queries for a changepoint, best first, none twice.

    Every text names the province in Chinese; a month that lies wholly outside the window is not
    asked for. A query about measures that come into force after they are issued looks further
    back than the window: its own window says how far.

    Raises UnknownName when the changepoint names a province or sector that the tables do not know.
    """
    province = places.province(changepoint.province)
    sector = sectors.sector(changepoint.sector)
    sector_name = sector.name if sector else None
    central = templates.central_sites(sector_name)
    own = [host for host in publishers.sites(province.name, sector_name) if host not in central]
    hosts = {"province": tuple(own[: templates.sites.most]), "central": central, "any": ()}
    queries: dict[Query, None] = {}
    for ask in templates.plan[changepoint.kind]:
        when = _when(ask, changepoint.date, window)
        if when is None:
            continue
        template = string.Template(templates.text(sector_name, ask.topic))
        text = template.substitute(province=province.name, full=province.full, when=when)
        start = window.start - timedelta(days=ask.lead)
        searched = Interval(start=start, end=window.end)
        queries[Query(text=text, window=searched, sites=hosts[ask.sites])] = None
    return tuple(queries)


def _when(ask: Ask, day: date, window: Window) -> str | None:
    """The words for the time asked for, or None when it is not to be asked for."""
    if ask.between and not ask.between[0] <= day <= ask.between[1]:
        return None
    if ask.when == "year":
        return f"{day.year}年"
    if ask.when == "season":
        first = day.year if day.month >= SECOND_HALF else day.year - 1
        return f"{first}-{first + 1}年"
    shift = {"before": -1, "this": 0, "after": 1}[ask.when]
    year, month = divmod(day.year * 12 + day.month - 1 + shift, 12)
    asked = Interval.of_month(year, month + 1)
    return f"{year}年{month + 1}月" if asked.overlaps(window) else None


def _check_text(name: str, text: str) -> None:
    template = string.Template(text)
    used = set(template.get_identifiers())
    if not template.is_valid() or not used <= VARIABLES:
        unknown = ", ".join(sorted(used - VARIABLES)) or "a stray $"
        raise ValueError(f"{name} uses {unknown}; known are $province, $full and $when")
    if not used & PLACE_VARIABLES:
        raise ValueError(f"{name} does not name the province ($province or $full)")


def _merged(base: Mapping[str, Any], own: Mapping[str, Any], path: str) -> dict[str, Any]:
    """The tables with the entries of one's own. A name of a table that does not exist is a slip."""
    merged = dict(base)
    for name, value in own.items():
        here = f"{path}.{name}" if path else name
        if name not in base and not path.startswith("topics."):
            raise ValueError(f"there is no {here}; known are {', '.join(base)}")
        before = base.get(name)
        if isinstance(before, Mapping) != isinstance(value, Mapping):
            raise ValueError(f"{here} has another form than in the table it replaces")
        merged[name] = _merged(before, value, here) if isinstance(before, Mapping) else value
    return merged
