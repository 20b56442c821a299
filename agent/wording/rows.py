"""What the items of a row have from its head: what a bound is of, and of whom a heading tells.

电耗|不高于9度的，…；高于12度的 -> 电耗高于12度的: a bound on nothing that is named bounds what the one before it does.
丙市对铝企业实行差别电价。电耗高于9度的，… -> 丙市铝企业电耗高于9度的，…: what a heading chooses is said in each of its items.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from agent.wording.in_force import Stated
from agent.wording.said import SHORTEST
from agent.wording.statement_words import word
from agent.wording.statements import Range, Statement, token_at
from agent.wording.tokens import Token

Front = tuple[int, frozenset[int]]
"""A statement with whose first words another may be told, and the tokens before which these may end."""


@dataclass(frozen=True, slots=True)
class Heading:
    """丙市|对|铝企业|实行差别电价: the statement, the tokens of whom it is for, and where its act begins."""

    at: int
    whom: Range
    act: int


def heading_of(stated: Stated, one: Statement) -> Heading | None:
    """For whom a statement gives, charges or orders something without saying how much; None for any other.

    Of 对成活率不低于85%的林木 it is the noun, which the next condition may be of: 成活率低于85%的.
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
        return Heading(one.at, (one.clause.end - len(noun), one.clause.end), one.clause.end)
    return None


def heading_over(stated: Stated, one: Statement) -> Heading | None:
    """The heading whose item a statement is: of its sentence, or of the one before where a row begins right behind it."""
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
    """Where the first figure of a statement stands, or the word that bounds: 高于, 未达到."""
    figures = stated.figures(one)
    found = word("row.bound").search(stated.text(one))
    places = [token_at(stated.tokens, one.begins, found.start())] if found else []
    return min([*places, *figures[:1]], default=None)


def of_row(stated: Stated, one: Statement) -> Iterator[Front]:
    """What the last bound of its kind in a sentence is of, before one that begins with its bound."""
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
    """By what a bound bounds: an ordinal of a kind, a dimension however it is told by what it is, a unit that is counted, or a word."""
    found = word("row.bound").search(stated.text(one))
    figures = stated.figures(one)
    if found and found["order"]:
        return ("第", found["order"])
    if figures:
        return (str(stated.tokens.all[figures[0]].key[1]).partition("/")[0],)
    counted = word("row.counted").search(stated.text(one))
    return (counted["unit"],) if counted else ()


def is_by_the_same(stated: Stated, front: Statement, page: Token, claim: Token) -> bool:
    """True for 高于420千瓦时, told as 每吨高于420千瓦时 with the first words of 每吨不高于400千瓦时: by what the first is, each is."""
    figures = stated.figures(front)
    if not figures or page.kind != "figure" or claim.kind != "figure":
        return False
    unit = str(stated.tokens.all[figures[0]].key[1])
    by = unit.partition("/")[1:]
    return (
        all(by)
        and claim.key[1] == unit == f"{page.key[1]}{by[0]}{by[1]}"
        and page.key[3:] == claim.key[3:]
    )
