"""Document numbers (发文字号): 晋政发〔2024〕8号, 山西省人民政府令第312号, 国家能源局公告2024年第8号.

All bracket shapes, spaces and line breaks inside are read; the normal form uses 〔〕, no 第 after the
year and no leading zeros (《党政机关公文格式》 GB/T 9704-2012, 7.2.5).
"""

from __future__ import annotations

import re

from agent.lazy import lazy_pattern
from agent.records import Record, Span
from agent.text.fold import Folded, fold


class DocumentNumber(Record):
    """A document number where it stands.

    ``code`` names the series: 晋政发, or for orders and announcements the issuer with 令 or 公告
    (山西省人民政府令; 中华人民共和国国务院令 is 国务院令). ``year`` is None where the series does not count
    by year.
    """

    code: str
    year: int | None
    number: int
    text: str
    span: Span

    @property
    def normal(self) -> str:
        """The form to compare by: 国令 is the series 国务院令."""
        return self._written(_SAME.get(self.code, self.code))

    @property
    def told(self) -> str:
        """The form to print: the series, and whether the year stands in brackets, as the page has it."""
        if self.year is not None and _BRACKETED.search(self.text):
            return f"{self.code}〔{self.year}〕{self.number}号"
        return self._written(self.code)

    def _written(self, code: str) -> str:
        if self.year is None:
            return f"{code}第{self.number}号"
        if not code or code.endswith(("公告", "通告", "令")):
            return f"{code}{self.year}年第{self.number}号"
        return f"{code}〔{self.year}〕{self.number}号"


_BRACKETED = lazy_pattern(r"[〔﹝［\[（(【〖]\s{0,9}\d")
_HAN = "[一-鿿]"
_SERIES = lazy_pattern(
    rf"(?P<head>{_HAN}{{1,24}})"
    r"(?:\((?P<bracket>(?:19|20)\d\d)年?\)第?|(?<=公告)(?P<plain>(?:19|20)\d\d)年第|(?<=通告)(?P<notice>(?:19|20)\d\d)年第"
    r"|(?<=令)(?P<order>(?:19|20)\d\d)年第)"
    r"0*(?P<number>\d{1,6})号"
)
_ORDER = lazy_pattern(rf"(?P<head>{_HAN}{{0,24}}令)\(?第0*(?P<number>\d{{1,6}})号\)?")
_ORDER_BEHIND = lazy_pattern(
    rf"(?P<head>{_HAN}{{0,24}}?)(?P<year>(?:19|20)\d\d年)?第0*(?P<number>\d{{1,6}})号(?P<kind>令|公告|通告)"
)
_YEARS = ("bracket", "plain", "notice", "order", "year")
_OF_A_YEAR = lazy_pattern(r"((?:19|20)\d\d)年第0*(\d{1,6})号")
_LEADS_IN = lazy_pattern(
    "根据|按照|依据|依照|遵照|落实|贯彻|执行|关于|印发|发布|通知|文件|规定|要求|意见|方案|办法|决定|批复|复函|以及|并以|修订|废止"
    "|参照|详见|转发|批转|人民政府(?!令|公告|通告|第)|办公厅(?!令|公告|通告)|委员会(?!令|公告|通告|第)|办公室(?!令|公告|通告)"
    "|[号见的以由对在为被]|经(?![信发贸济委开建合])"
)
_JOINS = lazy_pattern("(?<!共)和|与|及")
_STATE = "中华人民共和国"


def _code(head: str, folded: Folded, start: int) -> tuple[str, int]:
    """The series without what leads in to it, and where it starts in the folded text.

    A gap (space or line break) is a border, unless it leaves a single character, stands between
    all characters (晋 政 发), or the series begins at a bracket or colon before it.
    """
    issuer = head.endswith(("令", "公告", "通告"))
    patterns = (_LEADS_IN,) if issuer else (_LEADS_IN, _JOINS)
    cut = max(
        (match.end() for pattern in patterns for match in pattern.finditer(head)
         if match.end() < len(head)),
        default=0,
    )  # fmt: skip
    opened = cut == 0 and folded.text[max(0, start - 1) : start] in {"(", ":"} and len(head) <= 10
    ends, offsets = folded.ends, folded.offsets
    gaps = [
        index
        for index in range(max(cut, 1), len(head) - 1)
        if ends[start + index - 1] != offsets[start + index]
    ]
    if gaps and not opened and len(gaps) < len(head) - cut - 2:
        cut = max(gaps[-1], cut)
    state = head.rfind(_STATE, cut)
    if issuer and state >= 0 and len(head) > state + len(_STATE) + 1:
        cut = state + len(_STATE)
    code = head[cut:]
    return code, start + cut


_SAME = {"国令": "国务院令"}
"""How the tables of gov.cn write the series of orders of the State Council."""


def _read(match: re.Match[str], folded: Folded, text: str) -> DocumentNumber | None:
    groups = match.groupdict()
    code, start = _code(match["head"], folded, match.start("head"))
    kind = groups.get("kind")
    code += kind or ""
    year = next((groups[name] for name in _YEARS if groups.get(name)), None)
    if not code or (kind in {"公告", "通告"} and not year):
        return None
    span = folded.span(start, match.end())
    return DocumentNumber(
        code=code,
        year=int(year.removesuffix("年")) if year else None,
        number=int(match["number"]),
        text=text[span.start : span.end],
        span=span,
    )


def document_numbers(text: str) -> tuple[DocumentNumber, ...]:
    """All document numbers of a text, in order of their places."""
    folded = fold(text)
    found: list[DocumentNumber] = []
    # Each of the expressions begins with up to 24 characters of any kind.
    wanted = (_SERIES, _ORDER, _ORDER_BEHIND) if "号" in folded.text else ()
    for pattern in wanted:
        for match in pattern.finditer(folded.text):
            number = _read(match, folded, text)
            if number and not any(_overlap(number.span, other.span) for other in found):
                found.append(number)
    return tuple(sorted(found, key=lambda number: number.span.start))


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def read_document_number(text: str) -> DocumentNumber | None:
    """The one document number that a text is; of an announcement also 2024年第9号 without its series.

    None when it has none or several.
    """
    found = {number.normal: number for number in document_numbers(text)}
    if len(found) == 1:
        return next(iter(found.values()))
    bare = _OF_A_YEAR.fullmatch(fold(text).text.strip("()")) if not found else None
    if bare is None:
        return None
    span = Span(start=0, end=len(text))
    return DocumentNumber(code="", year=int(bare[1]), number=int(bare[2]), text=text, span=span)


def normalise_document_number(text: str) -> str | None:
    """The normal form of the one document number in a text; None when there is none or several."""
    normal = {number.normal for number in document_numbers(text)}
    return normal.pop() if len(normal) == 1 else None
