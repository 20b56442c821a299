"""A sentence in clauses: folded once, cut at commas, colons, brackets and semicolons.

A semicolon begins a new segment: what governs a clause does not reach across it.
"""

from __future__ import annotations

from typing import NamedTuple

from agent.lazy import lazy_pattern

_AGAIN = lazy_pattern("这|该|也就是|即")
_MARKS = lazy_pattern(r"[-,，:：;；!?！？。…()\"|\n]")
_NAME = lazy_pattern(r'"[^",:;!?。…()|\n]{1,8}"(?![,:;。!?])')
_STOPS = frozenset(";；。!?！？…|")


class Clause(NamedTuple):
    """A stretch of a folded sentence without a mark in it; ``segment`` counts from 0."""

    start: int
    end: int
    segment: int


def clauses(folded: str, dashes: frozenset[int] = frozenset()) -> tuple[Clause, ...]:
    """The clauses of a folded sentence, in order; empty ones are left out.

    ``dashes`` are the places of long ones (——), which part clauses as a comma does, unless what follows
    says the same thing again (1号焦炉——这座老炉子).

    A comma between digits (1,200) is no mark, nor is a colon in a time (7:40), nor are the quotation
    marks around a name (台风"海鲸"的中心).
    """
    found: list[Clause] = []
    start = segment = 0
    names = {at for name in _NAME.finditer(folded) for at in (name.start(), name.end() - 1)}
    for mark in _MARKS.finditer(folded):
        at = mark.start()
        if at in names or (mark[0] == "-" and (at not in dashes or _AGAIN.match(folded, at + 1))):
            continue
        if mark[0] in ",:" and folded[at - 1 : at].isdigit() and folded[at + 1 : at + 2].isdigit():
            continue
        if at > start:
            found.append(Clause(start, at, segment))
        segment += mark[0] in _STOPS
        start = at + 1
    if len(folded) > start:
        found.append(Clause(start, len(folded), segment))
    return tuple(found)
