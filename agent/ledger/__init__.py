"""What is paid, and what may still be: every request is reserved before it and settled after it.

A request that costs is entered in the book before it goes out, at the most it can cost, and
settled with what it really took when its answer is there. So requests side by side cannot pass the
budget together, and a process that is killed leaves an entry that still counts. A request whose
answer never came may have been billed: it counts at its most, and is told apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from agent.errors import UsageError
from agent.lazy import lazy_pattern
from agent.records import Record, Usage

TOKENS = "tokens"
UNITS = {
    "cny": "cny",
    "rmb": "cny",
    "yuan": "cny",
    "元": "cny",
    "人民币": "cny",
    "usd": "usd",
    "dollar": "usd",
    "dollars": "usd",
    "美元": "usd",
    "token": TOKENS,
    "tokens": TOKENS,
}
"""How people write what a budget is in."""

_BUDGET = lazy_pattern(
    r"\s{0,20}(\d[\d,_]{0,20}(?:\.\d{1,20})?|\.\d{1,20})\s{0,20}([^\d\s.,_]{1,20})\s{0,20}"
)


@dataclass(frozen=True)
class Budget:
    """The most that may be paid: an amount of cny, usd or tokens.

    ``whole`` is the amount of the budget of which this is a worker's part; None for a whole one.
    """

    amount: float
    unit: str
    whole: float | None = None

    def __str__(self) -> str:
        form = ",.0f" if self.unit == TOKENS else ",g"
        told = f"{self.amount:{form}} {self.unit}"
        if self.whole is None:
            return told
        return f"{self.whole:{form}} {self.unit}, of which this worker had {told},"


def parse_budget(text: str) -> Budget:
    """A budget as people write it: 50cny, 7.5 usd, 200000tokens. Raises UsageError."""
    hint = "write it as 50cny, 7.5usd or 200000tokens"
    found = _BUDGET.fullmatch(text)
    if not found:
        raise UsageError(f"--budget: no amount with its unit: {text!r}", hint=hint)
    unit = UNITS.get(found[2].lower())
    if unit is None:
        raise UsageError(f"--budget: unknown currency: {found[2]!r}", hint=hint)
    return Budget(float(re.sub("[,_]", "", found[1])), unit)


class State(StrEnum):
    """What is known of a request: it is under way, was paid, or its answer never came."""

    BEGUN = "begun"
    PAID = "paid"
    LOST = "lost"


class Payment(Record):
    """An entry of the book: what was asked of whom, what it cost (None: unknown), what came in.

    ``usage`` is what it took; while it is under way, and when its answer was lost, the most it can
    have taken. ``bytes`` counts what was fetched.
    """

    usage: Usage
    state: State
    amount: float | None = None
    currency: str | None = None
    bytes: int = 0


class PaymentLog:
    """Where payments are written down as they are made, so that a killed run still knows them.

    This one writes nothing down: what is paid outside of a run.
    """

    def begin(self, payment: Payment) -> int:
        """Write an entry down; returns its number."""
        return 0

    def finish(self, number: int, payment: Payment | None) -> None:
        """Put what it came to in its place; None when nothing was paid."""

    def flush(self) -> None:
        """Write down everything that ``finish`` may have put off until the next ``begin``."""
