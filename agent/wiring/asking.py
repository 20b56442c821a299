"""How services are asked: which searches and endpoints, how fast, for how much, what is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from agent.errors import UnknownName, UsageError
from agent.ledger import TOKENS
from agent.ledger.budget_ledger import Ledger
from agent.llm.endpoint import Endpoint
from agent.once import Alone, nothing_held
from agent.pace import Limits, Pace, Paces
from agent.prices import Prices, load_prices
from agent.records import Query, Usage
from agent.wiring import BACKENDS, Config, loaded, near

if TYPE_CHECKING:
    from agent.llm import Replies
    from agent.search import Member
    from agent.search.http import Gates as SearchGates

DEFAULT_BASE_URL = "https://api.openai.com/v1"


def member(name: str) -> Member:
    """All that is known of a search beforehand. Raises UnknownName."""
    if name not in BACKENDS:
        raise UnknownName("search", name, near(name, BACKENDS))
    found: Member = loaded(f"agent.search.members.{name}:MEMBER")
    return found


def members() -> tuple[Member, ...]:
    """All searches, in the order of asking."""
    return tuple(member(name) for name in BACKENDS)


def is_local(name: str) -> bool:
    """True for a search that asks nobody but this machine."""
    return member(name).local


def chosen(config: Config) -> tuple[str, ...]:
    """The names of the searches that were asked for, or of all that are configured.

    Raises UnknownName for a name that is none, UsageError for one that is not configured.
    """
    if config.sample:
        return ("searxng",)
    for one in map(member, config.search or ()):
        if one.needed and not config.services.get(one.setting):
            raise UsageError(
                f"search {one.name} is not configured: {one.setting} is not set",
                hint="set it in .env, or choose another with --search",
            )
    if config.search:
        return tuple(dict.fromkeys(config.search))
    have = config.services
    return tuple(one.name for one in members() if not one.needed or have.get(one.setting))


def put_to_some(config: Config, queries: Iterable[Query]) -> tuple[Query, ...]:
    """The questions that a search takes: short ones only where one that wants such was chosen."""
    forms = {member(name).short for name in chosen(config)}
    return tuple(query for query in queries if query.short in forms)


def run_config(config: Config) -> dict[str, Any]:
    """What of a config is written down with a run: no key, and no path of this machine."""
    told: dict[str, Any] = {
        "model": config.model,
        "search": list(chosen(config)),
        "window": config.window,
        "protocol": config.protocol,
        "sample": config.sample,
    }
    if config.fallback:
        told["fallback_model"] = config.fallback.model
    for name in ("add_urls", "documents", "exclude"):
        if getattr(config, name):
            told[name] = list(getattr(config, name))
    if config.saved != "imported":
        told["saved"] = config.saved
    if config.budget:
        told["budget"] = str(config.budget)
    return told


class Asking(NamedTuple):
    """How models are asked: the name and version of this program, the ledger, other processes."""

    tool: str
    ledger: Ledger
    alone: Alone = nothing_held


def model_of(config: Config, replies: Replies, clock: Callable[[], datetime], ask: Asking) -> Any:
    """The model, with its fallback where there is one."""
    gates = loaded("agent.llm.sender:Gates")
    made = loaded("agent.llm.openai_compatible:OpenAICompatible")
    models = [
        made(
            endpoint,
            replies=replies,
            now=clock,
            gates=gates(pace=Pace(config.model_limits), ledger=ask.ledger, alone=ask.alone),
        )
        for endpoint in endpoints(config, ask.tool)
    ]
    if len(models) == 1:
        return models[0]
    first, second = models
    return loaded("agent.llm.fallback:WithFallback")(first, second, replies, clock)


def endpoints(config: Config, tool: str = "") -> tuple[Endpoint, ...]:
    """Where models are asked: none, the model's, or the model's and its fallback's."""
    if config.model == "none":
        return ()
    first = Endpoint(
        base_url=config.base_url or DEFAULT_BASE_URL,
        key=config.key or "",
        model=config.model,
        timeout=config.model_timeout,
        slots=config.model_slots,
        max_tokens=config.model_tokens,
        thinking=config.thinking,
        tool=tool,
    )
    other = config.fallback
    if other is None:
        return (first,)
    second = replace(
        first,
        model=other.model,
        base_url=other.base_url or first.base_url,
        key=other.key or first.key,
    )
    return (first, second)


def prices(config: Config) -> Prices:
    """The prices, a user's own laid over them. Raises UsageError when they cannot be used."""
    return known_prices(config.overrides.get("prices"))


def known_prices(own: Path | None = None) -> Prices:
    """The prices of models and of every search, a user's own laid over them. Raises UsageError."""
    return load_prices(own, (price for one in members() for price in one.prices))


def check_budget(config: Config, known: Prices) -> None:
    """Raise UsageError when the budget needs a price that is not known."""
    if config.budget is None or config.budget.unit == TOKENS:
        return
    known.check(priced_parts(config), config.budget.unit)


def priced_parts(config: Config) -> tuple[Usage, ...]:
    """Everything with a price: the models and searches that are configured."""
    models = [
        Usage(stage="extract", model=endpoint.model, host=endpoint.host)
        for endpoint in endpoints(config)
    ]
    asked = [one for one in map(member, chosen(config)) if not one.local]
    searches = [Usage(stage="search", model=one.priced_as(config.services)) for one in asked]
    return (*models, *searches)


GOVERNMENT = ("portal", "flk")
"""Searches of governments' own sites, which are asked as slowly as their pages."""


def search_gates(config: Config, ledger: Ledger, alone: Alone = nothing_held) -> SearchGates:
    """The pace of every search, and the budget."""
    limits = {name: Limits(requests=number) for name, number in config.search_limits.items()}
    for name in GOVERNMENT:
        limits.setdefault(name, Limits(pause=config.host_pause))
    made: SearchGates = loaded("agent.search.http:Gates")(Paces(limits), ledger, alone)
    return made
