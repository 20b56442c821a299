"""Everything open at once: what a command works with, and closes when it is done."""

from __future__ import annotations

import datetime
import importlib
import random
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import getproxies

from agent import pipeline
from agent.cache import Cache
from agent.cache.asking import Asking as QuestionsAsked
from agent.errors import StateError
from agent.fetch.copies import import_page, kept_pages
from agent.fetch.flights import Options
from agent.fetch.http import Http
from agent.fetch.http import Limits as HttpLimits
from agent.fetch.opener import WebOpener
from agent.fetch.politeness import HostRules, Politeness
from agent.fetch.robots import Robots
from agent.fetch.scripted import Transport, scripted_transport
from agent.findings import Dossier, Provenance
from agent.ledger.budget_ledger import Ledger
from agent.net.allowed import AllowList
from agent.net.guard import Guard
from agent.net.proxies import Proxies
from agent.net.transport import Transport as Network
from agent.pipeline import Dependencies, Progress
from agent.prices import Prices
from agent.rank import Knowledge as RankKnowledge
from agent.rank import is_elsewhere, rank_hits, rank_pages
from agent.readers import Readers
from agent.records import Changepoint, Page, Query
from agent.search import Gathered, SearchBackend
from agent.search.exchange import search_client
from agent.search.gather import both, gather
from agent.search.http import Asker
from agent.store import Payments, Store, payments_of
from agent.store.index import Index
from agent.text.urls import server_of, url_identity
from agent.wiring import Config
from agent.wiring.asking import (
    Asking,
    check_budget,
    chosen,
    prices,
    put_to_some,
    run_config,
    search_gates,
)
from agent.wiring.invented import can_be_served, kept_apart
from agent.wiring.members import (
    Extraction,
    Knowledge,
    backends,
    checks,
    extraction,
    knowledge,
    readers,
)
from agent.wiring.named import (
    asking_for_papers,
    check_asked,
    named_first,
    with_named,
    without_excluded,
)
from agent.wiring.rereading import from_cache
from agent.wiring.version import VERSION

if TYPE_CHECKING:
    from agent.register.book import Register

TOOL = f"policy-research-agent {VERSION}"
WORKERS = 96
"""Threads for requests: hosts and model slots bound what runs, so this only must not."""


RULES = 4
"""Threads for reading closely by rules, which waits for nothing but the processor."""

FROM_MEMORY = 0.15
"""Seconds within which remembered searches are answered; then nothing else will be needed either."""
NEXT = ("agent.readers.refusal", "agent.readers.html", "agent.llm.client")
"""Heavy modules that a first run needs after its searches."""


def utc_now() -> datetime.datetime:
    """The time of day, with its zone."""
    return datetime.datetime.now(datetime.UTC)


def silent(_stage: str, _done: int, _total: int) -> None:
    """Progress that is shown to nobody."""


@dataclass(frozen=True)
class Workshop:
    """The parts of one run. Made by ``open_workshop``, which also closes them."""

    config: Config
    known: Knowledge
    cache: Cache
    readers: Readers
    backends: tuple[SearchBackend, ...]
    index: Index
    store: Store
    extraction: Extraction
    deps: Dependencies
    prices: Prices
    ledger: Ledger
    guard: Guard
    web: WebOpener
    unchecked: str = ""

    def research(self, changepoint: Changepoint, url: str | None = None) -> Dossier:
        """Research a changepoint, or read one page for it, which the user named.

        What it rests on is on the disk when it is given, and what was paid for when it fails.
        """
        if url and (server := server_of(url)):
            self.guard.let_pass(*server)
        try:
            dossier = (
                pipeline.research_page(url, changepoint, self.deps)
                if url
                else pipeline.research(changepoint, self.deps)
            )
            return dossier.model_copy(update={"notes": (*dossier.notes, *self._passed())})
        finally:
            self.cache.flush()

    def _passed(self) -> tuple[str, ...]:
        """What the guard could not see, and what was asked only because the user named it."""
        told = (self.unchecked,) if self.unchecked else ()
        return told + tuple(
            f"{server} is not on the public web; it was asked because --url names it"
            for server in sorted(self.guard.passed)
        )

    def import_page(self, url: str, file: Path) -> Page:
        """Put a page saved by hand into the cache and the index."""
        page = import_page(url, file, self.cache, self.readers, self.deps.clock())
        self.index.add(page, by_hand=True)
        return page

    def start_run(self, command: str, batch_key: str | None = None) -> str:
        """Write down that a run begins; returns its id."""
        told = run_config(self.config)
        run = self.store.start_run(command, VERSION, told, self.deps.clock(), batch_key=batch_key)
        self.charge_to(run)
        return run

    def charge_to(self, run: str) -> None:
        """From now on write down what is paid as paid by this run; what it paid before counts."""
        book = Payments(self.store, run, self.deps.clock)
        self.ledger.charge_to(book, payments_of(self.store, run))


def import_what_is_needed_next(model: str) -> None:
    """Import readers and the model's client while the pages are under way."""
    for name in NEXT if model != "none" else NEXT[:-1]:
        importlib.import_module(name)


def web_client(
    config: Config,
    transport: Transport | None,
    guard: Guard,
    ledger: Ledger,
    clock: Callable[[], datetime.datetime],
) -> Http:
    """What asks for pages: over the given transport, else the network with the user's proxies."""
    connect, read, total = config.timeouts
    return Http(
        transport or Network(guard, Proxies.of_system(), second_try=True),
        time.monotonic,
        clock,
        limits=HttpLimits(connect=connect, read=read, total=total),
        user_agent=config.user_agent,
        on_bytes=ledger.fetched,
    )


def manners(config: Config) -> HostRules:
    """How often a host is asked."""
    return HostRules(pause=0.0 if config.sample else config.host_pause)


def opener_options(
    config: Config, progress: Progress, http: Http, politeness: Politeness, *, network: bool
) -> Options:
    """How pages are opened. What answers from a function is no site: it asks nothing of programs."""
    strict = config.robots == "strict"
    robots = Robots(http, politeness, strict=strict, user_agent=config.user_agent)
    return Options(
        since=config.since,
        robots=robots if network or strict else None,
        on_progress=lambda done, total, _url: progress("fetch", done, total),
    )


def read_closely(config: Config) -> int:
    """How many pages are read closely: rules read them all."""
    return config.pages if config.model == "none" else config.best


def fill(index: Index, cache: Cache, reading: Readers) -> None:
    """Put what is kept into an index that is empty: new, or thrown away."""
    if not index.size:
        for page, by_hand in kept_pages(cache, reading):
            index.add(page, by_hand=by_hand)


@contextmanager
def kept_cache(config: Config) -> Iterator[Cache]:
    """The cache; what was written into it is on the disk when the block ends."""
    cache = Cache(config.state, url_identity, since=config.since)
    cache.check_writable()
    try:
        yield cache
    finally:
        cache.flush()


@contextmanager
def kept_register(config: Config) -> Iterator[Register | StateError | None]:
    """The register where there is one, or why it cannot be opened: its search then is a gap."""
    if not config.register.exists() or "register" not in chosen(config):
        yield None
        return
    from agent.register.book import Register  # noqa: PLC0415 - most have none

    try:
        register = Register(config.register)
    except StateError as problem:
        yield problem
        return
    with register:
        yield register


@dataclass(frozen=True)
class Searches:
    """What puts all questions of a round to all searches, on a pool."""

    config: Config
    members: tuple[SearchBackend, ...]
    known: Knowledge
    pool: Executor
    progress: Progress

    def first(self, queries: tuple[Query, ...], point: Changepoint) -> Gathered:
        """The planned questions; what is needed after them is imported meanwhile."""
        self.progress("search", 0, len(queries))
        begun = time.monotonic()
        found = with_named(self.config, self._ask(queries, point, None))
        self.progress("search", len(queries), len(queries))
        if time.monotonic() - begun > FROM_MEMORY:
            self.pool.submit(import_what_is_needed_next, self.config.model)
        return found

    def second(
        self,
        queries: tuple[Query, ...],
        first: Gathered,
        pages: Sequence[Page],
        point: Changepoint,
    ) -> Gathered:
        """Both rounds: the second asks for what hits and the first pages name."""
        planned = self.known.following(self.config, point, queries, first, pages)
        asked = put_to_some(self.config, planned.queries)
        found = Gathered((), (), ())
        if asked:
            found = without_excluded(self.config, self._ask(asked, point, first))
        wanted = tuple(h for h in found.hits if any(lead.is_at(h) for lead in planned.papers))
        notes = (*planned.notes, *found.notes)
        return both(first, asked, replace(found, wanted=wanted, notes=notes))

    def _ask(
        self, queries: Sequence[Query], point: Changepoint, earlier: Gathered | None
    ) -> Gathered:
        return gather(
            queries, self.members, point.province, self.pool, self.config.hits, earlier=earlier
        )


def sample_web() -> Transport:
    """What answers in place of the network: the invented web that ships with the program."""
    from agent.sample import answer  # noqa: PLC0415 - other runs have no use for it

    return scripted_transport(answer)


@contextmanager
def open_workshop(
    config: Config,
    progress: Progress = silent,
    transport: Transport | None = None,
    known: Knowledge | None = None,
    courtesy: Politeness | None = None,
    clock: Callable[[], datetime.datetime] = utc_now,
) -> Iterator[Workshop]:
    """Open the parts, and close them however the block ends: nothing waits after Ctrl-C.

    Args:
        config: what to build.
        progress: told (stage, done, total) as work goes on.
        transport: what carries requests; None for the network (or the sample's own web).
        known: the tables, where the caller has loaded them already.
        courtesy: how often hosts are asked, where that is decided for several processes.
        clock: the time of day, with its zone.

    Raises:
        UsageError: the config cannot be built.
        StateError: the cache cannot be written.
    """
    check_asked(config)
    known = known or knowledge(config)
    if config.sample and transport is None:
        transport = sample_web()
    config = replace(config, since=(config.since or clock()) if config.refresh else None)
    costs = prices(config)
    check_budget(config, costs)
    ledger = Ledger(costs, clock, config.budget)
    guard = Guard(AllowList.parse(config.allow_hosts))
    http = web_client(config, transport, guard, ledger, clock)
    with ExitStack() as opened:
        cache = opened.enter_context(kept_cache(config))
        pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="io")
        opened.callback(pool.shutdown, wait=False, cancel_futures=True)
        # Its own pool: what waits for a model must not hold threads that could fetch pages.
        slots = RULES if config.model == "none" else config.model_slots
        close_readers = ThreadPoolExecutor(slots, thread_name_prefix="read-closely")
        opened.callback(close_readers.shutdown, wait=False, cancel_futures=True)
        index = opened.enter_context(Index(config.databases / "index.db"))
        client = search_client(transport, *config.timeouts[:2])
        opened.callback(client.close)
        gates = search_gates(
            config, ledger, QuestionsAsked(config.state / "locks" / "asking").alone
        )
        asker = Asker(
            client, cache, clock, max_age=datetime.timedelta(days=config.search_days), gates=gates
        )
        opened.callback(gates.paces.close)
        members = backends(config, asker, index, known, opened.enter_context(kept_register(config)))
        extracting = extraction(config, known, cache, clock, Asking(TOOL, ledger, gates.alone))
        opened.callback(extracting.close)
        reading = readers()
        if not config.scratch:
            fill(index, cache, reading)
        polite = courtesy or Politeness(manners(config), time.monotonic, random.random)
        opener = WebOpener(
            http,
            cache,
            reading,
            pool,
            polite,
            opener_options(config, progress, http, polite, network=transport is None),
        )
        opened.callback(opener.close)
        store = opened.enter_context(
            Store(config.databases / "research.db", again=from_cache(cache.root))
        )
        opened.callback(ledger.close)
        ranking = RankKnowledge(known.places, known.publishers, known.sectors)
        rounds = Searches(config, members, known, pool, progress)
        search, follow, pages = kept_apart(
            rounds.first,
            rounds.second,
            opener,
            served=config.sample or can_be_served(transport, getproxies(), guard.allowed),
        )

        deps = Dependencies(
            plan=lambda point, window: put_to_some(
                config, asking_for_papers(config, known.queries)(point, window)
            ),
            search=search,
            follow=follow,
            pages=config.pages,
            is_elsewhere=lambda hit, point: is_elsewhere(hit, point, ranking),
            rank_hits=lambda hits, point, window: named_first(
                lambda others, limit: rank_hits(others, point, window, ranking, limit),
                hits,
                config.pages,
            ),
            opener=pages,
            keep=index.add_all,
            rank_pages=lambda pages, point, window: rank_pages(
                pages, point, window, ranking, read_closely(config)
            ),
            extractor=extracting.extractor,
            checks=checks(known),
            pool=close_readers,
            clock=clock,
            provenance=Provenance(
                version=VERSION,
                extractor=extracting.extractor.name,
                prompts=extracting.prompts,
                tables=known.fingerprints(),
                readers=reading.versions,
                invented=config.sample,
            ),
            days=config.window,
            progress=progress,
            entailment=extracting.entailment,
        )
        yield Workshop(
            config=config,
            known=known,
            cache=cache,
            readers=reading,
            backends=members,
            index=index,
            store=store,
            extraction=extracting,
            deps=deps,
            prices=costs,
            ledger=ledger,
            guard=guard,
            web=opener,
            unchecked="" if transport else Proxies.of_system().unchecked(),
        )
