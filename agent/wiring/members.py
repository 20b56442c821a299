"""Members of the families, made from a config."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from agent.checks import Check
from agent.checks.asking import Entailment
from agent.checks.entailment import Rules as EntailmentRules
from agent.checks.parts import Names as EntailmentNames
from agent.errors import UnknownName, UsageError
from agent.evidence.derive import Deriver
from agent.extract import Extractor
from agent.extract import Knowledge as ExtractionKnowledge
from agent.ledger import TOKENS, Ledger
from agent.llm import Replies, Reply
from agent.llm.endpoint import Endpoint
from agent.pace import Limits, Pace, Paces
from agent.places import Places
from agent.prices import Prices, load_prices
from agent.publishers import Publishers
from agent.queries import Templates, load_templates, plan_queries
from agent.readers import Readers
from agent.records import Changepoint, Fetched, Page, Query, Usage, Window
from agent.sample import PUBLISHERS as SAMPLE_PUBLISHERS
from agent.sample import QUERIES as SAMPLE_QUERIES
from agent.sample import SEARCH_URL as SAMPLE_SEARCH
from agent.search import SearchBackend
from agent.search.http import Asker, Freshness
from agent.search.http import Gates as SearchGates
from agent.search.saved import Texts
from agent.sectors import Sectors
from agent.wiring import BACKENDS, CHECKS, READERS, Config, loaded, near

DEFAULT_BASE_URL = "https://api.openai.com/v1"


class Knowledge(NamedTuple):
    """The tables: what is known before anything is asked."""

    places: Places
    publishers: Publishers
    sectors: Sectors
    templates: Templates

    def queries(self, changepoint: Changepoint, window: Window) -> tuple[Query, ...]:
        """The questions to ask of a window."""
        return plan_queries(
            changepoint, window, self.places, self.sectors, self.publishers, self.templates
        )

    def fingerprints(self) -> dict[str, str]:
        """The hash of every table."""
        return {name: getattr(self, name).fingerprint for name in self._fields}


def knowledge(config: Config) -> Knowledge:
    """The tables, a user's own laid over them. Raises UsageError when one cannot be used."""
    own = config.overrides
    publishers: list[Path] = [own["publishers"]] if "publishers" in own else []
    if config.sample:
        publishers.insert(0, SAMPLE_PUBLISHERS)
    places = Places.load(own.get("places"))
    queries = own.get("queries") or (SAMPLE_QUERIES if config.sample else None)
    return Knowledge(
        places=places,
        publishers=Publishers.load(places, tuple(publishers)),
        sectors=Sectors.load(own.get("sectors")),
        templates=load_templates(queries),
    )


@dataclass
class LateReader:
    """A reader that is imported when something is to be read: a cached text costs no parser."""

    name: str
    place: str

    def read(self, fetched: Fetched, label: str = "") -> Page:
        """See readers.Reader."""
        page: Page = self.reader.read(fetched, label)
        return page

    @cached_property
    def reader(self) -> Any:
        """The reader itself."""
        return loaded(self.place)()


def readers() -> Readers:
    """The readers of all media types."""
    return Readers({media: LateReader(*member) for media, member in READERS.items()})


def checks(known: Knowledge) -> tuple[Check, ...]:
    """All checks, in the order of the report."""
    sentence = loaded("agent.checks.sentence:SentenceCheck")
    made = [
        loaded(place)(*(getattr(known, table) for table in tables))
        for place, tables in CHECKS.items()
    ]
    return (*made, sentence("content"), sentence("impact"))


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
        "sample": config.sample,
    }
    if config.fallback:
        told["fallback_model"] = config.fallback.model
    if config.budget:
        told["budget"] = str(config.budget)
    return told


def backends(
    config: Config, asker: Asker, texts: Texts, known: Knowledge
) -> tuple[SearchBackend, ...]:
    """The searches that ``chosen`` names."""
    makers = _makers(config, asker, texts, known)
    return tuple(makers[name]() for name in chosen(config))


def _makers(
    config: Config, asker: Asker, texts: Texts, known: Knowledge
) -> dict[str, Callable[[], SearchBackend]]:
    names = tuple(n for p in known.places.provinces for n in (p.full, p.name))
    makers: dict[str, Callable[[], SearchBackend]] = {
        "saved": lambda: loaded("agent.search.saved:Saved")(texts, asker),
        "tavily": lambda: loaded("agent.search.tavily:Tavily")(asker, config.tavily_key),
        "govcn": lambda: loaded("agent.search.govcn:GovCn")(asker, left_out=names),
    }
    url = SAMPLE_SEARCH if config.sample else config.searxng_url
    if url:
        makers["searxng"] = lambda: loaded("agent.search.searxng:SearXNG")(asker, url)
    if config.bocha_key:
        key = config.bocha_key
        makers["bocha"] = lambda: loaded("agent.search.bocha:Bocha")(asker, key)
    return makers


class Extraction(NamedTuple):
    """An extractor, prompts by hash, how to end calls at once, and who judges open sentences."""

    extractor: Extractor
    prompts: dict[str, str]
    close: Callable[[], None]
    model: Any
    entailment: Entailment | None = None


def extraction(
    config: Config, known: Knowledge, replies: Replies, clock: Callable[[], datetime], ask: Asking
) -> Extraction:
    """The extractor by rules, or by the model that the config names."""
    tables = ExtractionKnowledge(known.places, known.publishers, known.sectors)
    if config.model == "none":
        return Extraction(loaded("agent.extract.by_rules:ByRules")(tables), {}, lambda: None, None)
    model = _model(config, replies, clock, ask)
    folder = config.overrides.get("prompts")
    prompt = loaded("agent.extract.by_model:extract_prompt")(folder)
    entail = loaded("agent.prompt:load_prompt")("entail", folder)
    by_model = loaded("agent.extract.by_model:ByModel")
    extractor = by_model(model, prompt, tables, config.characters)
    entailment = Entailment(model, entail, entailment_rules(known))
    prompts = {prompt.name: prompt.sha256, entail.name: entail.sha256}
    return Extraction(extractor, prompts, model.close, model, entailment)


class Asking(NamedTuple):
    """How models are asked: the name and version of this program, and the ledger."""

    tool: str
    ledger: Ledger


def _model(config: Config, replies: Replies, clock: Callable[[], datetime], ask: Asking) -> Any:
    """The model, with its fallback where there is one."""
    gates = loaded("agent.llm.sender:Gates")
    made = loaded("agent.llm.openai_compatible:OpenAICompatible")
    models = [
        made(
            endpoint,
            replies=replies,
            now=clock,
            gates=gates(pace=Pace(config.model_limits), ledger=ask.ledger),
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
    models = [
        Usage(stage="extract", model=endpoint.model, host=endpoint.host)
        for endpoint in endpoints(config)
    ]
    free = {"saved"}
    names = [KEYLESS if n == "tavily" and not config.tavily_key else n for n in chosen(config)]
    searches = [Usage(stage="search", model=name) for name in names if name not in free]
    known.check((*models, *searches), config.budget.unit)


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


def entailment_rules(known: Knowledge) -> EntailmentRules:
    """What of a model's judgements on a sentence counts."""
    return EntailmentRules(EntailmentNames(known.places, known.publishers))


def deriver(known: Knowledge) -> Deriver:
    """What derives stored results again, without a network and without a model."""
    return Deriver(readers(), checks(known), entailment_rules(known))


def search_gates(config: Config, ledger: Ledger) -> SearchGates:
    """The pace of every search, and the budget."""
    limits = {name: Limits(requests=number) for name, number in config.search_limits.items()}
    return SearchGates(Paces(limits), ledger)


def freshness(config: Config) -> Freshness:
    """Which search replies will do."""
    return Freshness(timedelta(days=config.search_days), config.since)


def replies(config: Config, kept: Replies) -> Replies:
    """The replies of a model that will do."""
    return Since(kept, config.since) if config.since else kept
