"""Which words of a name stand in the clauses that lead to an act, and which of them the sentence leaves out.

The words need not stand together. Only what comes first in a name (owner, plant, place) may be
missing; in its middle an attribute that the page has elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from agent.facts.canonical import plain
from agent.facts.document import PageFacts
from agent.facts.edges import DIVISIONS, LOCAL_WORD, gazetteer, is_light
from agent.facts.event_name import STRAY, Happening, cause_kinds, units_in, without_causes
from agent.facts.same_act import kinds_of
from agent.facts.statement import act_words, without_acts
from agent.lazy import lazy_pattern
from agent.text.fold import fold
from agent.text.lexicon import lexicon

_IN_NUMBER = lazy_pattern(r"[\d.]{2}|[IVX]{2}")
"""Two neighbouring characters of one number: 12, 1.5, III."""
_SIZE = lazy_pattern(r"\d[\d.]{0,8}(?:万|百万)?(?:千瓦时?|兆瓦时?|MW|吨|千伏|立方米)")
_LIMITS = lazy_pattern("国际|国内|客运|货运|省际|市际|夜间|部分")
"""What tells some of them from others is no attribute that a page may give elsewhere: 货运航班."""
_KIND_WORD = lazy_pattern("装置|机组|项目|工程|生产线|产线|工厂|厂区|公司|集团|企业")
OPEN = ("mode.denial", "mode.denial_behind", "mode.plan", "mode.target", "mode.rumour")
"""Lists whose words keep what is told of being done."""
_WHEN = lazy_pattern(r"[\d年月日时点分零凌晨上下午晚间:.()\s]+")
_TWO_HAN = lazy_pattern("[\u4e00-\u9fff]{2,}")
_LIGHT_ENDS = lazy_pattern("^[于在自从]|(?:到位|完毕|成功|了)$")
_COUNT = lazy_pattern(
    r"[省市县区旗的]{0,2}(?:[\d一二两三四五六七八九十]{1,4}[条座台套家个户])?[省市县区旗的]?"
)
_STRAYS = "".join(STRAY)
_WORKS = ("项目", "工程")
_ENDING = "ending."
_MOVE = lazy_pattern("^(?:搬迁|改造)+")
_THEN = lazy_pattern("^(?:并|随即|随后)")
_REGIONS = ("矿区", "地区", "境内")
_CLOSE = 16
"""Characters between two pieces of a name in which a count and a place may stand."""


class Missing(NamedTuple):
    """Words of a name that the chain leaves out, between two that stand in it; ``then`` is empty at the end."""

    words: str
    after: str
    then: str


class Cover(NamedTuple):
    """Which words of a name stand in a chain of clauses.

    ``lead`` is what the name has before the first of them: owner, plant, place, which may have been
    told before. ``pieces`` are those that stand there, ``missing`` those behind the first that do not.
    """

    lead: str
    pieces: list[str]
    missing: tuple[Missing, ...] = ()


def cover(parts: tuple[str, ...], chain: str) -> Cover:
    """Lay a name's parts over a chain; each piece is at least two characters, its numbers whole."""
    lead, pieces, missing = "", list[str](), list[Missing]()
    for part in map(plain, parts):
        at, left = 0, ""
        while at < len(part):
            size = longest(part, at, chain)
            if size:
                piece = part[at : at + size]
                missing += [Missing(left, pieces[-1], piece)] if left.strip(_STRAYS) else []
                pieces.append(piece)
                at, left = at + size, ""
                continue
            indefinite = part[at] in "一某" and longest(part, at + 1, chain)
            if indefinite or (len(part) == 1 and part in chain):
                lead += "" if pieces else part[at]
            elif pieces:
                left += part[at]
            else:
                lead += part[at]
            at += 1
        if left.strip(_STRAYS):
            missing.append(Missing(left, pieces[-1], ""))
    return Cover(lead if pieces else lead.strip(_STRAYS), pieces, tuple(missing))


def longest(part: str, at: int, chain: str) -> int:
    """Length of the longest stretch of a part from ``at`` that stands in the chain and cuts no number; at least 2, or 0."""
    if part[at : at + 2] not in chain or _IN_NUMBER.fullmatch(part, max(at - 1, 0), at + 1):
        return 0
    for size in range(len(part) - at, 1, -1):
        piece, end = part[at : at + size], at + size
        whole = not piece.isdigit() and not _IN_NUMBER.fullmatch(part, end - 1, end + 1)
        if whole and _stands(piece, chain):
            return size
    return 0


def _stands(piece: str, chain: str) -> bool:
    """True when a piece stands in the chain with its numbers and units whole: 100兆瓦 not in 100兆瓦时."""
    place = chain.find(piece)
    while place >= 0:
        end = place + len(piece)
        cut = any(_IN_NUMBER.fullmatch(chain, max(at - 1, 0), at + 1) for at in (place, end))
        if not (cut or (piece[-1] == "瓦" and chain.startswith("时", end))):
            return True
        place = chain.find(piece, place + 1)
    return False


def wanted_parts(facts: PageFacts, event: Happening, chain: str, behind: str) -> tuple[str, ...]:
    """The parts of a name that a sentence must have.

    A headline goes on behind its act (…开通 最快18分钟): where the name is the page's own title, what
    follows an act without an object is no part of who does what. Nor is what the clause behind tells
    (停产退城), or what says the same again (关闭退出).
    """
    head = event.head
    if head is None or not event.subject:
        return event.parts
    rest = [part for part in event.parts if part not in event.subject and part not in chain]
    if all(kinds_of(part) & kinds_of(head.word) for part in rest):
        return tuple(part for part in event.parts if part not in rest)
    if head.act.takes_object:
        return event.parts
    headline = fold(facts.page.title).text == fold(event.name).text
    return event.subject if headline or _is_told_behind(rest, behind) else event.parts


def _is_told_behind(rest: list[str], behind: str) -> bool:
    """True where the next clause tells the purpose of a stop, if in other words: 停产退城 -> 企业退城取得进展, 停工大修 -> 进入四年一次的大检修."""
    if units_in(behind) or any(lexicon().pattern(name).search(behind) for name in OPEN):
        return False
    works = lexicon().pattern("clause.works")
    if any(map(works.fullmatch, rest)):
        begins = lexicon().pattern("step.begins").match(_THEN.sub("", behind))
        return bool(begins and works.search(behind) and all(map(works.fullmatch, rest)))
    return all(_is_achieved(part, behind) for part in rest)


def _is_achieved(part: str, behind: str) -> bool:
    """True where a clause reports progress of a purpose: 企业退城搬迁取得进展, but not 退城谈判陷入僵局 or 退城曾是要求."""
    before, found, then = behind.partition(part)
    sign = lexicon().pattern("mode.completed").search(then)
    told = not then or (sign is not None and is_light(_MOVE.sub("", then[: sign.start()])))
    return bool(found) and told and is_light(before)


def may_be_left_out(facts: PageFacts, missing: Missing, chain: str) -> bool:
    """True for words of a name that a sentence need not have: what the page tells elsewhere, with nothing in its place.

    14条水泥熟料生产线 is 14条熟料生产线 on a page that speaks of 水泥, and 200兆瓦储能电站 the 储能电站 on one
    that gives its 20万千瓦. What tells one of several apart (一期, 东区) is never left out, nor where
    another word stands in its place (合成氨装置 for 尿素装置).
    """
    words = lexicon().pattern("clause.idle").sub("", missing.words)
    words = words if words in _WORKS else words.strip(_STRAYS)
    for size in _SIZE.finditer(words):
        if not _SIZE.search(chain) and facts.has_quantity(size[0]):
            words = words.replace(size[0], "")
    if not words:
        return True
    if f"{missing.after}{words}" in fold(facts.page.title).text and not re.search(r"\d", words):
        return not units_in(words) and not act_words(words)
    if _is_of_the_weather(facts, words, missing, chain):
        return True
    if _is_in_its_other_end(facts, words, missing, chain):
        return True
    if len(words) == 1 and words not in f"省{DIVISIONS}镇乡":
        words += missing.then[:2]  # 多 of 多晶硅, whose end stands elsewhere in the clause
    if not re.fullmatch(r"[\u4e00-\u9fff]{2,6}", words) or units_in(words) or act_words(words):
        return False
    if not missing.then and words in _WORKS:
        return any(map(facts.has_words, _WORKS))
    if not facts.has_words(words) or _LIMITS.search(words):
        return False
    if not missing.then:
        return _KIND_WORD.fullmatch(words) is not None
    between = map(without_acts, _between(chain, missing.after, missing.then))
    return any(map(_COUNT.fullmatch, between))


def _is_of_the_weather(facts: PageFacts, words: str, missing: Missing, chain: str) -> bool:
    """True for weather that the page tells elsewhere: 冰雪 where it has 结冰, 重污染天气 of an alert right behind its act.

    An alert to which its own sentence gives another weather (高温来袭，启动橙色预警) is one of that.
    """
    causes = cause_kinds(words)
    if causes and not without_causes(words) and causes & cause_kinds(facts.plain_text):
        return True
    weather = words.removesuffix("天气")
    if weather == words or weather not in facts.plain_text or cause_kinds(chain):
        return False
    between = _between(chain, missing.after, missing.then)
    return any(not gap or any(act.word == gap for act in act_words(gap)) for gap in between)


def _is_in_its_other_end(facts: PageFacts, words: str, missing: Missing, chain: str) -> bool:
    """True where a thing ends otherwise there: 海上风电项目 for 海上风电场, 甲至乙区段 for 甲至乙段, 揭阳 for 揭阳市."""
    after = missing.after
    if ended_otherwise(f"{after}{words}", chain):
        return True
    if words == "电厂":  # the plant by its company: 定襄发电 for 定襄电厂
        return f"{after}发电" in chain and f"{after}{words}" in facts.plain_text
    if words in _REGIONS:
        return any(gazetteer().provinces_of(after[-2:] + end) for end in DIVISIONS)
    if missing.then or words not in DIVISIONS:
        return False
    city = any(gazetteer().provinces_of(after[-size:] + words) for size in (2, 3))
    alone = re.search(f"{re.escape(after)}(?![省{DIVISIONS}地北南东西])", chain)
    other = re.search(f"{re.escape(after)}[{DIVISIONS}]", facts.plain_text)
    return city and alone is not None and (other is None or other[0].endswith(words))


def ended_otherwise(name: str, text: str) -> str:
    """A name as a text has it with another last word (table ``[ending]``): 石峁沟煤业 for 石峁沟煤矿; empty if it does not."""
    for end in lexicon().group(_ENDING):
        stem = name.removesuffix(end.removeprefix(_ENDING))
        if stem and stem != name:
            found = re.search(f"{re.escape(stem)}(?:{lexicon().expression(end)})", text)
            if found:
                return found[0]
    return ""


def _between(chain: str, first: str, second: str) -> Iterator[str]:
    """What stands between two pieces of a name wherever one follows the other closely."""
    for place in re.finditer(re.escape(first), chain):
        end = chain.find(second, place.end(), place.end() + len(second) + _CLOSE)
        if end >= 0:
            yield chain[place.end() : end]


def gaps_in(own: str, pieces: list[str]) -> list[str]:
    """What stands between the words of a name, where they do not stand together."""
    taken = sorted((own.find(piece), own.find(piece) + len(piece)) for piece in pieces)
    gaps, end = [], taken[0][1]
    for start, stop in taken[1:]:
        if start > end:
            gaps.append(own[end:start].strip(' "(),、'))
        end = max(end, stop)
    return gaps


@lru_cache(maxsize=1024)
def named_in(own: str) -> str:
    """Who or what a clause names before its act; empty where it names nobody."""
    bare = _WHEN.sub("", own)
    for signs in ("clause.adverbs", "mode.done", "mode.recent"):
        bare = lexicon().pattern(signs).sub("", bare)
    for act in reversed(act_words(bare)):
        bare = bare[: act.start] + " " + bare[act.end :]
    found = _TWO_HAN.search(_LIGHT_ENDS.sub("", LOCAL_WORD.sub(" ", bare)))
    return found[0] if found else ""
