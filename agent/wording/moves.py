"""How a walk along one statement may go on besides word for word: what it says again, leaves out or says otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from agent.wording.licences import Keys
from agent.wording.tokens import tokens_of

TIME, TOPIC, PLACE, AIM = (1 << n for n in range(4))
"""What the claim has said of the context: the time, of whom it is, the place, the word of aim."""
WHOLE, MEASURED, GUARDED, PAIRED = (1 << n for n in range(4, 8))
"""其中 was said; the measure of the whole; whom the conditions are for; one pair of 分别."""
MOVED, UNSAID, AREA, UNAIMED = (1 << n for n in range(8, 12))
"""What stands on the page and not here, so that it must stand elsewhere: time, subject, 全省, the word of aim."""
GUARDING, THINNED = (1 << n for n in range(12, 14))
"""What may go only where the clause is a condition of the next one; a member of a list was left out."""
ONCE = TIME | TOPIC | AIM
"""What is said once of a statement."""


@dataclass(frozen=True, slots=True)
class Move:
    """From a token of the page to ``until``, where the claim has ``keys``.

    ``gives`` are the flags of what that says, ``topic`` the statement whose subject it is.
    """

    keys: Keys
    until: int
    gives: int = 0
    topic: int | None = None


Moves = Iterator[tuple[int, Move]]
"""Moves, each with the token of the page at which it begins."""


def keys_of(words: str) -> Keys:
    """What words are compared by."""
    tokens = tokens_of(words)
    return tokens.keys(0, len(tokens.all))
