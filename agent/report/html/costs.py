"""What was asked of models and searches, and what it costs where the price is known."""

from __future__ import annotations

from collections.abc import Iterable

from agent.prices import Prices
from agent.records import Usage, summed
from agent.report.safe import one_line
from agent.report.template import Values
from agent.report.words import Language, word
from agent.report.words import of_html as told

SIGNS = {"cny": "¥", "usd": "US$"}


def costs(usages: Iterable[Usage], prices: Prices | None, language: Language) -> Values:
    """A row for each stage, model and host as they were first paid, and the amounts that are known."""
    paid = summed(usages)
    return Values(
        rows=tuple(_row(usage, prices, language) for usage in paid),
        total=amount_told(paid, prices, language) if paid else "",
        note=told("priced" if prices else "unpriced", language) if paid else "",
    )


def _row(paid: Usage, prices: Prices | None, language: Language) -> Values:
    return Values(
        stage=word("stage", paid.stage, language),
        model=one_line(f"{paid.model} ({paid.host})" if paid.host else paid.model),
        calls=paid.calls,
        prompt=paid.prompt_tokens,
        cached=paid.cached_tokens,
        completion=paid.completion_tokens,
        amount=amount_told([paid], prices, language),
    )


def amount_told(usages: Iterable[Usage], prices: Prices | None, language: Language) -> str:
    """The amounts by currency; what has no known price is said to have none."""
    if prices is None:
        return ""
    cost = prices.cost(usages)
    told_amounts = [f"{SIGNS.get(c, c)} {amount:.4f}" for c, amount in cost.amounts.items()]
    if cost.unknown:
        told_amounts.append(told("price_unknown", language))
    return " + ".join(told_amounts) or "0"
