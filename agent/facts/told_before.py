"""What a sentence speaks of without its name: what the page told before, by its kind or not at all.

该矿, 全县, 这条高速公路 and a bare 机组 are the last of their kind that was named; where another was
named too, nothing is meant.
"""

from __future__ import annotations

import re

from agent.facts.covering import longest, named_in
from agent.facts.document import PageFacts
from agent.facts.edges import LOCAL_WORD, at_right_edge, gazetteer, is_light, provinces
from agent.facts.event_name import plain
from agent.facts.statement import ActWord, Statement, act_words
from agent.text.fold import fold
from agent.text.lexicon import lexicon

_OPENING, _NEAR = 600, 3000
"""Characters at the head of a page, and before an act, in which its owner or plant is introduced."""
_SHORTEST = 2
_SHORT = 4
"""A name this short may stand anywhere in the page, in a sign-off or a source."""
_UNIT_IN = re.compile(r"\d(?:号|期|#)")
_LOCAL = re.compile(r"[\u4e00-\u9fff]{1,4}?(?:镇|乡|县|区|市|街道|村|旗)")
"""长泾镇: before the name of a place the larger place may stand."""
ANAPHOR = re.compile(r"^(?:该|此|新|上述|整[条座台个套]|这[条座台个套])")
"""该装置, 新系列, 整条生产线: what the clauses before it named."""
THIS = re.compile(
    r"(?:^|(?<=[,的\s]))(?:该|这)[条座台套列家艘项](?:[\u4e00-\u9fff\d.]{0,16}的)?(?:国际|国内|新建|重要)?(?P<kind>[\u4e00-\u9fff]{2,6}?)(?=\s|$|正式|全线|顺利|成功|随即|同时)"
)
"""这条长87公里的高速公路, 这台机组: what was named before, by its kind."""
_BY_KIND = re.compile(
    r"(?:^|(?<=[,的后\s]))(?:该|此|全|本)(?P<kind>[矿厂县市区旗镇乡站港桥线]|公司|企业|集团|园区|电厂|煤矿|机场|水库|装置|项目|铁路|隧道|高速)(?![\u4e00-\u9fff]{0,2}(?:委|局|办|政府|子公司))"
)
"""该矿, 全县: the thing told before, by its kind."""
_AFTER_IT = re.compile(r"^[\u4e00-\u9fff]{2,8}[后时]$")
_LEVELS = {
    "省": "province",
    "市": "prefecture",
    "州": "prefecture",
    "盟": "prefecture",
    "县": "county",
    "区": "county",
    "旗": "county",
}
_MEANT = frozenset("该此全本")
_BEGINS = re.compile(r"(?:^|[^\u4e00-\u9fffA-Za-z0-9]|的)$")
_OWN_MODIFIER = re.compile(r"^[^,;。]{1,24}的")
_AGAIN, _LONGEST_KIND, _OWN_WORDS = 2, 4, 3
_BEHIND = re.compile("[从向与和由为给对被同在]$")
_COMPANY_KINDS = ("公司", "企业", "集团")
_COMPANY = re.compile(
    "公司|集团|企业|股份|航空(?!运输|器)|化工|石化|钢铁|特钢|轧钢|水泥|能源|热力|电力|电气|重工|科技|汽车|物流|[铝矿煤乳纸药铜锌硅纺林]业"
)
"""What a company is known by, with or without 公司 behind it."""
ENTITY = re.compile(
    r"[\u4e00-\u9fffA-Za-z]{1,12}?(?:电厂|热电|电站|公司|集团|股份|厂|矿|煤业|铁路|高铁|高速|大桥|隧道|机场|港|油田|气田|基地|园区|小区|铝业|水泥|化工|钢铁|石化|风电场|风场|核电|项目|工程)"
)


def is_kind_of(piece: str, named: str, others: str) -> bool:
    """机组与电网并列 behind 某电站1号机组: the clause names the thing by its kind alone, and no other is near."""
    for size in range(2, min(len(piece), len(named), _LONGEST_KIND) + 1):
        kind = piece[-size:]
        if named.startswith(kind) and at_right_edge(named, size) and kind not in others:
            return True
    return False


def is_last_of_kind(kind: str, covered: list[str], before: str) -> bool:
    """降落在白河机场，…该机场: the last of its kind in the clauses before is the one that the name has."""
    at = before.rfind(kind)
    places = ((before.rfind(piece), len(piece)) for piece in covered)
    return at < 0 or any(start <= at < start + size for start, size in places)


def is_its_company(own: str, named: str, covered: list[str], before: str) -> bool:
    """白河航空一架货机…起飞，该公司由此…: the company that they begin with, if they name no other."""
    if named not in _COMPANY_KINDS or f"该{named}" not in own:
        return False
    first = before.find(covered[0])
    led = before[: max(first, 0)].strip(" ,")
    if first < 0 or not _COMPANY.search(covered[0]) or not is_light(led) or _BEHIND.search(led):
        return False
    for piece in covered:
        before = before.replace(piece, " ")
    return _COMPANY.search(before) is None


def again(own: str, covered: list[str], chain: str) -> bool:
    """True for 这条长87公里的高速公路 and 服役38年的这台机组: what the clauses before it named, by its kind.

    Where they name another of that kind too, the nearer would be meant.
    """
    match = THIS.search(own)
    if match is None:
        return False
    act = next(iter(act_words(match["kind"])), None)
    named_kind = match["kind"][: act.start] if act else match["kind"]
    if not named_kind.endswith(lexicon().words("day.subject_ends")):
        return False  # 这条高速公路敲定通车: a word that nobody knows stands behind the kind
    kind, before = match["kind"], chain[: len(chain) - len(own) + match.start()]
    for piece in covered:
        before = before.replace(piece, " ")
    named = any(kind.startswith(piece[-_AGAIN:]) or piece.endswith(kind) for piece in covered)
    return named and kind[:_AGAIN] not in before and not ENTITY.search(own[: match.start()])


def is_meant(facts: PageFacts, statement: Statement, act: ActWord, lead: str, own: str) -> bool:
    """该矿随即停产, 全矿恢复生产: a clause that speaks of the name's thing by its kind, the last of that kind told before.

    A clause that names nobody (持续12天的封控解除) is of the place that the paragraph spoke of last.
    """
    local = LOCAL_WORD.search(own) is not None and _LOCAL.fullmatch(lead) is not None
    if local and known_before(facts, statement, act, lead):
        return True
    where = statement.place(act.start, act.end).start
    before = plain(fold(facts.page.text[max(0, where - _NEAR) : where]).text)
    bare = without_places(lead)
    kind = _BY_KIND.search(own)
    if kind is None:
        paragraph = before[before.rfind("\n") + 1 :]
        places = gazetteer().mentions(paragraph, counties=True)
        elided = not named_in(_OWN_MODIFIER.sub("", own)) and not bare
        return bool(elided and places and lead.endswith(places[-1].text))
    named, word = _AFTER_IT.sub("", own[: kind.start()]), kind["kind"]
    if named_in(named) or not lead.endswith(word) or named_in(own[kind.end() :]):
        return False
    for place in reversed(list(re.finditer(re.escape(word), before))):
        if at_right_edge(before, place.end()) and before[place.start() - 1] not in _MEANT:
            return _is_tail(before[: place.end()], bare or lead, word) and (
                not bare or known_before(facts, statement, act, lead)
            )
    return False


def _is_tail(before: str, lead: str, kind: str) -> bool:
    """True where a text ends with a name, or with the last of its words: 位于龙南市的稀土分离厂 for 龙川稀土分离厂."""
    size = next((at for at in range(len(lead), 0, -1) if before.endswith(lead[-at:])), 0)
    return size == len(lead) or (
        size >= len(kind) + _OWN_WORDS and _BEGINS.search(before, 0, len(before) - size) is not None
    )


def _is_only_place(text: str, division: str) -> bool:
    """全市 where a paragraph speaks of one city alone: it is that city."""
    mentions = gazetteer().mentions(text, counties=True)
    named = {one.text.removesuffix(division) for one in mentions if one.level == _LEVELS[division]}
    return len(named) == 1


def without_places(lead: str) -> str:
    """石峁沟煤矿 of 神木市石峁沟煤矿; empty for the name of a place."""
    places = gazetteer().mentions(lead, counties=True)
    while places and places[0].span.start == 0:
        lead = lead[places[0].span.end :]
        places = gazetteer().mentions(lead, counties=True)
    return lead


def known_before(facts: PageFacts, statement: Statement, act: ActWord, lead: str) -> bool:
    """True when what the sentence leaves out was introduced before: the owner, the plant, the place."""
    page = facts.page
    where = statement.place(act.start, act.end).start
    near = page.text[max(_OPENING, where - _NEAR) : where]
    before = plain(fold("\n".join((page.title, page.text[: min(_OPENING, where)], near))).text)
    if lead in before or lead in provinces():
        return True
    if LOCAL_WORD.fullmatch(lead):
        return _is_only_place(f"{page.title}\n{facts.paragraph_at(where)}", lead[-1])
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
        size = longest(lead, at, before)
        if not size:
            return False
        at += size
    return True
