"""Whether an act that a sentence tells is the event of a name, and if not, why (``Differs``).

The words of a name need not stand together. Every part of its subject must stand in the clauses
that lead to the act, or have been introduced before by the page (the plant, of which the sentence
has only 2号机组). Another unit, phase or step is another event, and so is the act of a clause that
names somebody else.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from enum import StrEnum
from itertools import pairwise

from agent.facts.canonical import plain, sizes_of
from agent.facts.covering import cover, named_in
from agent.facts.document import PageFacts
from agent.facts.edges import (
    DIVISIONS,
    LOCAL_WORD,
    PART,
    after_place,
    at_right_edge,
    bare,
    gazetteer,
    is_light,
)
from agent.facts.event_name import (
    AHEAD,
    LAST,
    UNTIL_DAY,
    Happening,
    cause_kinds,
    units_in,
    without_causes,
)
from agent.facts.pairing import Pair
from agent.facts.same_act import carriers_of
from agent.facts.same_acts import has_acts, told_early
from agent.facts.statement import ActWord, Statement, act_words, without_acts
from agent.facts.told_before import (
    ENTITY,
    is_elided,
    is_of_here,
    kinds_of_things,
    known_before,
    refers,
    text_before,
    without_places,
)
from agent.facts.whole_names import begins_whole, ends_whole, is_local
from agent.lazy import lazy_pattern
from agent.text.fold import fold
from agent.text.lexicon import lexicon

_GENERIC = lazy_pattern(
    r"^(?:经|由|被|从|向|与|在|该|其|本|全|你|同意|至此|同期|主体|整体|全部|首个|一期|二期|扩建|改造|新建|配套|建设|重点)*(?:公司|集团|厂|电厂|电站|机场|项目|工程|铁路|隧道|大桥|小区|基地|园区|矿|港)$"
)
_FROM_LEVEL = lazy_pattern(
    r"[由从自把将][\u4e00-\u9fff]{0,4}(?:[IVX]{1,3}级|[红橙黄蓝]色)(?:预警|响应)?"
)
"""由IV级升级为II级: the level it comes from is no other unit."""
_SUBSIDIARY = lazy_pattern(r"[子分]公司(?=[^\u4e00-\u9fff]*$)")
_JOINS = lazy_pattern(r"[、和与及]|以及|至|到|-")
_AND_AROUND = lazy_pattern(r"(?:以?及|和|与)(?:周边|毗邻|附近)\d{1,4}个(?:小区|社区|街道|乡镇|村)")
"""县城区及周边38个村: more than the name says, and so no limit."""
_AND_SO_ON = lazy_pattern(r" 等\d{1,4}[家座个户台处条艘列][^,;。]{0,12}")
_ALSO = lazy_pattern(r" (?:[、和及]|以及)$")
_AND_UNDER = lazy_pattern("[及以]|与其")
"""4.3米及以下焦炉: no name of another."""
_REST_OF_NAME = lazy_pattern("[\u4e00-\u9fff]{2,4}")
_OWNED, _WORKS = lazy_pattern("旗下|下属|所属"), {"thing.works", "thing.power", "thing.mine"}
_DIVISION = lazy_pattern(
    rf"((?![该各本下上多等及与和][\u4e00-\u9fff])[\u4e00-\u9fff]{{2}})([{DIVISIONS}])"
)
_LATER, _PHASE = lazy_pattern(r"(?:[3-9]|\d\d)号"), lazy_pattern(r"\d期")
"""二期4号机组 is 4号机组: units are numbered on; 1号 and 2号 may begin anew."""
_BESIDE_ANOTHER = lazy_pattern(r"(?:\([^()]{0,60}\))?[、和与及]")
_COUNTED = lazy_pattern(r"\d{1,5}[台座条套家处口艘列]")
_IN_BATCH = lazy_pattern(r"(?<=批)\d{1,4}[台座条套]")
"""首批4台机组: how many they are makes it no other unit."""
_ALL_COUNTED = lazy_pattern(r"\d{1,4}[台座条套家](?=[^,;。]{0,12}(?:全部|全数|均|都|悉数))")
_MIDSUMMER = 7
_OPENING = 600
"""Characters at the head of a page in which its thing is introduced."""
_ENDINGS = lazy_pattern(f"[省{DIVISIONS}镇乡的厂站]")
"""Endings of names without which a name may be written."""
_PLACE = 8
_WORDS_BEFORE = lazy_pattern("[\u4e00-\u9fff]{0,8}$")
_OCCASION_EDGES = lazy_pattern("^[因受为]|影响下?$|期间$|之际$|再添|又添|新添")
"""Words around a circumstance that a page need not repeat: 受…影响, 某峰会期间, 甲市再添一条生产线."""
OTHER_THINGS = "其[余他它]|别的|同类|周边|邻近|附近"
"""Words for things beside the one that is told of."""
OTHERS = lazy_pattern(
    rf"(?:{OTHER_THINGS}|另外?)(?:的|[\d一二两三四五六七八九十多几]{{1,4}}[家台座个条])*$"
)


class Differs(StrEnum):
    """Why an act that a sentence tells is not the event."""

    ACT = "act"
    CIRCUMSTANCE = "circumstance"
    SEASON = "season"
    LEFT_OUT = "left_out"
    UNIT = "unit"
    SIZE = "size"
    EXTENT = "extent"
    PLACE = "place"
    REFERENCE = "reference"
    RIVAL = "rival"
    NOBODY = "nobody"
    NOT_INTRODUCED = "not_introduced"
    SOMEBODY_ELSE = "somebody_else"
    NAMESAKE = "namesake"
    CUT_OFF = "cut_off"


_Rules = tuple[tuple[Differs, Callable[[Pair], bool]], ...]


def is_of(facts: PageFacts, statement: Statement, act: ActWord, event: Happening) -> bool:
    """True when an act of a statement is the event: the same steps, subject and unit."""
    return differs(facts, statement, act, event) is None


def differs(
    facts: PageFacts, statement: Statement, act: ActWord, event: Happening
) -> Differs | None:
    """Why an act of a statement is not the event; None where it is."""
    if not has_acts(facts, statement, act, event):
        return Differs.ACT
    pair = Pair(facts, statement, act, event)
    if reason := _first_of(_ALWAYS, pair):
        return reason
    if pair.reference:
        this, words, start = pair.reference
        before = text_before(facts, statement, start)
        if refers(this, words[this.end :], before, event, pair.found, facts):
            return None if _is_introduced(pair, before) else Differs.NOT_INTRODUCED
        if this.pointed:
            return Differs.REFERENCE  # 该厂, and the plant named last is another
    if pair.left_out:
        return Differs.LEFT_OUT
    if _is_a_rivals(pair):
        return Differs.RIVAL
    if not pair.found.pieces:
        told = is_elided(facts, statement, act, pair.found.lead, pair.clause)
        return None if told else Differs.NOBODY
    return _first_of(_BY_NAME, pair)


def _first_of(rules: _Rules, pair: Pair) -> Differs | None:
    return next((reason for reason, parts in rules if parts(pair)), None)


def _is_introduced(pair: Pair, before: str) -> bool:
    """True where the page has named the thing that a clause refers to: each word of its name."""
    page = pair.facts.page
    opening = plain(fold(f"{page.title}\n{page.text[:_OPENING]}").text)
    laid = cover(pair.event.subject, f"{opening}\n{before}\n{pair.chain}")
    if without_places(laid.lead) and not laid.lead.endswith("省"):
        return False
    words = (missing.words for missing in laid.missing)
    return not any(_ENDINGS.sub("", lexicon().pattern("clause.idle").sub("", one)) for one in words)


def _other_circumstance(pair: Pair) -> bool:
    return not all(_has_circumstance(pair.facts, words) for words in pair.event.circumstances)


def _has_circumstance(facts: PageFacts, words: str) -> bool:
    """True where the page tells a circumstance: 提前9天 also as 早9天, others by their words or by a cause of the same kind."""
    until = UNTIL_DAY.search(f"后{words}")
    if until:
        return any(until["day"] == one["day"] for one in UNTIL_DAY.finditer(facts.plain_text))
    ahead = AHEAD.fullmatch(words)
    if ahead is None:
        if cause_kinds(words) & cause_kinds(facts.plain_text):
            words = without_causes(words)
        return all(_tells(facts, part) for part in _OCCASION_EDGES.split(words))
    return any(early["by"] == ahead["by"] for early in told_early(facts.plain_text))


def _tells(facts: PageFacts, words: str) -> bool:
    if not words.strip("的、"):
        return True
    laid = cover((words,), facts.plain_text)
    return facts.has_words(words) or not (laid.missing or laid.lead)


def _other_season(pair: Pair) -> bool:
    return bool(pair.event.season) and pair.event.season != _season_of(pair.facts.last)


def _season_of(day: datetime.date) -> tuple[int, int]:
    """The years of the heating season that a page speaks of: the current one, from July on the next."""
    first = day.year if day.month >= _MIDSUMMER else day.year - 1
    return first, first + 1


def _without_object(pair: Pair) -> bool:
    """True where words of the name beside its subject are missing in the clauses and on the page."""
    subject = "".join(map(plain, pair.event.subject))
    if not pair.found.pieces:
        laid = cover(
            tuple(part for part in pair.parts if part not in pair.event.subject), pair.chain
        )
        return bool(laid.lead or laid.missing)
    return any(missing.words not in subject for missing in pair.left_out)


def _another_unit(pair: Pair) -> bool:
    """True when the clause speaks of a unit, phase or section that is not the name's."""
    event, own = pair.event, _IN_BATCH.sub("", _FROM_LEVEL.sub("", pair.speaks_of))
    if _SUBSIDIARY.search(own) and not _SUBSIDIARY.search(event.name):
        return True
    if event.of_all:
        own = _ALL_COUNTED.sub("", LAST.sub("", own))
    here = [_in_full(u, event) for u in units_in(own) if not _is_counted(u, own, event)]
    colours = any(unit.endswith("色") for unit in event.units) or not event.units
    others = [u for u in here if u not in event.units and (colours or not u.endswith("色"))]
    wanted = [unit for unit in event.units if not unit.endswith(("级", "色"))]
    if others and pair.numbers_its_ordinal:
        return False
    if wanted and not set(wanted) & set(here) and others:
        return True
    if set(wanted) & set(here) & {u for u in wanted if _LATER.match(u)}:
        others = [unit for unit in others if not _PHASE.fullmatch(unit)]
    return any(not _is_listed(unit, own) for unit in others)


def _in_full(unit: str, event: Happening) -> str:
    """2号 of 2号空冷机组 is the 2号机组 of a name."""
    if not unit.endswith("号"):
        return unit
    return next((one for one in event.units if one.startswith(unit)), unit)


def _is_counted(unit: str, own: str, event: Happening) -> bool:
    """True for 首批 of 首批136家企业 where the name has 136家企业: the count identifies it."""
    count = re.match(r"\d{1,6}[台条座家户座套]", own[own.find(unit) + len(unit) :])
    return count is not None and any(count[0] in part for part in event.parts)


def _is_listed(unit: str, own: str) -> bool:
    """True for a unit that stands in a list beside others: 1号、2号机组."""
    at = own.find(unit)
    beside = own[max(0, at - 2) : at], own[at + len(unit) : at + len(unit) + 2]
    return any(_JOINS.search(part) for part in beside)


def _another_size(pair: Pair) -> bool:
    """2号66万千瓦机组 is not 2号100万千瓦机组; where one of the two gives no size, they may be the same."""
    wanted, (start, end) = sizes_of(pair.event.name), pair.reach
    given = sizes_of(pair.statement.without_days[start:end]) if wanted else wanted
    return bool(given) and not wanted & given


def _is_limited(pair: Pair) -> bool:
    """True where the clause tells the act of a part alone, and the name does not: 部分航班暂停 for 航班暂停.

    So it is with a section behind the name (某高速公路甲至乙段), unless that is the last one. An
    accident in a part of a thing is one of the thing.
    """
    own, event = pair.own, pair.event
    if pair.act.act.step in lexicon().words("step.incident"):
        return False
    limits = lexicon().pattern("clause.limits")
    own = _AND_AROUND.sub("", own)
    if limits.search(own) is not None and not limits.search(event.name):
        return True
    here = [piece for piece in pair.found.pieces if piece in own]
    behind = own[max((own.rfind(one) + len(one) for one in here), default=0) :]
    if _BESIDE_ANOTHER.match(behind):
        return False  # 青坪线(甲-乙)和3号线石桥延长段开通
    sections = lexicon().pattern("clause.sections")
    of_all = LAST.search(behind) or lexicon().pattern("clause.whole").search(behind)
    return bool(sections.search(behind) and not sections.search(event.name) and not of_all)


def _is_a_count_of_others(pair: Pair) -> bool:
    """True for 全省关停机组30台 and 某市关停30台机组, below 甲厂1号机组停产: an object with a number of its own, and nobody of the name."""
    if pair.event.of_all or any(piece in pair.own for piece in pair.found.pieces):
        return False
    counts = (one[0] for one in _COUNTED.finditer(pair.behind))
    return any(count not in plain(pair.event.name) for count in counts)


def _is_elsewhere(pair: Pair) -> bool:
    """True where the clause leaves out the name's place and has another: 石桥市发布橙色预警 for 青坪市发布橙色预警.

    Cities and provinces also by their short names: 郑州地铁 is not 洛阳地铁, wherever else the page has 洛阳.
    """
    own, lead, name = pair.speaks_of, pair.found.lead, pair.event.name
    place = _DIVISION.search(lead)
    named = _DIVISION.finditer(LOCAL_WORD.sub("", own))
    others = [match[1] for match in named if place and match[2] == place[2]]
    levels = {one.level for one in gazetteer().mentions(lead)}
    others += [one.text for one in gazetteer().mentions(own) if one.level in levels]
    return any(other not in name and not name.startswith(other) for other in others)


def _is_in_a_part(pair: Pair) -> bool:
    """True where the name's subject is only a place and the clause has a county or a larger place: 对藁城区实行封闭管理 for 石家庄实行封闭管理.

    济宁市解除预警 is none of 兖州区, which the clause does not have.
    """
    first, *rest = pair.event.subject or ("-",)
    if without_places(first) or not all(map(is_light, rest)):
        return False
    text = pair.own + pair.behind
    named = gazetteer().mentions(text, counties=True)
    own = gazetteer().mentions(first, counties=True)
    elsewhere = bool(own) and own[-1].level == "county" and own[-1].text[:2] not in text
    return any(
        (one.level == "county" or elsewhere) and one.text not in pair.event.name for one in named
    )


def _is_a_rivals(pair: Pair) -> bool:
    """True where another thing of the same kind is the subject of a transitive act: 石桥机场暂停航班 for 青坪机场暂停航班."""
    pieces, event = pair.found.pieces, pair.event
    if not pair.is_transitive or any(piece in pair.own for piece in pieces):
        return False
    named = kinds_of_things(named_in(pair.own)) & kinds_of_things("".join(event.subject))
    return bool(named and pieces and pieces[0] not in pair.behind)


def _not_introduced(pair: Pair) -> bool:
    lead, told = pair.found.lead, (pair.facts, pair.statement, pair.act)
    return bool(lead) and not (
        known_before(*told, lead, pair.found.pieces[0]) and is_of_here(*told, lead)
    )


def _names_somebody_else(pair: Pair) -> bool:
    """True when the clause names a plant, a line or a company that the name does not have; a list may name others."""
    if not pair.found.lead:
        return False
    left = pair.speaks_of
    for piece in sorted(pair.found.pieces, key=len, reverse=True):
        left = left.replace(piece, " ")
    left = _AND_SO_ON.sub(" ", left)
    return any(
        not _GENERIC.match(match[0])
        and match[0] not in pair.event.name
        and not _ALSO.search(left, 0, match.start())
        for match in ENTITY.finditer(left)
    )


def _is_namesake(pair: Pair) -> bool:
    """True where another word stands in the place of the one left out: 龙川稀土分离厂 for 石桥稀土分离厂."""
    lead, piece = pair.found.lead, pair.found.pieces[0]
    at = pair.chain.find(piece)
    before = pair.chain[max(0, at - _PLACE) : max(0, at)]
    if is_local(piece) or after_place(piece) or not without_places(lead):
        return False
    if before[-2:] in pair.event.name:
        return False
    words = _WORDS_BEFORE.search(before) if kinds_of_things(piece) else None
    own = bare(words[0]) if words else ""
    return after_place(before) or (len(own) > 1 and not act_words(own))


def _is_spoken_of_another(pair: Pair) -> bool:
    """True where the act's clause names somebody, and neither the thing nor all of its place (全市)."""
    own, pieces = pair.clause, pair.found.pieces
    if not named_in(own) or any(piece in own for piece in pieces) or pair.numbers_its_ordinal:
        return False
    head = pair.event.head
    if head and carriers_of(head.word) & carriers_of(own):
        return False  # 公交、出租车恢复运营
    if pair.event.whole and _ALL_COUNTED.match(own.strip()) and pair.is_topic:
        return False  # 某水电站，6台机组全部投产
    if gazetteer().mentions(own):
        return True  # 东营市称，滨州全市
    if LOCAL_WORD.search(own) is None or without_places(pieces[0]):
        return True
    return not is_of_here(pair.facts, pair.statement, pair.act, pieces[0])


def _is_of_another(pair: Pair) -> bool:
    """True where 的 behind the name leads to another thing (某厂一墙之隔的民房起火), or 其余 before it to the others."""
    own = pair.clause
    here = [piece for piece in pair.found.pieces if piece in own]
    if here and OTHERS.search(own[: min(map(own.find, here))]):
        return True
    rest = own[max(own.rfind(piece) + len(piece) for piece in here) :] if here else ""
    of, tail = re.sub(r"\([^()]{0,60}\)", "", without_acts(rest)).rpartition("的")[1:]
    thing = named_in(tail) if of else ""
    part = PART.match(thing)
    own_part = (
        part is not None
        and at_right_edge(thing, part.end())
        and rest.lstrip('" )').startswith("的")
    )
    return bool(thing) and not own_part and not thing.endswith(tuple(here))


def _is_one_of_several(pair: Pair) -> bool:
    """True for 华岳临江电厂 where the name has 华岳电厂 and the page also names 华岳望江电厂; for 青坪煤业石桥煤矿 where it has 青坪煤矿."""
    text = pair.chain
    for first, then in pairwise(sorted(pair.found.pieces, key=text.find)):
        start = text.find(first)
        words = text[start : text.find(then, start)]
        if _has_owner_of_another(words, len(first), then):
            return True
        gap = words[len(first) :]
        if _REST_OF_NAME.fullmatch(gap):
            named = re.findall(
                f"{re.escape(first)}([\u4e00-\u9fff]{{2,4}}){re.escape(then)}",
                pair.facts.plain_text,
            )
            if any(not one.startswith(gap) and not _AND_UNDER.match(one) for one in named):
                return True
    return False


def _has_owner_of_another(words: str, shared: int, kind: str) -> bool:
    """True where a firm, not whole in the name's own words, stands before the own name of one of its works: 青坪煤业石桥 before 煤矿."""
    firms = [one.end() for one in ENTITY.finditer(words) if one.end() > shared]
    works = kinds_of_things(kind) & _WORKS and not re.search(r"\d", kind)
    return bool(firms and works) and len(_OWNED.sub("", bare(words[firms[-1] :]))) > 1


def _is_cut_off(pair: Pair) -> bool:
    pieces, chain, own = pair.found.pieces, pair.chain, pair.clause
    return not begins_whole(pair.event, pieces, chain, own) or not ends_whole(
        pair.event, pieces, chain, own
    )


_ALWAYS: _Rules = (
    (Differs.CIRCUMSTANCE, _other_circumstance),
    (Differs.SEASON, _other_season),
    (Differs.LEFT_OUT, _without_object),
    (Differs.UNIT, _another_unit),
    (Differs.SIZE, _another_size),
    (Differs.EXTENT, _is_limited),
    (Differs.EXTENT, _is_in_a_part),
    (Differs.PLACE, _is_elsewhere),
)
"""Asked of every clause."""
_BY_NAME: _Rules = (
    (Differs.EXTENT, _is_a_count_of_others),
    (Differs.NOT_INTRODUCED, _not_introduced),
    (Differs.SOMEBODY_ELSE, _names_somebody_else),
    (Differs.NAMESAKE, lambda pair: bool(pair.found.lead) and _is_namesake(pair)),
    (Differs.SOMEBODY_ELSE, _is_spoken_of_another),
    (Differs.SOMEBODY_ELSE, _is_of_another),
    (Differs.NAMESAKE, _is_one_of_several),
    (Differs.CUT_OFF, _is_cut_off),
)
"""Asked of a clause that has words of the name and does not refer to its thing by 该厂."""
