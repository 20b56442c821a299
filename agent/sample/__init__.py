"""A small invented web that ships with the program: no network, no key, nothing true in it.

``answer`` plays every server of it, and a search in the shape of SearXNG. It speaks no HTTP: a
transport is made around it elsewhere, so that invented pages take the same way through search,
fetch, readers, extraction and checks as real ones. All hosts end in ``.example`` (RFC 2606).
"""

from __future__ import annotations

import datetime
import json
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import SplitResult, parse_qs, urlsplit

from agent.records import Record
from agent.sample.overlap import Entry, Overlap, visible_text

SAMPLE = Path(__file__).parent
"""The folder that holds the manifest, the tables and the pages."""


class SampleHit(Record):
    """What the search answers for a page; a date of None is one the search does not know."""

    title: str
    snippet: str
    date: datetime.date | None = None


class SamplePage(Record):
    """An address, the file whose bytes it answers, and the trap it is there for.

    ``url`` is empty for the answer to unknown addresses; ``hit`` is None when no search finds it.
    """

    url: str = ""
    file: str
    status: int
    headers: dict[str, str]
    trap: str
    hit: SampleHit | None = None

    def content(self) -> bytes:
        """The bytes as a server would send them."""
        return (SAMPLE / "pages" / self.file).read_bytes()


class Manifest(Record):
    """All invented pages, and what any other address answers."""

    pages: tuple[SamplePage, ...]
    missing: SamplePage


def read_manifest() -> Manifest:
    """The manifest that ships with the program."""
    table = tomllib.loads((SAMPLE / "manifest.toml").read_text(encoding="utf-8"))
    return Manifest.model_validate({"pages": table["page"], "missing": table["missing"]})


SEARCH_URL = "https://search.example"
"""Base address of the search; it answers ``/search?q=…&format=json``."""

PUBLISHERS = SAMPLE / "publishers.toml"
"""Who stands behind the hosts, in the format of a user's own publishers table."""

QUERIES = SAMPLE / "queries.toml"
"""The invented hosts in place of the central ones, in the format of a user's own templates."""

PAGE_OF_RESULTS = 10


class SampleAnswer(NamedTuple):
    """What a server answers: status, headers with lower-case names, body."""

    status: int
    headers: dict[str, str]
    body: bytes


def answer(method: str, url: str, body: bytes = b"") -> SampleAnswer:
    """The answer of the invented web to one request.

    ``body`` counts only for a search asked by POST. An address that is not in the manifest is
    answered with a 404, a method that a web page does not know with a 405.
    """
    parts = urlsplit(url)
    if parts.hostname == urlsplit(SEARCH_URL).hostname:
        return _searched(method, parts, body)
    if method not in ("GET", "HEAD"):
        return SampleAnswer(405, {"content-type": "text/plain", "allow": "GET, HEAD"}, b"")
    web = _web()
    page = web.pages.get(_place(parts), web.missing)
    content = b"" if method == "HEAD" else page.content()
    return SampleAnswer(page.status, dict(page.headers), content)


@dataclass(frozen=True)
class _Web:
    pages: dict[tuple[str, str, str], SamplePage]
    missing: SamplePage
    listed: tuple[tuple[str, SampleHit], ...]
    index: Overlap


@cache
def _web() -> _Web:
    manifest = read_manifest()
    found = tuple((page, page.hit) for page in manifest.pages if page.hit)
    entries = tuple(
        Entry(
            host=_place(urlsplit(page.url))[0],
            title=hit.title,
            snippet=hit.snippet,
            text=visible_text(page.content()),
        )
        for page, hit in found
    )
    return _Web(
        pages={_place(urlsplit(page.url)): page for page in manifest.pages},
        missing=manifest.missing,
        listed=tuple((page.url, hit) for page, hit in found),
        index=Overlap(entries),
    )


def _place(parts: SplitResult) -> tuple[str, str, str]:
    """What names a page: http and https are one, and so are the spellings of a host."""
    return (parts.hostname or "", parts.path or "/", parts.query)


def _searched(method: str, parts: SplitResult, body: bytes) -> SampleAnswer:
    if parts.path != "/search" or method not in ("GET", "POST"):
        return SampleAnswer(404, {"content-type": "text/plain"}, b"")
    asked = parse_qs(body.decode("utf-8", "replace") if method == "POST" else parts.query)
    if asked.get("format", ["html"])[-1] != "json":
        return SampleAnswer(403, {"content-type": "text/plain"}, b"only format=json is answered")
    query = asked.get("q", [""])[-1]
    number = asked.get("pageno", ["1"])[-1]
    first = (max(int(number), 1) - 1) * PAGE_OF_RESULTS if number.isdecimal() else 0
    web = _web()
    ranked = web.index.search(query)[first : first + PAGE_OF_RESULTS]
    reply = {
        "query": query,
        "number_of_results": 0,
        "results": [_result(web.listed[found], score) for found, score in ranked],
        "answers": [],
        "corrections": [],
        "infoboxes": [],
        "suggestions": [],
        "unresponsive_engines": [],
    }
    headers = {"content-type": "application/json"}
    return SampleAnswer(200, headers, json.dumps(reply, ensure_ascii=False).encode())


def _result(found: tuple[str, SampleHit], score: float) -> dict[str, Any]:
    url, hit = found
    return {
        "url": url,
        "title": hit.title,
        "content": hit.snippet,
        "publishedDate": f"{hit.date}T00:00:00" if hit.date else None,
        "engine": "sample",
        "engines": ["sample"],
        "category": "general",
        "score": round(score, 3),
    }
