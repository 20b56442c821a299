"""What stands beside each other in a clause, told by the clause's own form: subjects, valued members, members before 等."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from agent.wording.frame_words import has
from agent.wording.in_force import Stated
from agent.wording.licences import licences
from agent.wording.lists import SEPARATORS, Listed
from agent.wording.statements import Range, Statement

_BOUNDS = ("以上", "以下", "左右", "以内")
_APART = 14
"""Tokens between two separators of one list."""
_LONGEST = 10
"""Tokens of each of two members that change places."""


def lists_beside(stated: Stated, s: Statement) -> Iterator[Listed]:
    """The lists of a clause whose members may be left out or change places."""
    if licences().fixed.search(s.clause.text):
        return
    tokens = stated.tokens
    marks = [n for n in range(s.begins, s.clause.end) if tokens.all[n].key in SEPARATORS]
    commas = [n for n in marks if tokens.all[n].key == ("、",)]
    yield from _subjects(stated, s, marks)
    yield from _two_alike(stated, s, marks)
    yield from _later_members(stated, s, commas)
    yield from _valued(stated, s, commas)


def _subjects(stated: Stated, s: Statement, marks: list[int]) -> Iterator[Listed]:
    """甲市、乙市 before their predicate: each of them where they end alike or stand before 等."""
    tokens, table = stated.tokens, licences()
    inside = [n for n in marks if s.subject and s.subject[0] < n < s.subject[1]]
    if not inside or s.subject is None:
        return
    opened = range(inside[-1], s.subject[1])
    end = next((n for n in opened if tokens.all[n].key == ("等",)), s.subject[1])
    members = _between([s.subject[0] - 1, *inside, end])
    first = tokens.words(*members[0])
    if "的" in tokens.words(s.subject[0], inside[-1]):
        return
    lengths = {b - a for a, b in members}
    equal, shared = len(lengths) == 1, has("noun.shared", first)
    alike = end < s.subject[1] or len({tokens.words(b - 1, b) for _, b in members}) == 1
    alike = alike and (equal or not shared)
    apart = equal or (min(lengths) > 2 and not shared)
    closed = bool(table.closed.search(s.clause.text.replace("公共", "")))
    closed |= has("noun.together", s.clause.text)
    counted = any(t.kind == "figure" for t in tokens.all[inside[-1] : s.predicate])
    counted = counted or has("noun.counted_list", tokens.words(inside[-1], s.subject[1]))
    free = alike and not (closed or counted or table.bearer.search(s.clause.text))
    yield Listed(s.subject[0], end, members, free, alike or apart, s.clause)


def _two_alike(stated: Stated, s: Statement, marks: list[int]) -> Iterator[Listed]:
    """用地、用能指标: two members of one length, behind what opens a list, change places."""
    tokens = stated.tokens
    never = {*SEPARATORS, ("的",), ("(",), (")",)}
    for mark in marks:
        for size in range(2, _LONGEST + 1):
            start, end = mark - size, mark + 1 + size
            if start < s.begins or end > s.clause.end:
                break
            before = tokens.words(s.begins, start)
            opens = has("noun.to_list", before) or licences().subject_verbs_end.search(before)
            inside = {*tokens.keys(start, mark), *tokens.keys(mark + 1, end)}
            if (not before or opens) and not inside & never:
                members = ((start, mark), (mark + 1, end))
                yield Listed(start, end, members, may_leave=False, may_move=True, clause=s.clause)


def _later_members(stated: Stated, s: Statement, commas: list[int]) -> Iterator[Listed]:
    """The members behind the first of a list, the last where 等 ends it."""
    tokens, table = stated.tokens, licences()
    for group in _groups(commas):
        rest = range(group[-1] + 2, min(group[-1] + _APART, s.clause.end))
        end = next((n for n in rest if tokens.all[n].key == ("等",)), None)
        edges = [*group, *([end] if end else [])]
        if len(edges) < (2 if end else 3):
            continue
        members = _between(edges)
        start, last = members[0][0], members[-1][1]
        inside = tokens.words(start, last)
        before, behind = tokens.words(s.begins, group[0]), tokens.words(last, s.clause.end)
        around = f"{before[-6:]}{inside}{behind}".replace("公共", "")
        closed = (
            s.guard
            or "的" in inside
            or table.closed.search(around)
            or table.bearer.search(inside)
            or (table.none_of.search(before) and "的" in behind)
        )
        counted = (
            has("noun.counted_list", behind[1:2]) or tokens.all[last + 1].kind == "figure"
            if end
            else False
        )
        closed = closed or counted
        if all(t.kind != "figure" for t in tokens.all[start:last]):
            yield Listed(start, last, members, bool(end and not closed), True, s.clause)


def _valued(stated: Stated, s: Statement, commas: list[int]) -> Iterator[Listed]:
    """太阳能298万千瓦、水电130万千瓦: members that each end with their figure."""
    tokens = stated.tokens
    valued = [n for n in commas if _ends_valued(stated, n)]
    figures = [n for n in stated.figures(s) if valued and n > valued[-1]]
    if not figures:
        return
    end = figures[0] + 1
    end += 2 * (tokens.words(end, end + 2) in _BOUNDS)
    middle = _between(valued)
    sums = has("noun.sums", tokens.words(s.begins, valued[0]))
    for start in range(s.begins, valued[0] - 1):
        before = tokens.words(s.begins, start)
        if before and not licences().subject_verbs_end.search(before):
            continue
        members = ((start, valued[0]), *middle, (valued[-1] + 1, end))
        # 规模9万千瓦、时长2小时的电厂 are conditions.
        limits = tokens.words(end, end + 1) == "的" or "的" in tokens.words(start, end)
        yield Listed(start, end, members, not limits and not sums, not limits, s.clause)


def _ends_valued(stated: Stated, mark: int) -> bool:
    mark -= 2 * (stated.tokens.words(mark - 2, mark) in _BOUNDS)
    return stated.tokens.all[mark - 1].kind == "figure"


def _between(edges: list[int]) -> tuple[Range, ...]:
    return tuple((before + 1, behind) for before, behind in pairwise(edges))


def _groups(commas: list[int]) -> list[list[int]]:
    found: list[list[int]] = []
    for mark in commas:
        if found and mark - found[-1][-1] <= _APART:
            found[-1].append(mark)
        else:
            found.append([mark])
    return found
