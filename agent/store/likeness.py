"""What findings of a run have in common, so that a new one meets only those like it, and what is compared.

The words are those of whoever compares (agent.checks.across_points): ``said`` is the identity of
all that a finding says, ``key`` something that things that may be the same have in common. A
dossier without its words is pending, and so is every neighbour of one that was replaced.

What is compared stands in a file without a name that is gone with this process. Thousands of findings
that contradict each other say so hundreds of thousands of times: neither they nor what is held
against them is in memory, but one group and one dossier at a time.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple, Self

from agent.findings import Dossier, Status
from agent.store.database import insert
from agent.store.dossiers import Store, write_findings

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
        found = self._connection.execute(f"SELECT id FROM {table} WHERE name = ?", (name,))  # noqa: S608 - names are ours
        if known := found.fetchone():
            return int(known[0])
        return insert(self._connection, table, {"name": name, **more})


Said = tuple[int, str, Sequence[str]]
"""A finding's position in its dossier, what it says, and its keys."""


@dataclass(frozen=True)
class Likenesses:
    """What the findings of one run have in common.

    What another ``edition`` of the words wrote is pending.
    """

    store: Store
    run: str
    edition: int

    def pending(self) -> tuple[int, ...]:
        """The rows of dossiers whose words are not known, or whose neighbours have changed."""
        rows = self.store.database.rows(
            "SELECT id FROM dossiers WHERE run_id = ? AND likened <> ? ORDER BY id",
            self.run,
            self.edition,
        )
        return tuple(row["id"] for row in rows)

    def note(self, told: Iterable[tuple[int, Iterable[Said]]]) -> tuple[str, ...]:
        """Keep the words of dossiers, and give all that they say. Raises StateError."""
        new: dict[str, None] = {}
        with self.store.database.transaction() as connection:
            for number, findings in told:
                connection.execute("DELETE FROM likenesses WHERE dossier_id = ?", (number,))
                for position, said, keys in findings:
                    new[said] = None
                    connection.executemany(
                        "INSERT INTO likenesses (dossier_id, position, said, key) VALUES (?, ?, ?, ?)",
                        [(number, position, said, key) for key in keys],
                    )
        return tuple(new)

    def settle(self, numbers: Iterable[int]) -> None:
        """What these dossiers say is known, and what follows from it is written. Raises StateError."""
        with self.store.database.transaction() as connection:
            connection.executemany(
                "UPDATE dossiers SET likened = ? WHERE id = ?",
                [(self.edition, number) for number in numbers],
            )

    def neighbours(self, said: Sequence[str]) -> frozenset[str]:
        """What says something else and has a key in common with one of these; they too."""
        with self._chosen(said) as connection:
            rows = connection.execute(
                # Each key once: what thousands say would be joined with thousands for each of them.
                "SELECT DISTINCT said FROM likenesses JOIN dossiers ON dossiers.id = dossier_id"
                " WHERE key IN (SELECT key FROM chosen JOIN likenesses USING (said))"
                " AND run_id = ?",
                (self.run,),
            ).fetchall()
        return frozenset(row[0] for row in rows)

    def having_what(self, said: Iterable[str]) -> tuple[int, ...]:
        """The rows of dossiers with anything that has a key in common with these, in the order of the run."""
        with self._chosen(said) as connection:
            rows = connection.execute(
                "SELECT id FROM dossiers LEFT JOIN points USING (run_id, changepoint_key)"
                " WHERE run_id = ? AND id IN (SELECT dossier_id FROM likenesses WHERE key IN"
                " (SELECT key FROM chosen JOIN likenesses USING (said)))"
                " ORDER BY points.position, id",
                (self.run,),
            ).fetchall()
        return tuple(row["id"] for row in rows)

    def with_reason(self, reason: str, among: Collection[int] | None = None) -> tuple[Place, ...]:
        """The findings of the run, or of some of its dossiers, that are flagged and have a verdict with this reason."""
        chosen = None if among is None else json.dumps(sorted(among))
        rows = self.store.database.rows(
            "SELECT dossier_id, findings.position FROM findings"
            " JOIN dossiers ON dossiers.id = dossier_id WHERE run_id = ?"
            " AND (? IS NULL OR dossier_id IN (SELECT value FROM json_each(?)))"
            " AND findings.status = ?"
            " AND EXISTS (SELECT 1 FROM verdicts WHERE finding_id = findings.id AND reason = ?)",
            *(self.run, chosen, chosen, Status.FLAGGED.value, reason),
        )
        return tuple(Place(*row) for row in rows)

    def replace(self, changed: Iterable[tuple[int, Dossier]]) -> None:
        """Put dossiers with other findings in these rows, together: they may be read meanwhile.

        Raises StateError.
        """
        with self.store.database.transaction() as connection:
            for number, dossier in changed:
                write_findings(connection, self.run, number, dossier)

    @contextmanager
    def _chosen(self, said: Iterable[str]) -> Iterator[sqlite3.Connection]:
        """A connection with a table of these words, for as long as a question takes."""
        with self.store.database.transaction() as connection:
            connection.execute("CREATE TEMP TABLE chosen (said TEXT PRIMARY KEY)")
            connection.executemany("INSERT INTO chosen VALUES (?)", [(one,) for one in said])
            yield connection
            connection.execute("DROP TABLE chosen")
