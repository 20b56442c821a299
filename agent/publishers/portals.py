"""How a province's own portal is searched: rows of portals.toml, a user's own laid over them."""

from __future__ import annotations

import hashlib
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from agent.places import Places
from agent.records import Record
from agent.text.tables import usable

Family = Literal["trs_search", "irs", "jsearchfront", "search5"]


class PortalRow(Record):
    """One portal; the fields are explained at the head of the table.

    ``tried`` tells that somebody of the project has seen it answer: none yet.
    """

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
    tried: bool = False


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


def load_portals(places: Places, override: Path | None = None) -> PortalTable:
    """The package's rows, with a user's own after them. Raises UsageError."""
    own = (resources.files("agent") / "data" / "portals.toml").read_bytes()
    rows = tomllib.loads(own.decode())["portal"]
    digest = hashlib.sha256(own)
    with usable("portals table", override or "portals.toml"):
        if override:
            body = override.read_bytes()
            rows = [*rows, *tomllib.loads(body.decode("utf-8-sig")).get("portal", [])]
            digest.update(body)
        table = PortalTable(portal=rows, fingerprint=digest.hexdigest())
    for row in table.portal:
        places.province(row.province)
    return table
