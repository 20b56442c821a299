"""SearXNG, a search of searches that one runs oneself.

``GET {base}/search?q=…&format=json``; its settings must allow the json format, else it answers
403. It has no dates to search by: the months stand in the query, and hits are filtered afterwards.
A site restriction is part of the query, ``words site:a OR site:b``; many sites are asked in
several requests. When engines do not answer it still says 200 and names them in
``unresponsive_engines``. Where no engine that searches the whole web is left, the hits of the
others are taken, but it is no answer; and what some engines left out is never kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from agent.errors import SearchFailed, UsageError
from agent.prices import SearchPrice
from agent.records import Query, Usage
from agent.search import (
    Coverage,
    Found,
    Member,
    alternatives,
    day_of,
    distinct_sites,
    plain,
    ranked,
    with_address,
)
from agent.search.questions import Question, failed

if TYPE_CHECKING:
    from agent.search.http import Asker

SITES_A_REQUEST = 6
"""Engines cut long queries: Google takes 32 words."""

WHOLE_WEB = frozenset(
    [
        "360search",
        "baidu",
        "bing",
        "brave",
        "duckduckgo",
        "google",
        "mojeek",
        "naver",
        "presearch",
        "quark",
        "qwant",
        "sogou",
        "startpage",
        "yahoo",
        "yandex",
        "yep",
    ]
)
"""Engines of SearXNG that search everything. One of them has looked where we want to look; an
encyclopedia or a code host has not."""

HINTS = {
    "blocked": "allow it: search.formats: [html, json] in settings.yml, server.limiter: false",
    "unreachable": "is SearXNG running there? see SEARXNG_URL",
    "error": "is SEARXNG_URL the address of a SearXNG, without /search?",
}


@dataclass(frozen=True)
class Page:
    """The results of one request, the engines that did not answer, and whether one looked that counts."""

    results: list[dict[str, Any]]
    silent: dict[str, str]
    looked: bool

    @property
    def told(self) -> str:
        """The silent engines with their reasons."""
        return ", ".join(f"{engine} ({why})" for engine, why in self.silent.items())

    @property
    def cause(self) -> str:
        """Why they did not answer: timeout when all were slow."""
        slow = all("timeout" in why.lower() for why in self.silent.values())
        return "timeout" if slow else "blocked"


class SearXNG:
    """A SearXNG instance.

    Args:
        asker: puts the questions.
        base_url: where it runs, as http://127.0.0.1:8888.

    Raises UsageError when the address is none.
    """

    name = "searxng"
    coverage = Coverage()

    def __init__(self, asker: Asker, base_url: str) -> None:
        if not base_url.startswith(("http://", "https://")):
            raise UsageError(
                f"not the address of a SearXNG: {base_url!r}",
                hint="write it with http:// or https://",
            )
        self._asker = asker
        self._url = base_url.rstrip("/").removesuffix("/search") + "/search"

    def search(self, query: Query, limit: int) -> Found:
        """Hits in SearXNG's order; several requests take turns. Raises SearchFailed."""
        sites = distinct_sites(query.sites)
        groups = [sites[i : i + SITES_A_REQUEST] for i in range(0, len(sites), SITES_A_REQUEST)]
        pages: list[Page] = []
        paid: tuple[Usage, ...] = ()
        for question in [self._question(query, group) for group in groups or [()]]:
            try:
                page = self._asker.ask(question, self._accept, whole=lambda page: not page.silent)
            except SearchFailed as failure:
                failure.usage = paid
                raise
            pages.append(page)
            paid = (*paid, question.usage)
        taken: dict[str, dict[str, Any]] = {}
        for row in zip_longest(*(page.results for page in pages)):
            for result in row:
                if result is not None:
                    taken.setdefault(result["url"], result)
        told = (
            (
                url,
                plain(found.get("title")),
                plain(found.get("content")),
                day_of(found.get("publishedDate")),
            )
            for url, found in list(taken.items())[:limit]
        )
        hits = ranked(self.name, told)
        silent = dict.fromkeys(page.told for page in pages if page.silent)
        partial = [page.cause for page in pages if not page.looked]
        return Found(hits, paid, tuple(silent), "".join(partial[:1]))

    def _question(self, query: Query, sites: tuple[str, ...]) -> Question:
        restriction = " OR ".join(f"site:{site}" for site in sites)
        params = {
            "q": f"{alternatives(query)} {restriction}".strip(),
            "format": "json",
            "language": "zh-CN",
            "categories": "general",
        }
        return Question(self.name, self._url, query, params=params, hints=HINTS)

    def _accept(self, value: Any) -> Page:
        if not isinstance(value, dict) or not isinstance(value.get("results"), list):
            raise failed(self.name, "error", "answered JSON of another service", HINTS["error"])
        results = with_address(value["results"])
        silent = dict(_silent(value.get("unresponsive_engines")))
        named = {name for result in results for name in _engines(result)}
        page = Page(results, silent, not silent or bool(named & WHOLE_WEB - set(silent)))
        if not results and not page.looked:
            raise failed(self.name, page.cause, f"its engines did not answer: {page.told}"[:300])
        return page


def _engines(result: dict[str, Any]) -> list[str]:
    """The engines that gave a result."""
    several = result.get("engines")
    named = [result.get("engine"), *(several if isinstance(several, list) else [])]
    return [name.lower() for name in named if isinstance(name, str)]


def _silent(engines: Any) -> list[tuple[str, str]]:
    """Names of engines that did not answer, each with the reason given."""
    found = []
    for entry in engines if isinstance(engines, list) else []:
        name, *why = entry if isinstance(entry, list) and entry else [entry]
        found.append((str(name), " ".join(map(str, why)) or "no reason given"))
    return found


MEMBER = Member(
    name=SearXNG.name,
    finds="what the engines of your own SearXNG find",
    setting="SEARXNG_URL",
    needed=True,
    # What its engines cost, if anything, is between its owner and them.
    prices=(SearchPrice.free(SearXNG.name, date(2026, 11, 24), "https://docs.searxng.org"),),
    make=lambda parts, url: SearXNG(parts.asker, url),
)
