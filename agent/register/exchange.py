"""The register as one file for colleagues, and a colleague's taken over."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import NamedTuple

from agent.errors import StateError, UsageError
from agent.register.book import Register, file_anew
from agent.store.database import Locked

COLUMNS = (
    "province", "name", "url", "walked_at", "covered_from", "covered_to", "to_end", "list_pages"
)  # fmt: skip
WHOLE = "ask for a file written by research register --export, by this version or an older one"
WEB = ("http://", "https://")


class Taken(NamedTuple):
    """What came with a file: columns and documents that were new, and documents that were read there."""

    columns: int
    documents: int
    read: int


def export(register: Register, file: Path) -> None:
    """Write the register as one file, whole or not at all.

    Raises UsageError when the file is there already, StateError when it cannot be written.
    """
    if file.exists():
        raise UsageError(f"{file} is there already", hint="name another file")
    try:
        register.database.rows("VACUUM INTO ?", str(file))
    except StateError:
        file.unlink(missing_ok=True)
        raise


def take_over(own: Path, file: Path) -> Taken:
    """Lay a colleague's register beside one's own: what is known and read here stays as it is.

    One's own is made where there is none yet, after the colleague's file could be opened.

    Raises:
        UsageError: there is no such file.
        StateError: it is no register, damaged, or of a newer version.
    """
    if not file.is_file():
        raise UsageError(f"there is no file {file}")
    with (
        _theirs(file) as theirs,
        Register(own) as register,
        register.database.transaction() as connection,
    ):
        columns = _columns(connection, theirs)
        new = read = 0
        for (number,) in theirs.database.rows("SELECT id FROM documents ORDER BY id"):
            (row,) = theirs.database.rows("SELECT * FROM documents WHERE id = ?", number)
            if not str(row["url"]).startswith(WEB):
                continue
            came, better = _document(connection, row)
            new, read = new + came, read + better
        _listings(connection, theirs)
    return Taken(columns, new, read)


def _theirs(file: Path) -> Register:
    """A colleague's file, opened to read. Raises StateError, with what to do about a file of theirs."""
    try:
        return Register(file, only_read=True)
    except Locked:
        raise
    except StateError as problem:
        raise StateError(problem.message, hint=WHOLE) from problem


def _columns(connection: sqlite3.Connection, theirs: Register) -> int:
    new = 0
    for row in theirs.database.rows("SELECT * FROM columns ORDER BY id"):
        if not str(row["url"]).startswith(WEB):
            continue
        new += connection.execute(
            f"INSERT OR IGNORE INTO columns ({', '.join(COLUMNS)})"  # noqa: S608 - names are ours
            f" VALUES ({', '.join('?' * len(COLUMNS))})",
            tuple(row[name] for name in COLUMNS),
        ).rowcount
        # A column that was never walked here counts as walked as far as it was there.
        connection.execute(
            "UPDATE columns SET covered_from = ?, covered_to = ?, to_end = ?, cause = '', detail = ''"
            " WHERE url = ? AND covered_from IS NULL",
            (row["covered_from"], row["covered_to"], row["to_end"], row["url"]),
        )
    return new


def _document(connection: sqlite3.Connection, row: sqlite3.Row) -> tuple[bool, bool]:
    """Whether a document was new here, and whether what was read of it came with it."""
    values = {name: row[name] for name in row.keys() if name != "id"}  # noqa: SIM118 - rows are no dicts
    known = connection.execute(
        "SELECT id, state FROM documents WHERE identity = ?", (row["identity"],)
    ).fetchone()
    is_read = row["state"] == "read"
    if known and (known["state"] == "read" or not is_read):
        return False, False
    file_anew(connection, known["id"] if known else None, values)
    return known is None, is_read


def _listings(connection: sqlite3.Connection, theirs: Register) -> None:
    rows = theirs.database.rows(
        "SELECT columns.url, documents.identity FROM listings"
        " JOIN columns ON columns.id = column_id JOIN documents ON documents.id = document_id"
    )
    connection.executemany(
        "INSERT OR IGNORE INTO listings (column_id, document_id)"
        " SELECT columns.id, documents.id FROM columns, documents"
        " WHERE columns.url = ? AND documents.identity = ?",
        [tuple(row) for row in rows],
    )
