"""What is known of a province's own site: how its portal is searched, and the columns that list what it issues.

Rows of portals.toml and columns.toml, a user's own laid over them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, Field

from agent.places import Places
from agent.records import Record
from agent.text.tables import layered

Family = Literal["trs_search", "irs", "jsearchfront", "search5"]


class PortalRow(Record):
    """One portal; the fields are explained at the head of the table."""

    province: str
    host: str
    family: Family
    url: str = Field(pattern=r"^https?://")
    send: Literal["query", "form", "json"]
    fields: dict[str, Any]
    rows: str = ""
    title: str = ""
    date: str = ""
    link: str = ""
    size: int = Field(10, ge=1)
    first: int = Field(1, ge=0)
    full_text: bool = True
    seen: str


class PortalTable(Record):
    """The portals by province."""

    portal: tuple[PortalRow, ...]
    fingerprint: str

    def of(self, province: str) -> PortalRow | None:
        """The portal of a province, None where none is known; of two rows the later one counts."""
        return next((row for row in reversed(self.portal) if row.province == province), None)

    @property
    def provinces(self) -> frozenset[str]:
        """The provinces with a portal."""
        return frozenset(row.province for row in self.portal)


class ColumnRow(Record):
    """One column: the province whose documents it lists, its name, and its first list page."""

    province: str
    name: str = Field(min_length=1)
    url: str = Field(pattern=r"^https?://[^\s/]+/")


class _Rows(BaseModel):
    portal: tuple[PortalRow, ...] = ()
    column: tuple[ColumnRow, ...] = ()


def load_portals(places: Places, override: Path | None = None) -> PortalTable:
    """The package's rows, with a user's own after them. Raises UsageError."""
    ours, users, digest = layered("portals table", "portals", override, _Rows)
    rows = (*ours.portal, *(users.portal if users else ()))
    for row in rows:
        places.province(row.province)
    return PortalTable(portal=rows, fingerprint=digest)


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
    ours, users, digest = layered("columns table", "columns", override, _Rows)
    own = users.column if users else ()
    provinces = {row.province for row in own}
    rows = (*(row for row in ours.column if row.province not in provinces), *own)
    for row in rows:
        places.province(row.province)
    return ColumnTable(column=rows, fingerprint=digest)
