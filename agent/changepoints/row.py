"""One changepoint as somebody wrote it, in strings, and the one way from there to a Changepoint."""

from __future__ import annotations

import difflib
import math
import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from agent.errors import UnknownName, UsageError
from agent.places import Places
from agent.records import Changepoint, ChangepointKind, Interval, Record
from agent.sectors import Sectors

EARLIEST = date(1949, 10, 1)
"""No changepoint of a province lies before there were provinces; it also catches a mistyped year."""

KINDS = {
    "policy": ChangepointKind.POLICY,
    "event": ChangepointKind.EVENT,
    "seasonal": ChangepointKind.SEASONAL,
    "season": ChangepointKind.SEASONAL,
    "trend": ChangepointKind.TREND,
    "unknown": ChangepointKind.UNKNOWN,
    "政策": ChangepointKind.POLICY,
    "事件": ChangepointKind.EVENT,
    "季节": ChangepointKind.SEASONAL,
    "季节性": ChangepointKind.SEASONAL,
    "趋势": ChangepointKind.TREND,
    "未知": ChangepointKind.UNKNOWN,
}

MIDNIGHT = r"(?:[ T]0?0:00(?::00(?:\.0+)?)?Z?)?"
YEAR_FIRST = re.compile(
    rf"(\d{{4}})\s*[-/.年]\s*(\d{{1,2}})\s*[-/.月]\s*(\d{{1,2}})\s*日?{MIDNIGHT}"
)
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
YEAR_LAST = re.compile(rf"(\d{{1,2}})[-/.](\d{{1,2}})[-/.](\d{{4}}){MIDNIGHT}")
LAST_MONTH = 12


class Row(Record):
    """What an input says of a changepoint, word for word; empty where it says nothing.

    ``first`` and ``last`` bound the detector's interval; ``day_first`` says how the input's dates
    with the year at the end are to be read, None where it does not show.
    """

    date: str
    province: str
    sector: str = ""
    kind: str = ""
    confidence: str = ""
    first: str = ""
    last: str = ""
    features: dict[str, str] = {}
    day_first: bool | None = None


class InputProblem(Record):
    """A part of an input that could not be used. ``line`` counts from 1."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


Parsed = Row | InputProblem
"""What a member makes of one block, row or object: a row, or the problem it has."""


@dataclass(frozen=True)
class Names:
    """What rows are understood with: the tables of names, and the last day that is not future."""

    places: Places
    sectors: Sectors
    today: date


def understood(row: Row, names: Names) -> Changepoint:
    """The changepoint a row describes.

    Raises UsageError for an impossible, ambiguous or future date, a confidence outside 0 to 1 and
    an interval that does not hold the date; UnknownName for a province, sector or kind.
    """
    day = _day(row.date, row.day_first)
    if day > names.today:
        raise UsageError(
            f"the date {day} lies in the future (today is {names.today})",
            hint="a changepoint must have happened",
        )
    sector = names.sectors.sector(row.sector or None)
    return Changepoint(
        province=names.places.province(row.province).name,
        sector=sector.name if sector else None,
        date=day,
        kind=kind_named(row.kind),
        confidence=_confidence(row.confidence),
        interval=_interval(row, day),
        features=row.features,
    )


def years_stand_last(dates: list[str]) -> bool | None:
    """Whether a column of dates such as 13/11/2024 has the day first, as far as it shows itself.

    None when no value settles it, or when values contradict each other.
    """
    pairs = [(int(m[1]), int(m[2])) for m in map(YEAR_LAST.fullmatch, map(_plain, dates)) if m]
    day_first = any(first > LAST_MONTH for first, _ in pairs)
    month_first = any(second > LAST_MONTH for _, second in pairs)
    return day_first if day_first != month_first else None


def one_line(error: UsageError) -> str:
    """The message of an error with its hint."""
    return f"{error.message}; {error.hint}" if error.hint else error.message


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _day(text: str, day_first: bool | None) -> date:
    plain = _plain(text)
    found = YEAR_FIRST.fullmatch(plain) or COMPACT.fullmatch(plain)
    if found:
        year, month, day = (int(part) for part in found.groups())
    elif found := YEAR_LAST.fullmatch(plain):
        month, day = _month_and_day(text, int(found[1]), int(found[2]), day_first)
        year = int(found[3])
    elif not plain:
        raise UsageError("the date is missing", hint="write it as 2024-11-08")
    else:
        raise UsageError(f"not a date: {text!r}", hint="write a day as 2024-11-08")
    try:
        read = date(year, month, day)
    except ValueError as error:
        raise UsageError(f"there is no such day: {text!r}") from error
    if read < EARLIEST:
        raise UsageError(f"the date {text!r} lies before {EARLIEST}")
    return read


def _month_and_day(text: str, first: int, second: int, day_first: bool | None) -> tuple[int, int]:
    """The month and the day of 08/11/2024, only where they cannot be the other way round."""
    if first == second:
        return first, second
    if second > LAST_MONTH or day_first is False:
        return first, second
    if first > LAST_MONTH or day_first:
        return second, first
    raise UsageError(f"ambiguous date {text!r}: day or month first?", hint="write it as 2024-11-08")


def kind_named(text: str) -> ChangepointKind:
    """The kind of any spelling, in English or Chinese; unknown when empty. Raises UnknownName."""
    plain = _plain(text).lower()
    if not plain:
        return ChangepointKind.UNKNOWN
    if plain not in KINDS:
        near = difflib.get_close_matches(plain, KINDS, n=3)
        known = [kind.value for kind in ChangepointKind]
        raise UnknownName("kind of changepoint", text, tuple(near or known))
    return KINDS[plain]


def _confidence(text: str) -> float | None:
    plain = _plain(text)
    if not plain:
        return None
    try:
        # A spreadsheet of a country that writes 0,59 separates its columns with semicolons.
        value = float(re.sub(r"^(\d),(\d+)$", r"\1.\2", plain))
    except ValueError as error:
        raise UsageError(f"the confidence is no number: {text!r}") from error
    if math.isnan(value) or not 0 <= value <= 1:
        raise UsageError(f"the confidence {text} does not lie between 0 and 1")
    return value


def _interval(row: Row, day: date) -> Interval | None:
    if not row.first and not row.last:
        return None
    if not row.first or not row.last:
        raise UsageError("the interval has only one end", hint="give both ends, or neither")
    first, last = _day(row.first, row.day_first), _day(row.last, row.day_first)
    if not first <= day <= last:
        raise UsageError(f"the interval {first} to {last} does not hold the date {day}")
    return Interval(start=first, end=last)
