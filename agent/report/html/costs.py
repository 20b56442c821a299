"""What models and searches cost, where the price is known."""

from __future__ import annotations

from collections.abc import Iterable

from agent.prices import Prices
from agent.records import Usage
from agent.report.words import Language
from agent.report.words import of_html as told

SIGNS = {"cny": "¥", "usd": "US$"}


def amount_told(usages: Iterable[Usage], prices: Prices | None, language: Language) -> str:
    """The amounts by currency; what has no known price is said to have none."""
    if prices is None:
        return ""
    cost = prices.cost(usages)
    told_amounts = [f"{SIGNS.get(c, c)} {amount:.4f}" for c, amount in cost.amounts.items()]
    if cost.unknown:
        told_amounts.append(told("price_unknown", language))
    return " + ".join(told_amounts) or "0"
