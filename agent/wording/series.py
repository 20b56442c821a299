"""Clauses that say the same of one after another, each with its value: 甲类不低于9%，乙类不低于8%，丙类不低于7%.

What the first of them says for all (of what, by when) holds for those that are kept, whichever are left out between.
"""

from __future__ import annotations

from agent.wording.heads import begins_with_its_subject, is_beside, subject_of
from agent.wording.licences import licences
from agent.wording.passage import Clause, Passage
from agent.wording.said import SHORTEST


def is_of_a_series(passage: Passage, kept: Clause, left: list[Clause]) -> bool:
    """True when what is gone between the first of a series and a kept one are others of it."""
    first = next(
        (
            c
            for c in passage.clauses
            if c.segment == kept.segment and c not in left and _are_alike(passage, c, kept)
        ),
        kept,
    )
    if left and all(_have_subjects_alike(passage, one, kept) for one in left):
        return True
    if licences().holds_from.fullmatch(kept.text) and first is kept:
        # 甲类热价调整为8元，乙类热价调整为9元，自5月1日起执行: when each holds is said of all.
        told = [c for c in passage.clauses if c.segment == kept.segment and c.start < left[0].start]
        beside = [c for c in told if c not in left and c.kind == "body"]
        return bool(beside) and all(_are_alike(passage, beside[-1], one) for one in left)
    return first.start < kept.start and all(
        _are_alike(passage, one, kept) for one in left if one.start > first.start
    )


def _are_alike(passage: Passage, one: Clause, other: Clause) -> bool:
    """True for two clauses whose last figures are of one kind and stand behind the same word."""
    a, b = _value_at(passage, one), _value_at(passage, other)
    tokens = passage.tokens
    if a is None or b is None or tokens.all[a].key[1] != tokens.all[b].key[1]:
        return False
    length = next((n for n in (1, 2, 3) if tokens.keys(a - n, a) != tokens.keys(b - n, b)), 4) - 1
    words = tokens.words(a - length, a)
    return length >= SHORTEST or bool(words and licences().parallel.match(words))


def _have_subjects_alike(passage: Passage, one: Clause, other: Clause) -> bool:
    """True for 充电电量按平时电价结算 beside 放电电量按现货价格结算: of one length and end, with one word behind them."""
    a, b = subject_of(passage, one), subject_of(passage, other)
    if len(a) <= SHORTEST or not is_beside(a, b) or not begins_with_its_subject(passage, one):
        return False
    return one.text.partition(a)[2][:1] == other.text.partition(b)[2][:1]


def _value_at(passage: Passage, clause: Clause) -> int | None:
    places = range(clause.end - 1, clause.start, -1)
    return next((n for n in places if passage.tokens.all[n].kind == "figure"), None)
