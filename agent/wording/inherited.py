"""The moves along each statement of a passage, made once."""

from __future__ import annotations

from dataclasses import dataclass, field

from agent.wording.beside import lists_beside
from agent.wording.counted import aims, measures, otherwise, pairs
from agent.wording.in_force import Stated
from agent.wording.licences import Keys
from agent.wording.lists import Listed
from agent.wording.moves import Move, Moves
from agent.wording.placed import of_place, of_time, times
from agent.wording.said_of import named_otherwise, of_whom, unsaid
from agent.wording.statements import Statement


@dataclass
class Inherited:
    """What each statement of a passage has from its context, by the token at which it may be said."""

    stated: Stated
    _moves: dict[tuple[int, int], dict[int, list[Move]]] = field(default_factory=dict)
    _own: dict[int, list[tuple[int, Move]]] = field(default_factory=dict)
    _lists: dict[int, dict[int, list[Listed]]] = field(default_factory=dict)
    _times: dict[int, frozenset[Keys]] = field(default_factory=dict)

    def moves(self, s: Statement, one: Statement, page: int) -> list[Move]:
        """The moves at a token of a statement that is walked for another: itself or one of its conditions."""
        known = self._moves.get((s.at, one.at))
        if known is None:
            known = {}
            for at, move in self._made(s, one):
                known.setdefault(at, []).append(move)
            self._moves[s.at, one.at] = known
        return known.get(page, [])

    def lists(self, s: Statement, page: int) -> list[Listed]:
        """The lists that begin at a token of a statement."""
        known = self._lists.get(s.at)
        if known is None:
            known = {}
            for listed in lists_beside(self.stated, s):
                known.setdefault(listed.start, []).append(listed)
            self._lists[s.at] = known
        return known.get(page, [])

    def times(self, one: Statement) -> frozenset[Keys]:
        """The time in force at a statement, in the ways it may be written."""
        known = self._times.get(one.at)
        if known is None:
            known = self._times[one.at] = frozenset(times(self.stated, one))
        return known

    def _made(self, s: Statement, one: Statement) -> Moves:
        stated = self.stated
        yield from of_time(stated, s, one)
        own = self._own.get(s.at)
        if own is None:
            made = (of_place, of_whom, named_otherwise, otherwise, pairs)
            own = self._own[s.at] = [move for of in made for move in of(stated, s)]
        yield from own
        if s.at == one.at:
            yield from unsaid(stated, s)
            yield from aims(stated, s)
            yield from measures(stated, s)
