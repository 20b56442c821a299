"""Clauses that a claim has in another order: the passage put into the claim's order, where it may be.

全省铁路货运量增长8%，公路货运量增长4% says no more and no less than 全省公路货运量增长4%，铁路货运量增长8%. What leads
the first clause (全省, a subject) leads whichever clause is the first of the claim.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from agent.wording.licences import licences
from agent.wording.passage import Clause, Passage, passage_of
from agent.wording.said import how_begins
from agent.wording.tokens import Token

_Key = tuple[object, ...]
_ALIKE = 0.6
"""Share of the tokens of a claim's clause that a clause of the page must have to be its own."""
_MOST = 12
"""Clauses of a passage that is put into another order."""


@dataclass(frozen=True)
class Reordered:
    """Clauses of a passage in another order, as a passage of their own.

    ``clauses`` are the original's, in the new order; ``moved`` those that now stand before one that they
    stood behind; ``led`` those before which the words that lead the sentence were put.
    """

    passage: Passage
    clauses: tuple[Clause, ...]
    moved: tuple[Clause, ...]
    led: tuple[Clause, ...] = ()


def in_the_order_of(claim: Passage, page: Passage) -> Iterator[Reordered]:
    """The clauses of the page that a claim has, in the claim's order; nothing where it is the page's."""
    if not 1 < len(claim.clauses) <= _MOST or len(page.clauses) > _MOST:
        return
    chosen = _chosen(claim, page)
    if chosen is None or chosen == sorted(chosen, key=lambda clause: clause.start):
        return
    turned = [(a, b) for a, b in combinations(chosen, 2) if a.start > b.start]
    if not all(_may_turn(page, a, b) for a, b in turned):
        return
    moved = tuple(dict.fromkeys(a for a, _ in turned))
    first = next(clause for clause in page.clauses if clause.kind == "body")
    texts = [clause.text for clause in chosen]
    for lead in ("", *("".join(str(key[0]) for key in keys) for keys in how_begins(page, first))):
        told = list(texts)
        led: tuple[Clause, ...] = ()
        if lead:
            now = next(n for n, clause in enumerate(chosen) if clause.kind == "body")
            told = [text.removeprefix(lead) if text == first.text else text for text in told]
            told[now] = lead + told[now]
            led = (chosen[now],)
        made = passage_of(",".join(told) + "。")
        if len(made.clauses) == len(chosen):
            yield Reordered(made, tuple(chosen), moved, led)


def _chosen(claim: Passage, page: Passage) -> list[Clause] | None:
    """The page's clause of each of the claim's, each once; None where one has none."""
    found: list[Clause] = []
    own = {clause: Counter(_keys(page, clause)) for clause in page.clauses}
    for told in claim.clauses:
        wanted = Counter(_keys(claim, told))
        # 全省铁路货运量增长7% shares as much with 全省公路货运量增长4% as with 铁路货运量增长7%, but not the figure.
        best = max(own, key=lambda clause: _shared(own[clause], wanted))
        if (own[best] & wanted).total() < _ALIKE * wanted.total():
            return None
        if best not in found:
            found.append(best)
    return found


def _shared(own: Counter[_Key], wanted: Counter[_Key]) -> tuple[int, int]:
    both = own & wanted
    valued = sum(key[0] in ("figure", "date", "day") for key in both)
    return both.total() + valued, valued


def _keys(passage: Passage, clause: Clause) -> tuple[_Key, ...]:
    tokens: tuple[Token, ...] = passage.tokens.all[clause.start : clause.end]
    return tuple(token.key for token in tokens)


def _may_turn(page: Passage, one: Clause, other: Clause) -> bool:
    """True for two clauses of one sentence that neither lean on another nor tell an order."""
    table = licences()
    whole = "".join(c.text for c in page.clauses if c.sentence == one.sentence)
    return (
        one.sentence == other.sentence
        and (one.kind == other.kind == "body" or _are_conditions(one, other))
        and not table.fixed.search(whole)
        and not any(table.leans.search(c.text) for c in (one, other))
    )


def _are_conditions(one: Clause, other: Clause) -> bool:
    """True for 自明年起，对更新的企业，…: a time and a condition of one segment limit alike what is behind them."""
    both = one.kind == other.kind == "head" and one.segment == other.segment
    return both and one.timed is not other.timed
