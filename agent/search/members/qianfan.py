"""Baidu Qianfan 百度千帆 web search, with a key.

``POST {base}/v2/ai_search/web_search`` with a Bearer key: the words as a message, up to 50 results, sites
to keep to and a range of days. The answer has ``references``; an error has ``code`` and ``message``,
also with HTTP 200. The shape is that of public notes and was never tried with a key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from agent.records import Query
from agent.search import Member, distinct_sites, with_address
from agent.search.keyed import Keyed, Shape
from agent.search.questions import cause_in_words, failed

if TYPE_CHECKING:
    from agent.search.http import Asker

NAME = "qianfan"
BASE_URL = "https://qianfan.baidubce.com"
MOST_RESULTS = 50
MOST_SITES = 100
LONGEST_QUERY = 72
"""Characters of a message that count; what follows is cut by the service."""
SHAPE = Shape("title", ("content",), ("date",))
HINTS = {
    "wrong_key": "see QIANFAN_API_KEY",
    "quota": "the free calls of the day are used, or the account needs money",
}
BY_CODE = {
    "RATE_LIMIT": "quota",
    "QUOTA": "quota",
    "BILLING": "quota",
    "AUTH": "wrong_key",
    "INVALID_API_KEY": "wrong_key",
    "IAM": "wrong_key",
}
"""The beginning of an error's code, as RATE_LIMIT_QPS or QUOTA_USER_DAILY_FREE."""


def qianfan(asker: Asker, key: str, base_url: str = BASE_URL) -> Keyed:
    """Qianfan at an address, asked with a key; its hits stand in Baidu's order."""
    url = base_url.rstrip("/") + "/v2/ai_search/web_search"
    return Keyed(asker, NAME, url, key, SHAPE, HINTS, _body, _accept)


def _body(query: Query, limit: int) -> dict[str, Any]:
    days = {"gte": str(query.window.start), "lte": str(query.window.end)}
    searched: dict[str, Any] = {"range": {"page_time": days}}
    if sites := distinct_sites(query.sites):
        searched["match"] = {"site": list(sites[:MOST_SITES])}
    return {
        "messages": [{"role": "user", "content": query.text[:LONGEST_QUERY]}],
        "edition": "standard",
        "search_source": "baidu_search_v2",
        "resource_type_filter": [{"type": "web", "top_k": min(limit, MOST_RESULTS)}],
        "search_filter": searched,
    }


def _accept(value: Any) -> list[dict[str, Any]]:
    found = value.get("references") if isinstance(value, dict) else None
    if isinstance(found, list):
        return [one for one in with_address(found) if one.get("type", "web") == "web"]
    told = value if isinstance(value, dict) else {}
    code = str(told.get("code") or told.get("error_code") or "")
    said = str(told.get("message") or told.get("error_msg") or "")
    if not code and told.get("request_id"):
        return []
    by_code = next((cause for head, cause in BY_CODE.items() if code.upper().startswith(head)), "")
    cause = by_code or cause_in_words(f"{code} {said}") or "error"
    words = f"code {code or 'none'}: {said}" if code or said else "answered without references"
    raise failed(NAME, cause, words[:200], HINTS.get(cause, ""))


MEMBER = Member(
    name=NAME,
    finds="Baidu's web, by days; a hundred calls a day are free; never tried with a key",
    setting="QIANFAN_API_KEY",
    needed=True,
    make=lambda parts, key: qianfan(parts.asker, key),
)
"""Its price stands in no page that was read: RESEARCH_PRICES."""
