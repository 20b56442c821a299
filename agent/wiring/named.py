"""What the user names beside what is searched: pages to read, papers to ask for, sites to leave out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from agent.errors import UsageError
from agent.records import Changepoint, Hit, Interval, Query, Window
from agent.search import Gathered, within
from agent.text.document_numbers import normalise_document_number, read_document_number
from agent.text.urls import host_of, url_identity
from agent.wiring import Config
from agent.wiring.asking import chosen

BACKEND = "named"
"""The search that hits of the user's own seem to come from."""


def check_asked(config: Config) -> None:
    """Raise UsageError for a search that is not configured, or what is no address, number or host."""
    chosen(config)
    for url in config.add_urls:
        if not url.lower().startswith(("http://", "https://")) or not host_of(url):
            raise UsageError(f"--add-url: no web address: {url!r}", hint="it starts with https://")
    for number in config.documents:
        if read_document_number(number) is None:
            raise UsageError(f"--doc: no document number: {number!r}", hint="as 晋政发〔2022〕29号")
    for host in config.exclude:
        if "." not in host or "/" in host:
            raise UsageError(f"--exclude: no host: {host!r}", hint="as www.example.com")


def asking_for_papers(
    config: Config, plan: Callable[[Changepoint, Window], tuple[Query, ...]]
) -> Callable[[Changepoint, Window], tuple[Query, ...]]:
    """The plan with a question for every paper the user named, first of all."""

    def planned(point: Changepoint, window: Window) -> tuple[Query, ...]:
        named = (_paper(number, point, window) for number in config.documents)
        return (*(query for pair in named for query in pair), *plan(point, window))

    return planned


def _paper(number: str, point: Changepoint, window: Window) -> tuple[Query, Query]:
    """The two forms of a question for a number, from the year of the paper on; round 0 is the user's."""
    read = read_document_number(number)
    year = read.year if read and read.year else window.start.year
    start = min(window.start, date(year, 1, 1))
    word = normalise_document_number(number) or number
    long = Query(
        text=f"{point.province} {word}",
        window=Interval(start=start, end=window.end),
        places=(point.province,),
        words=(word,),
        round=0,
    )
    return long, long.model_copy(update={"short": True})


def with_named(config: Config, gathered: Gathered) -> Gathered:
    """What was found, the user's own pages before it, and without the sites left out."""
    own = [
        Hit(url=url, title="", backend=BACKEND, rank=rank)
        for rank, url in enumerate(config.add_urls, start=1)
    ]
    kept = without_excluded(config, gathered)
    return replace(kept, hits=(*own, *kept.hits))


def without_excluded(config: Config, gathered: Gathered) -> Gathered:
    """What was found without the sites that the user leaves out, and how many results that were."""
    kept = tuple(hit for hit in gathered.hits if not within(host_of(hit.url), config.exclude))
    gone = len(gathered.hits) - len(kept)
    told = f"--exclude {' '.join(config.exclude)}: {gone} results were left out"
    notes = (*gathered.notes, told) if config.exclude else gathered.notes
    return replace(gathered, hits=kept, notes=notes)


def named_first(
    rank: Callable[[tuple[Hit, ...], int], tuple[Hit, ...]], hits: tuple[Hit, ...], limit: int
) -> tuple[Hit, ...]:
    """The user's own pages, whatever they are called, and then the best of the others."""
    own = tuple(hit for hit in hits if hit.backend == BACKEND)
    same = {url_identity(hit.url) for hit in own}
    others = tuple(hit for hit in hits if url_identity(hit.url) not in same)
    return (*own, *rank(others, max(limit - len(own), 0)))
