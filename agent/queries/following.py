"""The second round: papers and places that the first one names, and what was cut off.

What a hit or a page names is a lead, not evidence: it decides only what is asked next.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TypeVar

from agent.places import Places
from agent.queries import times_of
from agent.queries.papers import Lead
from agent.records import Changepoint, Hit, Query, Window

Item = TypeVar("Item")

MOST_LONG, MOST_SHORT = 3, 1
"""Questions of the second round to a search that takes long queries, and to one that does not."""
PLACES_A_QUERY = 3
PAPERS_A_QUERY = 2
WORDS_A_QUERY = 6
ENOUGH = 40
"""Hits of the window that name the province: with so many, only papers are asked for."""


@dataclass(frozen=True)
class FirstRound:
    """What the first round gave: its questions, hits, questions whose list was cut, and leads to papers."""

    queries: Sequence[Query]
    hits: Sequence[Hit]
    unfinished: Sequence[Query] = ()
    papers: Sequence[Lead] = ()


def plan_following(
    changepoint: Changepoint, window: Window, first: FirstRound, places: Places
) -> tuple[Query, ...]:
    """The queries of the second round: none twice, none that was asked in the first.

    Papers and places take turns, papers first.
    """
    near = [hit for hit in first.hits if hit.date is None or hit.date >= window.start]
    named = _places(changepoint, first.queries, near, places)
    cut = [query.model_copy(update={"page": query.page + 1}) for query in first.unfinished]
    papers = [
        _about(_asked_by(group), (), changepoint, window)
        for group in _groups(first.papers, PAPERS_A_QUERY)
    ]
    around = [
        _about(_words(group, first.queries, near), group, changepoint, window)
        for group in _groups(named, PLACES_A_QUERY)
    ]
    short = [
        *(_short(changepoint, lead.words[:1], window) for lead in first.papers[:1]),
        *cut[:1],
        *(_short(changepoint, (place,), window) for place in named[:1]),
    ]
    planned = [*_in_turn(papers, around)[:MOST_LONG], *short[:MOST_SHORT]]
    return tuple(query.model_copy(update={"round": 2}) for query in planned)


def _asked_by(papers: Sequence[Lead]) -> tuple[str, ...]:
    return tuple(word for lead in papers for word in lead.words)


def _groups(items: Sequence[Item], size: int) -> list[tuple[Item, ...]]:
    return [tuple(items[at : at + size]) for at in range(0, len(items), size)]


def _in_turn(papers: Sequence[Query], places: Sequence[Query]) -> list[Query]:
    turns = zip_longest(papers, places)
    return [query for pair in turns for query in pair if query is not None]


def enough(changepoint: Changepoint, window: Window, hits: Sequence[Hit]) -> bool:
    """True when the first round found so much in the window that more of the same need not be asked."""
    inside = [
        hit
        for hit in hits
        if hit.date
        and window.start <= hit.date <= window.end
        and changepoint.province in f"{hit.title} {hit.snippet}"
    ]
    return len(inside) >= ENOUGH


def _places(
    changepoint: Changepoint, queries: Sequence[Query], hits: Sequence[Hit], places: Places
) -> list[str]:
    """Places of the province that hits name and no query did, most often named first."""
    asked = tuple({place for query in queries for place in query.places})
    named: Counter[str] = Counter()
    for hit in hits:
        for mention in places.mentions(f"{hit.title} {hit.snippet}", counties=True):
            ours = mention.provinces == (changepoint.province,) and not mention.ambiguous
            if ours and mention.level != "province" and not mention.text.startswith(asked):
                named[mention.text] += 1
    return [name for name, _ in named.most_common(PLACES_A_QUERY * MOST_LONG)]


def _words(group: Sequence[str], queries: Sequence[Query], hits: Sequence[Hit]) -> tuple[str, ...]:
    """The words of the first round that stand beside these places, most often first."""
    said = [f"{h.title} {h.snippet}" for h in hits]
    beside = [text for text in said if any(place in text for place in group)]
    known = dict.fromkeys(word for query in queries for word in query.words)
    counts = {word: sum(word in text for text in beside) for word in known}
    chosen = sorted((w for w in known if counts[w]), key=lambda word: -counts[word])
    return tuple(chosen[:WORDS_A_QUERY]) or tuple(known)[:WORDS_A_QUERY]


def _about(
    words: tuple[str, ...], group: tuple[str, ...], changepoint: Changepoint, window: Window
) -> Query:
    times = times_of("near", changepoint.date, window) if group else ()
    named = group or (changepoint.province,)
    return Query(
        text=" ".join(dict.fromkeys((changepoint.province, *group, *times, *words))),
        window=window,
        places=named,
        times=times,
        words=words,
    )


def _short(changepoint: Changepoint, words: tuple[str, ...], window: Window) -> Query:
    return Query(
        text=" ".join((changepoint.province, *words)),
        window=window,
        places=(changepoint.province,),
        times=times_of("year", changepoint.date, window),
        words=words,
        short=True,
    )
