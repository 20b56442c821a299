"""Which questions a changepoint is searched with: templates by kind and sector, no model.

The same changepoint and window give the same queries in the same order, always. The templates
stand in data/queries.toml, the words of what moves emissions in data/effects.toml; a user's own
file replaces the entries it names. Two forms are planned side by side: long queries, whose words
are alternatives, and short ones of a single word for searches that want every word they are given.

    templates   the tables and how a user's own are laid over them
    effects     a row of what moves a sector's emissions
    following   the second round: what the first one's hits name
"""

from __future__ import annotations

import string
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest

from agent.places import Places, Province
from agent.publishers import Publishers
from agent.queries.templates import Ask, Templates, load_templates
from agent.records import Changepoint, Interval, Query, Window
from agent.sectors import Sectors

__all__ = ["Templates", "load_templates", "plan_queries", "times_of"]

SECOND_HALF = 7
"""From July on a season that spans two years is named by this year and the next."""
NEAR = (0, -1, 1, -2, 2, -3, 3)
"""Months around that of the changepoint, in the order of their words."""
WRITTEN = 3
"""So many of the times stand in a query's text; a search that knows OR is told them all."""


@dataclass(frozen=True)
class _Line:
    """One long query, and whether a short search may be asked the same."""

    query: Query
    own: bool


def plan_queries(
    changepoint: Changepoint,
    window: Window,
    places: Places,
    sectors: Sectors,
    publishers: Publishers,
    templates: Templates,
) -> tuple[Query, ...]:
    """The queries for a changepoint, best first, none twice: the long ones, then the short ones.

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
    cities = templates.cities(province.name, sector_name)
    most = templates.sites.places
    named = {"none": (), "first": cities[:most], "next": cities[most : 2 * most]}
    lines = []
    for ask in templates.plan[changepoint.kind]:
        times = times_of(ask.when, changepoint.date, window) if ask.fits(changepoint.date) else ()
        if times:
            text = templates.text(sector_name, ask.topic)
            query = _long(ask, text, province, (named[ask.places], times), window, templates)
            others = () if ask.places == "none" else cities[: 2 * most]
            places_of = tuple(dict.fromkeys((*query.places, *others)))
            query = query.model_copy(update={"sites": hosts[ask.sites], "places": places_of})
            lines.append(_Line(query, own=ask.sites != "central"))
    long = dict.fromkeys(line.query for line in lines)
    years = times_of("years", changepoint.date, window)
    short = _short([line.query for line in lines if line.own], province, years, window)
    return (*long, *list(dict.fromkeys(short))[: templates.sites.short])


def _long(
    ask: Ask,
    text: str,
    province: Province,
    named: tuple[tuple[str, ...], tuple[str, ...]],
    window: Window,
    templates: Templates,
) -> Query:
    cities, times = named
    words = string.Template(templates.expanded(text)).substitute(province="", full="", when="")
    filled = string.Template(templates.expanded(text)).substitute(
        province=" ".join((province.name, *cities)),
        full=" ".join((province.full, *cities)),
        when=" ".join(times[:WRITTEN]),
    )
    lead = max([ask.lead, *(effect.lead for effect in templates.effects_in(text))])
    return Query(
        text=" ".join(dict.fromkeys(filled.split())),
        window=Interval(start=window.start - timedelta(days=lead), end=window.end),
        places=(province.name, *cities),
        times=times,
        words=tuple(dict.fromkeys(words.split())),
    )


def _short(
    long: list[Query], province: Province, years: tuple[str, ...], window: Window
) -> Iterator[Query]:
    """Single words: the first of every long query, then the second of each, and so on."""
    start = min((query.window.start for query in long), default=window.start)
    for words in zip_longest(*(query.words for query in long)):
        for word in words:
            if word:
                yield Query(
                    text=f"{province.name} {word}",
                    window=Interval(start=start, end=window.end),
                    places=(province.name,),
                    times=years,
                    words=(word,),
                    short=True,
                )


def times_of(when: str, day: date, window: Window) -> tuple[str, ...]:
    """The words for a time, the nearest first; none where it lies outside the window."""
    if when == "year":
        return (f"{day.year}年",)
    if when == "years":
        others = range(window.start.year, window.end.year + 1)
        return tuple(f"{year}年" for year in sorted(others, key=lambda y: (abs(y - day.year), y)))
    if when == "season":
        first = day.year if day.month >= SECOND_HALF else day.year - 1
        return (f"{first}-{first + 1}年",)
    shifts = NEAR if when == "near" else ({"before": -1, "this": 0, "after": 1}[when],)
    months = [_month(day, shift) for shift in shifts]
    return tuple(
        f"{month.start.year}年{month.start.month}月" for month in months if month.overlaps(window)
    )


def _month(day: date, shift: int) -> Interval:
    year, month = divmod(day.year * 12 + day.month - 1 + shift, 12)
    return Interval.of_month(year, month + 1)
