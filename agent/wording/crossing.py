"""A value said of what the page gives another value: whatever was said again, the claim is then not the page's.

居民用电非高峰时段电价为2元，高峰时段电价为3元: 居民用电非高峰时段电价为3元 is made of words that may each be said again before the second
clause, and the first clause has all of them with another value.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from agent.wording.licences import licences
from agent.wording.passage import Clause, Passage

_Key = tuple[object, ...]
_NOT: tuple[_Key, ...] = (("不",), ("非",))


@dataclass(frozen=True)
class _Unit:
    """The words of a clause with those of the times and conditions before it, and its figures."""

    words: Counter[_Key]
    figures: frozenset[_Key]
    case: frozenset[_Key]
    """The figures of its conditions: 高于500千瓦时的 is told apart by them, whatever is said again before it."""

    def has(self, other: _Unit) -> bool:
        """True when every word of another unit is one of this, and none is denied: 不高于9 is not 高于9, 非居民 not 居民."""
        denied = any(self.words[key] != other.words[key] for key in _NOT)
        return not denied and not other.words - self.words

    def of_dimensions(self, other: _Unit) -> bool:
        """True when this has a figure of each dimension that another unit has."""
        return {key[:2] for key in other.figures} <= {key[:2] for key in self.figures}


def is_crossed(claim: Passage, page: Passage) -> bool:
    """True when a clause of the page has all words of one of the claim's and none of its figures."""
    stands = list(_units(page))
    return any(
        any(
            one.has(said) and one.of_dimensions(said) and not one.figures & said.figures
            for one in stands
        )
        and not any(
            one.figures >= said.figures and (one.has(said) or said.case & one.case)
            for one in stands
        )
        for said in _units(claim)
    )


def _value(key: _Key) -> _Key:
    """A figure without what it is by: 每千瓦时0.6元和0.7元 are two of one kind."""
    dimension, by, _ = str(key[1]).partition("/")
    unit = dimension if by else key[2]
    return (dimension, unit, *key[3:])


def _units(passage: Passage) -> list[_Unit]:
    found: list[_Unit] = []
    heads: list[Clause] = []
    segment = sentence = -1
    for clause in passage.clauses:
        if clause.segment != segment:
            # 2031年，甲市热价2元；乙市热价3元: the time is of both.
            heads = [c for c in heads if c.timed] if clause.sentence == sentence else []
            segment, sentence = clause.segment, clause.sentence
        if clause.kind == "head":
            heads.append(clause)
        own = [t for c in {*heads, clause} for t in passage.tokens.all[c.start : c.end]]
        case = _figures(passage, heads)
        figures = case | _figures(passage, [clause])
        # 增长8%, told of whatever stands before it, is no measure by itself.
        if figures and not licences().predicate.search(clause.text):
            words = Counter(t.key for t in own if t.kind != "figure")
            found.append(_Unit(words, figures, case))
    return found


def _figures(passage: Passage, clauses: list[Clause]) -> frozenset[_Key]:
    tokens = (t for c in clauses for t in passage.tokens.all[c.start : c.end])
    return frozenset(_value(t.key) for t in tokens if t.kind == "figure")
