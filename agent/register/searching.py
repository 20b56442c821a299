"""Search in the register: the documents with a day in a window, those first whose words are asked for.

Every document of the province with a day in the window is looked at: words order what is given, and
only a document with none of them is left out. A word counts the more the fewer of them have it, and
more in a title than in a text.
"""

from __future__ import annotations

import datetime
import math
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from agent.records import Record, Window
from agent.register.book import Register, month_token
from agent.store.index import phrase, words_around

IN_TITLE = 3.0
"""How much more a word counts where it stands in a title."""


class Row(Record):
    """A document that was found. ``day`` is the one of the list, else the last it states."""

    url: str
    title: str
    day: datetime.date | None
    number: str
    agency: str
    state: str
    excerpt: str


def search(
    register: Register, province: str, window: Window, words: Sequence[str], limit: int
) -> tuple[Row, ...]:
    """At most ``limit`` documents, best first; without words the newest first. Raises StateError."""
    inside = _inside(register, province, window)
    scores = (
        _scores(register, province, window, words, inside) if words else dict.fromkeys(inside, 0.0)
    )
    newest = sorted(scores, key=lambda document: (inside[document].day, document), reverse=True)
    best = sorted(newest, key=lambda document: -scores[document])[:limit]
    return tuple(_row(register, document, words) for document in best)


class _Inside(NamedTuple):
    title: str
    day: str


def _inside(register: Register, province: str, window: Window) -> dict[int, _Inside]:
    """The titles and days of the documents of a province with a day in a window, by number."""
    rows = register.database.rows(
        "SELECT id, title, coalesce(listed, issued, signed, effective) FROM documents WHERE id IN"
        " (SELECT document_id FROM days WHERE province = ? AND day BETWEEN ? AND ?)",
        province,
        str(window.start),
        str(window.end),
    )
    return {row[0]: _Inside(row[1], row[2]) for row in rows}


def _scores(
    register: Register,
    province: str,
    window: Window,
    words: Sequence[str],
    inside: dict[int, _Inside],
) -> dict[int, float]:
    facets = f'facets : ("{province}" AND ({" OR ".join(_months(window))}))'
    scores: dict[int, float] = defaultdict(float)
    for word in dict.fromkeys(words):
        looked_for = phrase(word)
        if not looked_for:
            continue
        having = inside.keys() & _having(register, f"{facets} AND {{title text}} : {looked_for}")
        rare = math.log(1 + len(inside) / max(1, len(having)))
        for document in having:
            scores[document] += rare * (IN_TITLE if word in inside[document].title else 1.0)
    return scores


def _having(register: Register, asked: str) -> set[int]:
    rows = register.database.rows("SELECT rowid FROM entries WHERE entries MATCH ?", asked)
    return {row[0] for row in rows}


def _months(window: Window) -> list[str]:
    """The words of all months of a window."""
    first = window.start.year * 12 + window.start.month - 1
    last = window.end.year * 12 + window.end.month - 1
    return [month_token(f"{m // 12:04d}-{m % 12 + 1:02d}") for m in range(first, last + 1)]


def _row(register: Register, document: int, words: Sequence[str]) -> Row:
    (row,) = register.database.rows("SELECT * FROM documents WHERE id = ?", document)
    days = [row[name] for name in ("listed", "issued", "signed", "effective") if row[name]]
    told: dict[str, Any] = {
        name: row[name] for name in ("url", "title", "number", "agency", "state")
    }
    day = datetime.date.fromisoformat(days[0]) if days else None
    return Row(
        **told, day=day, excerpt=words_around(row["text"], list(words)) if row["text"] else ""
    )
