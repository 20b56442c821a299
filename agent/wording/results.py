"""A figure that several clauses brought about together: it is not of those alone that are kept.

一期关停焦炉8座，二期改造高炉3座，减排9万吨: the 9万吨 are of both. Without any of the clauses before it the figure says what
the page says; with some of them it would be told of these.
"""

from __future__ import annotations

import re

from agent.wording.governors import governors_of
from agent.wording.heads import without_time
from agent.wording.licences import licences
from agent.wording.passage import Clause, Passage
from agent.wording.statement_words import has, word
from agent.wording.steps import Changes


def is_of_others(passage: Passage, kept: Clause, done: Changes) -> bool:
    """True for a result of several clauses or members of which some were left out and some are kept."""
    if kept.kind != "body" or not _is_result(kept):
        return False
    named, whose = _names_its_own(passage, kept), _has_its_subject(passage, kept)
    means = [
        c
        for c in passage.clauses
        if c.start < kept.start and _is_means(c) and _may_reach(c, kept, named=named or whose)
    ]
    beside = named and _is_told_beside(passage, kept, means, done)
    if all(c in done.gone for c in means) or beside:
        return False
    counted = licences().all_counted
    thinned = {c for c in done.thinned if not counted.search(c.text)}
    return any(c in done.gone or c in thinned for c in means)


def _may_reach(means: Clause, kept: Clause, *, named: bool) -> bool:
    """True where a figure may be of a clause before it.

    One that names nothing of which it is may be of all before it, one behind stages of all of the sentence.
    """
    if means.segment == kept.segment or not named:
        return True
    return means.sentence == kept.sentence and licences().stages.search(means.text) is not None


def _has_its_subject(passage: Passage, kept: Clause) -> bool:
    """True where the sentence names whose its figures are (该电站…，总投资9亿元) and does not call them a total."""
    if has("results.sum", kept.text):
        return False
    whose = governors_of(passage.tokens.text)
    every, at = whose.stated.all, passage.clauses.index(kept)
    found = whose.entity(at)
    if found and every[found[1]].clause.sentence == kept.sentence:
        return True
    told = (s for s in every[: at + 1] if s.clause.sentence == kept.sentence)
    return any(word("govern.points").match(whose.stated.subject(s)) for s in told)


def _is_result(clause: Clause) -> bool:
    """True for an amount that no act of its own clause brings about: 减排9万吨, 全市煤耗下降5%, 总投资9亿元.

    A rate (每户补贴9元) is of each.
    """
    table = licences()
    if not re.search(r"\d|分之|一半", clause.text) or table.rate.search(clause.text):
        return False
    if (
        table.leans.search(clause.text)
        or table.terms.match(clause.text)
        or table.caps.search(clause.text)
        or table.fines.search(clause.text)
    ):
        return False
    return bool(table.summed.search(clause.text)) or not _acts(clause.text)


def _is_means(clause: Clause) -> bool:
    # 在甲县、乙县建设电站 limits nothing, whatever stands before its comma; 对更新的企业 says for whom.
    acts = clause.kind == "body" or clause.text.startswith("在")
    return acts and _acts(clause.text)


def _acts(words: str) -> bool:
    """True for a clause whose first verb does something: 甲厂关停焦炉8座, and not 全市排放量减少9万吨."""
    table = licences()
    plain = table.modal.sub("", words)
    demanded = table.demand.match(plain)
    if demanded and not table.amounts.search(demanded[0]):
        return True
    found = [
        one for one in (table.subject_verbs.search(plain), table.predicates.search(plain)) if one
    ]
    first = min((one.start() for one in found), default=None)
    return first is not None and not table.amounts.match(plain, first)


def _names_its_own(passage: Passage, clause: Clause) -> bool:
    """True for 细颗粒物浓度下降5%, and not for 减排9万吨, whose amount is of what was told before it."""
    words = licences().summed.sub("", without_time(passage, clause))
    found = licences().amounts.search(words)
    return found is not None and found.start() > 1


def _is_told_beside(passage: Passage, kept: Clause, means: list[Clause], done: Changes) -> bool:
    """True for 到2030年，淘汰锅炉9台，新建热泵6台，覆盖率达到33%: what holds at one time stands side by side.

    Not where the clauses are stages of one thing.
    """
    table, tokens = licences(), passage.tokens
    own = range(kept.start, kept.end)
    # A time or an aim that is said again before a clause leads those behind it, too.
    leads = (
        c.timed or c in done.aimed or c in done.said
        for c in passage.clauses
        if c.segment == kept.segment and c.start <= kept.start
    )
    dated = any(tokens.all[at].kind in ("date", "day") for at in own) or any(leads)
    stages = any(table.stages.search(c.text) for c in means)
    return dated and not stages
