"""Tavily, a search service; with a key, or without one at a capped rate.

``POST {base}/search`` with a Bearer key, or with ``X-Tavily-Access-Mode: keyless``. It takes real
dates and domains, at most 400 characters of query and 20 results. One basic search costs a credit.
Over the keyless cap it answers ``{"error": {code, message, …}}``.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from agent.prices import SearchPrice
from agent.records import Query
from agent.search import Member, distinct_sites, with_address
from agent.search.keyed import Keyed, Shape
from agent.search.questions import cause_in_words, failed

if TYPE_CHECKING:
    from agent.search.http import Asker

NAME = "tavily"
BASE_URL = "https://api.tavily.com"
LONGEST_QUERY = 399
MOST_RESULTS = 20
KEYLESS = "tavily-keyless"
"""The name it is priced by without a key."""
MOST_DOMAINS = 300
SHAPE = Shape("title", ("content",), ("published_date",))
HINTS = {"wrong_key": "see TAVILY_API_KEY", "quota": "wait, or set TAVILY_API_KEY"}


def tavily(asker: Asker, key: str | None = None, base_url: str = BASE_URL) -> Keyed:
    """Tavily at an address, asked with a key, or None for keyless access."""
    url = base_url.rstrip("/") + "/search"
    keyless = {} if key else {"X-Tavily-Access-Mode": "keyless"}
    name = NAME if key else KEYLESS
    return Keyed(asker, NAME, url, key, SHAPE, HINTS, _body, _accept, keyless, name)


def _body(query: Query, limit: int) -> dict[str, Any]:
    body: dict[str, Any] = {
        "query": query.text[:LONGEST_QUERY],
        "search_depth": "basic",
        "topic": "general",
        "max_results": min(limit, MOST_RESULTS),
        "start_date": query.window.start.isoformat(),
        "end_date": query.window.end.isoformat(),
    }
    if sites := distinct_sites(query.sites):
        body["include_domains"] = list(sites[:MOST_DOMAINS])
    return body


def _accept(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict) and isinstance(value.get("results"), list):
        return with_address(value["results"])
    said = value.get("error") or value.get("detail") if isinstance(value, dict) else None
    if said is None:
        raise failed(NAME, "error", "answered JSON without results")
    told = said.get("message", "") if isinstance(said, dict) else said
    limited = isinstance(said, dict) and "retry_after_seconds" in said
    cause = "quota" if limited else cause_in_words(str(said)) or "error"
    raise failed(NAME, cause, str(told)[:200], HINTS.get(cause, ""))


MEMBER = Member(
    name=NAME,
    finds="the web by days, weak on government sites; without a key at a capped rate",
    setting="TAVILY_API_KEY",
    unset=KEYLESS,
    # One basic search takes one credit; the 1,000 free credits of a month are not counted as free.
    prices=(
        SearchPrice(
            name=NAME,
            currency="usd",
            call=0.008,
            seen=date(2026, 11, 24),
            source="https://docs.tavily.com/documentation/api-credits",
        ),
        SearchPrice.free(KEYLESS, date(2026, 11, 24), "https://docs.tavily.com"),
    ),
    make=lambda parts, key: tavily(parts.asker, key or None),
)
