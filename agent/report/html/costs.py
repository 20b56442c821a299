"""What was asked of models and searches, and what it costs where the price is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from agent.prices import Prices
from agent.records import Usage
from agent.report.html.words import told
from agent.report.safe import one_line
from agent.report.words import Language, word

SIGNS = {"cny": "¥", "usd": "US$"}


@dataclass(frozen=True)
class CostRow:
    """Calls, tokens and money of one stage and model."""

    stage: str
    model: str
    calls: int
    prompt: int
    cached: int
    completion: int
    amount: str


@dataclass(frozen=True)
class Costs:
    """A row for each stage and model, and the sum of the amounts that are known."""

    rows: tuple[CostRow, ...]
    total: str
    note: str


def costs(usages: Iterable[Usage], prices: Prices | None, language: Language) -> Costs:
    """Sums by stage, model and host, in the order in which they were first paid."""
    grouped: dict[tuple[str, str, str], list[Usage]] = {}
    for usage in usages:
        grouped.setdefault((usage.stage, usage.model, usage.host), []).append(usage)
    every = [usage for group in grouped.values() for usage in group]
    return Costs(
        rows=tuple(_row(group, prices, language) for group in grouped.values()),
        total=amount_told(every, prices, language) if every else "",
        note=told("priced" if prices else "unpriced", language) if every else "",
    )


def _row(group: list[Usage], prices: Prices | None, language: Language) -> CostRow:
    first = group[0]
    return CostRow(
        stage=word("stage", first.stage, language),
        model=one_line(f"{first.model} ({first.host})" if first.host else first.model),
        calls=sum(usage.calls for usage in group),
        prompt=sum(usage.prompt_tokens for usage in group),
        cached=sum(usage.cached_tokens for usage in group),
        completion=sum(usage.completion_tokens for usage in group),
        amount=amount_told(group, prices, language),
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
