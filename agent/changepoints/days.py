"""A day as somebody wrote it, in any of the spellings of people, spreadsheets and detectors."""

from __future__ import annotations

import math
import re
import unicodedata
from calendar import isleap
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from agent.errors import UsageError
from agent.lazy import lazy_pattern
from agent.records import Record
from agent.text.dates import month_named, parse_date

EARLIEST = date(1949, 10, 1)
"""No changepoint of a province lies before there were provinces; it also catches a mistyped year."""

MIDNIGHT = r"(?:[ T]0?0:00(?::00(?:\.0{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?"
YEAR_FIRST = lazy_pattern(
    rf"(\d{{4}})\s*[-/.年]\s*(\d{{1,2}})\s*[-/.月]\s*(\d{{1,2}})\s*日?{MIDNIGHT}"
)
COMPACT = lazy_pattern(r"(\d{4})(\d{2})(\d{2})")
YEAR_LAST = lazy_pattern(rf"(\d{{1,2}})[-/.](\d{{1,2}})[-/.](\d{{4}}){MIDNIGHT}")
DAY_OF_MONTH = lazy_pattern(
    r"(\d{1,2})(?:st|nd|rd|th)?[-. ]?([a-z]{3,9})[-.,]? ?(\d{4})", re.IGNORECASE
)
"""8 Nov 2024, 8-Nov-2024, 08nov2024 (Stata), 8th November, 2024."""
MONTH_AND_DAY = lazy_pattern(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", re.IGNORECASE)
"""November 8, 2024 and Nov. 8 2024."""
LAST_MONTH = 12
DECIMAL = lazy_pattern(r"(\d{4})\.(\d{3,})")
"""2024.8525, a year with its fraction as Rbeast writes it; 2024.11 may be a month and is none."""
EPOCH = lazy_pattern(r"\d{12,13}")
"""Milliseconds since 1970, as pandas writes a date to JSON."""
SERIAL = lazy_pattern(r"[2-6]\d{4}(?:\.0)?")
"""45604: the days of a spreadsheet that lost its format, 1954 to 2091."""
SERIAL_START = date(1899, 12, 30)
QUARTER = 0.25
"""Of a day. Rbeast counts a day from its start or from its middle, in single precision; adding a
quarter before cutting gives the same day for both."""


class Spelling(Record):
    """How the dates of one input are to be read, as far as they show it together.

    ``day_first``: 08/11/2024 is in November; None where it does not show. ``decimal``: 2024.5 is
    the middle of a year, because others of the column have more places.
    """

    day_first: bool | None = None
    decimal: bool = False


def spelling_of(dates: Sequence[str]) -> Spelling:
    """What the dates of an input show together."""
    plain = [plain_text(text) for text in dates]
    return Spelling(day_first=_years_stand_last(plain), decimal=any(map(DECIMAL.fullmatch, plain)))


def is_day(text: str) -> bool:
    """True for a day with its year first, as programs write it: 2024-11-08, 2024年11月8日."""
    return YEAR_FIRST.fullmatch(plain_text(text)) is not None


def decimal_year(year: float) -> date:
    """The day of a year with its fraction, such as 2024.8525."""
    whole = math.floor(year)
    length = 366 if isleap(whole) else 365
    return date(whole, 1, 1) + timedelta(math.floor((year - whole) * length + QUARTER))


def _years_stand_last(dates: Sequence[str]) -> bool | None:
    pairs = [(int(m[1]), int(m[2])) for m in map(YEAR_LAST.fullmatch, dates) if m]
    day_first = any(first > LAST_MONTH for first, _ in pairs)
    month_first = any(second > LAST_MONTH for _, second in pairs)
    return day_first if day_first != month_first else None


def day_of(text: str, spelling: Spelling) -> date:
    """The day that is written. Raises UsageError for what is none, ambiguous or before 1949."""
    read = _day(text, spelling)
    if read < EARLIEST:
        raise UsageError(f"the date {text!r} lies before {EARLIEST}")
    return read


def plain_text(text: str) -> str:
    """A cell without blanks around it, its full-width characters as plain ones."""
    return unicodedata.normalize("NFKC", text).strip()


def _day(text: str, spelling: Spelling) -> date:
    plain = plain_text(text)
    found = YEAR_FIRST.fullmatch(plain) or COMPACT.fullmatch(plain)
    if found:
        year, month, day = (int(part) for part in found.groups())
    elif found := YEAR_LAST.fullmatch(plain):
        month, day = _month_and_day(text, int(found[1]), int(found[2]), spelling.day_first)
        year = int(found[3])
    elif not plain:
        raise UsageError("the date is missing", hint="write it as 2024-11-08")
    elif written := _in_words(plain):
        year, month, day = written
    else:
        return _machine_day(text, plain, spelling)
    try:
        return date(year, month, day)
    except ValueError as error:
        raise UsageError(f"there is no such day: {text!r}") from error


def _in_words(plain: str) -> tuple[int, int, int] | None:
    """Year, month and day of 8 Nov 2024, and of 二〇二四年十一月八日, which has no digit."""
    if found := DAY_OF_MONTH.fullmatch(plain):
        day, word, year = found.groups()
    elif found := MONTH_AND_DAY.fullmatch(plain):
        word, day, year = found.groups()
    else:
        read = None if re.search(r"\d", plain) else parse_date(plain)
        start = read.start if read and read.is_day else None
        return (start.year, start.month, start.day) if start else None
    month = month_named(word)
    return (int(year), month, int(day)) if month else None


def _machine_day(text: str, plain: str, spelling: Spelling) -> date:
    """The day of a number that a program wrote."""
    if EPOCH.fullmatch(plain):
        return datetime.fromtimestamp(int(plain) / 1000, UTC).date()
    if DECIMAL.fullmatch(plain) or (spelling.decimal and re.fullmatch(r"\d{4}(\.\d+)?", plain)):
        try:
            return decimal_year(float(plain))
        except ValueError as error:
            raise UsageError(f"there is no such day: {text!r}") from error
    if SERIAL.fullmatch(plain):
        meant = SERIAL_START + timedelta(int(float(plain)))
        raise UsageError(
            f"{text!r} is a spreadsheet's number of a day (often {meant})",
            hint="format the column as a date before saving, or write a day as 2024-11-08",
        )
    raise UsageError(f"not a date: {text!r}", hint="write a day as 2024-11-08")


def _month_and_day(text: str, first: int, second: int, day_first: bool | None) -> tuple[int, int]:
    """The month and the day of 08/11/2024, only where they cannot be the other way round."""
    if first == second:
        return first, second
    if second > LAST_MONTH or day_first is False:
        return first, second
    if first > LAST_MONTH or day_first:
        return second, first
    raise UsageError(f"ambiguous date {text!r}: day or month first?", hint="write it as 2024-11-08")
