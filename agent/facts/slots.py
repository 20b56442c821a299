"""What a sentence says beside its acts and days: conditions that limit it, and the bodies it names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from agent.facts.clauses import Clause
from agent.lazy import lazy_pattern
from agent.text.lexicon import lexicon

Kind = Literal["if", "except", "only"]


@dataclass(frozen=True, slots=True)
class Condition:
    """Words that limit what the rest of the sentence says; places are those of the folded sentence.

    ``if``: only where something is so (若遇大风, 对更新公交车的, 经验收合格后方可). ``except``: not for
    those named (除应急车辆外). ``only``: for those named alone (仅限市区, 原则上).
    """

    kind: Kind
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Body:
    """A body, company or plant that a sentence names; places are those of the folded sentence."""

    name: str
    start: int
    end: int

    @property
    def firm(self) -> bool:
        """True for who does business or runs a plant, and is no authority."""
        return bool(ends_in("body.firms").search(self.name))


@cache
def ends_in(name: str) -> re.Pattern[str]:
    """An expression for names that end in a word of a list of the lexicon."""
    return re.compile(f"(?:{lexicon().expression(name)})$")


_KINDS: tuple[tuple[Kind, str], ...] = (
    ("if", "mode.condition"),
    ("except", "limit.except"),
    ("only", "limit.only"),
)


def conditions_of(folded: str, clauses: tuple[Clause, ...]) -> tuple[Condition, ...]:
    """The conditions of a folded sentence, in order: a stretch from its first word to the end of its clause.

    A clause that ends in 的 before a comma names those of whom the rest is said (对更新公交车的,).
    """
    found: list[Condition] = []
    for clause in clauses:
        text = folded[clause.start : clause.end]
        for kind, name in _KINDS:
            match = lexicon().pattern(name).search(text)
            if match:
                whole = kind != "if" and match.end() > match.start() + _WORD
                end = clause.start + match.end() if whole else clause.end
                behind = kind == "if" and match[0].lstrip("后")[:1] in _AFTER_IT
                start = clause.start if behind else clause.start + match.start()
                found.append(Condition(kind, start, end, folded[start:end]))
        of_whom = folded[clause.end : clause.end + 1] == "," and lexicon().pattern("limit.of_whom")
        if of_whom and of_whom.fullmatch(text):
            found.append(Condition("if", clause.start, clause.end, text))
    return tuple(sorted(found, key=lambda one: (one.start, one.end)))


_WORD = 4
"""A match longer than this is the whole condition (除应急车辆外); a shorter one opens it (仅限)."""
_AFTER_IT = frozenset("方才")
"""经验收合格后方可: the condition stands before its word."""
_NAME = lazy_pattern(r"[\u4e00-\u9fffA-Za-z0-9()]{2,24}")


def bodies_of(folded: str) -> tuple[Body, ...]:
    """The bodies of a folded sentence by what their names end in, in order; a list names each.

    A name reaches back to the mark, the preposition or the verb of telling before it.
    """
    found: list[Body] = []
    floor = 0
    for match in lexicon().pattern("body.endings").finditer(folded):
        lead = folded[max(floor, match.start() - _LONGEST) : match.start()]
        cut = [m.end() for m in lexicon().pattern("body.before").finditer(lead)]
        start = match.start() - len(lead) + (cut[-1] if cut else 0)
        name = folded[start : match.end()]
        if match.start() > start and _NAME.fullmatch(name):
            found.append(Body(name, start, match.end()))
            floor = match.end()
    return tuple(found)


_LONGEST = 22
