"""What is told of one of several that the page tells of another: 第一档, 二期, 甲类, 3号机组; 东区 beside 西区.

第一档为180千瓦时，电价2元；第二档为260千瓦时，电价3元: 电价3元 has no label of its own and is of the second, whatever else may be
said again before it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from agent.text.numerals import spelled_number
from agent.wording.in_force import Stated
from agent.wording.licences import licences
from agent.wording.passage import Clause, Passage
from agent.wording.statement_words import has, word

_Series = tuple[str, str]
_Key = tuple[object, ...]
_MORE = 3
"""Characters by which two that are made alike are told apart."""
_LEAST = 2
_VALUES = ("figure", "date", "day")


@dataclass(frozen=True)
class _Told:
    """A clause without its labels: its words, its values, and the labels that it or those before it have, by series."""

    clause: Clause
    words: Counter[_Key]
    labels: dict[_Series, frozenset[str]]
    is_of_a_unit: bool = False
    """True for what goes on from 1号机组 in its segment."""

    @property
    def values(self) -> set[_Key]:
        return {key for key in self.words if key[0] in _VALUES}

    def tells(self, other: _Told) -> bool:
        """True when this has a value of another clause, or all of its words where it has none."""
        if other.values:
            return bool(self.values & other.values)
        return bool(other.words) and not other.words - self.words


def is_of_a_rival(claim: Passage, page: Passage, kept: frozenset[Clause]) -> bool:
    """True when a clause of the claim has a label, and all that it tells of the page is there of other labels of its series."""
    stands = [one for one in _told(page) if one.clause in kept]
    told = list(_told(claim))
    labelled = any(said.labels for said in told)
    return any(
        _is_of_others(said.labels[series], [one for one in stands if said.tells(one)], series)
        for said in told
        for series in said.labels
    ) or (not labelled and any(_is_of_the_whole(said, stands) for said in told))


def _is_of_the_whole(said: _Told, stands: list[_Told]) -> bool:
    """True for 甲电站年发电量3亿千瓦时 where the page says so of 甲电站1号机组."""
    told = [one for one in stands if said.tells(one)]
    return (
        any(v[0] == "figure" for v in said.values)
        and bool(told)
        and all(one.is_of_a_unit for one in told)
    )


def is_crossed(claim: Passage, page: Passage) -> bool:
    """True when a clause of the claim has all words of one of the page's and no others, and other figures.

    甲县城区公交车占比为9%，公交车占比为8%: 甲县城区 is no subject of the second.
    """
    # 增长8%, told of whatever stands before it, is no measure by itself.
    measures = (c for c in page.clauses if not licences().predicate.search(c.text))
    stands = [_parted(page, clause) for clause in measures]
    said = (_parted(claim, clause) for clause in claim.clauses if clause.kind != "head")
    for led, words, figures in said:
        told = (values for all_, own, values in stands if led == all_ or words == own)
        kinds = {key[:2] for key in figures}
        other = any(
            led == all_ and kinds <= {key[:2] for key in values} for all_, _, values in stands
        )
        if figures and other and not any(figures <= values for values in told):
            return True
    return False


def _parted(passage: Passage, clause: Clause) -> tuple[Counter[_Key], Counter[_Key], set[_Key]]:
    """The words of a clause with those of the times and conditions before it, its own alone, and its figures."""
    heads = (c for c in passage.clauses if c.segment == clause.segment and c.kind == "head")
    before = [c for c in heads if c.start < clause.start]
    led = (t.key for c in before for t in passage.tokens.all[c.start : c.end])
    own = [t.key for t in passage.tokens.all[clause.start : clause.end]]
    words = Counter(key for key in own if key[0] != "figure")
    return words + Counter(led), words, {key for key in own if key[0] == "figure"}


def is_beside_its_own(claim: Passage, stated: Stated, kept: frozenset[Clause]) -> bool:
    """True when a figure of one of two segments made alike is told of whom the other tells, or of neither.

    东区热价26元，计量热价30元；西区热价24元，计量热价28元: 东区计量热价28元.
    """
    said, context, sentence = list[tuple[_Told, str]](), "", -1
    for one in _told(claim):
        context = context if one.clause.sentence == sentence else ""
        context, sentence = f"{context},{one.clause.text}", one.clause.sentence
        said.append((one, context))
    told = list(zip(_segments(stated.passage), _told(stated.passage), strict=True))
    for segment, names in _beside(stated):
        others = {v for n, t in told if n != segment for v in t.values}
        for n, t in told:
            if t.clause not in kept or n != segment:
                continue
            values = {v for v in t.values if v[0] == "figure"} - others
            apart = [(own, rival) for own, rival in names if rival not in t.clause.text]
            for words in (words for c, words in said if values & c.values):
                if any(_last(words, own) <= _last(words, rival) for own, rival in apart):
                    return True
    return False


def _segments(passage: Passage) -> list[int]:
    """The segment of each clause, counted over all sentences; what begins with 其中 is of the one before it."""
    found, last = list[int](), (-1, -1)
    for clause in passage.clauses:
        own = clause.sentence, clause.segment
        begins = own != last and not clause.text.startswith("其中")
        found.append((found[-1] if found else -1) + (begins or not found))
        last = own
    return found


def _beside(stated: Stated) -> Iterator[tuple[int, list[tuple[str, str]]]]:
    """The segments made like another, with what each says where the other says something else: 东区 and 西区.

    They begin alike, or go on to the same measure: 甲厂产能9万吨，回收率88%；乙矿产量8万吨，回收率93%.
    """
    opens: dict[int, str] = {}
    measures: dict[int, set[str]] = {}
    for n, s in zip(_segments(stated.passage), stated.all, strict=True):
        if s.says and s.clause.kind == "body":
            words = stated.tokens.words(s.begins, s.predicate)
            if n in opens:
                measures[n].add(words)
            # 各级企业 and 其他地区 are no other than those before it.
            opens.setdefault(n, "" if has("label.every", words) else words)
            measures.setdefault(n, set())
    for one, own in opens.items():
        others = [(other, measures[at] & measures[one]) for at, other in opens.items() if at != one]
        pairs = (
            _apart(own, other) or (_begin_apart(own, other) if any(same) else None)
            for other, same in others
        )
        names = [pair for pair in pairs if pair]
        if names:
            yield one, names


def _begin_apart(one: str, other: str) -> tuple[str, str] | None:
    """How two openings begin, up to the first two characters that both have: 锂平 of 锂平公司, and 湖锂."""
    pairs = [[words[n : n + 2] for n in range(len(words) - 1)] for words in (one, other)]
    shared = set(pairs[0]) & set(pairs[1])
    sizes = (next((n for n, pair in enumerate(own) if pair in shared), 0) for own in pairs)
    own, rival = (words[: max(2, n)] for words, n in zip((one, other), sizes, strict=True))
    return (own, rival) if own and rival and own != rival else None


def _apart(one: str, other: str) -> tuple[str, str] | None:
    """What two openings that end alike say before that, in two characters at least: 丙市东区热价 and 西区热价."""
    alike = 0
    while alike < min(len(one), len(other)) and one[-alike - 1] == other[-alike - 1]:
        alike += 1
    size = min(len(one), len(other)) - alike
    if not size and alike > 1 and one != other:
        # 采暖季热价 and 非采暖季热价.
        short, long = sorted((one, other), key=len)
        prefix, begin = long[-alike - 1], short[:2]
        names = (begin, prefix + begin) if one is short else (prefix + begin, begin)
        return names if licences().prefixes.match(prefix) else None
    if not alike or not size:
        return None
    pair = [words[-alike - size : -alike] for words in (one, other)]
    while size > _LEAST and pair[0][0] == pair[1][0]:
        # 三市新增光伏装机 and 三市累计光伏装机: 新增 and 累计.
        pair, size = [words[1:] for words in pair], size - 1
    if size < _LEAST:
        pair = [part + one[-alike] for part in pair]
    return (pair[0], pair[1]) if size <= _MORE else None


def _last(words: str, name: str) -> tuple[int, int]:
    """Where a name ends last, and its length: 非采暖 before 采暖, which is in it."""
    at = words.rfind(name)
    return (at + len(name), len(name)) if at >= 0 else (-1, 0)


def _is_of_others(labels: frozenset[str], told: list[_Told], series: _Series) -> bool:
    theirs = [one.labels[series] for one in told if series in one.labels]
    return bool(theirs) and not any(own & labels for own in theirs)


def _told(passage: Passage) -> Iterator[_Told]:
    before: dict[_Series, frozenset[str]] = {}
    beside: dict[_Series, frozenset[str]] = {}
    tokens, segment = passage.tokens.all, -1
    for clause in passage.clauses:
        begin, found = tokens[clause.start].start, list(word("label.one").finditer(clause.text))
        own: dict[_Series, frozenset[str]] = {}
        for series, value in map(_label, found):
            own[series] = own.get(series, frozenset()) | {value}
        beside = beside if clause.segment == segment else {}
        beside = beside | {
            series: beside.get(series, frozenset()) | labels for series, labels in own.items()
        }
        before, segment = before | own, clause.segment
        inside = {n for label in found for n in range(begin + label.start(), begin + label.end())}
        rest = Counter(t.key for t in tokens[clause.start : clause.end] if t.start not in inside)
        # 第一档2元，第二档3元，自3月起执行: what has no figure may be of all that stand beside each other.
        of_all = not own and not any(key[0] == "figure" for key in rest)
        unit = not own and any(sort == "号" for _, sort in beside)
        yield _Told(clause, rest, before | beside if of_all else before, unit)


def _label(found: re.Match[str]) -> tuple[_Series, str]:
    """The series of a label (档, 甲类, 号机), and how it is told apart from others of it."""
    if found["number"]:
        number = found["number"].removeprefix("第")
        told = Decimal(1) if number == "首" else spelled_number(number)
        return (found["kind"], "1"), number if told is None else str(told)
    if found["sign"]:
        sign = found["sign"]
        letters = "I" if sign[0] in "IVX" else "A" if sign.isascii() else "甲"
        return (found["sort"], letters), sign
    return (found["thing"], "号"), found["digits"]
