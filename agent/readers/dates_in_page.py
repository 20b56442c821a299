"""The dates and the issuer that the text of an official document states, each with its place.

落款 (issuer lines above a date line) and 题注 (（2021年12月28日…通过）) give the day it was signed,
版记 (…2024年10月15日印发) the day it was issued, 自…起施行 the day it takes effect and 有效期 how long
it is in force. 自印发之日起 is resolved to the issued date, else to the signed one, and says so.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from agent.readers.page_text import spans_of_lines
from agent.records import Interval, Span, Stated, StatedDate
from agent.text.dates import dates, parse_date

_ISSUER = re.compile(
    r"^[\u4e00-\u9fff（）()、·“”]{1,38}(?:政府|委员会|常委会|办公室|办公厅|厅|局|部|委|院|署|会|行|社|队|中心|指挥部"
    r"|小组|公司|集团|管委会|军委|处|站|所|大学|学院|军区|党委|市委|省委|区委|县委|州委|联合会)(?:[（(][\u4e00-\u9fff]{1,8}[）)])?$"
)
_CENTRE = re.compile(
    r"^(?:国务院|中共中央|中央军委|全国人大常委会|教育部|公安部|财政部|商务部|司法部|科技部)$"
)
_PERSON = re.compile(
    r"^(?:(?:代)?(?:省|市|县|区|州)长|(?:自治区)?主席|总理|部长|局长|主任|厅长|主\s*席|行长|署长)"
)
_SPACE = re.compile(r"[\s\u3000\xa0]+")
_BRACKETS = "（()）[]【】 \u3000"
_DAY = r"(?:[0-9０-９]{4}|[〇○零Ｏ0一二三四五六七八九]{4})\s*年\s*[0-9０-９一二三四五六七八九十]{1,3}\s*月\s*[0-9０-９一二三四五六七八九十]{1,3}\s*日"
_DATE_AT_END = re.compile(rf"^(.*?)\s*[（(]?({_DAY})[）)]?$")
_PRINTED = re.compile(rf"({_DAY})\s*(?:印\s*发|印\s*制|印)\s*[。.]?$")
_NOTE = re.compile(
    rf"^[（(]?\s*({_DAY})[^。；]{{0,120}}?(?:通\s*过|批\s*准|公\s*布|发\s*布|修\s*订|修\s*正|审\s*议)"
)
_LONGEST_CLOSING = 60
_HEAD_LINES = 12
_CLOSING_LINES = 8


@dataclass(frozen=True)
class Signature:
    """Who signed and when: 落款 or 题注."""

    signed: StatedDate | None = None
    agency: Stated | None = None


def signature(text: str, body: Span) -> Signature:
    """The 落款 of a document: the first date line below issuer lines, else a date near the end.

    The first, because a notice is signed before the plan that it passes on begins.
    """
    spans = spans_of_lines(text, body)
    lonely: Signature | None = None
    for number, span in enumerate(spans):
        line = text[span.start : span.end]
        if len(line) > _LONGEST_CLOSING:
            continue
        match = _DATE_AT_END.match(line)
        interval = parse_date(_SPACE.sub("", match.group(2))) if match else None
        if match is None or interval is None or not interval.is_day:
            continue
        when = _stated_date(interval, match.group(2), "落款", _sub(span, match.span(2)))
        before = match.group(1).strip(_BRACKETS)
        if before:
            agency = _issuers(text, [_sub(span, match.span(1))])
            if agency:
                return Signature(when, agency)
            continue
        agency = _issuers(text, _lines_above(text, spans, number))
        if agency or _signed_by_person(text, spans, number):
            return Signature(when, agency)
        if number >= len(spans) - _CLOSING_LINES or number < _HEAD_LINES:
            lonely = Signature(when)
    return lonely or Signature(_note(text, spans))


def printed(text: str, body: Span) -> StatedDate | None:
    """The 版记: a line that ends in 2024年10月15日印发."""
    for span in reversed(spans_of_lines(text, body)):
        line = text[span.start : span.end]
        match = _PRINTED.search(line) if len(line) <= _LONGEST_CLOSING else None
        interval = parse_date(_SPACE.sub("", match.group(1))) if match else None
        if match and interval:
            return _stated_date(
                interval, match.group(1), "版记 印发日期", _sub(span, match.span(1))
            )
    return None


def _note(text: str, spans: list[Span]) -> StatedDate | None:
    for span in spans[:_HEAD_LINES]:
        line = text[span.start : span.end]
        match = _NOTE.match(line) if line[:1] in "（(" else None
        interval = parse_date(_SPACE.sub("", match.group(1))) if match else None
        if match and interval:
            return _stated_date(interval, match.group(1), "题注", _sub(span, match.span(1)))
    return None


def _lines_above(text: str, spans: list[Span], number: int) -> list[Span]:
    above: list[Span] = []
    for span in reversed(spans[max(0, number - 12) : number]):
        if not _all_issuers(text[span.start : span.end]):
            break
        above.insert(0, span)
    return above


def _signed_by_person(text: str, spans: list[Span], number: int) -> bool:
    if not number:
        return False
    above = spans[number - 1]
    return bool(_PERSON.match(text[above.start : above.end]))


def is_issuer(name: str) -> bool:
    """True for words that can only be the name of an issuing body."""
    squeezed = _SPACE.sub("", name)
    return bool(_ISSUER.match(squeezed) or _CENTRE.match(squeezed))


def issuers_in(line: str) -> list[str]:
    """The issuing bodies that a line consists of; empty when it holds anything else."""
    if is_issuer(line) and not re.search(r"[\s\u3000]{2,}", line.strip()):
        whole = [part for part in re.split(r"[、]", _SPACE.sub("", line)) if part]
        if all(is_issuer(part) for part in whole):
            return whole
    parts = [part for part in re.split(r"[\s\u3000、]+", line.strip()) if part]
    return parts if parts and all(is_issuer(part) for part in parts) else []


def _all_issuers(line: str) -> bool:
    return len(line) <= _LONGEST_CLOSING * 2 and bool(issuers_in(line))


def _issuers(text: str, spans: list[Span]) -> Stated | None:
    names: list[str] = []
    for span in spans:
        names += issuers_in(text[span.start : span.end].strip())
    if not names:
        return None
    where = Span(start=spans[0].start, end=spans[-1].end)
    return Stated(value="、".join(dict.fromkeys(names)), where="落款", span=where)


def _stated_date(interval: Interval, value: str, where: str, span: Span) -> StatedDate:
    return StatedDate(interval=interval, value=value, where=where, span=span)


def _sub(line: Span, inside: tuple[int, int]) -> Span:
    return Span(start=line.start + inside[0], end=line.start + inside[1])


# --- in force -------------------------------------------------------------------------------

_ACT = r"(?:正\s*式|开\s*始|全\s*面|统\s*一|陆\s*续)?\s*(?:施\s*行|实\s*施|执\s*行|生\s*效|试\s*行|启\s*用|起\s*效|有\s*效)"
_FROM = re.compile(
    rf"(?:自|从|于)\s*([^，,。；;：:\n自从于]{{2,20}}(?:\n[^，,。；;：:\n自从于]{{1,20}})?)\s*起\s*(?:至[^，。；]{{2,20}}(?:止)?\s*)?{_ACT}"
)
_FROM_THE_DAY = re.compile(
    rf"(?:自|从)\s*(印\s*发|发\s*布|公\s*布|颁\s*布|签\s*发|下\s*发|发\s*文|印\s*发\s*布)\s*之\s*日\s*起"
    rf"\s*(?:满?\s*(\d{{1,3}}|[一二三四五六七八九十]{{1,3}})\s*(?:个工作)?日\s*(?:后|起))?\s*{_ACT}"
)
_UNTIL = re.compile(
    rf"(?:有\s*效\s*期\s*(?:限)?\s*(?:截\s*止)?\s*(?:为|到|至)|(?:施\s*行|实\s*施|执\s*行|有\s*效|试\s*行)\s*(?:期\s*限)?\s*(?:到|至)|起\s*(?:到|至))\s*({_DAY}|(?:[0-9０-９]{{4}})\s*年\s*(?:底|[0-9０-９]{{1,2}}\s*月\s*底?))"
)
_YEARS = re.compile(
    r"有\s*效\s*期\s*(?:限)?\s*(?:为|是)?\s*[:：]?\s*(\d{1,2}|[一二两三四五六七八九十])\s*(年|个\s*月)"
)
_OWN = re.compile(
    r"本[\u4e00-\u9fff]{1,10}$|^\s*(?:第[一二三四五六七八九十百]+条|[（(]?[一二三四五六七八九十]+[、）)])?\s*(?:本[\u4e00-\u9fff（）()]{0,20})?$"
)
_CLAUSE = re.compile(r"[。；;\n]")
_CHINESE = {
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
}


def effective(
    text: str, body: Span, signed: StatedDate | None, issued: StatedDate | None
) -> StatedDate | None:
    """The day from which the document itself applies; a date of another document does not count."""
    inside = text[body.start : body.end]
    found: list[tuple[bool, StatedDate]] = []
    year = _year(signed or issued)
    for match in _FROM.finditer(inside):
        if "之日" in _SPACE.sub("", match.group(1)):
            continue
        interval = _one_date(match.group(1), year)
        own = _is_own(inside, match.start())
        if interval and own is not None:
            span = Span(start=body.start + match.start(), end=body.start + match.end())
            found.append((own, _stated_date(interval, match.group(0), "正文", span)))
    found += _from_the_day(inside, body, signed, issued)
    ours = [date for applies, date in found if applies]
    if ours:
        return ours[-1]
    return found[0][1] if found else None


def _from_the_day(
    inside: str, body: Span, signed: StatedDate | None, issued: StatedDate | None
) -> list[tuple[bool, StatedDate]]:
    base, role = (issued, "印发或发布日期") if issued else (signed, "成文日期")
    if base is None:
        return []
    found = []
    for match in _FROM_THE_DAY.finditer(inside):
        own = _is_own(inside, match.start())
        if own is None:
            continue
        days = _number(match.group(2)) if match.group(2) else 0
        start = base.interval.start + datetime.timedelta(days=days)
        interval = Interval.of_day(start) if base.interval.is_day else base.interval
        span = Span(start=body.start + match.start(), end=body.start + match.end())
        where = f"正文（按{role} {base.interval}）"
        found.append((own, _stated_date(interval, match.group(0), where, span)))
    return found


def in_force(text: str, body: Span, start: StatedDate | None) -> StatedDate | None:
    """How long it is in force: 有效期至 a day, 有效期 N 年, or 自 A 至 B."""
    if start is None:
        return None
    inside = text[body.start : body.end]
    first = start.interval.start
    for match in _UNTIL.finditer(inside):
        end = _end(match.group(1))
        if end and end > first and _is_own(inside, match.start()) is not None:
            span = Span(start=body.start + match.start(), end=body.start + match.end())
            return _stated_date(Interval(start=first, end=end), match.group(0), "正文", span)
    years = _YEARS.search(inside)
    if years:
        months = _number(years.group(1)) * (12 if years.group(2) == "年" else 1)
        end = _months_later(first, months) - datetime.timedelta(days=1)
        span = Span(start=body.start + years.start(), end=body.start + years.end())
        return _stated_date(Interval(start=first, end=end), years.group(0), "正文", span)
    return None


def _is_own(inside: str, start: int) -> bool | None:
    """True when 本办法 or the like is the subject; None when another document is named."""
    before = inside[max(0, start - 80) : start]
    clause = _CLAUSE.split(before)[-1]
    if re.search(r"本(?!年|月|市|省|区|县|地|级|条第)[\u4e00-\u9fff（）()\s]{1,16}$", clause):
        return True
    if not clause.strip() or "本" in clause.rpartition("》")[2]:
        return True
    return None if "》" in clause or "同时废止" in clause else False


def _year(date: StatedDate | None) -> int | None:
    return date.interval.start.year if date else None


def _one_date(words: str, year: int | None) -> Interval | None:
    squeezed = re.sub(r"(?:零|[0０])[时点].*$", "", _SPACE.sub("", words))
    interval = parse_date(squeezed)
    if interval:
        return interval
    mentions = dates(squeezed, year=year) if year else ()
    return mentions[0].interval if len(mentions) == 1 else None


def _end(words: str) -> datetime.date | None:
    interval = parse_date(re.sub("底$", "", _SPACE.sub("", words)))
    return interval.end if interval else None


def _number(words: str) -> int:
    if words.isdigit():
        return int(words)
    if "十" in words:
        tens, _, ones = words.partition("十")
        return 10 * _CHINESE.get(tens, 1) + _CHINESE.get(ones, 0)
    return _CHINESE.get(words, 0)


def _months_later(day: datetime.date, months: int) -> datetime.date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = datetime.date(year, month + 1, 1)
    last = (first.replace(day=28) + datetime.timedelta(days=4)).replace(day=1) - datetime.timedelta(
        days=1
    )
    return first.replace(day=min(day.day, last.day))
