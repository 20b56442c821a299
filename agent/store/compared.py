"""What is compared of a run, in a file without a name that is gone with this process.

Thousands of findings that contradict each other say so hundreds of thousands of times: neither they
nor what is held against them is in memory, but one group and one dossier at a time.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Self

SCHEMA = """
CREATE TABLE said (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, form TEXT NOT NULL);
CREATE TABLE keys (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE shared (key INTEGER, said INTEGER, PRIMARY KEY (key, said)) WITHOUT ROWID;
CREATE TABLE places (
    id INTEGER PRIMARY KEY, said INTEGER NOT NULL, dossier INTEGER NOT NULL,
    position INTEGER NOT NULL, point TEXT NOT NULL
);
CREATE INDEX places_by_said ON places (said);
CREATE TABLE told (
    id INTEGER PRIMARY KEY, dossier INTEGER NOT NULL, position INTEGER NOT NULL,
    claim INTEGER NOT NULL, point TEXT NOT NULL, page TEXT NOT NULL, url TEXT NOT NULL,
    UNIQUE (dossier, position, claim, point)
);
"""


class Place(NamedTuple):
    """Where a finding stands: the row of its dossier and its position in it."""

    dossier: int
    position: int


class Member(NamedTuple):
    """Findings that say the same: what of them is compared, as JSON, and where they stand.

    Each place has the words of its changepoint.
    """

    form: str
    places: Sequence[tuple[Place, str]]


class Compared:
    """The findings of a run by what they have in common, and what is held against each."""

    def __init__(self) -> None:
        # An empty name: SQLite keeps in memory what is little and the rest in a file that it removes.
        self._connection = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._connection.executescript(SCHEMA)
        self._connection.execute("BEGIN")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def add(self, place: Place, point: str, said: str, keys: Iterable[str], form: str) -> None:
        """Put a finding in; those of a run come in its order."""
        number = self._number("said", said, form=form)
        for key in keys:
            self._connection.execute(
                "INSERT OR IGNORE INTO shared VALUES (?, ?)", (self._number("keys", key), number)
            )
        self._connection.execute(
            "INSERT INTO places (said, dossier, position, point) VALUES (?, ?, ?, ?)",
            (number, *place, point),
        )

    def groups(self) -> Iterator[Iterator[Member]]:
        """What has a key in common and does not say the same, key by key, each in the order of the run."""
        keys = self._connection.execute(
            "SELECT key FROM shared GROUP BY key HAVING count(*) > 1 ORDER BY key"
        )
        return (self._group(key) for (key,) in keys)

    def hold(self, place: Place, claim: int, point: str, page: str, url: str) -> None:
        """Keep what is held against a claim, once for each changepoint that holds it."""
        self._connection.execute(
            "INSERT OR IGNORE INTO told (dossier, position, claim, point, page, url)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (*place, claim, point, page, url),
        )

    def contradicted(self) -> tuple[int, ...]:
        """The dossiers that have something held against them."""
        rows = self._connection.execute("SELECT DISTINCT dossier FROM told ORDER BY dossier")
        return tuple(row[0] for row in rows)

    def against(self, dossier: int) -> dict[int, list[tuple[int, str, str, str]]]:
        """By position, what is held against the findings of a dossier: what ``hold`` was given."""
        rows = self._connection.execute(
            "SELECT position, claim, point, page, url FROM told WHERE dossier = ? ORDER BY id",
            (dossier,),
        )
        found: dict[int, list[tuple[int, str, str, str]]] = {}
        for position, *told in rows:
            found.setdefault(position, []).append((told[0], told[1], told[2], told[3]))
        return found

    def _group(self, key: int) -> Iterator[Member]:
        numbers = self._connection.execute(
            "SELECT said FROM shared WHERE key = ? ORDER BY said", (key,)
        )
        for (number,) in numbers:
            (form,) = self._connection.execute(
                "SELECT form FROM said WHERE id = ?", (number,)
            ).fetchone()
            places = self._connection.execute(
                "SELECT dossier, position, point FROM places WHERE said = ? ORDER BY id", (number,)
            )
            yield Member(form, [(Place(at, position), point) for at, position, point in places])

    def _number(self, table: str, name: str, **more: str) -> int:
        row = {"name": name, **more}
        found = self._connection.execute(f"SELECT id FROM {table} WHERE name = ?", (name,))  # noqa: S608 - names are ours
        if known := found.fetchone():
            return int(known[0])
        names, marks = ", ".join(row), ", ".join("?" * len(row))
        statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 - names are ours
        return self._connection.execute(statement, tuple(row.values())).lastrowid or 0
