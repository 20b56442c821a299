"""What the page shows around a finding, the queue above all, as plain values for its template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from agent.findings import Label
from agent.report.provinces import province_told, sector_told, where
from agent.report.safe import one_line
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
from agent.review.words import fault_words, ui

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


def neighbours(listed: Listing) -> tuple[str, str]:
    """The keys before and after the open finding, empty at the ends."""
    keys, place = listed.queue.keys, listed.place
    following = keys[place + 1] if place + 1 < len(keys) else ""
    return keys[place - 1] if place > 0 else "", following


def frame(desk: Desk, asked: Asked, listed: Listing, language: Language) -> dict[str, Any]:
    """The queue and everything around the finding."""
    text, filters = ui(language), asked.filters
    before, following = neighbours(listed)
    now = desk.snapshot()
    counts = now.open
    return {
        "t": text,
        "lang": language,
        "other_lang": filters.address(lang="en" if language == "zh" else "zh", key=listed.key),
        "filters": filters,
        "reviewer": desk.reviewer,
        "run": desk.run,
        "lists": [
            (
                which.value,
                text[f"list_{which}"],
                counts[which.value],
                filters.address(which=which.value, page=1),
            )
            for which in Which
        ],
        "states": [
            (state.value, text[f"state_{state}"], filters.address(state=state.value, page=1))
            for state in State
        ],
        "facets": [
            _facet(name, told, filters, language) for name, told in listed.queue.facets.items()
        ],
        "rows": [_row(row, listed.key, following, filters, language) for row in listed.shown],
        "total": _total(listed.queue, text),
        "done": now.all[filters.which] - counts[filters.which],
        "of": now.all[filters.which],
        "page": listed.page,
        "pages": listed.pages,
        "page_before": filters.address(page=listed.page - 1) if listed.page > 1 else "",
        "page_after": filters.address(page=listed.page + 1) if listed.page < listed.pages else "",
        "before": filters.address(key=before) if before else "",
        "following": filters.address(key=following) if following else "",
        "following_name": _name_of(following, now),
        "here": filters.address(),
        "check_word": lambda check: word("check", check, language),
        "any_finding": bool(now.entries),
        "report_of": _runs(desk, now),
        "waiting": _waiting(now, filters, text),
    }


def _total(queue: Queue, text: Mapping[str, str]) -> str:
    """How many findings pass, about how many things, at how many changepoints."""
    told = text["rows"].replace("$n", str(len(queue.rows)))
    if queue.rows:
        things = text["things"].replace("$things", str(queue.things))
        told += things.replace("$points", str(queue.points))
    return told


def _runs(desk: Desk, now: Snapshot) -> str:
    """The runs whose findings are shown, as ``research report`` takes them."""
    return desk.run or (" ".join(sorted(now.runs)) if len(now.runs) <= MOST_RUNS else "latest")


def _name_of(key: str, now: Snapshot) -> str:
    entry = now.by_key.get(key)
    return one_line(entry.row.name) or "-" if entry else ""


def _waiting(now: Snapshot, filters: Filters, text: Mapping[str, str]) -> str:
    """That this reviewer is done and yet some findings wait: reviewers differ, or are unsure."""
    open_ones = (now.by_key[key] for key in now.lists.unsettled if key in now.by_key)
    left = [
        entry
        for entry in open_ones
        if entry.mine is not None and belongs(entry.row, filters.which, now.lists)
    ]
    return text["empty_waiting"].replace("$n", str(len(left))) if left else ""


def _facet(
    name: str, values: list[tuple[str, int]], filters: Filters, language: Language
) -> dict[str, Any]:
    now = getattr(filters, name)
    known = dict(values)
    if now and now not in known:
        known[now] = 0
    options = [(value, _facet_words(name, value, language), n) for value, n in known.items()]
    return {"name": name, "words": ui(language)[f"by_{name}"], "now": now, "options": options}


def _facet_words(name: str, value: str, language: Language) -> str:
    if name == "sector" and value == "none":
        return sector_told(None, language, "no_sector")
    if name == "fault":
        return fault_words(value, language)
    if name == "province":
        return province_told(value, language)
    return word(name, value, language) if name in ("sector", "kind") else value


def _row(
    row: Row, key: str, following: str, filters: Filters, language: Language
) -> dict[str, Any]:
    entry = row.entry
    found = entry.row
    province = province_told(found.province, language)
    return {
        "name": one_line(found.name) or "-",
        "where": where(province, found.sector, found.at, language),
        "fault": fault_words(entry.fault, language) if entry.fault else "",
        "status": found.status.value,
        "status_words": word("status", found.status.value, language),
        "same": row.same,
        "mine": word("decision", entry.mine.decision.value, language) if entry.mine else "",
        "differs": entry.differs,
        "changed": entry.changed or entry.older,
        "open": found.finding_key == key,
        "next": found.finding_key == following,
        "address": filters.address(key=found.finding_key),
    }


def labels(language: Language) -> Mapping[str, str]:
    """The word and the mark of each label."""
    text = ui(language)
    return {label.value: text[f"label_{label}"] for label in Label}
