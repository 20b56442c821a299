"""Pages in research.db: each text once, however many changepoints it was read for.

A row of ``pages`` is what a reader made of some bytes. Beside the dossier stands when it was fetched
and by which address, and the JSON of the dossier itself has no page. Text is put together as text:
what comes out is, character for character, what pydantic writes for the whole dossier.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from pydantic_core import to_json

from agent.errors import StateError
from agent.records import Page

PAGES, NO_PAGES = '"pages":[', '"pages":[]'
"""Stands in a dossier's JSON once: inside a string the quotes would be escaped, and no other record
has a field of this name."""
NO_URL, NO_TIME, NO_ATTACHMENTS = (
    '"url":""',
    '"fetched_at":"1970-01-01T00:00:00Z"',
    '"attachments":[]',
)
PUT_BACK = "put back a copy of the file, or research the changepoint again"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Again = Callable[[str, datetime, str], Page | None]
"""Reads a document again: its URL, when it was fetched, and the text of the link that led to it; None where that
cannot be done."""


class Placed(NamedTuple):
    """A document of a dossier: the page's number in it, 0 for the page and 1… for its attachments."""

    page: int
    place: int
    sha256: str
    text: str
    url: str
    fetched_at: str


def put_pages(connection: sqlite3.Connection, dossier: int, pages: Sequence[Page]) -> None:
    """Keep the pages of a dossier, within a transaction of the caller's."""
    _put(connection, dossier, _placed(pages))


def _text_of(document: Page) -> str:
    """The JSON of a document without what depends on where and when it was fetched."""
    without: dict[str, Any] = {"url": "", "fetched_at": EPOCH, "attachments": ()}
    return document.model_copy(update=without).model_dump_json()


def _placed(pages: Sequence[Page]) -> Iterator[Placed]:
    for number, page in enumerate(pages):
        for place, document in enumerate(page.documents()):
            yield Placed(
                page=number,
                place=place,
                sha256=document.sha256,
                text=_text_of(document),
                url=document.url,
                fetched_at=json.loads(to_json(document.fetched_at)),
            )


def _put(connection: sqlite3.Connection, dossier: int, placed: Iterable[Placed]) -> None:
    for one in placed:
        key = hashlib.sha256(one.text.encode()).hexdigest()
        connection.execute(
            "INSERT OR IGNORE INTO pages (key, sha256, json) VALUES (?, ?, ?)",
            (key, one.sha256, one.text),
        )
        connection.execute(
            "INSERT INTO dossier_pages (dossier_id, page, place, page_id, url, fetched_at)"
            " SELECT ?, ?, ?, id, ?, ? FROM pages WHERE key = ?",
            (dossier, one.page, one.place, one.url, one.fetched_at, key),
        )


def whole_json(
    connection: sqlite3.Connection, dossier: int, again: Again = lambda *_: None
) -> str | None:
    """The JSON of a dossier with its pages, or None when there is no such row.

    Raises StateError when a page of it is gone and ``again`` does not give it.
    """
    row = connection.execute("SELECT json, pages FROM dossiers WHERE id = ?", (dossier,)).fetchone()
    if row is None:
        return None
    rows = connection.execute(
        "SELECT page, url, fetched_at, pages.json FROM dossier_pages"
        " LEFT JOIN pages ON pages.id = page_id WHERE dossier_id = ? ORDER BY page, place",
        (dossier,),
    ).fetchall()
    text = str(row["json"])
    if NO_PAGES in text and (there := len({told["page"] for told in rows})) < row["pages"]:
        raise StateError(
            f"{row['pages'] - there} of {row['pages']} pages of a dossier are gone from research.db",
            hint=PUT_BACK,
        )
    return text.replace(NO_PAGES, f"{PAGES}{_joined(rows, again)}]", 1) if rows else text


def lost(url: str, why: str = "") -> StateError:
    """The error for a document whose text is gone."""
    return StateError(f"the text of {url} is gone from research.db{why}", hint=PUT_BACK)


def _joined(rows: Sequence[sqlite3.Row], again: Again) -> str:
    documents: dict[int, list[str]] = {}
    for row in rows:
        text = row["json"]
        if text is None:
            label = _label(row["url"], documents.get(row["page"], ()))
            page = again(row["url"], datetime.fromisoformat(row["fetched_at"]), label)
            if page is None:
                raise lost(row["url"])
            text = _text_of(page)
        time = f'"fetched_at":{to_json(row["fetched_at"]).decode()}'
        address = f'"url":{to_json(row["url"]).decode()}'
        told = str(text).replace(NO_URL, address, 1).replace(NO_TIME, time, 1)
        documents.setdefault(row["page"], []).append(told)
    return ",".join(
        first.replace(NO_ATTACHMENTS, f'"attachments":[{",".join(rest)}]', 1) if rest else first
        for first, *rest in documents.values()
    )


def _label(url: str, before: Sequence[str]) -> str:
    """The text of the link that led to a document, from the page and the documents before it."""
    if not before:
        return ""
    page = Page.model_validate_json(before[0])
    own = (link.text for link in page.attachment_links if link.url == url)
    # An article's following pages are numbered; each stands behind those that it goes on from.
    further = 2 + sum(Page.model_validate_json(text).label.startswith("第") for text in before[1:])
    return next(own, f"第{further}页")


def take_pages_out(connection: sqlite3.Connection) -> None:
    """Bring the dossiers of the second format into the third: their pages into rows of their own."""
    numbers = [row[0] for row in connection.execute("SELECT id FROM dossiers ORDER BY id")]
    for number in numbers:
        (text,) = connection.execute("SELECT json FROM dossiers WHERE id = ?", (number,)).fetchone()
        start = text.find(PAGES)
        if start < 0:
            # Changed by hand, perhaps: it is read as it stands.
            continue
        start += len(PAGES) - 1
        pages, end = json.JSONDecoder().raw_decode(text, start)
        _put(connection, number, _placed_as_told(pages))
        without = f"{text[:start]}[]{text[end:]}"
        connection.execute(
            "UPDATE dossiers SET json = ?, digest = ? WHERE id = ?",
            (without, hashlib.sha256(text.encode()).hexdigest(), number),
        )


def _placed_as_told(pages: Iterable[dict[str, Any]]) -> Iterator[Placed]:
    """The pages of a JSON, whatever fields the version that wrote them knew."""
    without = {"url": "", "fetched_at": "1970-01-01T00:00:00Z", "attachments": []}
    for number, page in enumerate(pages):
        for place, document in enumerate((page, *page.get("attachments", ()))):
            told = {**document, **{name: without[name] for name in without if name in document}}
            yield Placed(
                page=number,
                place=place,
                sha256=document["sha256"],
                text=json.dumps(told, ensure_ascii=False, separators=(",", ":")),
                url=document["url"],
                fetched_at=document["fetched_at"],
            )
