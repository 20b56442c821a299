"""Whether an event's name and its act stand as subject and predicate, with nothing between or before them that may govern both."""

from __future__ import annotations

import re

from agent.facts.canonical import plain
from agent.facts.covering import cover, gaps_in
from agent.facts.days import SENT
from agent.facts.edges import OPENS, PART, bare, gazetteer, is_light, provinces_of_county
from agent.facts.event_name import Happening
from agent.facts.statement import ActWord, Statement, act_words, without_acts
from agent.facts.told_before import kinds_of_things, reference_in
from agent.lazy import lazy_pattern
from agent.text.lexicon import lexicon

_SINCE = lazy_pattern(r"(?:^[\u4e00-\u9fff]{1,8}后)?[自从于在]?\s{0,40}[起,]?$")
_PHRASE = lazy_pattern(r"[在于自因由与从比受经随]|按照?|依据|根据")
"""在该桥, 因水冷壁泄漏, 自早班起: where, why and since when."""
_NEWS_HEAD = lazy_pattern(rf"^[\u4e00-\u9fff·]{{2,12}}\s{{1,12}}{SENT}(?:\([^()]{{0,20}}\))?")
"""中新社太原…电: its place is none of the clause's."""
_BEFORE_DAY = lazy_pattern(r"^\s{0,4}[于在自从]\s{1,20}")
_BEFORE_DAY_ENDS = lazy_pattern(r"[于在自从]?[\s零\d时点分起]{1,20}$")
_BY_KIND_ALONE = lazy_pattern(r"^[^,;。]{0,8}?(?:该|此|全|本)[\u4e00-\u9fff]{1,2}")
_BY_COUNT = lazy_pattern(
    r"(?:\d{1,5}[家座台个户]|各|全[市县区])[\u4e00-\u9fff]{0,8}?(?:企业|单位|公司|用户)(?:全部|均|都)?(?:按照?(?:要求|规定|通知|指令|计划))?"
)
"""11家供热企业全部按要求开栓: all of those whom a measure is for."""
_HEATERS = lazy_pattern(r"[\d一二三四五六七八九十两]{0,3}家?供[热暖](?:企业|公司|单位)")
"""中心城区三家供热企业开栓: those who heat a place."""
_FOR_WHOM = lazy_pattern(
    r"[自从]?\s{0,20}起?对(?:除[^,;。]{1,16}外的)?(?:全[市县区])?[^,;。省市县区州镇]{2,16}(?:用户|企业|单位|车辆|机动车|货车)"
)
"""自9月20日起对工业用户实施: on whom a measure is put."""
_PUT_ON = ("对", "将", "把")
_SCHEMES = lazy_pattern(r'"[^"]{1,12}"(?:[、和及或]|甚至)?')
"""已启动“开四停三”甚至“开二停五”错峰用电: which scheme of the act it is."""
_THIS = lazy_pattern("的?[这那该][条座台套家个项处]?")
"""某乡的这座电站."""
_FOR_OTHERS = lazy_pattern("起?对(?!全)[^,;。]{1,6}[市县区]")
"""自18日起对石桥市工业用户: it is put on those of a place."""
_JOINS = lazy_pattern("[和与及、]|以及")
_LIST_BEFORE = lazy_pattern(r"[^,;。]{2,30}[、和及]")
_ALSO = lazy_pattern(
    r"^(?:线路|车辆|班次)?[、和及同][\u4e00-\u9fff、]{2,24}?(?=同时|全部|均|都|已|$)"
)
"""公交线路、城乡班线同时停运: others of which the same is told."""
_AND_SO_ON = lazy_pattern(
    r"^等\d{1,4}[家座个户台处条艘列][^,;。]{0,24}?(?=予以|同时|全部|均|都|已|$)"
)
"""青坪煤矿等6处煤矿关闭: one of those that are counted."""
_GOODS = lazy_pattern(
    r"\d[\d.]{0,8}(?:余|多)?[万亿]?(?:吨|立方米|方)(?:(?![一半部])[\u4e00-\u9fffA-Z]){1,8}"
)
"""完成首船6.5万吨液化天然气接卸: how much of what."""
_FIRST_DONE = lazy_pattern("(?:并|后|随即|随后)$")
"""完成调试并投入使用: another act of the same thing, done before."""
_PHRASE_END = lazy_pattern(
    r"[^,;。]{1,40}(?:[\d时分日]|许|起|后|间|内|中|上|下|影响|要求|规定|部署|安排|通知|指令|预案|原因|故障|左右|前后|核准|同意|批准|这天|沿[海江河岸线]|海域|一带|附近|境内|电网|主网|系统|[区县市镇乡村站场厂港])"
)
_SHORT_CAUSE = 6
_NAME = lazy_pattern(r"[\u4e00-\u9fff]{3,4}")
_SHORT = 2
_COUNTED = lazy_pattern(r"(?:[\d一二两三四五六七八九十多几]{1,4}|首|每)[座台条个家辆艘列处批]")
_CAUSE = frozenset("因受随比经")
BEHIND = lazy_pattern(
    r"(?:了|成功|完毕|\d[\d.,]{0,12}[\u4e00-\u9fff%/]{0,8}|(?:的)?(?:至|到|于|在)[^,;。]{1,16})?"
)
"""What may stand between an act and the end of its clause: 了, a quantity, where or to what."""
_LASTED = lazy_pattern(
    r"了?(?:近|约|超过?)?[\d一二三四五六七八九十两半]{1,3}个?(?:多|余|半)?(?:年|月|周|天)"
)
_GOES_ON = lazy_pattern(
    r"[并和及、暨/且)]|停[水气热暖]|(?:检修|整改|运营|运行|使用|通车|生产|工作)"
)


def is_unled(statement: Statement, act: ActWord, event: Happening, page: str = "") -> bool:
    """True where nothing beside the event's name in the act's clause could govern the act.

    公司力推1号机组投产, 1号机组等候投产: 力推 and 等候 are in no list, and are no place, owner, number,
    adverb, act or modifier in 的. ``page`` is its text in one form.
    """
    clause = statement.clause_of(act)
    own = _NEWS_HEAD.sub("", plain(statement.without_days[clause.start : act.start]))
    pieces = [piece for piece in cover(event.parts, own).pieces if piece in own]
    behind = max((own.rfind(one) + len(one) for one in pieces), default=0)
    this = reference_in(own)
    if this:
        return _may_stand_between(own[max(this.end, behind) :])
    if not pieces:
        return _may_stand_between(_BY_KIND_ALONE.sub("", _BY_COUNT.sub("", own)))
    named = [own.find(piece) for piece in pieces if not _is_place(piece)]
    first = min(map(own.find, pieces))
    if not any(_leads_in(own[:begin]) for begin in {first, min(named, default=first)}):
        return False
    if not all(_lies_in(own, piece) for piece in pieces if _is_place(piece)):
        return False
    gaps = gaps_in(own, pieces)
    if _JOINS.search(event.name):
        gaps = [gap for gap in gaps if not _JOINS.fullmatch(gap)]  # 甲区和乙区 for 甲区及乙区
    inside = all(_may_stand_inside(gap) or _is_in_a_name(gap, own, page) for gap in gaps)
    return inside and _may_stand_between(own[behind:])


def _leads_in(words: str) -> bool:
    """True for what may stand before a name: its owner, light words, an act that led to it, others of a list."""
    listed = _LIST_BEFORE.fullmatch(words)
    if listed:  # 甲至乙、乙至丙公路
        others = bare(re.sub("[至到]", "", listed[0]))
        return not lexicon().pattern("clause.governing").search(others)
    return _may_stand_before(words.strip(' "(),、').rstrip("对把将 "))


def _lies_in(own: str, place: str) -> bool:
    """True for a place that has the thing behind its 的: 位于甲区的某某电站, and not 毗邻甲区的 or 迁出甲区的某某电站."""
    at = own.find(place)
    if not own.startswith("的", at + len(place)):
        return True
    before = own[:at]
    return is_light(before) or before.endswith("位于")


def _ends_with_place(words: str) -> bool:
    places = gazetteer().mentions(words, counties=True)
    return bool(places) and places[-1].span.end == len(words)


def _may_stand_inside(gap: str) -> bool:
    """True for what may part the words of a name: what may stand behind it, a count, and the rest of a longer name.

    武隆仙女山机场 is the 武隆机场 of a claim; in 武隆力推机场 a verb stands there.
    """
    if gap.endswith(_PUT_ON) and is_light(gap[:-1]):
        return True  # 某市8月31日对某炉实施关停
    left = bare(gap)
    if _FOR_WHOM.fullmatch(without_acts(gap)):
        return True
    governed = lexicon().pattern("clause.governing").search(left) is not None
    if gap.startswith("的") and not governed:
        return True  # 位于甲区的某某电站
    if gap.endswith("的") or gap.startswith("-") or _THIS.fullmatch(gap) or _COUNTED.match(gap):
        return True
    if _may_stand_between(gap) and not (governed and _is_owner(gap)):
        return True  # but not 飞往石桥 of 青坪飞往石桥机场
    if len(left) == _SHORT:
        return bool(provinces_of_county(left))
    if any(kinds_of_things(left[:size]) for size in (2, 3)):
        return False  # 青坪电厂脱硫1号机组
    return _NAME.fullmatch(left) is not None and not governed


def _is_in_a_name(gap: str, own: str, page: str) -> bool:
    """True for two characters inside a longer name that the page repeats, without a verb: 罗家 of 景德镇罗家机场."""
    at = own.find(gap)
    again = page.count(own[max(0, at - _SHORT) : at + len(gap) + _SHORT]) > 1
    return len(gap) == _SHORT and again and not lexicon().pattern("clause.governing").search(gap)


def _may_stand_before(gap: str) -> bool:
    """True for what may stand before a subject: its owner, light words, an act that led to it."""
    known = act_words(gap)
    return _is_owner(gap) or is_light(gap) or bool(known and known[-1].end == len(gap))


def _is_place(piece: str) -> bool:
    """达州 in 搬迁至达州高新区的某炉: where the name's place stands says nothing of who does what."""
    mentions = gazetteer().mentions(piece, counties=True)
    return bool(mentions) and len(mentions[0].text) == len(piece)


def is_said_of(statement: Statement, act: ActWord, sign: str, event: Happening) -> bool:
    """True where a sign of what is done is the act's: 已着手停产, 已敲定停产 say that something else was done.

    Behind 已将 and 已对 the event's name may stand.
    """
    own = plain(statement.without_days[statement.clause_of(act).start : act.start])
    at = own.rfind(sign) if sign else -1
    gap = own[at + len(sign) :]
    if at >= 0 and gap.startswith(_PUT_ON):
        named = [gap.rfind(one) + len(one) for one in cover(event.parts, gap).pieces if one in gap]
        gap = gap[max(named, default=0) :]
    return at < 0 or _may_stand_between(_SCHEMES.sub("", gap))


def words_before(statement: Statement, act: ActWord, event: Happening) -> str:
    """What stands in the act's clause right before the event's name, its days left out: 灵武 of 灵武北环线开通."""
    for start in (statement.clause_of(act).start, statement.chain(act)[0]):
        own = plain(statement.without_days[start : act.start])
        found = cover(event.parts, own)
        pieces = [piece for piece in found.pieces if piece in own]
        if pieces and not found.lead:
            return own[: min(map(own.find, pieces))].strip()
    return ""


def _may_stand_between(words: str) -> bool:
    """True for what may stand between a subject and its act: when and where, why, adverbs, acts, parts."""
    gap = _SINCE.sub("", OPENS.sub("", _ALSO.sub("", _AND_SO_ON.sub("", words)))).strip(' "(),、')
    known = act_words(gap)
    if known and known[0].start == 0 and _FIRST_DONE.search(gap):
        return True
    if known and known[0].act.step == "完成" and known[-1].act.noun and known[-1].end == len(gap):
        return True  # 完成72小时试运行并网发电
    if is_light(_ALSO.sub("", without_acts(words))) or _FOR_WHOM.fullmatch(without_acts(gap)):
        return True  # 、浦南及毗邻区域开始实施
    if _HEATERS.fullmatch(_BEFORE_DAY_ENDS.sub("", gap)):
        return True
    if _GOODS.fullmatch(gap) and not lexicon().pattern("clause.governing").search(gap):
        return True
    if _ends_phrase(gap) or _ends_phrase(_BEFORE_DAY.sub("", gap)) or is_light(without_acts(gap)):
        return True
    own = gap.removeprefix("的")
    part = PART.match(own)
    if PART.fullmatch(without_acts(gap)) or (part and is_light(without_acts(own[part.end() :]))):
        return True
    return _is_owner(gap) and (gap.startswith("的") or not known or known[0].start == 0)


def _ends_phrase(gap: str) -> bool:
    """True for where, why and since when (于今天6时, 因覆冰, 在某地), if nothing unknown stands behind it: 于今天6时力推."""
    if not _PHRASE.match(gap) or _FOR_OTHERS.search(gap):
        return False
    end = _PHRASE_END.match(gap)
    if end:
        return is_light(without_acts(gap[end.end() :]))
    known = act_words(gap)
    if gap[0] in _CAUSE and known and known[-1].end == len(gap):
        return True  # 因差动保护动作跳闸
    return (gap[0] in _CAUSE and len(gap) <= _SHORT_CAUSE) or _ends_with_place(gap)


def _is_owner(gap: str) -> bool:
    words = lexicon()
    return gap.endswith((*words.words("day.subject_ends"), *words.words("unit.owners")))


def has_lasted(statement: Statement, act: ActWord) -> bool:
    """True for 已投产半年: how long it has been so, and not the day on which."""
    once = act.act.step in lexicon().words("step.once")
    return once and _LASTED.match(statement.text, act.end) is not None


def is_whole(statement: Statement, act: ActWord, event: Happening) -> bool:
    """True where what follows the act may follow it: 启用 of a name without an object takes none there."""
    rest = statement.text[act.end : statement.clause_of(act).end]
    objects = [piece for piece in cover(event.parts, rest).pieces if piece in rest]
    last = max((rest.rfind(piece) + len(piece) for piece in objects), default=0)
    if objects and lexicon().pattern("behind.of_object").match(rest, last):
        return False
    if not act.act.takes_object or not rest:
        return True
    own = objects or [a.word for a in event.acts if a.word in rest] or is_light(rest)
    if act.act.step not in lexicon().words("step.governs"):
        then = act_words(rest)
        own = own or bool(then and then[0].start == 0)  # 封航停工
    return bool(own or BEHIND.fullmatch(rest) or _GOES_ON.match(rest))
