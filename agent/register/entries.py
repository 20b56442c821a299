"""One listed document, before and after its page was read."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal

from agent.records import Record


@dataclass(frozen=True)
class Listed:
    """A row of a list page. ``day_by`` says where its day was read: list, address, or nothing."""

    url: str
    title: str
    day: datetime.date | None
    day_by: Literal["list", "address", ""] = "list"


class Reading(Record):
    """What the page of a document said. ``kind`` is document, interpretation or news; ``sectors`` names of sectors."""

    title: str
    number: str = ""
    agency: str = ""
    kind: str = ""
    sectors: tuple[str, ...] = ()
    signed: datetime.date | None = None
    issued: datetime.date | None = None
    effective: datetime.date | None = None
    sha256: str = ""
    text: str = ""
