"""What takes back, narrows or caps what a clause says, in its own sentence or in the next one.

该办法已废止; 上述规定不适用于危险货物运输车辆; 赤泥除外; 单个项目最高不超过50万元.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from agent.wording.in_force import Stated
from agent.wording.passage import clauses_in
from agent.wording.statement_words import has, word
from agent.wording.statements import Statement

_ENDS = ("bound.off", "bound.answers", "bound.ends_it")
_OTHERWISE = ("bound.still", "bound.outside", "bound.but_not", "bound.otherwise")
_AT_ITS_HEAD = (*_ENDS, "bound.not_for", "bound.caps")
_ANYWHERE = (
    *_OTHERWISE,
    "bound.bounds",
    "bound.cut",
    "bound.most",
    "bound.narrows",
    "bound.over",
    "bound.spares",
)
"""Every clause that takes back, narrows or caps begins with one of the former or has one of the latter."""


def may_take_back(text: str) -> bool:
    """False for a text none of whose clauses has a word by which one takes back, narrows or caps another.

    Asked of sentences before they are read into statements, which costs ten times as much.
    """
    return any(
        any(has(name, clause) for name in _ANYWHERE)
        or any(word(name).match(clause) for name in _AT_ITS_HEAD)
        for clause in clauses_in(text)
    )


def is_taken_back(stated: Stated, one: Statement, kept: Collection[int]) -> bool:
    """True when a statement behind one, and none of those that are kept, takes it back or narrows it."""
    behind = (s for s in stated.all[one.at + 1 :] if s.at not in kept)
    return any(
        _takes_back(s, one) or _narrows(stated, s, one) or _caps(stated, s, one, kept)
        for s in behind
        if s.clause.sentence <= one.clause.sentence + 1
    )


def _takes_back(other: Statement, one: Statement) -> bool:
    """True for 该办法已废止, 项目因环评未通过已停止 and who answers that it is not so."""
    if other.clause.segment == one.clause.segment:
        return False
    # 补助政策 behind what is given, and not 原办法 or 二期工程.
    return any(_has_its(word(name).match(other.clause.text), one) for name in _ENDS)


def _narrows(stated: Stated, other: Statement, one: Statement) -> bool:
    text = other.clause.text
    if other.clause.segment == one.clause.segment:
        allowed = has("bound.allows", one.clause.text) and has("bound.bounds", text)
        return allowed or has("bound.narrows", text)
    if _has_its(word("bound.not_for").match(text), one):
        # 应当退还热费；因用户造成的，不予退还: the same, and not for them.
        return True
    # …，但用户原因造成的除外: of what its own sentence tells before it.
    own = (s for s in stated.before(other) if s.clause.sentence == other.clause.sentence)
    if other.clause.sentence == one.clause.sentence or other.clause.kind == "lead":
        return False
    limits = has("bound.narrows", text) or has("bound.spares", text) or _is_otherwise(text, one)
    if not limits or any(s.clause.kind == "body" and not s.source for s in own):
        return False
    return not _is_of_others(stated, text, one)


def _is_of_others(stated: Stated, text: str, one: Statement) -> bool:
    """True for 国有单位的快艇不予补贴 behind what is given for 渔船: a noun of its own, which nothing of that sentence has."""
    found = word("bound.others").match(text)
    told = "".join(s.clause.text for s in stated.all if s.clause.sentence == one.clause.sentence)
    if found is None or found["noun"] in told:
        return False
    # 车辆 may be the 货车, and 家庭 the 农户, that were told of: a kind by a wider name.
    noun = found["noun"]
    return not has("guard.things", noun) and not has("front.strict", noun)


def _is_otherwise(text: str, one: Statement) -> bool:
    """True for what some of those who were told of do not do, or do otherwise: 农村居民暂不执行."""
    if f"非{text[:2]}" in one.clause.text:
        # 居民气价暂不调整 behind 公布调整后的非居民气价: those are none of them.
        return False
    given = has("guard.grant", one.clause.text) or has("bound.allows", one.clause.text)
    if (given and has("bound.cut", text)) or (not one.heads and has("bound.over", text)):
        return True
    names = (*_OTHERWISE, "bound.most") if given else _OTHERWISE
    return any(_has_its(word(name).search(text), one) for name in names)


def _has_its(found: re.Match[str] | None, one: Statement) -> bool:
    """True when a clause has the words that another one takes up again."""
    return found is not None and all(words in one.clause.text for words in found.groups(""))


def _caps(stated: Stated, other: Statement, one: Statement, kept: Collection[int]) -> bool:
    if other.clause.segment <= one.clause.segment or not has("guard.grant", one.clause.text):
        return False
    between = stated.all[one.at + 1 : other.at]
    others = (s for s in between if s.clause.segment > one.clause.segment)
    if any(s.guard or has("guard.grant", s.clause.text) for s in others):
        return False
    capped = any(
        has("guard.cap", s.clause.text)
        for s in stated.all
        if s.at in kept and s.clause.sentence == one.clause.sentence
    )
    return not capped and _has_its(word("bound.caps").match(other.clause.text), one)
