"""The date in an address: when the page was put up. An upper bound of what it tells, nothing else.

t20241108_1.html, /2024/11/08/, 20241108104512.html, P020241108576725875498.pdf: as sites write it.
"""

from __future__ import annotations

import datetime
import re
from contextlib import suppress
from urllib.parse import urlsplit

from agent.records import Interval

_YEAR = r"(20[0-3]\d|199\d)"
_MONTH = r"(0?[1-9]|1[0-2])"
_MM = r"(0[1-9]|1[0-2])"
_DAY = r"(0?[1-9]|[12]\d|3[01])"
_DD = r"(0[1-9]|[12]\d|3[01])"
_DAYS = (
    re.compile(rf"(?<!\d){_YEAR}{_MM}{_DD}(?!\d)"),
    re.compile(rf"(?<!\d){_YEAR}([-/._]){_MONTH}\2{_DAY}(?!\d)"),
    re.compile(rf"(?<!\d){_YEAR}[-/]{_MM}[-/]?{_DD}(?!\d)"),
    re.compile(rf"(?<!\d){_YEAR}{_MM}[-/]{_DD}(?!\d)"),
    re.compile(rf"(?<!\d){_YEAR}{_MM}{_DD}(?=\d{{6}}(?!\d))"),
    re.compile(rf"(?<=/[PW]0){_YEAR}{_MM}{_DD}(?=\d{{12}}(?!\d))"),
)
_MONTHS = (
    re.compile(rf"(?<=/){_YEAR}[-_]?{_MM}(?=/|_|$)"),
    re.compile(rf"(?<=/){_YEAR}/{_MONTH}(?=/)"),
)
_YEARS = re.compile(rf"(?<=/){_YEAR}n?(?=/)")
_PARTS = 3


def url_date(url: str, today: datetime.date) -> Interval | None:
    """The last day, else month, else year, that the path of an address names; None for neither.

    A date after ``today`` is a number that only looks like one.
    """
    past = [day for day in url_days(url) if day <= today]
    if past:
        return Interval.of_day(past[-1])
    path = urlsplit(url).path
    months = [
        (match.start(), Interval.of_month(int(match.group(1)), int(match.group(2))))
        for pattern in _MONTHS
        for match in pattern.finditer(path)
    ]
    fitting = [(at, month) for at, month in months if month.start <= today]
    if fitting:
        return max(fitting, key=lambda one: one[0])[1]
    years = [int(year) for year in _YEARS.findall(path) if int(year) <= today.year]
    return Interval.of_year(years[-1]) if years else None


def url_days(url: str) -> tuple[datetime.date, ...]:
    """The days that the path of an address names, in the order in which they stand there."""
    path = urlsplit(url).path
    found: set[tuple[int, datetime.date]] = set()
    for match in (match for pattern in _DAYS for match in pattern.finditer(path)):
        numbers = [int(part) for part in match.groups() if part.isdigit()]
        with suppress(ValueError):
            found.add((match.start(), datetime.date(*numbers[:_PARTS])))
    return tuple(day for _, day in sorted(found))
