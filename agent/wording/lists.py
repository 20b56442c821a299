"""Lists of a passage (钢铁、水泥、造纸等), with their members where it is certain where they begin and end.

The members between two separators are certain. The first begins behind a verb that opens lists, the last ends
before 等 or with its bracket; where neither is so, they are as long as the others, when those
are of one length, or two that end alike (公交车、出租车). Where it is not certain, there is no list.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, product

from agent.lazy import lazy_pattern
from agent.wording.licences import licences
from agent.wording.passage import Clause, Passage
from agent.wording.statement_words import has
from agent.wording.tokens import Token, Tokens

SEPARATORS = frozenset({("、",), ("和",), ("与",), ("及",)})
"""What stands between members; only 、 makes a list by itself."""
_MOST = 24
"""Members of a list that is looked at."""
_BOUND = 8
"""Characters before a figure in which it is bounded: 不低于装机容量10%."""
_TO_EACH = lazy_pattern("[对将把向]")
_MET_BEFORE = lazy_pattern("(?:符合|具备|满足|达到)[^、,]{0,40}的")
_COUNTED = lazy_pattern("等[五六七八九十]")
"""等六大领域: a list is closed where its members are counted."""
_UNLIKE = 2
"""Characters by which two members that 和 joins may differ in length; others may be one member."""


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
_IN_A_WORD = frozenset("级价同效量额值候待")
"""What makes a word of the 等 before it (技术等级) and ends no list."""


def _ends_before(tokens: Tokens, mark: int, following: int) -> bool:
    """True when a list ends between two separators: at 等, at a bracket, or too far away."""
    # 党政机关9万千瓦、学校等公共建筑8万千瓦、厂房7万千瓦: behind its own number 等 ends a member.
    valued = tokens.all[mark - 1].kind == "figure" == tokens.all[following - 1].kind
    # 智能光伏、绿氢技术以及臭氧、微塑料等污染物: the second list has its own end.
    ended = any(_is_end(tokens, at) for at in range(mark + 1, following)) or (
        "以及" in tokens.words(mark + 1, following)
    )
    return following - mark > _LONGEST or (not valued and ended)


def _is_end(tokens: Tokens, at: int) -> bool:
    key = tokens.all[at].key
    word = key == ("等",) and tokens.words(at + 1, at + 2) in _IN_A_WORD
    return key in _ENDS and not word


def _joined(tokens: Tokens, group: list[int], clause: Clause) -> list[int]:
    """The separators with a 和 or 及 that stands as far behind the last as members are long."""
    last = group[-1]
    if licences().demand.match(tokens.words(last + 1, clause.end)):
        # 完善甲网、健全乙网和丙网: what 和 joins is the object of the last verb alone.
        return group
    for at in range(last + 2, min(last + 9, clause.end - 1)):
        if _is_end(tokens, at):
            break
        if tokens.all[at].key in SEPARATORS and not _is_in_a_word(tokens, at):
            return [*group, at]
    return group


def _is_in_a_word(tokens: Tokens, at: int) -> bool:
    """True for 与 of 参与 and 及 of 以及."""
    return licences().in_a_word.search(tokens.words(max(0, at - 1), at + 2)) is not None


def listed_in(tokens: Tokens, marks: list[int], clause: Clause) -> Iterator[Listed]:
    """A list by its separators, once for each way to say where it begins and ends."""
    middle = _split(tokens, [(a + 1, b) for a, b in pairwise(marks)])
    opened, ends = _starts(tokens, marks, clause), _ends_of(tokens, marks[-1], clause)
    lengths = {b - a for a, b in middle} | {end - marks[-1] - 1 for end in ends[:1]}
    if opened and not lengths:
        lengths = {marks[0] - opened[0]}
    length = lengths.pop() if len(lengths) == 1 else 0
    if not opened and not ends and not middle:
        length = _parallel(tokens, marks[0], clause)
    if not ends and length:
        ends = [marks[-1] + 1 + length]
    starts = set(opened)
    # 新增海上风电9万千瓦、光伏8万千瓦: behind a verb the first is whole, however long the others are.
    whole = bool(opened) and _is_valued(tokens, marks[0])
    guessed = not whole and _is_free(tokens, clause, marks[0] - length)
    if length and (marks[0] - length in opened or guessed):
        starts.add(marks[0] - length)
    for start, end in product(sorted(starts), ends):
        if len(middle) > _MOST or start < clause.start or end > clause.end:
            continue
        if not is_counted(tokens, start, clause):
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


def is_counted(tokens: Tokens, start: int, clause: Clause) -> bool:
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


def _is_free(tokens: Tokens, clause: Clause, start: int) -> bool:
    """False where what stands before a list may be of its first member alone, or of all: 重型|货车、客车."""
    before = tokens.words(max(clause.start, start - 4), start)
    return not licences().modifies.search(before)


def _starts(tokens: Tokens, marks: list[int], clause: Clause) -> list[int]:
    """Where the first member may begin: behind a verb or 的, with a verb if all do, at the head of its clause."""
    table, mark = licences(), marks[0]
    if table.demand.search(tokens.words(mark + 1, clause.end)):
        behind = range(clause.start, mark)
        return [at for at in behind if table.demand.search(tokens.words(at, mark))][:1]
    found = [
        at
        for at in range(mark - 2, max(clause.start, mark - _LONGEST - 1), -1)
        if table.list_opens.search(tokens.words(clause.start, at))
    ][:1]
    valued = _is_valued(tokens, mark) and _is_valued(tokens, marks[-1])
    if valued and not found:
        # 更新公交车9辆、出租车8辆: behind the last verb before the first of them.
        acts = [v.end() for v in table.predicates.finditer(tokens.words(clause.start, mark))]
        at = tokens.starts.get(tokens.all[clause.start].start + acts[-1]) if acts else None
        found = [at] if at is not None and 2 < mark - at < _LONGEST else []
    begin, words = clause.start, tokens.words(clause.start, mark - valued)
    time = table.time_ahead.match(words)
    if time:
        begin = tokens.ends.get(tokens.all[begin].start + time.end(), begin - 1) + 1
    verbs = table.predicates.search(words, time.end() if time else 0)
    # 严控煤电、钢铁等项目: where no verb stands behind a list, one that is in no table stands in its first member.
    rest = tokens.words(marks[-1] + 1, clause.end)
    said = clause.kind != "body" or table.predicates.search(rest) or table.demand.search(rest)
    if not found and not verbs and said and not table.limits_all.search(words) and mark - begin > 1:
        found = [begin]
    # 节能改造500万千瓦、供热改造200万千瓦: each is what ends alike before its figure.
    for one, other in pairwise([*marks, clause.end]):
        length = other - one - 1
        alike = tokens.keys(mark - 3, mark - 1) == tokens.keys(other - 3, other - 1)
        if (
            length > 3
            and alike
            and tokens.all[mark - 1].kind == "figure"
            and mark - length > clause.start
        ):
            found.append(mark - length)
    return list(dict.fromkeys(found))


def _is_valued(tokens: Tokens, mark: int) -> bool:
    """True for a member with its own number: 加氢站9座, 产能20万吨以上."""
    behind = 3 if tokens.words(mark - 2, mark) in ("以上", "以下", "以内", "左右") else 1
    return tokens.all[mark - behind].kind == "figure"


def _ends_of(tokens: Tokens, mark: int, clause: Clause) -> list[int]:
    """Where the last member may end: before 等, its bracket, a predicate, the noun that is of all, or the clause's end.

    Of 对甲类企业、乙类企业，… with the clause.
    """
    table = licences()
    for at in range(mark + 2, min(mark + _LONGEST, clause.end)):
        if _is_end(tokens, at):
            return [at]
    words = tokens.words(mark + 1, clause.end)
    if clause.kind == "head" and _TO_EACH.match(clause.text):
        return [clause.end, *_before_predicate(tokens, mark, clause)] if "的" not in words else []
    if tokens.all[mark].key != ("、",):
        two = _end_of_two(tokens, mark, clause)
        return [two] if two is not None else _before_predicate(tokens, mark, clause)
    verb = table.demand.match(words)
    if verb and table.demand.fullmatch(tokens.words(mark - len(verb[0]), mark)):
        # 新建、扩建化工园区: verbs of one object.
        return [mark + 1 + len(verb[0])]
    if tokens.all[mark - 1].kind == "figure" == tokens.all[clause.end - 1].kind:
        return [clause.end]
    return _before_predicate(tokens, mark, clause)


def _before_predicate(tokens: Tokens, mark: int, clause: Clause) -> list[int]:
    """Before the verb behind a list, and before the noun that is of all its members: 烧结机、竖炉|全部停产, 用地、用能|指标."""
    table = licences()
    begin = tokens.all[mark + 1].start if mark + 1 < clause.end else 0
    words = tokens.words(mark + 1, min(mark + 1 + _LONGEST, clause.end))
    found = []
    for pattern in (table.of_all, table.list_ends):
        one = pattern.search(words, 2) if len(words) > 2 else None
        at = tokens.starts.get(begin + one.start()) if one else None
        if at is not None and at > mark + 2:
            found.append(at)
    return sorted(set(found))


def _end_of_two(tokens: Tokens, mark: int, clause: Clause) -> int | None:
    """Where the second of two that 和 joins ends: ended as the first, or as long as it before what both are of.

    甲类建筑和乙类大型建筑全面执行…; 实施围护结构和供热计量改造.
    """
    tail = tokens.keys(mark - 2, mark)
    for end in range(mark + 3, clause.end + 1):
        acts = licences().demand.match(tokens.words(end, clause.end))
        if end == clause.end:
            # 政府投资的公共建筑和面积9万平方米以上的公共建筑，应当…: two of whom the next clause tells.
            acts = licences().duties.match(tokens.rest(end))
        if tokens.keys(end - 2, end) == tail and acts:
            return end
    start = next(iter(_starts(tokens, [mark], clause)), None)
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
    named = table.open_class.match(tokens.words(end, clause.end)) is not None
    # 学校、医院等公共建筑不低于45%: whichever are named, the class behind 等 is the same.
    before, behind = tokens.words(clause.start, start), tokens.words(end, clause.end)
    # 靠港的货船、油船停泊超过2小时的: who meets the condition, each of them.
    whose = clause.text.endswith("的") and (not before or before.endswith("的")) and len(behind) > 2
    around = near_before if named or whose else (*near_before, *tokens.all[end : clause.end])
    counted = any(
        _is_summed(tokens, t) or t.key[0] in ("各", "两", "三", "四") for t in around
    ) or bool(_COUNTED.match(tokens.words(end, clause.end)))
    # 水泥、平板玻璃、电解铝三个行业: three, whichever noun the list is taken to end behind.
    firsts, _, last = inside.rpartition("、")
    counted |= bool(table.count.search(last)) and not table.count.search(firsts)
    near = tokens.words(max(clause.start, start - 3), min(clause.end, end + 1))
    # 第一批名单涉及水泥、造纸: an ordinal before them is none of theirs.
    moves = not table.fixed.search(table.ordinal.sub("", before) + inside + behind)
    moves &= "或" not in near
    # 对符合条件的甲类企业、乙类企业: that condition is over before the list begins.
    words = _MET_BEFORE.sub("", before) + inside + behind
    closed = bool(table.closed.search(words) or table.bearer.search(inside))
    closed |= table.met.search(_MET_BEFORE.sub("", before) + inside) is not None
    # 分为甲、乙、丙; 试点县为甲县、乙县: those that are told are all there are.
    closed |= bool(table.all_there_are.search(before)) and not behind.startswith("等")
    closed |= bool(table.none_of.search(before)) and "的" in behind
    # 在钢铁、水泥等行业 names some of the trades, whichever it names; 符合甲、乙等条件的 does not.
    somewhere = clause.text.startswith("在") and behind.startswith("等")
    # 对列入名单的甲类企业、乙类企业，…: what is done to each of them; 对购买甲、乙的企业 says to whom.
    to_each = _TO_EACH.match(clause.text) is not None and "的" not in behind
    # 确需新建、改建、扩建的: each of them is a condition by itself.
    builds = all(table.built.fullmatch(one) for one in inside.split("、"))
    # 用于建设甲、乙等非高炉设备的: the class behind 等 stays, and each of them is of it.
    of_a_class = named and clause.text.endswith("的")
    free = clause.kind == "body" or somewhere or to_each or builds or whose or of_a_class
    return moves and free and not counted and not closed, moves


def _is_summed(tokens: Tokens, token: Token) -> bool:
    """True for a figure that may be of all members together: no term (停泊3小时) and no bound of a rate (不低于10%) is."""
    if token.kind != "figure":
        return False
    rate = token.key[1] in ("percent", "temperature") or "/" in str(token.key[1])
    before, behind = tokens.text[: token.start][-_BOUND:], tokens.text[token.end :]
    bounded = has("order.bounded", before) or behind.startswith(("以上", "以下", "以内", "及以"))
    # 铁路、水路运输比例: shares of both together.
    rate &= not has("order.share", tokens.text[: token.start][-2 * _BOUND :])
    return not (
        str(token.key[1]).startswith("duration")
        or (rate and bounded)
        or (bounded and "的" in behind[:3])
    )


def single_members(passage: Passage) -> Iterator[tuple[int, int]]:
    """A member with its separator, of lists of which only one end is certain: each may go by itself.

    The first goes where a word that opens lists stands before it, a later one where its end is certain.
    """
    tokens = passage.tokens
    for clause in passage.clauses:
        marks = [n for n in range(clause.start, clause.end) if tokens.all[n].key == ("、",)]
        groups = list(groups_of(tokens, marks, clause))
        for group in (*groups, *_pair(tokens, clause, groups)):
            ends = [
                *_ends_of(tokens, group[-1], clause),
                *_ends_alike(tokens, group[-1], clause),
            ]
            starts = _starts(tokens, group, clause)
            first = min(starts, default=group[0])
            if not _free(tokens, clause, first, ends[0] if ends else group[-1])[0]:
                continue
            for start in starts:
                if _may_lose_the_first(tokens, start, group, clause):
                    yield start, group[0] + 1
            yield from pairwise(group)
            yield from ((group[-1], end) for end in ends)


def _ends_alike(tokens: Tokens, mark: int, clause: Clause) -> list[int]:
    """Where the last member ends as the one before it does: 散货船、油船|停泊, 国道两侧1公里、油库周边9公里|范围内."""
    length = _parallel(tokens, mark, clause) if tokens.all[mark].key == ("、",) else 0
    return [mark + 1 + length] if length else []


def _pair(tokens: Tokens, clause: Clause, groups: list[list[int]]) -> Iterator[list[int]]:
    """The one 和 or 与 of a clause that is of no list: 实行甲制度与乙制度; none in the name of a body (工业和信息化厅)."""
    taken = {n for group in groups for n in group}
    joined = [
        n
        for n in range(clause.start + 2, clause.end - 1)
        if tokens.all[n].key in SEPARATORS and n not in taken and not _is_in_a_word(tokens, n)
    ]
    if len(joined) == 1 and not licences().bearer.search(
        tokens.words(joined[0] + 1, joined[0] + 12)
    ):
        yield joined


def _may_lose_the_first(tokens: Tokens, start: int, group: list[int], clause: Clause) -> bool:
    """False where the first member may be of more than itself: 3台锅炉、风机, or 的 in a member behind it."""
    rest = tokens.words(group[0] + 1, clause.end)
    # 劣质煤17户、原木5户: each has its own number.
    valued = tokens.all[group[0] - 1].kind == "figure"
    first = tokens.words(start, group[0] - valued)
    return (
        group[0] - start > 1
        and not licences().limits_all.search(first)
        and not licences().bearer.search(tokens.words(start, group[0]))
        and not is_counted(tokens, start, clause)
        and not licences().demand.match(rest)
        and "的" not in tokens.words(group[0] + 1, group[-1])
    )
