"""When a document takes effect and how long it is in force, from its own sentences.

自2024年11月1日起施行 is a date; 自印发之日起施行 is resolved to the day of issue, else to the day of
signing, and says which. 有效期至…, 有效期5年 and 自A至B施行 give the time in force. A sentence about
another document (《…》自…起废止) does not count.
"""

from __future__ import annotations

import datetime
import re

from agent.readers.signature import DAY
from agent.records import Interval, Span, StatedDate
from agent.text.dates import dates, parse_date

_ACT = (
    r"(?:正\s*式|开\s*始|全\s*面|统\s*一|陆\s*续|恢\s*复)?\s*"
    r"(?:施\s*行|实\s*施|执\s*行|生\s*效|试\s*行|启\s*用|起\s*效|有\s*效)"
)
_WORDS = r"[^，,。；;：:\n自从于]"
_FROM = re.compile(
    rf"(?:自|从|于)\s*({_WORDS}{{2,24}}(?:\n{_WORDS}{{1,20}})?)\s*起\s*"
    rf"(?:(?:至|到)[^，。；]{{2,24}}(?:止)?\s*)?[，,]?\s*{_ACT}"
)
_FROM_THE_DAY = re.compile(
    r"(?:自|从)\s*(印\s*发|发\s*布|公\s*布|颁\s*布|签\s*发|下\s*发|发\s*文|印\s*发\s*布)\s*之\s*日\s*起"
    r"\s*(?:满?\s*(\d{1,3}|[一二三四五六七八九十]{1,3})\s*(?:个工作)?日\s*(?:后|起)?(?:之?日?起)?)?\s*[，,]?\s*"
    + _ACT
)
_UNTIL = re.compile(
    r"(?:有\s*效\s*期\s*(?:限)?\s*(?:截\s*止)?\s*(?:为|到|至)"
    r"|(?:施\s*行|实\s*施|执\s*行|有\s*效|试\s*行)\s*(?:期\s*限)?\s*(?:到|至)|起\s*(?:到|至))\s*[:：]?\s*"
    rf"({DAY}|[0-9０-９]{{4}}\s*年\s*(?:底|[0-9０-９]{{1,2}}\s*月\s*底?))"
)
_PERIOD = re.compile(
    r"(?:实\s*施|执\s*行|施\s*行|试\s*行|管\s*控|限\s*行|有\s*效|优\s*惠|错\s*峰(?:运\s*输|生\s*产)?)\s*"
    r"(?:期\s*限|期\s*间|时\s*间|时\s*段|期)\s*(?:为|是|[:：])?\s*(?:自|从)?\s*"
)
_LONGEST_RANGE = 60
_BEGINS = re.compile(rf"(?:^|[\n。；、，])[ \u3000]*(?:自|从)\s*({DAY})\s*(?:零?\d{{0,2}}时)?\s*起")
_YEARS = re.compile(
    r"(?:有\s*效\s*期|试\s*行\s*期)\s*(?:限)?\s*(?:为|是|暂\s*定)?\s*[:：]?\s*"
    r"(\d{1,2}|[一二两三四五六七八九十])\s*(年|个\s*月)"
)
_OWN = re.compile(
    r"本(?!年|月|市|省|区|县|地|级)[\u4e00-\u9fff（）()\s]{1,16}$"
    r"|^\s{0,40}(?:第[一二三四五六七八九十百零\d]{1,8}条|[（(]?[一二三四五六七八九十\d]{1,6}[、）).．])?\s{0,40}$"
)
_PUT_OFF = re.compile(r"原(?:定|拟|计划)$")
"""原定于某日起执行 is told by a notice that puts it off."""
_PROMULGATED = re.compile(r"现\s*予\s*(?:公\s*布|发\s*布|印\s*发)\s*[，,]?$")
"""《某办法》已经…通过，现予公布，自…起施行 stands in the decree that promulgates it."""
_CLAUSE = re.compile(r"[。；;\n]")
_SPACE = re.compile(r"[\s\u3000\xa0]+")
_NIGHT = re.compile(r"(?:零|[0０]{1,4})(?:时|点|[:：][0０]{1,4}).*$")
_DIGITS = dict(zip("一二三四五六七八九", range(1, 10), strict=True)) | {"两": 2}


def effective(
    text: str, body: Span, signed: StatedDate | None, issued: StatedDate | None
) -> StatedDate | None:
    """The day from which the document itself applies, or None.

    A sentence with 本办法 or no subject comes before one whose subject is not clear.
    """
    inside = text[body.start : body.end]
    year = signed.interval.start.year if signed else issued.interval.start.year if issued else None
    found = _named_days(inside, body, year) + _after_issue(inside, body, signed, issued)
    own = [date for applies, date in found if applies]
    if own:
        return own[-1]
    return found[0][1] if found else None


def in_force(text: str, body: Span, start: StatedDate | None) -> StatedDate | None:
    """The interval in which it is in force; None when no end is given.

    An end or a length alone is counted from ``start``, unless that is no day of taking effect and
    the text names a later one for what it orders (自12月1日起，收费标准…): which of the two it
    begins with is then not for us to say.
    """
    inside = text[body.start : body.end]
    named = _period(inside, body)
    if named or start is None:
        return named
    first = start.interval.start
    firm = re.search(_ACT, start.where + start.value)
    later = (_one_date(match.group(1), None) for match in _BEGINS.finditer(inside))
    if not firm and any(day and day.start > first for day in later):
        return None
    for match in _UNTIL.finditer(inside):
        end = _end(match.group(1))
        if end and end > first and _applies(inside, match.start()) is not None:
            interval = Interval(start=first, end=end)
            return _date(interval, match.group(0), "正文", _span(body, match))
    for match in _YEARS.finditer(inside):
        months = _number(match.group(1)) * (12 if match.group(2) == "年" else 1)
        if months and _applies(inside, match.start()) is not None:
            end = _months_later(first, months) - datetime.timedelta(days=1)
            interval = Interval(start=first, end=end)
            return _date(interval, match.group(0), "正文", _span(body, match))
    return None


def _period(inside: str, body: Span) -> StatedDate | None:
    """A range behind a label: 实施期限为2024年11月1日至2025年3月31日."""
    for match in _PERIOD.finditer(inside):
        words = inside[match.end() : match.end() + _LONGEST_RANGE]
        mention = next(iter(dates(words)), None)
        if mention and mention.precision == "range" and mention.span.start == 0:
            at = Span(
                start=body.start + match.start(), end=body.start + match.end() + mention.span.end
            )
            return _date(mention.interval, match.group(0) + mention.text, "正文", at)
    return None


def _named_days(inside: str, body: Span, year: int | None) -> list[tuple[bool, StatedDate]]:
    found = []
    for match in _FROM.finditer(inside):
        interval = _one_date(match.group(1), year)
        applies = _applies(inside, match.start())
        if interval and applies is not None:
            date = _date(interval, match.group(0), "正文", _span(body, match))
            found.append((applies, date))
    return found


def _after_issue(
    inside: str, body: Span, signed: StatedDate | None, issued: StatedDate | None
) -> list[tuple[bool, StatedDate]]:
    base, role = (issued, "印发或发布日期") if issued else (signed, "成文日期")
    if base is None:
        return []
    found = []
    for match in _FROM_THE_DAY.finditer(inside):
        applies = _applies(inside, match.start())
        if applies is None:
            continue
        days = _number(match.group(2)) if match.group(2) else 0
        start = base.interval.start + datetime.timedelta(days=days)
        interval = Interval.of_day(start) if base.interval.is_day else base.interval
        where = f"正文（按{role} {base.interval}）"
        found.append((applies, _date(interval, match.group(0), where, _span(body, match))))
    return found


def _applies(inside: str, start: int) -> bool | None:
    """True when 本办法 or nothing is the subject; None when another document is; else False.

    A day from which it was once meant to apply is none either.
    """
    clause = _CLAUSE.split(inside[max(0, start - 90) : start])[-1]
    if _PUT_OFF.search(clause):
        return None
    if _OWN.search(clause) or _PROMULGATED.search(clause) or "本" in clause.rpartition("》")[2]:
        return True
    return None if "》" in clause or "废止" in clause else False


def _one_date(words: str, year: int | None) -> Interval | None:
    squeezed = _NIGHT.sub("", _SPACE.sub("", words))
    interval = parse_date(squeezed)
    if interval or year is None:
        return interval
    mentions = dates(squeezed, year=year)
    return mentions[0].interval if len(mentions) == 1 else None


def _end(words: str) -> datetime.date | None:
    interval = parse_date(_SPACE.sub("", words).removesuffix("底"))
    return interval.end if interval else None


def _number(words: str) -> int:
    if words.isdigit():
        return int(words)
    tens, ten, ones = words.partition("十")
    if not ten:
        return _DIGITS.get(words, 0)
    return 10 * _DIGITS.get(tens, 1) + _DIGITS.get(ones, 0)


def _months_later(day: datetime.date, months: int) -> datetime.date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = Interval.of_month(year, month + 1).end
    return last.replace(day=min(day.day, last.day))


def _date(interval: Interval, value: str, where: str, span: Span) -> StatedDate:
    return StatedDate(interval=interval, value=value, where=where, span=span)


def _span(body: Span, match: re.Match[str]) -> Span:
    return Span(start=body.start + match.start(), end=body.start + match.end())
