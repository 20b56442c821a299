"""A group of the claim's clauses walked along one statement of the page and the conditions it stands under."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from agent.wording.inherited import Inherited
from agent.wording.licences import Keys
from agent.wording.moves import AREA, GUARDING, ONCE, PAIRED, PLACE, THINNED, TIME, WHOLE, Move
from agent.wording.statements import Statement
from agent.wording.steps import Step
from agent.wording.tokens import Tokens
from agent.wording.walk import Walk

_STATES = 4_000
"""States of one walk; a clause made to be walked in many ways ends here."""
_JOINING = {("并",), ("且",), ("还",), ("也",), ("而",)}


@dataclass(frozen=True, slots=True)
class Group:
    """Clauses of a claim that stand side by side: the tokens from ``first`` to ``last``."""

    tokens: Tokens
    first: int
    last: int
    keys: Keys


@dataclass(frozen=True, slots=True)
class Matched:
    """A group as a statement of the page: what it says of the context (``gives``) and which conditions it leaves out."""

    at: int
    gives: int = 0
    topic: int | None = None
    time: Keys | None = None
    skipped: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _State:
    part: int
    page: int
    claim: int
    so_far: Matched


@dataclass(frozen=True)
class Along:
    """The walk of a group along ``parts``: conditions and leads that may be skipped, the statement last."""

    walk: Walk
    inherited: Inherited
    parts: tuple[Statement, ...]
    group: Group

    def ways(self) -> Iterator[Matched]:
        """Each way through, told by what it needs of the context."""
        told, seen = set[Matched](), set[_State]()
        start = Matched(self.parts[-1].at)
        stack = [_State(0, self.parts[0].begins, self.group.first, start)]
        while stack and len(seen) < _STATES:
            state = stack.pop()
            if state in seen:
                continue
            seen.add(state)
            if self._is_through(state):
                found = state.so_far
                placed = not found.gives & AREA or found.gives & PLACE
                if placed and found not in told:
                    told.add(found)
                    yield found
            else:
                stack.extend(self._next(state))

    def _is_through(self, state: _State) -> bool:
        last = state.part + 1 == len(self.parts)
        return last and state.page == self.parts[-1].clause.end and state.claim == self.group.last

    def _next(self, state: _State) -> Iterator[_State]:
        part = self.parts[state.part]
        if state.part + 1 < len(self.parts):
            behind = self.parts[state.part + 1].begins
            if state.page == part.clause.end:
                yield _State(state.part + 1, behind, state.claim, state.so_far)
            elif state.page == part.begins:
                skipped = _and(state.so_far, skipped=part.at if part.guard else None)
                yield _State(state.part + 1, behind, state.claim, skipped)
        if state.page < part.clause.end:
            yield from self._steps(state, part)
            yield from self._joined(state)
            yield from self._moves(state, part)

    def _steps(self, state: _State, part: Statement) -> Iterator[_State]:
        """Equal tokens and what a licence allows inside of a clause."""
        tokens = self.group.tokens
        steps = list(self.walk.steps(state.page, state.claim, tokens, alone=True))
        for listed in self.inherited.lists(part, state.page):
            steps += self.walk.of_list(listed, state.claim, tokens)
        for step in steps:
            inside = step.page <= part.clause.end and step.claim <= self.group.last
            if inside and step.does != "gone":
                found = _and(state.so_far, gives=_gives(step))
                yield _State(state.part, step.page, step.claim, found)

    def _joined(self, state: _State) -> Iterator[_State]:
        """并 or 其中 at the head of a group."""
        tokens, one = self.group.tokens, self.parts[-1]
        if not state.claim == self.group.first < self.group.last:
            return
        if tokens.all[state.claim].key in _JOINING:
            yield _State(state.part, state.page, state.claim + 1, state.so_far)
        if one.whole is not None and tokens.words(state.claim, state.claim + 2) == "其中":
            found = _and(state.so_far, gives=WHOLE)
            yield _State(state.part, state.page, state.claim + 2, found)

    def _moves(self, state: _State, part: Statement) -> Iterator[_State]:
        so_far = state.so_far
        for move in self.inherited.moves(part, self.parts[-1], state.page):
            last = state.part + 1 == len(self.parts)
            if so_far.gives & move.gives & ONCE or (move.gives & GUARDING and last):
                continue
            end = state.claim + len(move.keys)
            if end <= self.group.last and self._is_next(state.claim, move.keys):
                yield _State(state.part, move.until, end, _moved(so_far, move))

    def _is_next(self, claim: int, keys: Keys) -> bool:
        own = self.group.keys
        return not keys or (own[claim] == keys[0] and own[claim : claim + len(keys)] == keys)


def _gives(step: Step) -> int:
    told = step.difference
    paired = PAIRED if told and told.licence == "paired" else 0
    return paired | (THINNED if step.does == "thinned" else 0)


def _and(found: Matched, *, gives: int = 0, skipped: int | None = None) -> Matched:
    more = frozenset() if skipped is None else frozenset({skipped})
    if not gives and not more:
        return found
    return Matched(found.at, found.gives | gives, found.topic, found.time, found.skipped | more)


def _moved(found: Matched, move: Move) -> Matched:
    topic = found.topic if move.topic is None else move.topic
    time = move.keys if move.gives & TIME else found.time
    return Matched(found.at, found.gives | move.gives, topic, time, found.skipped)
