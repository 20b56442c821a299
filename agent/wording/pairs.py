"""What 分别 pairs: 公交车、出租车分别达到90%、85% gives each member its own value, and each pair says so alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, product

from agent.wording.licences import licences
from agent.wording.lists import SEPARATORS, groups_of, listed_in
from agent.wording.passage import Clause, Passage
from agent.wording.tokens import Keys, Tokens, tokens_of

_Row = tuple[tuple[int, int], ...]
_MOST_PAIRS = 5
"""Members that 分别 pairs, for every choice of which a clause is made."""


def paired(passage: Passage) -> Iterator[tuple[Clause, Keys]]:
    """What 公交车、出租车分别达到90%、85% says of each member alone, as a clause of its own."""
    tokens = passage.tokens
    for clause in passage.clauses:
        for at in range(clause.start, clause.end - 1):
            if tokens.words(at, at + 2) == "分别":
                # 到2030年和2035年，占比分别达到20%和30%: what is paired may stand in the time before it.
                head = next((c for c in passage.clauses if c.end == clause.start and c.timed), None)
                start = head.start if head else clause.start
                whole = replace(clause, start=start)
                yield from ((whole, keys) for keys in _each(tokens, whole, at))


def _each(tokens: Tokens, clause: Clause, at: int) -> Iterator[Keys]:
    """The clause with some of its pairs: 甲、乙、丙分别为9、8、7 -> 甲、丙分别为9、7, and 乙为8."""
    values = rows(tokens, Clause(at + 2, clause.end, "", "body", 0, 0))
    for subjects, valued in product(
        rows(tokens, Clause(clause.start, at, "", "body", 0, 0)), values
    ):
        if len(subjects) == len(valued) <= _MOST_PAIRS:
            yield from _ofrows(tokens, clause, at, subjects, valued)


def _ofrows(
    tokens: Tokens, clause: Clause, at: int, subjects: _Row, values: _Row
) -> Iterator[Keys]:
    each = licences().each.search(tokens.words(at + 2, values[0][0]))
    pairs = list(zip(subjects, values, strict=True))
    for number in range(1, len(pairs)):
        for chosen in combinations(pairs, number):
            named = [tokens.keys(*one) for one, _ in chosen]
            valued = [tokens.keys(*one) for _, one in chosen]
            valued[0] = _with_unit(tokens, chosen[0][1], each[0] if each else "")
            for joints in product("、和", repeat=2) if number > 1 else ("、、",):
                yield (
                    *tokens.keys(clause.start, subjects[0][0]),
                    *_in_a_row(named, joints[0]),
                    *tokens.keys(subjects[-1][1], at),
                    *(tokens.keys(at, at + 2) if number > 1 else ()),
                    *tokens.keys(at + 2, values[0][0]),
                    *_in_a_row(valued, joints[1]),
                    *tokens.keys(values[-1][1], clause.end),
                )


def _with_unit(tokens: Tokens, one: tuple[int, int], each: str) -> Keys:
    """A value with the unit that stands before the first alone: 分别为每立方米2元、3元."""
    if each and tokens.all[one[0]].kind == "figure":
        return (tokens_of(each + tokens.words(*one)).all[-1].key,)
    return tokens.keys(*one)


def _in_a_row(members: list[Keys], joint: str) -> Keys:
    found: list[tuple[object, ...]] = []
    for number, member in enumerate(members):
        if number:
            found.append((joint,) if number == len(members) - 1 else ("、",))
        found += member
    return tuple(found)


def rows(tokens: Tokens, clause: Clause) -> list[_Row]:
    """The members of the one list of a range, for each way to part them; figures are members where there are any."""
    for kind in ("figure", "date"):
        found = [n for n in range(clause.start, clause.end) if tokens.all[n].kind == kind]
        if len(found) > 1:
            return [tuple((n, n + 1) for n in found)]
    marks = [n for n in range(clause.start, clause.end) if tokens.all[n].key == ("、",)]
    joined = [n for n in range(clause.start, clause.end) if tokens.all[n].key in SEPARATORS]
    if len(marks) == 0 and len(joined) == 1:
        marks = joined
    groups = list(groups_of(tokens, marks, clause)) if marks else []
    listed = listed_in(tokens, groups[-1], clause) if len(groups) == 1 else ()
    return [one.members for one in listed]
