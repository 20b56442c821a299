"""Parts of months and years as intervals: 上旬, 月底, 三季度, 年初, 冬季, 供暖季."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Literal

from agent.records import Interval

Precision = Literal["day", "month", "year", "season", "range"]


def of_days(first: tuple[int, int, int], last: tuple[int, int, int]) -> Interval | None:
    """From one (year, month, day) to another; None when a day does not exist or they are swapped."""
    try:
        return Interval(start=date(*first), end=date(*last))
    except ValueError:
        return None


def month_part(year: int, month: int, third: str | None) -> tuple[Interval, Precision] | None:
    """A month, or its 上旬, 中旬, 下旬, 初, 底 or 末."""
    length = monthrange(year, month)[1]
    days = {"上旬": (1, 10), "初": (1, 10), "中旬": (11, 20), "下旬": (21, length)}
    first, last = days.get(third or "", (21, length) if third else (1, length))
    found = of_days((year, month, first), (year, month, last))
    return (found, "range" if third else "month") if found else None


_SEASON_SPANS: dict[str, tuple[tuple[int, int], tuple[int, int]]] = {
    "春季": ((3, 1), (5, 31)),
    "夏季": ((6, 1), (8, 31)),
    "秋季": ((9, 1), (11, 30)),
    "冬季": ((12, 1), (2, 28)),
    "秋冬季": ((10, 1), (3, 31)),
    "冬春季": ((11, 1), (4, 30)),
}
_HEATING = ((11, 15), (3, 15))


def season(year: int, name: str) -> Interval:
    """A season, heating period or flight season that begins in ``year``."""
    if name.endswith("航季"):
        return _flight_season(year, winter=name.startswith("冬"))
    first, last = _SEASON_SPANS.get(name, _HEATING)
    last_year = year + (last < first)
    last_day = monthrange(last_year, last[0])[1] if name == "冬季" else last[1]
    return Interval(start=date(year, *first), end=date(last_year, last[0], last_day))


def _flight_season(year: int, *, winter: bool) -> Interval:
    """IATA's seasons: each lasts to the day before the other begins."""
    start = _last_sunday(year, 10 if winter else 3)
    following = _last_sunday(year + 1, 3) if winter else _last_sunday(year, 10)
    return Interval(start=start, end=following - timedelta(days=1))


def _last_sunday(year: int, month: int) -> date:
    last = date(year, month, monthrange(year, month)[1])
    return last - timedelta(days=(last.weekday() + 1) % 7)


_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}


def year_part(year: int, part: str) -> tuple[Interval, Precision]:
    """A half, a quarter (第一季度, 1季度), a season, or 初, 底, 末 of a year."""
    if part.endswith(("季", "期")):
        return season(year, part), "season"
    if part.endswith("季度"):
        quarter = _QUARTERS[part.removeprefix("第")[0]]
        first, last = 3 * quarter - 2, 3 * quarter
    else:
        first, last = {"上半年": (1, 6), "下半年": (7, 12), "初": (1, 1)}.get(part, (12, 12))
    start, end = Interval.of_month(year, first).start, Interval.of_month(year, last).end
    return Interval(start=start, end=end), "range"
