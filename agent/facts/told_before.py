"""What a sentence speaks of without its name: what the page told before, by its kind or not at all.

该矿, 这座设计年产800万吨的现代化矿井, 运行了44年的老电厂, 全县 and a bare 机组 are the last of their kind
that was named (kinds of things: ``[thing]`` in the lexicon). Where the last one is another, another is meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from agent.facts.canonical import plain
from agent.facts.covering import Cover, cover, gaps_in, longest, named_in
from agent.facts.document import PageFacts
from agent.facts.edges import (
    DIVISIONS,
    LOCAL_WORD,
    at_left_edge,
    gazetteer,
    is_light,
    provinces,
    provinces_of_county,
)
from agent.facts.event_name import Happening
from agent.facts.statement import ActWord, Statement
from agent.lazy import lazy_pattern
from agent.places import Mention
from agent.text.fold import fold
from agent.text.lexicon import lexicon

_OPENING, _NEAR = 600, 3000
"""Characters at the head of a page, and before an act, in which its owner or plant is introduced."""
_SHORTEST = 2
_TOWN = ("市区", "城区", "建成区")
"""安阳市区, of which the page says 安阳…我市建成区."""
_SHORT = 4
"""A name this short may stand anywhere in the page, in a sign-off or a source."""
_UNIT_IN = lazy_pattern(r"\d(?:号|期|#)")
_LOCAL = lazy_pattern(r"[\u4e00-\u9fff]{1,4}?(?:镇|乡|县|区|市|街道|村|旗)")
"""长泾镇: before the name of a place the larger place may stand."""
_KINDS = "thing."
_OWN_WORDS = 3
"""Characters of its own that the end of a name has before its kind."""
_THINGS = 600
"""Characters before an act in which the thing that it speaks of was named."""
_AGAIN = lazy_pattern(r"(?:该|此|这|那|全|本|整|上述)(?:[条座台套列家艘项趟个口处])?$")
_GOES_ON = lazy_pattern(
    "[长房里内门家井山口务政况线号面机台部局段工业员车石难热]|区(?!域)|方(?=面|表|称)"
)
"""厂长, 矿区, 站台: words that begin with a kind and name no thing of it."""
_NUMBERED = lazy_pattern(r"\d{1,4}线")
"""What follows 国道 in 国道315线: a road named by its number points to no other."""
_LISTED = lazy_pattern(r"[、和与及][^,、;。]{0,12}$")
"""1号机组、2号机组: a thing of a list is not meant alone."""
_WORK = lazy_pattern("(?:改扩建|扩建|改造|技改|建设|置换|升级|搬迁){0,3}(?:工程|项目)$")
_FIRMS = ("公司", "企业", "集团", "厂", "工厂")
_NAMES_NOBODY = lazy_pattern("(?:^|[,;。:\n]|[经由请对])$")
"""经企业自查整改: a firm without a name is the one that is spoken of."""
_PARTS = ("跑道", "泊位", "作业区", "厂区")
"""Kinds of things that are parts of another of their kind, where its name stands right before them."""
_WITH_ANOTHER = lazy_pattern("[向与和给同为][\u4e00-\u9fff]")
_COMPANIES = ("公司", "企业", "集团")
_CLAUSE_END = lazy_pattern("[,;。:\n]")
_BEHIND = lazy_pattern("[从向与和由为给对被同]$")
_BEGINS = lazy_pattern(r"(?:^|[^\u4e00-\u9fffA-Za-z0-9]|的)$")
_OWN_MODIFIER = lazy_pattern(r"^[^,;。]{1,24}的")
_HERE = lazy_pattern("全(?P<all>[省市县区州盟旗])|(?P<inside>[市县区州])内")
_LEVELS = {
    "省": "province",
    "市": "prefecture",
    "州": "prefecture",
    "盟": "prefecture",
    "县": "county",
    "区": "county",
    "旗": "county",
}
ENTITY = lazy_pattern(
    r"[\u4e00-\u9fffA-Za-z]{1,12}?(?:电厂|热电|电站|公司|集团|股份|厂|矿|煤业|铁路|高铁|高速|大桥|隧道|机场|(?<!进出)(?<!到)(?<!离)港|油田|气田|基地|园区|小区|铝业|水泥|化工|钢铁|石化|风电场|风场|核电|项目|工程)"
)


@dataclass(frozen=True, slots=True)
class Reference:
    """A thing spoken of by its kind; ``start`` and ``end`` are places in the clause before the act.

    ``pointed`` says that a word points to it (该, 这家): then it is what was told, and nothing new.
    """

    kind: str
    start: int
    end: int
    pointed: bool


def reference_in(own: str) -> Reference | None:
    """The thing that a clause speaks of by its kind alone, as its subject: 该矿, 这家有26年历史的老厂, 机组."""
    match = _reference().search(own)
    if match is None or (not match["which"] and _NUMBERED.match(own, match.end())):
        return None
    left = own[: match.start()]
    led = is_light(left) or left.endswith(("的", "对", "将", "把", "后", "时"))
    if not led or ENTITY.search(left):
        return None
    return Reference(match["kind"], match.start(), match.end(), bool(match["which"]))


def refers(
    this: Reference, rest: str, before: str, event: Happening, found: Cover, facts: PageFacts
) -> bool:
    """True when what a clause refers to is the event's thing: the last of its kind that was named before it.

    Args:
        this: the reference.
        rest: what stands behind it up to the act; in 该厂2号机组 that is the end of the name, and the
            reference the rest of it.
        before: what the page says before the clause.
        event: the event.
        found: which words of its name stand in the clauses that lead to the act.
        facts: the page, which may have introduced whose it is.
    """
    name = "".join(map(plain, event.subject))
    thing = name[: next((at for at in range(2, len(name) - 1) if name[at:] in rest), len(name))]
    wanted = kinds_of_things(thing) | kinds_of_things(_WORK.sub("", thing))
    if not kinds_of_things(this.kind) & wanted:
        return False
    for place in reversed(list(_kind_words(kinds_of_things(this.kind)).finditer(before))):
        if _GOES_ON.match(before, place.end()) or _AGAIN.search(before, 0, place.start()):
            continue
        if _NAMES_NOBODY.search(before, 0, place.start()) and place[0] in _FIRMS:
            continue
        if place[0] in _PARTS and kinds_of_things(before[: place.start()]) & wanted:
            continue  # 机场跑道
        if _LISTED.search(before, 0, place.start()):
            return False
        spans = ((before.rfind(piece), piece) for piece in found.pieces)
        inside = [
            (at, piece)
            for at, piece in spans
            if 0 <= at <= place.start() and place.end() <= at + len(piece)
        ]
        if this.kind in _COMPANIES and inside and _BEHIND.search(before, 0, min(inside)[0]):
            return False  # 从石桥航空接收飞机，该公司
        if this.kind in _FIRMS and _WITH_ANOTHER.match(before, place.end()):
            return False  # 青坪铝业向石桥碳素供电。这家企业
        near = not found.lead and any(len(piece) > len(place[0]) + 1 for _, piece in inside)
        own = without_places(thing) or thing
        ends = {place.end(), place.start() if place[0] in _COMPANIES else place.end()}
        if near or any(_ends_with(before[:end], own, place[0]) for end in ends):
            return True
        return _is_named_at_end(before[: place.end()], thing, facts)
    return False


def _is_named_at_end(before: str, thing: str, facts: PageFacts) -> bool:
    """…鲁泽水泥有限公司日产2500吨熟料生产线: a name ends a text, with light words between its own."""
    phrase = _CLAUSE_END.split(before)[-1]
    found = cover((thing,), phrase)
    if not found.pieces or found.missing or not phrase.endswith(found.pieces[-1]):
        return False
    whole = at_left_edge(phrase, phrase.find(found.pieces[0]))
    known = not found.lead or (found.lead in facts.plain_text and _UNIT_IN.search(phrase))
    return bool(whole and known) and all(map(is_light, gaps_in(phrase, found.pieces)))


def text_before(facts: PageFacts, statement: Statement, at: int, reach: int = _THINGS) -> str:
    """What the page says before a place of a statement, as far as a reference reaches."""
    where = statement.place(at, at + 1).start
    return plain(fold(facts.page.text[max(0, where - reach) : where]).text)


def _ends_with(before: str, name: str, kind: str) -> bool:
    """True where a text ends with a name, or with the last of its words: 位于龙南市的稀土分离厂 for 龙川稀土分离厂."""
    size = next((at for at in range(len(name), 0, -1) if before.endswith(name[-at:])), 0)
    if size == len(name):
        return True
    rest = name[: len(name) - size]
    if re.search(f"{re.escape(rest)}[省{DIVISIONS}]$", before[: len(before) - size]):
        return True  # 大理市苍洱隧道
    whole = _BEGINS.search(before, 0, len(before) - size)
    told = size >= len(kind) + _OWN_WORDS or _UNIT_IN.search(name, len(name) - size)
    return bool(told and whole)


@lru_cache(maxsize=4096)
def kinds_of_things(words: str) -> frozenset[str]:
    """The kinds of things that some words may be of, by their end."""
    table = lexicon()
    return frozenset(one for one in table.group(_KINDS) if words.endswith(table.words(one)))


def kind_words() -> re.Pattern[str]:
    """The words for all kinds of things."""
    return _kind_words(frozenset(lexicon().group(_KINDS)))


@lru_cache(maxsize=256)
def _kind_words(classes: frozenset[str]) -> re.Pattern[str]:
    words = {word for name in classes for word in lexicon().words(name)}
    return re.compile("|".join(sorted(words, key=lambda word: (-len(word), word))))


@cache
def _reference() -> re.Pattern[str]:
    kinds = kind_words().pattern
    counted = "[条座台套列家艘项趟个口处]"
    which = rf"(?P<which>(?:[该此这]类|该|此|新|全|本|上述|整{counted}|[这那](?:{counted})?)(?:[\u4e00-\u9fff\d.]{{1,24}}?的)?|(?<=的)老)?"
    size = r"(?:[\d.百]{1,6}万?(?:千瓦|吨|立方米|兆瓦|千伏)级?)?"
    adjectives = "(?:国际|国内|新建|重要|大型|现代化|老|旧|小|新|燃煤|百年|跨[江海河]|特大|铁路|公路|水电|火电|热电)?"
    return re.compile(
        rf"(?:^|(?<=[,的对将把后时着省市县区镇乡村州旗\\\s])){which}{size}{adjectives}(?P<kind>{kinds})"
        r"(?=$|[\s\d一二三四五六七八九十,]|正式|全线|顺利|成功|随即|同时|也|已|就|于|在|与|由|全|被|的|自|因|投|停|通|开|关|复|恢|实施|实现|宣|重|启|并|完|永|发|当即|立即|紧急|临时)"
    )


def is_elided(facts: PageFacts, statement: Statement, act: ActWord, lead: str, own: str) -> bool:
    """持续12天的封控解除: a clause that names nobody is of the place that the paragraph spoke of last; 全县 of the one known."""
    place = _LOCAL.fullmatch(lead) or not without_places(lead)
    if place and LOCAL_WORD.search(own) and known_before(facts, statement, act, lead):
        return is_of_here(facts, statement, act, lead)
    if without_places(lead) or named_in(_OWN_MODIFIER.sub("", own)):
        return False
    before = text_before(facts, statement, act.start, _NEAR)
    places = gazetteer().mentions(before[before.rfind("\n") + 1 :], counties=True)
    return bool(places and lead.endswith(places[-1].text))


def is_of_here(facts: PageFacts, statement: Statement, act: ActWord, lead: str) -> bool:
    """False where 全市 or 区内 before an act means another city or district than ``lead``: the one its paragraph named last."""
    where = statement.place(act.start, act.end).start
    before = fold(facts.page.text[max(0, where - _NEAR) : where]).text.rpartition("\n")[2]
    local = _HERE.search(before, before.rfind(",") + 1)
    if local is None:
        return True
    division = local["all"] or local["inside"]
    mentions = gazetteer().mentions(before, counties=True)
    named = [
        one.text.rstrip(DIVISIONS)
        for one in mentions
        if one.text.endswith(division) or one.level == _LEVELS[division]
    ]
    return not named or named[-1] in lead


def _is_only_place(text: str, division: str) -> bool:
    """全市 where a paragraph speaks of one city alone: it is that city."""
    mentions = gazetteer().mentions(text, counties=True)
    named = {
        one.text.removesuffix(division) for one in mentions if one.level == _LEVELS.get(division)
    }
    return len(named) == 1


@lru_cache(maxsize=4096)
def without_places(lead: str) -> str:
    """石峁沟煤矿 of 神木市石峁沟煤矿; empty for the name of a place."""
    places = gazetteer().mentions(lead, counties=True)
    while places and places[0].span.start == 0:
        lead = lead[places[0].span.end :]
        places = gazetteer().mentions(lead, counties=True)
    return lead


def _is_around(facts: PageFacts, place: Mention) -> bool:
    """True for a province; and for a region (黔东, 赣西) where all places of the page lie in its provinces."""
    if place.level != "region":
        return place.level == "province"
    named = gazetteer().mentions(f"{facts.page.title}\n{facts.page.body_text}", counties=True)
    return bool(named) and all(set(one.provinces) <= set(place.provinces) for one in named)


def _holds(larger: Mention, piece: str) -> bool:
    """鄂尔多斯 of 鄂尔多斯东胜区, where the page has 东胜区 or 东胜: a place of one name alone, in the same province."""
    whole = [
        one.provinces
        for one in gazetteer().mentions(piece, counties=True)[:1]
        if one.span.start == 0 and one.level in ("county", "region") and not one.ambiguous
    ]
    short = tuple(provinces_of_county(piece[:2]))
    return len(larger.provinces) == 1 and larger.provinces in (*whole, short)


def _is_known_place(facts: PageFacts, lead: str, piece: str, before: str) -> bool:
    """The same of what begins with a place: it, or the smallest of several, was named before."""
    places = gazetteer().mentions(lead, counties=True)
    first, smallest = places[0], places[-1].text
    rest, inside = lead[first.span.end :], without_places(lead)
    if len(places) > 1 and not inside and len(smallest) > _SHORTEST and smallest[:-1] in before:
        return True  # 清苑 for 保定市清苑区
    told = (inside != rest and inside in before) if inside else _holds(first, piece)
    if told and len({one.provinces for one in places}) == 1:
        return True  # 湖南娄底涟源: the smallest is the one that tells
    if rest in ("区", *_TOWN) and first.text[:-1] in before:
        return any(town in facts.plain_text for town in _TOWN)
    known = first.text in facts.plain_text or _is_around(facts, first)
    return known and (not rest or rest in before)


def known_before(
    facts: PageFacts, statement: Statement, act: ActWord, lead: str, piece: str = ""
) -> bool:
    """True when what the sentence leaves out was introduced before: the owner, the plant, the place.

    ``piece`` is what the sentence has of the name behind it.
    """
    page = facts.page
    where = statement.place(act.start, act.end).start
    near = page.text[max(_OPENING, where - _NEAR) : where]
    before = plain(fold("\n".join((page.title, page.text[: min(_OPENING, where)], near))).text)
    if lead in before or lead in provinces():
        return True
    if LOCAL_WORD.fullmatch(lead):
        return _is_only_place(f"{page.title}\n{facts.paragraph_at(where)}", lead[-1])
    if lead in facts.plain_text and (len(lead) <= _SHORT or _LOCAL.fullmatch(lead)):
        return True
    if _LOCAL.fullmatch(lead) and len(lead) > _SHORTEST and lead[:-1] in facts.plain_text:
        # 涿鹿防指: 涿鹿县 by its short name, but not 大理县 on a page that has 大理市
        return re.search(f"{lead[:-1]}[{DIVISIONS}]", facts.plain_text) is None
    places = gazetteer().mentions(lead, counties=True)
    if places and places[0].span.start == 0:
        return _is_known_place(facts, lead, piece, before)
    if _UNIT_IN.search(lead):
        return False
    at = 0
    while at < len(lead):
        size = longest(lead, at, before)
        if not size:
            return False
        at += size
    return True
