"""Daily emissions around a changepoint: what a file says of one province, sector and interval.

Values are MtCO2 a day. A day that stands twice in a file with different values has none here: which
of them is right cannot be known, and a year stamped as the one before would be plotted as one line.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from agent.records import Interval

WEEK = 7

Key = tuple[str, str | None]
"""A short Chinese province name, and a sector or None for all of them together."""


@dataclass(frozen=True)
class BadRow:
    """A row that could not be used; ``line`` counts from 1."""

    line: int
    message: str


@dataclass(frozen=True)
class Daily:
    """One province and sector: MtCO2 a day by date.

    ``twice`` are the days with several different values in the file: they have none here.
    ``repeated`` counts rows that say once more what another said. ``lacks`` is the year whose rows
    seem to be stamped as the one before: it is missing, while other sectors have it and most days
    before it stand twice.
    """

    values: Mapping[date, float]
    twice: tuple[date, ...] = ()
    repeated: int = 0
    lacks: int | None = None


@dataclass(frozen=True)
class SeriesFile:
    """What a file holds. ``name`` is its name without folders, ``sha256`` that of its bytes."""

    name: str
    sha256: str
    daily: Mapping[Key, Daily]
    bad: tuple[BadRow, ...] = ()


@dataclass(frozen=True)
class Emissions:
    """What is shown of a file for one changepoint.

    ``sectors`` were added up for a total, ``without`` had no value in the interval and were not;
    both are empty for a single sector. ``twice`` has by sector the days that were left out because
    they stand several times with different values (all of the file's, not only the shown ones),
    and ``lacks`` by sector the year whose rows seem to carry another year's stamp.
    """

    file: SeriesFile
    interval: Interval
    values: Mapping[date, float]
    sectors: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    twice: Mapping[str | None, tuple[date, ...]] = field(default_factory=dict)
    lacks: Mapping[str | None, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Week:
    """A week from Monday: how many of its days have a value, and their mean in MtCO2 a day."""

    start: date
    days: int
    mean: float


def emissions_of(
    files: Sequence[SeriesFile], province: str, sector: str | None, interval: Interval
) -> Emissions | None:
    """What the first file that knows the province and sector says of an interval; None of none.

    Without a sector it is the file's own total, or the sum of the sectors that have a value in the
    interval, on the days on which all of those have one.
    """
    for file in files:
        daily = file.daily.get((province, sector))
        if daily:
            return Emissions(
                file,
                interval,
                _within(daily.values, interval),
                twice={sector: daily.twice} if daily.twice else {},
                lacks={sector: daily.lacks} if daily.lacks else {},
            )
        parts = {s: d for (p, s), d in file.daily.items() if p == province and s}
        if sector is None and parts:
            return _total(file, parts, interval)
    return None


def _total(file: SeriesFile, parts: Mapping[str, Daily], interval: Interval) -> Emissions:
    within = {name: _within(daily.values, interval) for name, daily in parts.items()}
    added = tuple(name for name, values in within.items() if values)
    days = set.intersection(*(set(within[name]) for name in added)) if added else set()
    return Emissions(
        file,
        interval,
        {day: math.fsum(within[name][day] for name in added) for day in sorted(days)},
        sectors=added,
        without=tuple(name for name in parts if name not in added),
        twice={name: daily.twice for name, daily in parts.items() if daily.twice},
        lacks={name: daily.lacks for name, daily in parts.items() if daily.lacks},
    )


def rolling_mean(values: Mapping[date, float], days: int = WEEK) -> dict[date, float]:
    """The mean of ``days`` days around each day (an odd number), where all of them have a value."""
    half = days // 2
    means = {}
    for day in values:
        around = [values.get(day + timedelta(days=offset)) for offset in range(-half, half + 1)]
        known = [value for value in around if value is not None]
        if len(known) == days:
            means[day] = math.fsum(known) / days
    return means


def weekly_means(values: Mapping[date, float]) -> tuple[Week, ...]:
    """The weeks that have at least one value, in order."""
    weeks: dict[date, list[float]] = defaultdict(list)
    for day, value in values.items():
        weeks[day - timedelta(days=day.weekday())].append(value)
    return tuple(
        Week(start, len(known), math.fsum(known) / len(known))
        for start, known in sorted(weeks.items())
    )


def runs_of_days(days: Sequence[date]) -> tuple[Interval, ...]:
    """Days as intervals without a gap, in order."""
    runs: list[Interval] = []
    for day in sorted(set(days)):
        if runs and runs[-1].end + timedelta(days=1) == day:
            runs[-1] = Interval(start=runs[-1].start, end=day)
        else:
            runs.append(Interval.of_day(day))
    return tuple(runs)


def _within(values: Mapping[date, float], interval: Interval) -> dict[date, float]:
    return {d: v for d, v in sorted(values.items()) if interval.start <= d <= interval.end}
