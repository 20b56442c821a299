"""All questions to all searches, side by side; one list of hits, and what could not be asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Executor
from datetime import timedelta

from agent.coverage import IN_PART
from agent.errors import SearchFailed
from agent.records import Gap, Hit, Query, SearchAnswer
from agent.search import FATAL, Found, Gathered, SearchBackend, on_sites
from agent.text.urls import url_identity

EARLIER = timedelta(days=365)
"""How long before the window a page may date from and still be about it."""

Pair = tuple[Query, SearchBackend]
Outcome = Found | SearchFailed


ALLOWANCE = 12
"""The most requests to one backend for a changepoint, both rounds and pages of results together."""


def both(first: Gathered, queries: tuple[Query, ...], second: Gathered) -> Gathered:
    """Both rounds as one; ``queries`` are those of the second."""
    seen = {url_identity(hit.url) for hit in first.hits}
    new = tuple(hit for hit in second.hits if url_identity(hit.url) not in seen)
    return Gathered(
        hits=(*first.hits, *new),
        answers=(*first.answers, *second.answers),
        gaps=(*first.gaps, *second.gaps),
        usage=(*first.usage, *second.usage),
        queries=queries,
        notes=tuple(dict.fromkeys((*first.notes, *second.notes))),
        wanted=second.wanted,
    )


def gather(
    queries: Sequence[Query],
    backends: Sequence[SearchBackend],
    province: str,
    pool: Executor,
    limit: int,
    earlier: Gathered | None = None,
) -> Gathered:
    """Put every query to every backend that can answer it, on the pool.

    A backend is asked no more than ALLOWANCE times, with the requests of an ``earlier`` round; what
    is left out for that is a note.

    Hits come in the order of queries, then backends, then rank, each address once, whatever
    finished first. A backend that refuses us for good (no key, no money, no connection) is not
    asked what has not been asked yet. A failure is a Gap; it is material when no backend that
    covers the province and the window answered the same query. A search of which only a part
    answered has both hits and a gap; where that part is too small, it counts as not answered.
    """
    pairs, notes = _allowed(queries, backends, dict(earlier.requests) if earlier else {})
    outcomes = _asked(pairs, pool, limit)
    answered = [
        (pair, outcome)
        for pair, outcome in zip(pairs, outcomes, strict=True)
        if not isinstance(outcome, SearchFailed)
    ]
    settled = {
        query
        for (query, backend), found in answered
        if not found.partial and _covers(backend, query, province)
    }
    gaps = [
        gap
        for pair, outcome in zip(pairs, outcomes, strict=True)
        if (gap := _gap_of(pair, outcome, material=pair[0] not in settled))
    ]
    answers = [
        SearchAnswer(
            backend=backend.name,
            query=query.text,
            hits=len(found.hits),
            covers=_covers(backend, query, province),
        )
        for (query, backend), found in answered
        if not found.partial
    ]
    merged: dict[str, Hit] = {}
    for (query, _), found in answered:
        for hit in found.hits:
            if usable(hit, query):
                merged.setdefault(url_identity(hit.url), hit)
    usage = tuple(paid for outcome in outcomes for paid in outcome.usage)
    return Gathered(
        hits=tuple(merged.values()),
        answers=tuple(answers),
        gaps=tuple(gaps),
        usage=usage,
        unfinished=tuple(dict.fromkeys(query for (query, _), found in answered if found.more)),
        notes=(*_told(answered), *notes),
        requests=_requests(pairs, outcomes),
    )


def _asked(pairs: Sequence[Pair], pool: Executor, limit: int) -> list[Outcome]:
    """The outcomes of all pairs, in order; a search of few words is asked in turn, in one thread.

    It is a government's own and pauses between two questions; a thread for each of them would be
    one that waits.
    """
    refusing: dict[int, SearchFailed] = {}
    groups: dict[object, list[int]] = {}
    for place, (_, backend) in enumerate(pairs):
        groups.setdefault(backend.name if backend.coverage.short else place, []).append(place)

    def ask(places: list[int]) -> list[Outcome]:
        return [_ask(*pairs[place], limit, refusing) for place in places]

    futures = [(places, pool.submit(ask, places)) for places in groups.values()]
    outcomes = {
        place: outcome
        for places, future in futures
        for place, outcome in zip(places, future.result(), strict=True)
    }
    return [outcomes[place] for place in range(len(pairs))]


def _allowed(
    queries: Sequence[Query], backends: Sequence[SearchBackend], spent: dict[str, int]
) -> tuple[list[Pair], tuple[str, ...]]:
    """The pairs to ask, in order, and a note for each backend that is not asked everything."""
    pairs, left_out = [], Counter[str]()
    for query in queries:
        for backend in backends:
            if not backend.coverage.can_answer(query):
                continue
            if spent.get(backend.name, 0) >= ALLOWANCE:
                left_out[backend.name] += 1
                continue
            spent[backend.name] = spent.get(backend.name, 0) + 1
            pairs.append((query, backend))
    notes = (
        f"{name}: {number} questions were not asked, {ALLOWANCE} requests are the most"
        for name, number in left_out.items()
    )
    return pairs, tuple(notes)


def _told(answered: Sequence[tuple[Pair, Found]]) -> tuple[str, ...]:
    """What each search says it looked through, by its first answer."""
    told: dict[str, str] = {}
    for (_, backend), found in answered:
        if found.told:
            told.setdefault(backend.name, found.told)
    return tuple(told.values())


def _requests(pairs: Sequence[Pair], outcomes: Sequence[Outcome]) -> dict[str, int]:
    """How often every backend was asked: once a question, more where it takes several requests."""
    asked = Counter[str]()
    for (_, backend), outcome in zip(pairs, outcomes, strict=True):
        asked[backend.name] += max(1, len(outcome.usage))
    return dict(asked)


def usable(hit: Hit, query: Query) -> bool:
    """True unless a hit is on another site than asked for, or provably about another time.

    The date of a hit is that of its upload at best, so an upper bound: a page uploaded years after
    the window may report what happened in it, and stays. A page from before the window cannot
    report an event in it, but a measure may come into force a good while after it is issued; so
    only what is older than the window by more than a year goes. Hits without a date stay.
    """
    if not hit.url.startswith(("http://", "https://")) or not on_sites(hit.url, query.sites):
        return False
    return hit.date is None or hit.date >= query.window.start - EARLIER


def _ask(
    query: Query, backend: SearchBackend, limit: int, refusing: dict[int, SearchFailed]
) -> Outcome:
    """Ask, unless the backend refused us for good; ``refusing`` has the first such failure of each."""
    if earlier := refusing.get(id(backend)):
        return earlier
    try:
        return backend.search(query, limit)
    except SearchFailed as failure:
        if failure.cause in FATAL:
            refusing.setdefault(id(backend), failure)
        return failure


def _covers(backend: SearchBackend, query: Query, province: str) -> bool:
    return backend.coverage.covers(province, query.window)


def _gap_of(pair: Pair, outcome: Outcome, *, material: bool) -> Gap | None:
    """What of a question was not answered, if anything."""
    query, backend = pair
    if isinstance(outcome, SearchFailed):
        told = f"{outcome.message} ({outcome.hint})" if outcome.hint else outcome.message
        cause = outcome.cause
    elif outcome.silent:
        told = f"{backend.name}: engines that did not answer: {'; '.join(outcome.silent)}"[:300]
        cause = outcome.partial or IN_PART
        material = material and bool(outcome.partial)
    else:
        return None
    target = f"{backend.name}: {query.text}"
    return Gap(stage="search", target=target, cause=cause, detail=told, material=material)
