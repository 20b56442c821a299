"""Batches in research.db: the changepoints a run is to research, and how far each has come.

A point is planned, then done, incomplete (its dossier has a gap that matters) or failed (there is
no dossier). A dossier and the state of its point change in one transaction, so that a process that
is killed at any moment leaves a point either as it was or done.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import AwareDatetime

from agent.findings import Dossier, Outcome, Status
from agent.records import Changepoint, Record, content_key
from agent.store.dossiers import Store, changepoint_key, write_dossier


class PointState(StrEnum):
    """How far a point of a batch has come."""

    PLANNED = "planned"
    DONE = "done"
    INCOMPLETE = "incomplete"
    FAILED = "failed"


KEPT = (PointState.DONE, PointState.INCOMPLETE)
"""States of a point that has a dossier: it stays with its run whatever is chosen later."""


class Point(Record):
    """A changepoint of a batch.

    ``source`` is the file it was read from; ``attempts`` how often it was researched; before
    ``try_after`` it is not tried again by itself; ``detail`` says why it is incomplete or failed.
    """

    key: str
    position: int
    changepoint: Changepoint
    source: str = ""
    state: PointState = PointState.PLANNED
    attempts: int = 0
    try_after: AwareDatetime | None = None
    detail: str = ""


class Batches:
    """The batches of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._database = store.database

    def newest(self, batch_key: str) -> str | None:
        """The newest run of a batch, or None."""
        rows = self._database.rows(
            "SELECT id FROM runs WHERE batch_key = ? ORDER BY rowid DESC LIMIT 1", batch_key
        )
        return str(rows[0]["id"]) if rows else None

    def plan(self, run: str, chosen: Sequence[tuple[Changepoint, str]]) -> None:
        """Make the points of a run those that were chosen, in this order, each with its file.

        What was researched already stays, also when it was not chosen this time (it then stands
        after the others); what was not and is not chosen any more goes.
        """
        wanted = {
            changepoint_key(point): (position, point.model_dump_json(), source)
            for position, (point, source) in enumerate(chosen)
        }
        with self._database.transaction() as connection:
            before = {
                row["changepoint_key"]: row
                for row in connection.execute(
                    "SELECT changepoint_key, position, changepoint, source, state FROM points"
                    " WHERE run_id = ? ORDER BY position",
                    (run,),
                )
            }
            others = [row for key, row in before.items() if key not in wanted]
            kept = [row for row in others if row["state"] in KEPT]
            connection.executemany(
                "DELETE FROM points WHERE run_id = ? AND changepoint_key = ?",
                [(run, row["changepoint_key"]) for row in others if row["state"] not in KEPT],
            )
            connection.executemany(
                "UPDATE points SET position = ? WHERE run_id = ? AND changepoint_key = ?",
                [
                    (position, run, row["changepoint_key"])
                    for position, row in enumerate(kept, len(wanted))
                    if row["position"] != position
                ],
            )
            connection.executemany(
                "INSERT INTO points (run_id, changepoint_key, position, changepoint, source, state)"
                " VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (run_id, changepoint_key) DO UPDATE SET position = excluded.position,"
                " changepoint = excluded.changepoint, source = excluded.source",
                [
                    (run, key, *told, PointState.PLANNED)
                    for key, told in wanted.items()
                    if key not in before or told != _told(before[key])
                ],
            )

    def unfinished(self, run: str) -> tuple[Point, ...]:
        """The points of a run that are not done, in order."""
        rows = self._database.rows(
            "SELECT * FROM points WHERE run_id = ? AND state <> ? ORDER BY position",
            run,
            PointState.DONE,
        )
        return tuple(map(_point, rows))

    def done(self, run: str) -> frozenset[str]:
        """The keys of the points of a run that are done."""
        rows = self._database.rows(
            "SELECT changepoint_key FROM points WHERE run_id = ? AND state = ?",
            run,
            PointState.DONE,
        )
        return frozenset(row["changepoint_key"] for row in rows)

    def states(self, run: str) -> dict[PointState, int]:
        """How many points of a run have come how far."""
        rows = self._database.rows(
            "SELECT state, count(*) AS number FROM points WHERE run_id = ? GROUP BY state", run
        )
        return {PointState(row["state"]): row["number"] for row in rows}

    def outcomes(self, run: str) -> dict[Outcome, int]:
        """How many dossiers of a run have which outcome."""
        rows = self._database.rows(
            "SELECT outcome, count(*) AS number FROM dossiers WHERE run_id = ? GROUP BY outcome",
            run,
        )
        return {Outcome(row["outcome"]): row["number"] for row in rows}

    def fingerprint(self, run: str) -> str:
        """What the rows of a run and the decisions about it come to: it changes when any does."""
        parts = [
            [tuple(row) for row in self._database.rows(statement, run)]
            for statement in (
                "SELECT started_at, finished_at, command, version, config FROM runs WHERE id = ?",
                "SELECT id, changepoint_key, digest FROM dossiers WHERE run_id = ?"
                " ORDER BY changepoint_key, id",
                "SELECT changepoint, source, state, attempts, detail FROM points"
                " WHERE run_id = ? ORDER BY changepoint_key",
                "SELECT count(*), max(id) FROM payments WHERE run_id = ?",
                "SELECT count(*), max(id) FROM reviews WHERE ? <> ''",
            )
        ]
        return content_key(parts)

    def has_findings(self, run: str, status: Status) -> bool:
        """True when a finding of a run has this status."""
        return bool(
            self._database.rows(
                f"SELECT 1 FROM dossiers WHERE run_id = ? AND {status.value} > 0 LIMIT 1",  # noqa: S608 - a column of ours
                run,
            )
        )

    def keep(
        self, run: str, dossier: Dossier, *, try_after: datetime | None = None, detail: str = ""
    ) -> None:
        """Save a dossier and mark its point, both or neither. Raises StateError."""
        complete = dossier.outcome is not Outcome.INCOMPLETE
        state = PointState.DONE if complete else PointState.INCOMPLETE
        with self._database.transaction() as connection:
            write_dossier(connection, run, dossier)
            _mark(connection, run, changepoint_key(dossier.changepoint), state, try_after, detail)

    def fail(
        self, run: str, changepoint: Changepoint, detail: str, try_after: datetime | None = None
    ) -> None:
        """Mark a point for which there is no dossier; one it had before stays. Raises StateError."""
        with self._database.transaction() as connection:
            key = changepoint_key(changepoint)
            _mark(connection, run, key, PointState.FAILED, try_after, detail)

    def reopen(self, run: str, command: str, config: Mapping[str, Any]) -> None:
        """Write down that a run goes on, and how: with a higher budget or another search, perhaps.

        The searches of all its calls stay with it. Raises StateError.
        """
        with self._database.transaction() as connection:
            query = "SELECT config FROM runs WHERE id = ?"
            before = json.loads(connection.execute(query, (run,)).fetchone()["config"])
            searches = dict.fromkeys([*before.get("search", ()), *config.get("search", ())])
            told = {**config, **({"search": list(searches)} if searches else {})}
            connection.execute(
                "UPDATE runs SET finished_at = NULL, command = ?, config = ? WHERE id = ?",
                (command, json.dumps(told, ensure_ascii=False, sort_keys=True), run),
            )


def _mark(
    connection: sqlite3.Connection,
    run: str,
    key: str,
    state: PointState,
    try_after: datetime | None,
    detail: str,
) -> None:
    connection.execute(
        "UPDATE points SET state = ?, attempts = attempts + 1, try_after = ?, detail = ?"
        " WHERE run_id = ? AND changepoint_key = ?",
        (state, try_after.isoformat() if try_after else None, detail, run, key),
    )


def _told(row: sqlite3.Row) -> tuple[int, str, str]:
    return row["position"], row["changepoint"], row["source"]


def _point(row: sqlite3.Row) -> Point:
    told = dict(row) | {
        "key": row["changepoint_key"],
        "changepoint": json.loads(row["changepoint"]),
    }
    return Point.model_validate({name: told[name] for name in Point.model_fields})
