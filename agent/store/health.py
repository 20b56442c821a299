"""Whether research.db is as this program wrote it: its structure, its rows, and what they count.

SQLite notices a page that is no page of its own, and not a text that was changed inside one. So
texts are held against the hashes they were kept with, and the rows that repeat what stands in a
dossier against the dossier.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import NamedTuple

from agent.errors import ResearchError
from agent.findings import Dossier, Status
from agent.store.dossiers import Store, finding_key, is_digest

MOST_LINES = 20
"""Lines of SQLite's own check that are told."""
COUNTED = ("runs", "reviews", "draws")
"""Tables whose rows are only ever added: ``tallies`` knows how many were."""


class Fault(NamedTuple):
    """What is not as it was written: where, what was to be there, and what is."""

    where: str
    before: str
    now: str


def faults(store: Store, run: str | None = None) -> Iterator[Fault]:
    """What of a store is damaged; of one run, when it is named.

    SQLite's own check comes first. Raises StateError when the file cannot be read at all.
    """
    database = store.database
    for row in database.rows(f"PRAGMA integrity_check({MOST_LINES})"):
        if row[0] != "ok":
            yield Fault("structure", "whole", str(row[0]))
    for row in database.rows("PRAGMA foreign_key_check")[:MOST_LINES]:
        yield Fault(f"{row[0]} {row[1]}", f"a row of {row[2]}", "absent")
    yield from _tallied(store)
    yield from _texts(store)
    yield from _points(store, run)
    runs = (run,) if run else tuple(one.id for one in store.runs())
    for name in runs:
        for number in database.rows("SELECT id FROM dossiers WHERE run_id = ? ORDER BY id", name):
            yield from _dossier(store, number["id"])


def _tallied(store: Store) -> Iterator[Fault]:
    known = {row["name"]: row["number"] for row in store.database.rows("SELECT * FROM tallies")}
    for name in COUNTED:
        now = store.database.rows(f"SELECT count(*) FROM {name}")[0][0]  # noqa: S608 - ours
        if known.get(name) != now:
            yield Fault(name, f"{known.get(name, 'no')} rows", f"{now}")


def _texts(store: Store) -> Iterator[Fault]:
    last = 0
    while rows := store.database.rows(
        "SELECT id, key, sha256, json FROM pages WHERE id > ? ORDER BY id LIMIT 100", last
    ):
        for row in rows:
            last = row["id"]
            now = hashlib.sha256(str(row["json"]).encode("utf-8", "surrogatepass")).hexdigest()
            if now != row["key"]:
                yield Fault(f"text of page {row['sha256'][:12]}", row["key"][:12], now[:12])


def _points(store: Store, run: str | None) -> Iterator[Fault]:
    """Points that are done and have no dossier; runs that are finished and have nothing."""
    rows = store.database.rows(
        "SELECT run_id, changepoint_key FROM points LEFT JOIN dossiers"
        " USING (run_id, changepoint_key) WHERE state IN ('done', 'incomplete')"
        " AND dossiers.id IS NULL AND run_id = coalesce(?, run_id)",
        run,
    )
    for row in rows[:MOST_LINES]:
        yield Fault(f"run {row['run_id']}", f"a dossier of {row['changepoint_key'][:15]}", "absent")
    rows = store.database.rows(
        "SELECT id FROM runs WHERE finished_at IS NOT NULL AND id = coalesce(?, id)"
        " AND id NOT IN (SELECT run_id FROM dossiers) AND id NOT IN (SELECT run_id FROM points)",
        run,
    )
    for row in rows:
        yield Fault(f"run {row['id']}", "dossiers", "none")


def _dossier(store: Store, number: int) -> Iterator[Fault]:
    where = f"dossier {number}"
    try:
        dossier = store.dossier(number)
    except (ResearchError, UnicodeError) as error:
        yield Fault(where, "readable", str(error))
        return
    if dossier is None:
        return
    (row,) = store.database.rows("SELECT * FROM dossiers WHERE id = ?", number)
    whole = store.dossier_json(number) or ""
    if not is_digest(row["digest"], row["json"], whole, dossier):
        yield Fault(where, f"text {row['digest'][:12]}", "another")
    counts = {
        "pages": len(dossier.pages),
        "gaps": len(dossier.gaps),
        "outcome": dossier.outcome.value,
        **{status.value: len(dossier.with_status(status)) for status in Status},
    }
    for name, count in counts.items():
        if row[name] != count:
            yield Fault(where, f"{name} {count}", f"{row[name]} in its row")
    yield from _findings(store, number, dossier, where)


def _findings(store: Store, number: int, dossier: Dossier, where: str) -> Iterator[Fault]:
    rows = store.database.rows(
        "SELECT finding_key, status, name, (SELECT count(*) FROM verdicts"
        " WHERE finding_id = findings.id) AS verdicts FROM findings WHERE dossier_id = ?"
        " ORDER BY position",
        number,
    )
    point = dossier.changepoint
    wanted = [
        (finding_key(point, one), one.status.value, one.policy.name.value, len(one.verdicts))
        for one in dossier.findings
    ]
    now = [tuple(row) for row in rows]
    if wanted != now:
        yield Fault(where, f"{len(wanted)} findings", f"{len(now)} rows, or others")
