"""What one process of several may take of what all of them together are allowed."""

from __future__ import annotations

from dataclasses import replace

from agent.pace import Limits
from agent.wiring import Config


def shared(config: Config, processes: int) -> Config:
    """The config of one of so many processes: its share of slots, limits a minute and budget.

    Nobody's share of slots and requests is less than one. Money is divided exactly, so that together
    they cannot pass the budget; one may have spent its share while another has some left.
    """
    limits, budget = config.model_limits, config.budget
    return replace(
        config,
        model_slots=max(1, config.model_slots // processes),
        model_limits=Limits(_share(limits.requests, processes), _share(limits.tokens, processes)),
        search_limits={
            name: max(1, number // processes) for name, number in config.search_limits.items()
        },
        budget=budget and replace(budget, amount=budget.amount / processes),
    )


def _share(number: int | None, processes: int) -> int | None:
    return None if number is None else max(1, number // processes)
