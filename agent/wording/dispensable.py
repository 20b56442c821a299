"""Which clauses of a sentence tell least of what is looked for, and may go together.

It chooses; whether the page still says what is kept, ``compare`` decides.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from agent.lazy import lazy_pattern
from agent.wording.heads import subject_of
from agent.wording.licences import licences
from agent.wording.passage import Clause, Passage
from agent.wording.standing import is_measured, may_stand
from agent.wording.steps import Changes

SHARE = 0.5
"""Share of a sentence below which no further clause is left out."""
SHORTEST = 18
"""Characters that are kept of every sentence that has as many."""
_MEASURE = 4
"""Characters of the name of a measure that is of what stands before it: 占比, 发电量."""

_GROUND = lazy_pattern("(?:根据|依据|依照|按照|结合|针对|通过)(?P<behind>[^,]{0,60})")
_MEANS = lazy_pattern(
    "(?:综合|充分)?(?:在(?![建线职产])|[运利]用|围绕|聚焦|依托|以(?=[^,]{2,40}为))(?P<behind>[^,]{0,60})"
)
_NO_ACT = lazy_pattern("应用|应急|[供响反效适对]应|可再生|可持续")
"""What has a word of an act in it and is none."""

Worth = Callable[[str], float]


def ways_to_be_short(passage: Passage, worth: Worth) -> Iterator[tuple[Clause, ...]]:
    """The clauses that are left out: reasons, then what tells least until the sentence is short; else fewer of them."""
    telling = _telling(passage, worth)
    goal = max(SHORTEST, SHARE * _length(passage, ()))
    ways: list[tuple[Clause, ...]] = [()]
    for reason in _reasons(passage):
        ways += _without(passage, ways[-1], reason)
    for part in _parts(passage, worth, telling):
        left = (*ways[-1], *part)
        tells = not telling or any(clause not in left for clause in telling)
        if tells and _length(passage, ways[-1]) > goal and _length(passage, left) > SHORTEST:
            ways += _without(passage, ways[-1], part)
    yield from reversed(ways)


def _telling(passage: Passage, worth: Worth) -> list[Clause]:
    """The clauses that tell of what is looked for, with a measure behind one of them that is of it: 占比达到90%.

    Figures of emissions and of energy always do.
    """
    found: list[Clause] = []
    for clause in passage.clauses:
        goes_on = licences().leans.search(clause.text) or any(
            licences().measured.search(clause.text[:end]) for end in range(2, _MEASURE + 1)
        )
        behind = goes_on and found and found[-1].end == clause.start
        emitted = _has_figure(passage, clause) and licences().of_every_sector.search(clause.text)
        if worth(clause.text) > 0 or behind or emitted:
            found.append(clause)
    return found


def _without(
    passage: Passage, gone: tuple[Clause, ...], more: Sequence[Clause]
) -> Iterator[tuple[Clause, ...]]:
    """More left out, where it may be."""
    left = tuple(dict.fromkeys((*gone, *more)))
    if left != gone and may_go_together(passage, left):
        yield left


def may_go_together(passage: Passage, gone: tuple[Clause, ...]) -> bool:
    """True where what is kept without these clauses may stand and reads as a sentence.

    That is the cheap half of what ``compare`` asks, which looks for other ways through a text that fails it. An
    exception stays, also behind a semicolon: 每辆最高4.2万元；中重型货车另行规定.
    """
    excepted = any(clause.kind == "tail" for clause in gone)
    led = {c.end for c in passage.clauses if c not in gone and _leads_on(c)}
    if excepted or any(clause.start in led for clause in gone):
        return False
    return _reads(passage, gone) and may_stand(passage, Changes(gone=gone))


def _parts(passage: Passage, worth: Worth, telling: Sequence[Clause]) -> list[tuple[Clause, ...]]:
    """What may go as one, what tells least first: a clause, or all between two semicolons where others tell more."""
    segments = [
        tuple(clause for clause in passage.clauses if clause.segment == at)
        for at in sorted({clause.segment for clause in passage.clauses})
    ]
    parts = [
        segment
        for segment in segments
        if len(segment) > 1
        and telling
        and not any(c in telling or _limits(c) or _bounds(c) for c in segment)
        and all(is_measured(c.text) for c in segment if _has_figure(passage, c) and not c.timed)
    ]
    body = (clause for clause in passage.clauses if clause.kind == "body")
    parts += [(clause,) for clause in body if _may_go(passage, clause, worth, telling)]
    return sorted(parts, key=lambda part: (sum(worth(c.text) for c in part), -part[0].start))


def _length(passage: Passage, gone: Collection[Clause]) -> int:
    return sum(len(clause.text) + 1 for clause in passage.clauses if clause not in gone)


def _reasons(passage: Passage) -> Iterator[list[Clause]]:
    """Leads that say why; behind 为 with the aims that go on from it: 为减少排放，改善空气质量，…."""
    clauses = passage.clauses
    for at, clause in enumerate(clauses):
        if (
            clause.kind != "lead"
            or not licences().reasons.match(clause.text)
            or licences().says_by_what.search(clause.text)
        ):
            continue
        end = at + 1
        while clause.text[0] == "为" and end < len(clauses) and _is_aim(clauses[end]):
            end += 1
        rest = clauses[end : end + 1]
        if clause.text[0] != "为" or not rest or rest[0].kind != "body" or _has_subject(rest[0]):
            yield list(clauses[at:end])


def _is_aim(clause: Clause) -> bool:
    return clause.kind == "body" and bool(
        licences().aim_goes_on.match(clause.text) or _begins_with_an_act(clause)
    )


def _has_subject(clause: Clause) -> bool:
    return licences().own.search(clause.text) is not None


def _begins_with_an_act(clause: Clause) -> bool:
    """True for 推广节能电机, and not for 实施的项目应在本市: what is done there says which project."""
    act = licences().demand.search(clause.text)
    return clause.kind == "body" and act is not None and clause.text[act.end() :][:1] != "的"


def _may_go(passage: Passage, clause: Clause, worth: Worth, telling: Sequence[Clause]) -> bool:
    """True for a clause that others stand beside: an act without a subject, an indicator, a trend.

    With a figure only where it tells nothing of what is looked for and another clause does. The first
    clause stays where it says of which kind of thing the rest is: 加强新建项目管理，实施等量替代.
    """
    graded = licences().of_a_kind.search(clause.text) and clause is _first(passage, clause)
    if graded or _limits(clause):
        return False
    if any(c.start == clause.end and _bounds(c) for c in passage.clauses):
        # 改造厕所，单座最高不超过2万元: a bound is of what stands before it.
        return False
    part = clause.text.startswith("其中")
    if part and any(c.start == clause.end and is_measured(c.text) for c in passage.clauses):
        # 其中甲类9%，乙类8%: one part tells as much as the other.
        return False
    if _has_figure(passage, clause):
        beside = telling and clause not in telling and not _bounds(clause)
        return bool(beside) and is_measured(clause.text)
    trend = licences().trend.fullmatch(clause.text) is not None
    return _begins_with_an_act(clause) or trend or _only_goes_on(passage, clause)


def _has_figure(passage: Passage, clause: Clause) -> bool:
    """True for a clause with a figure or a day."""
    return any(token.kind != "word" for token in passage.tokens.all[clause.start : clause.end])


def _limits(clause: Clause) -> bool:
    """True for what is forbidden or ended, an exception, and what the paper itself does."""
    table = licences()
    expressions = (table.restrains, table.of_the_paper, table.excepts)
    return clause.kind == "tail" or any(one.search(clause.text) for one in expressions)


def _bounds(clause: Clause) -> bool:
    return licences().bounded.search(clause.text) is not None


def _only_goes_on(passage: Passage, clause: Clause) -> bool:
    """True for 逐步实现余热利用 behind an act: what comes of it, or another act, that neither binds, allows nor leans on it.

    Not behind a duty, which it may be, too; not where the sentence says what something is (…是必然选择), or the clause who does it (省财政对先进地区给予奖励).
    """
    table, text = licences(), clause.text
    own = [c for c in passage.clauses if c.segment == clause.segment]
    before = [c for c in own if c.start < clause.start]
    led = any(table.duty.search(c.text) for c in before)
    first = _first(passage, clause) is clause or any("是" in c.text for c in own)
    bound = table.binding.search(text) or table.duties.match(text) or table.aims.search(text)
    hangs = table.leans.search(text) or table.details.match(text) or text[0] in "对方才或"
    named = subject_of(passage, clause) and not table.causes.match(text)
    whose = _has_subject(clause) or "由" in text or named
    return not (first or led or bound or hangs or whose)


def _leads_on(clause: Clause) -> bool:
    """True for 企业根据年度供热量, 在钢铁等领域 and 综合运用信贷等政策: how, where or on what ground, and no act behind it."""
    found = _GROUND.search(clause.text) or _MEANS.match(clause.text)
    acts = licences().acts.search(_NO_ACT.sub("", found["behind"])) if found else None
    return found is not None and acts is None


def _reads(passage: Passage, gone: Collection[Clause]) -> bool:
    """True when something is said between each two semicolons of which anything is kept."""
    kept = [clause for clause in passage.clauses if clause not in gone]
    said = {clause.segment for clause in kept if clause.kind == "body"}
    return all(clause.segment in said for clause in kept)


def _first(passage: Passage, clause: Clause) -> Clause:
    """The first clause between semicolons that says something, beside this one."""
    return next(c for c in passage.clauses if c.segment == clause.segment and c.kind == "body")
