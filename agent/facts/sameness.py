"""Which thing a sentence speaks of: subject, unit and act of an event in one clause chain.

The words of a name need not stand together. Every part of the subject must stand in the clauses
that lead to the act; what the page has introduced before (the plant, of which the sentence says
only 2号机组) may stand there. Another unit, phase or step is another thing, and so is a clause that
names somebody else.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from agent.facts.document import PageFacts
from agent.facts.event_name import STRAY, Happening, plain, units_in
from agent.facts.statement import ActWord, Statement, act_words
from agent.places import Places
from agent.text.fold import fold
from agent.text.lexicon import lexicon

_ENTITY = re.compile(
    r"[\u4e00-\u9fffA-Za-z]{1,12}?(?:电厂|热电|电站|公司|集团|股份|厂|矿|煤业|铁路|高铁|高速|大桥|隧道|机场|港|油田|气田|基地|园区|小区|铝业|水泥|化工|钢铁|石化|风电场|风场|核电|项目|工程)"
)
_GENERIC = re.compile(
    r"^(?:经|由|被|从|向|与|在|该|其|本|全|同期|主体|整体|全部|首个|一期|二期|扩建|改造|新建|配套|建设|重点)*(?:公司|集团|厂|电厂|电站|机场|项目|工程|铁路|隧道|大桥|小区|基地|园区|矿|港)$"
)
_EDGE = re.compile(
    r"(?:^|第[\d一二三四五六七八九十]{1,3}[号届次]|据|赴|年产|日产|你|准许|同意|决定|要求|当地|之|该|此|其|趟|[^\u4e00-\u9fffA-Za-z]|[的在于从至和与及由是为对将把省市县区州盟旗日起讯着了,家座个条有、年月日时分点今昨电后也又再均已批台列辆吨米瓦]|公司|集团|旗下|所属|介绍|宣布)$"
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
_LOCAL_WORD = re.compile(r"[我本全][省市县区州盟旗]|城区")
_UNIT_IN = re.compile(r"\d(?:号|期|#)")
_LOCAL = re.compile(r"[\u4e00-\u9fff]{1,4}?(?:镇|乡|县|区|市|街道|村|旗)")
"""长泾镇: before the name of a place the larger place may stand."""
_ANAPHOR = re.compile(r"^(?:该|此|新|上述|整[条座台个套]|这[条座台个套])")
"""该装置, 新系列, 整条生产线: what the clauses before it named."""
_THIS = re.compile(
    r"(?:^|(?<=[,的\s]))(?:该|这)[条座台套列家艘项](?:[\u4e00-\u9fff\d.]{0,16}的)?(?:国际|国内|新建|重要)?(?P<kind>[\u4e00-\u9fff]{2,6}?)(?=\s|$|正式|全线|顺利|成功|随即|同时)"
)
_SUBSIDIARY = re.compile(r"[子分]公司(?=[^\u4e00-\u9fff]*$)")
_JOINS = re.compile(r"[、和与及]|以及|至|到|-")


def is_of(facts: PageFacts, statement: Statement, act: ActWord, event: Happening) -> bool:
    """True when the act of a statement is the event's: its steps, its subject and its unit, and no other."""
    start, end = statement.chain(act)
    here = [a.act.step for a in statement.acts if start <= a.start < end]
    if any(
        step not in here and not _told_before(facts, statement, step, event) for step in event.steps
    ):
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
        local = _LOCAL_WORD.search(own) is not None and _LOCAL.fullmatch(lead) is not None
        return bool(event.parts) and local and known_before(facts, statement, act, lead)
    named = _named(own)
    meant = _ANAPHOR.sub("", named)
    again = _again(own, covered, plain(text[start : act.start]))
    if named and not again and not any(piece in own or meant in piece for piece in covered):
        return False
    if lead and not known_before(facts, statement, act, lead):
        return False
    if lead and _somebody_else(own if named else plain(text[start : act.start]), covered, event):
        return False
    blanked = plain(text[start:end]) + behind
    if again:
        return _at_edge(covered[0], blanked)
    return _begins_whole(event, covered, blanked, own) and _ends_whole(event, covered, blanked, own)


def _again(own: str, covered: list[str], chain: str) -> bool:
    """True for 这条长87公里的高速公路 and 服役38年的这台机组: what the clauses before it named, by its kind.

    Where they name another of that kind too, the nearer would be meant.
    """
    match = _THIS.search(own)
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


_THEN = re.compile("(?:并|随即|随后)?")
_OPEN = ("mode.denial", "mode.denial_behind", "mode.plan", "mode.target", "mode.rumour")


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


def known_before(facts: PageFacts, statement: Statement, act: ActWord, lead: str) -> bool:
    """True when what the sentence leaves out was introduced before: the owner, the plant, the place."""
    page = facts.page
    where = statement.place(act.start, act.end).start
    near = page.text[max(_OPENING, where - _NEAR) : where]
    before = plain(fold("\n".join((page.title, page.text[: min(_OPENING, where)], near))).text)
    if lead in before or lead in _provinces():
        return True
    if _LOCAL.fullmatch(lead) and len(lead) > _SHORTEST and lead[:-1] in facts.plain_text:
        return True  # 涿鹿防指: 涿鹿县 by its short name
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


_AGAIN = 2


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
    mentions = _places().mentions(piece[:8], counties=True)
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
                "进行|开展|左右|出入口",
                f"(?:大修|中修|小修|检修|维修|技改|改造|扩建|{'|'.join(acts)}){{1,3}}后",
                r"[的在于从至到和与及由是为将拟已也共全起项等今昨首经被因自受按依就都均又再获得比较以用往会能可要应须则还在]",
                "[第双单一二三四五六七八九十两]",
                *listed,
                *(f"(?:{word})" for word in acts),
            ]
        )
    )


def at_left_edge(text: str, at: int) -> bool:
    """True where a name may begin: behind a mark, a place, a particle or an act."""
    left = text[max(0, at - 14) : at]
    return bool(_EDGE.search(left)) or _after_place(left)


def at_right_edge(text: str, end: int) -> bool:
    """True where a name may end; 工程, 项目, 有限公司, 政策 and 区域 may stand behind it."""
    generic = _WORK.match(text, end)
    return bool(_right_edge().match(text, generic.end() if generic else end))


_DIVISIONS = frozenset("省市县区旗盟州")
_ITS_BODY = re.compile(r"[\u4e00-\u9fff]{0,12}?(?:指挥部|政府|办公室|领导小组|委员会|[局厅])")


@lru_cache(maxsize=2048)
def is_light(words: str) -> bool:
    """True for words beside a name that cannot govern it: numbers, places, adverbs, what ends in 的."""
    if not words:
        return True
    left = _MODIFIER.sub("", _OPENS.sub("", words))
    left = _LOCAL_WORD.sub("", left)
    left = lexicon().pattern("clause.adverbs").sub("", left)
    if _places().mentions(f"{left}市", counties=True)[:1]:
        left += "市"  # 通化 alone may be a word
    for mention in reversed(_places().mentions(left, counties=True)):
        left = left[: mention.span.start] + left[mention.span.end :]
    left = _MEASURE.sub("", left)
    return len(re.sub(r"[^\u4e00-\u9fffA-Za-z]|[省市县区州盟旗的共于在由也]", "", left)) <= 1


def is_unled(statement: Statement, act: ActWord, event: Happening) -> bool:
    """True where nothing beside the event's name in the act's clause could govern the act.

    公司力推1号机组投产, 1号机组等候投产: 力推 and 等候 are in no list, and are no place, owner, number,
    adverb, act or modifier in 的.
    """
    clause = statement.clause_of(act)
    own = plain(statement.without_days[clause.start : act.start])
    chain = plain(statement.without_days[statement.chain(act)[0] : act.start])
    this = _THIS.search(own) if _again(own, covered_by(event.subject, chain)[1], chain) else None
    if this:
        before = own[: this.start()].strip(" ,")
        return (not before or before.endswith("的")) and _may_stand_between(own[this.end() :])
    pieces = [piece for piece in covered_by(event.subject, own)[1] if piece in own]
    if not pieces:
        return True
    gap = own[: min(map(own.find, pieces))].strip(' "(),、').rstrip("对把将")
    known = act_words(gap)
    if not (_is_owner(gap) or is_light(gap) or (known and known[-1].end == len(gap))):
        return False
    return _may_stand_between(own[max(own.rfind(one) + len(one) for one in pieces) :])


def words_before(statement: Statement, act: ActWord, event: Happening) -> str:
    """What stands in the act's clause right before the event's name, its days left out: 灵武 of 灵武北环线开通."""
    own = plain(statement.without_days[statement.clause_of(act).start : act.start])
    pieces = [piece for piece in covered_by(event.parts, own)[1] if piece in own]
    return own[: min(map(own.find, pieces))].strip() if pieces else ""


def _may_stand_between(words: str) -> bool:
    """True for what may stand between a subject and its act: when and where, why, adverbs, acts, parts."""
    gap = _SINCE.sub("", _OPENS.sub("", words)).strip(' "(),、')
    known = act_words(gap)
    if _PHRASE.match(gap) or is_light(_without_acts(gap)):
        return True
    if _PART.fullmatch(_without_acts(gap)):
        return True
    return _is_owner(gap) and (gap.startswith("的") or not known or known[0].start == 0)


def _is_owner(gap: str) -> bool:
    words = lexicon()
    return gap.endswith((*words.words("day.subject_ends"), *words.words("unit.owners")))


_PART = re.compile(
    r"(?:[一二三四五六七八九十\d某两各东南西北]{1,3}|部分)?(?:号|个|处|座)?(?:车间|厂房|厂区|装置|路段|区域|罐区|库房|出入口|左右(?:双|两)?洞)"
)
"""一车间: the part of a thing at which something happened to it."""
_SINCE = re.compile(r"(?:^[\u4e00-\u9fff]{1,8}后)?[自从于在]?\s{0,40}[起,]?$")
_PHRASE = re.compile(r"[在于自因由与从比受经随]")
"""在该桥, 因水冷壁泄漏, 自早班起: where, why and since when."""


def is_whole(statement: Statement, act: ActWord, event: Happening) -> bool:
    """True where what follows the act may follow it: 启用 of a name without an object takes none there."""
    rest = statement.text[act.end : statement.clause_of(act).end]
    if not act.act.takes_object or event.parts != event.subject or not rest:
        return True
    own = covered_by(event.parts, rest)[1] or [a.word for a in event.acts if a.word in rest]
    return bool(own or BEHIND.fullmatch(rest) or _GOES_ON.match(rest))


BEHIND = re.compile(
    r"(?:了|成功|完毕|\d[\d.,]{0,12}[\u4e00-\u9fff%/]{0,8}|(?:的)?(?:至|到|于|在)[^,;。]{1,16})?"
)
"""What may stand between an act and the end of its clause: 了, a quantity, where or to what."""
_GOES_ON = re.compile(r"[并和及、暨/且)]|(?:检修|整改|运营|运行|使用|通车|生产|工作)")


def _without_acts(text: str) -> str:
    for one in reversed(act_words(text)):
        text = text[: one.start] + text[one.end :]
    return text


_OPENS = re.compile(
    r"^.{0,12}?(?:[讯电]|消息)(?:\([^)]{0,12}\))?(?![厂站力网])|\d{1,2}[时点:]\d{0,2}分?|所有|全体|各类?|最后|唯一|[我本](?:局|厅|委|办|公司)|赴"
)
"""本报讯, 18时, 我局赴: what a news text opens with, hours, and who speaks or went where."""
_MODIFIER = re.compile(r"^[^,;。]{1,30}的(?=[^,;。]{0,12}$)")
"""由某某承建的, 位于甘肃张掖的: a modifier of what follows it."""
_MEASURE = re.compile(
    r"[\d一二三四五六七八九十两百千万亿.]+(?:余|多)?(?:万|亿)?(?:吨|千瓦|兆瓦|公里|千米|米|台|座|条|套|架|辆|艘|处|口|个|家|户|人|平方米|立方米|千伏|伏)*(?:[/每](?:年|日|天))?级?"
    r"|公司|集团|有限|股份|工程|项目|全长|总长"
)
_WORK = re.compile(r"(?:建设)?(?:工程|项目)(?![部公指])|(?:股份)?(?:有限)?(?:责任)?公司|政策|区域")


_SHORT_NAME = re.compile(r"(?:^|[^\u4e00-\u9fff])([\u4e00-\u9fff]{2,3})$")
"""灵武 of ,灵武北环线: a place by its short name, at the head of a clause."""


def _after_place(left: str) -> bool:
    short = _SHORT_NAME.search(left)
    if short and any(_places().provinces_of(f"{short[1]}{tail}") for tail in "市县区旗"):
        return True
    mentions = _places().mentions(left, counties=True)
    if bool(mentions) and mentions[-1].span.end == len(left):
        return True
    return any(left.endswith(act.word) for act in act_words(left)[-1:])


@cache
def _places() -> Places:
    return Places.load()


@cache
def _provinces() -> frozenset[str]:
    return frozenset(
        name for province in _places().provinces for name in (province.name, province.full)
    )
