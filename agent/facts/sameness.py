"""Which thing a sentence speaks of: subject, unit and act of an event in one clause chain.

The words of a name need not stand together. Every part of the subject must stand in the clauses
that lead to the act; what the page has introduced before (the plant, of which the sentence says
only 2号机组) may stand there. Another unit, phase or step is another thing, and so is a clause that
names somebody else.
"""

from __future__ import annotations

import re

from agent.facts.document import PageFacts
from agent.facts.edges import LOCAL_WORD, at_left_edge, at_right_edge, gazetteer, provinces
from agent.facts.event_name import STRAY, Happening, plain, units_in
from agent.facts.same_act import is_same_act
from agent.facts.statement import ActWord, Statement, act_words
from agent.text.fold import fold
from agent.text.lexicon import lexicon

_ENTITY = re.compile(
    r"[\u4e00-\u9fffA-Za-z]{1,12}?(?:电厂|热电|电站|公司|集团|股份|厂|矿|煤业|铁路|高铁|高速|大桥|隧道|机场|港|油田|气田|基地|园区|小区|铝业|水泥|化工|钢铁|石化|风电场|风场|核电|项目|工程)"
)
_GENERIC = re.compile(
    r"^(?:经|由|被|从|向|与|在|该|其|本|全|同期|主体|整体|全部|首个|一期|二期|扩建|改造|新建|配套|建设|重点)*(?:公司|集团|厂|电厂|电站|机场|项目|工程|铁路|隧道|大桥|小区|基地|园区|矿|港)$"
)
_FROM_LEVEL = re.compile(
    r"[由从自把将][\u4e00-\u9fff]{0,4}(?:[IVX]{1,3}级|[红橙黄蓝]色)(?:预警|响应)?"
)
"""由IV级升级为II级: the level it comes from is no other unit."""
_OPENING, _NEAR = 600, 3000
"""Characters at the head of a page, and before an act, in which its owner or plant is introduced."""
_SHORTEST = 2
_SHORT = 4
"""A name this short may stand anywhere in the page, in a sign-off or a source."""
_UNIT_IN = re.compile(r"\d(?:号|期|#)")
_LOCAL = re.compile(r"[\u4e00-\u9fff]{1,4}?(?:镇|乡|县|区|市|街道|村|旗)")
"""长泾镇: before the name of a place the larger place may stand."""
_ANAPHOR = re.compile(r"^(?:该|此|新|上述|整[条座台个套]|这[条座台个套])")
"""该装置, 新系列, 整条生产线: what the clauses before it named."""
THIS = re.compile(
    r"(?:^|(?<=[,的\s]))(?:该|这)[条座台套列家艘项](?:[\u4e00-\u9fff\d.]{0,16}的)?(?:国际|国内|新建|重要)?(?P<kind>[\u4e00-\u9fff]{2,6}?)(?=\s|$|正式|全线|顺利|成功|随即|同时)"
)
"""这条长87公里的高速公路, 这台机组: what was named before, by its kind."""
_SUBSIDIARY = re.compile(r"[子分]公司(?=[^\u4e00-\u9fff]*$)")
_JOINS = re.compile(r"[、和与及]|以及|至|到|-")
_THEN = re.compile("(?:并|随即|随后)?")
_OPEN = ("mode.denial", "mode.denial_behind", "mode.plan", "mode.target", "mode.rumour")
_AGAIN = 2
_DIVISIONS = frozenset("省市县区旗盟州")
_ITS_BODY = re.compile(r"[\u4e00-\u9fff]{0,12}?(?:指挥部|政府|办公室|领导小组|委员会|[局厅])")


def is_of(facts: PageFacts, statement: Statement, act: ActWord, event: Happening) -> bool:
    """True when the act of a statement is the event's: its steps, its subject and its unit, and no other."""
    start, end = statement.chain(act)
    here = [a.act.step for a in statement.acts if start <= a.start < end]
    if any(
        step not in here and not _told_before(facts, statement, step, event) for step in event.steps
    ):
        return False
    if event.head and not is_same_act(event.head.word, act.word, statement.text[start:end]):
        return False
    chain, behind = plain(statement.text[start:end]), ""
    lead, covered = covered_by(_wanted(facts, event), chain)
    if (
        lead is None
        and not act.act.takes_object
        and covered_by(event.subject, chain)[0] is not None
    ):
        behind = _begun_behind(statement, act)
        lead, covered = covered_by(_wanted(facts, event), chain + behind)
    if lead is None:
        return False
    text = statement.without_days
    own = plain(text[_own_start(statement, act) : act.start])
    if act.act.takes_object and not any(piece in own for piece in covered):
        own = plain(text[_own_start(statement, act) : statement.clause_of(act).end])
    if _another_unit(own if _named(own) else plain(text[start : act.start]), event):
        return False
    if not covered:
        local = LOCAL_WORD.search(own) is not None and _LOCAL.fullmatch(lead) is not None
        return bool(event.parts) and local and known_before(facts, statement, act, lead)
    named = _named(own)
    meant = _ANAPHOR.sub("", named)
    anaphor = again(own, covered, plain(text[start : act.start]))
    if named and not anaphor and not any(piece in own or meant in piece for piece in covered):
        return False
    if lead and not known_before(facts, statement, act, lead):
        return False
    if lead and _somebody_else(own if named else plain(text[start : act.start]), covered, event):
        return False
    blanked = plain(text[start:end]) + behind
    if anaphor:
        return _at_edge(covered[0], blanked)
    return _begins_whole(event, covered, blanked, own) and _ends_whole(event, covered, blanked, own)


def again(own: str, covered: list[str], chain: str) -> bool:
    """True for 这条长87公里的高速公路 and 服役38年的这台机组: what the clauses before it named, by its kind.

    Where they name another of that kind too, the nearer would be meant.
    """
    match = THIS.search(own)
    if match is None:
        return False
    kind, before = match["kind"], chain[: len(chain) - len(own) + match.start()]
    for piece in covered:
        before = before.replace(piece, " ")
    named = any(kind.startswith(piece[-_AGAIN:]) or piece.endswith(kind) for piece in covered)
    return named and kind[:_AGAIN] not in before and not _ENTITY.search(own[: match.start()])


def _begun_behind(statement: Statement, act: ActWord) -> str:
    """与电网解列，开始第七次大修 is 停机大修: what the next clause begins, without anybody else or a plan."""
    number = statement.clauses.index(statement.clause_of(act)) + 1
    behind = statement.clauses[number : number + 1]
    text = "".join(statement.text[clause.start : clause.end] for clause in behind)
    then = _THEN.match(text)
    begins = lexicon().pattern("step.begins").match(text, then.end() if then else 0)
    if not begins or any(lexicon().pattern(name).search(text) for name in _OPEN):
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


def covered_by(parts: tuple[str, ...], chain: str) -> tuple[str | None, list[str]]:
    """What the name has before the first words that stand in the chain, and the pieces that do.

    None where anything behind those words is missing: only what comes first, the owner, the plant
    or the place, may have been told before.
    """
    lead, covered = "", list[str]()
    for part in map(plain, parts):
        at = 0
        while at < len(part):
            size = _longest(part, at, chain)
            if size:
                covered.append(part[at : at + size])
                at += size
                continue
            stray = part[at] in STRAY or (len(part) == 1 and part in chain)
            if not stray and covered:
                return None, covered
            lead += "" if covered else part[at]
            at += 1
    return lead.strip("".join(STRAY)) if not covered else lead, covered


def _named(own: str) -> str:
    """Who or what a clause names before its act; empty where it names nobody."""
    bare = re.sub(r"[\d年月日时点分零凌晨上下午晚间:.()\s]+", "", own)
    bare = lexicon().pattern("clause.adverbs").sub("", bare)
    for act in reversed(act_words(bare)):
        bare = bare[: act.start] + " " + bare[act.end :]
    found = re.search(r"[\u4e00-\u9fff]{2,}", LOCAL_WORD.sub(" ", bare))
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


def known_before(facts: PageFacts, statement: Statement, act: ActWord, lead: str) -> bool:
    """True when what the sentence leaves out was introduced before: the owner, the plant, the place."""
    page = facts.page
    where = statement.place(act.start, act.end).start
    near = page.text[max(_OPENING, where - _NEAR) : where]
    before = plain(fold("\n".join((page.title, page.text[: min(_OPENING, where)], near))).text)
    if lead in before or lead in provinces():
        return True
    if _LOCAL.fullmatch(lead) and len(lead) > _SHORTEST and lead[:-1] in facts.plain_text:
        return True  # 涿鹿防指: 涿鹿县 by its short name
    if lead in facts.plain_text and (len(lead) <= _SHORT or _LOCAL.fullmatch(lead)):
        return True
    places = gazetteer().mentions(lead, counties=True)
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
    if _SUBSIDIARY.search(own) and not _SUBSIDIARY.search(event.name):
        return True
    here = units_in(own)
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
    if here:
        first = min(here, key=own.find)
        # 青坪水电站…，电站1号机组: what stands before it is the end of what was named.
        left = own[: own.find(first)].strip()
        again = len(left) >= _AGAIN and any(p.endswith(left) for p in covered)
        if not again and not _at_edge(first, own):
            return False
    return _at_edge(covered[0], chain)


def _at_edge(piece: str, text: str) -> bool:
    at = text.find(piece)
    while at >= 0:
        if at_left_edge(text, at) or _is_local(piece):
            return True
        at = text.find(piece, at + 1)
    return False


def _is_local(piece: str) -> bool:
    """True for words that begin with a small place, before whose name the larger may stand."""
    if re.match(r"[\u4e00-\u9fff]{2,4}?(?:镇|乡|街道|村)|市区|城区|主城|全[省市县区]", piece):
        return True
    mentions = gazetteer().mentions(piece[:8], counties=True)
    return bool(mentions) and mentions[0].span.start == 0


def _ends_whole(event: Happening, covered: list[str], chain: str, own: str) -> bool:
    """True when the words before the act, and the last of the name, are cut off nowhere: 城际铁 of 城际铁路."""
    ends = []
    if event.head and event.subject:
        last = plain(event.subject[-1])
        ends += [piece for piece in covered if last.endswith(piece) and piece in own][-1:]
    if event.parts and event.parts[-1] != (event.subject or ("",))[-1]:
        last = plain(event.parts[-1])
        ends += [piece for piece in covered if last.endswith(piece)][-1:]
        if len(last) == 1:
            ends.append(plain(fold(event.name).text)[-2:])
    orders = event.head is not None and event.head.act.takes_object
    return all(
        _at_right_edge(piece, chain, covered) or (orders and _by_its_body(piece, chain))
        for piece in ends
    )


def _by_its_body(piece: str, text: str) -> bool:
    """True where the body of a county that decides (某县防汛抗旱指挥部) stands for the county."""
    at = text.find(piece)
    return piece[-1:] in _DIVISIONS and _ITS_BODY.match(text, at + len(piece)) is not None


def _at_right_edge(piece: str, text: str, covered: list[str]) -> bool:
    """True where a piece ends as a whole word, or where the next piece of the name follows it."""
    at = text.find(piece)
    while at >= 0:
        end = at + len(piece)
        if at_right_edge(text, end) or text.startswith(tuple(covered), end):
            return True
        at = text.find(piece, at + 1)
    return False
