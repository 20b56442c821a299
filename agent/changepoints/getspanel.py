"""``break_uncertainty()`` of getspanel: id, time, coef, tci.

``tci`` counts whole periods on each side of ``time``, at the level that was asked for. The period is
that of the panel, so it shows in ``time`` (2015 is a year, 2015-03 a month) or stands with ``tci``:
in its header, ``tci (days)``, or in its cell, ``30 days``.
"""

from __future__ import annotations

import calendar
import math
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from agent.changepoints.columns import plain_header
from agent.changepoints.days import Spelling, day_of
from agent.changepoints.entries import Context, Entry, Item, each
from agent.changepoints.row import number_of
from agent.errors import UnknownName, UsageError
from agent.lazy import lazy_pattern
from agent.sectors.file_names import words_of_file_name

NEEDED = {"id", "time", "tci"}
UNITS = {"day": "day", "d": "day", "week": "week", "month": "month", "year": "year", "y": "year"}
UNIT = lazy_pattern(r"(?:^|[\s_(（\d])(day|d|week|month|year|y)s?[)）]?$", re.IGNORECASE)
PERIOD = lazy_pattern(r"(\d{4})(?:-(\d{2}))?(?:\.0)?")
ABSENT = ("", "na", "nan", "null")


def fits(headers: Sequence[str], _: Context) -> bool:
    """True for the columns of getspanel."""
    return {_plain(header) for header in headers} >= NEEDED


def read(items: Sequence[Item], context: Context) -> Iterator[Item]:
    """Each break with the interval that its uncertainty makes."""

    def entry(item: Entry) -> Entry:
        own = {_plain(header): (header, cell) for header, cell in item.cells.items()}
        days = _days(own["time"][1], *own["tci"])
        rest = {h: c for h, c in item.cells.items() if _plain(h) not in NEEDED}
        features = {h: c for h, c in item.cells.items() if _plain(h) in NEEDED and c}
        cells = rest | _subject(own["id"][1], context) | days | {"detector": "getspanel"}
        return item._replace(cells=cells, features=item.features | features)

    return each(items, context, entry)


def _plain(header: str) -> str:
    return re.sub(r"_(?:day|week|month|year)s?$", "", plain_header(header))


def _subject(unit: str, context: Context) -> dict[str, str]:
    """Province and sector of a panel's unit, Shanxi or Shanxi_Power."""
    try:
        words = words_of_file_name(unit, context.names.places, context.names.sectors)
    except UnknownName:
        return {"province": unit}
    return {"province": words[0]} | ({"sector": words[1]} if words[1] else {})


def _days(time: str, header: str, tci: str) -> dict[str, str]:
    period = PERIOD.fullmatch(time)
    unit = _unit(header) or _unit(tci)
    number = tci if tci.lower() in ABSENT else re.sub(r"[^\d.,].*$", "", tci)
    around = number_of(number)
    if tci.lower() not in ABSENT and (around is None or around < 0):
        raise UsageError(f"{header} is no number: {tci!r}")
    if period:
        first = date(int(period[1]), int(period[2] or 1), 1)
        unit = unit or ("month" if period[2] else "year")
        last = _shifted(first, 1, "month" if period[2] else "year") - timedelta(1)
    else:
        first = last = day_of(time, Spelling())
    if around is None:
        return (
            {"date": str(first), "start": str(first), "end": str(last)}
            if period
            else {"date": str(first)}
        )
    if not unit:
        raise UsageError(
            f"{header} {tci}: days, months or years?",
            hint=f"name the column {header} (days), {header} (months) or {header} (years)",
        )
    steps = math.ceil(around)
    start, end = _shifted(first, -steps, unit), _shifted(last, steps, unit)
    if period and unit in ("month", "year"):
        end = _shifted(last + timedelta(1), steps, unit) - timedelta(1)
    return {"date": str(first), "start": str(start), "end": str(end)}


def _unit(text: str) -> str:
    found = UNIT.search(text.strip())
    return UNITS[found[1].lower()] if found else ""


def _shifted(day: date, steps: int, unit: str) -> date:
    if unit in ("day", "week"):
        return day + timedelta(steps * (7 if unit == "week" else 1))
    months = day.year * 12 + day.month - 1 + steps * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
