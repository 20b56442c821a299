"""What 分别, 各 or 均 says of each of several, said of each alone: 甲、乙分别增长3%和4% -> 甲增长3%，乙增长4%.

A passage is written out so; a claim may then tell some of them, or all in another order, as it may of clauses that stand beside each
other. Where the members of a list begin and end is read from both texts: of 国内汽、柴油价格 the other one names 国内柴油价格.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product

from agent.lazy import lazy_pattern
from agent.wording.in_force import Stated, stated_of
from agent.wording.licences import licences
from agent.wording.passage import Passage, passage_of
from agent.wording.statement_words import has, word

_MOST = 5
"""Members that 分别 pairs."""
_WAYS = 8
"""Ways to tell where the members begin and end, of which so many are tried."""
_VALUES = lazy_pattern(
    r"(?<![\d.])(?P<first>\d[\d.]{0,11})(?P<unit>[^\d、和与及]{0,8})(?P<more>(?:(?:[、和与]|以?及)\d[\d.]{0,11}[^\d、和与及]{0,8}){1,4})"
)
"""96%和41%, 3.05元、3.66元、4.57元, 7个和18个百分点: what stands behind the last value is of all."""
_VALUE = lazy_pattern(r"(?:[、和与]|以?及)(\d[\d.]{0,11})")
_DAY = r"(?:20\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?[底末]?前?|\d{1,2}月(?:\d{1,2}日)?[底末]?前?)"
_DAYS = lazy_pattern(rf"{_DAY}(?:(?:[、和与]|以?及){_DAY}){{1,4}}")
_MARKS = lazy_pattern("[、和与]|以?及")
"""What parts members, values and days."""
_FIGURE_ENDS = lazy_pattern(r"(?<=[^\d、和])(?:、|和)(?=[^\d、和]{0,12}\d)")
_DENIED = ("未", "没", "不")
_UNTOLD = "〓"
"""In the place of words that a page leaves open, and that no claim has."""
_Parts = tuple[list[list[str]], int, int]
"""The clauses of each member, and the first and the last clause of the passage that they stand for."""


@lru_cache(maxsize=64)
def written_out(text: str, other: str) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """A passage with each member by itself, and the clause of the passage that each of its clauses is from.

    One for each way to tell where the members begin and end by the ``other`` text; none without 分别, 各 or 均.
    """
    stated = stated_of(text)
    found = []
    for at, clause in enumerate(stated.passage.clauses):
        each = word("order.each").search(clause.text)
        for parts, first, last in _parts(stated, at, each, other) if each else ():
            made = _put_together(stated.passage, parts, first, last)
            if made is not None:
                found.append(made)
    return tuple(dict.fromkeys(found))


def _parts(stated: Stated, at: int, each: re.Match[str], other: str) -> Iterator[_Parts]:
    clauses, clause = stated.passage.clauses, stated.passage.clauses[at]
    before, behind = clause.text[: each.start()], clause.text[each.end() :]
    if before[-1:] in _DENIED:
        # 未分别完成 is of both.
        return
    if each["all"]:
        if has("order.not_each", before):
            # 除甲、乙外均完成 tells of neither, 仅甲、乙均达标 of both, 甲、乙、丙中两市均超标 of two that are not named.
            return
        for members in _spread(before, other):
            yield [[member + behind] for member in members], at, at
        return
    for values in _values(behind, other):
        told = [[before + value] for value in values]
        last = at
        for following in clauses[at + 1 :]:
            more = _goes_on(following.text, len(values), other)
            if following.sentence != clause.sentence or not more:
                break
            told = [[*one, value] for one, value in zip(told, more, strict=True)]
            last += 1
        rests = [one[1:] for one in told]
        found = [
            *_spread(before, other, len(values)),
            *_pointed_to(stated, at, before, len(values), other),
        ]
        for members in found:
            yield [[m + v, *r] for m, v, r in zip(members, values, rests, strict=True)], at, last
        if at and clauses[at - 1].segment == clause.segment:
            yield from _of_those_before(stated.passage, at, (told, at, last), other)


def _goes_on(words: str, number: int, other: str) -> list[str]:
    """Of each what is its own in a clause behind: 比上年提高7个和18个百分点, 同比分别增长7%和8%, 漏损率分别为2%和3%."""
    each = word("order.each").search(words)
    before = words[: each.start()] if each else ""
    if each and not each["all"] and not _MARKS.search(before) and not has("order.those", before):
        own = (before + value for values in _values(words[each.end() :], other) for value in values)
        found = list(own)
    else:
        found = _of_figures(words) if word("order.goes_on").match(words) else []
    return found if len(found) == number else []


def _of_those_before(passage: Passage, at: int, part: _Parts, other: str) -> Iterator[_Parts]:
    """对甲类、乙类企业，分别给予9万元、8万元; 甲9吨、乙8吨，分别增长3%和4%; 甲9吨，乙8吨，分别增长3%和4%."""
    told, _, last = part
    clauses, number = passage.clauses, len(told)
    head = clauses[at - 1]
    if head.kind == "head" or head.text.startswith("对"):
        # 到2031年和2033年，占比分别达到20%和30%.
        days = [_of_figures(head.text)] if head.timed else []
        for members in days or _spread(head.text, other, number):
            if len(members) != number:
                continue
            yield [[m, *one] for m, one in zip(members, told, strict=True)], at - 1, last
        return
    each = word("order.each").search(head.text)
    if each and each["all"]:
        # 甲、乙上限均为3元，期限分别为9年和8年.
        rest = head.text[each.end() :]
        for members in _spread(head.text[: each.start()], other, number):
            yield [[m + rest, *one] for m, one in zip(members, told, strict=True)], at - 1, last
    for ranked in re.finditer("[为是]", head.text):
        # 前三名依次为甲、乙、丙，得分分别为9分、8分、7分.
        for members in _spread(head.text[ranked.end() :], "", number):
            yield [[m + one[0], *one[1:]] for m, one in zip(members, told, strict=True)], at, last
    pieces = _FIGURE_ENDS.split(head.text)
    if len(pieces) == number and not each:
        yield [[p, *one] for p, one in zip(pieces, told, strict=True)], at - 1, last
    own = clauses[max(0, at - number) : at]
    alone = all(len(re.findall(r"\d[\d.]*", c.text)) == 1 for c in own)
    if len(own) == number and alone and len({c.segment for c in own}) == 1:
        yield [[c.text, *one] for c, one in zip(own, told, strict=True)], at - number, last


def _values(words: str, other: str) -> Iterator[list[str]]:
    """The words with each of their values alone: 调整为每立方米3元、4元 -> 调整为每立方米3元, 调整为每立方米4元."""
    found = _of_figures(words)
    if found:
        yield found
    elif len(own := _MARKS.split(words)) > 1 and all(re.search(r"\d", one) for one in own):
        # 增长18.6%、下降4.3%; 为18%、比2020年下降9%: each with its own verb.
        yield own
    else:
        # 负责再生水厂和焚烧厂的审计工作; 列为国家级、省级试点.
        yield from _spread(words, other)


def _of_figures(words: str) -> list[str]:
    days = _DAYS.search(words)
    if days:
        # 于2031年6月和2032年5月投产.
        ends = words[: days.start()], words[days.end() :]
        return [ends[0] + day + ends[1] for day in _MARKS.split(days[0])]
    found = _VALUES.search(words)
    if found is None:
        return []
    unit = found["unit"]
    numbers = [found["first"], *_VALUE.findall(found["more"])]
    end = found.end("unit") + found["more"].rindex(numbers[-1]) + len(numbers[-1])
    rest = words[end:]
    rest = rest if rest.startswith(unit) else unit + rest
    return [words[: found.start()] + number + rest for number in numbers]


def _spread(words: str, other: str, number: int = 0) -> Iterator[list[str]]:
    """The words with each member of their list alone, with what leads all of them and what ends all of them.

    Each way is one that the other text may have: it names a member with that lead, or with that end. There are ``number`` members
    if any number is given.
    """
    marks = list(_MARKS.finditer(words))
    if (
        number
        and len(marks) >= number
        and "的" in words[marks[-number].end() : marks[1 - number].start()]
    ):
        # 新增和更新的公交车、出租车: what 的 ends leads them.
        marks = marks[1 - number :]
    ends = [mark.end() for mark in marks]
    starts = [*(mark.start() for mark in marks), len(words)]
    pieces = [one for a, b in zip([0, *ends], starts, strict=True) if (one := words[a:b])]
    if not 1 < len(pieces) <= _MOST or number not in (0, len(pieces)):
        return
    first, last = pieces[0], pieces[-1]
    tails = _tails(pieces, other)
    for lead, cut in islice(product(_leads(pieces, other), tails), _WAYS):
        tail = last[cut:]
        names = [*pieces[1:-1], _uncounted(last[:cut], tail)]
        *own, end = [first, *(_led(first, lead, one) + one for one in names)]
        if cut == tails[-1]:
            own = [one if _is_whole(one, end) else one + _UNTOLD for one in own]
        yield [one + tail for one in (*own, end)]


def _uncounted(name: str, tail: str) -> str:
    """丙 of 甲、乙、丙三|市: how many they are is said of all."""
    return word("order.counted").sub("", name) if has("order.places", tail[:1]) else name


def _leads(pieces: list[str], other: str) -> list[str]:
    """What stands before the first member and may be of all: 将汽、柴油价格, 新建风电、光伏项目."""
    first = pieces[0]
    every = [first[:n] for n in range(len(first) - 1, 0, -1)]
    named = [lead for lead in every if any(lead + one[:2] in other for one in pieces[1:])]
    opened = word("order.opened").match(first)
    found = [opened["lead"] if opened else first[:1] if first[0] == "对" else "", *named]
    return list(dict.fromkeys(found))


def _led(first: str, lead: str, one: str) -> str:
    """What a member is told with: 规模以上 of 规模以上钢铁、水泥企业 limits both, and not 国家级 the 省级 behind it."""
    table = licences()
    limits = [
        found.end() for found in table.limits_all.finditer(first) if has("order.kind", found[0])
    ]
    limited = max(limits, default=0)
    return lead if len(lead) >= limited or table.limits_all.match(one) else first[:limited]


def _tails(pieces: list[str], other: str) -> list[int]:
    """Where what is of all begins in the last member: 甲类、乙类|企业. 油 of 柴油 is 汽's, too, and that of 石油 none of 煤's."""
    *others, last = pieces
    found = list[int]()
    for cut in range(1, len(last)):
        tail, single = last[cut:], cut == 1
        alike = word("order.alike").fullmatch(others[-1][-1] + last[0])
        if single and not alike:
            continue
        name = _uncounted(last[:cut], tail)
        joined = (one[-2:] + tail[:2] for one in (*others, *([name] if name != last[:cut] else ())))
        # 甲机关、丙厂房|屋顶面积 of a page that has 甲机关、乙学校、丙厂房、丁住宅屋顶面积.
        told = tail in other and re.search(f"{re.escape(name[-2:])}(?:{_MARKS.pattern})", other)
        named = told or any(one in other for one in joined)
        if named and not has("order.stuff", others[-1][-1] + tail[0]):
            found.append(cut)
    based = word("order.based").search(last)
    # 甲市、乙市2031年: a time, and what is compared with, are of all.
    end = based.start() if based and based.start() > 1 else len(last)
    return [*(cut for cut in found if cut < end), end]


def _is_whole(one: str, last: str) -> bool:
    """False for the first of 甲类、乙类产量, where the last keeps what ends it for itself."""
    return one[-1] == last[-1] or has("front.measure", one) or not has("front.measure", last)


def _pointed_to(stated: Stated, at: int, before: str, number: int, other: str) -> list[list[str]]:
    """两地累计装机, 上述两项指标的目标: the members that were told of before, with the words behind what points to them."""
    those = word("order.those").match(before)
    if those and those["place"] not in (None, "地"):
        # 两市…: by which of its names each of them is called, is not looked for.
        return []
    clauses = stated.passage.clauses
    for own in (clauses[at].sentence, clauses[at].sentence - 1) if those else ():
        told = [s for s in stated.all[:at] if s.clause.sentence == own and s.says]
        if those and those["place"]:
            # 甲旗造林9万亩，种草8万亩；乙县造林7万亩。两地…: each segment is of one.
            segments = {s.clause.segment: stated.subject(s) for s in reversed(told)}
            names = [name for _, name in sorted(segments.items()) if name]
        else:
            names = [stated.subject(s) for s in told if s.subject and stated.figures(s)]
        if names:
            rest = before[those.end() :] if those else ""
            return [[name + rest for name in names]] if len(names) == number else []
    return []


def _put_together(
    passage: Passage, parts: list[list[str]], first: int, last: int
) -> tuple[str, tuple[int, ...]] | None:
    text, tokens, clauses = "", passage.tokens, passage.clauses
    own: list[int] = []
    for at, clause in enumerate(clauses):
        stop = tokens.text[tokens.all[clause.end - 1].end :][:1] or "。"
        stop = stop if stop in ",;。:!?" else ","
        if first <= at < last:
            continue
        if at == last:
            told = [
                (words, first + min(n, last - first))
                for one in parts
                for n, words in enumerate(one)
            ]
            # 甲9吨，增长3%；乙8吨，增长4%: each goes on with its own.
            text += ";".join(",".join(one) for one in parts) + stop
            own += [n for _, n in told]
        else:
            text += clause.text + stop
            own.append(at)
    return (text, tuple(own)) if len(passage_of(text).clauses) == len(own) else None
