"""research.db: what was found, when and with what. The dossier's JSON is the truth.

The columns and the tables of findings and verdicts repeat what people ask of it, so that it can be
searched with any SQLite browser. Reviews are rows that are only ever added; they name a finding by
its content, so they outlive a second run.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import AwareDatetime, ValidationError

from agent.coverage import looked_of
from agent.errors import StateError
from agent.findings import Dossier, Finding, Status
from agent.records import Changepoint, ChangepointKind, Interval, Page, Record, content_key
from agent.store.database import (
    WAIT,
    Database,
    InDatabase,
    Unusable,
    can_be_written,
    insert,
    insert_all,
    update,
)
from agent.store.pages import Again, lost, put_pages, whole_json
from agent.store.schema import FORMAT
from agent.text.sound import sound_text

REMEMBERED = 1 << 17
"""Changepoints whose identity is not reckoned again."""


class Run(Record):
    """One call of the program; ``finished_at`` is None while it runs and after it was killed."""

    id: str
    started_at: AwareDatetime
    finished_at: AwareDatetime | None
    command: str
    version: str
    config: dict[str, Any]
    batch_key: str | None = None
    dossiers: int


def changepoint_key(changepoint: Changepoint) -> str:
    """Identity of a changepoint: place, sector, day, kind, interval; not the detector's numbers."""
    point = changepoint
    return _point_key(point.province, point.sector, point.date, point.kind, point.interval)


@lru_cache(REMEMBERED)
def _point_key(
    province: str, sector: str | None, day: date, kind: ChangepointKind, interval: Interval | None
) -> str:
    # A batch asks for each of its changepoints again and again.
    told = {
        "province": province,
        "sector": sector,
        "date": str(day),
        "kind": kind.value,
        "interval": interval.model_dump(mode="json") if interval else None,
    }
    return content_key(["changepoint", told])


def finding_key(changepoint: Changepoint, finding: Finding) -> str:
    """Identity of a finding by what it says of which changepoint, whoever extracted it and when."""
    told = finding.policy.model_dump(mode="json", exclude={"extractor"})
    return content_key(["finding", changepoint_key(changepoint), told])


class Store(InDatabase):
    """The database of results. Safe to use from several threads; close it, or use it in a with.

    Args:
        path: the file; it is made when it is not there.
        wait: seconds to wait for another process that writes.
        only_read: write nothing, not even beside the file.
        again: reads a document again whose text is gone.

    Raises:
        StateError: it cannot be opened, is locked, or was made by a newer version.
    """

    def __init__(
        self,
        path: Path,
        *,
        wait: float = WAIT,
        only_read: bool = False,
        again: Again = lambda *_: None,
    ) -> None:
        super().__init__(Database(path, FORMAT, wait=wait, only_read=only_read))
        self._again = again

    @classmethod
    def to_read(cls, path: Path, again: Again = lambda *_: None) -> Store:
        """A store that is there already; one that cannot be written to is read as it is.

        Raises:
            StateError: as for any store, and when the file is empty.
        """
        if path.stat().st_size == 0:
            raise Unusable(f"{path} is empty", hint="put back a copy of it")
        return cls(path, only_read=not can_be_written(path), again=again)

    def start_run(
        self,
        command: str,
        version: str,
        config: Mapping[str, Any],
        started_at: datetime,
        *,
        batch_key: str | None = None,
    ) -> str:
        """Write down that a run begins.

        Args:
            command: the command line, without keys; what no text can hold (a file's name in the
                bytes of GBK) stands as U+FFFD.
            version: of this program.
            config: what it runs with, as JSON, without keys.
            started_at: now, with its zone.
            batch_key: identity of the batch, None for a run that is none.

        Returns:
            The run's id: its time in UTC, and a number where that is taken.
        """
        stamp = started_at.strftime("%Y%m%d-%H%M%S")
        told = json.dumps(dict(config), ensure_ascii=False, sort_keys=True)
        with self.database.transaction() as connection:
            taken = {row["id"] for row in connection.execute("SELECT id FROM runs")}
            free = (f"{stamp}-{number}" for number in range(2, len(taken) + 3))
            run = stamp if stamp not in taken else next(name for name in free if name not in taken)
            begun = {"id": run, "started_at": started_at.isoformat(), "version": version}
            begun |= {"command": sound_text(command), "config": told}
            insert(connection, "runs", {**begun, "batch_key": batch_key})
        return run

    def finish_run(self, run: str, finished_at: datetime) -> None:
        """Write down that a run came to its end."""
        with self.database.transaction() as connection:
            connection.execute(
                "UPDATE runs SET finished_at = ? WHERE id = ?", (finished_at.isoformat(), run)
            )

    def save(self, run: str, dossier: Dossier) -> None:
        """Keep a dossier with its findings and verdicts, all of it or nothing.

        The same changepoint and window again in the same run takes the place of the first.

        Raises:
            StateError: there is no such run, or the file could not be written.
        """
        with self.database.transaction() as connection:
            write_dossier(connection, run, dossier)

    def runs(self) -> tuple[Run, ...]:
        """All runs, newest first."""
        rows = self.database.rows(
            "SELECT runs.*, (SELECT count(*) FROM dossiers WHERE run_id = runs.id) AS dossiers"
            " FROM runs ORDER BY runs.rowid DESC"
        )
        return tuple(
            Run.model_validate({**dict(row), "config": json.loads(row["config"])}) for row in rows
        )

    def run(self, name: str) -> Run:
        """A run by its id. Raises StateError when there is none."""
        found = next((one for one in self.runs() if one.id == name), None)
        if found is None:
            raise StateError(f"there is no run {name}", hint="research runs lists the runs")
        return found

    def each_dossier(self, run: str, *, only_whole: bool = False) -> Iterator[Dossier]:
        """The dossiers of a run, one at a time: memory stays flat. None for an unknown run.

        Those of a batch come in the order of its points, others as they were saved. With ``only_whole``
        one that cannot be read is left out (agent.store.health tells of it); otherwise it raises StateError.
        """
        numbers = self.database.rows(
            "SELECT id FROM dossiers LEFT JOIN points USING (run_id, changepoint_key)"
            " WHERE run_id = ? ORDER BY position, id",
            run,
        )
        for number in numbers:
            try:
                dossier = self.dossier(number["id"])
            except (StateError, UnicodeError):
                if not only_whole:
                    raise
                continue
            if dossier:
                yield dossier

    def dossier(self, number: int) -> Dossier | None:
        """The dossier in this row, or None when a newer one has taken its place."""
        text = self.dossier_json(number)
        return None if text is None else self.read(text)

    def digest(self, run: str, dossier: Dossier) -> str:
        """What changes when anything of the stored dossier does; empty when there is none."""
        rows = self.database.rows(
            "SELECT digest FROM dossiers WHERE run_id = ? AND changepoint_key = ?"
            " AND window_start = ? AND window_end = ?",
            run,
            changepoint_key(dossier.changepoint),
            str(dossier.window.start),
            str(dossier.window.end),
        )
        return str(rows[0]["digest"]) if rows else ""

    def bare_dossier(self, number: int) -> Dossier | None:
        """The dossier in this row without its pages, or None: most of it is quickly read."""
        rows = self.database.rows("SELECT json FROM dossiers WHERE id = ?", number)
        return self.read(rows[0]["json"]) if rows else None

    def dossier_json(self, number: int) -> str | None:
        """The JSON of the dossier in this row, or None when a newer one has taken its place.

        A text that is gone is read again where that gives what was there. Raises StateError otherwise.
        """
        urls: list[str] = []

        def again(url: str, fetched_at: datetime, label: str) -> Page | None:
            urls.append(url)
            return self._again(url, fetched_at, label)

        with self.database.reading() as connection:
            text = whole_json(connection, number, again)
            if text is None or not urls:
                return text
            (row,) = connection.execute("SELECT json, digest FROM dossiers WHERE id = ?", (number,))
        if not is_digest(row["digest"], row["json"], text, self.read(text)):
            raise lost(urls[0], ", and its page is read otherwise today")
        return text

    def read(self, text: str) -> Dossier:
        """The dossier of a stored JSON. Raises StateError when it cannot be read."""
        try:
            return Dossier.model_validate_json(text)
        except ValidationError as error:
            raise StateError(
                f"a dossier in {self.database.path} cannot be read: {error.error_count()} faults",
                hint="it was written by another version, or changed by hand",
            ) from error


NEIGHBOURS_PENDING = """
UPDATE dossiers SET likened = 0 WHERE run_id = ? AND id IN (
    SELECT other.dossier_id FROM likenesses AS own JOIN likenesses AS other USING (key)
    WHERE own.dossier_id = ?)
"""
"""What a dossier said was perhaps held against them, and is going to be said no more."""


def write_dossier(connection: sqlite3.Connection, run: str, dossier: Dossier) -> None:
    """Put a dossier with its findings and verdicts in, within a transaction of the caller's."""
    same = "run_id = ? AND changepoint_key = ? AND window_start = ? AND window_end = ?"
    key = changepoint_key(dossier.changepoint)
    at = (run, key, str(dossier.window.start), str(dossier.window.end))
    before = connection.execute(f"SELECT id FROM dossiers WHERE {same}", at).fetchone()  # noqa: S608 - ours
    if before:
        connection.execute(NEIGHBOURS_PENDING, (run, before["id"]))
    connection.execute(f"DELETE FROM dossiers WHERE {same}", at)  # noqa: S608 - ours
    keep = {"id": before["id"]} if before else {}
    number = insert(connection, "dossiers", {**keep, **_dossier_row(run, dossier)})
    put_pages(connection, number, dossier.pages)
    _write_findings(connection, number, dossier)


def write_findings(connection: sqlite3.Connection, run: str, number: int, dossier: Dossier) -> None:
    """Put the findings of a dossier in place of those in its row; its pages are the same."""
    update(connection, "dossiers", number, _dossier_row(run, dossier))
    connection.execute("DELETE FROM findings WHERE dossier_id = ?", (number,))
    _write_findings(connection, number, dossier)


def _write_findings(connection: sqlite3.Connection, number: int, dossier: Dossier) -> None:
    verdicts: list[dict[str, Any]] = []
    for position, finding in enumerate(dossier.findings):
        row = _finding_row(dossier, finding)
        found = insert(connection, "findings", {"dossier_id": number, "position": position, **row})
        verdicts += (
            {"finding_id": found, "position": place, **verdict}
            for place, verdict in enumerate(_verdict_rows(finding))
        )
    insert_all(connection, "verdicts", verdicts)


def _dossier_row(run: str, dossier: Dossier) -> dict[str, Any]:
    changepoint = dossier.changepoint
    text = dossier.model_copy(update={"pages": ()}).model_dump_json()
    return {
        "run_id": run,
        "changepoint_key": changepoint_key(changepoint),
        "province": changepoint.province,
        "sector": changepoint.sector,
        "date": str(changepoint.date),
        "kind": changepoint.kind.value,
        "confidence": changepoint.confidence,
        "window_start": str(dossier.window.start),
        "window_end": str(dossier.window.end),
        "researched_at": dossier.researched_at.isoformat(),
        "outcome": dossier.outcome.value,
        **{status.value: len(dossier.with_status(status)) for status in Status},
        "pages": len(dossier.pages),
        "gaps": len(dossier.gaps),
        "looked": looked_of(dossier).model_dump_json(),
        "digest": digest_of(text, dossier),
        "json": text,
    }


def digest_of(text: str, dossier: Dossier) -> str:
    """What changes when anything of a dossier does; ``text`` is its JSON without its pages."""
    documents = (one for page in dossier.pages for one in page.documents())
    told = (f"{one.sha256} {one.reader} {one.fetched_at} {one.url}" for one in documents)
    return hashlib.sha256("\n".join([text, *told]).encode()).hexdigest()


def is_digest(digest: str, bare: str, whole: str, dossier: Dossier) -> bool:
    """True for the digest of a dossier, of which this is the JSON without its pages and with them.

    One that was brought up from an older format has the hash of all of its JSON.
    """
    return digest in (digest_of(bare, dossier), hashlib.sha256(whole.encode()).hexdigest())


def _finding_row(dossier: Dossier, finding: Finding) -> dict[str, Any]:
    policy = finding.policy
    return {
        "finding_key": finding_key(dossier.changepoint, finding),
        "status": finding.status.value,
        "kind": finding.kind.value,
        "name": policy.name.value,
        "dates": "; ".join(f"{date.role.value} {date.value}" for date in policy.dates),
        "agencies": "; ".join(agency.value for agency in policy.agencies),
        "document_number": policy.document_number.value if policy.document_number else None,
        "url": policy.url,
        "publisher": finding.publisher,
        "source_class": finding.source_class,
        "extractor": policy.extractor,
        "source": policy.source,
    }


def _verdict_rows(finding: Finding) -> list[dict[str, Any]]:
    rows = []
    for verdict in finding.verdicts:
        claim = None if verdict.claim is None else finding.claims[verdict.claim]
        rows.append(
            {
                "check_name": verdict.check,
                "label": verdict.label.value,
                "reason": verdict.reason,
                "field": claim.field if claim else None,
                "claimed": claim.value if claim else None,
                "details": json.dumps(verdict.values, ensure_ascii=False),
                "source": verdict.source,
                "span_start": verdict.span.start if verdict.span else None,
                "span_end": verdict.span.end if verdict.span else None,
                "open": int(verdict.open),
            }
        )
    return rows
