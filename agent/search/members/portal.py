"""A province's own search, on its portal: adapters for four makers, driven by rows of a table.

A portal wants every word it is given and shows the newest first, so it is asked one word at a time,
with the year beside it where it reads the whole text. Nothing here was tried on a live site: an
answer of another shape, of another site, or a refusal with HTTP 200 is a gap and never "nothing".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urljoin

from agent.lazy import cached_property, lazy_pattern
from agent.net import BROWSER
from agent.prices import SearchPrice
from agent.records import Query
from agent.search import Coverage, Found, Member, day_of, plain, ranked
from agent.search.questions import Question, failed
from agent.text.urls import host_of

if TYPE_CHECKING:
    from agent.publishers.portals import PortalRow, PortalTable
    from agent.search.http import Asker


HINTS = {
    "blocked": "the site wants a browser: save pages by hand, research import-page URL FILE",
    "error": "its search may have changed: research doctor --portals PROVINCE says what it answers",
}


@dataclass
class Portal:
    """The portals of the provinces that the table knows.

    ``table`` says how each is asked; ``province_of`` gives the province whose publisher is behind an
    address, None where that is not known; ``user_agent`` is what portals are told that we are.
    """

    asker: Asker
    table: PortalTable
    province_of: Callable[[str], str | None]
    user_agent: str = BROWSER
    name = "portal"

    @cached_property
    def coverage(self) -> Coverage:
        """What it can find."""
        levels = frozenset({"provincial", "municipal"})
        return Coverage(levels, provinces=self.table.provinces, short=True, whole=False)

    def search(self, query: Query, limit: int) -> Found:
        """Hits in the portal's order, newest first. Raises SearchFailed."""
        row = self.table.of(query.places[0]) if query.places else None
        if row is None:
            raise failed(self.name, "error", "no portal is known for this query's province")
        question = self._question(row, query)
        results = self.asker.ask(question, partial(self._accept, row))
        told = ((one.url, one.title, "", one.day) for one in results[: max(limit, row.size)])
        hits = ranked(self.name, told, (query.page - 1) * row.size)
        days = [result.day for result in results]
        newer = all(day is not None and day > query.window.end for day in days)
        return Found(hits, (question.usage,), more=bool(days) and newer and len(days) >= row.size)

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
            headers={"User-Agent": self.user_agent, "Referer": f"https://{row.host}/"},
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
        owners = {self.province_of(result.url) for result in results} - {None}
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
    prices=(SearchPrice.free(Portal.name, date(2026, 11, 24)),),
    short=True,
    make=lambda parts, _: Portal(
        parts.asker,
        parts.portals,
        lambda url: parts.publishers.of(url).province,
        parts.user_agent,
    ),
)


LINK = lazy_pattern(r"visit/link\.do\?url=([^&\"'<>\s]+)")
TITLE = lazy_pattern(r"&(?:amp;)?title=([^&\"'<>\s]+)")
DAY = lazy_pattern(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}")


@dataclass(frozen=True)
class Result:
    """One result: where it leads, what it is called, and the day the portal gives."""

    url: str
    title: str
    day: date | None


def read_results(row: PortalRow, value: Any) -> list[Result] | None:
    """The results of an answer, each address once; None when it is of another shape or a refusal."""
    if not isinstance(value, dict) or value.get("success") is False:
        return None
    if row.family == "jsearchfront":
        pieces = value.get("result")
        if not isinstance(pieces, list):
            return None
        read = [_of_fragment(piece) for piece in pieces if isinstance(piece, str)]
    else:
        entries = _at(value, row.rows)
        if entries is None:
            return None
        read = [_of_entry(row, entry) for entry in entries if isinstance(entry, dict)]
    return list({result.url: result for result in read if result}.values())


def _at(value: Any, path: str) -> list[Any] | None:
    """The list at a path of names; after ``name[]`` the rest is looked for in each of its entries."""
    here, many = [value], False
    for name in path.split("."):
        bare = name.removesuffix("[]")
        if not all(isinstance(one, dict) and bare in one for one in here):
            return None
        here = [one[bare] for one in here]
        if name != bare:
            if not isinstance(here[0], list):
                return None
            here, many = here[0], True
    if many:
        return here
    return here[0] if isinstance(here[0], list) else None


def _of_entry(row: PortalRow, entry: dict[str, Any]) -> Result | None:
    link = entry.get(row.link)
    title = plain(entry.get(row.title) or entry.get("title"))
    if not isinstance(link, str) or not link or not title:
        return None
    return Result(urljoin(row.url, link), title, day_of(entry.get(row.date)))


def _of_fragment(piece: str) -> Result | None:
    """A piece of HTML as jsearchfront gives: address and title stand escaped in its link."""
    link, title, day = LINK.search(piece), TITLE.search(piece), DAY.search(plain(piece))
    url = unquote(link[1]) if link else ""
    if not url.startswith(("http://", "https://")) or not title:
        return None
    return Result(url, plain(unquote(title[1])), day_of(day[0]) if day else None)
