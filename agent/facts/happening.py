"""An event by its name, and where a page tells it: subject, unit and act in one clause chain.

The words of a name need not stand together. Every part of the subject must stand in the clauses
that lead to the act; what the page has introduced before (the plant, of which the sentence says
only 2号机组) may stand there. Another unit, phase or step is another thing, and so is a clause that
names somebody else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from agent.facts.document import PageFacts
from agent.facts.modes import Told
from agent.facts.statement import ActWord, Statement, act_words
from agent.places import Places
from agent.records import Span
from agent.text.dates import dates
from agent.text.fold import fold
from agent.text.lexicon import lexicon
from agent.text.numerals import spelled_number

MOST = 100
"""A page that tells one thing so often says no more by telling it again."""
_LOOSE = re.compile(
    r"[\s,、。;:()《》\"'\-|·]+|(?<=[\u4e00-\u9fff])(?:正式|顺利|成功|圆满|如期|实现|今日|昨日|今天)(?=[\u4e00-\u9fff]|$)"
)
_STRAY = frozenset("在于的将拟已了等和与及其由从至到对为把被也均都共第个座台条项名家级号年月日起")
_NUMBER = re.compile(r"[一二三四五六七八九十]{1,3}(?=号|期|#)")
_ENTITY = re.compile(
    r"[\u4e00-\u9fffA-Za-z]{1,12}?(?:电厂|热电|电站|公司|集团|股份|厂|矿|煤业|铁路|高铁|高速|大桥|隧道|机场|港|油田|气田|基地|园区|小区|铝业|水泥|化工|钢铁|石化|风电场|风场|核电|项目|工程)"
)
_GENERIC = re.compile(
    r"^(?:经|由|被|从|向|与|在|该|其|本|全|同期|主体|整体|全部|首个|一期|二期|扩建|改造|新建|配套|建设|重点)*(?:公司|集团|厂|电厂|电站|机场|项目|工程|铁路|隧道|大桥|小区|基地|园区|矿|港)$"
)
_EDGE = re.compile(
    r"(?:^|据|你|准许|同意|决定|要求|当地|之|该|此|其|趟|[^\u4e00-\u9fffA-Za-z]|[的在于从至和与及由是为对将把省市县区州盟旗日起讯着了,家座个条有、年月日时分点今昨电后也又再均已批台列辆吨米瓦]|公司|集团|旗下|所属|介绍|宣布)$"
)
_FROM_LEVEL = re.compile(
    r"[由从自把将][\u4e00-\u9fff]{0,4}(?:[IVX]{1,3}级|[红橙黄蓝]色)(?:预警|响应)?"
)
"""由IV级升级为II级: the level it comes from is no other unit."""
_OPENING, _NEAR = 600, 3000
"""Characters at the head of a page, and before an act, in which its owner or plant is introduced."""
_SHORT = 4
"""A name this short may stand anywhere in the page, in a sign-off or a source."""
_LOCAL_WORD = re.compile(r"[我本全][省市县区州盟旗]|城区")
_UNIT_IN = re.compile(r"\d(?:号|期|#)")
_LOCAL = re.compile(r"[\u4e00-\u9fff]{1,4}?(?:镇|乡|县|区|市|街道|村|旗)")
"""长泾镇: before the name of a place the larger place may stand."""
_JOINS = re.compile(r"[、和与及]|以及|至|到|-")


@dataclass(frozen=True)
class Happening:
    """An event's name, taken apart: its acts, the one it turns on, and the parts of who or what it is."""

    name: str
    acts: tuple[ActWord, ...]
    head: ActWord | None
    parts: tuple[str, ...]
    units: frozenset[str]
    subject: tuple[str, ...]

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps of its acts."""
        return tuple(act.act.step for act in self.acts)


@dataclass(frozen=True)
class Telling:
    """A statement that tells an event: the act's word there, and how it is told."""

    statement: Statement
    act: ActWord
    told: Told

    @property
    def span(self) -> Span:
        """The sentence in the page."""
        return self.statement.span


def happening_of(name: str) -> Happening:
    """Take an event's name apart; dates in it are left to the date check."""
    text = fold(name.strip().strip("。；;")).text
    for mention in reversed(dates(text)):
        text = text[: mention.span.start] + " " + text[mention.span.end :]
    acts = act_words(text)
    head = _head(acts, text)
    left = text
    for act in acts:
        if act is head or not act.act.noun:
            left = left[: act.start] + " " * (act.end - act.start) + left[act.end :]
    units = frozenset(_units(_plain(text)))
    parts = _parts(left)
    subject = _parts(left[: head.start]) if head else parts
    return Happening(name, acts, head, parts, units, subject or parts)


def _parts(text: str) -> tuple[str, ...]:
    """The words of a name; each once, so that no name asks for every place of every part."""
    found = dict.fromkeys(_LOOSE.split(text))
    return tuple(part for part in found if part and part not in _STRAY)


def _head(acts: tuple[ActWord, ...], text: str) -> ActWord | None:
    """The act that a name turns on: the last that is no part of another's object."""
    for act in reversed(acts):
        behind = text[act.end :]
        if act is acts[0] or not re.match(r"[\u4e00-\u9fff]", behind):
            return act
        if act.act.after is not None and act.act.after.match(behind):
            return act
    return acts[0] if acts else None


def tellings_of(facts: PageFacts, event: Happening) -> Iterator[Telling]:
    """The statements that tell the event, in the order of the page.

    A name without an act that the lexicon knows is told nowhere for certain.
    """
    if event.head is None:
        return
    found = 0
    for statement in facts.with_step(event.head.act.step):
        for act in statement.acts:
            if act.act is event.head.act and (
                _word_for_word(statement, act, event) or _is_of(facts, statement, act, event)
            ):
                found += 1
                yield Telling(statement, act, statement.told(act))
        if found >= MOST:
            return


def of_event(facts: PageFacts, telling: Telling, event: Happening) -> bool:
    """True when what is told there is the event's."""
    return _is_of(facts, telling.statement, telling.act, event)


def _word_for_word(statement: Statement, act: ActWord, event: Happening) -> bool:
    """True when the name stands in the sentence as it is, with its act: then it tells it."""
    name = fold(event.name.strip().strip("。；;")).text
    at = statement.text.find(name)
    while at >= 0:
        inside = at <= act.start and act.end <= at + len(name)
        left = statement.text[max(0, at - 14) : at]
        whole = _EDGE.search(left) or _after_place(left)
        if inside and whole and _right_edge().match(statement.text, at + len(name)):
            return True
        at = statement.text.find(name, at + 1)
    return False


def _is_of(facts: PageFacts, statement: Statement, act: ActWord, event: Happening) -> bool:
    start, end = statement.chain(act)
    here = [a.act.step for a in statement.acts if start <= a.start < end]
    if any(step not in here for step in event.steps):
        return False
    chain = _plain(statement.text[start:end])
    lead, covered = _covered(_wanted(facts, event), chain)
    if lead is None:
        return False
    text = statement.without_days
    own = _plain(text[_own_start(statement, act) : act.start])
    if _another_unit(own if _named(own) else _plain(text[start : act.start]), event):
        return False
    if not covered:
        local = _LOCAL_WORD.search(own) is not None and _LOCAL.fullmatch(lead) is not None
        return bool(event.parts) and local and _known_before(facts, statement, act, lead)
    named = _named(own)
    if named and not any(piece in own or named in piece for piece in covered):
        return False
    if lead and not _known_before(facts, statement, act, lead):
        return False
    if lead and _somebody_else(own if named else _plain(text[start : act.start]), covered, event):
        return False
    blanked = _plain(text[start:end])
    return _begins_whole(event, covered, blanked, own) and _ends_whole(event, covered, blanked, own)


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


def _wanted(facts: PageFacts, event: Happening) -> tuple[str, ...]:
    """The parts of a name that a sentence must have.

    A headline goes on behind its act (…开通 最快18分钟): where the name is the page's own title, what
    follows an act without an object is no part of who does what.
    """
    head = event.head
    if head is None or head.act.takes_object or not event.subject:
        return event.parts
    headline = fold(facts.page.title).text == fold(event.name).text
    return event.subject if headline else event.parts


def _covered(parts: tuple[str, ...], chain: str) -> tuple[str | None, list[str]]:
    """What the name has before the first words that stand in the chain, and the pieces that do.

    None where anything behind those words is missing: only what comes first, the owner, the plant
    or the place, may have been told before.
    """
    lead, covered = "", list[str]()
    for part in map(_plain, parts):
        at = 0
        while at < len(part):
            size = _longest(part, at, chain)
            if size:
                covered.append(part[at : at + size])
                at += size
                continue
            stray = part[at] in _STRAY or (len(part) == 1 and part in chain)
            if not stray and covered:
                return None, covered
            lead += part[at]
            at += 1
    return lead.strip("".join(_STRAY)) if not covered else lead, covered


def _named(own: str) -> str:
    """Who or what a clause names before its act; empty where it names nobody."""
    bare = re.sub(r"[\d年月日时点分零凌晨上下午晚间:.()\s]+", "", own)
    bare = lexicon().pattern("clause.adverbs").sub("", bare)
    found = re.search(r"[\u4e00-\u9fff]{2,}", _LOCAL_WORD.sub(" ", bare))
    return found[0] if found else ""


def _longest(part: str, at: int, chain: str) -> int:
    """How many characters of a part from ``at`` stand together in the chain; at least two, or none."""
    for size in range(len(part) - at, 1, -1):
        piece = part[at : at + size]
        if _stands(piece, chain):
            return size
    return 0


def _stands(piece: str, chain: str) -> bool:
    """True when a piece stands in the chain with its numbers whole."""
    place = chain.find(piece)
    while place >= 0:
        left, right = chain[place - 1 : place], chain[place + len(piece) : place + len(piece) + 1]
        cut = (piece[0].isdigit() and (left.isdigit() or left == ".")) or (
            piece[-1].isdigit() and (right.isdigit() or right == ".")
        )
        if not cut:
            return True
        place = chain.find(piece, place + 1)
    return False


def _known_before(facts: PageFacts, statement: Statement, act: ActWord, lead: str) -> bool:
    """True when what the sentence leaves out was introduced before: the owner, the plant, the place."""
    page = facts.page
    where = statement.place(act.start, act.end).start
    near = page.text[max(_OPENING, where - _NEAR) : where]
    before = _plain(fold("\n".join((page.title, page.text[: min(_OPENING, where)], near))).text)
    if lead in before or lead in _provinces():
        return True
    if lead in facts.plain_text and (len(lead) <= _SHORT or _LOCAL.fullmatch(lead)):
        return True
    places = _places().mentions(lead, counties=True)
    if places and places[0].span.start == 0:
        rest = lead[places[0].span.end :]
        known = places[0].text in facts.plain_text or places[0].level == "province"
        return known and (not rest or rest in before)
    if _UNIT_IN.search(lead):
        return False
    at = 0
    while at < len(lead):
        size = _longest(lead, at, before)
        if not size:
            return False
        at += size
    return True


def _another_unit(own: str, event: Happening) -> bool:
    """True when the clause speaks of a unit, phase or section that the name does not have, or lacks its own."""
    own = _FROM_LEVEL.sub("", own)
    here = _units(own)
    others = [unit for unit in here if unit not in event.units]
    wanted = [unit for unit in event.units if not unit.endswith(("级", "色"))]
    if wanted and not set(wanted) & set(here) and others:
        return True
    return any(not _is_listed(unit, own) for unit in others)


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
        for match in _ENTITY.finditer(left)
    )


def _begins_whole(event: Happening, covered: list[str], chain: str, own: str) -> bool:
    """True when the name's first words are no end of a longer name there: 榆城际铁路 in 并榆城际铁路.

    The same is asked of the first of its words in the act's own clause: 装置 in 合成氨装置 is not
    the 尿素装置 of which another clause spoke.
    """
    if not covered or not event.subject:
        return True
    here = [piece for piece in covered if piece in own]
    firsts = [(covered[0], chain)]
    if here:
        firsts.append((min(here, key=own.find), own))
    return all(_at_edge(piece, text) for piece, text in firsts)


def _at_edge(piece: str, text: str) -> bool:
    at = text.find(piece)
    while at >= 0:
        left = text[max(0, at - 14) : at]
        if _EDGE.search(left) or _after_place(left) or _is_local(piece):
            return True
        at = text.find(piece, at + 1)
    return False


def _is_local(piece: str) -> bool:
    """True for words that begin with a small place, before whose name the larger may stand."""
    if re.match(r"[\u4e00-\u9fff]{2,4}?(?:镇|乡|街道|村)", piece):
        return True
    mentions = _places().mentions(piece[:8], counties=True)
    return bool(mentions) and mentions[0].span.start == 0


def _ends_whole(event: Happening, covered: list[str], chain: str, own: str) -> bool:
    """True when the words before the act, and the last of the name, are cut off nowhere: 城际铁 of 城际铁路."""
    ends = []
    if event.head and event.subject:
        last = _plain(event.subject[-1])
        ends += [piece for piece in covered if last.endswith(piece) and piece in own][-1:]
    if event.parts and event.parts[-1] != (event.subject or ("",))[-1]:
        last = _plain(event.parts[-1])
        ends += [piece for piece in covered if last.endswith(piece)][-1:]
        if len(last) == 1:
            ends.append(_plain(fold(event.name).text)[-2:])
    return all(_at_right_edge(piece, chain) for piece in ends)


def _at_right_edge(piece: str, text: str) -> bool:
    at = text.find(piece)
    while at >= 0:
        if _right_edge().match(text, at + len(piece)):
            return True
        at = text.find(piece, at + 1)
    return False


@cache
def _right_edge() -> re.Pattern[str]:
    words = lexicon()
    names = (
        "clause.adverbs",
        "mode.denial",
        "mode.condition",
        "mode.rumour",
        "mode.plan",
        "mode.target",
        "mode.under_way",
        "mode.done",
        "mode.recent",
        "mode.completed",
    )
    listed = [words.pattern(name).pattern for name in names]
    acts = [word for act in words.acts.values() for word in act.words]
    return re.compile(
        "|".join(
            [
                r"$|[^\u4e00-\u9fffA-Za-z0-9]",
                r"[的在于从至到和与及由是为将拟已也共全起项等今昨首经被因自受按依就都均又再获得比较以用往会能可要应须则还在]",
                "[第双单一二三四五六七八九十两]",
                *listed,
                *(f"(?:{word})" for word in acts),
            ]
        )
    )


def _after_place(left: str) -> bool:
    mentions = _places().mentions(left, counties=True)
    if bool(mentions) and mentions[-1].span.end == len(left):
        return True
    return any(left.endswith(act.word) for act in act_words(left)[-1:])


def _units(text: str) -> list[str]:
    return [match[0] for match in lexicon().pattern("unit.patterns").finditer(text)]


def _plain(text: str) -> str:
    """Numbers before 号 and 期 as digits: 二号机组 is 2号机组."""
    return _NUMBER.sub(lambda match: str(int(spelled_number(match[0]) or 0)), text)


@cache
def _places() -> Places:
    return Places.load()


@cache
def _provinces() -> frozenset[str]:
    return frozenset(
        name for province in _places().provinces for name in (province.name, province.full)
    )
