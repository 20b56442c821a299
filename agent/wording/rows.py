"""What the items of a row take from its first item or its heading: the quantity a bound applies to, and who is meant.

电耗|不高于9度的，…；高于12度的 -> 电耗高于12度的: a bound without a quantity applies to that of the bound before it.
丙市对铝企业实行差别电价。电耗高于9度的，… -> 丙市铝企业电耗高于9度的，…: those whom a heading names are meant in each of its items.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from agent.wording.in_force import Stated
from agent.wording.said import SHORTEST
from agent.wording.statement_words import word
from agent.wording.statements import Range, Statement, token_at

Front = tuple[int, frozenset[int]]
"""A statement whose first words may stand before another one, and the tokens before which those words may end."""


@dataclass(frozen=True, slots=True)
class Heading:
    """丙市|对|铝企业|实行差别电价: the number of the statement, the tokens of whom it is for, and the token where its act begins."""

    at: int
    whom: Range
    act: int


def heading_of(stated: Stated, one: Statement) -> Heading | None:
    """The heading in a statement that gives, charges or orders something without an amount; None for any other statement.

    Of 对成活率不低于85%的林木 it is the noun, which the next condition (成活率低于85%的) may apply to as well.
    """
    found = word("row.heading").fullmatch(one.clause.text)
    if found:
        start, end = (
            token_at(stated.tokens, one.clause.start, found.start(n)) for n in ("whom", "act")
        )
        return Heading(one.at, (start, end), end)
    noun = one.clause.text.rpartition("的")[2]
    if (
        one.guard
        and one.clause.text.startswith("对")
        and SHORTEST <= len(noun) < len(one.clause.text)
    ):
        start = token_at(stated.tokens, one.clause.start, len(one.clause.text) - len(noun))
        return Heading(one.at, (start, one.clause.end), one.clause.end)
    return None


def heading_over(stated: Stated, one: Statement) -> Heading | None:
    """The heading that a statement is an item of: in its sentence, or in the one before if the row begins right behind it."""
    sentence = one.clause.sentence
    for s in stated.before(one):
        if s.clause.sentence < sentence - 1:
            return None
        found = heading_of(stated, s)
        if found and found.act == s.clause.end:
            # 对成活率85%以上的新造林，…；成活率低于85%的: of whom both cases are.
            case = stated.words((one.begins, bound_at(stated, one) or one.begins))
            return (
                found if case and case in s.clause.text and s.clause.sentence == sentence else None
            )
        if found:
            row = stated.all[s.at + 1]
            begins = s.clause.sentence == sentence or bound_at(stated, row) is not None
            return found if begins else None
    return None


def bound_at(stated: Stated, one: Statement) -> int | None:
    """The token of a statement's first figure or, if earlier, of its bounding word: 高于, 未达到."""
    figures = stated.figures(one)
    found = word("row.bound").search(stated.text(one))
    places = [token_at(stated.tokens, one.begins, found.start())] if found else []
    return min([*places, *figures[:1]], default=None)


def of_row(stated: Stated, one: Statement) -> Iterator[Front]:
    """For a statement that begins with its bound: the last statement before it in its sentence with a bound of the same kind."""
    if bound_at(stated, one) != one.begins or one.leans is not None:
        return
    for s in stated.before(one):
        if s.clause.sentence != one.clause.sentence:
            return
        place = bound_at(stated, s)
        if place is None or _kind_of(stated, s) != _kind_of(stated, one):
            continue
        # 得分90分以上为优秀，60分以下为不合格 beside 电耗高于9度的，…；高于12度的: both name a case, or both tell.
        if ("的" in stated.text(s)) != ("的" in stated.text(one)):
            continue
        if place - s.begins >= SHORTEST:
            yield s.at, frozenset({place})
            return


def _kind_of(stated: Stated, one: Statement) -> tuple[str, ...]:
    """What kind of quantity a bound limits: an ordinal, the dimension of its figure without 每…, or a counted unit."""
    found = word("row.bound").search(stated.text(one))
    figures = stated.figures(one)
    if found and found["order"]:
        return ("第", found["order"])
    if figures:
        return (str(stated.tokens.all[figures[0]].key[1]).partition("/")[0],)
    counted = word("row.counted").search(stated.text(one))
    return (counted["unit"],) if counted else ()
