"""A province's own search, on its portal: adapters for four makers, driven by rows of a table.

A portal wants every word it is given and shows the newest first, so it is asked one word at a time,
with the year beside it where it reads the whole text. Nothing here was tried on a live site: an
answer of another shape, of another site, or a refusal with HTTP 200 is a gap and never "nothing".
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from agent.prices import SearchPrice
from agent.records import Hit, Query
from agent.search import Coverage, Found, Member
from agent.search.members.portal.families import Result, read_results
from agent.search.questions import Question, failed
from agent.text.urls import host_of

if TYPE_CHECKING:
    from agent.publishers.portals import PortalRow, PortalTable
    from agent.search.http import Asker

BROWSER = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/131.0.0.0 Safari/537.36"
)
HINTS = {
    "blocked": "the site wants a browser: save pages by hand, research import-page URL FILE",
    "error": "its search may have changed: research doctor --portals PROVINCE says what it answers",
}


class Portal:
    """The portals of the provinces that the table knows.

    Args:
        asker: puts the questions.
        table: how each portal is asked.
        province_of: the province whose publisher is behind an address, None where that is not known.
        user_agent: what portals are told we are.
    """

    name = "portal"

    def __init__(
        self,
        asker: Asker,
        table: PortalTable,
        province_of: Callable[[str], str | None],
        *,
        user_agent: str = BROWSER,
    ) -> None:
        self._asker = asker
        self._table = table
        self._province_of = province_of
        self._user_agent = user_agent
        self.coverage = Coverage(
            levels=frozenset({"provincial", "municipal"}),
            provinces=table.provinces,
            short=True,
            whole=False,
        )

    def search(self, query: Query, limit: int) -> Found:
        """Hits in the portal's order, newest first. Raises SearchFailed."""
        row = self._table.of(query.places[0]) if query.places else None
        if row is None:
            raise failed(self.name, "error", "no portal is known for this query's province")
        answer = self._asker.ask(self._question(row, query), partial(self._accept, row))
        results = answer.value
        hits = tuple(
            Hit(
                url=result.url,
                title=result.title,
                date=result.day,
                backend=self.name,
                rank=(query.page - 1) * row.size + rank,
            )
            for rank, result in enumerate(results[: max(limit, row.size)], start=1)
        )
        days = [result.day for result in results]
        newer = all(day is not None and day > query.window.end for day in days)
        return Found(hits, answer.usage, more=bool(days) and newer and len(days) >= row.size)

    def _question(self, row: PortalRow, query: Query) -> Question:
        year = query.times[:1] if row.full_text else ()
        words = " ".join((*(query.words or (query.text,)), *year))
        filled = {
            name: _filled(value, words, query.page - 1 + row.first)
            for name, value in row.fields.items()
        }
        sent: dict[str, Any] = {
            {"query": "params", "form": "form", "json": "body"}[row.send]: filled
        }
        return Question(
            self.name,
            row.url,
            query,
            headers={"User-Agent": self._user_agent, "Referer": f"https://{row.host}/"},
            hints=HINTS,
            paced_as=f"{self.name} {row.host}",
            **sent,
        )

    def _accept(self, row: PortalRow, value: Any) -> list[Result]:
        results = read_results(row, value)
        if results is None:
            said = value.get("msg") or value.get("message") if isinstance(value, dict) else None
            detail = f"{row.host} answered in another shape{f': {said}' if said else ''}"
            raise failed(self.name, "error", detail[:200], HINTS["error"])
        owners = {self._province_of(result.url) for result in results} - {None}
        if owners and row.province not in owners:
            told = ", ".join(sorted({host_of(result.url) for result in results})[:3])
            raise failed(self.name, "error", f"{row.host} answered with another site's: {told}")
        return results


def _filled(value: Any, words: str, page: int) -> Any:
    """A field with what is asked in its place; numbers and lists stay as the table has them."""
    if not isinstance(value, str):
        return value
    if value == "{page}":
        return str(page)
    return value.replace("{words2}", quote(words)).replace("{words}", words)


MEMBER = Member(
    name=Portal.name,
    finds="what a province's own portal finds, one word at a time; none was tried live",
    prices=(SearchPrice(name=Portal.name, call=0, seen=date(2026, 11, 24)),),
    short=True,
    make=lambda parts, _: Portal(
        parts.asker, parts.portals, lambda url: parts.publishers.of(url).province
    ),
)
