"""Search: what a backend is, what it covers, and the words its members share.

A backend answers with hits, or raises SearchFailed with a cause. An empty answer means that it
looked and found nothing; it never stands for a failure.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Protocol

from agent.lazy import lazy_pattern
from agent.records import Gap, Hit, Query, SearchAnswer, Usage, Window
from agent.text.urls import host_of

if TYPE_CHECKING:
    from agent.errors import StateError
    from agent.places import Places
    from agent.prices import SearchPrice
    from agent.publishers import Publishers
    from agent.publishers.portals import PortalTable
    from agent.register.book import Register
    from agent.search.http import Asker
    from agent.store.index import Index

LEVELS = frozenset({"central", "provincial", "municipal", "county", "media", "company"})
FATAL = frozenset({"wrong_key", "quota", "unreachable"})
"""Causes that asking another question does not change."""

CHINA = timezone(timedelta(hours=8))
PUBLIC_SUFFIXES = frozenset({"gov.cn", "com.cn", "org.cn", "net.cn", "edu.cn", "ac.cn"})
WRITTEN_DAY = lazy_pattern(r"\s{0,20}(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})")
TAG = lazy_pattern(r"</?[a-zA-Z][^<>]*>")


@dataclass(frozen=True)
class Coverage:
    """What a backend can find: who can say "there is nothing" about what.

    ``levels`` are publishers' levels; ``provinces`` the provinces whose own publications it holds,
    None for all; ``first`` and ``last`` bound its dates, None without a bound; ``hosts`` are the
    sites it holds, None for the whole web. A ``short`` backend finds only what holds every word, so
    it is asked the short queries and no others, one after another; where ``whole`` is false an empty
    answer does not mean that there is nothing, and where ``over`` is there it says of which windows it does.
    """

    levels: frozenset[str] = LEVELS
    provinces: frozenset[str] | None = None
    first: date | None = None
    last: date | None = None
    hosts: frozenset[str] | None = None
    short: bool = False
    whole: bool = True
    over: Callable[[str, Window], bool] | None = None

    def covers(self, province: str, window: Window) -> bool:
        """True when no answer here means nothing there, for a province over the whole window."""
        return (
            self.whole
            and (self.over is None or self.over(province, window))
            and (self.provinces is None or province in self.provinces)
            and (self.first is None or self.first <= window.start)
            and (self.last is None or window.end <= self.last)
        )

    def can_answer(self, query: Query) -> bool:
        """False for a query in the other form, or for sites of which this backend holds none."""
        if query.short is not self.short:
            return False
        if self.provinces and query.places and query.places[0] not in self.provinces:
            return False
        if self.hosts is None or not query.sites:
            return True
        return any(within(host, query.sites) for host in self.hosts)


@dataclass(frozen=True)
class Found:
    """What a search gave for one query, best first, and what was asked of the service for it.

    ``usage`` has one entry a request that was answered, also when the answer was kept from before:
    then it is what was paid at that time. ``silent`` names the parts of the search that did not
    answer, each with its reason; ``partial`` is the cause when those that did are too few for "there
    is nothing" to be said.
    ``more`` says that the next page of results may hold what the window is about, because all of this
    one is newer. ``told`` says in a line what was looked through, where the search knows it.
    """

    hits: tuple[Hit, ...]
    usage: tuple[Usage, ...] = ()
    silent: tuple[str, ...] = ()
    partial: str = ""
    more: bool = False
    told: str = ""


@dataclass(frozen=True)
class Parts:
    """What a member may be made from; each takes what it needs.

    ``user_agent`` is what sites of governments are told that we are.
    """

    asker: Asker
    texts: Index
    places: Places
    publishers: Publishers
    portals: PortalTable
    user_agent: str
    register: Register | StateError | None = None
    every_page: bool = False


@dataclass(frozen=True)
class Member:
    """All that the rest of the program knows of a search: a module of agent.search.members has one.

    ``finds`` says in words what it can find, for people. ``setting`` is the name of its setting,
    empty where there is none; one that is ``needed`` leaves the member out until it is set.
    ``prices`` are what a request costs, and ``unset`` the name by which it is priced without its
    setting. A ``local`` member asks nobody, so that it has neither price nor pace; a ``short`` one is
    put the short questions, and no others.
    ``make`` makes it, from its parts and its setting.
    """

    name: str
    finds: str
    make: Callable[[Parts, str], SearchBackend]
    setting: str = ""
    needed: bool = False
    unset: str = ""
    prices: tuple[SearchPrice, ...] = ()
    local: bool = False
    short: bool = False

    def priced_as(self, settings: Mapping[str, str]) -> str:
        """The name its price is known by, with these settings."""
        return self.unset if self.unset and not settings.get(self.setting) else self.name


class SearchBackend(Protocol):
    """A search that can be asked; how one is added stands in agent.search.members."""

    @property
    def name(self) -> str:
        """The name people choose it by."""

    @property
    def coverage(self) -> Coverage:
        """What it can find."""

    def search(self, query: Query, limit: int) -> Found:
        """At most ``limit`` hits, best first. Raises SearchFailed when it did not answer."""


@dataclass(frozen=True)
class Gathered:
    """What all backends gave for all queries.

    ``queries`` are those that were planned from what the first round gave, ``unfinished`` the ones whose next page of results may hold something;
    ``notes`` say what was not asked, and why; ``requests`` are counted by backend. ``wanted`` are hits of
    the second round that seem to be papers it asked for.
    """

    hits: tuple[Hit, ...]
    answers: tuple[SearchAnswer, ...]
    gaps: tuple[Gap, ...]
    usage: tuple[Usage, ...] = ()
    queries: tuple[Query, ...] = ()
    unfinished: tuple[Query, ...] = ()
    notes: tuple[str, ...] = ()
    requests: Mapping[str, int] = field(default_factory=dict)
    wanted: tuple[Hit, ...] = ()


def distinct_sites(sites: tuple[str, ...]) -> tuple[str, ...]:
    """The sites in order without those that lie below another one of them.

    A site stands for its host and everything below it, and www is no part of its name: with
    www.shanxi.gov.cn, jtyst.shanxi.gov.cn need not be named. www.gov.cn alone keeps it, because
    gov.cn would be every government.
    """
    bare = list(dict.fromkeys(_bare(site) for site in sites))
    return tuple(site for site in bare if not any(site.endswith(f".{other}") for other in bare))


def alternatives(query: Query) -> str:
    """The words of a query for a search that knows OR: (山西 OR 太原) (2021年9月 OR 2021年10月) 限电.

    A query whose parts are not told is its text.
    """
    if not query.words:
        return query.text
    groups = [group for group in (query.places, query.times, query.words) if group]
    return " ".join(g[0] if len(g) == 1 else f"({' OR '.join(g)})" for g in groups)


def within(host: str, sites: tuple[str, ...]) -> bool:
    """True when a host is one of the sites or lies below one."""
    name = _bare(host)
    return any(name == site or name.endswith(f".{site}") for site in map(_bare, sites))


def on_sites(url: str, sites: tuple[str, ...]) -> bool:
    """True when an address is on one of the sites; without sites every address is."""
    return not sites or within(host_of(url), sites)


def plain(text: Any) -> str:
    """Text without the marks a search puts around the words it found; empty for no text."""
    if not isinstance(text, str):
        return ""
    return " ".join(html.unescape(TAG.sub("", text)).split())


def ranked(backend: str, told: Iterable[Sequence[Any]], before: int = 0) -> tuple[Hit, ...]:
    """Results as hits in their order, each an address, a title, a snippet and a day; ``before`` come others."""
    return tuple(
        Hit(url=url, title=title, snippet=snippet, date=day, backend=backend, rank=rank)
        for rank, (url, title, snippet, day) in enumerate(told, start=before + 1)
    )


def first_day(result: Mapping[str, Any], names: Sequence[str]) -> date | None:
    """The first day that a result tells under one of these names."""
    return next((day for name in names if (day := day_of(result.get(name)))), None)


def with_address(results: Sequence[Any]) -> list[dict[str, Any]]:
    """The results of an answer that have an address: nothing can be done with others."""
    return [
        result
        for result in results
        if isinstance(result, dict) and isinstance(result.get("url"), str) and result["url"]
    ]


def day_of(stamp: Any) -> date | None:
    """The day in China of a date as searches write them, or None.

    Text that begins with a day counts by what it says, whatever zone follows: the services mean
    Chinese time even where they write Z. Numbers are milliseconds since 1970, a mail date is
    converted.
    """
    if isinstance(stamp, bool):
        return None
    try:
        if isinstance(stamp, int | float):
            return datetime.fromtimestamp(stamp / 1000, CHINA).date()
        if not isinstance(stamp, str):
            return None
        if found := WRITTEN_DAY.match(stamp):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if stamp.isdigit():
            return datetime.fromtimestamp(int(stamp) / 1000, CHINA).date()
        sent = parsedate_to_datetime(stamp)
        return (sent.astimezone(CHINA) if sent.tzinfo else sent).date()
    except (ValueError, OverflowError, OSError):
        return None


def _bare(site: str) -> str:
    host = site.strip().lower().rstrip(".")
    short = host.removeprefix("www.")
    return host if short in PUBLIC_SUFFIXES else short
