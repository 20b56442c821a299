"""Files of daily emissions: read, and held against themselves before anybody plots them.

A file is a table with a header: Carbon Monitor China's (state, date, sector, value), one with a date
and a value whose name tells the rest (Shanxi_Ground_Transport.csv), or the same in other words.
"""

from __future__ import annotations

import csv
import hashlib
import io
import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from agent.errors import UnknownName, UsageError
from agent.lazy import lazy_pattern
from agent.places import Places
from agent.sectors import Sectors
from agent.sectors.file_names import words_of_file_name
from agent.series import BadRow, Daily, Key, SeriesFile
from agent.text.files import read_text

COLUMNS = {
    "province": ("state", "province", "region", "省份", "省", "地区"),
    "date": ("date", "day", "日期"),
    "sector": ("sector", "部门", "行业"),
    "value": ("value", "emissions", "emission", "co2", "排放量", "日排放量"),
}
"""Names of columns, in small letters and without spaces and underscores."""
UNITS = {
    "mtco2perday": 1.0,
    "mtco2/day": 1.0,
    "mtperday": 1.0,
    "mt/day": 1.0,
    "mtco2": 1.0,
    "mt": 1.0,
    "ktco2perday": 1e-3,
    "ktco2/day": 1e-3,
    "ktperday": 1e-3,
    "kt/day": 1e-3,
    "ktco2": 1e-3,
    "kt": 1e-3,
    "tco2perday": 1e-6,
    "tco2/day": 1e-6,
    "百万吨": 1.0,
    "万吨": 1e-2,
}
"""MtCO2 a day in one of each, written like the names of columns. It names a column by itself
(MtCO2 per day) or stands in brackets behind a name: value (ktCO2 per day)."""
NEEDED = ("date", "value")
UNIT_BEHIND = lazy_pattern(r"([^(（\[]{1,200}+)[(（\[]([^()（）\[\]]*)[)）\]]")
DECLARED = lazy_pattern(r"\s{0,40}\"?sep=(.)\"?\s{0,40}(?:\n|$)", re.IGNORECASE)
"""``sep=;``, the line that Excel writes and reads above a header."""
SEPARATORS = (",", "\t", ";")
YEAR_FIRST = lazy_pattern(r"(\d{4})[-/.]?(\d{2}|\d(?=\D))[-/.]?(\d{1,2})(?:[ T]00:00(?::00)?)?")
YEAR_LAST = lazy_pattern(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
MOST_OF_A_YEAR = 300
"""Days: when so many stand twice and the next year is missing, its rows carry the wrong stamp."""


def read_series(path: Path, places: Places, sectors: Sectors) -> SeriesFile:
    """Read a file of daily emissions.

    Rows that cannot be used are listed with their line. Raises UsageError when the file cannot be
    read, has no column for the date or the value, tells no province, or holds nothing usable.
    """
    text = read_text(path)
    reader = _reader(text)
    header = next(reader, [])
    columns = _columns(header, path)
    scale = _scale(header[columns["value"]], path)
    named = _Named(
        places, sectors, None if "province" in columns else _of_name(path, places, sectors)
    )
    rows = list(_cells(reader, columns))
    day_first = _day_first([cells["date"] for _, cells in rows])
    found: dict[Key, dict[date, list[float]]] = defaultdict(lambda: defaultdict(list))
    bad: list[BadRow] = []
    for line, cells in rows:
        try:
            key, day = named.key(cells), _day(cells["date"], day_first)
            value = _value(cells["value"]) * scale
        except UsageError as error:
            bad.append(BadRow(line, error.message))
        else:
            found[key][day].append(value)
    if not found:
        why = f": {bad[0].message} (line {bad[0].line})" if bad else ""
        raise UsageError(f"{path}: no usable row of daily emissions{why}")
    return SeriesFile(
        name=path.name,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        daily=_held_against_itself(found),
        bad=tuple(bad),
    )


def _held_against_itself(found: Mapping[Key, Mapping[date, list[float]]]) -> dict[Key, Daily]:
    years: dict[str, set[int]] = defaultdict(set)
    for (province, _), days in found.items():
        years[province] |= {day.year for day in days}
    daily = {}
    for (province, sector), days in found.items():
        values = {day: said[0] for day, said in days.items() if len(set(said)) == 1}
        twice = tuple(sorted(day for day, said in days.items() if len(set(said)) > 1))
        daily[province, sector] = Daily(
            values=dict(sorted(values.items())),
            twice=twice,
            repeated=sum(len(said) - len(set(said)) for said in days.values()),
            lacks=_missing_year(twice, {day.year for day in days}, years[province]),
        )
    return daily


def _missing_year(twice: Sequence[date], own: set[int], others: set[int]) -> int | None:
    for year in sorted({day.year for day in twice}):
        often = sum(day.year == year for day in twice)
        if often >= MOST_OF_A_YEAR and year + 1 in others - own:
            return year + 1
    return None


class _Named:
    """Province and sector of a row, each spelling looked up once."""

    def __init__(self, places: Places, sectors: Sectors, of_name: Key | None) -> None:
        self._places, self._sectors, self._of_name = places, sectors, of_name
        self._known: dict[tuple[str, str], Key | UsageError] = {}

    def key(self, cells: Mapping[str, str]) -> Key:
        """The key of a row. Raises UsageError for a name that is none."""
        said = cells.get("province", ""), cells.get("sector", "")
        if said not in self._known:
            try:
                self._known[said] = self._key(*said)
            except UsageError as error:
                self._known[said] = error
        found = self._known[said]
        if isinstance(found, UsageError):
            raise found
        return found

    def _key(self, province: str, sector: str) -> Key:
        name = self._of_name[0] if self._of_name else self._places.province(province).name
        if not sector and self._of_name:
            return name, self._of_name[1]
        found = self._sectors.sector(sector or None)
        return name, found.name if found else None


def _of_name(path: Path, places: Places, sectors: Sectors) -> Key:
    try:
        province, sector = words_of_file_name(path.stem, places, sectors)
    except UnknownName as error:
        raise UsageError(
            f"{path}: neither a column nor the file's name tells the province",
            hint="name the file as Shanxi_Ground_Transport.csv, or add a column state",
        ) from error
    found = sectors.sector(sector or None)
    return places.province(province).name, found.name if found else None


def _reader(text: str) -> Iterator[list[str]]:
    if skipped := DECLARED.match(text):
        return csv.reader(io.StringIO(text[skipped.end() :]), delimiter=skipped[1])
    header = next((line for line in text.splitlines() if line.strip()), "")
    return csv.reader(io.StringIO(text), delimiter=max(SEPARATORS, key=header.count))


def _columns(header: Sequence[str], path: Path) -> dict[str, int]:
    plain = [_name_and_unit(cell)[0] for cell in header]
    columns = {
        name: at
        for name, spellings in COLUMNS.items()
        for at in [next((i for i, cell in enumerate(plain) if cell in spellings), -1)]
        if at >= 0
    }
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        raise UsageError(
            f"{path}: no column for the {' and the '.join(missing)} among: {', '.join(header)}",
            hint="the header is state,date,sector,value or date,value; values in MtCO2 a day",
        )
    return columns


def _name_and_unit(header: str) -> tuple[str, str]:
    """A header in small letters without spaces, and the unit that is in it: value (Mt per day)."""
    plain = re.sub(r"[\s_]+", "", header.lower())
    if plain in UNITS:
        return "value", plain
    behind = UNIT_BEHIND.fullmatch(plain)
    return (behind[1], behind[2]) if behind else (plain, "")


def _scale(header: str, path: Path) -> float:
    """MtCO2 a day in one of the column's unit. Raises UsageError for an unknown one."""
    unit = _name_and_unit(header)[1].replace("₂", "2")
    if unit and unit not in UNITS:
        raise UsageError(
            f"{path}: the unit of {header.strip()!r} is not known",
            hint="give MtCO2 a day, as value (MtCO2 per day); ktCO2 and tCO2 per day are known too",
        )
    return UNITS.get(unit, 1.0)


def _cells(
    reader: Iterator[list[str]], columns: Mapping[str, int]
) -> Iterator[tuple[int, dict[str, str]]]:
    for line, cells in enumerate(reader, start=2):
        if any(cell.strip() for cell in cells):
            yield (
                line,
                {n: cells[at].strip() if at < len(cells) else "" for n, at in columns.items()},
            )


def _day_first(written: Sequence[str]) -> bool:
    """Carbon Monitor writes dd/mm/yyyy; only a second number above 12 can show the other way."""
    pairs = [(int(m[1]), int(m[2])) for m in map(YEAR_LAST.fullmatch, set(written)) if m]
    return any(first > 12 for first, _ in pairs) or all(second <= 12 for _, second in pairs)


def _day(text: str, day_first: bool) -> date:
    if found := YEAR_FIRST.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
    elif found := YEAR_LAST.fullmatch(text):
        year, month, day = int(found[3]), int(found[2]), int(found[1])
        month, day = (month, day) if day_first else (day, month)
    else:
        raise UsageError(f"not a date: {text!r}")
    try:
        return date(year, month, day)
    except ValueError:
        raise UsageError(f"there is no such day: {text!r}") from None


def _value(text: str) -> float:
    if not text:
        raise UsageError("no value")
    try:
        # 0,07 is how a spreadsheet of many countries writes it, between semicolons.
        value = float(re.sub(r"^(\d+),(\d+)$", r"\1.\2", text))
    except ValueError:
        raise UsageError(f"not a number: {text!r}") from None
    if not math.isfinite(value) or value < 0:
        raise UsageError(f"no emission: {text!r}")
    return value
