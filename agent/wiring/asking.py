"""How services are asked: which searches and endpoints, how fast, for how much, what is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from agent.errors import UnknownName, UsageError
from agent.ledger import TOKENS, Ledger
from agent.llm.endpoint import Endpoint
from agent.once import Alone, nothing_held
from agent.pace import Limits, Pace, Paces
from agent.prices import Prices, load_prices
from agent.records import Usage
from agent.wiring import BACKENDS, Config, loaded, near

if TYPE_CHECKING:
    from agent.llm import Replies, Reply
    from agent.search.http import Freshness
    from agent.search.http import Gates as SearchGates

DEFAULT_BASE_URL = "https://api.openai.com/v1"

KEYLESS = "tavily-keyless"
"""The name under which Tavily without a key is priced."""

NEEDS = {"searxng": "SEARXNG_URL", "bocha": "BOCHA_API_KEY"}
"""The setting without which a search cannot be asked."""


def chosen(config: Config) -> tuple[str, ...]:
    """The names of the searches that were asked for, or of all that are configured.

    Raises UnknownName for a name that is none, UsageError for one that is not configured.
    """
    have = {"searxng": config.searxng_url, "bocha": config.bocha_key}
    if config.sample:
        return ("searxng",)
    for name in config.search or ():
        if name not in BACKENDS:
            raise UnknownName("search", name, near(name, BACKENDS))
        if name in NEEDS and not have[name]:
            raise UsageError(
                f"search {name} is not configured: {NEEDS[name]} is not set",
                hint="set it in .env, or choose another with --search",
            )
    configured = tuple(name for name in BACKENDS if name not in NEEDS or have[name])
    return tuple(dict.fromkeys(config.search or configured))


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
    return load_prices(config.overrides.get("prices"))


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
    names = [KEYLESS if n == "tavily" and not config.tavily_key else n for n in chosen(config)]
    searches = [Usage(stage="search", model=name) for name in names if name != "saved"]
    return (*models, *searches)


class Since:
    """Replies that came from a time on: what was answered before is as if it were not there."""

    def __init__(self, replies: Replies, since: datetime) -> None:
        self._replies = replies
        self._since = since

    def reply(self, key: str) -> Reply | None:
        """See agent.llm.Replies."""
        kept = self._replies.reply(key)
        return None if kept is None or kept.stored_at < self._since else kept

    def put_reply(self, key: str, value: Any, stored_at: datetime) -> None:
        """See agent.llm.Replies."""
        self._replies.put_reply(key, value, stored_at)


def search_gates(config: Config, ledger: Ledger, alone: Alone = nothing_held) -> SearchGates:
    """The pace of every search, and the budget."""
    limits = {name: Limits(requests=number) for name, number in config.search_limits.items()}
    limits.setdefault("portal", Limits(pause=config.host_pause))
    made: SearchGates = loaded("agent.search.http:Gates")(Paces(limits), ledger, alone)
    return made


def freshness(config: Config) -> Freshness:
    """Which search replies will do."""
    days = timedelta(days=config.search_days)
    made: Freshness = loaded("agent.search.http:Freshness")(days, config.since)
    return made


def replies(config: Config, kept: Replies) -> Replies:
    """The replies of a model that will do."""
    return Since(kept, config.since) if config.since else kept
