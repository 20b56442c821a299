"""What a clause without a subject is about: the subject or the measure of the clauses before it, said again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from agent.wording.heads import is_beside, subject_of, tells_of_a_measure
from agent.wording.in_force import stated_of
from agent.wording.licences import licences
from agent.wording.passage import Clause, Passage
from agent.wording.said import how_begins
from agent.wording.tokens import Keys


def topics_of(passage: Passage, clause: Clause, before: list[Clause]) -> Iterator[Keys]:
    """What stands before a clause that has no subject of its own."""
    table = licences()
    bears = table.bearer.search(clause.text[:12]) and not clause.text.startswith("由")
    if bears or (table.own.search(clause.text) and not clause.text.startswith("由")):
        return
    measure = tells_of_a_measure(passage, clause)
    for keys in _named(passage, clause, before):
        # 省能源局制定补偿办法，补偿标准另行公布: the standard is not the bureau's, nor another measure's.
        words = "".join(str(key[0]) for key in keys)
        if not (measure and (table.bearer_ends.search(words) or table.measured.search(words))):
            yield keys
    if table.predicate.search(clause.text) or table.growth.match(clause.text):
        others = [c for c in before if not table.predicate.search(c.text)]
        yield from _counted(passage, others[-1:])


def _named(passage: Passage, clause: Clause, before: list[Clause]) -> Iterator[Keys]:
    """The subject that is named before a clause; of several the last, and only where 并 goes on with it.

    甲厅拨付，乙局验收，并报送进度 is of 乙局; 甲公司投资，乙公司参股，建成后… is of nobody for certain.
    """
    # 谷段为22时至8时 brings in what 电价下浮2元 is of; 第二档 beside 第三档 is told of the same thing.
    own = subject_of(passage, clause)
    others = [c for c in before if not is_beside(subject_of(passage, c), own)]
    told = [keys for one in others if (keys := _with_times(passage, one))]
    if not told or (len({keys[0] for keys in told}) > 1 and clause.text[0] not in "并且还"):
        return
    between = (
        c for c in passage.clauses if before[0].start < c.start < clause.start and c.kind == "lead"
    )
    table = licences()
    if any(table.shared.search(c.text) for c in before):
        return
    if is_size(passage, clause) and any(table.sets_up.search(c.text) for c in before):
        # 某局设立基金，首期规模10亿元: the size is the fund's.
        return
    # 甲公司停产，乙公司表示，将扩产: somebody else has the word.
    if not any(table.speaks.search(c.text) for c in between):
        yield from told[-1]


def of_the_sentence_before(passage: Passage, clause: Clause) -> Iterator[Keys]:
    """供热单位 in 供热单位不得停热。因故障停热的，应当抢修: who has a duty has those of the next sentence that names nobody."""
    table, tokens = licences(), passage.tokens
    own = [c for c in passage.clauses if c.sentence == clause.sentence and c.kind != "lead"]
    bound = clause.text.endswith("的") or table.duty.match(clause.text)
    first = next((c for c in passage.clauses if c.sentence == clause.sentence - 1), None)
    told = any(subject_of(passage, c) for c in own if c.kind == "body")
    stated = stated_of(passage.tokens.text)
    every = (stated.all[passage.clauses.index(c)] for c in own if c.start < clause.start)
    if first is None or not bound or told or any(map(stated.is_case_of_somebody, every)):
        return
    start = dict(passage.numbers).get(first.start, first.start)
    begins = replace(first, start=start, text=tokens.words(start, first.end))
    for keys in how_begins(passage, begins):
        behind = tokens.words(start + len(keys), first.end)
        if table.duty.match(behind) or behind.startswith(("不得", "可")):
            yield keys


def is_size(passage: Passage, clause: Clause) -> bool:
    """True for 首期规模10亿元: nothing but a measure before its figure."""
    tokens = passage.tokens
    figure = next(
        (n for n in range(clause.start, clause.end) if tokens.all[n].kind == "figure"), None
    )
    words = tokens.words(clause.start, figure) if figure else ""
    return bool(words) and not licences().subject_verbs.search(words)


def _with_times(passage: Passage, clause: Clause) -> list[Keys]:
    """The subjects that a clause begins with, each also with the time behind it: 丙州机场2031年."""
    tokens = passage.tokens
    found = list(how_begins(passage, clause))
    for subject in tuple(found):
        end = clause.start + len(subject)
        if end < clause.end and tokens.all[end].kind == "date":
            found.append(tokens.keys(clause.start, end + 1))
    return found


def _counted(passage: Passage, clauses: list[Clause]) -> Iterator[Keys]:
    """What a figure is of: 全省原煤产量 before 13.78亿吨, for a clause that goes on with it."""
    tokens = passage.tokens
    for clause in clauses:
        figures = [n for n in range(clause.start, clause.end) if tokens.all[n].kind == "figure"]
        end = figures[0] if figures else clause.start
        if end > clause.start and tokens.all[end - 1].key[0] in ("为", "达"):
            end -= 1
        yield tokens.keys(clause.start, end)


def duty_of(passage: Passage, subject: Keys, before: list[Clause]) -> Keys:
    """The word of duty right behind a subject, in the clause that begins with it."""
    tokens = passage.tokens
    for clause in before:
        end = clause.start + len(subject)
        if tokens.keys(clause.start, end) == subject:
            found = licences().duty.match(tokens.words(end, clause.end))
            return tuple((character,) for character in found[0]) if found else ()
    return ()
