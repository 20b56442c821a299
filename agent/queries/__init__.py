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
from datetime import date, timedelta
from itertools import islice

from agent.places import Places, Province
from agent.publishers import Publishers
from agent.queries.templates import Ask, Templates, load_templates
from agent.records import Changepoint, Interval, Query, Window
from agent.sectors import Sectors

__all__ = ["Templates", "load_templates", "plan_queries", "plan_short", "times_of"]

SECOND_HALF = 7
"""From July on a season that spans two years is named by this year and the next."""
NEAR = (0, -1, 1, -2, 2, -3, 3)
"""Months around that of the changepoint, in the order of their words."""
BOTH_YEARS = 4
"""So many of the short words are asked for both years of a window that spans two."""
WRITTEN = 3
"""So many of the times stand in a query's text; a search that knows OR is told them all."""


def plan_queries(
    changepoint: Changepoint,
    window: Window,
    places: Places,
    sectors: Sectors,
    publishers: Publishers,
    templates: Templates,
) -> tuple[Query, ...]:
    """The long queries for a changepoint, best first, none twice.

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
    long: dict[Query, None] = {}
    for ask in templates.plan[changepoint.kind]:
        times = times_of(ask.when, changepoint.date, window) if ask.fits(changepoint.date) else ()
        if times:
            text = templates.text(sector_name, ask.topic)
            query = _long(ask, text, province, (named[ask.places], times), window, templates)
            others = () if ask.places == "none" else cities[: 2 * most]
            places_of = tuple(dict.fromkeys((*query.places, *others)))
            query = query.model_copy(update={"sites": hosts[ask.sites], "places": places_of})
            long[query] = None
    return tuple(long)


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


def plan_short(
    changepoint: Changepoint,
    window: Window,
    sectors: Sectors,
    templates: Templates,
    *,
    full_text: bool = True,
) -> tuple[Query, ...]:
    """Single words for a search that wants every word it is given, best first.

    Where it reads the full text, the year stands beside a word, and the first words are asked for
    both years of a window that spans two; titles seldom tell a year.
    """
    sector = sectors.sector(changepoint.sector)
    words = templates.short.of(sector.name if sector else None, changepoint.date, full_text)
    years = times_of("years", changepoint.date, window) if full_text else ()
    asked = (
        (word, year)
        for place, word in enumerate(words)
        for year in (years[:2] if place < BOTH_YEARS else years[:1]) or ("",)
    )
    return tuple(
        Query(
            text=" ".join(filter(None, (changepoint.province, year, word))),
            window=window,
            places=(changepoint.province,),
            times=(year,) if year else (),
            words=(word,),
            short=True,
        )
        for word, year in islice(asked, templates.sites.short)
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
