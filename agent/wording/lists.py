"""Lists of a passage (钢铁、水泥、造纸等), with their members where it is certain where they begin and end.

The members between two separators are certain. The first begins behind a verb that opens lists, the last ends
before 等 or with its bracket; where neither is so, they are as long as the others, when those
are of one length, or two that end alike (公交车、出租车). Where it is not certain, there is no list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from agent.wording.licences import licences
from agent.wording.passage import Clause, Passage
from agent.wording.tokens import Tokens

SEPARATORS = frozenset({("、",), ("和",), ("与",), ("及",)})
"""What stands between members; only 、 makes a list by itself."""
_MOST = 24
"""Members of a list that is looked at."""
_TO_EACH = re.compile("[对将把向]")
_MET_BEFORE = re.compile("(?:符合|具备|满足|达到)[^、,]{0,40}的")
_COUNTED = re.compile("等[五六七八九十]")
"""等六大领域: a list is closed where its members are counted."""
_UNLIKE = 2
"""Characters by which two members that 和 joins may differ in length; others may be one member."""
_OPENERS = re.compile(
    r"(?:用于|推动|推进|加快|促进|采取|采用|完成|包括|涉及|覆盖|围绕|重点是|发展|培育|支持|鼓励|严禁|禁止|不得|实施|建设|新建|淘汰|销售|实行|推行|提供|的|范围内|在|对|向|(?<![自])由|将|把|\()$"
)
"""What the first member of a list stands behind."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A list: its range of tokens and its members, as ranges.

    ``may_leave`` and ``may_move`` say whether members may be left out and change places.
    """

    start: int
    end: int
    members: tuple[tuple[int, int], ...]
    may_leave: bool
    may_move: bool
    clause: Clause


def lists_of(passage: Passage) -> tuple[Listed, ...]:
    """The lists of a passage whose members are certain."""
    return tuple(one for clause in passage.clauses for one in _of_clause(passage, clause))


def _of_clause(passage: Passage, clause: Clause) -> Iterator[Listed]:
    tokens = passage.tokens
    marks = [n for n in range(clause.start, clause.end) if tokens.all[n].key == ("、",)]
    for group in groups_of(tokens, marks, clause):
        yield from listed_in(tokens, group, clause)


def groups_of(tokens: Tokens, marks: list[int], clause: Clause) -> Iterator[list[int]]:
    """The separators of each list: 、 and the 和 or 及 behind the last of them."""
    group: list[int] = []
    for mark in marks:
        if group and _ends_before(tokens, group[-1], mark):
            yield _joined(tokens, group, clause)
            group = []
        group.append(mark)
    if group:
        yield _joined(tokens, group, clause)


_LONGEST = 16
_ENDS = {("等",), ("(",), (")",)}


def _ends_before(tokens: Tokens, mark: int, following: int) -> bool:
    """True when a list ends between two separators: at 等, at a bracket, or too far away."""
    between = [token.key for token in tokens.all[mark + 1 : following]]
    return following - mark > _LONGEST or any(key in _ENDS for key in between)


def _joined(tokens: Tokens, group: list[int], clause: Clause) -> list[int]:
    """The separators with a 和 or 及 that stands as far behind the last as members are long."""
    last = group[-1]
    if licences().demand.match(tokens.words(last + 1, clause.end)):
        # 完善甲网、健全乙网和丙网: what 和 joins is the object of the last verb alone.
        return group
    for at in range(last + 2, min(last + 9, clause.end - 1)):
        if tokens.all[at].key in _ENDS:
            break
        if tokens.all[at].key in SEPARATORS:
            return [*group, at]
    return group


def listed_in(tokens: Tokens, marks: list[int], clause: Clause) -> Iterator[Listed]:
    """A list by its separators, once for each way to say where its first member begins."""
    middle = _split(tokens, [(a + 1, b) for a, b in pairwise(marks)])
    opened, end = _start(tokens, marks[0], clause), _end(tokens, marks[-1], clause)
    lengths = {b - a for a, b in middle}
    lengths |= {end - marks[-1] - 1} if end is not None else set()
    if opened is not None and not lengths:
        lengths = {marks[0] - opened}
    length = lengths.pop() if len(lengths) == 1 else 0
    if opened is None and end is None and not middle:
        length = _parallel(tokens, marks[0], clause)
    end = marks[-1] + 1 + length if end is None and length else end
    starts = {opened, marks[0] - length if length else None} - {None}
    for start in sorted(start for start in starts if start is not None):
        if end is None or len(middle) > _MOST or start < clause.start or end > clause.end:
            continue
        if not _is_counted(tokens, start, clause):
            members = ((start, marks[0]), *middle, (marks[-1] + 1, end))
            yield Listed(start, end, members, *_free(tokens, clause, start, end), clause)


def _split(tokens: Tokens, members: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """A、B和C、D has four members; where two of them have a 和, these are pairs (甲和乙、丙和丁)."""
    joined = [
        (start, at, end)
        for start, end in members
        for at in range(start + 2, end - 2)
        if tokens.all[at].key in SEPARATORS
    ]
    if len(joined) != 1:
        return members
    ((start, at, end),) = joined
    if abs((at - start) - (end - at - 1)) > _UNLIKE:
        # 油品及有机液体储运 may be of one trade.
        return members
    place = members.index((start, end))
    return [*members[:place], (start, at), (at + 1, end), *members[place + 1 :]]


def _is_counted(tokens: Tokens, start: int, clause: Clause) -> bool:
    """True for 3台锅炉、风机: the figure counts the first member alone."""
    return start > clause.start and tokens.all[start - 1].kind == "figure"


def _parallel(tokens: Tokens, mark: int, clause: Clause) -> int:
    """The length of two members that end alike (公交车、出租车; 光伏60万千瓦、风电40万千瓦), else 0."""
    for length in range(2, min(mark - clause.start, clause.end - mark - 1, 8) + 1):
        one, other = tokens.all[mark - 1], tokens.all[mark + length]
        if one.key == other.key:
            return length
        if other.kind == "figure":
            return length if one.kind == "figure" and one.key[:3] == other.key[:3] else 0
    return 0


def _start(tokens: Tokens, mark: int, clause: Clause) -> int | None:
    """Where the first member begins: behind a verb that opens lists, or with a verb, if all do."""
    demand = licences().demand
    if demand.search(tokens.words(mark + 1, clause.end)):
        starts = range(clause.start, mark)
        return next((at for at in starts if demand.search(tokens.words(at, mark))), None)
    for length in range(2, min(_LONGEST, mark - clause.start - 1) + 1):
        if _OPENERS.search(tokens.words(clause.start, mark - length)):
            return mark - length
    return None


def _end(tokens: Tokens, mark: int, clause: Clause) -> int | None:
    """Where the last member ends: before 等, with its bracket, or with a figure at the clause's end.

    Of 对甲类企业、乙类企业，… with the clause.
    """
    for at in range(mark + 2, min(mark + _LONGEST, clause.end)):
        if tokens.all[at].key in {("等",), (")",)}:
            return at
    if clause.kind == "head" and _TO_EACH.match(clause.text):
        return clause.end if "的" not in tokens.words(mark + 1, clause.end) else None
    if tokens.all[mark].key != ("、",):
        return _end_of_two(tokens, mark, clause)
    verb = licences().demand.match(tokens.words(mark + 1, clause.end))
    if verb and licences().demand.fullmatch(tokens.words(mark - len(verb[0]), mark)):
        # 新建、扩建化工园区: verbs of one object.
        return mark + 1 + len(verb[0])
    listed = tokens.all[mark - 1].kind == "figure" == tokens.all[clause.end - 1].kind
    return clause.end if listed else None


def _end_of_two(tokens: Tokens, mark: int, clause: Clause) -> int | None:
    """Where the second of two that 和 joins ends: ended as the first, or as long as it before what both are of.

    甲类建筑和乙类大型建筑全面执行…; 实施围护结构和供热计量改造.
    """
    tail = tokens.keys(mark - 2, mark)
    for end in range(mark + 3, clause.end):
        if tokens.keys(end - 2, end) == tail:
            return end if licences().demand.match(tokens.words(end, clause.end)) else None
    start = _start(tokens, mark, clause)
    end = 2 * mark + 1 - (start if start is not None else mark)
    of_both = end > mark + 1 and licences().of_both.fullmatch(tokens.words(end, clause.end))
    return end if of_both else None


def _free(tokens: Tokens, clause: Clause, start: int, end: int) -> tuple[bool, bool]:
    """Whether members may be left out, and whether they may change places."""
    table = licences()
    inside = tokens.words(start, end)
    near_before = list(tokens.all[clause.start : start][-6:])
    for at in range(len(near_before) - 1, -1, -1):
        # 在沿岸9公里范围内新建、扩建: that figure is of the place, and over before the list begins.
        if near_before[at].key[0] in ("的", "内"):
            del near_before[: at + 1]
            break
    counted = any(
        t.kind == "figure" or t.key[0] in ("各", "两", "三", "四")
        for t in (*near_before, *tokens.all[end : clause.end])
    ) or bool(_COUNTED.match(tokens.words(end, clause.end)))
    near = tokens.words(max(clause.start, start - 3), min(clause.end, end + 1))
    moves = not table.fixed.search(clause.text) and "或" not in near
    before, behind = tokens.words(clause.start, start), tokens.words(end, clause.end)
    # 对符合条件的甲类企业、乙类企业: that condition is over before the list begins.
    around = _MET_BEFORE.sub("", before) + inside + behind
    closed = bool(table.closed.search(around) or table.bearer.search(inside))
    closed |= bool(table.none_of.search(before)) and "的" in behind
    # 在钢铁、水泥等行业 names some of the trades, whichever it names; 符合甲、乙等条件的 does not.
    somewhere = clause.text.startswith("在") and behind.startswith("等")
    # 对列入名单的甲类企业、乙类企业，…: what is done to each of them; 对购买甲、乙的企业 says to whom.
    to_each = _TO_EACH.match(clause.text) is not None and "的" not in behind
    free = clause.kind == "body" or somewhere or to_each
    return moves and free and not counted and not closed, moves


def single_members(passage: Passage) -> Iterator[tuple[int, int]]:
    """A member with its separator, of lists of which only one end is certain: each may go by itself.

    The first goes where a word that opens lists stands before it, a later one where its end is certain.
    """
    tokens = passage.tokens
    for clause in passage.clauses:
        marks = [n for n in range(clause.start, clause.end) if tokens.all[n].key == ("、",)]
        groups = list(groups_of(tokens, marks, clause))
        for group in (*groups, *_pair(tokens, clause, groups)):
            end = _end(tokens, group[-1], clause)
            start = _start(tokens, group[0], clause)
            if not _free(tokens, clause, group[0] + 1, end or group[-1])[0]:
                continue
            if start is not None and _may_lose_the_first(tokens, start, group, clause):
                yield start, group[0] + 1
            for mark, following in zip(group, (*group[1:], end), strict=True):
                if following is not None:
                    yield mark, following


def _pair(tokens: Tokens, clause: Clause, groups: list[list[int]]) -> Iterator[list[int]]:
    """The one 和 or 与 of a clause that is of no list: 实行甲制度与乙制度; none in the name of a body (工业和信息化厅)."""
    taken = {n for group in groups for n in group}
    joined = [
        n
        for n in range(clause.start + 2, clause.end - 1)
        if tokens.all[n].key in SEPARATORS and n not in taken
    ]
    if len(joined) == 1 and not licences().bearer.search(
        tokens.words(joined[0] + 1, joined[0] + 12)
    ):
        yield joined


def _may_lose_the_first(tokens: Tokens, start: int, group: list[int], clause: Clause) -> bool:
    """False where the first member may be of more than itself: 3台锅炉、风机, or 的 in a member behind it."""
    rest = tokens.words(group[0] + 1, clause.end)
    return (
        group[0] - start > 1
        and not licences().bearer.search(tokens.words(start, group[0]))
        and not _is_counted(tokens, start, clause)
        and not licences().demand.match(rest)
        and "的" not in tokens.words(group[0] + 1, group[-1])
    )
