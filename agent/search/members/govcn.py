"""The policy library of gov.cn 国务院政策文件库: documents of central bodies, by date.

``GET https://sousuo.www.gov.cn/search-gov/data``; no key, but it wants a browser's User-Agent and
its own Referer. It holds the State Council and its departments and nothing of a province, so it
can never show that a province did nothing. Words that no central document holds (the province, a
month) are taken out of what is sent: the window goes along as dates.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from agent.lazy import lazy_pattern
from agent.net import BROWSER
from agent.prices import SearchPrice
from agent.records import Query
from agent.search import Coverage, Found, Member, first_day, plain, ranked
from agent.search.questions import Question, failed

if TYPE_CHECKING:
    from agent.search.http import Asker

BASE_URL = "https://sousuo.www.gov.cn"
MOST_RESULTS = 100
MOST_WORDS = 6
"""More words of a long query than these only blur what the library ranks by."""
NO_MATCH = "1001"
DAYS = ("pubtimeStr", "ptime", "pubtime")
WHEN = lazy_pattern(r"\d{4}(?:-\d{4})?年(?:\d{1,2}月)?")
HINTS = {"blocked": "the library refuses this User-Agent; set RESEARCH_USER_AGENT"}


@dataclass(frozen=True)
class GovCn:
    """The policy library; words that are ``left_out`` are not sent, such as the names of provinces.

    ``user_agent`` is what it is told that we are.
    """

    asker: Asker
    base_url: str = BASE_URL
    left_out: Sequence[str] = ()
    user_agent: str = BROWSER
    name = "govcn"
    coverage = Coverage(
        levels=frozenset({"central"}), provinces=frozenset(), hosts=frozenset({"www.gov.cn"})
    )

    def search(self, query: Query, limit: int) -> Found:
        """Hits by relevance, all classes of documents together. Raises SearchFailed."""
        words = query.words[:MOST_WORDS] or tuple(
            word for word in query.text.split() if word not in self.left_out
        )
        text = " ".join(word for word in words if not WHEN.fullmatch(word))
        params = {
            "t": "zhengcelibrary",
            "q": text or query.text,
            "timetype": "timezd",
            "mintime": query.window.start.isoformat(),
            "maxtime": query.window.end.isoformat(),
            "sort": "score",
            "sortType": "1",
            "searchfield": "title:content:summary",
            "p": "1",
            "n": str(min(limit, MOST_RESULTS)),
        }
        question = Question(
            self.name,
            f"{self.base_url}/search-gov/data",
            query,
            params=params,
            headers={"User-Agent": self.user_agent, "Referer": f"{self.base_url}/"},
            hints=HINTS,
        )
        found = self.asker.ask(question, self._accept)
        told = (
            (url, plain(result.get("title")), _snippet(result), first_day(result, DAYS))
            for url, result in list(found.items())[:limit]
        )
        return Found(ranked(self.name, told), (question.usage,))

    def _accept(self, value: Any) -> dict[str, dict[str, Any]]:
        code = str(value.get("code")) if isinstance(value, dict) else ""
        if code == NO_MATCH:
            return {}
        found = value.get("searchVO") if code == "200" else None
        if code == "200" and (found is None or found == []) and not value.get("data"):
            return {}
        if not isinstance(found, dict):
            raise failed(self.name, "error", f"answered code {code or 'none'} without a list")
        classes = found.get("catMap")
        lists = list(classes.values()) if isinstance(classes, dict) else [found]
        merged: dict[str, dict[str, Any]] = {}
        for group in lists:
            items = group.get("listVO") if isinstance(group, dict) else None
            for item in items if isinstance(items, list) else []:
                if isinstance(item, dict) and isinstance(item.get("url"), str) and item["url"]:
                    merged.setdefault(item["url"], item)
        return merged


def _snippet(result: dict[str, Any]) -> str:
    """Number, issuer and summary in one line: what a person would choose by."""
    parts = (plain(result.get(name)) for name in ("pcode", "puborg", "summary"))
    return " ".join(part for part in parts if part)


MEMBER = Member(
    name=GovCn.name,
    finds="documents of central bodies, by days",
    prices=(SearchPrice.free(GovCn.name, date(2026, 11, 24), "https://sousuo.www.gov.cn"),),
    make=lambda parts, _: GovCn(
        parts.asker,
        left_out=tuple(n for p in parts.places.provinces for n in (p.full, p.name)),
        user_agent=parts.user_agent,
    ),
)
