"""Dates as Chinese documents write them, as closed intervals.

A day, a month, 上旬, 月底, a quarter, a season, a year and a five-year plan are intervals; a year is
never 1 January. Document numbers (〔2024〕58号, 2024年第8号), index numbers (2024-00123) and phone
numbers are no dates, and a day that does not exist (2月30日) is none either.

Conventions: 上旬/中旬/下旬 are days 1-10, 11-20 and 21 to the end; 月初 and 月底 are the first and the last
of these; 年初 is January, 年底 December; seasons are the meteorological ones (春 March to May; 冬 December
to February of the next year); 秋冬季 is October to March, as the autumn and winter air quality campaigns
define it; 迎峰度夏 is June to September, 迎峰度冬 December to February; 国庆 is 1-7 October, 五一 1-5 May, 春节 the
seven days from 除夕; 供暖季 is 15 November to 15 March, what most northern provinces share (内蒙古 and 黑龙江 heat longer);
航季 are IATA's: from the last Sunday of March, and from the last Sunday of October.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Literal, NamedTuple

from agent.lazy import lazy_pattern
from agent.records import Interval, Record, Span
from agent.text.fold import fold
from agent.text.numerals import digit_string, spelled_number
from agent.text.periods import Precision, month_part, of_days, season, year_part


class DateMention(Record):
    """A date that stands in a text.

    ``open_side`` is "before" for 某日前 and "after" for 某日起 or 以来: the interval is then that of the
    named date itself, and the time meant lies on that side of it.
    """

    interval: Interval
    text: str
    span: Span
    precision: Precision
    open_side: Literal["before", "after"] | None = None


class _Point(NamedTuple):
    """One date read from a folded text, before ranges are joined."""

    interval: Interval
    precision: Precision
    end: int


_HAN_YEAR = "[一二][九〇零○◯O0][〇零○◯O0一二三四五六七八九]{2}"
_YEAR = rf"(?:(?<!\d)(?:19|20)\d\d|(?<![一二三四五六七八九十百千]){_HAN_YEAR})"
_MONTH = r"(?:1[0-2]|0?[1-9]|元|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:[0-3]?\d|[二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|[一二三四五六七八九])"
_SEASONS = "夏秋航季|冬春航季|夏航季|冬航季|供暖季|供暖期|采暖季|采暖期|取暖季|冬春季|秋冬季|春季|夏季|秋季|冬季"
_QUARTER = "(?:第?[一二三四1-4]季度)"
_DAYS_OF_NAME = (
    r"迎峰度夏|迎峰度冬|春节|春运|国庆(?!\d|[一二三四五六七八九十]*周年)|五一(?!五|条)|元旦"
)
_AFTER_YEAR = rf"(?P<part>{_DAYS_OF_NAME}|上半年|下半年|{_QUARTER}|{_SEASONS}|初|底|末)"
_CHINESE = lazy_pattern(
    rf"(?:(?P<year>{_YEAR})年(?:度)?(?!代|第\d+[号期])|(?P<relative>次年|翌年|来年|同年|当年|本年|今年|去年|上年|明年|前年|每年|历年)?)"
    rf"(?:(?<!\d)(?P<month>{_MONTH})月份?"
    rf"(?:(?P<day>{_DAY})(?:日|号(?!文|令|公告|线|楼|院))|(?P<third>上旬|中旬|下旬|初|底|末))?"
    rf"|{_AFTER_YEAR})?"
)
_NO_MONTH = lazy_pattern(r"\d{1,3}月")
"""2024年13月45日 is no day, and no word of the year either."""
_NUMERIC = lazy_pattern(
    r"(?<![\d./])(?P<year>(?:19|20)\d\d)(?P<mark>[-./])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})"
    r"(?![\d/]|[-.]\d(?!\d:\d\d|\d{3}[-./]))"
)
_YEARS = lazy_pattern(
    rf"(?P<first>{_YEAR})年?度?[-至到/](?P<last>{_YEAR}|\d\d(?=年))年(?:度)?(?!代|第\d+[号期]|\d|[元一二三四五六七八九十]+月)"
    rf"(?P<season>{_SEASONS})?"
)
_PLAN = lazy_pattern('"?(?P<plan>十[一二三四五六]|九|十)五"?(?:规划)?(?:期间|时期|以来|末|期末)?')
_PLAN_YEARS = {"九": 1996, "十": 2001}
_DAY_ALONE = lazy_pattern(rf"(?P<day>{_DAY})[日号]")
_TIME = r"(?:\(?星期.\)?)?(?:[0-2]?\d时(?:[0-5]?\d分)?|[0-2]?\d:[0-5]\d)?"
_RANGE_MARK = lazy_pattern(rf"{_TIME}(?:\(含\))?起?[-至到]")
_BEFORE = lazy_pattern("(?:\\(含\\))?(?:以|之)?前")
_AFTER = lazy_pattern("(?:\\(含\\))?(?:起|开始|以来|(?:以|之)后)")
_STARTS = lazy_pattern(
    rf'(?<!\d)(?:19|20)\d\d|{_HAN_YEAR}|次年|翌年|来年|同年|当年|本年|今年|去年|上年|明年|前年|每年|历年|(?<!\d){_MONTH}月|"?十[一二三四五六]五'
)
_YEAR_OFFSET = {
    "次年": 1, "翌年": 1, "来年": 1, "明年": 1, "去年": -1, "上年": -1, "前年": -2,
    "同年": 0, "当年": 0, "本年": 0, "今年": 0,
}  # fmt: skip
_RECURRING = frozenset({"每年", "历年"})


def _year(text: str) -> int:
    return digit_string(text) or 0


def _small(text: str) -> int:
    if text == "元":
        return 1
    if text.isdecimal():
        return int(text)
    return int(spelled_number(text) or 0)


def _chinese(match: re.Match[str], year: int) -> tuple[Interval, Precision] | None:
    """The interval of a match of ``_CHINESE`` in the given year; None for a day or a month that is none."""
    if match["month"]:
        month = _small(match["month"])
        if not match["day"]:
            return month_part(year, month, match["third"])
        day = (year, month, _small(match["day"]))
        found = of_days(day, day)
        return (found, "day") if found else None
    if match["part"]:
        return year_part(year, match["part"])
    if _NO_MONTH.match(match.string, match.end()):
        return None
    return Interval.of_year(year), "year"


def _named_year(match: re.Match[str], year: int | None) -> int | None:
    if match["year"]:
        return _year(match["year"])
    if year is None or match["relative"] in _RECURRING:
        return None
    return year + _YEAR_OFFSET.get(match["relative"] or "", 0)


def _point(text: str, position: int, year: int | None) -> _Point | None:
    """The date that starts at ``position``; ``year`` stands in where it names none."""
    match = _NUMERIC.match(text, position)
    if match:
        day = (int(match["year"]), int(match["month"]), int(match["day"]))
        found = of_days(day, day)
        return _Point(found, "day", match.end()) if found else None
    match = _YEARS.match(text, position)
    if match:
        return _years(match)
    match = _CHINESE.match(text, position)
    if match and match.end() > position:
        named = _named_year(match, year)
        if named is None or not (match["year"] or match["month"] or match["part"]):
            return None
        read = _chinese(match, named)
        return _Point(*read, match.end()) if read else None
    match = _PLAN.match(text, position)
    if match and (match["plan"] not in _PLAN_YEARS or '"' in match.group()):
        count = _small(match["plan"])
        first = _PLAN_YEARS.get(match["plan"]) or 1951 + 5 * count
        if match.group().endswith("末"):
            return _Point(Interval.of_year(first + 4), "year", match.end())
        return _Point(_span_of_years(first, first + 4), "range", match.end())
    return None


def _span_of_years(first: int, last: int) -> Interval:
    return Interval(start=date(first, 1, 1), end=date(last, 12, 31))


def _years(match: re.Match[str]) -> _Point | None:
    first, last = _year(match["first"]), _year(match["last"])
    if last < 100:
        last += first // 100 * 100
    if last < first:
        return None
    if match["season"] and last == first + 1:
        return _Point(season(first, match["season"]), "season", match.end())
    return _Point(_span_of_years(first, last), "range", match.end())


def _second(text: str, position: int, first: _Point) -> _Point | None:
    """The date after a range mark; it inherits what it leaves out from the first."""
    start = first.interval.start
    match = _DAY_ALONE.match(text, position)
    if match and first.precision == "day":
        day = (start.year, start.month, _small(match["day"]))
        found = of_days(day, day)
        return _Point(found, "day", match.end()) if found else None
    point = _point(text, position, start.year)
    if point and point.interval.end < start:
        named = _CHINESE.match(text, position)
        if named and not named["year"] and not named["relative"]:
            return _point(text, position, start.year + 1)
    return point


def _read(text: str, position: int, year: int | None) -> _Point | None:
    """The date or range that starts at ``position``."""
    first = _point(text, position, year)
    if first is None:
        return None
    mark = _RANGE_MARK.match(text, first.end)
    if mark is None:
        return first
    second = _second(text, mark.end(), first)
    if second is None:
        return first
    if second.interval.end < first.interval.start:
        return None
    joined = Interval(start=first.interval.start, end=second.interval.end)
    return _Point(joined, "range", second.end)


def _open_side(text: str, end: int) -> Literal["before", "after"] | None:
    if _BEFORE.match(text, end):
        return "before"
    return "after" if _AFTER.match(text, end) else None


def dates(text: str, *, year: int | None = None) -> tuple[DateMention, ...]:
    """All dates of a text, in order, ranges joined (11月1日至12月31日 is one).

    ``year`` is the year of the text: it fills 11月8日 and 去年12月, which are left out without it.
    每年11月1日 names no year and is always left out.
    """
    folded = fold(text)
    mentions = []
    position = 0
    while start := _STARTS.search(folded.text, position):
        point = _read(folded.text, start.start(), year)
        if point is None:
            position = _after_unread(folded.text, start)
            continue
        span = folded.span(start.start(), point.end)
        mentions.append(
            DateMention(
                interval=point.interval,
                text=text[span.start : span.end],
                span=span,
                precision=point.precision,
                open_side=_open_side(folded.text, point.end),
            )
        )
        position = point.end
    return tuple(mentions)


def _after_unread(text: str, start: re.Match[str]) -> int:
    """Where to go on after something that is no date; a bad date is passed over as a whole."""
    for pattern in (_NUMERIC, _CHINESE):
        match = pattern.match(text, start.start())
        if match and match.end() > start.end():
            mark = _RANGE_MARK.match(text, match.end())
            second = mark and _CHINESE.match(text, mark.end())
            if second and match["year"] is None:
                return max(second.end(), match.end())
            return match.end()
    return start.end()


_CLOCK = lazy_pattern(
    r"(?:T| |-)?(?:上午|下午)?[0-2]?\d(?::[0-5]\d){1,2}(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?$"
    r"|(?:上午|下午)?[0-2]?\d[时点](?:[0-5]?\d分)?(?:[0-5]?\d秒)?$"
)
_ISO_PART = lazy_pattern(r"(?P<year>(?:19|20)\d\d)(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?")
_SHORT = lazy_pattern(r"((?:19|20)\d\d)(?:[-./](0?[1-9]|1[0-2]))?")
_COMPACT = lazy_pattern(r"((?:19|20)\d\d)(\d\d)(\d\d)")


def _iso_part(text: str) -> Interval | None:
    match = _ISO_PART.fullmatch(text)
    if not match:
        return None
    year, month, day = (int(part) if part else 0 for part in match.groups())
    if day:
        return of_days((year, month, day), (year, month, day))
    if month > 12:
        return None
    return Interval.of_month(year, month) if month else Interval.of_year(year)


def _iso_interval(text: str) -> Interval | None:
    first, mark, last = re.sub(r"\.\.", "/", text).partition("/")
    start, end = _iso_part(first), _iso_part(last)
    if not mark or start is None or end is None or end.end < start.start:
        return None
    return Interval(start=start.start, end=end.end)


MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
"""The months in English."""


def month_named(word: str) -> int | None:
    """The number of an English month: November, nov, Sept; None for another word."""
    told = word.casefold()
    found = [number for number, name in enumerate(MONTHS, 1) if name.startswith(told)]
    return found[0] if len(found) == 1 and len(told) >= 3 else None


def parse_date(text: str) -> Interval | None:
    """The interval of a text that is one date and nothing else, else None.

    Takes ISO (2024-11-08, 2024-11, 2024, start/end), what documents write (2024年11月8日,
    二〇二四年十一月八日, 2024/1/9, 2024.11.08, 2017——04——12, 20241108, 2024年11月底), and a time after a day.
    Years run from 1900 to 2099.
    """
    folded = _ISO_PART.fullmatch(text) and text
    folded = folded or fold(text.strip()).text
    found = _iso_part(folded) or _iso_interval(text.strip())
    if found:
        return found
    if match := _SHORT.fullmatch(folded):
        year, month = int(match[1]), int(match[2] or 0)
        return Interval.of_month(year, month) if month else Interval.of_year(year)
    if match := _COMPACT.fullmatch(folded):
        day = (int(match[1]), int(match[2]), int(match[3]))
        return of_days(day, day)
    point = _read(folded, 0, None)
    if point is None:
        return None
    rest = re.sub(r"^\(?(?:星期|周)[一二三四五六日天]\)?", "", folded[point.end :])
    clock = point.precision == "day" and _CLOCK.match(rest)
    return point.interval if not rest or clock else None


def iso(interval: Interval) -> str:
    """The shortest ISO form: 2024-11-08, 2024-11, 2024, or start/end. ``parse_date`` reads it."""
    start, end = interval.start, interval.end
    if interval.is_day:
        return start.isoformat()
    if interval == Interval.of_year(start.year):
        return f"{start.year:04d}"
    if interval == Interval.of_month(start.year, start.month):
        return start.isoformat()[:7]
    return f"{start.isoformat()}/{end.isoformat()}"
