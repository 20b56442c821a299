"""What was found, read and verified of what was planted, by the rounds of searching."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from agent.findings import Dossier, Finding, Status
from agent.pipeline import research
from agent.records import Changepoint, Interval, Query
from agent.report.items import is_duplicate
from agent.search import Gathered
from agent.text.dates import parse_date
from agent.text.urls import url_identity
from agent.wiring.workshop import Workshop
from tests.knowledge import knowledge
from tests.world_of_portals.documents import Document
from tests.world_of_portals.planted import Planted
from tests.world_of_portals.printed import Printed, printed


@dataclass
class Tally:
    """Sums over changepoints; a list has one number a thing or a changepoint.

    ``things`` were planted; ``first`` and ``found`` stand in the hits of the first round and of
    both; ``near`` counts the thing that its changepoint was laid near, alone. ``elsewhere`` counts
    verified findings on another province's page. ``cited`` and ``best`` count listed findings (the same
    thing once) with several pages, and those cited from a page of a government where there is one.
    ``printed`` is what is printed of verified findings.
    """

    things: int = 0
    first: int = 0
    found: int = 0
    read: int = 0
    verified: int = 0
    near: int = 0
    near_verified: int = 0
    points: int = 0
    elsewhere: int = 0
    cited: int = 0
    best: int = 0
    ranks: list[int] = field(default_factory=list)
    searches: list[int] = field(default_factory=list)
    fetches: list[int] = field(default_factory=list)
    calls: list[int] = field(default_factory=list)
    tokens: list[int] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    printed: list[Printed] = field(default_factory=list)


class Seen:
    """A search that remembers what the first round gave."""

    def __init__(self, search: Any) -> None:
        self._search = search
        self.first: set[str] = set()

    def __call__(self, queries: tuple[Query, ...], point: Changepoint) -> Gathered:
        gathered: Gathered = self._search(queries, point)
        self.first = {url_identity(hit.url) for hit in gathered.hits}
        return gathered


def measure(workshop: Workshop, planted: Sequence[Planted], documents: Iterable[Document]) -> Tally:
    """Research every changepoint and count."""
    tally = Tally()
    owner = {url_identity(d.url): d for d in documents}
    for one in planted:
        seen = Seen(workshop.deps.search)
        dossier = research(one.point, replace(workshop.deps, search=seen))
        _count(tally, one, dossier, seen.first, owner)
    return tally


def _count(
    tally: Tally,
    one: Planted,
    dossier: Dossier,
    first: set[str],
    owner: dict[str, Document],
) -> None:
    hits = {url_identity(hit.url) for hit in dossier.hits}
    read = {url_identity(page.url) for page in dossier.pages}
    selected = [url_identity(url) for url in dossier.selected]
    tally.points += 1
    for thing in one.things:
        pages = {url_identity(d.url): d for d in one.documents if d.thing == thing}
        told = [f for f in dossier.findings if url_identity(f.policy.url) in pages]
        right = any(_right(f, pages[url_identity(f.policy.url)]) for f in told)
        tally.things += 1
        tally.first += bool(pages.keys() & first)
        tally.found += bool(pages.keys() & hits)
        tally.read += bool(pages.keys() & read)
        tally.verified += right
        if places := [at for at, url in enumerate(selected, 1) if url in pages]:
            tally.ranks.append(places[0])
        if thing == one.near.thing:
            tally.near += bool(pages.keys() & hits)
            tally.near_verified += right
        if not right:
            state = (
                "read" if pages.keys() & read else "found" if pages.keys() & hits else "not found"
            )
            tally.missed.append(f"{state:<9} {one.point.province} {one.point.sector} {thing}")
    _count_findings(tally, one, dossier, owner)
    tally.printed += printed(dossier)
    tally.searches.append(sum(u.calls for u in dossier.usage if u.stage == "search"))
    tally.fetches.append(len(dossier.selected))
    tally.calls.append(sum(u.calls for u in dossier.usage if u.stage != "search"))
    tally.tokens.append(sum(u.prompt_tokens + u.completion_tokens for u in dossier.usage))


def _count_findings(
    tally: Tally, one: Planted, dossier: Dossier, owner: dict[str, Document]
) -> None:
    read = [owner[at] for at in map(url_identity, (p.url for p in dossier.pages)) if at in owner]
    for finding in dossier.findings:
        document = owner.get(url_identity(finding.policy.url))
        if finding.status is not Status.VERIFIED or document is None:
            continue
        if _is_elsewhere(document, one.point.province):
            tally.elsewhere += 1
            tally.missed.append(f"elsewhere {one.point.province} {finding.policy.url}")
        others = [d for d in read if d.thing == document.thing]
        if len(others) > 1 and not is_duplicate(finding):
            tally.cited += 1
            tally.best += bool(document.column) or not any(d.column for d in others)


def _is_elsewhere(document: Document, province: str) -> bool:
    """Another province's page, and not one on what two provinces share, as a railway."""
    if document.province in ("", province):
        return False
    named = knowledge().places.mentions("".join(document.lines))
    return not any(province in mention.provinces for mention in named)


def _right(finding: Finding, document: Document) -> bool:
    """Verified, and with the day of the paper or the happening among its dates."""
    true = Interval.of_day(document.true_day)
    days = [parse_date(date.value) for date in finding.policy.dates]
    return finding.status is Status.VERIFIED and any(d and d.overlaps(true) for d in days)


def row(name: str, tally: Tally) -> str:
    """A line of the table."""

    def share(number: int, of: int) -> str:
        return f"{number / of:5.2f}" if of else "    -"

    def middle(numbers: list[int]) -> str:
        return f"{statistics.median(numbers):6.0f}" if numbers else "     -"

    return (
        f"{name:<22} {share(tally.first, tally.things)} {share(tally.found, tally.things)}"
        f" {share(tally.near, tally.points)} {share(tally.read, tally.things)}"
        f" {share(tally.verified, tally.things)} {share(tally.near_verified, tally.points)}"
        f" {middle(tally.ranks)} {middle(tally.searches)} {middle(tally.fetches)}"
        f" {middle(tally.calls)} {middle(tally.tokens)} {tally.elsewhere:6d}"
        f" {share(tally.best, tally.cited)}"
    )


HEAD = (
    f"{'search':<22} {'1st':>5} {'both':>5} {'near':>5} {'read':>5} {'verif':>5} {'nearv':>5}"
    f" {'rank':>6} {'asked':>6} {'pages':>6} {'calls':>6} {'tokens':>6} {'wrong':>6} {'best':>5}"
)
LEGEND = """1st, both: share of the planted things in the hits of the first round, of both rounds; near: of those
the changepoint was laid near; read, verif: opened, verified with the right day; nearv: the same of the
near ones; rank, asked, pages, calls, tokens: medians a changepoint; wrong: verified findings of another
province; best: of findings on several pages those cited from a government's."""
