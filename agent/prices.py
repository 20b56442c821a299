"""What models and searches cost: data/prices.toml with a user's own table laid over it.

A price that no table gives is unknown, and a sum that would need it says so. Amounts are in the
currency of their price; a budget converts them at the table's rate.
"""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

from agent.errors import UsageError
from agent.records import Record, Usage
from agent.text.tables import shipped, usable

Currency = Literal["cny", "usd"]
CURRENCIES: tuple[Currency, ...] = get_args(Currency)
MILLION = 1_000_000

Amount = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Rate = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class Cost(Record):
    """A sum: ``amounts`` by currency, and the names of what is not in it as its price is unknown."""

    amounts: dict[str, float] = {}
    unknown: tuple[str, ...] = ()


def added_up(told: Iterable[tuple[str, str | None, float | None]]) -> Cost:
    """The sum of names with their currencies and amounts; an amount of None is of unknown price."""
    amounts: dict[str, float] = {}
    unknown: set[str] = set()
    for name, currency, amount in told:
        if amount is None:
            unknown.add(name)
        elif currency:
            amounts[currency] = amounts.get(currency, 0.0) + amount
    return Cost(amounts=dict(sorted(amounts.items())), unknown=tuple(sorted(unknown)))


class _Row(BaseModel):
    """What every entry of the table has; the file says what each field means."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str = Field(min_length=1)
    currency: Currency | None = None
    seen: datetime.date | None = None
    source: str = ""

    def _amounts(self) -> tuple[float, ...]:
        return ()

    @model_validator(mode="after")
    def _in_a_currency(self) -> Self:
        if self.currency is None and any(self._amounts()):
            raise ValueError("a price that is not 0 needs a currency")
        return self


class ModelPrice(_Row):
    """The price of a model at a host, for a million tokens."""

    host: str = Field(min_length=1)
    input: Amount
    cached: Amount | None = None
    output: Amount
    off_peak: Annotated[float, Field(ge=0, le=1)] = 1.0
    peak_utc: tuple[Annotated[str, Field(pattern=r"^\d\d:\d\d-\d\d:\d\d$")], ...] = ()

    def _amounts(self) -> tuple[float, ...]:
        return (self.input, self.cached or 0.0, self.output)

    def cost(self, usage: Usage, at: datetime.datetime | None) -> float:
        """What tokens cost; at a time when that is known, else at the full price."""
        kept = min(usage.cached_tokens, usage.prompt_tokens)
        cached = self.input if self.cached is None else self.cached
        full = (
            (usage.prompt_tokens - kept) * self.input
            + kept * cached
            + usage.completion_tokens * self.output
        ) / MILLION
        return full if at is None or self.is_peak(at) else full * self.off_peak

    def is_peak(self, at: datetime.datetime) -> bool:
        """True when the full price is paid at a time."""
        there = at.astimezone(datetime.UTC)
        if there.weekday() >= 5:
            return not self.peak_utc
        clock = f"{there:%H:%M}"
        spans = (span.split("-") for span in self.peak_utc)
        return not self.peak_utc or any(start <= clock < end for start, end in spans)


class SearchPrice(_Row):
    """The price of one request to a search."""

    call: Amount

    @classmethod
    def free(cls, name: str, seen: datetime.date, source: str = "") -> Self:
        """Of a search that costs nothing."""
        return cls(name=name, call=0, seen=seen, source=source)

    def _amounts(self) -> tuple[float, ...]:
        return (self.call,)

    def cost(self, usage: Usage, at: datetime.datetime | None) -> float:
        """What requests cost."""
        return usage.calls * self.call


class _Rates(BaseModel):
    """What one unit of a currency is in the others, and since when that is known to be so."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    cny: Rate | None = None
    usd: Rate | None = None
    seen: datetime.date | None = None

    def pairs(self) -> Iterable[tuple[Currency, float]]:
        """The other currencies with their rates."""
        for currency in CURRENCIES:
            rate: float | None = getattr(self, currency)
            if rate is not None:
                yield currency, rate


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid")
    model: list[ModelPrice] = []
    search: list[SearchPrice] = []
    exchange: dict[Currency, _Rates] = {}


class Prices:
    """The prices that are known. Made by ``load_prices``."""

    def __init__(self, tables: Sequence[_Table]) -> None:
        self._models = {(row.host, row.name): row for table in tables for row in table.model}
        self._searches = {row.name: row for table in tables for row in table.search}
        self._rates: dict[tuple[str, str], float] = {}
        for table in tables:
            for one, others in table.exchange.items():
                for other, rate in others.pairs():
                    self._rates |= {(one, other): rate, (other, one): 1 / rate}

    def of(self, usage: Usage) -> ModelPrice | SearchPrice | None:
        """The price of what was used, or None when it is unknown."""
        if usage.stage == "search":
            return self._searches.get(usage.model)
        own = self._models.get((usage.host, usage.model))
        return own or self._models.get((usage.host, "*"))

    def cost(self, usages: Iterable[Usage], at: datetime.datetime | None = None) -> Cost:
        """What was used costs so much; at the full price unless the time of paying is given."""
        priced = ((usage, self.of(usage)) for usage in usages)
        return added_up(
            (named(used), price.currency, price.cost(used, at))
            if price
            else (named(used), None, None)
            for used, price in priced
        )

    def in_currency(
        self, usage: Usage, currency: str, at: datetime.datetime | None = None
    ) -> float | None:
        """What was used costs, in one currency at the table's rate; None when the price is unknown."""
        price = self.of(usage)
        if price is None:
            return None
        return self.converted(price.cost(usage, at), price.currency, currency)

    def converted(self, amount: float, one: str | None, other: str) -> float | None:
        """An amount in another currency, None without a rate; nothing needs no currency."""
        if one in (None, other):
            return amount
        rate = self._rates.get((one or "", other))
        return None if rate is None else amount * rate

    def check(self, parts: Iterable[Usage], currency: str) -> None:
        """Raise UsageError when a budget in a currency cannot be held over these parts."""
        for part in parts:
            if self.of(part) is None:
                raise UsageError(
                    f"the price of {named(part)} is not known, so no budget in {currency} can be "
                    "held",
                    hint="add it to your own table (RESEARCH_PRICES), or use a budget in tokens: "
                    + _entry(part, currency),
                )


def named(usage: Usage) -> str:
    """What a price belongs to, in words: a model at its host, or a search."""
    if usage.stage == "search":
        return f"search {usage.model}"
    return f"{usage.model} at {usage.host}" if usage.host else usage.model


def load_prices(own: Path | None = None, searches: Iterable[SearchPrice] = ()) -> Prices:
    """The prices of the package and of ``searches``, a user's own laid over them.

    Raises UsageError when that file cannot be used.
    """
    tables = [_Table.model_validate(shipped("prices")), _Table(search=list(searches))]
    if own:
        with usable("prices", own):
            tables.append(_Table.model_validate(tomllib.loads(own.read_text("utf-8-sig"))))
    return Prices(tables)


def _entry(part: Usage, currency: str) -> str:
    if part.stage == "search":
        return f'[[search]] name = "{part.model}" currency = "{currency}" call = …'
    return (
        f'[[model]] host = "{part.host}" name = "{part.model}" currency = "{currency}" '
        "input = … cached = … output = … (for a million tokens)"
    )
