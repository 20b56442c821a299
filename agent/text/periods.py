"""Parts of months and years as intervals: 上旬, 月底, 三季度, 年初, 冬季, 供暖季, 迎峰度夏, 春节, 国庆."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from agent.records import Interval

Precision = Literal["day", "month", "year", "season", "range"]


@lru_cache(maxsize=4096)
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
    "迎峰度夏": ((6, 1), (9, 30)),
    "迎峰度冬": ((12, 1), (2, 28)),
    "元旦": ((1, 1), (1, 1)),
    "五一": ((5, 1), (5, 5)),
    "国庆": ((10, 1), (10, 7)),
}
_HEATING = ((11, 15), (3, 15))


def season(year: int, name: str) -> Interval:
    """A season, heating period or flight season that begins in ``year``."""
    if name.endswith("航季"):
        return _flight_season(year, winter=name.startswith("冬"))
    first, last = _SEASON_SPANS.get(name, _HEATING)
    last_year = year + (last < first)
    to_the_end = name in ("冬季", "迎峰度冬")
    last_day = monthrange(last_year, last[0])[1] if to_the_end else last[1]
    return Interval(start=date(year, *first), end=date(last_year, last[0], last_day))


FIRST_OF_LUNAR = 2000
_DAYS = """
0205 0124 0212 0201 0122 0209 0129 0218 0207 0126 0214 0203 0123 0210 0131 0219 0208 0128
0216 0205 0125 0212 0201 0122 0210 0129 0217 0206 0126 0213 0203 0123 0211 0131 0219 0208
"""
_LUNAR_NEW_YEAR = tuple(divmod(int(day), 100) for day in _DAYS.split())
"""Month and day of 正月初一 from 2000 to 2035, by the Chinese calendar of GB/T 33661-2017."""


def spring_festival(year: int, name: str) -> Interval | None:
    """春节 from 除夕 to 初六; 春运 from 15 days before 初一 to 24 days after it. None out of the table."""
    place = year - FIRST_OF_LUNAR
    if not 0 <= place < len(_LUNAR_NEW_YEAR):
        return None
    first = date(year, *_LUNAR_NEW_YEAR[place])
    before, after = (15, 24) if name == "春运" else (1, 5)
    return Interval(start=first - timedelta(days=before), end=first + timedelta(days=after))


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
    if part in ("春节", "春运"):
        found = spring_festival(year, part)
        return (found, "season") if found else (Interval.of_year(year), "year")
    if part.endswith(("季", "期")) or part in _SEASON_SPANS:
        return season(year, part), "season"
    if part.endswith("季度"):
        quarter = _QUARTERS[part.removeprefix("第")[0]]
        first, last = 3 * quarter - 2, 3 * quarter
    else:
        first, last = {"上半年": (1, 6), "下半年": (7, 12), "初": (1, 1)}.get(part, (12, 12))
    start, end = Interval.of_month(year, first).start, Interval.of_month(year, last).end
    return Interval(start=start, end=end), "range"
