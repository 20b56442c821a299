"""One changepoint as somebody wrote it, in strings, and the one way from there to a Changepoint."""

from __future__ import annotations

import difflib
import math
import re
from dataclasses import dataclass
from datetime import date

from agent.changepoints.days import Spelling, day_of, plain_text
from agent.errors import UnknownName, UsageError
from agent.places import Places
from agent.records import Changepoint, ChangepointKind, Detection, Interval, Record
from agent.sectors import Sectors

KINDS = {kind.value: kind for kind in ChangepointKind} | {
    "season": ChangepointKind.SEASONAL,
    "政策": ChangepointKind.POLICY,
    "事件": ChangepointKind.EVENT,
    "季节": ChangepointKind.SEASONAL,
    "季节性": ChangepointKind.SEASONAL,
    "趋势": ChangepointKind.TREND,
    "未知": ChangepointKind.UNKNOWN,
}


class Row(Record):
    """What an input says of a changepoint, word for word; empty where it says nothing.

    ``first`` and ``last`` bound the detector's interval; ``spelling`` says how the input's dates
    are to be read.
    """

    date: str
    province: str
    sector: str = ""
    kind: str = ""
    confidence: str = ""
    first: str = ""
    last: str = ""
    features: dict[str, str] = {}
    spelling: Spelling = Spelling()
    detection: Detection | None = None


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
    day = day_of(row.date, row.spelling)
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
        detection=row.detection,
    )


def one_line(error: UsageError) -> str:
    """The message of an error with its hint."""
    return f"{error.message}; {error.hint}" if error.hint else error.message


def number_of(text: str) -> float | None:
    """The number of a cell, 0.59 or 0,59 (a spreadsheet of a country that writes it so); or None."""
    if not text:
        return None
    try:
        value = float(re.sub(r"^([+-]?\d+),(\d+)$", r"\1.\2", plain_text(text)))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def kind_named(text: str) -> ChangepointKind:
    """The kind of any spelling, in English or Chinese; unknown when empty. Raises UnknownName."""
    plain = plain_text(text).lower()
    if not plain:
        return ChangepointKind.UNKNOWN
    if plain not in KINDS:
        near = difflib.get_close_matches(plain, KINDS, n=3)
        known = [kind.value for kind in ChangepointKind]
        raise UnknownName("kind of changepoint", text, tuple(near or known))
    return KINDS[plain]


def _confidence(text: str) -> float | None:
    plain = plain_text(text)
    if not plain:
        return None
    value = number_of(plain)
    if plain.lower().lstrip("+-") in ("nan", "inf") or (value is not None and not 0 <= value <= 1):
        raise UsageError(f"the confidence {text} does not lie between 0 and 1")
    if value is None:
        raise UsageError(f"the confidence is no number: {text!r}")
    return value


def _interval(row: Row, day: date) -> Interval | None:
    if not row.first and not row.last:
        return None
    if not row.first or not row.last:
        raise UsageError("the interval has only one end", hint="give both ends, or neither")
    first, last = day_of(row.first, row.spelling), day_of(row.last, row.spelling)
    if not first <= day <= last:
        raise UsageError(f"the interval {first} to {last} does not hold the date {day}")
    return Interval(start=first, end=last)
