"""Which thing a sentence speaks of: subject, unit and act of an event in one clause chain.

The words of a name need not stand together. Every part of the subject must stand in the clauses
that lead to the act; what the page has introduced before (the plant, of which the sentence says
only 2号机组) may stand there. Another unit, phase or step is another thing, and so is a clause that
names somebody else.
"""

from __future__ import annotations

import datetime
import re
from itertools import pairwise

from agent.facts.canonical import plain, sizes_of
from agent.facts.covering import OPEN, Cover, cover, may_be_left_out, named_in, wanted_parts
from agent.facts.document import PageFacts
from agent.facts.edges import (
    LOCAL_WORD,
    PART,
    after_place,
    at_right_edge,
    bare,
    gazetteer,
)
from agent.facts.event_name import AHEAD, WHOLLY, Happening, cause_kinds, units_in
from agent.facts.same_act import is_same_act, is_same_step
from agent.facts.statement import ActWord, Statement, act_words
from agent.facts.told_before import (
    ENTITY,
    is_elided,
    kinds_of_things,
    known_before,
    reference_in,
    refers,
    text_before,
    without_places,
)
from agent.facts.whole_names import begins_whole, ends_whole, is_local
from agent.text.lexicon import lexicon

_GENERIC = re.compile(
    r"^(?:经|由|被|从|向|与|在|该|其|本|全|同期|主体|整体|全部|首个|一期|二期|扩建|改造|新建|配套|建设|重点)*(?:公司|集团|厂|电厂|电站|机场|项目|工程|铁路|隧道|大桥|小区|基地|园区|矿|港)$"
)
_FROM_LEVEL = re.compile(
    r"[由从自把将][\u4e00-\u9fff]{0,4}(?:[IVX]{1,3}级|[红橙黄蓝]色)(?:预警|响应)?"
)
"""由IV级升级为II级: the level it comes from is no other unit."""
_SUBSIDIARY = re.compile(r"[子分]公司(?=[^\u4e00-\u9fff]*$)")
_JOINS = re.compile(r"[、和与及]|以及|至|到|-")
_THEN = re.compile("(?:并|随即|随后)?")
_REST_OF_NAME = re.compile("[\u4e00-\u9fff]{2,4}")
_DIVISION = re.compile(
    r"((?![各该本下上多等及与和][\u4e00-\u9fff])[\u4e00-\u9fff]{2})([市县区州盟旗])"
)
_LAST = re.compile("(?:最后|末)一?[台批座条套家列段]")
"""With the last of them all are: 最后一台风机并网."""
_WHOLLY = re.compile(f"^(?:{'|'.join(WHOLLY)})")
_BESIDE_ANOTHER = re.compile(r"(?:\([^()]{0,60}\))?[、和与及]")
_ALL_COUNTED = re.compile(r"\d{1,4}[台座条套家](?=[^,;。]{0,12}(?:全部|全数|均|都|悉数))")
_WORKS_LAST = re.compile(f"(?:{lexicon().pattern('clause.works').pattern})$")
_MIDSUMMER = 7
_VERB_NEAR, _PLACE = 14, 8
_WORDS_BEFORE = re.compile("[\u4e00-\u9fff]{0,8}$")
_EARLY = re.compile(r"(?:提前|早)了?(?P<by>[\d一二三四五六七八九十两半]{1,3}[天日周])?")
_NEXT = 4
"""Characters between 提前 and its act: 提前正式供暖."""
_OF_ANOTHER_TIME = re.compile("去年|上年|往年|前年|原定?|此前|拟|计划")
OTHERS = re.compile(
    r"(?:其余|其他|其它|另外?|别的|同类|周边|邻近|附近)(?:的|[\d一二两三四五六七八九十多几]{1,4}[家台座个条])*$"
)


def is_of(facts: PageFacts, statement: Statement, act: ActWord, event: Happening) -> bool:
    """True when the act of a statement is the event's: its steps, its subject and its unit, and no other."""
    if not _has_acts(facts, statement, act, event):
        return False
    if not all(_has_circumstance(facts, words) for words in event.circumstances):
        return False
    if event.season and event.season != _season_of(facts.last):
        return False
    start, end = statement.chain(act)
    found, behind = _covered(facts, statement, act, event)
    chain = plain(statement.without_days[start:end]) + behind
    open_ones = [m for m in found.missing if not may_be_left_out(facts, m, chain)]
    name = "".join(map(plain, event.subject))
    if any(missing.words not in name for missing in open_ones):
        return False
    return _is_about(facts, statement, act, event, found, chain)


def _has_circumstance(facts: PageFacts, words: str) -> bool:
    """提前9天 is told where the page has 早9天; what else went before, where it has the words."""
    ahead = AHEAD.fullmatch(words)
    if ahead is None:
        kinds = cause_kinds(words)
        return facts.has_words(words) or bool(kinds & cause_kinds(facts.plain_text))
    told = re.finditer(f"(?:提前|早)了?{ahead['by']}", facts.plain_text)
    return any(
        not _OF_ANOTHER_TIME.search(facts.plain_text[max(0, one.start() - _PLACE) : one.start()])
        for one in told
    )


def _is_about(
    facts: PageFacts,
    statement: Statement,
    act: ActWord,
    event: Happening,
    found: Cover,
    chain: str,
) -> bool:
    """True when the clause of the act speaks of the event's thing: by its name, its kind, or not at all."""
    text, own_start = statement.without_days, _own_start(statement, act)
    start, end = statement.chain(act)
    lead, covered = found.lead, found.pieces
    own = plain(text[own_start : act.start])
    own_or_all = own if named_in(own) else plain(text[start : act.start])
    if _another_unit(own_or_all, event) or _another_size(text[start:end], event):
        return False
    if _is_limited(own, act, event, covered) or _is_elsewhere(own_or_all, lead, event):
        return False
    this = reference_in(own)
    if this:
        before = text_before(facts, statement, own_start)
        if refers(this, own[this.end :], before, event, found):
            return True
        if this.pointed:
            return False  # this, and another was named last
    if not all(may_be_left_out(facts, missing, chain) for missing in found.missing):
        return False
    transitive = act is not event.head and (act.act.takes_object or act.act.after is None)
    if transitive and not any(piece in own for piece in covered):
        behind = plain(text[act.end : statement.clause_of(act).end])
        rivals = kinds_of_things(named_in(own)) & kinds_of_things("".join(event.subject))
        if rivals and covered and covered[0] not in behind:
            return False  # 青坪机场照常，石桥机场暂停航班
        own += act.word + behind
    if not covered:
        return bool(event.parts) and is_elided(facts, statement, act, lead, own)
    if lead and (
        not known_before(facts, statement, act, lead)
        or _somebody_else(own_or_all, covered, event)
        or _is_namesake(lead, covered[0], chain, event)
    ):
        return False
    if not _is_spoken_of(own, covered) or _is_of_another(own, covered):
        return False
    if _is_one_of_several(facts, covered, own):
        return False
    return begins_whole(event, covered, chain, own) and ends_whole(event, covered, chain, own)


def _season_of(day: datetime.date) -> tuple[int, int]:
    """The years of the heating season that a page speaks of: the one that its day lies in or before."""
    first = day.year if day.month >= _MIDSUMMER else day.year - 1
    return first, first + 1


def _covered(
    facts: PageFacts, statement: Statement, act: ActWord, event: Happening
) -> tuple[Cover, str]:
    """What of the name stands in the clauses that lead to the act, and the clause behind it if that counts.

    What goes with the act may stand in the next clause.
    """
    start, end = statement.chain(act)
    chain, parts = (
        plain(statement.text[start:end]),
        wanted_parts(facts, event, statement.clause_behind(act)),
    )
    found = cover(parts, chain)
    subject = tuple(_WORKS_LAST.sub("", part) for part in event.subject)
    if found.missing and not act.act.takes_object and not cover(subject, chain).missing:
        behind = _begun_behind(statement, act)
        return cover(parts, chain + behind), behind
    return found, ""


def _is_spoken_of(own: str, covered: list[str]) -> bool:
    """True where the act's clause names the thing, its place as a whole (全市), or nobody."""
    if not named_in(own) or any(piece in own for piece in covered):
        return True
    if gazetteer().mentions(own):
        return False  # 东营市称，滨州全市
    return LOCAL_WORD.search(own) is not None and not without_places(covered[0])


def _has_acts(facts: PageFacts, statement: Statement, act: ActWord, event: Happening) -> bool:
    """True when the sentence tells the act that the name turns on, and has its others or told them before."""
    start, end = statement.chain(act)
    if event.head is None:
        return False
    named = _WHOLLY.sub("", event.head.word)  # what is said of all of it is asked for below
    if not is_same_act(named, act.word, statement.text[start:end]):
        return False
    if _is_passed_for(statement.acts, act) and not _is_passed_for(event.acts, event.head):
        return False
    wholly = lexicon().pattern("clause.whole"), _LAST
    if event.whole and not any(one.search(statement.text, start, end) for one in wholly):
        return False
    here = {a.act.step for a in statement.acts if start <= a.start < end}
    for one in event.acts:
        if _of_something_more(statement, act, one, event):
            return False
        if one is event.head or one.act.step in here or _only_leads(one, event, statement, act):
            continue
        if one.word in lexicon().words("step.why") and facts.with_step(one.act.step):
            continue
        if is_same_step(one.act, act.act) or _told_before(facts, statement, one.act.step, event):
            continue
        if not (event.head.act.noun and one.act.step == "完成" and _is_passed(statement, act)):
            return False
    return True


def _is_passed_for(acts: tuple[ActWord, ...], act: ActWord) -> bool:
    """True for 复产 in 通过复产验收: a thing that is passed stands right behind it, and that was passed."""
    return any(then.act.noun and then.start == act.end for then in acts)


def _only_leads(one: ActWord, event: Happening, statement: Statement, act: ActWord) -> bool:
    """True for 实施 in 实施错峰生产 and 开始 in 开始供暖, which the page need not have; 提前 it must say in its own words."""
    text = statement.text
    led = [then for then in event.acts if then.start == one.end]
    if not led or led[0].act.noun or one.act.step not in lexicon().words("step.light"):
        return False
    if one.act.step != "提前":
        return True
    return any(
        not _OF_ANOTHER_TIME.search(text[max(0, early.start() - _PLACE) : early.start()])
        and (early["by"] is not None or 0 <= act.start - early.end() <= _NEXT)
        for early in _EARLY.finditer(text)
    )


def _of_something_more(statement: Statement, act: ActWord, one: ActWord, event: Happening) -> bool:
    """集中供热缴费启动 for 供暖启动: behind what is started another thing stands, and that is started."""
    if event.head is None or one.act.noun or one.end > event.head.start:
        return False
    if event.head.act.step not in lexicon().words("step.governs"):
        return False
    start = statement.clause_of(act).start
    same = [
        a for a in statement.acts if start <= a.start < act.start and is_same_step(one.act, a.act)
    ]
    return bool(same and named_in(plain(statement.without_days[same[-1].end : act.start])))


def _is_passed(statement: Statement, act: ActWord) -> bool:
    """168小时试运行画上句号: the thing that a name calls completed is so in other words."""
    clause = statement.clause_of(act)
    near = (
        statement.text[max(clause.start, act.start - _VERB_NEAR) : act.start],
        statement.text[act.end : min(clause.end, act.end + _VERB_NEAR)],
    )
    return any(lexicon().pattern("step.passed").search(part) for part in near)


def _is_of_another(own: str, covered: list[str]) -> bool:
    """True where 的 behind the name leads to another thing (某厂一墙之隔的民房起火), or 其余 before it to the others."""
    here = [piece for piece in covered if piece in own]
    if here and OTHERS.search(own[: min(map(own.find, here))]):
        return True
    rest = own[max(own.rfind(piece) + len(piece) for piece in here) :] if here else ""
    for act in reversed(act_words(rest)):
        rest = rest[: act.start] + rest[act.end :]
    of, tail = re.sub(r"\([^()]{0,60}\)", "", rest).rpartition("的")[1:]
    thing = named_in(tail) if of else ""
    part = PART.match(thing)
    own_part = (
        part is not None
        and at_right_edge(thing, part.end())
        and rest.lstrip('" )').startswith("的")
    )
    return bool(thing) and not own_part and not thing.endswith(tuple(here))


def _begun_behind(statement: Statement, act: ActWord) -> str:
    """与电网解列，开始第七次大修 is 停机大修: what the next clause begins, without anybody else or a plan."""
    text = statement.clause_behind(act)
    then = _THEN.match(text)
    begins = lexicon().pattern("step.begins").match(text, then.end() if then else 0)
    if not begins or any(lexicon().pattern(name).search(text) for name in OPEN):
        return ""
    return "," + plain(text)


def _told_before(facts: PageFacts, statement: Statement, step: str, event: Happening) -> bool:
    """True for a step that only says which thing is meant, where the title or a sentence before it has it."""
    told = facts.with_step(step) if step in event.about else ()
    return any(one.span.start < statement.span.start for one in told)


def _own_start(statement: Statement, act: ActWord) -> int:
    """Where the act's clause begins; brackets in the middle of a subject do not part it."""
    start = statement.clause_of(act).start
    while start > 0 and statement.text[start - 1] == ")":
        opened = statement.text.rfind("(", 0, start)
        before = [c for c in statement.clauses if c.end <= opened]
        if opened < 0 or not before:
            break
        start = before[-1].start
    return start


def _another_unit(own: str, event: Happening) -> bool:
    """True when the clause speaks of a unit, phase or section that the name does not have, or lacks its own."""
    own = _FROM_LEVEL.sub("", own)
    if _SUBSIDIARY.search(own) and not _SUBSIDIARY.search(event.name):
        return True
    if event.whole:
        own = _ALL_COUNTED.sub("", _LAST.sub("", own))
    here = [_in_full(u, event) for u in units_in(own) if not _is_counted(u, own, event)]
    others = [unit for unit in here if unit not in event.units]
    wanted = [unit for unit in event.units if not unit.endswith(("级", "色"))]
    if wanted and not set(wanted) & set(here) and others:
        return True
    return any(not _is_listed(unit, own) for unit in others)


def _in_full(unit: str, event: Happening) -> str:
    """2号 of 2号空冷机组 is the 2号机组 of a name."""
    if not unit.endswith("号"):
        return unit
    return next((one for one in event.units if one.startswith(unit)), unit)


def _another_size(chain: str, event: Happening) -> bool:
    """2号66万千瓦机组 is no 2号100万千瓦机组; where one of the two gives no size, nothing is asked."""
    wanted, given = sizes_of(event.name), sizes_of(chain)
    return bool(wanted and given and not wanted & given)


def _is_limited(own: str, act: ActWord, event: Happening, covered: list[str]) -> bool:
    """部分航班暂停 is not the 航班暂停 of a name that has no such word; what befell a part befell the thing.

    Nor is a section behind the name (某高速公路甲至乙段) the thing, unless it is the last of them.
    """
    if act.act.step in lexicon().words("step.incident"):
        return False
    limits = lexicon().pattern("clause.limits")
    if limits.search(own) is not None and not limits.search(event.name):
        return True
    behind = own[max((own.rfind(one) + len(one) for one in covered if one in own), default=0) :]
    if _BESIDE_ANOTHER.match(behind):
        return False  # 青坪线(甲-乙)和3号线石桥延长段开通
    sections = lexicon().pattern("clause.sections")
    of_all = _LAST.search(behind) or lexicon().pattern("clause.whole").search(behind)
    return bool(sections.search(behind) and not sections.search(event.name) and not of_all)


def _is_elsewhere(own: str, lead: str, event: Happening) -> bool:
    """石桥市发布橙色预警 for 青坪市发布橙色预警: the clause has another place where the name's own is left out.

    Cities and provinces by their short names, too: 郑州地铁 is no 洛阳地铁, wherever else the page has 洛阳.
    """
    place = _DIVISION.search(lead)
    named = _DIVISION.finditer(LOCAL_WORD.sub("", own))
    others = [match[1] for match in named if place and match[2] == place[2]]
    levels = {one.level for one in gazetteer().mentions(lead)}
    others += [one.text for one in gazetteer().mentions(own) if one.level in levels]
    return any(other not in event.name and not event.name.startswith(other) for other in others)


def _is_one_of_several(facts: PageFacts, covered: list[str], own: str) -> bool:
    """华岳临江电厂 for the 华岳电厂 of a name, on a page that has a 华岳望江电厂 as well."""
    here = sorted((piece for piece in covered if piece in own), key=own.find)
    for first, then in pairwise(here):
        gap = own[own.find(first) + len(first) : own.find(then)]
        if _REST_OF_NAME.fullmatch(gap):
            named = re.findall(
                f"{re.escape(first)}([\u4e00-\u9fff]{{2,4}}){re.escape(then)}", facts.plain_text
            )
            if set(named) - {gap}:
                return True
    return False


def _is_namesake(lead: str, piece: str, chain: str, event: Happening) -> bool:
    """龙川稀土分离厂 for 石桥稀土分离厂: where the name's own word is left out, no other stands in its place."""
    at = chain.find(piece)
    before = chain[max(0, at - _PLACE) : max(0, at)]
    if is_local(piece) or after_place(piece) or not without_places(lead):
        return False
    if before[-2:] in event.name:
        return False
    words = _WORDS_BEFORE.search(before) if kinds_of_things(piece) else None
    own = bare(words[0]) if words else ""
    return after_place(before) or (len(own) > 1 and not act_words(own))


def _is_counted(unit: str, own: str, event: Happening) -> bool:
    """首批136家企业 of a name that has the 136家企业: the count says which."""
    count = re.match(r"\d{1,6}[台条座家户座套]", own[own.find(unit) + len(unit) :])
    return count is not None and any(count[0] in part for part in event.parts)


def _is_listed(unit: str, own: str) -> bool:
    """True for a unit that stands in a list beside others: 1号、2号机组."""
    at = own.find(unit)
    beside = own[max(0, at - 2) : at], own[at + len(unit) : at + len(unit) + 2]
    return any(_JOINS.search(part) for part in beside)


def _somebody_else(own: str, covered: list[str], event: Happening) -> bool:
    """True when the act's clause names a plant, a line or a company that the event's name does not."""
    left = own
    for piece in sorted(covered, key=len, reverse=True):
        left = left.replace(piece, " ")
    return any(
        not _GENERIC.match(match[0]) and match[0] not in event.name
        for match in ENTITY.finditer(left)
    )
