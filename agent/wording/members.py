"""What 分别 says of each of several, said of each alone: 甲、乙分别增长3%和4% -> 甲增长3%，乙增长4%.

A passage is written out so; a claim may then tell some of them, or all in another order, as it may of clauses that stand beside each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from agent.lazy import lazy_pattern
from agent.wording.licences import licences
from agent.wording.pairs import rows
from agent.wording.passage import Clause, Passage, passage_of
from agent.wording.statement_words import word

_MOST = 5
"""Members that 分别 pairs."""
_VALUES = lazy_pattern(
    r"(?<![\d.])(?P<first>\d[\d.]{0,11})(?P<unit>[^\d、和与及]{0,8})(?P<more>(?:(?:[、和与]|以?及)\d[\d.]{0,11}[^\d、和与及]{0,8}){1,4})"
)
"""96%和41%, 3.05元、3.66元、4.57元, 7个和18个百分点: what stands behind the last value is of all."""
_VALUE = lazy_pattern(r"(?:[、和与]|以?及)(\d[\d.]{0,11})")
_DAY = r"(?:20\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?[底末]?|\d{1,2}月(?:\d{1,2}日)?[底末]?)"
_DAYS = lazy_pattern(rf"{_DAY}(?:(?:[、和与]|以?及){_DAY}){{1,4}}")
_MARKS = lazy_pattern("[、和与]|以?及")
"""What parts members, values and days."""
_FIGURE_ENDS = lazy_pattern(r"(?<=[^\d、和])(?:、|和)(?=[^\d、和]{0,12}\d)")


@lru_cache(maxsize=64)
def written_out(text: str) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """A passage with each member by itself, and the clause of the passage that each of its clauses is from.

    One for each way to tell where the members begin and end; none without 分别.
    """
    passage = passage_of(text)
    found = []
    for at, clause in enumerate(passage.clauses):
        if "分别" in clause.text:
            for parts, first, last in _parts(passage, at):
                made = _put_together(passage, parts, first, last)
                if made is not None:
                    found.append(made)
    return tuple(found)


def _parts(passage: Passage, at: int) -> Iterator[tuple[list[list[str]], int, int]]:
    """The clauses of each member, and the first and the last clause of the passage that they stand for."""
    clauses = passage.clauses
    clause = clauses[at]
    before, _, behind = clause.text.partition("分别")
    values = _values(behind)
    if not 1 < len(values) <= _MOST:
        return
    last = at
    told = [[before + value] for value in values]
    for following in clauses[at + 1 :]:
        # 比上年提高7个和18个百分点: of each what is its own.
        more = _values(following.text)
        same = following.sentence == clause.sentence and word("order.goes_on").match(following.text)
        if not same or len(more) != len(values):
            break
        told = [[*one, value] for one, value in zip(told, more, strict=True)]
        last += 1
    rests = [one[1:] for one in told]
    for members in _of_clause(passage, clause, before) if before else ():
        if len(members) == len(values):
            yield [[m + v, *r] for m, v, r in zip(members, values, rests, strict=True)], at, last
    if at and clauses[at - 1].segment == clause.segment:
        yield from _of_those_before(passage, at, told, last)


def _of_those_before(
    passage: Passage, at: int, told: list[list[str]], last: int
) -> Iterator[tuple[list[list[str]], int, int]]:
    """对甲类、乙类企业，分别给予9万元、8万元; 甲9吨、乙8吨，分别增长3%和4%; 甲9吨，乙8吨，分别增长3%和4%."""
    clauses, number = passage.clauses, len(told)
    head = clauses[at - 1]
    if (head.kind == "head" or head.text.startswith("对")) and not head.timed:
        for members in _of_clause(passage, head, head.text):
            if len(members) == number:
                yield [[m, *one] for m, one in zip(members, told, strict=True)], at - 1, last
        return
    shared, every, rest = head.text.partition("均")
    for members in _of_clause(passage, head, shared) if every else ():
        if len(members) == number:
            # 甲、乙上限均为3元，期限分别为9年和8年.
            yield [[m + rest, *one] for m, one in zip(members, told, strict=True)], at - 1, last
    pieces = _FIGURE_ENDS.split(head.text)
    if len(pieces) == number:
        yield [[p, *one] for p, one in zip(pieces, told, strict=True)], at - 1, last
    own = clauses[max(0, at - number) : at]
    alone = all(len(re.findall(r"\d[\d.]*", c.text)) == 1 for c in own)
    if len(own) == number and alone and len({c.segment for c in own}) == 1:
        yield [[c.text, *one] for c, one in zip(own, told, strict=True)], at - number, last


def _values(words: str) -> list[str]:
    """The words with each of their values alone: 调整为每立方米3元、4元 -> 调整为每立方米3元, 调整为每立方米4元."""
    days = _DAYS.search(words)
    if days:
        # 于2031年6月和2032年5月投产.
        ends = words[: days.start()], words[days.end() :]
        return [ends[0] + day + ends[1] for day in _MARKS.split(days[0])]
    found = _VALUES.search(words)
    if found is None:
        return _objects(words)
    unit = found["unit"]
    numbers = [found["first"], *_VALUE.findall(found["more"])]
    end = found.end("unit") + found["more"].rindex(numbers[-1]) + len(numbers[-1])
    rest = words[end:]
    rest = rest if rest.startswith(unit) else unit + rest
    return [words[: found.start()] + number + rest for number in numbers]


def _objects(words: str) -> list[str]:
    """负责再生水厂和焚烧厂的审计工作: the verb and what is of all, with each object alone."""
    verb = licences().predicates.match(words)
    if verb is None or words.count("的") > 1 or re.search(r"\d", words):
        return []
    objects, of, what = words[verb.end() :].partition("的")
    return [f"{verb[0]}{one}{of}{what}" for one in _MARKS.split(objects)] if of else []


def _of_clause(passage: Passage, clause: Clause, words: str) -> Iterator[list[str]]:
    """The words with each member of their list alone."""
    tokens = passage.tokens
    end = tokens.ends.get(tokens.all[clause.start].start + len(words), clause.end - 1) + 1
    end = min(end, clause.end)
    found = rows(tokens, replace(clause, end=end))
    if not found or word("order.opened").match(_MARKS.split(words)[0]):
        yield from _by_their_marks(words)
    for row in found:
        head, tail = tokens.words(clause.start, row[0][0]), tokens.words(row[-1][1], end)
        tail = word("order.counted").sub("", tail.removesuffix("分别"))
        yield [head + tokens.words(*member) + tail for member in row]


def _by_their_marks(words: str) -> Iterator[list[str]]:
    """The same where it is not certain how long the members are.

    2030年弃风率、弃光率 end alike, and what is longer leads; else what ends the last may be of all: 甲类、乙类企业.
    """
    first, *others = _MARKS.split(words)
    lead = ""
    if others and first[-1:] == others[0][-1:] and len(first) > len(others[0]):
        lead = first[: len(first) - len(others[0])]
    elif words.startswith("对"):
        lead = "对"
    elif opened := word("order.opened").match(first):
        # 该厂1号、2号机组; 将汽、柴油价格.
        lead = opened["lead"]
    yield [first, *(lead + one for one in others)]
    last = others[-1] if others else ""
    for of_all in (licences().of_all.search(last, 2), word("order.of_each").search(last, 2)):
        if of_all:
            # 甲、乙、丙三市: each of them is 甲市.
            tail = word("order.counted").sub("", last[of_all.start() :])
            names = (*others[:-1], last[: of_all.start()])
            yield [first + tail, *(lead + one + tail for one in names)]


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
            # 对甲类企业，…；对乙类企业，…: each condition leads its own; 该厂1号机组…；该厂2号机组… points back to what stands before both.
            led = (len(parts[0]) > 1 and parts[0][0].startswith("对")) or parts[0][0][0] == "该"
            text += (";" if led else ",").join(",".join(one) for one in parts) + stop
            own += [n for _, n in told]
        else:
            text += clause.text + stop
            own.append(at)
    return (text, tuple(own)) if len(passage_of(text).clauses) == len(own) else None
