"""What a store holds of its runs: their lists, their changepoints and what they paid, without loading dossiers."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from pydantic import AwareDatetime
from pydantic_core import from_json

from agent.coverage import Looked
from agent.errors import StateError
from agent.findings import Dossier, Outcome
from agent.records import Interval, Record
from agent.store.dossiers import Store
from agent.store.parts import noted, replaced
from agent.store.payments import SUMS
from agent.store.stored import unread

State = Literal["planned", "done", "incomplete", "failed"]

OF_DOSSIER = (
    "dossiers.id, digest, window_start, window_end, researched_at, outcome, verified, flagged"
)
"""What a list of changepoints tells of a dossier: its JSON is not read."""

_ALONE = (
    "FROM dossiers LEFT JOIN points USING (run_id, changepoint_key)"
    " WHERE dossiers.run_id = ? AND points.state IS NULL"
)
"""The dossiers of a run that is no batch: they have no row among the points."""


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
        self._database.write_pending()
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

    def points(self, run: str, days: Collection[date] | None = None) -> tuple[PointRow, ...]:
        """The changepoints of a run by province, sector, day, kind and window, in that order.

        ``days`` restricts them to those of some days.
        """
        chosen = None if days is None else json.dumps(sorted(map(str, days)))
        planned = self._database.rows(
            f"SELECT points.changepoint, points.changepoint_key, points.state, points.detail, {OF_DOSSIER}"  # noqa: S608 - columns of ours
            " FROM points LEFT JOIN dossiers USING (run_id, changepoint_key)"
            " WHERE points.run_id = ? AND (? IS NULL OR"
            " json_extract(points.changepoint, '$.date') IN (SELECT value FROM json_each(?)))",
            run,
            *(chosen, chosen),
        )
        alone = self._database.rows(
            f"SELECT json_extract(json, '$.changepoint'), changepoint_key, NULL, NULL, {OF_DOSSIER} {_ALONE}",
            run,
        )
        points = map(_point, (*planned, *alone))
        return tuple(sorted((p for p in points if days is None or p.date in days), key=_order))

    def number_of_points(self, run: str) -> int:
        """How many changepoints a run has."""
        (row,) = self._database.rows(
            "SELECT (SELECT count(*) FROM points WHERE run_id = ?)"  # noqa: S608 - a part of ours
            f" + (SELECT count(*) {_ALONE})",
            run,
            run,
        )
        return int(row[0])

    def paid(self, run: str) -> tuple[Paid, ...]:
        """What a run paid, by stage, name and currency, unknown prices and lost answers apart."""
        self._database.write_pending()
        rows = self._database.rows(f"{SUMS} ORDER BY stage, name, host, currency, state DESC", run)
        return tuple(Paid.model_validate(dict(row)) for row in rows)

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
        return tuple(looked for row in rows if (looked := noted(row)))

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
            raise replaced(self._store, number)
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
            raise replaced(self._store, number)
        return text, why

    def _grouped(self, statement: str) -> dict[str, dict[str, Any]]:
        """Rows of (run, name, value) by run and name; statements are ours, never from outside."""
        found: dict[str, dict[str, Any]] = {}
        for run, name, value in self._database.rows(statement):
            found.setdefault(run, {})[name] = value
        return found


def _point(row: sqlite3.Row) -> PointRow:
    # By position: by their names the columns take twice as long to read.
    told, key, state, detail, number, digest, start, end, at, outcome, verified, flagged = row
    point: dict[str, Any] = from_json(told)
    interval = point["interval"]
    return PointRow(
        key=key,
        province=point["province"],
        sector=point["sector"],
        date=date.fromisoformat(point["date"]),
        kind=point["kind"],
        confidence=point["confidence"],
        interval=str(Interval(**interval)) if interval else "",
        state=state or ("incomplete" if outcome == "incomplete" else "done"),
        detail=detail or "",
        dossier=number,
        digest=digest or "",
        window=f"{start}/{end}" if number is not None else "",
        researched_at=datetime.fromisoformat(at) if at else None,
        outcome=Outcome(outcome) if outcome else None,
        verified=verified or 0,
        flagged=flagged or 0,
        direction=(point.get("detection") or {}).get("direction", ""),
    )


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
