"""What was asked, what came back, what was chosen and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from agent.findings import Dossier, Finding
from agent.policy import PolicyKind
from agent.records import Gap, Hit, Page
from agent.report.items import aside_word
from agent.report.safe import address, one_line, shortened
from agent.report.words import Language, cause, word
from agent.text.urls import host_of, url_identity

LONGEST = 160


@dataclass(frozen=True)
class Asked:
    """A question put to one backend: how many hits it gave, or why it gave none."""

    query: str
    sites: tuple[str, ...]
    backend: str
    hits: int | None
    failure: str


@dataclass(frozen=True)
class Address:
    """An address that a search brought: whether it was chosen, and what became of it.

    ``place`` counts the chosen ones from 1, best first, and is 0 for those not opened. ``state`` is
    read, lost or unopened; ``findings`` tells what was found on the page.
    """

    place: int
    url: str
    title: str
    host: str
    backend: str
    state: str
    became: str
    findings: tuple[str, ...]


def asked(dossier: Dossier, language: Language) -> tuple[Asked, ...]:
    """Every question with its answer from each backend, in the order they were asked."""
    sites = {query.text: query.sites for query in dossier.queries}
    told = [
        Asked(one_line(a.query), sites.get(a.query, ()), a.backend, a.hits, "")
        for a in dossier.searches
    ]
    for gap in dossier.gaps:
        if gap.stage == "search":
            backend, _, query = gap.target.partition(": ")
            told.append(
                Asked(
                    one_line(query), sites.get(query, ()), backend, None, cause(gap.cause, language)
                )
            )
    order = {query.text: place for place, query in enumerate(dossier.queries)}
    return tuple(sorted(told, key=lambda one: order.get(one.query, len(order))))


def addresses(dossier: Dossier, language: Language) -> tuple[Address, ...]:
    """The chosen addresses, best first, then the hits that were not opened."""
    hits = {url_identity(hit.url): hit for hit in dossier.hits}
    pages = {url_identity(page.url): page for page in dossier.pages}
    pages |= {url_identity(page.answered_url): page for page in dossier.pages}
    gaps = {url_identity(g.target): g for g in dossier.gaps if g.stage in ("fetch", "read")}
    found: dict[str, list[str]] = {}
    for finding in dossier.findings:
        told = _told(finding, language)
        found.setdefault(url_identity(finding.policy.url), []).append(told)
    chosen = {url_identity(url): url for url in dossier.selected}
    listed = [
        _address(place, url, hits.get(key), pages.get(key), gaps.get(key), found, language)
        for place, (key, url) in enumerate(chosen.items(), 1)
    ]
    unopened = [
        _address(0, hit.url, hit, None, None, found, language)
        for key, hit in hits.items()
        if key not in chosen
    ]
    return (*listed, *unopened)


def _address(  # noqa: PLR0913 - what is known of an address
    place: int,
    url: str,
    hit: Hit | None,
    page: Page | None,
    gap: Gap | None,
    found: Mapping[str, list[str]],
    language: Language,
) -> Address:
    title = one_line(page.title if page and page.title else hit.title if hit else "")
    state, became = "unopened", word("address", "unopened", language)
    if page:
        state, became = "read", word("address", "read", language)
    elif gap:
        state, became = "lost", cause(gap.cause, language)
    elif place:
        # Another chosen address led to the same bytes.
        state, became = "read", word("address", "same", language)
    return Address(
        place=place,
        url=address(url),
        title=shortened(title or url, LONGEST),
        host=host_of(url),
        backend=hit.backend if hit else "",
        state=state,
        became=became,
        findings=tuple(found.get(url_identity(url), ())),
    )


def _told(finding: Finding, language: Language) -> str:
    if finding.kind is PolicyKind.BACKGROUND:
        return aside_word(finding, language)
    return word("status_short", finding.status.value, language)
