"""The days of a sentence as intervals, each with the rule by which its year or day was found.

A year comes from the date itself; from a date before it in the same sentence, or in the paragraph,
where it follows that by at most 62 days; or from the dateline, the signing day or the header of the page,
where it lies 0 to 62 days before that (what is planned: the next such day behind it). It never comes from
another full date of the text. 昨日, 今日, 当日, 前一天, 本周五 and 8日 resolve the same way. Whether a
header may be believed is decided by the caller, who knows the host.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import repeat
from typing import Literal

from agent.facts.moments import (
    AT_ONCE,
    FOLLOWS,
    OPENS_WITH_CLOCK,
    SINCE,
    THAT_DAY,
    counted,
    goes_on_since,
)
from agent.lazy import lazy_pattern
from agent.records import Interval, Span
from agent.text.dates import DateMention, dates
from agent.text.periods import month_part, of_days

GAP = datetime.timedelta(days=62)
"""A month and day without a year lies at most this long before the day of the page."""
AHEAD = datetime.timedelta(days=300)
"""What is planned lies at most this far ahead; a day that may be either stays open."""
_SOON, _MONTH = 120, 31
"""In days: how far ahead a month and day without a year may lie, and the length of the longest month."""


class Rule(StrEnum):
    """How the year (or the whole day) of a date was found."""

    STATED = "stated"
    SENTENCE = "sentence"
    SIGNED = "signed"
    HEADER = "header"
    DATELINE = "dateline"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Clock:
    """The days against which the days of a page resolve.

    ``signed`` is what the page itself says it is of (sign-off, issue); ``header`` when it was put
    up, which counts on a news host only; ``dateline`` the day a news text opens with.
    """

    signed: datetime.date | None = None
    header: datetime.date | None = None
    dateline: datetime.date | None = None
    last: datetime.date = datetime.date.max

    def is_past(self, day: Day) -> bool:
        """True when a day is not later than the page's; False where the day of the page is not known."""
        if day.past is None or day.open_side == "before" or self.last == datetime.date.max:
            return False
        begun = day.past.start <= self.last and day.past.days <= _MONTH
        return day.past.end <= self.last or (day.precision != "day" and begun)

    def is_ahead(self, day: Day) -> bool:
        """True when a day is later than the page's and nothing else is known of it."""
        if day.past is not None:
            return day.past.start > self.last and day.open_side != "before"
        if day.ahead is None or day.ahead.start <= self.last:
            return False
        return (day.ahead.start - self.last).days <= _SOON

    @property
    def anchor(self) -> tuple[datetime.date, Rule] | None:
        """The day to reckon from and whose it is."""
        if self.dateline:
            return self.dateline, Rule.DATELINE
        if self.signed:
            return self.signed, Rule.SIGNED
        return (self.header, Rule.HEADER) if self.header else None


@dataclass(frozen=True, slots=True)
class Day:
    """A date of a sentence; ``start`` and ``end`` are places in the folded sentence.

    ``past`` and ``ahead`` are its interval read as a day of the past and as one to come, alike where it names
    its year, None where no rule finds one. ``at`` is its place in the page where only the sentence before has it.
    """

    start: int
    end: int
    past: Interval | None
    ahead: Interval | None
    precision: str
    rule: Rule
    open_side: Literal["before", "after"] | None = None
    told: bool = False
    relative: bool = False
    at: Span | None = None


SIZED_UNIT = r"(?P<size>[\d.百两]{1,6}(?:万千瓦|兆瓦|MW|吨|立方米)级?)(?=(?:超超临界|超临界|亚临界|空冷|湿冷|燃煤|燃气|循环流化床|热电联产|国产){0,3}机组|(?:电弧|矿热|电|转|高|焦|锅|加热)?炉|[水泥回转]{0,4}窑|装置)"
"""66万千瓦 of 2号66万千瓦机组, 150吨 of 1号150吨电弧炉: the size between a unit's number and its noun."""
_RELATIVE = lazy_pattern(
    r"(?P<today>今[日天晨早晚](?:零时|凌晨|上午|下午)?|即日起?|今起)|(?P<yesterday>昨[日天晚夜晨]|昨起)|(?P<before>(?<![目以之提从])前[天日](?![前常]))"
    rf"|(?P<same>当[日天晚]|同[日天]|同一天|{THAT_DAY})|(?P<since>{SINCE})|(?P<then>{FOLLOWS}|{AT_ONCE}|{OPENS_WITH_CLOCK}|(?:^|(?<=[,;]))至此(?=[,]?[\u4e00-\u9fff]))|(?P<tomorrow>明[日天晚](?!前))"
    r"|(?P<eve>前一[天日])|(?P<week>[本上这]周|上个?星期|本星期)(?P<weekday>[一二三四五六日天])(?!期)"
    r"|(?P<month>本月|上月|上个月)(?:(?P<day>\d{1,2}|[一二三]?十?[一二三四五六七八九十])[日号]|(?P<third>上旬|中旬|下旬|初|底|末))?"
    rf"|(?<![\d月年第./])(?<![\d日号]-)(?P<alone>[0-3]?\d)(?:日|号(?!{SIZED_UNIT})(?=[,，上下凌晚起\d)]))(?!元|本|前报|均|处理|产|游|照|常|志|线)"
)
_AS_OF = lazy_pattern(r"截[至止]到?(?:目前)?$|^(?:截至|截止|到)$")
_SINCE = ("以来", "至今", "起至今")
_NEAR = 8
_TELLER = lazy_pattern(
    r"\s{0,20}+(?:[电讯](?=[\s(,:]|记者|$)|消息|[^。;,]{0,12}(?:收盘后)?公告称)|[,，]?[^。；;,，]{0,30}(?:获悉|了解到|得知|得到消息|传来(?:[喜捷]报|好?消息))|[,，]?据[^。；;,，]{0,20}(?:报道|消息)"
)
"""What stands behind the day on which something is told."""
_NEWS_HEAD = lazy_pattern(r"[(\s]{0,20}[\u4e00-\u9fff·]{2,16}")
SENT = r"(?:电(?![厂站力网价解煤量池器机动气])|讯)"
"""示例社某地1月8日电: a dateline; folding has dropped the space behind it."""
_NOT_BEFORE = lazy_pattern(r"^(?:前后|前往|前夕)")
_CLOSED_BEHIND = lazy_pattern(r"^[^,;。]{0,6}?(?:以|之)?(?<![提目此])前(?![后往夕期端进行])")


def may_need_a_day(folded: str) -> bool:
    """True where a sentence has a day that one before it may complete: 当日, 15日, 11月8日."""
    return bool(_WITHOUT_YEAR.search(folded) or _RELATIVE.search(folded))


def days(
    folded: str, clock: Clock, carried: Interval | None = None, stated: Interval | None = None
) -> tuple[Day, ...]:
    """The dates of a folded sentence, in order.

    Args:
        folded: the sentence after folding.
        clock: the days of the page.
        carried: the last day that the text before it named, for 当日 and 15日.
        stated: the last of the paragraph before it that names its year.
    """
    found = _written(folded, clock, stated)
    taken = [(day.start, day.end) for day in found]
    for match in _RELATIVE.finditer(folded):
        if any(start < match.end() and match.start() < end for start, end in taken):
            continue
        if match["since"] and (found or not goes_on_since(folded)):
            continue
        before = [d for d in found if d.end <= match.start() and (d.past or d.ahead)]
        if not match["eve"]:
            untold = [d for d in before if not _marked(d, folded).told]
            before = untold or (before if match["same"] else [])  # 记者8日获悉，当日零时起
        known = (before[-1].past or before[-1].ahead) if before else carried
        told = Rule.SENTENCE if stated or clock.anchor is None else clock.anchor[1]
        day = _relative(match, clock, known, before[-1].rule if before else told)
        if day:
            found.append(day)
            found.sort(key=lambda one: one.start)
    marked = (_marked(day, folded) for day in _joined(found, folded))
    return tuple(_since(day, folded, clock) for day in marked)


def _since(day: Day, folded: str, clock: Clock) -> Day:
    """自7月2日以来: not that day but the time from it to the page's."""
    anchor = clock.anchor
    if day.past is None or anchor is None or not folded.startswith(_SINCE, day.end):
        return day
    if anchor[0] < day.past.start or day.told:
        return day
    rule = Rule.HEADER if anchor[1] is Rule.HEADER else day.rule  # its end rests on that, too
    return replace(
        day, past=Interval(start=day.past.start, end=anchor[0]), open_side=None, rule=rule
    )


_TO = lazy_pattern(
    r"[\s零\d凌晨早上中下午夜晚时点分:]{0,30}+(?:起|开始)?[\s,]{0,20}+(?:至|到|-)\s{0,20}"
)
"""What joins two days to a period: 8月10日零点至17日24点."""


def _joined(found: list[Day], folded: str) -> list[Day]:
    """Two days with 至 between them are one period."""
    joined: list[Day] = []
    for day in found:
        last = joined[-1] if joined else None
        if last and last.precision == "day" and _TO.fullmatch(folded, last.end, day.start):
            joined[-1] = replace(
                last,
                end=day.end,
                past=_between(last.past, day.past),
                ahead=_between(last.ahead or last.past, day.ahead),
                precision="range",
            )
            continue
        joined.append(day)
    return joined


def _between(first: Interval | None, last: Interval | None) -> Interval | None:
    if first is None or last is None or last.end < first.start:
        return None
    return Interval(start=first.start, end=last.end)


_WITHOUT_YEAR = lazy_pattern(r"月|[今去上明来本前当同次翌]年")
_WITH_YEAR = lazy_pattern(r"年|\d{4}|十[一二三四五六]\"?五")
"""What a date without its year cannot do without, and one with it."""


def _written(folded: str, clock: Clock, before: Interval | None) -> list[Day]:
    """Dates that name at least a month, with their years."""
    anchor = clock.anchor
    named = dates(folded) if _WITH_YEAR.search(folded) else ()
    stated = {mention.span.start: mention for mention in named}
    ends = (0, *(mention.span.end for mention in named))
    year = anchor[0].year if anchor else 2000
    without = any(map(_WITHOUT_YEAR.search, repeat(folded), ends, (*stated, len(folded))))
    found: list[Day] = []
    for mention in dates(folded, year=year) if without else named:
        if full := stated.get(mention.span.start):
            found.append(_day(full, full.interval, full.interval, Rule.STATED))
            continue
        day = _in_season(mention, folded, _completed(mention, folded, clock, found))
        found.append(_continued(mention, folded, before, day))
    return found


def _continued(mention: DateMention, folded: str, before: Interval | None, day: Day) -> Day:
    """The year of a day of the paragraph before it, where this one follows it by at most 62 days.

    Where the day of the page would give another year, that is kept: which of the two is meant is
    for no rule to say.
    """
    if before is None or day.rule in (Rule.STATED, Rule.SENTENCE):
        return day
    for year in (before.start.year, before.start.year + 1):
        moved = _in_year(mention, folded, year)
        near = moved and before.start <= moved.start <= before.start + GAP
        if near and (day.rule is Rule.OPEN or moved in (day.past, day.ahead)):
            return replace(day, past=moved, ahead=moved, rule=Rule.SENTENCE)
    return day


_CENTURY = 100
_SEASON_YEARS = lazy_pattern(r"(\d{4})年?度?-(\d{4}|\d{2})年?度?(?:集中)?(?:供[热暖]|(?:采|取)暖)")
_MIDYEAR = 7


def season_years(folded: str) -> tuple[int, ...]:
    """The years of the one heating season that folded words name: 2022-2023供热期; empty for none or several."""
    found = {(int(first), int(last)) for first, last in _SEASON_YEARS.findall(folded)}
    if len(found) != 1:
        return ()
    ((first, last),) = found
    return first, last if last > _CENTURY else first // _CENTURY * _CENTURY + last


def _in_season(mention: DateMention, folded: str, day: Day) -> Day:
    """10月20日，2021-2022年度供热启动: the season has the year, where the day of the page does not give another."""
    years = season_years(folded)
    if not years or day.rule in (Rule.STATED, Rule.SENTENCE):
        return day
    moved = _in_year(
        mention, folded, years[0] if mention.interval.start.month >= _MIDYEAR else years[1]
    )
    agrees = moved and (day.rule is Rule.OPEN or moved in (day.past, day.ahead))
    return replace(day, past=moved, ahead=moved, rule=Rule.SENTENCE) if agrees else day


def _completed(mention: DateMention, folded: str, clock: Clock, before: list[Day]) -> Day:
    anchor = clock.anchor
    named = re.match(r"今年|去年|上年|明年|来年|本年|前年", mention.text)
    if named and anchor:
        return _day(mention, mention.interval, mention.interval, anchor[1])
    same = [d for d in before if d.rule in (Rule.STATED, Rule.SENTENCE) and d.past]
    if same and not named:
        year = same[-1].past.start.year if same[-1].past else 0
        moved = _in_year(mention, folded, year)
        return _day(mention, moved, moved, Rule.SENTENCE)
    if anchor is None or named:
        return _day(mention, None, None, Rule.OPEN)
    day, rule = anchor
    past = _first(mention, folded, (day.year, day.year - 1), (day - GAP, day))
    ahead = _first(mention, folded, (day.year - 1, day.year, day.year + 1), (day, day + AHEAD))
    return _day(mention, past, ahead, rule)


def _first(
    mention: DateMention,
    folded: str,
    years: Iterable[int],
    among: tuple[datetime.date, datetime.date],
) -> Interval | None:
    """A date in the first of some years in which it touches the days between two."""
    for year in years:
        found = _in_year(mention, folded, year)
        if found and found.end >= among[0] and found.start <= among[1]:
            return found
    return None


def _in_year(mention: DateMention, folded: str, year: int) -> Interval | None:
    if mention.precision == "day":
        day = mention.interval.start
        return of_days((year, day.month, day.day), (year, day.month, day.day))
    words = folded[mention.span.start : mention.span.end]
    again = dates(words, year=year)
    return again[0].interval if again else None


def _day(mention: DateMention, past: Interval | None, ahead: Interval | None, rule: Rule) -> Day:
    span = mention.span
    return Day(span.start, span.end, past, ahead, mention.precision, rule, mention.open_side)


def _relative(match: re.Match[str], clock: Clock, known: Interval | None, by: Rule) -> Day | None:
    """今日, 昨日, 当日, 本月初 and 15日 as days."""
    at = match.start(), match.end()
    if match["same"] or match["then"] or match["since"]:
        same = Day(*at, known, known, "day", by, relative=True)
        return same if known and known.is_day else None
    if match["alone"]:
        return _alone(match, clock, known, by)
    if match["eve"]:
        day_before = known and Interval.of_day(known.start - datetime.timedelta(days=1))
        return Day(*at, day_before, day_before, "day", by, relative=True) if day_before else None
    anchor = clock.anchor
    if anchor is None:
        return Day(*at, None, None, "day", Rule.OPEN)
    day, rule = anchor
    if match["month"]:
        return _of_month(match, day, rule)
    if match["weekday"]:
        return _of_week(match, day, rule)
    shift = 0 if match["today"] else -1 if match["yesterday"] else -2 if match["before"] else 1
    interval = Interval.of_day(day + datetime.timedelta(days=shift))
    return Day(*at, interval, interval, "day", rule, relative=match["tomorrow"] is None)


def _of_week(match: re.Match[str], day: datetime.date, rule: Rule) -> Day:
    """本周五, 上周日: of the week of the page's day, which begins on Monday, or of the one before."""
    number = min("一二三四五六日天".index(match["weekday"]), 6) - day.weekday()
    last_week = 7 if match["week"].startswith("上") else 0
    interval = Interval.of_day(day + datetime.timedelta(days=number - last_week))
    return Day(match.start(), match.end(), interval, interval, "day", rule, relative=True)


def _of_month(match: re.Match[str], day: datetime.date, rule: Rule) -> Day | None:
    first = day.replace(day=1)
    if match["month"] != "本月":
        first = (first - datetime.timedelta(days=1)).replace(day=1)
    if match["day"]:
        interval = _in_month(first, counted(match["day"]))
        return (
            Day(match.start(), match.end(), interval, interval, "day", rule) if interval else None
        )
    part = month_part(first.year, first.month, match["third"])
    return Day(match.start(), match.end(), part[0], part[0], part[1], rule) if part else None


def _alone(match: re.Match[str], clock: Clock, known: Interval | None, by: Rule) -> Day | None:
    """15日: in the month that the text spoke of last, else in that of the page or the one before."""
    number, at = int(match["alone"]), (match.start(), match.end())
    anchor = clock.anchor
    if _AS_OF.search(match.string[: match.start()][-_NEAR:]):
        known = None  # 截至7日 is of the page's days, whatever day was planned before it
    elif known and anchor and _goes_back(number, known, anchor[0]):
        known = None
    if known and (anchor is None or abs((known.start - anchor[0]).days) <= GAP.days):
        month = known.start if number >= known.start.day else _next(known.start)
        interval = _in_month(month, number)
        return Day(*at, interval, interval, "day", by if anchor is None else anchor[1])
    if anchor is None:
        return Day(*at, None, None, "day", Rule.OPEN)
    day, rule = anchor
    first = day.replace(day=1)
    before = (first - datetime.timedelta(days=1)).replace(day=1)
    months = [_in_month(month, number) for month in (before, first, _next(first))]
    past = [one for one in months if one and one.start <= day]
    ahead = [one for one in months if one and one.start >= day]
    if past and ahead and ahead[0].start - day < day - past[-1].start and number > day.day:
        past = []  # 10日 on the 8th is this month's
    return Day(*at, past[-1] if past else None, ahead[0] if ahead else None, "day", rule)


def _in_month(month: datetime.date, number: int) -> Interval | None:
    """A day of a month; None where it has none."""
    return of_days((month.year, month.month, number), (month.year, month.month, number))


def _goes_back(number: int, known: Interval, day: datetime.date) -> bool:
    """…将加供到20日。供暖已在15日…, told on the 16th: 15日 is nearer to the page's day than the next 15th to the 20th.

    6日通报，5日21时…: a day shortly before the page's, told behind the day on which it was made known.
    """
    if number >= known.start.day or number > day.day:
        return False
    if known.start <= day:
        return (known.start.year, known.start.month) == (day.year, day.month) and (
            day.day - number <= _JUST_BEFORE
        )
    ahead = _next(known.start) + datetime.timedelta(days=number - 1)
    return day.day - number < (ahead - known.start).days


_JUST_BEFORE = 7
"""Days before the page's at which a smaller day behind a past one is still taken to go back."""


def _next(first: datetime.date) -> datetime.date:
    return (first.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)


def _marked(day: Day, folded: str) -> Day:
    """Which side is open, and whether it is the day of the telling and not of what is told."""
    behind, before = folded[day.end : day.end + 48], folded[max(0, day.start - _NEAR) : day.start]
    side = day.open_side
    if _AS_OF.search(before) or _CLOSED_BEHIND.match(behind):
        side = "before"
    if _NOT_BEFORE.match(behind):
        side = None
    elif side is None and re.match(r"[^,;。]{0,6}?起", behind):
        side = "after"
    dateline = _NEWS_HEAD.fullmatch(folded, 0, day.start) and re.match(SENT, behind)
    told = bool(dateline or _TELLER.match(behind))
    return replace(day, open_side=side, told=told) if told or side != day.open_side else day
