"""One step of a walk along a passage and a claim, and what the page says of itself."""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Step:
    """From one place of passage and claim to the next, and the difference that it is.

    ``gone`` is a clause that it leaves out, ``led`` one before which the subject is said again;
    ``value`` counts figures and dates of another value.
    """

    page: int
    claim: int
    difference: Difference | None = None
    gone: Clause | None = None
    led: Clause | None = None
    value: int = 0
