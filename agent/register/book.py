"""The register as a file: columns and their walks, listed documents, what was read of them."""

from __future__ import annotations

import datetime
import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from agent.publishers.portals import ColumnRow
from agent.records import Interval
from agent.register.entries import Listed, Reading
from agent.register.schema import FORMAT
from agent.store.database import Database, InDatabase, insert, update
from agent.store.index import entries
from agent.text.document_numbers import normalise_document_number
from agent.text.urls import url_identity

DAYS = ("listed", "signed", "issued", "effective")


class Walk(NamedTuple):
    """How far a column was walked: whole from ``covered_from`` on.

    ``to_end`` says that its list was read to its end; ``next_page`` is the list page to go on with where a walk did not end.
    """

    id: int
    covered_from: datetime.date | None
    next_page: str
    to_end: bool


class Ending(NamedTuple):
    """How a walk ended: ``to_end`` at the end of its list, or for a cause before it was whole."""

    cause: str = ""
    detail: str = ""
    to_end: bool = False


class Register(InDatabase):
    """register.db. Safe to use from several threads; one harvest at a time writes it.

    Args:
        path: the file; it is made when it is not there.
        only_read: open a file that is not to be changed.

    Raises:
        StateError: it is of a newer version, damaged, locked, or a database of something else.
    """

    def __init__(self, path: Path, *, only_read: bool = False) -> None:
        super().__init__(Database(path, FORMAT, only_read=only_read))

    def begin(self, province: str, span: Interval, now: datetime.datetime) -> int:
        """Write down that a harvest begins; its number."""
        with self.database.transaction() as connection:
            return insert(
                connection,
                "harvests",
                {"province": province, "first": str(span.start), "last": str(span.end),
                 "started_at": _told(now)},
            )  # fmt: skip

    def finish(self, harvest: int, now: datetime.datetime) -> None:
        """Write down that it came to its end."""
        with self.database.transaction() as connection:
            update(connection, "harvests", harvest, {"finished_at": _told(now)})

    def walk_of(self, column: ColumnRow) -> Walk:
        """How far a column was walked; it is put in when it is new."""
        with self.database.transaction() as connection:
            known = (
                "ON CONFLICT (url) DO UPDATE SET province = excluded.province, name = excluded.name"
            )
            told = {"province": column.province, "name": column.name, "url": column.url}
            insert(connection, "columns", told, known)
            row = connection.execute(
                "SELECT * FROM columns WHERE url = ?", (column.url,)
            ).fetchone()
        first = _day(row["covered_from"])
        return Walk(row["id"], first, row["next_page"], bool(row["to_end"]))

    def walked_back_to(self, column: ColumnRow) -> datetime.date | None:
        """The day from which a column was walked whole; None where it never was."""
        rows = self.database.rows("SELECT covered_from FROM columns WHERE url = ?", column.url)
        return _day(rows[0]["covered_from"]) if rows else None

    def add(self, column: Walk, province: str, rows: Sequence[Listed], next_page: str) -> int:
        """Put the rows of a list page in, and the page to go on with; how many were new there.

        A row that is known keeps what was read of it; its day is that of the list from now on.
        """
        new = 0
        with self.database.transaction() as connection:
            for row in rows:
                document, fresh = _listed(connection, province, row)
                new += connection.execute(
                    "INSERT OR IGNORE INTO listings (column_id, document_id) VALUES (?, ?)",
                    (column.id, document),
                ).rowcount
                if fresh:
                    _file(connection, document)
            connection.execute(
                "UPDATE columns SET list_pages = list_pages + 1, next_page = ? WHERE id = ?",
                (next_page, column.id),
            )
        return new

    def ended(
        self, column: Walk, covered: Interval | None, ending: Ending, now: datetime.datetime
    ) -> None:
        """A walk ended: whole over ``covered``, or for a cause before it was."""
        with self.database.transaction() as connection:
            connection.execute(
                "UPDATE columns SET walked_at = ?, cause = ?, detail = ?, to_end = to_end OR ?"
                " WHERE id = ?",
                (
                    _told(now),
                    ending.cause,
                    ending.detail[:300],
                    ending.to_end,
                    column.id,
                ),
            )
            if covered:
                first = min(covered.start, column.covered_from or covered.start)
                whole = {
                    "covered_from": str(first),
                    "covered_to": str(covered.end),
                    "next_page": "",
                }
                update(connection, "columns", column.id, whole)

    def due(self, province: str, span: Interval) -> tuple[str, ...]:
        """The addresses of listed documents of a span whose pages were not read, newest first.

        A document without a day in its list is due too, and so is one that failed.
        """
        rows = self.database.rows(
            "SELECT url FROM documents WHERE province = ? AND state IN ('listed', 'failed')"
            " AND (listed IS NULL OR listed BETWEEN ? AND ?) ORDER BY listed DESC, id",
            province,
            str(span.start),
            str(span.end),
        )
        return tuple(row["url"] for row in rows)

    def read(self, url: str, told: Reading, now: datetime.datetime) -> None:
        """Put in what the page of a listed document said."""
        values: dict[str, Any] = {
            "number": normalise_document_number(told.number) or told.number,
            "agency": told.agency,
            "kind": told.kind,
            "sectors": json.dumps(told.sectors, ensure_ascii=False),
            "signed": told.signed and str(told.signed),
            "issued": told.issued and str(told.issued),
            "effective": told.effective and str(told.effective),
            "state": "read",
            "cause": "",
            "read_at": _told(now),
            "sha256": told.sha256,
            "text": told.text,
        }
        if told.title:
            values["title"] = told.title
        self._change(url, values)

    def failed(self, url: str, cause: str, now: datetime.datetime) -> None:
        """Write down why the page of a listed document was not read."""
        told = {"state": "failed", "cause": cause, "read_at": _told(now)}
        self._change(url, told)

    def count(self, state: str = "") -> int:
        """How many documents there are, all or those of a state."""
        clause, values = (" WHERE state = ?", (state,)) if state else ("", ())
        return int(self.database.rows(f"SELECT count(*) FROM documents{clause}", *values)[0][0])  # noqa: S608 - one of two clauses of ours

    def _change(self, url: str, values: dict[str, Any]) -> None:
        with self.database.transaction() as connection:
            row = connection.execute(
                "SELECT id FROM documents WHERE identity = ?", (url_identity(url),)
            ).fetchone()
            if row is None:
                return
            file_anew(connection, row["id"], values)


def _listed(connection: sqlite3.Connection, province: str, row: Listed) -> tuple[int, bool]:
    """The number of a listed document, and whether it must be filed: it is new, or has another day."""
    identity, day = url_identity(row.url), row.day and str(row.day)
    known = connection.execute(
        "SELECT id, listed FROM documents WHERE identity = ?", (identity,)
    ).fetchone()
    if known and (day is None or known["listed"] == day):
        return known["id"], False
    if known:
        _unfile(connection, known["id"])
        update(connection, "documents", known["id"], {"listed": day, "listed_by": row.day_by})
        return known["id"], True
    told = {"identity": identity, "url": row.url, "province": province, "title": row.title,
            "listed": day, "listed_by": row.day_by if day else ""}  # fmt: skip
    return insert(connection, "documents", told), True


def _file(connection: sqlite3.Connection, document: int) -> None:
    """Put a document into the index of days and the full text."""
    row = connection.execute("SELECT * FROM documents WHERE id = ?", (document,)).fetchone()
    connection.executemany(
        "INSERT OR IGNORE INTO days (province, day, document_id, role) VALUES (?, ?, ?, ?)",
        [(row["province"], row[role], document, role) for role in DAYS if row[role]],
    )
    connection.execute(
        "INSERT INTO entries (rowid, title, text, facets) VALUES (?, ?, ?, ?)",
        (document, *_filed(row)),
    )


def _unfile(connection: sqlite3.Connection, document: int) -> None:
    """Take a document out of both, as it stands now: FTS5 must be told what it is to forget."""
    row = connection.execute("SELECT * FROM documents WHERE id = ?", (document,)).fetchone()
    connection.execute(
        "INSERT INTO entries (entries, rowid, title, text, facets) VALUES ('delete', ?, ?, ?, ?)",
        (document, *_filed(row)),
    )
    connection.execute("DELETE FROM days WHERE document_id = ?", (document,))


def file_anew(connection: sqlite3.Connection, document: int | None, values: dict[str, Any]) -> None:
    """Put a document in, or in place of what stood there, with its days and its text."""
    if document is None:
        document = insert(connection, "documents", values)
    else:
        _unfile(connection, document)
        update(connection, "documents", document, values)
    _file(connection, document)


def _filed(row: sqlite3.Row) -> tuple[str, str, str]:
    """The title and text as pairs of characters, and the facets: the province and its months."""
    months = dict.fromkeys(month_token(row[role]) for role in DAYS if row[role])
    return entries(row["title"]), entries(row["text"]), " ".join((row["province"], *months))


def month_token(day: str) -> str:
    """The word that files a day of 2024-11-08 by its month: m202411."""
    return f"m{day[:4]}{day[5:7]}"


def _told(now: datetime.datetime) -> str:
    return now.isoformat(timespec="seconds")


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
