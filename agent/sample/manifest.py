"""The list of invented pages: manifest.toml as values."""

from __future__ import annotations

import datetime
import tomllib
from pathlib import Path

from agent.records import Record

SAMPLE = Path(__file__).parent
"""The folder that holds the manifest, the tables and the pages."""


class SampleHit(Record):
    """What the search answers for a page; a date of None is one the search does not know."""

    title: str
    snippet: str
    date: datetime.date | None = None


class SamplePage(Record):
    """An address, the file whose bytes it answers, and the trap it is there for.

    ``url`` is empty for the answer to unknown addresses; ``hit`` is None when no search finds it.
    """

    url: str = ""
    file: str
    status: int
    headers: dict[str, str]
    trap: str
    hit: SampleHit | None = None

    def content(self) -> bytes:
        """The bytes as a server would send them."""
        return (SAMPLE / "pages" / self.file).read_bytes()


class Manifest(Record):
    """All invented pages, and what any other address answers."""

    pages: tuple[SamplePage, ...]
    missing: SamplePage


def read_manifest() -> Manifest:
    """The manifest that ships with the program."""
    table = tomllib.loads((SAMPLE / "manifest.toml").read_text(encoding="utf-8"))
    return Manifest(
        pages=tuple(SamplePage.model_validate(entry) for entry in table["page"]),
        missing=SamplePage.model_validate(table["missing"]),
    )
