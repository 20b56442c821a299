"""What findings of a run have in common, in research.db: so that a new one meets only those like it.

The words are those of whoever compares (agent.checks.across_points): ``said`` is the identity of
all that a finding says, ``key`` something that things that may be the same have in common. A
dossier without its words is pending, and so is every neighbour of one that was replaced.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from agent.findings import Dossier, Status
from agent.store.compared import Place
from agent.store.dossiers import Store, write_findings

Said = tuple[int, str, Sequence[str]]
"""A finding's position in its dossier, what it says, and its keys."""


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
        return tuple(new)

    def settle(self, numbers: Iterable[int]) -> None:
        """What these dossiers say is known, and what follows from it is written. Raises StateError."""
        with self._database.transaction() as connection:
            connection.executemany(
                "UPDATE dossiers SET likened = ? WHERE id = ?",
                [(self._edition, number) for number in numbers],
            )

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

    def having_what(self, said: Iterable[str]) -> tuple[int, ...]:
        """The rows of dossiers with anything that has a key in common with these, in the order of the run."""
        with self._chosen(said) as connection:
            rows = connection.execute(
                "SELECT id FROM dossiers LEFT JOIN points USING (run_id, changepoint_key)"
                " WHERE run_id = ? AND id IN (SELECT dossier_id FROM likenesses WHERE key IN"
                " (SELECT key FROM chosen JOIN likenesses USING (said)))"
                " ORDER BY points.position, id",
                (self._run,),
            ).fetchall()
        return tuple(row["id"] for row in rows)

    def with_reason(self, reason: str) -> tuple[Place, ...]:
        """The findings of the run that are flagged and have a verdict with this reason."""
        rows = self._database.rows(
            "SELECT dossier_id, findings.position FROM findings"
            " JOIN dossiers ON dossiers.id = dossier_id WHERE run_id = ? AND findings.status = ?"
            " AND EXISTS (SELECT 1 FROM verdicts WHERE finding_id = findings.id AND reason = ?)",
            self._run,
            Status.FLAGGED.value,
            reason,
        )
        return tuple(Place(*row) for row in rows)

    def replace(self, changed: Iterable[tuple[int, Dossier]]) -> None:
        """Put dossiers with other findings in these rows, together: they may be read meanwhile.

        Raises StateError.
        """
        with self._database.transaction() as connection:
            for number, dossier in changed:
                write_findings(connection, self._run, number, dossier)

    @contextmanager
    def _chosen(self, said: Iterable[str]) -> Iterator[sqlite3.Connection]:
        """A connection with a table of these words, for as long as a question takes."""
        with self._database.transaction() as connection:
            connection.execute("CREATE TEMP TABLE chosen (said TEXT PRIMARY KEY)")
            connection.executemany("INSERT INTO chosen VALUES (?)", [(one,) for one in said])
            yield connection
            connection.execute("DROP TABLE chosen")
