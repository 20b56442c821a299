"""Stores as versions before this one wrote them, made by undoing what an upgrade does."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from agent.store.pages import whole_json


def as_second_format(path: Path) -> None:
    """Take a closed store back to the second format: every dossier with its pages inside."""
    with closing(sqlite3.connect(path)) as raw:
        raw.row_factory = sqlite3.Row
        numbers = [row["id"] for row in raw.execute("SELECT id FROM dossiers")]
        for number in numbers:
            text = whole_json(raw, number)
            raw.execute("UPDATE dossiers SET json = ? WHERE id = ?", (text, number))
        raw.executescript(
            "DROP TABLE dossier_pages; DROP INDEX pages_by_bytes; DROP TABLE pages;"
            " DROP TRIGGER runs_are_counted; DROP TRIGGER reviews_are_counted;"
            " DROP TRIGGER draws_are_counted; DROP TABLE tallies;"
            " DROP TABLE likenesses; DROP INDEX dossiers_told; ALTER TABLE dossiers DROP COLUMN likened;"
            " ALTER TABLE dossiers DROP COLUMN digest;"
            " PRAGMA user_version = 2;"
        )
        raw.commit()
