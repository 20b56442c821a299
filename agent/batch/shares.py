"""What one process of several may take of what all of them together are allowed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from agent.ledger import TOKENS, Budget, Payment, State
from agent.pace import Limits
from agent.records import Usage
from agent.wiring import Config


def shared(config: Config, processes: int) -> Config:
    """The config of one of so many processes: its share of slots, limits a minute and budget.

    Nobody's share of slots and requests is less than one. Money is divided exactly, so that together
    they cannot pass the budget; one may have spent its share while another has some left.
    """
    limits, budget = config.model_limits, config.budget
    if budget:
        whole = budget.amount if budget.whole is None else budget.whole
        budget = replace(budget, amount=budget.amount / processes, whole=whole)
    return replace(
        config,
        model_slots=max(1, config.model_slots // processes),
        model_limits=Limits(_share(limits.requests, processes), _share(limits.tokens, processes)),
        search_limits={
            name: max(1, number // processes) for name, number in config.search_limits.items()
        },
        budget=budget,
    )


def _share(number: int | None, processes: int) -> int | None:
    return None if number is None else max(1, number // processes)


def untold(share: Budget, paid: Iterable[Payment]) -> Payment | None:
    """What a process that is lost may have paid of its share without telling: all that is left."""
    told = sum(_of(share.unit, one) for one in paid if one.usage.stage != "fetch")
    left = share.amount - told
    if left <= 0:
        return None
    tokens = int(left) if share.unit == TOKENS else 0
    usage = Usage(stage="extract", model="lost worker", prompt_tokens=tokens)
    if tokens:
        return Payment(usage=usage, state=State.LOST)
    return Payment(usage=usage, state=State.LOST, amount=left, currency=share.unit)


def _of(unit: str, payment: Payment) -> float:
    """What a payment took of a budget; in another currency it is not known here, and counts 0."""
    if unit == TOKENS:
        return payment.usage.prompt_tokens + payment.usage.completion_tokens
    return payment.amount or 0.0 if payment.currency == unit else 0.0
