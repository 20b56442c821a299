"""Title, document number and issuer from the first lines of an official document.

For formats that carry no metadata of their own (PDF, DOCX, plain text), and for the document
number that an HTML page prints under its title.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from agent.readers.dates_in_page import effective as effective_date
from agent.readers.dates_in_page import in_force as in_force_interval
from agent.readers.dates_in_page import is_issuer, issuers_in, printed, signature
from agent.readers.page_text import one_line, spans_of_lines
from agent.records import PageMeta, Span, Stated, StatedDate
from agent.text.document_numbers import normalise_document_number

_RED_HEAD = re.compile(r"^(.{2,40}?)\s*文\s*件$")
_TITLE_ENDS = re.compile(
    r"(?:通\s*知|意\s*见|方\s*案|办\s*法|决\s*定|规\s*定|条\s*例|规\s*划|计\s*划|措\s*施|细\s*则|公\s*告|通\s*告|公\s*报|批\s*复|复\s*函|函|令|指\s*南|标\s*准|"
    r"规\s*则|纲\s*要|要\s*点|报\s*告|答\s*复|制\s*度|政\s*策|目\s*录|名\s*单|清\s*单|说\s*明|解\s*读)(?:\s*[（(《〈\[].{1,20}[）)》〉\]])?》?$"
)
_GOES_ON = re.compile(
    r"^(?:的\s*(?:通\s*知|公\s*告|函|意\s*见|批\s*复|决\s*定)|[（(](?:试行|暂行|修订|征求意见稿|\d{4}))"
)
_NOT_TITLE = re.compile(
    r"^(?:附\s*件|索\s*引|[（(]?此件|目\s*录|—|[-–]|\d+$|密\s*级|特\s*急|签发人|第[一二三四五六七八九十\d]+号$|抄\s*送|主送|各)"
)
_ISSUED_TITLE = re.compile(r"^(.{2,80}?)\s*(?:关\s*于|印\s*发|转\s*发|批\s*转)")
_WORDY = re.compile(r"[。；]|^[^《]{0,40}[:：]$")
_TOP = 14
_LONGEST_TITLE = 160


@dataclass(frozen=True)
class Letterhead:
    """What the first lines say."""

    title: Stated | None = None
    number: Stated | None = None
    red_head: Stated | None = None


def read_letterhead(text: str, body: Span) -> Letterhead:
    """Title, 文号 and the red head (甘肃省人民政府文件) of a document."""
    spans = spans_of_lines(text, body)[:_TOP]
    red_head = number = None
    start = 0
    for position, span in enumerate(spans):
        line = text[span.start : span.end]
        match = _RED_HEAD.match(line)
        if match and issuers_in(match.group(1)) and position < 6:
            value = "、".join(issuers_in(match.group(1)))
            red_head = Stated(value=value, where="文件版头", span=span)
            start = position + 1
        elif number is None and _is_number(line):
            number = Stated(value=_is_number(line), where="文号行", span=span)
    return Letterhead(_title(text, spans[start:]), number, red_head)


def _is_number(line: str) -> str:
    """The document number a line consists of (签发人 may follow), or nothing."""
    bare = re.split(r"\s*签\s*发\s*人", line)[0].strip("（()） \u3000")
    if not bare or len(bare) > 40:
        return ""
    number = normalise_document_number(bare)
    return number or ""


def number_line(text: str, body: Span) -> Stated | None:
    """The 文号 that stands alone in a line below the title of a page."""
    for span in spans_of_lines(text, body)[:10]:
        number = _is_number(text[span.start : span.end])
        if number:
            return Stated(value=number, where="标题下文号行", span=span)
    return None


def _title(text: str, spans: list[Span]) -> Stated | None:
    first: int | None = None
    end = 0
    joined = ""
    for position, span in enumerate(spans):
        line = text[span.start : span.end]
        if first is None:
            if _skipped(line):
                continue
            if _WORDY.search(line):
                return None
            first, end, joined = position, position, line
        elif _breaks(line) or len(joined) + len(line) > _LONGEST_TITLE:
            break
        else:
            end, joined = position, joined + "\n" + line
        if _TITLE_ENDS.search(joined) and not _continues(text, spans, position):
            break
    if first is None or len(one_line(joined)) < 4:
        return None
    where = Span(start=spans[first].start, end=spans[end].end)
    return Stated(value=one_line(joined), where="首页标题", span=where)


def _skipped(line: str) -> bool:
    return bool(_is_number(line) or _NOT_TITLE.match(line)) or len(line) < 2


def _breaks(line: str) -> bool:
    return bool(
        _is_number(line) or _WORDY.search(line) or line[:1] in "（(" or _NOT_TITLE.match(line)
    )


def _continues(text: str, spans: list[Span], position: int) -> bool:
    if position + 1 >= len(spans):
        return False
    after = spans[position + 1]
    return bool(_GOES_ON.match(text[after.start : after.end]))


def title_issuer(title: Stated | None) -> Stated | None:
    """The body a title names first: 国务院办公厅关于…, 教育部印发…."""
    match = _ISSUED_TITLE.match(title.value) if title else None
    if title is None or match is None:
        return None
    names = issuers_in(match.group(1)) or _split_issuers(match.group(1))
    if not names:
        return None
    return Stated(value="、".join(names), where="标题中的发文机关", span=title.span)


def _split_issuers(words: str) -> list[str]:
    """Issuers that run together: 重庆市人民政府办公厅四川省人民政府办公厅."""
    parts = re.findall(r".+?(?:人民政府办公[厅室]|人民政府|委员会|厅(?!室))", words)
    if len(parts) > 1 and "".join(parts) == words and all(is_issuer(part) for part in parts):
        return parts
    return []


def document_meta(text: str, body: Span) -> PageMeta:
    """Everything that the text of a document without metadata says of itself."""
    head = read_letterhead(text, body)
    signed_by = signature(text, body)
    issued = printed(text, body)
    takes_effect = effective_date(text, body, signed_by.signed, issued)
    return PageMeta(
        title=head.title,
        agency=signed_by.agency or head.red_head or title_issuer(head.title),
        document_number=head.number,
        signed=signed_by.signed,
        issued=issued,
        effective=takes_effect,
        in_force=force(text, body, takes_effect, signed_by.signed, issued),
    )


def force(
    text: str,
    body: Span,
    takes_effect: StatedDate | None,
    signed: StatedDate | None,
    issued: StatedDate | None,
) -> StatedDate | None:
    """The time in force; it begins with the effective date, else the issued, else the signed one."""
    return in_force_interval(text, body, takes_effect or issued or signed)
