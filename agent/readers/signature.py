"""Who signed a document and when, from its closing lines.

落款 (issuer lines above a date line) and 题注 (（2021年12月28日…通过）) give the day it was signed,
版记 (…2024年10月15日印发) the day it was issued: 《党政机关公文格式》 GB/T 9704-2012, 7.3.5 and 7.4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agent.lazy import lazy_pattern
from agent.readers.body_names import is_fragment, is_whole
from agent.readers.lines import squeezed
from agent.readers.page_text import PAPERS, any_of, spans_of_lines
from agent.records import Interval, Span, Stated, StatedDate
from agent.text.dates import parse_date

DAY = (
    r"(?:[0-9０-９]{4}|[〇○零Ｏ0一二三四五六七八九]{4})\s*年\s*"
    r"[0-9０-９一二三四五六七八九十]{1,3}\s*月\s*[0-9０-９一二三四五六七八九十]{1,3}\s*日"
)
"""A written day; white space may stand inside it."""

_ISSUER = lazy_pattern(
    r"^(?=.*[\u4e00-\u9fff]{2})[\u4e00-\u9fff（）()·“”]{1,38}"
    r"(?:政府|委员会|常委会|办公室|办公厅|厅|局|部|委|院|署|银行|分行|支行|总社|新华社|总队|支队|大队|调查队|中心|指挥部"
    r"|小组|公司|集团|军委|管理处|办事处|管理站|研究所|大学|学院|军区|党组|联合会|协会|学会|代表大会|联席会议|工会)"
    r"(?:[（(][\u4e00-\u9fff]{1,8}[）)])?$"
)
_CENTRAL = frozenset({"国务院", "中共中央", "中央军委"})
_NO_ISSUER = lazy_pattern(
    r"^(?:各|全体|有关|本|该|其他|联系|附件|以上|特此|此件|抄送|主送|请|由|经|对|在)"
    r"|的|贯彻|落实|执行|认真|报送|第.{1,4}[章条]"
)
_PERSON = lazy_pattern(
    r"^(?:代?(?:省|市|县|区|州)\s*长|(?:自治区)?主\s*席|总\s*理|部\s*长|局\s*长|主\s*任|厅\s*长|行\s*长|署\s*长|院\s*长)"
)
_ACTING = lazy_pattern(r"^[（(][\u4e00-\u9fff]{2,40}(?:代章|代发)[）)]$")
_HAN_LINE = lazy_pattern(r"[\u4e00-\u9fff]{1,24}")
_BRACKETS = "（()）[]【】 \u3000"
_TAIL = lazy_pattern(r"[^\u4e00-\u9fff）)]+$")
_RUN_TOGETHER = lazy_pattern(
    r"(?<=人民政府)(?=国家|(?!办公)[\u4e00-\u9fff]{2,7}人民政府)|(?<=办公[厅室])(?=[\u4e00-\u9fff]{2,7}人民政府)"
    r"|(?<=[厅局部署])(?=国家[\u4e00-\u9fff]{2,6}[局委部署])"
)
_REGION = lazy_pattern(r"^[\u4e00-\u9fff]{2,7}?(?:自治区|省|市|州|盟|县|区)")
_ENDS_IN_DAY = lazy_pattern(rf"^(.*?)\s{{0,20}}[（(]?({DAY})(?:\s?[（(]星期.)?\s{{0,20}}[）)]?$")
_DATED_TITLE = lazy_pattern(rf"^[^。；]{{4,140}}(?:{any_of(PAPERS)})\s*[（(]\s*({DAY})\s*[）)]$")
_PRINTED = lazy_pattern(
    rf"^(.*?)\s{{0,20}}({DAY})\s{{0,20}}(?:印\s{{0,20}}发|印\s{{0,20}}制|印)\s{{0,20}}[。.]?$"
)
_DATELINE = lazy_pattern(rf"^[（(]\s*新华社[\u4e00-\u9fff]{{2,8}}\s*({DAY})\s*电\s*[）)]$")
_NOTE = lazy_pattern(
    rf"^[（(]\s*({DAY})[^。；]{{0,120}}?(?P<act>通\s*过|批\s*准|公\s*布|发\s*布|修\s*订|修\s*正|审\s*议)"
)
_PASSED_BY = lazy_pattern(
    r"日\s*由?([\u4e00-\u9fff]{2,9}?)?\s*第[一二三四五六七八九十\d]{1,4}届((?:全国)?人民代表大会(?:常务委员会)?)"
)
"""（2019年12月1日某省第十三届人民代表大会常务委员会第十三次会议通过）"""
_PRINTING_OFFICE = lazy_pattern(r"(?<=[厅局委会部])办公[室厅]$")
_LONGEST_CLOSING = 60
_LONGEST_NOTE = 200
_HEAD_LINES = 12
_CLOSING_LINES = 8
_MOST_DATES = 1000
"""Lines that end in a day and are looked at before the closing lines; a log has one in each line."""


@dataclass(frozen=True)
class Closing:
    """The body and the day at the end of a document: of its signature (落款) or of its imprint (版记)."""

    day: StatedDate | None = None
    agency: Stated | None = None


def signature(text: str, body: Span) -> Closing:
    """The 落款: the first date line below issuer lines, else a lonely one near head or end.

    The first, because a notice is signed before the plan that it passes on begins.
    """
    spans = spans_of_lines(text, body)
    lonely: Closing | None = None
    looked_at = 0
    for number, span in enumerate(spans):
        line = text[span.start : span.end]
        dated = len(line) <= _LONGEST_CLOSING and "日" in line
        match = _ENDS_IN_DAY.match(line) if dated else None
        looked_at += match is not None
        if looked_at > _MOST_DATES and number < len(spans) - _CLOSING_LINES:
            continue
        interval = _day(match.group(2)) if match else None
        if match is None or interval is None:
            continue
        when = _date(interval, match.group(2), "落款", _part(span, match.span(2)))
        before = match.group(1).strip(_BRACKETS)
        if before:
            own = _part(span, match.span(1))
            agency = _issuers(text, [_joined(text, spans, number - 1, own) or own])
            if agency or is_fragment(squeezed(before)):
                return Closing(when, agency)
            continue
        agency = _issuers(text, _lines_above(text, spans, number))
        if agency or _signed_by_person(text, spans, number):
            return Closing(when, agency)
        if number >= len(spans) - _CLOSING_LINES or number < _HEAD_LINES:
            lonely = Closing(when)
    return lonely or _passed(text, spans) or Closing(_in_title(text, spans))


def imprint(text: str, body: Span) -> Closing:
    """The 版记: a line that ends in 2024年10月15日印发, with the office that printed it.

    Documents of the party's and the state's centre have none where they are made public; there the
    closing （新华社北京…电） is the day of it.
    """
    spans = spans_of_lines(text, body)
    for number in range(len(spans) - 1, -1, -1):
        span = spans[number]
        line = text[span.start : span.end]
        printed = len(line) <= _LONGEST_CLOSING and "印" in line
        match = _PRINTED.match(line) if printed else None
        interval = _day(match.group(2)) if match else None
        if match is None or interval is None:
            continue
        issued = _date(interval, match.group(2), "版记 印发日期", _part(span, match.span(2)))
        place = (
            [_part(span, match.span(1))] if match.group(1) else spans[max(0, number - 1) : number]
        )
        return Closing(issued, _printing_agency(text, place))
    return Closing(_released(text, spans) or _promulgated(text, spans))


def is_issuer(name: str) -> bool:
    """True for words that can only be the name of an issuing body."""
    whole = squeezed(name)
    if _NO_ISSUER.search(whole) or is_fragment(whole):
        return False
    return whole in _CENTRAL or bool(_ISSUER.match(whole))


def issuers_in(line: str) -> list[str]:
    """The issuing bodies that a line consists of; empty when it holds anything else.

    Joint issuers are parted by 、 or wide space; letter-spaced names (教 育 部) are one.
    """
    bare = _TAIL.sub("", line.strip())
    parts = [squeezed(part) for part in re.split(r"[\s\u3000]{2,}|[、，,]", bare) if part.strip()]
    spaced = [part for part in re.split(r"[\s\u3000、，,]+", bare) if part]
    for names in (spaced, parts):
        apart = [name for part in names for name in _parted(part)]
        if apart and all(is_issuer(name) for name in apart):
            return apart
    return []


def _parted(name: str) -> list[str]:
    """Issuers that run together: 山西省交通运输厅山西省财政厅, 青海省人民政府国家能源局."""
    region = _REGION.match(name)
    again = region.group(0) if region else "\n"
    border = rf"(?<=[厅局委会府室院])(?={again}[\u4e00-\u9fff]{{2,}}[厅局委会府室院])"
    return [part for whole in _RUN_TOGETHER.split(name) for part in re.split(border, whole)]


def _day(words: str) -> Interval | None:
    interval = parse_date(squeezed(words))
    return interval if interval and interval.is_day else None


def _passed(text: str, spans: Sequence[Span]) -> Closing | None:
    """（2021年12月28日某省第十三届人民代表大会常务委员会…通过） below a title: the day and the body."""
    for span, note, day in _dated(text, spans[:_HEAD_LINES], _NOTE, "题注", _LONGEST_NOTE):
        if not _PUBLISHED.match(note["act"]):
            by = _PASSED_BY.search(note[0])
            name = f"{by[1] or ''}{by[2]}" if by else ""
            return Closing(day, Stated(value=name, where="题注", span=span) if name else None)
    return None


def _promulgated(text: str, spans: Sequence[Span]) -> StatedDate | None:
    """（2020年9月28日某省人民政府令第341号公布）: the day of issue, which is not that of signing."""
    for span, note, day in _dated(text, spans[:_HEAD_LINES], _NOTE, "题注", _LONGEST_NOTE):
        if _PUBLISHED.match(note["act"]):
            amended = _AMENDED.search(text, span.start, span.start + _LONGEST_NOTE)
            return None if amended else day
    return None


_PUBLISHED = lazy_pattern("[公发]")
_AMENDED = lazy_pattern(r"修\s*[订正改]")
"""（1994年1月28日…发布　2018年12月18日…第四次修订）: the first day is that of an older text."""


def _dated(
    text: str, spans: Sequence[Span], form: re.Pattern[str], where: str, reach: int = 0
) -> Iterator[tuple[Span, re.Match[str], StatedDate]]:
    """The matches of a form whose first group is a date, each with that date; a match may extend over ``reach`` characters."""
    for span in spans:
        match = form.match(text[span.start : max(span.end, span.start + reach)])
        interval = _day(match[1]) if match else None
        if match and interval:
            yield span, match, _date(interval, match[1], where, _part(span, match.span(1)))


def _released(text: str, spans: Sequence[Span]) -> StatedDate | None:
    closing = _dated(text, spans[-_CLOSING_LINES:], _DATELINE, "新华社电头")
    return next((day for *_, day in closing), None)


def _in_title(text: str, spans: Sequence[Span]) -> StatedDate | None:
    """The day in brackets behind a title, where another document has it in the line below."""
    titles = _dated(text, spans[:_HEAD_LINES], _DATED_TITLE, "标题后的日期")
    return next((day for *_, day in titles), None)


def _lines_above(text: str, spans: Sequence[Span], number: int) -> list[Span]:
    """The lines of issuers above a date; a name that a line break parts is one span.

    Nothing where what is left is half a name whose first half cannot be told.
    """
    above: list[Span] = []
    position = number - 1
    while position >= max(0, number - 12):
        span = spans[position]
        line = text[span.start : span.end]
        position -= 1
        if _ACTING.match(line):
            continue
        if len(line) > 2 * _LONGEST_CLOSING:
            break
        joined = _joined(text, spans, position, span)
        if joined:
            position -= 1
        elif is_fragment(squeezed(line)):
            return []
        elif not issuers_in(line):
            break
        above.insert(0, joined or span)
    return above


def _joined(text: str, spans: Sequence[Span], before: int, last: Span) -> Span | None:
    """The span of a name that begins in the line before: 太原市人, 民政府."""
    if before < 0:
        return None
    first = spans[before]
    head, tail = (squeezed(text[span.start : span.end]) for span in (first, last))
    if not _HAN_LINE.fullmatch(head) or is_whole(tail) or is_issuer(head):
        return None
    whole = head + tail
    known = is_whole(whole) and is_issuer(whole) and len(whole) <= _LONGEST_CLOSING
    return Span(start=first.start, end=last.end) if known else None


def _signed_by_person(text: str, spans: Sequence[Span], number: int) -> bool:
    if not number:
        return False
    above = spans[number - 1]
    return bool(_PERSON.match(text[above.start : above.end]))


def _issuers(text: str, spans: Sequence[Span]) -> Stated | None:
    names: list[str] = []
    for span in spans:
        names += issuers_in(text[span.start : span.end].replace("\n", ""))
    if not names:
        return None
    where = Span(start=spans[0].start, end=spans[-1].end)
    return Stated(value="、".join(dict.fromkeys(names)), where="落款", span=where)


def _printing_agency(text: str, place: Sequence[Span]) -> Stated | None:
    """The issuer behind a printing office: 某省生态环境厅办公室 prints for 某省生态环境厅."""
    office = _issuers(text, place)
    if office is None or "、" in office.value or not _PRINTING_OFFICE.search(office.value):
        return None
    name = _PRINTING_OFFICE.sub("", office.value)
    return Stated(value=name, where="版记 印发机关", span=office.span) if is_issuer(name) else None


def _date(interval: Interval, value: str, where: str, span: Span) -> StatedDate:
    return StatedDate(interval=interval, value=value, where=where, span=span)


def _part(line: Span, inside: tuple[int, int]) -> Span:
    return Span(start=line.start + inside[0], end=line.start + inside[1])
