"""sectors.toml as it stands, and how a user's own is laid over it."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from agent.errors import UsageError
from agent.text.tables import layered, over


class Umbrella(BaseModel):
    """Words of titles of plans that go across sectors."""

    model_config = ConfigDict(extra="forbid")
    titles: list[str] = []


class SectorRow(BaseModel):
    """One sector of the table; the file says what each list means."""

    model_config = ConfigDict(extra="forbid")
    name: str
    chinese: str = ""
    spellings: list[str] = []
    belongs: list[str] = []
    beside: list[str] = []
    bodies: list[str] = []
    upstream: list[str] = []
    looks_like: list[str] = []


class SectorTable(BaseModel):
    """The whole table."""

    model_config = ConfigDict(extra="forbid")
    umbrella: Umbrella = Umbrella()
    sector: list[SectorRow] = []


def read_table(override: Path | None = None) -> tuple[SectorTable, str]:
    """The table with a user's own over it, and the hash of both.

    Raises UsageError when the user's file cannot be used.
    """
    table, users, digest = layered("sectors table", "sectors", override, SectorTable)
    if users:
        strange = {row.name for row in users.sector} - {row.name for row in table.sector}
        if strange:
            raise UsageError(
                f"{override} names no sector of Carbon Monitor China: {', '.join(sorted(strange))}",
                hint=f"the sectors are {', '.join(row.name for row in table.sector)}",
            )
        rows = {row.name: row for row in table.sector}
        for row in users.sector:
            rows[row.name] = over(row, rows[row.name])
        umbrella = over(users.umbrella, table.umbrella)
        table = SectorTable(umbrella=umbrella, sector=list(rows.values()))
    return table, digest
