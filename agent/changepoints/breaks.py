"""Positions in a series: ``bkps`` of ruptures, ``breakpoints`` of strucchange.

Both name the same day. ruptures counts from 0 and gives the first position of the new segment;
strucchange counts from 1 and gives the last observation of the old one. A ruptures result ends with
the length of the series, which is no change. The days come from the series itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from agent.changepoints.columns import column_of, plain_header
from agent.changepoints.entries import Context, Entry, Item, SeriesDays, each
from agent.errors import UsageError

INDEX = ("index", "idx", "break_index", "bkp", "bkps", "breakpoint", "breakpoints", "断点")
TYPED = "--indices-of FILE (the series they were found in)"
SeriesKey = tuple[str, str | None]


def fits(headers: Sequence[str], context: Context) -> bool:
    """True for a column of positions and none of dates, with a province from somewhere."""
    return any(plain_header(h) in INDEX for h in headers) and not any(
        column_of(h, context) == "date" for h in headers
    )


def read(items: Sequence[Item], context: Context) -> Iterator[Item]:
    """Each position as the day it stands for; what is no whole number is taken for a date."""
    opened: dict[str, SeriesDays] = {}

    def entry(item: Entry) -> Entry | None:
        header = next((h for h in item.cells if plain_header(h) in INDEX), "")
        text = item.cells.get(header, "").removesuffix(".0")
        rest = {name: cell for name, cell in item.cells.items() if name != header}
        if not text.isdecimal() or len(text) == len("20241108"):
            return item._replace(cells=rest | {"date": text})
        found = dated(int(text), rest, context, opened)
        features = item.features | {header: text}
        return item._replace(cells=rest | found, features=features) if found else None

    return each(items, context, entry, lambda: not opened)


def dated(
    position: int, cells: dict[str, str], context: Context, opened: dict[str, SeriesDays]
) -> dict[str, str]:
    """The cells of a position: its day, province, sector and series; empty for the series' end.

    Raises UsageError when no series is named, or it does not settle which day is meant.
    """
    named = next((c for h, c in cells.items() if column_of(h, context) == "series" and c), "")
    path = context.path.parent / named if named else context.given.series
    if path is None or context.given.open_series is None:
        raise UsageError(
            f"{position} is a position in a series that is not named", hint=f"type {TYPED}"
        )
    if str(path) not in opened:
        opened[str(path)] = context.given.open_series(Path(path))
    series = opened[str(path)]
    key = _key(series, cells, context)
    day = _day(position, series, key)
    if day is None:
        return {}
    province, sector = key
    headers = {column_of(h, context): h for h in cells}
    return {
        headers.get("province", "province"): province,
        headers.get("sector", "sector"): sector or "",
        headers.get("series", "series"): series.name,
        "series_sha256": series.sha256,
        "date": str(day),
    }


def _day(position: int, series: SeriesDays, key: SeriesKey) -> date | None:
    days = series.days[key]
    if position == len(days):
        return None
    if not 0 < position < len(days):
        raise UsageError(
            f"position {position} is not inside {series.name}, which has {len(days)} days",
            hint="count the first day as 0, and name the series that the detector read",
        )
    if key in series.unsure:
        raise UsageError(
            f"{series.name} has days that stand several times: position {position} names no day",
            hint="give the day itself in a column date",
        )
    return days[position]


def _key(series: SeriesDays, cells: dict[str, str], context: Context) -> SeriesKey:
    said = {column_of(header, context): cell for header, cell in cells.items()}
    province = said.get("province") or context.province
    sector = said.get("sector") or context.sector
    wanted = context.names.places.province(province).name if province else None
    part = context.names.sectors.sector(sector) if sector else None
    fitting = [
        (name, one)
        for name, one in series.days
        if wanted in (None, name) and (part is None or part.name == one)
    ]
    if len(fitting) == 1:
        return fitting[0]
    shown = ", ".join(f"{name} {one or 'all sectors'}" for name, one in series.days)
    raise UsageError(
        f"{series.name} holds {len(series.days)} series ({shown[:200]}) and"
        f" {len(fitting) or 'none'} of them can be meant",
        hint="name one with --province and --sector",
    )
