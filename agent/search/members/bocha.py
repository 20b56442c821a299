"""Bocha 博查, a Chinese search service with a key.

``POST {base}/v1/web-search`` with a Bearer key; ``freshness`` takes a range of days, ``include``
up to 20 domains. The answer says ``code: 200`` inside, also as a string; an error may come with
HTTP 200 and another code. ``dateLastCrawled`` is the time of publication in China although it ends
in Z.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from agent.prices import SearchPrice
from agent.records import Query
from agent.search import Member, distinct_sites, with_address
from agent.search.keyed import Keyed, Shape
from agent.search.questions import BY_STATUS, cause_in_words, failed

if TYPE_CHECKING:
    from agent.search.http import Asker

NAME = "bocha"
BASE_URL = "https://api.bochaai.com"
MOST_RESULTS = 50
MOST_DOMAINS = 20
SHAPE = Shape("name", ("summary", "snippet"), ("datePublished", "dateLastCrawled"))
HINTS = {"wrong_key": "see BOCHA_API_KEY", "quota": "the account needs money, or wait"}


def bocha(asker: Asker, key: str, base_url: str = BASE_URL) -> Keyed:
    """Bocha at an address, asked with a key."""
    url = base_url.rstrip("/") + "/v1/web-search"
    return Keyed(asker, NAME, url, key, SHAPE, HINTS, _body, _accept)


def _body(query: Query, limit: int) -> dict[str, Any]:
    body: dict[str, Any] = {
        "query": query.text,
        "freshness": f"{query.window.start}..{query.window.end}",
        "summary": True,
        "count": min(limit, MOST_RESULTS),
    }
    if sites := distinct_sites(query.sites):
        body["include"] = "|".join(sites[:MOST_DOMAINS])
    return body


def _accept(value: Any) -> list[dict[str, Any]]:
    if not isinstance(value, dict) or "code" not in value:
        raise failed(NAME, "error", "answered JSON of another service")
    if str(value["code"]) != "200":
        said = str(value.get("msg") or value.get("message") or "")
        code = str(value["code"])
        by_code = BY_STATUS.get(int(code), "error") if code.isdigit() else "error"
        cause = cause_in_words(said) or by_code
        raise failed(NAME, cause, f"code {code}: {said}"[:200], HINTS.get(cause, ""))
    data = value.get("data")
    pages = data.get("webPages") if isinstance(data, dict) else None
    if pages is None:
        return []
    results = pages.get("value") if isinstance(pages, dict) else None
    if results is not None and not isinstance(results, list):
        raise failed(NAME, "error", "answered without a list of pages")
    return with_address(results or [])


MEMBER = Member(
    name=NAME,
    finds="the Chinese web, by days",
    setting="BOCHA_API_KEY",
    needed=True,
    # As programs that use it state the price: the service's own page needs an account.
    prices=(
        SearchPrice(
            name=NAME,
            currency="cny",
            call=0.036,
            seen=date(2026, 11, 28),
            source="https://open.bochaai.com",
        ),
    ),
    make=lambda parts, key: bocha(parts.asker, key),
)
