"""A claim held against a passage: every token of it must come from there, by a licence or as it is.

The claim is walked along the passage. Where the tokens are equal both go on; elsewhere a licence
must say why not: something is left out, added, or said otherwise. Unknown words are guilty: a
claim that cannot be walked to its end is not licensed, whatever it means.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain

from agent.wording.bound import is_bound
from agent.wording.clausewise import Clausewise
from agent.wording.differences import Comparison, Difference
from agent.wording.governors import governors_of
from agent.wording.in_force import stated_of
from agent.wording.members import written_out
from agent.wording.passage import Clause, Passage, passage_of
from agent.wording.resolved import resolved
from agent.wording.rivals import is_beside_its_own, is_crossed, is_of_a_rival
from agent.wording.standing import may_stand
from agent.wording.steps import ADDS, Changes, Does, Known, Step
from agent.wording.tokens import Tokens, tokens_of
from agent.wording.walk import Walk, changed, walk_along

LONGEST = 600
"""Tokens of a claim or a passage that are compared; longer ones are not licensed."""
_STATES = 40_000
"""States of one walk; a text made to be walked in many ways ends here, unlicensed."""
_VALUES = 2
"""Figures or dates that may have another value for a claim to be refuted: two that are crossed."""

_PAIRED = (Difference(how="changed", slot="member", licence="paired"),)
"""What 分别 pairs, written out."""

_Path = list[Step]
_Found = tuple[Comparison, frozenset[Clause]]
"""A comparison, and the clauses of the page that the claim tells."""
_Done = tuple[tuple[Does, int], ...]
_State = tuple[int, int, int, _Done, _Path]
"""A token of the page and one of the claim, values changed so far, what was done to which clause, and the steps told."""


def compare(claim: str, passage: str, known: Known | None = None) -> Comparison:
    """A claim beside a passage of one page.

    Args:
        claim: one sentence or several.
        passage: the sentences of the page that it is held against.
        known: what the page says of itself.
    """
    claimed, stands = tokens_of(claim), passage_of(passage)
    nothing = Comparison(tier="unlicensed")
    if not claimed.all or max(len(claimed.all), len(stands.tokens.all)) > LONGEST:
        return nothing
    walk = walk_along(passage, known or Known())
    if stands.spoilt or walk.has_strangers(claimed):
        return nothing
    path = _walked(walk, claimed, 0, partial(_holds, stands))
    if path is not None:
        told, kept = _abridged(stands, path)
        return nothing if _is_taken_from(passage, claim, kept) else told
    for text, own, words in _ways(passage, claim):
        found = Clausewise(
            walk_along(text, walk.known), governors_of(text), passage_of(words)
        ).told()
        if found is None:
            continue
        kept = frozenset(passage_of(text).clauses[at] for at in found.clauses)
        if not _is_taken_from(text, words, kept):
            clauses = [stands.clauses[own[at] if own else at] for at in found.clauses]
            span = _span(stands, clauses)
            differ = (*found.differences, *(_PAIRED if own else ()))
            return Comparison(tier="abridged", differences=differ, kept=span)
        if not own:
            return nothing
    path = _walked(walk, claimed, _VALUES, partial(_holds, stands))
    if path is not None and not _stand_together(stands, claimed, path):
        return Comparison(tier="other_value", differences=_told(path), kept=_kept(stands, path))
    return nothing


def _ways(passage: str, claim: str) -> Iterator[tuple[str, tuple[int, ...], str]]:
    """The texts that are compared clause by clause: as they are, and with what 分别 pairs written out, in the page or in both.

    With each text of the page the clause of the page that each of its clauses is from.
    """
    yield passage, (), claim
    told, stands = passage_of(claim).tokens.text, passage_of(passage).tokens.text
    parted = written_out(passage, told)
    for text, own in parted:
        yield text, own, claim
        for words, _ in written_out(claim, stands):
            yield text, own, words
    for base, of in ((passage, ()), *parted):
        for text, own in resolved(base, claim):
            yield text, tuple(of[at] for at in own) if of else own, claim


def _stand_together(stands: Passage, claimed: Tokens, path: _Path) -> bool:
    """True for two values that one clause of the page has: 2033年起不低于9% is of that clause, and open."""
    changed = [claimed.all[step.claim - 1].key for step in path if step.value]
    keys = (stands.tokens.keys(clause.start, clause.end) for clause in stands.clauses)
    return len(changed) > 1 and any(set(changed) <= set(own) for own in keys)


def _abridged(stands: Passage, path: _Path) -> _Found:
    gone = Changes.of(path).gone
    kept = frozenset(clause for clause in stands.clauses if clause not in gone)
    return Comparison(tier="abridged", differences=_told(path), kept=_kept(stands, path)), kept


def _is_taken_from(passage: str, claim: str, kept: frozenset[Clause]) -> bool:
    """True when what is left out binds what is kept, or a value is told of what has another."""
    told, stands = passage_of(claim), passage_of(passage)
    return (
        is_bound(passage, told, kept)
        or is_crossed(told, stands)
        or is_of_a_rival(told, stands, kept)
        or is_beside_its_own(told, stated_of(passage), kept)
    )


def _kept(passage: Passage, path: _Path) -> tuple[int, int]:
    gone = Changes.of(path).gone
    return _span(passage, [clause for clause in passage.clauses if clause not in gone])


def _span(passage: Passage, clauses: list[Clause]) -> tuple[int, int]:
    tokens = passage.tokens.all
    return tokens[min(c.start for c in clauses)].start, tokens[max(c.end for c in clauses) - 1].end


def _told(path: _Path) -> tuple[Difference, ...]:
    return tuple(step.difference for step in path if step.difference)


def _walked(
    walk: Walk, claimed: Tokens, values: int, holds: Callable[[_Path], bool]
) -> _Path | None:
    """The first way through both texts on which what is kept may stand; None without one."""
    goal = len(walk.passage.tokens.all), len(claimed.all)
    # What was done to which clause decides whether a way holds, so that ways which differ in it are two.
    seen: set[tuple[int, int, int, _Done]] = set()
    # Where a text goes on word for word its first step leads to the end: the others are made when it has not.
    stack: list[Iterator[_State]] = [iter([(0, 0, 0, (), [])])]
    while stack and len(seen) < _STATES:
        state = next(stack[-1], None)
        if state is None:
            stack.pop()
            continue
        page, claim, used, changes, path = state
        if (page, claim) == goal:
            if bool(used) == bool(values) and holds(path):
                return path
            continue
        if (page, claim, used, changes) in seen:
            continue
        seen.add((page, claim, used, changes))
        steps = walk.steps(page, claim, claimed)
        if used < values:
            steps = chain(steps, _other_value(walk.passage.tokens, page, claimed, claim))
        stack.append(_reached(state, steps))
    return None


def _reached(state: _State, steps: Iterable[Step]) -> Iterator[_State]:
    """Where the steps from a state lead to; nothing goes where something was added."""
    _, _, used, changes, path = state
    for step in steps:
        marked = [*path, step] if step.difference else path
        own = changes
        if step.does and step.clause:
            if step.does == "gone" and any((a, step.clause.start) in changes for a in ADDS):
                continue
            own = (*changes, (step.does, step.clause.start))
        yield step.page, step.claim, used + step.value, own, marked


def _holds(passage: Passage, path: _Path) -> bool:
    return may_stand(passage, Changes.of(path))


def _other_value(tokens: Tokens, page: int, claimed: Tokens, claim: int) -> list[Step]:
    """A figure of the same dimension, or a date, with another value."""
    if page >= len(tokens.all) or claim >= len(claimed.all):
        return []
    here, told = tokens.all[page], claimed.all[claim]
    if here.kind != told.kind or here.kind == "word" or here.key == told.key:
        return []
    if here.key[:3] != told.key[:3] and here.kind == "figure":
        return []
    if here.kind == "date" and here.key[1] <= told.key[2] and told.key[1] <= here.key[2]:  # type: ignore[operator]  # dates
        # 2031年10月31日 beside 2031年10月 is another precision, and no other day.
        return []
    slot = "figure" if here.kind == "figure" else "date"
    return [Step(page + 1, claim + 1, changed(slot, tokens, page, claimed, claim, None), value=1)]
