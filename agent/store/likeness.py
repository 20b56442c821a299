"""What findings of a run have in common, in research.db: so that a new one meets only those like it.

The words are those of whoever compares (agent.checks.across_points): ``said`` is the identity of
all that a finding says, ``key`` something that things that may be the same have in common. A
dossier without its words is pending, and so is every neighbour of one that was replaced.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from agent.findings import Finding
from agent.records import Changepoint
from agent.store.dossiers import Store, write_findings

Said = tuple[int, str, Sequence[str]]
"""A finding's position in its dossier, what it says, and its keys."""

OF_RUN = (
    "likenesses JOIN dossiers ON dossiers.id = dossier_id"
    " LEFT JOIN points USING (run_id, changepoint_key)"
)


class Place(NamedTuple):
    """Where a finding stands: the row of its dossier and its position in it."""

    dossier: int
    position: int


class Likenesses:
    """What the findings of one run have in common.

    Args:
        store: where they are.
        run: the run.
        edition: of the words; what another edition wrote is pending.
    """

    def __init__(self, store: Store, run: str, edition: int) -> None:
        self._store = store
        self._database = store.database
        self._run = run
        self._edition = edition

    def pending(self) -> tuple[int, ...]:
        """The rows of dossiers whose words are not known, or whose neighbours have changed."""
        rows = self._database.rows(
            "SELECT id FROM dossiers WHERE run_id = ? AND likened <> ? ORDER BY id",
            self._run,
            self._edition,
        )
        return tuple(row["id"] for row in rows)

    def note(self, told: Iterable[tuple[int, Iterable[Said]]]) -> tuple[str, ...]:
        """Keep the words of dossiers, and give all that they say. Raises StateError."""
        new: dict[str, None] = {}
        with self._database.transaction() as connection:
            for number, findings in told:
                connection.execute("DELETE FROM likenesses WHERE dossier_id = ?", (number,))
                for position, said, keys in findings:
                    new[said] = None
                    connection.executemany(
                        "INSERT INTO likenesses (dossier_id, position, said, key) VALUES (?, ?, ?, ?)",
                        [(number, position, said, key) for key in keys],
                    )
                connection.execute(
                    "UPDATE dossiers SET likened = ? WHERE id = ?", (self._edition, number)
                )
        return tuple(new)

    def neighbours(self, said: Sequence[str]) -> frozenset[str]:
        """What says something else and has a key in common with one of these; they too."""
        with self._chosen(said) as connection:
            rows = connection.execute(
                "SELECT DISTINCT other.said FROM chosen JOIN likenesses AS own USING (said)"
                " JOIN likenesses AS other ON other.key = own.key"
                " JOIN dossiers ON dossiers.id = other.dossier_id WHERE run_id = ?",
                (self._run,),
            ).fetchall()
        return frozenset(row[0] for row in rows)

    def groups(self, said: Iterable[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The keys that any of these has, each with all that have it, in the order of the run."""
        with self._chosen(said) as connection:
            rows = connection.execute(
                f"SELECT key, said FROM {OF_RUN} WHERE run_id = ?"  # noqa: S608 - ours
                " AND key IN (SELECT key FROM chosen JOIN likenesses USING (said))"
                " ORDER BY points.position, dossiers.id, likenesses.position, key",
                (self._run,),
            ).fetchall()
        found: dict[str, dict[str, None]] = {}
        for row in rows:
            found.setdefault(row["key"], {})[row["said"]] = None
        return ((key, tuple(group)) for key, group in found.items())

    def places(self, said: Iterable[str]) -> dict[str, tuple[tuple[Place, Changepoint], ...]]:
        """Where all that says one of these stands, in the order of the run."""
        with self._chosen(said) as connection:
            rows = connection.execute(
                f"SELECT DISTINCT said, dossier_id, likenesses.position, province, sector, date FROM {OF_RUN}"  # noqa: S608 - ours
                " WHERE run_id = ? AND said IN (SELECT said FROM chosen)"
                " ORDER BY points.position, dossiers.id, likenesses.position",
                (self._run,),
            ).fetchall()
        found: dict[str, list[tuple[Place, Changepoint]]] = {}
        for row in rows:
            place = Place(row["dossier_id"], row["position"])
            point = Changepoint(province=row["province"], sector=row["sector"], date=row["date"])
            found.setdefault(row["said"], []).append((place, point))
        return {name: tuple(places) for name, places in found.items()}

    def with_reason(self, reason: str) -> frozenset[Place]:
        """The findings of the run that have a verdict with this reason."""
        rows = self._database.rows(
            "SELECT DISTINCT dossier_id, findings.position FROM verdicts"
            " JOIN findings ON findings.id = finding_id JOIN dossiers ON dossiers.id = dossier_id"
            " WHERE run_id = ? AND reason = ?",
            self._run,
            reason,
        )
        return frozenset(Place(*row) for row in rows)

    def change(self, number: int, findings: Mapping[int, Finding]) -> None:
        """Put findings in place of those at these positions of a dossier. Raises StateError."""
        with self._database.transaction() as connection:
            dossier = self._store.dossier(number)
            if dossier is not None:
                told = tuple(findings.get(at, one) for at, one in enumerate(dossier.findings))
                changed = dossier.model_copy(update={"findings": told})
                write_findings(connection, self._run, number, changed)

    @contextmanager
    def _chosen(self, said: Iterable[str]) -> Iterator[sqlite3.Connection]:
        """A connection with a table of these words, for as long as a question takes."""
        with self._database.transaction() as connection:
            connection.execute("CREATE TEMP TABLE chosen (said TEXT PRIMARY KEY)")
            connection.executemany("INSERT INTO chosen VALUES (?)", [(one,) for one in said])
            yield connection
            connection.execute("DROP TABLE chosen")
