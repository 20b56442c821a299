"""What is worth opening, and what is worth reading closely: without a model, and always the same.

Both rankings add small whole points for what a title, a host or a page's own metadata shows. Ties
are broken by the search's rank and then by the address, so equal input gives equal output.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from agent.places import Places
from agent.publishers import NATIONAL, Publishers
from agent.records import Changepoint, Hit, Page, Window
from agent.sectors import Sectors
from agent.text.lexicon import lexicon
from agent.text.urls import host_of, url_identity

LEVEL_POINTS = {
    "central": 2,
    "provincial": 3,
    "municipal": 3,
    "county": 1,
    "state_media": 1,
    "media": 0,
    "company": 0,
    "commercial": -1,
    "reference": -2,
    "unknown": -1,
}
"""What a host of that level is worth before its province counts."""

ELSEWHERE = -6
"""What naming only other provinces costs: such a hit comes last, but is not dropped."""

HOST_SHARE = 3
"""In the first round a host gets at most one in this many of the places."""

ROOM_TO_SHOW = 6
"""From this many pages on one is read although it is another province's."""

LATE = datetime.timedelta(days=180)
"""A hit dated this long before the window is hardly about it; one put up later may well be."""


@dataclass(frozen=True)
class Knowledge:
    """What ranking knows beforehand."""

    places: Places
    publishers: Publishers
    sectors: Sectors


def rank_hits(
    hits: Sequence[Hit], changepoint: Changepoint, window: Window, knowledge: Knowledge, limit: int
) -> tuple[Hit, ...]:
    """At most ``limit`` hits to open, best first, no host taking more than a third at first.

    Hits of other provinces come last and fill what room is left: what a careless search returned
    is opened and shown as rejected where that costs nothing else its place.
    """
    scored = sorted(
        _distinct(hits),
        key=lambda hit: (
            -_hit_points(hit, changepoint, window, knowledge),
            hit.rank,
            url_identity(hit.url),
        ),
    )
    share = max(2, limit // HOST_SHARE)
    taken: Counter[str] = Counter()
    first, rest = [], []
    for hit in scored:
        host = host_of(hit.url)
        elsewhere = _hit_place(hit, changepoint, knowledge) < 0
        if taken[host] < share and not elsewhere:
            taken[host] += 1
            first.append(hit)
        else:
            rest.append(hit)
    return tuple((first + rest)[:limit])


def is_elsewhere(hit: Hit, changepoint: Changepoint, knowledge: Knowledge) -> bool:
    """True when a hit is plainly another province's: by its title or snippet, else by its host."""
    place = _hit_place(hit, changepoint, knowledge)
    return place < 0 or (place == 0 and _host_points(hit.url, changepoint, knowledge) <= ELSEWHERE)


def rank_pages(
    pages: Sequence[Page],
    changepoint: Changepoint,
    window: Window,
    knowledge: Knowledge,
    limit: int,
) -> tuple[Page, ...]:
    """At most ``limit`` pages to read closely, best first; pages that relate to nothing are dropped.

    A page relates when its place, its sector or one of its dates does. The order of the input
    (that of the hits) breaks ties. With room enough the last place goes to the page of another
    province that fits in date and sector (关中 for 山西): it is the one that a reader would take for
    ours, so the report has to show it as rejected.
    """
    scored = []
    for order, page in enumerate(pages):
        place = _page_place(page, changepoint, knowledge)
        sector = _page_sector(page, changepoint, knowledge)
        date = _date_points(page, window)
        if place <= 0 and sector <= 0 and date <= 0:
            continue
        level = LEVEL_POINTS.get(knowledge.publishers.of(page.answered_url).level, 0)
        points = place + sector + date + level + _words_of_instruments(page.title)
        mistakable = place < 0 < date and sector > 0
        scored.append((-points, order, url_identity(page.answered_url), page, mistakable))
    scored.sort(key=lambda row: row[:3])
    chosen = scored[:limit]
    left_out = [row for row in scored[limit:] if row[4]]
    if limit >= ROOM_TO_SHOW and left_out and not any(row[4] for row in chosen):
        chosen[-1] = left_out[0]
    return tuple(row[3] for row in chosen)


def _distinct(hits: Sequence[Hit]) -> list[Hit]:
    seen: dict[str, Hit] = {}
    for hit in hits:
        identity = url_identity(hit.url)
        if identity not in seen or hit.rank < seen[identity].rank:
            seen[identity] = hit
    return list(seen.values())


def _hit_points(hit: Hit, changepoint: Changepoint, window: Window, knowledge: Knowledge) -> float:
    text = f"{hit.title} {hit.snippet}"
    points: float = _hit_place(hit, changepoint, knowledge)
    points += _host_points(hit.url, changepoint, knowledge)
    points += _words_of_instruments(hit.title)
    if changepoint.sector:
        points += max(0.0, min(3.0, knowledge.sectors.score(text, changepoint.sector)))
    if hit.date:
        points += 2 if window.start <= hit.date <= window.end else 0
        points -= 3 if hit.date < window.start - LATE else 0
    return points


def _hit_place(hit: Hit, changepoint: Changepoint, knowledge: Knowledge) -> int:
    """By the title; by the snippet, which may name a neighbour, only where the title names none."""
    titled = _place_points(hit.title, changepoint, knowledge)
    return titled or _place_points(hit.snippet, changepoint, knowledge)


def _place_points(text: str, changepoint: Changepoint, knowledge: Knowledge) -> int:
    """3 when the province is named, 0 when no place is, less when only others are."""
    mentions = [m for m in knowledge.places.mentions(text) if not m.ambiguous]
    named = {province for mention in mentions for province in mention.provinces}
    if changepoint.province in named:
        return 3
    return ELSEWHERE if mentions else 0


def _host_points(url: str, changepoint: Changepoint, knowledge: Knowledge) -> int:
    publisher = knowledge.publishers.of(url)
    points = LEVEL_POINTS.get(publisher.level, 0)
    if not publisher.government or publisher.province in (None, NATIONAL):
        return points
    return points + 1 if publisher.province == changepoint.province else ELSEWHERE


def _words_of_instruments(title: str) -> int:
    return 1 if lexicon().pattern("issue.ranked").search(title) else 0


def _page_place(page: Page, changepoint: Changepoint, knowledge: Knowledge) -> int:
    """By title, issuing agency and host; by the body only where those name no place."""
    agency = page.meta.agency.value if page.meta.agency else ""
    home = knowledge.publishers.province_of_agency(agency) if agency else None
    if home in (changepoint.province, NATIONAL):
        return 4
    titled = _place_points(f"{page.title} {agency}", changepoint, knowledge)
    if titled:
        return titled
    host = knowledge.publishers.of(page.answered_url)
    if host.government:
        return 3 if host.province in (changepoint.province, None, NATIONAL) else ELSEWHERE
    lead = page.body_text[:600]
    named = {p for m in knowledge.places.mentions(lead) for p in m.provinces}
    return 2 if changepoint.province in named else 0


def _page_sector(page: Page, changepoint: Changepoint, knowledge: Knowledge) -> float:
    if changepoint.sector is None:
        return 0
    grade = knowledge.sectors.grade(page.title, page.text, changepoint.sector)
    return {"direct": 4, "umbrella": 2, "upstream": 2, "other": -2}.get(grade.grade, 0)


def _date_points(page: Page, window: Window) -> int:
    """By the dates of the paper; the upload counts only where the page gives no other."""
    meta = page.meta
    intervals = [
        date.interval
        for date in (meta.signed, meta.issued, meta.effective, meta.in_force)
        if date is not None
    ]
    if not intervals and meta.uploaded:
        intervals = [meta.uploaded.interval]
    if not intervals:
        return 0
    return 3 if any(interval.overlaps(window) for interval in intervals) else -2
