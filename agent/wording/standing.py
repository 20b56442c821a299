"""Whether the clauses that are kept may stand without those that were left out."""

from __future__ import annotations

import re

from agent.wording.governors import Governors, governors_of
from agent.wording.heads import begins_with_its_subject, names_its_own
from agent.wording.licences import licences
from agent.wording.passage import Clause, Passage
from agent.wording.results import is_of_others
from agent.wording.roles import is_whole, without_number
from agent.wording.said import SHORTEST
from agent.wording.series import is_of_a_series
from agent.wording.statement_words import has, reaches_over
from agent.wording.statements import Statement
from agent.wording.steps import Changes


def may_stand(passage: Passage, done: Changes) -> bool:
    """True when nothing that is kept hangs on what is gone. ``done`` is to the clauses as the page has them."""
    kept = [clause for clause in passage.clauses if clause not in done.gone]
    said = [clause for clause in kept if clause.kind != "lead"]
    if not all(is_whole(passage, clause, done) for clause in kept):
        return False
    if any(is_of_others(passage, clause, done) for clause in said):
        return False
    return bool(said) and all(_stands(passage, clause, done) for clause in said)


def _stands(passage: Passage, kept: Clause, done: Changes) -> bool:
    own = [c for c in passage.clauses if c.sentence == kept.sentence]
    before = [c for c in own if c.start < kept.start and c in done.gone]
    behind = [c for c in own if c.start > kept.start and c in done.gone]
    if any(_caps(c, kept) or (c.kind == "tail" and _reaches(passage, c, kept)) for c in behind):
        return False
    near = [c for c in before if c.segment == kept.segment]
    heads = [c for c in near if c.kind == "head" and not _is_wider(passage, c, kept)]
    if heads or any(_governs(passage, c, kept) or _opens(own, c) for c in before):
        return False
    # 由甲厅牵头，乙局、丙局配合，…: who supports has no duty of its own, and none without the one who leads.
    supports = licences().supports
    if supports.fullmatch(kept.text) and near:
        return False
    gives = licences().notice
    says = (c for c in near if c.kind in ("body", "tail") and not gives.fullmatch(c.text))
    left = [c for c in says if not supports.fullmatch(c.text)]
    leads = kept.kind == "head" and any(
        c.start > kept.start and c.segment == kept.segment and c not in done.gone for c in own
    )
    return (
        not left
        or leads
        or _goes_on(passage, kept, left, done)
        or _alone(passage, kept, left, done)
    )


def _opens(own: list[Clause], clause: Clause) -> bool:
    """True for 不含央企 at the head of its sentence: nothing stands before it, and it limits what is behind."""
    body = (c for c in own if c.kind == "body" and c.start < clause.start)
    return clause.kind == "tail" and not any(body)


def _is_wider(passage: Passage, head: Clause, kept: Clause) -> bool:
    """True for 2029年以来 before 甲项目于2031年6月开工, which is told with its own day."""
    every, at = governors_of(passage.tokens.text).stated.all, passage.clauses.index
    one = every[at(kept)]
    inside = range(*one.time) if one.time and not one.timed else ()
    dated = any(passage.tokens.all[n].kind == "date" for n in inside)
    return dated and every[at(head)].timed and head.text.endswith("以来")


def _reaches(passage: Passage, tail: Clause, kept: Clause) -> bool:
    """True when an exception limits what is kept before it.

    但 takes back what is said of the subject before it: 甲类车停驶，乙类车可以通行，但不得超速 leaves 甲类车停驶.
    """
    table = licences()
    if tail.segment != kept.segment or _turns_to_another(tail, kept):
        return False
    named = [
        c.start
        for c in passage.clauses
        if c.segment == tail.segment and c.start < tail.start and table.own.search(c.text)
    ]
    return not (tail.text.startswith("但") and named and kept.start < named[-1])


def _turns_to_another(tail: Clause, kept: Clause) -> bool:
    """True for 但甲浓度同比上升5.8% behind 重污染天数减少: how another measure went limits nothing."""
    went = licences().went.fullmatch(tail.text)
    return went is not None and went["what"] not in kept.text


def _caps(limit: Clause, kept: Clause) -> bool:
    """True for 单个项目最高不超过500万元 behind what is given: without it more is promised than the page does."""
    table = licences()
    return (
        limit.segment == kept.segment
        and table.caps.search(limit.text) is not None
        and table.grants.search(kept.text) is not None
        and not table.caps.search(kept.text)
    )


def _goes_on(passage: Passage, kept: Clause, left: list[Clause], done: Changes) -> bool:
    """True when a clause goes on with the one right before it, and that one is kept and stands."""
    last = next((c for c in passage.clauses if c.end == kept.start), None)
    if (
        last is None
        or last in done.gone
        or last.segment != kept.segment
        or left[-1].start > last.start
    ):
        return False
    if last.kind == "head":
        # 确有必要建设的，应当减量置换; 对新开的航线，给予补贴: whom it is for stands right before it.
        table = licences()
        wished = any(table.wishes.search(table.aim_met.sub("", c.text)) for c in left)
        return last.text.endswith("的") or (last.text.startswith("对") and not wished)
    supports = licences().supports.fullmatch(last.text)
    return last.kind == "body" and not supports and _stands(passage, last, done)


def _governs(passage: Passage, clause: Clause, kept: Clause) -> bool:
    """True for an aim at the head of a sentence, and for what a list stands under: 不予补贴：A；B.

    A label governs what stands before the next one.
    """
    if clause.label:
        return not any(c.label and clause.start < c.start <= kept.start for c in passage.clauses)
    aimed = licences().aims.search(clause.text) is not None
    return clause.kind == "head" and (clause.colon or aimed)


def _alone(passage: Passage, kept: Clause, left: list[Clause], done: Changes) -> bool:
    """True when a clause has its own subject or needs none, and no aim before it was its own."""
    table = licences()
    words = without_number(passage, kept)
    itself = governors_of(passage.tokens.text).is_bound_itself(kept)
    # 停电时甲公司应当…，乙公司应当…: when that is, is said within the first.
    itself = itself and all(begins_with_its_subject(passage, c) for c in left)
    if kept not in done.aimed and _aimed(left, words, itself=itself):
        return False
    if itself or kept in done.led or is_of_a_series(passage, kept, left):
        return True
    chain = [c for c in passage.clauses if c.segment == kept.segment and c.kind in ("body", "tail")]
    if chain[0] not in left:
        # 并 joins what its own subject does, and that one is there.
        words = table.connectives.sub("", words, count=1) if words[:1] in "并且" else words
    if table.leans.search(words):
        # 其中 leans on the clause right before it, and 增长8% on the last figure: these may be there.
        figures = any(re.search(r"\d", clause.text) for clause in left)
        told = table.predicate.search(words) and not figures and chain[0] not in left
        return bool(told) or not _leans_on(passage, kept, left)
    if table.own.search(words) and not table.demand.search(words) and words[0] != "被":
        return True
    if _names_another(words) or names_its_own(passage, kept, left):
        return True
    if is_measured(words) and not any(_tells_of_a_body(clause) for clause in left):
        # 倡导节约用电，全社会用电量预计9亿千瓦时: of nobody and nothing that was named before it.
        return not table.leans.search(words)
    opening = without_number(passage, chain[0])
    if chain[0] not in left and not any(_introduces(clause.text) for clause in left):
        return True
    if (
        chain[0] in left
        and table.demand.search(opening)
        and (table.demand.search(words) or _acts_on(kept, words))
    ):
        return True
    if all(is_measured(c.text) for c in (*left, kept)):
        return True
    return _has_its_subject(passage, kept, left, done)


def _has_its_subject(passage: Passage, kept: Clause, left: list[Clause], done: Changes) -> bool:
    """True where the subject of a clause is told, its own or that of a clause which is kept, and each one left out tells of something else.

    A measure may be of whatever was told before it, unless that is a measure, too: 线路全长9公里，输送功率8万千瓦.
    """
    whose = governors_of(passage.tokens.text)
    every = whose.stated.all
    one = every[passage.clauses.index(kept)]
    if kept.kind != "body" or one.leans is not None or licences().leans.search(kept.text):
        return False
    binding = licences().binding.search(kept.text)
    gone = [
        every[passage.clauses.index(c)]
        for c in left
        if not (binding and has("clause.demands", c.text))
    ]
    own = [c for c in passage.clauses if c.segment == kept.segment]
    behind = [c for c in own if c.start > kept.start and c not in done.gone]
    if any(licences().summed.search(c.text) for c in behind) or not all(
        _tells_of_something(whose, s) for s in gone
    ):
        return False
    owner = whose.subject(one.at)
    if not gone:
        return True
    if owner is None or owner != one.at:
        return owner is not None and passage.clauses[owner] not in done.gone
    subject = whose.stated.subject(one)
    if one.predicate >= one.clause.end:
        return False
    if licences().refers.match(subject):
        # 42家中已有31家完成，涉及9条生产线，剩余11家须完成: those of whom the rest are told.
        first = next(c for c in own if c.kind == "body")
        return has("clause.rest", subject) and first not in left
    if has("front.measure", subject) or licences().share_of.search(subject):
        return all(
            has("front.measure", whose.stated.subject(s)) and not whose.own_entity(s) for s in gone
        )
    return len(subject) > SHORTEST or subject in left[-1].text


def _tells_of_something(whose: Governors, one: Statement) -> bool:
    """True for a clause with a subject or a figure of its own, and not for 据某人反映, 涉及脱贫户 or 通过减量置换."""
    said = one.says and not has("bound.says", one.clause.text)
    return said and bool(not whose.is_nameless(one) or whose.stated.figures(one))


def _leans_on(passage: Passage, kept: Clause, left: list[Clause]) -> bool:
    """True when the clause right before a leaning one is gone; 其中 and 占 reach over 同比增长8% to what they are of."""
    last = next((c for c in passage.clauses if c.end == kept.start), None)
    of_a_part = kept.text.startswith("其中")
    if last and kept.text.endswith("%") and has("clause.by_amount", last.text):
        # 发送量9亿吨，同比增加7160万吨，增长8%: the growth is told twice, and of what stands before both.
        last = next((c for c in passage.clauses if last and c.end == last.start), None)
    while last and (
        (of_a_part and reaches_over(kept.text, last.text))
        or ((of_a_part or kept.text[0] == "占") and has("clause.grown", last.text))
    ):
        last = next((c for c in passage.clauses if last and c.end == last.start), None)
    return last in left


def _names_another(words: str) -> bool:
    """True for 办公室设在…, 煤电逐步…: a clause whose first word is what it speaks of."""
    table = licences()
    return bool(table.names_another.match(words)) and not table.demand.search(words)


def _tells_of_a_body(clause: Clause) -> bool:
    """True for a clause with a figure or a subject of its own, of which a measure behind it may be."""
    return bool(re.search(r"\d", clause.text)) or _introduces(clause.text)


def _acts_on(clause: Clause, words: str) -> bool:
    """True for 对未完成任务的企业采取限产措施: what is done to whom, by nobody that is named."""
    return clause.kind == "body" and words.startswith("对")


def _introduces(words: str) -> bool:
    """True when a clause may begin with a subject that the clauses behind it share; 其中 tells of a part."""
    table = licences()
    if words.startswith(("其中", "对")) or table.demand.search(words) or is_measured(words):
        return False
    return bool(table.own.search(words) or _named(words[:12]))


def _named(words: str) -> bool:
    ends = licences().subject_ends
    return any(ends.search(words[:end]) for end in range(2, len(words) + 1))


def is_measured(words: str) -> bool:
    """True for 森林覆盖率达到33%: an indicator that names nobody, and its figure.

    So is a clause that only goes on with the indicator before it (达到25%左右).
    """
    if licences().leans.search(words):
        return True
    found = licences().indicator.match(words)
    if found is None:
        return False
    name = licences().per_unit.sub("", found[1])
    measure = licences().measured.search(name)
    return (
        not any(licences().owners.search(name[:n]) for n in range(2, len(name)))
        if measure
        else not _named(name)
    )


def _aimed(left: list[Clause], words: str, *, itself: bool) -> bool:
    """True when what is gone states an aim or a wish, and what is kept has none of its own.

    原则上 and 可 bind the clause they stand in; one that names another thing (办公室设在…) is free of them.
    """
    table = licences()
    # 保障政府网站运行 names no body that does it.
    named = table.own.search(words) and not table.demand.search(words)
    own = itself or _names_another(words) or named or re.match("对(?![接标照比外])", words)
    aims = table.wishes if own else table.aims
    if not any(aims.search(table.aim_met.sub("", clause.text)) for clause in left):
        return False
    return not (table.aims.search(words) or table.binding.search(words))
