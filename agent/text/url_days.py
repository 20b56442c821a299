"""The date in an address: when the page was put up. An upper bound of what it tells, nothing else.

t20241108_1.html, /2024/11/08/, 20241108104512.html, P020241108576725875498.pdf: as sites write it.
"""

from __future__ import annotations

import datetime
from contextlib import suppress
from urllib.parse import urlsplit

from agent.lazy import lazy_pattern
from agent.records import Interval

_YEAR = r"(20[0-3]\d|199\d)"
_MONTH = r"(0?[1-9]|1[0-2])"
_MM = r"(0[1-9]|1[0-2])"
_DAY = r"(0?[1-9]|[12]\d|3[01])"
_DD = r"(0[1-9]|[12]\d|3[01])"
_DAYS = (
    lazy_pattern(rf"(?<!\d){_YEAR}{_MM}{_DD}(?!\d)"),
    lazy_pattern(rf"(?<!\d){_YEAR}([-/._]){_MONTH}\2{_DAY}(?!\d)"),
    lazy_pattern(rf"(?<!\d){_YEAR}[-/]{_MM}[-/]?{_DD}(?!\d)"),
    lazy_pattern(rf"(?<!\d){_YEAR}{_MM}[-/]{_DD}(?!\d)"),
    lazy_pattern(rf"(?<!\d){_YEAR}{_MM}{_DD}(?=\d{{6}}(?!\d))"),
    lazy_pattern(rf"(?<=/[PW]0){_YEAR}{_MM}{_DD}(?=\d{{12}}(?!\d))"),
)
_MONTHS = (
    lazy_pattern(rf"(?<=/){_YEAR}[-_]?{_MM}(?=/|_|$)"),
    lazy_pattern(rf"(?<=/){_YEAR}/{_MONTH}(?=/)"),
)
_YEARS = lazy_pattern(rf"(?<=/){_YEAR}n?(?=/)")
_PARTS = 3


def url_date(url: str, today: datetime.date) -> Interval | None:
    """The last day, else month, else year, that the path of an address names; None for neither.

    A date after ``today`` is a number that only looks like one.
    """
    told = told_by_url(url, today)
    if told:
        return told[1]
    years = [int(year) for year in _YEARS.findall(urlsplit(url).path) if int(year) <= today.year]
    return Interval.of_year(years[-1]) if years else None


def told_by_url(url: str, today: datetime.date) -> tuple[str, Interval] | None:
    """The last day, else month, that the path of an address names, with its words there."""
    path = urlsplit(url).path
    past = [(words, day) for words, day in _days(path) if day <= today]
    if past:
        words, day = past[-1]
        return words, Interval.of_day(day)
    months = [
        (match.start(), match.group(), Interval.of_month(int(match.group(1)), int(match.group(2))))
        for pattern in _MONTHS
        for match in pattern.finditer(path)
    ]
    fitting = [month for month in months if month[-1].start <= today]
    return max(fitting, key=lambda one: one[0])[1:] if fitting else None


def url_days(url: str) -> tuple[datetime.date, ...]:
    """The days that the path of an address names, in the order in which they stand there."""
    return tuple(day for _, day in _days(urlsplit(url).path))


def _days(path: str) -> list[tuple[str, datetime.date]]:
    found: dict[tuple[int, datetime.date], str] = {}
    for match in (match for pattern in _DAYS for match in pattern.finditer(path)):
        numbers = [int(part) for part in match.groups() if part.isdigit()]
        with suppress(ValueError):
            day = datetime.date(*numbers[:_PARTS])
            found.setdefault((match.start(), day), match.group())
    return [(words, day) for (_, day), words in sorted(found.items())]
