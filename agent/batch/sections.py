"""What the parts of a summary share."""

from __future__ import annotations

from collections.abc import Mapping

from agent.batch.summary import Costs
from agent.report.words import Language, joined, say

SHOWN = 40
"""Lines of a table that are shown; the JSON has them all."""


def amounts(costs: Costs, language: Language) -> str:
    """Amounts by currency, and whose price is unknown: a sum never hides what it leaves out."""
    left, sums = _left_out(costs, language), summed(costs.amounts)
    if not left:
        return sums or "0"
    return say("and_unknown", language, amounts=sums, unknown=left) if sums else left


def summed(sums: Mapping[str, float]) -> str:
    """Amounts by currency; empty where there is none."""
    return " + ".join(f"{amount:.4g} {currency.upper()}" for currency, amount in sums.items())


def cost_tile(costs: Costs, language: Language) -> tuple[str, str]:
    """The cost as a large number: its name, with what the number leaves out, and the number."""
    name, left = say("cost", language), _left_out(costs, language)
    elsewhere = set(costs.unpriced) - set(costs.here)
    parts = [part for part in (summed(costs.amounts), "?" if elsewhere else "") if part]
    number = " + ".join(parts) or ("–" if costs.here else "0")
    return (say("and_unknown", language, amounts=name, unknown=left) if left else name), number


def _left_out(costs: Costs, language: Language) -> str:
    """What no sum of amounts has in it: names without a known price, those of this machine apart."""
    elsewhere = [name for name in costs.unpriced if name not in costs.here]
    parts = [("price_unknown_of", elsewhere), ("no_price_here_of", costs.here)]
    told = (say(code, language, names=joined(names, language)) for code, names in parts if names)
    return joined(told, language)


def left_out(count: int, language: Language) -> tuple[str, ...]:
    """The line that says how many lines of a table are not shown."""
    return (say("more_lines", language, n=count - SHOWN),) if count > SHOWN else ()
