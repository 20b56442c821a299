"""One step of a walk along a passage and a claim, and what the page says of itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from agent.wording.differences import Difference
from agent.wording.passage import Clause


@dataclass(frozen=True)
class Known:
    """What the page says of itself and may stand in a claim.

    Its issuers, its places, the years of the days that the passage names, the year in which the
    page speaks (今年), and its titles (本办法).
    """

    issuers: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    years: frozenset[int] = frozenset()
    this_year: int | None = None
    titles: tuple[str, ...] = ()


Does = Literal["gone", "led", "said", "thinned"]
"""What a step does to a clause: leaves it out, says its subject or something else again, leaves out a member of a list in it."""
ADDS: frozenset[Does] = frozenset({"led", "said"})
"""What is added to a clause goes on with its words: a clause to which something was added is not left out."""


class Step(NamedTuple):
    """From one place of passage and claim to the next, and the difference that it is.

    ``clause`` is the one to which it ``does`` something; ``value`` counts figures and dates of another value.
    """

    page: int
    claim: int
    difference: Difference | None = None
    does: Does | None = None
    clause: Clause | None = None
    value: int = 0


@dataclass(frozen=True)
class Changes:
    """The clauses of a passage to which something was done on a way through it; before the ``aimed`` ones their aim or duty is said."""

    gone: tuple[Clause, ...] = ()
    led: tuple[Clause, ...] = ()
    said: tuple[Clause, ...] = ()
    thinned: tuple[Clause, ...] = ()
    aimed: tuple[Clause, ...] = ()

    @classmethod
    def of(cls, path: Iterable[Step], own: Callable[[Clause], Clause] = lambda one: one) -> Changes:
        """What the steps of a path do; ``own`` gives the passage's clause of a step's."""
        found: dict[Does, list[Clause]] = {
            "gone": [],
            "led": [],
            "said": [],
            "thinned": [],
        }
        for step in path:
            if step.does and step.clause:
                found[step.does].append(own(step.clause))
        return cls(**{does: tuple(clauses) for does, clauses in found.items()})
