"""What a clause needs of those beside it to be a whole statement: something behind it of which it tells, something before it.

A condition, a time, a ground, a means, an aim and a subject say nothing without what is done; 由某局负责, 最高不超过9万元 and 2032年再压减5%
say it of what stands before them. The words are in ``[roles]`` of ``wording.toml``, each with an example.
"""

from __future__ import annotations

from agent.wording.governors import governors_of
from agent.wording.leads import NUMBERING
from agent.wording.licences import licences
from agent.wording.passage import Clause, Passage
from agent.wording.statement_words import has
from agent.wording.steps import Changes


def is_whole(passage: Passage, kept: Clause, done: Changes) -> bool:
    """False for a clause that does not say by itself what it says with one of its sentence that is gone."""
    if not done.gone:
        return True
    own = [c for c in passage.clauses if c.segment == kept.segment]
    gone = [c for c in own if c in done.gone]
    if gone and (_is_of_all(own, gone, kept) or _is_aim_alone(own, kept, done)):
        return False
    reach = _tells_of(passage, own, kept)
    if reach and all(c in done.gone for c in reach):
        return False
    before = next((c for c in own if c.end == kept.start), None)
    return (
        before not in done.gone or before is None or not _goes_on_from(passage, before, kept, done)
    )


def without_number(passage: Passage, clause: Clause) -> str:
    """The words of a clause without its number, and without the day by which it is to be done."""
    tokens = passage.tokens
    start = next((end for first, end in passage.numbers if first == clause.start), clause.start)
    if tokens.all[start].kind in ("date", "day") or tokens.words(start, start + 2) == "年底":
        start += 2 if tokens.all[start].kind == "word" else 1
        while start < clause.end - 1 and tokens.all[start].key[0] in ("前", "底", "起", "之"):
            start += 1
    return tokens.words(start, clause.end)


def _is_of_all(own: list[Clause], gone: list[Clause], kept: Clause) -> bool:
    """True in a definition, and for 是 whose 的必然选择 is gone."""
    table = licences()
    defined = any(table.defines.search(c.text) for c in own)
    return defined or ("是" in kept.text and any(table.is_what.fullmatch(c.text) for c in gone))


def _is_aim_alone(own: list[Clause], kept: Clause, done: Changes) -> bool:
    """True for 提升能效 of 为降低排放，提升能效，制定本方案, without 为 or without what is done."""
    table = licences()
    starts = ((NUMBERING.match(c.text), c) for c in own if c.kind == "lead")
    told = ((c.text[number.end() if number else 0 :].lstrip(), c) for number, c in starts)
    reason = next((c for words, c in told if table.for_what.match(words)), None)
    if reason is None or not (kept is reason or kept.kind == "body"):
        return False
    act = next((c for c in own if c.start > reason.start and _is_of_the_paper(c)), None)
    if act is None or not reason.start <= kept.start < act.start:
        return False
    return reason in done.gone or act in done.gone


def _is_of_the_paper(clause: Clause) -> bool:
    table = licences()
    named = table.own.search(clause.text) and not table.demand.search(clause.text)
    return bool(table.of_the_paper.search(clause.text) or named)


def _tells_of(passage: Passage, own: list[Clause], kept: Clause) -> list[Clause]:
    """The clauses of which one at least must be kept for a clause to say something; none where it says it alone."""
    table = licences()
    behind = [c for c in own if c.start > kept.start]
    if table.conditions.search(without_number(passage, kept)):
        # 当负荷超过9万千瓦，且持续3天: what adds to a condition does not follow from it.
        return [c for c in behind if not table.conditions_go_on.search(c.text)]
    acts = [c for c in behind if c.kind == "body" and not table.phrase.search(c.text)]
    ground = kept.kind == "lead" and (
        licences().ground.match(kept.text) or kept.text.endswith("决定")
    )
    if ground or (kept.kind != "head" and table.phrase.search(kept.text)):
        return [c for c in behind if c.kind != "lead" and not table.phrase.search(c.text)][:1]
    if kept.kind == "lead" or not behind:
        return []
    if kept.kind == "head" and (kept.timed or table.head.search(kept.text)):
        # 2031年，甲类用户，按原价的95%结算: with no other act behind it, what is done is done so.
        bodies = acts or [c for c in behind if c.kind == "body"]
        return [*bodies, *_led_over_all(passage, kept)]
    led = kept.kind == "body" and any(c.kind == "head" and c.start < kept.start for c in own)
    if led and behind[0].kind == "head" and table.acts.search(kept.text):
        # 低于9度的，用户可退费，9度至11度的，…: with another condition another case begins.
        return []
    if _names_alone(kept, behind[0]) or _is_subject_of(own, kept, behind[0]):
        return [*behind[:1], *_led_over_all(passage, kept)]
    if _is_whose(kept, behind[0]):
        return acts
    told = table.acts.search(kept.text) or (
        not kept.text.startswith("对") and table.own.search(kept.text)
    )
    if table.means.fullmatch(kept.text):
        return acts
    if told or not (kept.kind == "head" or table.where.fullmatch(kept.text)):
        return []
    return [*acts, *_led_over_all(passage, kept)]


def _led_over_all(passage: Passage, kept: Clause) -> list[Clause]:
    """What a time or whom it is for leads behind a semicolon: 2031年，火电3亿；水电4亿, 对更新的，省补1万元；市补2万元."""
    timed = kept.timed or kept.text.endswith("期间")
    for_whom = kept.text.startswith("对")
    behind = [c for c in passage.clauses if c.segment > kept.segment]
    if for_whom:
        next_head = next(
            (c for c in behind if c.text.startswith("对") or c.sentence != kept.sentence), None
        )
        return [
            c
            for c in behind
            if c.kind == "body" and (next_head is None or c.start < next_head.start)
        ]
    near = (c for c in behind if c.sentence <= kept.sentence + 1 and c.kind == "body")
    return list(near) if timed else []


def _names_alone(clause: Clause, behind: Clause) -> bool:
    """True for 各级主管部门工作人员, 不具备条件的地区: words that name somebody or a time, and nothing that is done.

    Also for 有价证券 before 为买入价; 居民用电试行阶梯电价 has its predicate.
    """
    table = licences()
    if clause.kind != "body" or table.of_such.fullmatch(clause.text):
        return clause.kind == "body"
    bare = table.prepositions.sub("", clause.text)
    acts = any(p.search(bare) for p in (table.demand, table.subject_verbs, table.predicates))
    named = table.subject_ends.search(clause.text) or table.persons.search(clause.text)
    told = named and not table.does.search(bare)
    return not acts and bool(told or table.for_what.match(behind.text))


def _is_whose(kept: Clause, behind: Clause) -> bool:
    """True for 享受免费政策的车辆 before 不重复享受优惠: what stands before its 的 is no act of its own."""
    table = licences()
    before, of, named = kept.text.rpartition("的")
    acts = table.does.search(named) or table.subject_verbs.search(named)
    takes = table.takes_a_subject.match(behind.text) or table.shares.match(behind.text)
    whose = kept.kind == "body" and takes and of and before and not acts
    return bool(whose) and table.demand.search(kept.text) is None


def _is_subject_of(own: list[Clause], kept: Clause, behind: Clause) -> bool:
    """True for 各县，特别是山区 before 要提前供暖, and for half of a condition: 停运设施 before 造成污染的."""
    table = licences()
    if table.goes_on_in.fullmatch(behind.text):
        return True
    until = (table.among.sub("", c.text) for c in own if c.start <= kept.start)
    told = any(table.predicates.search(words) for words in until)
    if table.told_ahead.search(kept.text) and behind.text.startswith("可"):
        # 达产后预计年产值9亿元，可提供岗位9个: an amount that is told is nobody who can.
        return False
    bound = table.duties.search(kept.text) or table.demand.search(kept.text)
    # 某局对甲公司予以通报，将线索移交公安: what is handed over is no subject's duty.
    handed = told and has("clause.hands_over", behind.text)
    return not (told and bound) and not handed and table.duties.match(behind.text) is not None


def _goes_on_from(passage: Passage, before: Clause, kept: Clause, done: Changes) -> bool:
    """True for a clause whose first words are of the one before it: 由某厅负责, 最高不超过9万元, 比例不低于80%."""
    table = licences()
    if before.kind == "lead" and not licences().ground.search(before.text):
        return False
    both = before.kind == kept.kind == "body"
    details = table.details.match(kept.text) and table.papers.search(before.text)
    if both and (details or _is_of_whom_it_makes(passage, before, kept)):
        return True
    if both and table.again.match(kept.text):
        return True
    if kept in done.led:
        return False
    if both and kept.text.startswith("由"):
        return True
    named = table.persons.search(before.text) or table.subject_ends.search(before.text)
    if both and named and table.shares.match(kept.text) and not table.demand.search(before.text):
        return True
    of_acts = table.demand.search(kept.text) and table.demand.search(before.text)
    judged = table.judges.search(kept.text) and (of_acts or kept.text[0] in "对是有")
    return bool(judged or table.points.match(kept.text) or table.again.match(kept.text))


def _is_of_whom_it_makes(passage: Passage, before: Clause, kept: Clause) -> bool:
    """True for 配套储能 behind 支持企业建设光伏: it is the enterprises that do it, unless another act begins, or something else is bound or free."""
    table = licences()
    another = table.another_does.match(kept.text) or table.own.search(kept.text) or kept.timed
    return table.makes.match(before.text) is not None and not (
        another or governors_of(passage.tokens.text).is_bound_itself(kept)
    )
