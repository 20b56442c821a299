"""Names of documents, what makes a title another document, and words that tell how far a thing is.

山西省人民政府办公厅关于印发《山西省…实施细则》的通知 and 《山西省…实施细则》 name one document; 关于贯彻落实
《山西省…实施细则》的意见, its 解读 and its 废止 are others. No name is ever near another: equal or not.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from agent.records import Span
from agent.text.document_numbers import document_numbers
from agent.text.fold import contains, fold

_DECORATION = '()《》"'
_ISSUER_END = "政府|办公厅|办公室|厅|局|委|委员会|部|部门|院|署|总局|中心|集团|公司|省委|市委|中央|银行|指挥部|会|会议|领导小组|学会|协会|支队|总队"
_ISSUER = re.compile(
    # What must follow is looked for first: it nearly always decides, and costs less.
    r"(?:(?=.{2,100}?(?:关于|印发|发布|公布|《|转发|批转|贯彻))"
    rf"(?:(?!转发|批转|贯彻|落实|废止|印发)[^关《》]){{2,80}}?"
    rf"(?=[政办厅局委部院署总中集公省央银指会领学协支])(?:{_ISSUER_END})(?:\d{{4}}年)?"
    "|[两二三四五六七八九十]{1,4}(?:个)?部(?:门|委))"
    "(?=关于|印发|发布|公布|《|转发|批转|贯彻)"
)
_ISSUE = "印发|发布|公布|下发|颁发|颁布|发布实施|印发实施|公布实施|批准发布|出台"
_NOTICE = "通知|公告|通告|函|决定|令|批复|通报"
_ISSUED = re.compile(
    rf"(?:关于|(?=印发))(?:修订|调整|重新|联合)?(?:{_ISSUE})(?:实施)?(?P<name>.{{1,300}}?)"
    rf"(?=[的通公函决令批])的?(?:{_NOTICE})"
)
_NEWS = re.compile(
    rf"(?:[^《》,:;。拟将]{{0,40}}?)(?:日前|近日|正式|联合|已)?(?:{_ISSUE})(?P<name>《[^《》]+》(?:(?:和|及|与|、)?《[^《》]+》)*)"
)
_QUOTED = re.compile(r"《((?:[^《》]|《[^《》]*》)+)》")
_TRAILER = re.compile(
    r"\((?:全文|附全文|附件|此件公开发布|公开发布|图表|最新|word版|pdf版)\)$", re.IGNORECASE
)


class NameRelation(StrEnum):
    """How a claimed name stands to a title."""

    SAME = "same"
    CONTAINS = "contains"
    OTHER = "other"


@lru_cache(maxsize=1024)
def _folded_title(name: str) -> str:
    """The folded name without a document number or a note such as (全文) around it."""
    for number in document_numbers(name):
        before, after = name[: number.span.start], name[number.span.end :]
        if not before.strip(" \t\n(（[【") or not after.strip(" \t\n)）]】"):
            name = f"{before.rstrip(' (（[【')}\n{after.lstrip(' )）]】')}"
            break
    return _TRAILER.sub("", fold(name).text.strip(",;:。."))


_UNDECORATED = {ord(character): None for character in _DECORATION}


def _bare(name: str) -> str:
    return name.translate(_UNDECORATED)


def _without_issuer(title: str) -> str:
    match = _ISSUER.match(title)
    return title[match.end() :] if match else title


@lru_cache(maxsize=1024)
def _cores(name: str) -> tuple[str, ...]:
    """The core of a name; several when one notice issues several documents."""
    title = _without_issuer(_folded_title(name))
    issued = _ISSUED.fullmatch(title) or _NEWS.fullmatch(title)
    inner = issued["name"] if issued else title
    quoted = _QUOTED.findall(inner)
    rest = _QUOTED.sub("", inner)
    if len(quoted) > 1 and len(rest) <= (8 if issued else 2):
        return tuple(_bare(part) for part in quoted)
    return (_bare(inner),)


@lru_cache(maxsize=4096)
def core_name(name: str) -> str:
    """The name without issuer, 关于印发…的通知, brackets, 《》, quotes, spaces and document number.

    关于…的通知 that is itself the document keeps its name without the issuer. Of a notice that
    issues several documents, their names joined.
    """
    return "".join(_cores(name))


_ALWAYS_DERIVED = re.compile(
    "征求意见稿|征求.{0,8}意见|政策解读|解读|图解|一图读懂|一图看懂|答记者问|记者问|政策问答|问答|起草说明|编制说明|草案|送审稿"
    "|新闻发布会|转发|批转|任务分工|读懂"
)
_AROUND_A_QUOTE = re.compile(
    "贯彻落实|贯彻|落实|废止|失效|修订|修改|修正|调整|延续|延长|补充|实施细则|实施意见|实施方案|实施办法|宣传|宣贯|培训|评估|任务|分解"
    "|学习|配套|勘误|更正|说明|执行|推进|做好|征集"
)
_WITHOUT_A_QUOTE = re.compile(
    r"关于(?P<word>贯彻落实|贯彻|落实|废止|修改|修订|修正|宣布失效).{4,300}(?:意见|通知|措施|方案|决定|公告|细则|办法)"
)
_VERSION = re.compile(r"\((?:\d{4}年?)?(?:修订|修正|修改)(?:版|稿)?\)$")


def derived_from(title: str) -> str | None:
    """The word by which a title says it is about another document (解读, 转发, 废止 …), or None.

    Words inside 《》 belong to the name of that document and do not count, nor does a version in
    brackets at the end (2024年修订).
    """
    folded = _VERSION.sub("", _folded_title(title))
    outside = _QUOTED.sub("《》", folded)
    always = _ALWAYS_DERIVED.search(outside) or re.search("征求意见稿|草案|送审稿", folded)
    if always:
        return always.group()
    subject = _without_issuer(outside)
    if _ISSUED.fullmatch(subject) and not re.search("《》[^和及与、的等《]", subject):
        return None
    plain = _WITHOUT_A_QUOTE.match(subject)
    if plain:
        return plain["word"]
    around = _AROUND_A_QUOTE.search(subject) if "《》" in subject else None
    return around.group() if around else None


def relation(claimed: str, title: str) -> NameRelation:
    """How a claimed name stands to the title of a page or attachment.

    SAME only by equality of the core names (or of one of several that the title issues).
    CONTAINS when the title only contains the claimed name: another document.
    """
    wanted, found = _cores(claimed), _cores(title)
    core, whole = "".join(wanted), _bare(_folded_title(title))
    if not core:
        return NameRelation.OTHER
    if _bare(_folded_title(claimed)) == whole:
        return NameRelation.SAME
    equal = wanted == found or (len(wanted) == 1 and wanted[0] in found)
    if equal and derived_from(claimed) == derived_from(title):
        return NameRelation.SAME
    if len(core) >= 4 and contains(whole, core):
        return NameRelation.CONTAINS
    return NameRelation.OTHER


_PLANNED_ISSUE = re.compile(
    r"(?:(?:拟|将|抓紧|适时|尽快|加快|正在|研究|计划|力争|即将|准备|筹备|推动|争取|待|组织|有望|择机|预计)[^,。;:《》]{0,12}"
    r"(?:制定|制订|出台|编制|起草|修订|印发|发布|推出|实施|公布)(?:出台|印发|发布|实施)?"
    r"|(?<!已)(?<!已经)(?:研究制定|制定出台|制定|制订|编制|起草))(?:了)?[^,。;:《》]{0,6}《?$"
)
_DONE_ISSUE = re.compile(
    r"(?:已|已经|日前|近日|正式|现将|联合|先后|相继)[^,。;《》]{0,16}(?:印发|发布|出台|实施|施行|公布|制定|制订|编制|颁布)[^,。;《》]{0,4}《?$"
    r"|(?:印发|发布|出台|公布|颁布|制定了|出台了|印发了|根据|按照|依据|落实|执行)《?$"
)
_PLANNED_AFTER = re.compile(
    r"[》)\"]{0,8}(?:将|拟|预计|有望|力争)[^,。;]{0,12}(?:出台|印发|发布|实施)|[》)\"]{0,8}\(?(?:征求意见稿|送审稿|草案|公开征求意见|的?编制工作|的?起草工作|的?制定工作|\)?征求意见)"
)
_DONE_AFTER = re.compile(
    r"[》)\"]{0,8}(?:\([^()]{0,80}\))?,?(?:已经?|日前|近日|现|正式|自[^,。;]{2,16}起)[^,。;]{0,24}?(?:印发|发布|出台|实施|施行|公布|颁布)|[》)\"]{0,8}的通知"
)


def _name_pattern(name: str) -> re.Pattern[str] | None:
    core = core_name(name)
    if len(core) < 4:
        return None
    return re.compile(f"[{re.escape(_DECORATION)}]*".join(map(re.escape, core)))


def _is_title(name: str, line: str) -> bool:
    """True when the line is the document's title, and no news of it."""
    return not _NEWS.fullmatch(_folded_title(line)) and relation(name, line) is NameRelation.SAME


def _lines_with(cores: tuple[str, ...], text: str) -> list[str]:
    """The lines that could be a title with these cores: all of them stand there."""
    lines = ((line, _bare(fold(line).text)) for line in text.splitlines())
    return [line for line, bare in lines if all(core in bare for core in cores)]


def announced_only(name: str, text: str) -> Span | None:
    """Where a text says that the document is still to come, if it nowhere says that it came.

    Still to come: 制定《X》, 研究制定X, 拟/将/抓紧出台《X》, 《X》（征求意见稿）. Came: 印发《X》, 《X》已…实施,
    根据《X》, or a line of its own that is the document's title.
    """
    pattern = _name_pattern(name)
    if pattern is None:
        return None
    folded = fold(text)
    if pattern.search(folded.text) is None:
        return None
    if any(_is_title(name, line) for line in _lines_with(_cores(name), text)):
        return None
    announced = None
    for match in pattern.finditer(folded.text):
        before = folded.text[max(0, match.start() - 40) : match.start()]
        after = folded.text[match.end() : match.end() + 60]
        planned = _PLANNED_ISSUE.search(before)
        if planned or _PLANNED_AFTER.match(after):
            start = match.start() - (len(planned.group()) if planned else 0)
            announced = announced or folded.span(start, match.end())
        elif _DONE_ISSUE.search(before) or _DONE_AFTER.match(after):
            return None
    return announced
