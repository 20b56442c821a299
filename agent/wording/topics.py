"""What a clause speaks of and does not say again, because the clauses before it have said it.

上网电价 in 丰水期上网电价按2元执行，枯水期按3元执行; 储能容量 in 制定储能容量补偿办法，补偿标准另行公布. A claim that has
one clause alone must say it. Each rule gives the words as they stand in the sentence, and where they belong.
"""

from __future__ import annotations

from collections.abc import Iterator

from agent.wording import nouns, subjects
from agent.wording.licences import licences
from agent.wording.of_whole import of_whole
from agent.wording.parallel import of_parallel
from agent.wording.passage import Clause, Passage
from agent.wording.said import Said


def said_again(passage: Passage, clause: Clause) -> Iterator[Said]:
    """What may be said again in a clause, or before it; never half of a word (中 of 中小微企业 before 小微企业)."""
    prefixes = licences().prefixes
    for said in _said_again(passage, clause):
        if said.slot != "topic" or not prefixes.match(str(said.keys[-1][0])):
            yield said


def _since_its_part(before: list[Clause]) -> list[Clause]:
    """The clauses from the last 其中 on: what is told behind it may be of the part, and is none of the whole."""
    parts = [n for n, one in enumerate(before) if one.text.startswith("其中")]
    return before[parts[-1] :] if parts else before


def _said_again(passage: Passage, clause: Clause) -> Iterator[Said]:
    earlier = [
        c
        for c in passage.clauses
        if c.sentence == clause.sentence and c.start < clause.start and c.kind != "lead"
    ]
    yield from nouns.of_what(passage, clause, earlier)
    yield from nouns.of_whom(passage, clause, earlier)
    yield from nouns.each(passage, clause, earlier)
    before = [c for c in earlier if c.kind == "body"]
    yield from of_whole(passage, clause)
    for keys in subjects.of_the_sentence_before(passage, clause):
        yield Said(clause.start, clause.start, keys, "subject")
    if not before:
        return
    yield from (
        Said(clause.start, clause.start, keys, "connective") for keys in licences().may_join
    )
    topics = list(subjects.topics_of(passage, clause, before))
    yield from (Said(clause.start, clause.start, keys, "subject") for keys in topics)
    # 甲厅应当拨付，定期公布 -> 甲厅应当定期公布: the word of duty behind the subject is said with it.
    for keys in topics:
        duty = subjects.duty_of(passage, keys, before)
        if duty and not licences().duty.search(clause.text):
            until = clause.start + clause.text.startswith("并")
            yield Said(clause.start, until, (*keys, *duty), "subject")
    if clause.kind == "body":
        yield from of_parallel(passage, clause, _since_its_part(before))
    yield from nouns.bounded(passage, clause, before)
