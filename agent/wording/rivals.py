"""What is told of one of several that the page tells of another: 第一档, 二期, 甲类, 3号机组.

第一档为180千瓦时，电价2元；第二档为260千瓦时，电价3元: 电价3元 has no label of its own and is of the second, whatever else may be
said again before it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from agent.wording.passage import Clause, Passage
from agent.wording.statement_words import word

_Series = tuple[str, str]
_Key = tuple[object, ...]
_VALUES = ("figure", "date", "day")
_NUMBERS = {"首": "1"} | {c: str(n) for n, c in enumerate("一二三四五六七八九十", 1)}


@dataclass(frozen=True)
class _Told:
    """A clause without its labels: its words, its values, and the labels that it or those before it have, by series."""

    clause: Clause
    words: Counter[_Key]
    labels: dict[_Series, frozenset[str]]

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
    return any(
        _is_of_others(said.labels[series], [one for one in stands if said.tells(one)], series)
        for said in _told(claim)
        for series in said.labels
    )


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
        yield _Told(clause, rest, before | beside if of_all else before)


def _label(found: re.Match[str]) -> tuple[_Series, str]:
    """The series of a label (档, 甲类, 号机), and how it is told apart from others of it."""
    if found["number"]:
        number = found["number"].removeprefix("第")
        return (found["kind"], "1"), _NUMBERS.get(number, number)
    if found["sign"]:
        sign = found["sign"]
        letters = "I" if sign[0] in "IVX" else "A" if sign.isascii() else "甲"
        return (found["sort"], letters), sign
    return (found["thing"], "号"), found["digits"]
