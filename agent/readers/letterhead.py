"""Title, document number and red head from the first lines of an official document.

For formats that carry no metadata of their own (PDF, DOCX, plain text), and for the document
number that an HTML page prints under its title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agent.lazy import lazy_pattern
from agent.readers.lines import CELL
from agent.readers.page_text import PAPERS, any_of, one_line, spans_of_lines
from agent.readers.signature import DAY, issuers_in
from agent.records import Span, Stated
from agent.text.document_numbers import document_numbers, read_document_number

_SPACED = r"\s*"
_ALSO = "公报 复函 指南 标准 规则 报告 答复 制度 政策 目录 名单 清单 解读 指引 章程 协议 预案 决议"
_TITLE_ENDS = lazy_pattern(
    rf"(?:{any_of((*PAPERS, *_ALSO.split()), between=_SPACED)})"
    r"(?:\s*[（(《〈\[].{1,24}[）)》〉\]])?\s*》?$"
)
_GOES_ON = lazy_pattern(
    r"^(?:[》〉）)]?\s{0,20}的?\s{0,20}(?:通\s{0,20}知|公\s{0,20}告|函|意\s{0,20}见|批\s{0,20}复|决\s{0,20}定)$"
    r"|[（(]\s{0,20}(?:试\s{0,20}行|暂\s{0,20}行|修\s{0,20}订|征求意见稿|[0-9０-９]{4}(?!\s{0,20}年\s{0,20}[0-9０-９])))"
)
_ANOTHER = lazy_pattern(r"^(?:[、，]|和|及|与)?\s{0,20}《")
_LISTS_PAPERS = lazy_pattern(
    r"(?:印\s*发|发\s*布|公\s*布|下\s*发|修\s*订|转\s*发)\s*《[^《》]{1,80}》.{0,100}$", re.DOTALL
)
"""A notice of several papers goes on with the next of them: 关于发布《甲规则》/《乙规则》和/《丙规则》的公告."""
_RED_HEAD = lazy_pattern(r"^(.{2,40}?)\s{0,20}(?:行政规范性|规范性)?\s{0,20}文\s{0,20}件$")
_NOT_TITLE = lazy_pattern(
    r"^(?:附\s*件|索\s*引|[（(]?此件|目\s*录$|—|[-–―]|\d+$|密\s*级|特\s*急|签发人|第[一二三四五六七八九十\d]+[号期]$"
    r"|抄\s*送|主\s*送|各|\d{9}/|资料来源|来源|[^《》]{1,8}[:：])|(?:人民政府|办公厅|办公室|委员会|厅|局)\s*发\s*布$"
)
_ISSUED_TITLE = lazy_pattern(
    r"^(.{2,120}?)\s{0,40}(?:关\s*于|印\s*发|转\s*发|批\s*转|发\s*布|公\s*布|贯\s*彻|(?<![应针面])对|(?:令|公\s*告|通\s*告)(?:\s*第|$))"
)
_BODY = lazy_pattern(r"[。；]|[:：]$")
_IN_BRACKETS = lazy_pattern(r"^[（(][^（）()]*[）)]$")
_DATE_LINE = lazy_pattern(rf"^[（(]?{DAY}[）)]?$")
_ORDER_HEAD = lazy_pattern(r"^(.{2,40}?)\s{0,20}(令|公\s{0,20}告|通\s{0,20}告)$")
"""生态环境部令, 商务部 公安部令: the head of an order, its number in the line below."""
_ORDER_NUMBER = lazy_pattern(r"^[（(]?\s*((?:(?:19|20)\d\d\s*年\s*)?第\s*\d{1,6}\s*号)\s*[）)]?$")
_SERIES = lazy_pattern(r"^(?:公\s*告|通\s*告|令)\s*((?:19|20)\d\d\s*年\s*第\s*\d{1,6}\s*号)$")
"""公告 2024年第9号: the issuer stands elsewhere."""
_NOTED = lazy_pattern(rf"^[（(]\s*{DAY}(.{{2,60}}?第\d{{1,6}}号)(?:公布|发布)(?!.*修[订正改])")
"""（2020年9月28日某省人民政府令第341号公布 自…起施行）: a note below a title."""
_STATE = "中华人民共和国"
_TOP = 16
_SHORTEST_TITLE, _LONGEST_TITLE = 4, 160
_LONGEST_NUMBER = 60


@dataclass(frozen=True)
class Letterhead:
    """What the first lines say."""

    title: Stated | None = None
    number: Stated | None = None
    red_head: Stated | None = None


def read_letterhead(text: str, body: Span) -> Letterhead:
    """Title, 文号 and red head (甘肃省人民政府文件) of a document."""
    spans = spans_of_lines(text, body)[:_TOP]
    red_head = number = None
    start = 0
    for position, span in enumerate(spans):
        line = text[span.start : span.end]
        head = _RED_HEAD.match(line)
        if head and position < 5 and len(line) <= _LONGEST_NUMBER:
            names = issuers_in(head.group(1))
            red_head = (
                Stated(value="、".join(names), where="文件版头", span=span) if names else None
            )
            start = position + 1
        elif number is None:
            order = _order(text, spans, position)
            red_head, number = (red_head or order[0], order[1]) if order else (red_head, None)
            number = number or _number(text, span)
    return Letterhead(_title(text, spans[start:]), number, red_head)


def title_below_red_head(lines: Sequence[str]) -> str:
    """The title of a document whose red head (某县教育局文件) is one of these lines, or nothing."""
    at = next(
        (n for n, line in enumerate(lines) if len(line) <= _LONGEST_NUMBER and is_red_head(line)),
        None,
    )
    if at is None:
        return ""
    text = "\n".join(lines[at : at + _TOP])
    found = read_letterhead(text, Span(start=0, end=len(text)))
    return found.title.value if found.red_head and found.title else ""


def is_red_head(words: str) -> bool:
    """True for what is printed in red above a document: 某省人民政府文件."""
    head = _RED_HEAD.match(words)
    return head is not None and bool(issuers_in(head.group(1)))


def title_issuer(title: Stated | None, where: str = "标题中的发文机关") -> Stated | None:
    """The bodies a title names first: 国务院办公厅关于…, 教育部 财政部印发…, 某省人民政府令第…号.

    Args:
        title: the title.
        where: what the answer says of the place.
    """
    match = _ISSUED_TITLE.match(title.value) if title else None
    names = issuers_in(match.group(1)) if match else []
    if title is None or not names:
        return None
    return Stated(value="、".join(names), where=where, span=title.span)


def _order(text: str, spans: Sequence[Span], position: int) -> tuple[Stated, Stated] | None:
    """The issuers and the number of an order or announcement whose number stands below its head."""
    if position + 1 >= len(spans):
        return None
    first, below = spans[position], spans[position + 1]
    head = _ORDER_HEAD.match(text[first.start : first.end])
    number = _ORDER_NUMBER.match(text[below.start : below.end])
    names = issuers_in(head.group(1).removeprefix(_STATE)) if head else []
    if head is None or number is None or not names:
        return None
    words = " ".join(names) + "".join((head.group(2) + number.group(1)).split())
    read = read_document_number(words)
    value = read.told if read else words
    where = Span(start=first.start, end=below.end)
    return (
        Stated(value="、".join(names), where="文件版头", span=first),
        Stated(value=value, where="文号行", span=where),
    )


def number_line(line: str) -> str | None:
    """The document number that a line consists of; brackets, 签发人 and joint issuers may stand beside it."""
    bare = re.split(r"签\s{0,20}发\s{0,20}人", line)[0].strip("（()）[]【】 \u3000")
    if not 4 <= len(bare) <= _LONGEST_NUMBER or "号" not in bare:
        return None
    noted, series = _NOTED.match(line), _SERIES.match(bare)
    if series:
        return "".join(bare.split())
    found = document_numbers(noted.group(1) if noted else bare)
    if len(found) != 1:
        return None
    before, behind = bare[: found[0].span.start], bare[found[0].span.end :]
    whole = not behind and (not before.strip() or bool(issuers_in(before)))
    return found[0].told if noted or whole else None


def _number(text: str, span: Span) -> Stated | None:
    value = number_line(text[span.start : span.end])
    return Stated(value=value, where="文号行", span=span) if value else None


def _title(text: str, spans: Sequence[Span]) -> Stated | None:
    """The first lines that read as a title; a line of issuers alone, a red head, is none."""
    while spans:
        found = _run(text, spans)
        if found is None:
            return None
        first, end, joined = found
        words = one_line(joined)
        if len(words) >= _SHORTEST_TITLE and not issuers_in(joined.replace("\n", "  ")):
            where = Span(start=spans[first].start, end=spans[end].end)
            return Stated(value=words, where="首页标题", span=where)
        spans = spans[end + 1 :]
    return None


def _run(text: str, spans: Sequence[Span]) -> tuple[int, int, str] | None:
    """The numbers of the first and last line that belong together, and their words."""
    first: int | None = None
    end = 0
    joined = ""
    for position, span in enumerate(spans):
        line = text[span.start : span.end]
        if first is None:
            if _skipped(text, span):
                continue
            if _BODY.search(line) or len(line) > _LONGEST_TITLE:
                return None
            first, end, joined = position, position, line
        elif _breaks(text, span, joined):
            break
        else:
            # A line break parts two issuers, but not the words of a title.
            border = " \n" if issuers_in(joined.rpartition("\n")[2]) else "\n"
            end, joined = position, joined + border + line
        if _complete(joined) and not _continues(text, spans, position, joined):
            break
    return None if first is None else (first, end, joined)


def _complete(joined: str) -> bool:
    return bool(_TITLE_ENDS.search(joined)) and joined.count("《") <= joined.count("》")


def _skipped(text: str, span: Span) -> bool:
    line = text[span.start : span.end]
    if (
        len(line) < 2
        or CELL in line
        or _IN_BRACKETS.match(line)
        or _NOT_TITLE.search(line)
        or _DATE_LINE.match(line)
    ):
        return True
    return _number(text, span) is not None


def _breaks(text: str, span: Span, joined: str) -> bool:
    line = text[span.start : span.end]
    if _GOES_ON.match(line) and len(line) < _LONGEST_NUMBER:
        return False
    if len(joined) + len(line) > _LONGEST_TITLE or line[:1] in "（(":
        return True
    return bool(_BODY.search(line)) or _skipped(text, span)


def _continues(text: str, spans: Sequence[Span], position: int, joined: str) -> bool:
    if position + 1 >= len(spans):
        return False
    after = text[spans[position + 1].start : spans[position + 1].end]
    return bool(_GOES_ON.match(after) or (_ANOTHER.match(after) and _LISTS_PAPERS.search(joined)))
