"""Rbeast: its object as JSON, or the same numbers in columns.

Each component (trend, season, outlier) has cp, cpPr, cpCI and cpAbruptChange, side by side, padded
with NaN and sorted by probability. cp is a year with its fraction, or a position counted from 1 when
the series was given without dates. Rbeast steps evenly through leap years, so its fractions drift by up
to a day from the calendar's; where the object has its ``time`` of every day, days are counted instead. cpPr is the probability of a change and no confidence.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any

from agent.changepoints import breaks
from agent.changepoints.columns import plain_header
from agent.changepoints.days import decimal_year
from agent.changepoints.entries import Context, Entry, Item, SeriesDays, each
from agent.changepoints.row import number_of
from agent.errors import UsageError

NAME = "Rbeast"
COMPONENTS = ("trend", "season", "outlier")
LOWER = ("cpci_lower", "cpci_low", "cpci1", "cpci.1", "cpci_1", "ci_lower", "ci_low", "lower")
UPPER = ("cpci_upper", "cpci_high", "cpci2", "cpci.2", "cpci_2", "ci_upper", "ci_high", "upper")
DAYS_OF_YEAR, EVEN = 365.25, 0.01
"""A step of a daily series: one of a year's days, to a hundredth."""
YEARS = range(1949, 2200)
"""What may be a year; a series of positions that reaches so far has whole numbers only."""


def is_object(value: Any) -> bool:
    """True for an Rbeast result: a component of it has its changepoints in cp."""
    return isinstance(value, dict) and any(
        isinstance(value.get(name), dict) and "cp" in value[name] for name in COMPONENTS
    )


def entries(value: dict[str, Any]) -> Iterator[Entry]:
    """The changepoints of an object, as the rows of a table would have them."""
    day_of_time = _calendar(value.get("time"))
    subject = {
        name: content
        for name, content in value.items()
        if isinstance(content, str) and name not in COMPONENTS
    }
    settings = value.get("settings")
    for component in COMPONENTS:
        part = value.get(component)
        if not isinstance(part, dict):
            continue
        points = _listed(part.get("cp"))
        intervals = _pairs(part.get("cpCI"), points)
        for at, point in enumerate(points):
            cells = {"component": component, "cp": _text(point)}
            for name in ("cpPr", "cpAbruptChange"):
                column = _listed(part.get(name))
                cells[name] = _text(column[at]) if at < len(column) else ""
            low, high = intervals[at]
            cells |= {"cpCI_lower": _text(low), "cpCI_upper": _text(high)}
            if isinstance(settings, dict):
                cells["settings"] = json.dumps(settings, ensure_ascii=False)
            if day_of_time:
                own = {name: cells[name] for name in ("cp", "cpCI_lower", "cpCI_upper")}
                cells |= {name: day_of_time(float(text)) for name, text in own.items() if text}
                yield Entry(1, subject | cells, own)
                continue
            yield Entry(1, subject | cells)


def _calendar(time: Any) -> Callable[[float], str] | None:
    """What gives the day of a time, counted along a daily ``time``; None for any other."""
    times = time if isinstance(time, list) else []
    if len(times) < 2 or not all(isinstance(one, int | float) for one in times):
        return None
    first, last = float(times[0]), float(times[-1])
    step = (last - first) / (len(times) - 1)
    if int(first) not in YEARS or abs(step * DAYS_OF_YEAR - 1) > EVEN:
        return None
    start = decimal_year(first)
    return lambda at: str(start + timedelta(round((at - first) / step)))


def fits(headers: Sequence[str], _: Context) -> bool:
    """True for columns cp and cpPr."""
    return {plain_header(header) for header in headers} >= {"cp", "cppr"}


def read(items: Sequence[Item], context: Context) -> Iterator[Item]:
    """Each changepoint with days for its numbers; the NaN that fills the arrays is none."""
    found = [item for item in items if isinstance(item, Entry)]
    points = [p for item in found if (p := number_of(_cell(item, ("cp",)))) is not None]
    positions = bool(points) and all(
        point == int(point) or int(point) not in YEARS for point in points
    )
    opened: dict[str, SeriesDays] = {}
    if all(isinstance(item, Entry) and _is_padding(item) for item in items):
        yield context.problem(1, "Rbeast found no changepoint here: every cp is NaN")

    def entry(item: Entry) -> Entry | None:
        point = number_of(_cell(item, ("cp",)))
        try:
            known = opened if positions else None
            return None if _is_padding(item) else _entry(item, point, context, known)
        except (ValueError, OverflowError) as error:
            raise UsageError("cp is no time") from error

    yield from each(items, context, entry, lambda: positions and not opened)


def _entry(
    item: Entry, point: float | None, context: Context, opened: dict[str, SeriesDays] | None
) -> Entry:
    own = ("cp", *LOWER, *UPPER)
    rest = {h: c for h, c in item.cells.items() if plain_header(h) not in own}
    raw = {h: c for h, c in item.cells.items() if plain_header(h) in own and c}
    ends = number_of(_cell(item, LOWER)), number_of(_cell(item, UPPER))
    if point is None:
        cells = rest | {
            "date": _cell(item, ("cp",)),
            "start": _cell(item, LOWER),
            "end": _cell(item, UPPER),
        }
    elif opened is None:
        cells = rest | {"date": str(decimal_year(point))}
        if ends[0] is not None and ends[1] is not None:
            cells |= {"start": str(decimal_year(ends[0])), "end": str(decimal_year(ends[1]))}
    else:
        cells = rest | breaks.dated(round(point) - 1, rest, context, opened)
        if ends[0] is not None and ends[1] is not None:
            first, last = max(round(ends[0]) - 1, 1), round(ends[1]) - 1
            low = breaks.dated(first, rest, context, opened)
            # An interval may reach the end of the series, which is no position of a break.
            high = breaks.dated(last, rest, context, opened) or breaks.dated(
                last - 1, rest, context, opened
            )
            cells |= {"start": low["date"], "end": high["date"]}
    return item._replace(cells={"detector": NAME} | cells, features=raw | item.features)


def _is_padding(entry: Entry) -> bool:
    return _cell(entry, ("cp",)).lower() in ("", "na", "nan", "null")


def _cell(entry: Entry, names: Sequence[str]) -> str:
    return next((c for h, c in entry.cells.items() if plain_header(h) in names), "")


def _text(number: Any) -> str:
    return "" if number is None or number != number else str(number)  # noqa: PLR0124 - NaN


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _pairs(value: Any, points: Sequence[Any]) -> list[tuple[Any, Any]]:
    """The interval of each point: rows of two as R writes a matrix, or two rows as some do."""
    rows = [row for row in _listed(value) if isinstance(row, list)]
    if len(rows) == 2 and all(len(row) == len(points) for row in rows) and len(points) != 2:
        rows = [list(pair) for pair in zip(*rows, strict=True)]
    pairs = [(row[0], row[1]) if len(row) == 2 else (None, None) for row in rows]
    return pairs + [(None, None)] * (len(points) - len(pairs))
