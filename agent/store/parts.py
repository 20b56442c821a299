"""Sums over some of a run's rows in research.db, so that what was summed before need not be summed again.

Only dossiers that an older version stored are loaded, one at a time, for what it did not note.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Literal, NamedTuple

from pydantic import ValidationError

from agent.coverage import Looked, looked_of
from agent.errors import StateError
from agent.findings import Dossier
from agent.records import Record
from agent.store.dossiers import Store
from agent.store.listing import Naming


class Part(NamedTuple):
    """Some dossiers of a run: those whose rows have numbers from ``first`` to ``last``."""

    run: str
    first: int
    last: int


_IN_PART = "run_id = ? AND dossiers.id BETWEEN ? AND ?"


class Best(Record):
    """The first verified finding of a dossier, else its first flagged one.

    ``dates`` has the dates that are supported, by role.
    """

    dossier: int
    name: str
    url: str
    dates: dict[str, tuple[str, ...]]


class Group(Record):
    """How many findings have one kind and status."""

    kind: str
    status: str
    count: int


class Fault(Record):
    """How many findings a check refutes, or leaves open for a person, for one reason."""

    check: str
    reason: str
    label: Literal["refuted", "not_enough_info"]
    findings: int


class PartTotals:
    """The sums of one part of a run."""

    def __init__(self, store: Store, part: Part) -> None:
        self._store, self.part = store, part
        self._database = store.database

    def best(self) -> Iterator[Best]:
        """The best finding of each dossier that has one. Background is none."""
        rows = self._database.rows(
            "SELECT dossier_id, name, url, dates, group_concat(claimed, ';') AS held FROM findings"  # noqa: S608 - ours
            " LEFT JOIN verdicts ON finding_id = findings.id AND check_name = 'date'"
            " AND label = 'supported' WHERE findings.id IN (SELECT (SELECT one.id FROM findings one"
            " WHERE one.dossier_id = dossiers.id AND one.kind <> 'background'"
            " AND one.status IN ('verified', 'flagged')"
            " ORDER BY one.status <> 'verified', one.position LIMIT 1)"
            f" FROM dossiers WHERE {_IN_PART}) GROUP BY findings.id",
            *self.part,
        )
        for row in rows:
            held = set((row["held"] or "").split(";"))
            dates: dict[str, tuple[str, ...]] = {}
            for told in row["dates"].split("; "):
                role, _, value = told.partition(" ")
                if value in held:
                    dates[role] = (*dates.get(role, ()), value)
            yield Best(dossier=row["dossier_id"], name=row["name"], url=row["url"], dates=dates)

    def groups(self) -> tuple[Group, ...]:
        """Findings by kind and status."""
        rows = self._database.rows(
            "SELECT findings.kind, status, count(*) AS count FROM findings"  # noqa: S608 - columns of ours
            f" JOIN dossiers ON dossiers.id = dossier_id WHERE {_IN_PART} GROUP BY 1, 2",
            *self.part,
        )
        return tuple(Group.model_validate(dict(row)) for row in rows)

    def flagged(self) -> Iterator[tuple[str, Naming]]:
        """What the checks leave to a person: keys and namings. Background is asked of nobody."""
        rows = self._database.rows(
            "SELECT finding_key, findings.name, document_number, agencies, province FROM findings"  # noqa: S608 - columns of ours
            f" JOIN dossiers ON dossiers.id = dossier_id WHERE {_IN_PART}"
            " AND findings.kind <> 'background' AND status = 'flagged'",
            *self.part,
        )
        for row in rows:
            yield row["finding_key"], _naming(row)

    def faults(self) -> tuple[Fault, ...]:
        """What checks refute in rejected and flagged findings, and what they leave to a person.

        An open verdict counts only where nothing of the finding is refuted: it is then why a
        person is asked. Background is told apart and has no fault.
        """
        rows = self._database.rows(
            "SELECT check_name AS 'check', reason, label, count(DISTINCT finding_id) AS findings"  # noqa: S608 - ours
            " FROM verdicts JOIN findings ON findings.id = finding_id"
            f" JOIN dossiers ON dossiers.id = dossier_id WHERE {_IN_PART}"
            " AND findings.kind <> 'background' AND status IN"
            " ('flagged', 'rejected') AND (label = 'refuted' OR (label = 'not_enough_info'"
            " AND open AND check_name NOT IN ('content', 'impact') AND NOT EXISTS (SELECT 1 FROM"
            " verdicts AS other WHERE other.finding_id = findings.id AND other.label = 'refuted')))"
            " GROUP BY 1, 2, 3",
            *self.part,
        )
        return tuple(Fault.model_validate(dict(row)) for row in rows)

    def looked(self) -> Iterator[tuple[int, Looked]]:
        """What was looked at for each dossier, by the number of its row."""
        rows = self._database.rows(f"SELECT id, looked FROM dossiers WHERE {_IN_PART}", *self.part)  # noqa: S608 - ours
        for row in rows:
            yield row["id"], noted(row) or looked_of(self._dossier(row["id"]))

    def _dossier(self, number: int) -> Dossier:
        dossier = self._store.dossier(number)
        if dossier is None:
            raise replaced(self._store, number)
        return dossier


def replaced(store: Store, number: int) -> StateError:
    """What is raised for a dossier that another process has just replaced."""
    return StateError(
        f"dossier {number} is no longer in {store.database.path}",
        hint="another process has just replaced it: try again",
    )


def _naming(row: sqlite3.Row) -> Naming:
    return Naming.of(row["name"], row["document_number"], row["agencies"], row["province"])


def noted(row: sqlite3.Row) -> Looked | None:
    """What was noted with a dossier; None where an older version noted nothing, or another thing."""
    try:
        return Looked.model_validate_json(row["looked"] or "")
    except ValidationError:
        return None
