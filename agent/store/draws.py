"""Draws in research.db: findings taken at random from those that nobody would have asked about."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import AwareDatetime

from agent.findings import Status
from agent.policy import PolicyKind
from agent.records import Record
from agent.store.database import Database, insert
from agent.store.listing import Listed

LISTS = ("wanted", "population", "finding_keys")
"""Columns that hold JSON."""


class Draw(Record):
    """What was drawn: ``wanted`` of each status out of ``population``; ``run`` None for the latest.

    Each finding of a status had the same chance.
    """

    id: int = 0
    run: str | None
    drawn_at: AwareDatetime
    seed: int
    wanted: dict[Status, int]
    population: dict[Status, int]
    finding_keys: tuple[str, ...]


def drawn(
    findings: Sequence[Listed], wanted: Mapping[Status, int], seed: int
) -> tuple[dict[Status, int], tuple[str, ...]]:
    """How many findings of each wanted status there are, and those that a seed draws of them.

    They are ordered by a hash of seed and finding, so the same seed draws the same whatever the
    order, and a larger draw holds the smaller one. Background is no finding to be judged.

    Returns:
        The population by status, and the finding keys; all of a status that has fewer than wanted.
    """
    population: dict[Status, int] = {}
    keys: list[str] = []
    for status, number in wanted.items():
        found = {
            f.finding_key
            for f in findings
            if f.status is status and f.kind is not PolicyKind.BACKGROUND
        }
        population[status] = len(found)
        keys += sorted(found, key=lambda key: _lot(seed, key))[:number]
    return population, tuple(keys)


def _lot(seed: int, key: str) -> str:
    return hashlib.sha256(f"{seed} {key}".encode()).hexdigest()


@dataclass(frozen=True)
class Draws:
    """The draws of a database, which is open (``Store.database``)."""

    database: Database

    def draw(
        self,
        findings: Sequence[Listed],
        wanted: Mapping[Status, int],
        seed: int,
        run: str | None,
        at: datetime,
    ) -> Draw:
        """Draw and keep; what the same seed drew before of the same findings is given again.

        Raises:
            StateError: it could not be written.
        """
        population, keys = drawn(findings, wanted, seed)
        for known in reversed(self.all()):
            same = (known.run, known.seed, known.wanted, known.finding_keys)
            if same == (run, seed, dict(wanted), keys):
                return known
        made = Draw(
            run=run,
            drawn_at=at,
            seed=seed,
            wanted=dict(wanted),
            population=population,
            finding_keys=keys,
        )
        row = {"run_id": run, "drawn_at": at.isoformat(), "seed": seed}
        row |= {name: json.dumps(getattr(made, name)) for name in LISTS}
        with self.database.transaction() as connection:
            number = insert(connection, "draws", row)
        return made.model_copy(update={"id": number})

    def all(self) -> tuple[Draw, ...]:
        """Every draw, in the order in which they were made."""
        rows = self.database.rows("SELECT * FROM draws ORDER BY id")
        return tuple(Draw.model_validate(_told(row)) for row in rows)


def _told(row: sqlite3.Row) -> dict[str, Any]:
    told = dict(row)
    return {"run": told.pop("run_id"), **told, **{name: json.loads(row[name]) for name in LISTS}}
