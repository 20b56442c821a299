"""What payments come to: summed by kind, by currency, and in words."""

from __future__ import annotations

from collections.abc import Iterable

from agent.ledger import Payment, State
from agent.prices import Cost, added_up, named

MEGABYTE = 1_000_000


class Sums:
    """Payments of one kind as one: by stage, model or search, host, currency, and what is known."""

    def __init__(self) -> None:
        self._sums: dict[tuple[object, ...], Payment] = {}

    @property
    def every(self) -> tuple[Payment, ...]:
        """The sums, in the order in which each kind was first paid."""
        return tuple(self._sums.values())

    def add(self, payment: Payment) -> None:
        """Add one up, without what it was asked about."""
        used = payment.usage
        priced = payment.amount is not None
        key = (used.stage, used.model, used.host, payment.state, payment.currency, priced)
        earlier = self._sums.get(key)
        if earlier is None:
            bare = used.model_copy(update={"target": ""})
            self._sums[key] = payment.model_copy(update={"usage": bare})
        else:
            self._sums[key] = _added(earlier, payment)


def summed(payments: Iterable[Payment]) -> tuple[Payment, ...]:
    """Payments added up by kind, see ``Sums``."""
    sums = Sums()
    for payment in payments:
        sums.add(payment)
    return sums.every


def _added(one: Payment, other: Payment) -> Payment:
    # Made anew: a copy with changes takes three times as long.
    return Payment(
        usage=one.usage.plus(other.usage),
        state=one.state,
        amount=None if one.amount is None else one.amount + (other.amount or 0.0),
        currency=one.currency,
        bytes=one.bytes + other.bytes,
    )


def cost_of(
    payments: Iterable[Payment], states: frozenset[State] = frozenset({State.PAID})
) -> Cost:
    """What payments come to, by currency, with the names of those whose price is unknown."""
    counted = (payment for payment in payments if payment.state in states)
    return added_up((named(one.usage), one.currency, one.amount) for one in counted)


def told(payments: Iterable[Payment]) -> str:
    """Payments in a few words: 12.30 cny, 1,204,000 tokens, 310 searches, 85 MB.

    What was asked for free is told as nothing to pay.
    """
    every = tuple(payments)
    cost = cost_of(every)
    paid = [p for p in every if p.state is State.PAID]
    tokens = sum(p.usage.prompt_tokens + p.usage.completion_tokens for p in paid)
    searches = sum(p.usage.calls for p in paid if p.usage.stage == "search")
    size = sum(p.bytes for p in paid)
    parts = [f"{amount:,.4g} {currency}" for currency, amount in cost.amounts.items()]
    parts += [f"price unknown: {', '.join(cost.unknown)}"] if cost.unknown else []
    parts += [f"{tokens:,} tokens"] if tokens else []
    parts += [f"{searches:,} searches"] if searches else []
    parts += [f"{size / MEGABYTE:,.1f} MB"] if size else []
    lost = sum(p.usage.calls for p in every if p.state is not State.PAID)
    if not (cost.amounts or cost.unknown or lost):
        parts.insert(0, "nothing to pay")
    if lost:
        most = cost_of(every, frozenset({State.BEGUN, State.LOST})).amounts
        amounts = " and ".join(f"{amount:,.4g} {currency}" for currency, amount in most.items())
        parts.append(
            f"{lost} without an answer, perhaps billed" + f" (at most {amounts})" * bool(amounts)
        )
    return ", ".join(parts)
