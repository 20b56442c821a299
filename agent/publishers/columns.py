"""The columns in which governments list what they issue: columns.toml, a user's own laid over it."""

from __future__ import annotations

import hashlib
import tomllib
from importlib import resources
from pathlib import Path

from pydantic import Field

from agent.places import Places
from agent.records import Record
from agent.text.tables import usable


class ColumnRow(Record):
    """One column: the province whose documents it lists, its name, and its first list page."""

    province: str
    name: str = Field(min_length=1)
    url: str = Field(pattern=r"^https?://[^\s/]+/")


class ColumnTable(Record):
    """The columns of all provinces."""

    column: tuple[ColumnRow, ...]
    fingerprint: str

    def of(self, province: str) -> tuple[ColumnRow, ...]:
        """The columns of a province, in the order of the table; empty where none is known."""
        return tuple(row for row in self.column if row.province == province)


def load_columns(places: Places, override: Path | None = None) -> ColumnTable:
    """The package's columns; those of a user's own file stand in for all of their province.

    Raises UsageError when that file cannot be used, UnknownName for a province that is none.
    """
    shipped = (resources.files("agent") / "data" / "columns.toml").read_bytes()
    digest = hashlib.sha256(shipped)
    rows = [ColumnRow.model_validate(row) for row in tomllib.loads(shipped.decode())["column"]]
    if override:
        with usable("columns table", override):
            body = override.read_bytes()
            given = tomllib.loads(body.decode("utf-8-sig")).get("column", [])
            own = [ColumnRow.model_validate(row) for row in given]
        provinces = {row.province for row in own}
        rows = [*(row for row in rows if row.province not in provinces), *own]
        digest.update(body)
    for row in rows:
        places.province(row.province)
    return ColumnTable(column=tuple(rows), fingerprint=digest.hexdigest())
