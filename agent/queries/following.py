"""The second round: places and papers that the hits of the first one name, and what was cut off.

What a hit names is a lead, not evidence: it decides only what is asked next.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from agent.places import Places
from agent.queries import times_of
from agent.records import Changepoint, Hit, Query, Window
from agent.text.document_numbers import document_numbers

MOST_LONG, MOST_SHORT = 3, 1
"""Questions of the second round to a search that takes long queries, and to one that does not."""
PLACES_A_QUERY = 3
WORDS_A_QUERY = 6
ENOUGH = 40
"""Hits of the window that name the province: with so many, places are not asked for one by one."""
QUOTED = re.compile(r"《([^《》]{6,40})》")
"""A paper by its name, as 《山西省碳达峰实施方案》; shorter ones are books and laws."""


def plan_following(
    changepoint: Changepoint,
    window: Window,
    queries: Sequence[Query],
    hits: Sequence[Hit],
    unfinished: Sequence[Query],
    places: Places,
) -> tuple[Query, ...]:
    """The queries of the second round: none twice, none that was asked in the first."""
    near = [hit for hit in hits if hit.date is None or hit.date >= window.start]
    papers = _papers(near)
    named = _places(changepoint, queries, near, places)
    long = [
        *(_about((paper,), (), changepoint, window) for paper in papers[:1]),
        *(
            _about(_words(group, queries, near), group, changepoint, window)
            for group in _groups(named)
        ),
    ]
    cut = [query.model_copy(update={"page": query.page + 1}) for query in unfinished]
    short = [
        *cut[:1],
        *(_short(changepoint, (paper,), window) for paper in papers[:1]),
        *(_short(changepoint, (place,), window) for place in named[:1]),
        *cut[1:],
    ]
    planned = [*long[:MOST_LONG], *short[:MOST_SHORT]]
    return tuple(query.model_copy(update={"round": 2}) for query in planned)


def enough(changepoint: Changepoint, window: Window, hits: Sequence[Hit]) -> bool:
    """True when the first round found so much in the window that a second one may be left out."""
    inside = [
        hit
        for hit in hits
        if hit.date
        and window.start <= hit.date <= window.end
        and changepoint.province in f"{hit.title} {hit.snippet}"
    ]
    return len(inside) >= ENOUGH


def _papers(hits: Sequence[Hit]) -> list[str]:
    """Papers that hits name, by name or number, and that no hit seems to be, most often named first.

    A number that a snippet begins with is that of the hit itself (agent.search writes it so); any
    other is one that the page quotes: 根据晋政发〔2022〕29号.
    """
    titles = "\n".join(hit.title for hit in hits)
    own: set[str] = set()
    named: Counter[str] = Counter()
    for hit in hits:
        numbers = document_numbers(hit.snippet)
        own |= {number.text for number in numbers if number.span.start == 0}
        quoted = [number.text for number in numbers if number.span.start > 0]
        named.update(set(QUOTED.findall(hit.snippet)) | set(quoted))
    ordered = sorted(named, key=lambda name: (-named[name], name))
    return [name for name in ordered if name not in titles and name not in own]


def _places(
    changepoint: Changepoint, queries: Sequence[Query], hits: Sequence[Hit], places: Places
) -> list[str]:
    """Places of the province that hits name and no query did, most often named first."""
    asked = {place for query in queries for place in query.places}
    named: Counter[str] = Counter()
    for hit in hits:
        for mention in places.mentions(f"{hit.title} {hit.snippet}", counties=True):
            ours = mention.provinces == (changepoint.province,) and not mention.ambiguous
            known = any(mention.text.startswith(place) for place in asked)
            if ours and not known and mention.level != "province":
                named[mention.text] += 1
    return [name for name, _ in named.most_common(PLACES_A_QUERY * MOST_LONG)]


def _groups(named: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(named[at : at + PLACES_A_QUERY]) for at in range(0, len(named), PLACES_A_QUERY)]


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
