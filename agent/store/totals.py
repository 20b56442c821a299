"""Sums over the rows of research.db: what a run came to, without loading its dossiers.

Only dossiers that an older version stored are loaded, one at a time, for what it did not note.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, NamedTuple

from pydantic import AwareDatetime, ValidationError

from agent.coverage import Looked, looked_of
from agent.errors import StateError
from agent.findings import Dossier, Outcome
from agent.records import Interval, Record
from agent.store.dossiers import Store
from agent.store.listing import Naming
from agent.store.stored import unread

State = Literal["planned", "done", "incomplete", "failed"]

OF_DOSSIER = (
    "dossiers.id, digest, window_start, window_end, researched_at, outcome, verified, flagged"
)
"""What a list of changepoints tells of a dossier: its JSON is not read."""


class Line(Record):
    """A run in a list. ``points`` is what it was to do, ``done`` how many of them have a result.

    ``amounts`` is what it paid, by currency; ``unpriced`` counts payments of unknown price.
    """

    id: str
    started_at: AwareDatetime
    finished_at: AwareDatetime | None
    command: str
    sample: bool
    points: int
    done: int
    outcomes: dict[Outcome, int]
    failed: int
    amounts: dict[str, float]
    unpriced: int


@dataclass(frozen=True, slots=True)
class PointRow:
    """A changepoint of a run: how far it came, and what its dossier's row says of it.

    ``dossier`` is the row's number, None where there is no dossier; ``digest`` changes with it.
    Its values are as they were checked when they were written: there may be a hundred thousand.
    """

    key: str
    province: str
    sector: str | None
    date: date
    kind: str
    confidence: float | None
    state: State
    interval: str = ""
    detail: str = ""
    dossier: int | None = None
    digest: str = ""
    window: str = ""
    researched_at: datetime | None = None
    outcome: Outcome | None = None
    verified: int = 0
    flagged: int = 0
    direction: str = ""

    @property
    def span(self) -> Interval:
        """The detector's interval, or the day."""
        start, _, end = self.interval.partition("..")
        if not end:
            return Interval.of_day(self.date)
        return Interval(start=date.fromisoformat(start), end=date.fromisoformat(end))


class Best(Record):
    """The first verified finding of a dossier, else its first flagged one.

    ``dates`` has the dates that are supported, by role.
    """

    dossier: int
    name: str
    url: str
    dates: dict[str, tuple[str, ...]]


class Part(NamedTuple):
    """Some dossiers of a run: those whose rows have numbers from ``first`` to ``last``."""

    run: str
    first: int
    last: int


IN_PART = "run_id = ? AND dossiers.id BETWEEN ? AND ?"


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


class Paid(Record):
    """What was paid for one name in one stage; ``amount`` is None where its price is unknown.

    ``state`` is paid, or lost or begun where no answer came and it was perhaps billed: then the
    numbers are the most that it can have taken. ``bytes`` counts what was fetched.
    """

    state: str
    kind: str
    stage: str
    name: str
    host: str
    calls: int
    prompt_tokens: int
    completion_tokens: int
    cached_tokens: int
    amount: float | None
    currency: str | None
    bytes: int = 0


class Totals:
    """The sums of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._database = store.database

    def lines(self) -> tuple[Line, ...]:
        """All runs, newest first."""
        outcomes = self._grouped("SELECT run_id, outcome, count(*) FROM dossiers GROUP BY 1, 2")
        states = self._grouped("SELECT run_id, state, count(*) FROM points GROUP BY 1, 2")
        paid = self._grouped(
            "SELECT run_id, currency, sum(amount) FROM payments"
            " WHERE amount IS NOT NULL AND currency IS NOT NULL AND state = 'paid' GROUP BY 1, 2"
        )
        unpriced = self._grouped(
            "SELECT run_id, 'calls', sum(calls) FROM payments"
            " WHERE amount IS NULL AND state = 'paid' GROUP BY 1"
        )
        rows = self._database.rows("SELECT * FROM runs ORDER BY rowid DESC")
        lines = []
        for row in rows:
            run = row["id"]
            found, stands = outcomes.get(run, {}), states.get(run, {})
            done = sum(found.values())
            lines.append(
                Line(
                    id=run,
                    started_at=row["started_at"],
                    finished_at=row["finished_at"],
                    command=row["command"],
                    sample=bool(json.loads(row["config"]).get("sample")),
                    points=sum(stands.values()) or done,
                    done=sum(stands.values()) - stands.get("planned", 0) if stands else done,
                    outcomes={Outcome(name): count for name, count in found.items()},
                    failed=stands.get("failed", 0),
                    amounts=paid.get(run, {}),
                    unpriced=int(unpriced.get(run, {}).get("calls", 0)),
                )
            )
        return tuple(lines)

    def points(self, run: str) -> tuple[PointRow, ...]:
        """The changepoints of a run by province, sector, day, kind and window, in that order."""
        rows = self._database.rows(
            "SELECT points.changepoint AS told, points.state,"  # noqa: S608 - columns of ours
            f" points.detail, points.changepoint_key AS key, {OF_DOSSIER} FROM points"
            " LEFT JOIN dossiers USING (run_id, changepoint_key) WHERE points.run_id = ?",
            run,
        )
        alone = self._database.rows(
            f"SELECT {OF_DOSSIER}, json_extract(json, '$.changepoint') AS told, points.state,"  # noqa: S608 - columns of ours
            " points.detail, dossiers.changepoint_key AS key FROM dossiers"
            " LEFT JOIN points USING (run_id, changepoint_key)"
            " WHERE dossiers.run_id = ? AND points.state IS NULL",
            run,
        )
        points = [_point(row) for row in (*rows, *alone)]
        return tuple(sorted(points, key=_order))

    def best(self, part: Part) -> Iterator[Best]:
        """The best finding of each dossier that has one. Background is none."""
        rows = self._database.rows(
            "SELECT dossier_id, name, url, dates, group_concat(claimed, ';') AS held FROM findings"  # noqa: S608 - ours
            " LEFT JOIN verdicts ON finding_id = findings.id AND check_name = 'date'"
            " AND label = 'supported' WHERE findings.id IN (SELECT (SELECT one.id FROM findings one"
            " WHERE one.dossier_id = dossiers.id AND one.kind <> 'background'"
            " AND one.status IN ('verified', 'flagged')"
            " ORDER BY one.status <> 'verified', one.position LIMIT 1)"
            f" FROM dossiers WHERE {IN_PART}) GROUP BY findings.id",
            *part,
        )
        for row in rows:
            held = set((row["held"] or "").split(";"))
            dates: dict[str, tuple[str, ...]] = {}
            for told in row["dates"].split("; "):
                role, _, value = told.partition(" ")
                if value in held:
                    dates[role] = (*dates.get(role, ()), value)
            yield Best(dossier=row["dossier_id"], name=row["name"], url=row["url"], dates=dates)

    def groups(self, part: Part) -> tuple[Group, ...]:
        """Findings by kind and status."""
        rows = self._database.rows(
            "SELECT findings.kind, status, count(*) AS count FROM findings"  # noqa: S608 - columns of ours
            f" JOIN dossiers ON dossiers.id = dossier_id WHERE {IN_PART} GROUP BY 1, 2",
            *part,
        )
        return tuple(Group.model_validate(dict(row)) for row in rows)

    def flagged(self, part: Part) -> Iterator[tuple[str, Naming]]:
        """What the checks leave to a person: keys and namings. Background is asked of nobody."""
        rows = self._database.rows(
            "SELECT finding_key, findings.name, document_number, agencies, province FROM findings"  # noqa: S608 - columns of ours
            f" JOIN dossiers ON dossiers.id = dossier_id WHERE {IN_PART}"
            " AND findings.kind <> 'background' AND status = 'flagged'",
            *part,
        )
        for row in rows:
            yield row["finding_key"], _naming(row)

    def faults(self, part: Part) -> tuple[Fault, ...]:
        """What checks refute in rejected and flagged findings, and what they leave to a person.

        An open verdict counts only where nothing of the finding is refuted: it is then why a
        person is asked. Background is told apart and has no fault.
        """
        rows = self._database.rows(
            "SELECT check_name AS 'check', reason, label, count(DISTINCT finding_id) AS findings"  # noqa: S608 - ours
            " FROM verdicts JOIN findings ON findings.id = finding_id"
            f" JOIN dossiers ON dossiers.id = dossier_id WHERE {IN_PART}"
            " AND findings.kind <> 'background' AND status IN"
            " ('flagged', 'rejected') AND (label = 'refuted' OR (label = 'not_enough_info'"
            " AND open AND check_name NOT IN ('content', 'impact') AND NOT EXISTS (SELECT 1 FROM"
            " verdicts AS other WHERE other.finding_id = findings.id AND other.label = 'refuted')))"
            " GROUP BY 1, 2, 3",
            *part,
        )
        return tuple(Fault.model_validate(dict(row)) for row in rows)

    def paid(self, run: str) -> tuple[Paid, ...]:
        """What a run paid, by stage, name and currency, unknown prices and lost answers apart."""
        self._database.write_pending()
        rows = self._database.rows(
            "SELECT state, kind, stage, name, host, sum(calls) AS calls, sum(prompt_tokens) AS prompt_tokens,"
            " sum(completion_tokens) AS completion_tokens, sum(cached_tokens) AS cached_tokens,"
            " sum(amount) AS amount, currency, sum(bytes) AS bytes FROM payments WHERE run_id = ?"
            " GROUP BY state, kind, stage, name, host, currency, amount IS NULL"
            " ORDER BY stage, name, host, currency, state DESC",
            run,
        )
        return tuple(Paid.model_validate(dict(row)) for row in rows)

    def looked(self, part: Part) -> Iterator[tuple[int, Looked]]:
        """What was looked at for each dossier, by the number of its row."""
        rows = self._database.rows(f"SELECT id, looked FROM dossiers WHERE {IN_PART}", *part)  # noqa: S608 - ours
        for row in rows:
            yield row["id"], _noted(row) or looked_of(self.dossier(row["id"]))

    def earlier(self, model: str, most: int) -> tuple[Looked, ...]:
        """What was looked at for the changepoints that were last researched with a model.

        At most so many of them, the newest first.
        """
        rows = self._database.rows(
            "SELECT looked FROM dossiers JOIN runs ON runs.id = run_id WHERE looked IS NOT NULL"
            " AND json_extract(config, '$.model') = ? ORDER BY dossiers.id DESC LIMIT ?",
            model,
            most,
        )
        return tuple(looked for row in rows if (looked := _noted(row)))

    def fetched(self) -> tuple[int, int]:
        """How many answers of the web came in, in all runs, and how many bytes they had."""
        self._database.write_pending()
        (row,) = self._database.rows(
            "SELECT coalesce(sum(calls), 0) AS answers, coalesce(sum(bytes), 0) AS bytes"
            " FROM payments WHERE kind = 'fetch'"
        )
        return row["answers"], row["bytes"]

    def dossier(self, number: int) -> Dossier:
        """One dossier by the number of its row. Raises StateError when it cannot be read."""
        found = self._store.dossier(number)
        if found is None:
            raise self._replaced(number)
        return found

    def read(self, text: str) -> Dossier:
        """The dossier of a stored JSON. Raises StateError when it cannot be read."""
        return self._store.read(text)

    def dossier_json(self, number: int) -> tuple[str, str]:
        """The JSON of a dossier as it is stored, and why its pages cannot be had, if they are gone.

        Then it is that of a dossier that has nothing but a gap. Raises StateError when there is none.
        """
        why = ""
        try:
            text = self._store.dossier_json(number)
        except StateError as problem:
            why = problem.message
            bare = self._store.bare_dossier(number)
            text = unread(bare, why).model_dump_json() if bare else None
        if text is None:
            raise self._replaced(number)
        return text, why

    def _replaced(self, number: int) -> StateError:
        return StateError(
            f"dossier {number} is no longer in {self._database.path}",
            hint="another process has just replaced it: try again",
        )

    def _grouped(self, statement: str) -> dict[str, dict[str, Any]]:
        """Rows of (run, name, value) by run and name; statements are ours, never from outside."""
        found: dict[str, dict[str, Any]] = {}
        for run, name, value in self._database.rows(statement):
            found.setdefault(run, {})[name] = value
        return found


def _point(row: sqlite3.Row) -> PointRow:
    point: dict[str, Any] = json.loads(row["told"])
    interval = point["interval"]
    with_dossier = row["id"] is not None
    return PointRow(
        key=row["key"],
        province=point["province"],
        sector=point["sector"],
        date=date.fromisoformat(point["date"]),
        kind=point["kind"],
        confidence=point["confidence"],
        interval=str(Interval(**interval)) if interval else "",
        state=row["state"] or ("incomplete" if row["outcome"] == "incomplete" else "done"),
        detail=row["detail"] or "",
        dossier=row["id"],
        digest=row["digest"] or "",
        window=f"{row['window_start']}/{row['window_end']}" if with_dossier else "",
        researched_at=datetime.fromisoformat(row["researched_at"]) if with_dossier else None,
        outcome=Outcome(row["outcome"]) if with_dossier else None,
        verified=row["verified"] or 0,
        flagged=row["flagged"] or 0,
        direction=(point.get("detection") or {}).get("direction", ""),
    )


def _naming(row: sqlite3.Row) -> Naming:
    return Naming.of(row["name"], row["document_number"], row["agencies"], row["province"])


def _noted(row: sqlite3.Row) -> Looked | None:
    """What was noted with a dossier; None where an older version noted nothing, or another thing."""
    try:
        return Looked.model_validate_json(row["looked"] or "")
    except ValidationError:
        return None


def _order(point: PointRow) -> tuple[str, ...]:
    return (
        point.province,
        point.sector or "",
        str(point.date),
        point.kind,
        point.interval,
        point.window,
        point.key,
    )
