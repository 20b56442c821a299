"""The parts of a sentence that code can hold against a passage when the words are not the same.

They only ever take away: a sentence that passes is not supported by that, a sentence that fails is
not. What is compared are dates with their roles, steps of a project, directions, denials, scope,
aim or result, and names. Figures have a check of their own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from agent.checks.sentence import TARGET
from agent.places import Places
from agent.publishers import Publishers
from agent.records import Span
from agent.text.dates import DateMention, dates
from agent.text.figures import Figure, figures, same_quantity
from agent.text.fold import contains, fold
from agent.text.names import status_words

ANY_YEAR = 2000
"""Completes days without a year on both sides, so that they are compared by month and day."""
NEAR = 12

ROLES = (
    re.compile(r"施行|实施|执行|生效|起效"),
    re.compile(r"印发|发布|公布|出台|颁布|下发"),
    re.compile(r"成文|签发|签署"),
    re.compile(r"截止|结束|废止|失效|终止"),
)
DIRECTIONS = (
    (
        "提高|增加|增长|上升|扩大|上调|上浮|新增|提升|放宽|延长|增至|升至|增到|升到",
        "降低|减少|下降|缩小|下调|下浮|压减|削减|淘汰|收紧|缩短|减至|降至|压缩|退出|减到|降到",
    ),
    ("允许|准许|可以|放开", "禁止|严禁|不得|不准|限制"),
    ("恢复|启用|启动|重启|开放", "暂停|停用|停止|关闭|中止|取消|解除"),
    ("开始|起始", "结束|终止|截止"),
    ("提前|提早", "推迟|延后|延迟|晚(?=[一二三两\\d])"),
    ("鼓励|支持|补贴|奖励|免征|免收|减免", "限制|处罚|罚款|征收|加收|收取"),
    ("高峰|尖峰|峰段", "低谷|谷段"),
    ("进口", "出口"),
    ("购买|购置", "报废|淘汰|注销"),
    ("(?<!不)(?:高于|多于|大于)", "(?<!不)(?:低于|少于|小于)"),
    ("(?:公布|发布|实施|施行|印发)(?:以|之)?前", "(?:公布|发布|实施|施行|印发)(?:以|之)?后"),
)
"""Words and their opposites. One side in the sentence and only the other in the passage differ."""
ALTERNATIVES = (
    "国家级|省级|市级|县级|区级|乡镇级",
    "标杆水平|基准水平|先进水平",
    "日产|月产|年产",
    "(?<=每)[年月天日]|(?<=一)年(?=[^期流])|(?<=个)月",
    "示范县|示范市|示范区|示范村|示范乡镇|示范园区",
    "农用地|建设用地|林地|耕地|草地",
    "生活垃圾|建筑垃圾|厨余垃圾|危险废物|工业固废",
    "固定|兼职|专职|临时",
    "小学|初中|高中|大学",
)
"""Words of one kind. One that the passage does not have, where it has another, differs."""
BODY = re.compile(r"[\u4e00-\u9fff]{2}(?:厅|局|委(?![托派员任])|集团|公司)")
"""The last characters of a body's name."""
BOUNDS = re.compile(
    r"不(?:得|能|应|宜)?(?:慢于|超过|低于|少于|高于|大于|小于|多于|超|足|到|突破)|不(?:断|仅|同|只|锈|含税|管|论|限于)"
    r"|未(?:来|成年)|无(?:人|线|轨|锡|烟|废|偿|害)|非(?:化石|常|机动|道路|洲|金属|电)"
)
"""Said with 不, 未, 无 or 非 and yet no denial."""
DENIALS = re.compile(r"不|未|无|非|禁止|严禁|取消|停止|暂停|除外|以外|拒绝|免除|没有|否")
LIMITS = (
    "试点",
    "国际",
    "国内",
    "部分",
    "原则上",
    "鼓励",
    "新建",
    "新增",
    "重点",
    "市辖区",
    "城区",
    "农村",
    "营运",
    "公共",
    "示范",
    "存量",
    "符合条件",
)
EVERYTHING = ("全部", "所有", "一律", "全面", "全国", "全省", "全市", "全区", "各类", "任何", "均")
AIMED = re.compile(rf"{TARGET.pattern}|目标|要求(?=达)|应当?达|规划")
DONE = re.compile(r"已(?!知)|完成了|实现了|达到了|累计|建成了|淘汰了|截至|同比|较上年|去年")
STANDARDS = re.compile(r"国[一二三四五六ⅠⅡⅢⅣⅤⅥ](?![家年个])[abAB]?")
TITLES = re.compile(r"《[^》]+》")
CLAUSE = "[，。；、\\n,;]"
LATIN = re.compile(r"[A-Za-z][A-Za-z0-9.\-]*[A-Za-z0-9]|[A-Z]\d+")
NUMBER = re.compile(r"(?<![\d.A-Za-z])\d+(?:\.\d+)?")
HAN = re.compile(r"[\u4e00-\u9fff]+")


@dataclass(frozen=True)
class Names:
    """What tells names of places and of bodies from other words."""

    places: Places
    publishers: Publishers


def difference(sentence: str, quote: str, passage: str, page: str, names: Names) -> str | None:
    """The reason code of the first part of a sentence that the passage does not bear, or None.

    Args:
        sentence: what is claimed.
        quote: the words that are said to bear it.
        passage: the sentences in which the quote stands.
        page: title and issuers of the page: it need not name them again in each sentence.
        names: what knows places and bodies.
    """
    if _dates_differ(sentence, passage):
        return "entailment.other_date"
    if _steps_differ(sentence, passage):
        return "entailment.other_status"
    if _turned(sentence, passage) or _denied(sentence) not in {
        _denied(quote),
        _denied(nearest(sentence, quote)),
    }:
        return "entailment.other_direction"
    whole = "".join(passage.split())
    if bool(DONE.search(sentence)) and AIMED.search(whole) and not DONE.search(whole):
        return "entailment.other_target"
    if AIMED.search(sentence) and not AIMED.search(whole):
        return "entailment.other_target"
    if _numbers(sentence) - _numbers(passage):
        return "entailment.other_figure"
    if _scope_differs(sentence, quote, passage):
        return "entailment.other_scope"
    return "entailment.other_name" if _names_differ(sentence, passage, page, names) else None


def bears(claimed: Figure, sentence: str, quote: str) -> bool:
    """True when a quote gives the claimed quantity for what its words are nearest to.

    For figures whose noun is told in other words, after a model has said that the quote bears the
    sentence: of all figures of that dimension in the quote, those whose clause shares most with
    the sentence must all have the claimed value, and neither turn it nor tell another aim.
    """
    standing = [f for f in figures(quote) if f.dimension == claimed.dimension]
    own = pairs(_clause(sentence, claimed.span))
    shared = [len(own & pairs(_clause(quote, f.span))) for f in standing]
    nearest = [f for f, n in zip(standing, shared, strict=True) if n == max(shared)]
    return bool(nearest) and all(
        same_quantity(claimed, f)
        and claimed.direction in (None, f.direction)
        and claimed.target in (None, f.target)
        and (claimed.year is None or f.year in (None, claimed.year))
        and (claimed.base is None or f.base in (None, claimed.base))
        for f in nearest
    )


def _clause(text: str, span: Span) -> str:
    before = re.split(CLAUSE, text[: span.start])[-1]
    behind = re.split(CLAUSE, text[span.end :])[0]
    return f"{before}{text[span.start : span.end]}{behind}"


def _numbers(text: str) -> set[str]:
    """Numbers that are neither figures nor dates: 5级, 871工程, 第7条."""
    return set(NUMBER.findall(fold(_without_figures(text)).text))


def in_common(sentence: str, quote: str) -> bool:
    """True when any two characters that stand together in the sentence do so in the quote.

    Figures and dates do not count: the same year stands in many sentences.
    """
    return bool(pairs(sentence) & pairs(quote))


def pairs(text: str) -> set[str]:
    """Pairs of Chinese characters of a text, without its figures and dates."""
    runs = HAN.findall(_without_figures(text))
    return {run[i : i + 2] for run in runs for i in range(len(run) - 1)}


def _without_figures(text: str) -> str:
    spans = [f.span for f in figures(text)] + [d.span for d in dates(text, year=ANY_YEAR)]
    characters = list(text)
    for span in spans:
        characters[span.start : span.end] = " " * (span.end - span.start)
    return "".join(characters)


def nearest(sentence: str, quote: str) -> str:
    """The clause of a quote that shares most with the sentence; the first of several."""
    wanted = pairs(sentence)
    return max(re.split("[，。；;,\n]", quote), key=lambda clause: len(pairs(clause) & wanted))


def _dates_differ(sentence: str, passage: str) -> bool:
    standing = dates(passage, year=ANY_YEAR)
    for claimed in dates(sentence, year=ANY_YEAR):
        same = [s for s in standing if _same_date(claimed, s)]
        if not same:
            return True
        role = _role(sentence, claimed)
        roles = {r for s in same if (r := _role(passage, s)) is not None}
        if role is not None and roles and role not in roles:
            return True
    return False


def _same_date(claimed: DateMention, standing: DateMention) -> bool:
    if claimed.interval.contains(standing.interval):
        return True
    if claimed.interval.start.year != ANY_YEAR:
        return False
    start, end = claimed.interval.start, claimed.interval.end
    other = standing.interval
    return (start.month, start.day, end.month, end.day) == (
        other.start.month,
        other.start.day,
        other.end.month,
        other.end.day,
    )


def _role(text: str, mention: DateMention) -> int | None:
    """Which of ROLES the words beside a date give it; what follows it first."""
    behind = text[mention.span.end : mention.span.end + NEAR]
    before = text[max(0, mention.span.start - NEAR) : mention.span.start]
    for words in (re.split("[，。；]", behind)[0], re.split("[，。；]", before)[-1]):
        found = [(match.start(), n) for n, r in enumerate(ROLES) if (match := r.search(words))]
        if found:
            return min(found)[1]
    return None


def _steps_differ(sentence: str, passage: str) -> bool:
    standing = {(word.step, word.planned) for word in status_words(passage)}
    return any((word.step, word.planned) not in standing for word in status_words(sentence))


def _turned(sentence: str, passage: str) -> bool:
    for one, other in DIRECTIONS:
        for own, opposite in ((one, other), (other, one)):
            said = re.search(own, sentence) and not re.search(opposite, sentence)
            if said and re.search(opposite, passage) and not re.search(own, passage):
                return True
    return False


def _another_of_its_kind(sentence: str, passage: str) -> bool:
    for words in ALTERNATIVES:
        said, standing = (set(re.findall(words, text)) for text in (sentence, passage))
        if said and standing and not said <= standing:
            return True
    return False


def _denied(text: str) -> bool:
    return bool(DENIALS.search(BOUNDS.sub("", text)))


def _scope_differs(sentence: str, quote: str, passage: str) -> bool:
    if _another_of_its_kind(sentence, passage):
        return True
    if any(word in quote and word not in sentence for word in LIMITS):
        return True
    if any(word in sentence and word not in passage for word in LIMITS):
        return True
    return any(word in sentence and word not in passage for word in EVERYTHING)


def _names_differ(sentence: str, passage: str, page: str, names: Names) -> bool:
    plain = fold(passage).text
    for pattern in (STANDARDS, LATIN):
        if any(fold(m.group()).text not in plain for m in pattern.finditer(sentence)):
            return True
    around = f"{passage}\n{page}"
    if any(not contains(around, title) for title in TITLES.findall(sentence)):
        return True
    here = names.places.mentions(sentence)
    there = {m.text for m in names.places.mentions(passage)}
    known = there | {m.text for m in names.places.mentions(page)}
    here = tuple(m for m in here if not _wider(m.text, passage, names))
    if any(m.text not in known and not contains(around, m.text) for m in here):
        return True
    if there and any(m.text not in there for m in here):
        return True
    if any(not contains(around, m.group()) for m in BODY.finditer(sentence)):
        return True
    bodies = names.publishers.agencies(sentence, None)
    return any(not contains(around, body) for body in bodies)


def _wider(place: str, passage: str, names: Names) -> bool:
    """True when the place is the province of one that the passage names."""
    provinces = {p for m in names.places.mentions(passage) for p in m.provinces}
    whole = {f for p in provinces for f in (p, names.places.province(p).full)}
    return place in whole
