"""index.db: full text of the pages one has. It holds nothing that cannot be made again.

SQLite's own tokenizers do not serve Chinese: unicode61 takes a whole run of characters for one
word, and trigram silently finds nothing for words of two characters (电价). So each run of Chinese
characters is written as its pairs, 分时电价 as 分时 时电 电价 价, and a word is looked up as the
phrase of its pairs: exact, at any place, from one character on. The last character stands alone at
the end of its run, so that a single character is the beginning of some entry wherever it stands.
Other words and numbers are entries as they are.
"""

from __future__ import annotations

import datetime
import operator
import sqlite3
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from agent.lazy import lazy_pattern
from agent.records import Page, Record, Window, content_key
from agent.store.database import Database, Format, InDatabase, Unusable, insert
from agent.text.urls import url_identity

KIND = 0x52534958
VERSION = 2

SCHEMA = """
CREATE TABLE pages (
    id INTEGER PRIMARY KEY,
    identity TEXT NOT NULL UNIQUE,
    url TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    title TEXT NOT NULL,
    date TEXT,
    by_hand INTEGER NOT NULL,
    text TEXT NOT NULL
);
CREATE INDEX pages_by_hand ON pages (identity, sha256) WHERE by_hand;
CREATE VIRTUAL TABLE entries USING fts5 (
    title, text, content = '', tokenize = 'unicode61 remove_diacritics 0'
);
CREATE VIRTUAL TABLE imported USING fts5 (
    title, text, content = '', tokenize = 'unicode61 remove_diacritics 0'
);
"""
TABLES = ("entries", "imported")
"""The full text of all pages, filed when it is first searched, and that of the pages put in by hand."""
FILED = "SELECT coalesce(max(id), 0) FROM entries_docsize"
"""The last page that is filed in ``entries``; FTS5 keeps a row of this table of its own for each."""
AT_ONCE = 200
"""Pages that are filed in one transaction."""
FORMAT = Format(SCHEMA, KIND, VERSION, durable=False)

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f\u3007"
PIECE = lazy_pattern(rf"[{HAN}]+|[^\W_{HAN}]+")
BROKEN_RUN = lazy_pattern(rf"(?<=[{HAN}])\s+(?=[{HAN}])")
HAN_START = lazy_pattern(rf"[{HAN}]")
SEPARATOR = lazy_pattern(r"[\W_]+")
DATE_FIELDS = ("signed", "issued", "effective", "in_force", "uploaded")
TITLE_WEIGHT = 4.0
EXCERPT = 90
"""Characters before and after the first word found."""


class Row(Record):
    """A page that was found. ``date`` is the last day it states: nothing in it is known later."""

    url: str
    sha256: str
    title: str
    date: datetime.date | None
    excerpt: str


class Index(InDatabase):
    """Full text over pages. Safe to use from several threads.

    A file that is damaged or of another version is removed and begun anew; ``size`` is 0 then.

    Args:
        path: the file; it is made when it is not there.

    Raises:
        StateError: it cannot be opened, is locked, or is a database of something else.
    """

    def __init__(self, path: Path) -> None:
        try:
            database = Database(path, FORMAT)
        except Unusable:
            for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
                path.with_name(name).unlink(missing_ok=True)
            database = Database(path, FORMAT)
        super().__init__(database)

    @property
    def size(self) -> int:
        """Number of pages in it."""
        return int(self.database.rows("SELECT count(*) FROM pages")[0][0])

    @property
    def edition(self) -> str:
        """Identity of the pages that were put in by hand; the others do not change it."""
        rows = self.database.rows(
            "SELECT identity, sha256 FROM pages WHERE by_hand ORDER BY identity"
        )
        return content_key([tuple(row) for row in rows])

    def add(self, page: Page, *, by_hand: bool = False) -> None:
        """Put a page in with the text of its attachments, in place of an older copy of its URL.

        ``by_hand`` marks a page that a person imported; the mark stays when it is read again.
        """
        self._put((page,), by_hand=by_hand)

    def add_all(self, pages: Sequence[Page]) -> None:
        """Put pages in as ``add`` does, all of them in one transaction."""
        if pages:
            self._put(pages, by_hand=False)

    def search(
        self, text: str, window: Window | None, limit: int, *, by_hand: bool = False
    ) -> tuple[Row, ...]:
        """The pages that hold every word of a text; where none does, those that hold most of it.

        Args:
            text: words separated by white space or punctuation.
            window: leaves out pages whose last day lies before it; pages without a date stay.
            limit: how many rows at most, best first.
            by_hand: only the pages that were put in by hand, which takes no time where there are none.
        """
        words = list(dict.fromkeys(SEPARATOR.split(_folded(text)) if text else ()))
        words = [word for word in words if PIECE.search(word)]
        if not words:
            return ()
        phrases = [_phrase(word) for word in words]
        if not by_hand:
            self._file_the_rest()
        for joined in (" AND ".join(phrases), " OR ".join(phrases)):
            if rows := self._matching(joined, words, window, limit, by_hand=by_hand):
                return rows
        return ()

    def _matching(
        self, joined: str, words: list[str], window: Window | None, limit: int, *, by_hand: bool
    ) -> tuple[Row, ...]:
        table = TABLES[by_hand]
        found = self.database.rows(
            f"SELECT pages.* FROM {table} JOIN pages ON pages.id = {table}.rowid"  # noqa: S608 - one of two names of ours
            f" WHERE {table} MATCH ? AND (pages.date IS NULL OR pages.date >= ?)"
            f" ORDER BY bm25({table}, ?, 1.0), pages.identity LIMIT ?",
            joined,
            str(window.start) if window else "",
            TITLE_WEIGHT,
            max(limit, 0),
        )
        return tuple(
            Row(
                url=row["url"],
                sha256=row["sha256"],
                title=row["title"],
                date=row["date"] and datetime.date.fromisoformat(row["date"]),
                excerpt=words_around(row["text"], words),
            )
            for row in found
        )

    def _file_the_rest(self) -> None:
        """File what was put in since all pages were last searched: most runs never search them."""
        unfiled = f"SELECT * FROM pages WHERE id > ({FILED}) ORDER BY id LIMIT {AT_ONCE}"  # noqa: S608 - ours
        while self.database.rows(unfiled):
            with self.database.transaction() as connection:
                for row in connection.execute(unfiled).fetchall():
                    _file(connection, "entries", row)

    def _put(self, pages: Sequence[Page], *, by_hand: bool) -> None:
        with self.database.transaction() as connection:
            for page in pages:
                old = connection.execute(
                    "SELECT * FROM pages WHERE identity = ?", (url_identity(page.url),)
                ).fetchone()
                row = _row(page, by_hand=by_hand or bool(old and old["by_hand"]))
                if old and {name: old[name] for name in row} == row:
                    continue
                if old:
                    _forget(connection, old)
                number = insert(connection, "pages", row)
                if row["by_hand"]:
                    _file(connection, "imported", {**row, "id": number})


def _row(page: Page, *, by_hand: bool) -> dict[str, Any]:
    day = _last_day(page)
    return {
        "identity": url_identity(page.url),
        "url": page.url,
        "sha256": page.sha256,
        "title": page.title,
        "date": str(day) if day else None,
        "by_hand": int(by_hand),
        "text": "\n".join(document.text for document in page.documents()),
    }


def _file(connection: sqlite3.Connection, table: str, row: Mapping[str, Any] | sqlite3.Row) -> None:
    filed = {"title": entries(row["title"]), "text": entries(row["text"])}
    insert(connection, table, {"rowid": row["id"], **filed})


def _forget(connection: sqlite3.Connection, old: sqlite3.Row) -> None:
    # Without a copy of its own, FTS5 must be told what it is to forget.
    filed = (old["id"], entries(old["title"]), entries(old["text"]))
    for table in TABLES:
        known = f"SELECT 1 FROM {table}_docsize WHERE id = ?"  # noqa: S608 - names are ours
        if connection.execute(known, (old["id"],)).fetchone() is None:
            continue
        connection.execute(
            f"INSERT INTO {table} ({table}, rowid, title, text) VALUES ('delete', ?, ?, ?)",  # noqa: S608 - names are ours
            filed,
        )
    connection.execute("DELETE FROM pages WHERE id = ?", (old["id"],))


def entries(text: str) -> str:
    """The entries a text is filed under, in its order, with spaces between."""
    filed: list[str] = []
    for piece in PIECE.findall(BROKEN_RUN.sub("", _folded(text))):
        filed += _pairs(piece) if HAN_START.match(piece) else [piece]
    return " ".join(filed)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _pairs(run: str) -> list[str]:
    return [*map(operator.add, run, run[1:]), run[-1]]


def _phrase(word: str) -> str:
    """The entries of a word as a phrase: the word stands there exactly where they do."""
    pieces = PIECE.findall(word)
    filed = [_pairs(piece) if HAN_START.match(piece) else [piece] for piece in pieces]
    last = filed[-1]
    if not HAN_START.match(pieces[-1]):
        open_end = ""
    elif len(last) == 1:
        open_end = " *"
    else:
        # The run may go on in the page, so its last character need not stand alone there.
        last.pop()
        open_end = ""
    return f'"{" ".join(entry for group in filed for entry in group)}"{open_end}'


def phrase(word: str) -> str:
    """The entries of a word, as FTS5 is asked for them; empty where it has none (punctuation)."""
    folded = _folded(word)
    return _phrase(folded) if PIECE.search(folded) else ""


def words_around(text: str, words: list[str]) -> str:
    """The text around the first word of the search that stands in it as it is written."""
    places = [place for place in map(text.find, words) if place >= 0]
    middle = min(places, default=0)
    start = max(0, middle - EXCERPT)
    return " ".join(text[start : middle + EXCERPT].split())


def _last_day(page: Page) -> datetime.date | None:
    """The last day that the page or an attachment states of itself, or None."""
    stated = [getattr(document.meta, name) for document in page.documents() for name in DATE_FIELDS]
    return max((date.interval.end for date in stated if date), default=None)
