"""What the page shows around a finding, the queue above all, as plain values for its template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from agent.report.provinces import province_told, sector_told
from agent.report.words import Language, word
from agent.review.desk import Desk, Snapshot
from agent.review.queue import (
    PAGE,
    Filters,
    Row,
    State,
    Which,
    belongs,
)
from agent.review.standing import Queue
from agent.review.words import fault_words, words_for

MOST_RUNS = 4
"""Runs that are named in a command."""


@dataclass(frozen=True)
class Asked:
    """What a request asks to see: filters, a finding, a document of it."""

    filters: Filters
    key: str = ""
    document: str = ""
    did: str = ""
    undone: str = ""


@dataclass(frozen=True)
class Listing:
    """What passes, the page of it that is sent, and the finding that is open."""

    queue: Queue
    shown: tuple[Row, ...]
    page: int
    pages: int
    key: str

    @property
    def place(self) -> int:
        """Where the open finding stands, -1 where it does not."""
        return self.queue.keys.index(self.key) if self.key in self.queue.keys else -1


def listing(desk: Desk, asked: Asked) -> Listing:
    """Filter, order and page the list; without a key the first finding is open."""
    filters, queue = asked.filters, desk.queue(asked.filters)
    pages = max(1, -(-len(queue.rows) // PAGE))
    key = asked.key or (
        queue.keys[(filters.page - 1) * PAGE] if filters.page <= pages and queue.keys else ""
    )
    page = queue.keys.index(key) // PAGE + 1 if key in queue.keys else min(filters.page, pages)
    start = (page - 1) * PAGE
    return Listing(queue, queue.rows[start : start + PAGE], page, pages, key)


def after(listed: Listing, gone: Sequence[str] = ()) -> str:
    """The key of the next finding that is not among those decided; the one before at the end."""
    keys, place = listed.queue.keys, listed.place
    others, settled = chain(keys[place + 1 :], keys[: max(0, place)][::-1]), set(gone)
    return next((key for key in others if key not in settled), "")


def frame(desk: Desk, asked: Asked, listed: Listing, language: Language) -> dict[str, Any]:
    """The queue and everything around the finding, which the template words."""
    keys, place = listed.queue.keys, listed.place
    now, filters = desk.snapshot(), asked.filters
    return {
        **words_for(language),
        "filters": filters,
        "reviewer": desk.reviewer,
        "run": desk.run,
        "lists": Which,
        "states": State,
        "facets": {
            name: _options(name, told, filters, language)
            for name, told in listed.queue.facets.items()
        },
        "listed": listed,
        "now": now,
        "before": keys[place - 1] if place > 0 else "",
        "following": keys[place + 1] if place + 1 < len(keys) else "",
        # As research report takes them.
        "report_of": desk.run
        or (" ".join(sorted(now.runs)) if len(now.runs) <= MOST_RUNS else "latest"),
        "waiting": _waiting(now, filters),
    }


def _waiting(now: Snapshot, filters: Filters) -> int:
    """How many findings wait though this reviewer is done: reviewers differ, or are unsure."""
    open_ones = (now.by_key[key] for key in now.lists.unsettled if key in now.by_key)
    return sum(
        not entry.waits and belongs(entry.row, filters.which, now.lists) for entry in open_ones
    )


def _options(
    name: str, values: list[tuple[str, int]], filters: Filters, language: Language
) -> list[tuple[str, str, int]]:
    """The values of a filter, their words, and how many findings have each."""
    chosen = getattr(filters, name)
    known = dict(values)
    if chosen:
        known.setdefault(chosen, 0)
    return [(value, _facet_words(name, value, language), n) for value, n in known.items()]


def _facet_words(name: str, value: str, language: Language) -> str:
    if name == "sector" and value == "none":
        return sector_told(None, language, "no_sector")
    if name == "fault":
        return fault_words(value, language)
    if name == "province":
        return province_told(value, language)
    return word(name, value, language) if name in ("sector", "kind") else value
