"""Who stands behind a host: a table of rows, the longest matching end decides."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from agent.errors import UsageError
from agent.records import Record

Level = Literal[
    "central",
    "provincial",
    "municipal",
    "county",
    "state_media",
    "media",
    "company",
    "commercial",
    "reference",
    "unknown",
]
GOVERNMENT_LEVELS = frozenset({"central", "provincial", "municipal", "county"})
NEWS_LEVELS = frozenset({"state_media", "media", "commercial"})


class Publisher(Record):
    """Who publishes on a host.

    ``agency`` is empty when the host is known to be a government's but not whose; ``province``
    is None for central bodies and for everybody who belongs to no one province. ``government``
    is true for every host that a government runs, also for one whose level is unknown.
    """

    host: str
    agency: str = ""
    province: str | None = None
    level: Level = "unknown"
    government: bool = False


class Row(BaseModel):
    """A row of the table; it holds for the host and everything below it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    host: str = Field(min_length=3)
    agency: str = ""
    province: str | None = None
    level: Level
    own: bool = False

    def publisher(self, host: str) -> Publisher:
        """The publisher of a host that the row holds for."""
        return Publisher(
            host=host,
            agency=self.agency,
            province=self.province,
            level=self.level,
            government=self.level in GOVERNMENT_LEVELS,
        )


def bare(host: str) -> str:
    """A host without www; www.gov.cn keeps it, because gov.cn is every government."""
    host = host.strip().strip(".").lower()
    return host if host == "www.gov.cn" else host.removeprefix("www.")


def rows_of_package(text: str) -> Iterator[Row]:
    """The rows of hosts.tsv, which is checked by a test and therefore not again at every start."""
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    next(lines)
    for line in lines:
        host, agency, province, level = line.split("\t")
        yield Row.model_construct(
            host=host, agency=agency, province=province or None, level=cast(Level, level), own=False
        )


def rows_of_user(path: Path, body: bytes, provinces: Iterable[str]) -> list[Row]:
    """A user's own rows: TOML with [[publisher]] tables, or TSV with a header line.

    Raises UsageError with the file and the row when one cannot be used.
    """
    known = set(provinces)
    try:
        text = body.decode("utf-8-sig")
        if path.suffix.lower() == ".toml":
            raw = tomllib.loads(text).get("publisher", [])
        else:
            lines = [line for line in text.splitlines() if line and not line.startswith("#")]
            raw = [
                {key: value for key, value in row.items() if value}
                for row in csv.DictReader(lines, delimiter="\t")
            ]
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path} cannot be read as a publishers table: {error}") from None
    rows = []
    for number, fields in enumerate(raw, start=1):
        try:
            row = Row.model_validate({**fields, "own": True})
        except (ValidationError, TypeError) as error:
            told = error.errors()[0] if isinstance(error, ValidationError) else {"msg": str(error)}
            place = ".".join(str(part) for part in told.get("loc", ()))
            raise UsageError(f"{path}, publisher {number}: {place} {told['msg']}") from None
        if row.province is not None and row.province not in known:
            raise UsageError(
                f"{path}, publisher {number}: {row.province!r} is no province",
                hint="write the short Chinese name: 山西, 内蒙古",
            )
        rows.append(row.model_copy(update={"host": bare(row.host)}))
    return rows


def suffixes(host: str) -> Iterator[str]:
    """The host and its parents, longest first, never a bare top level."""
    labels = host.split(".")
    for start in range(len(labels) - 1):
        yield ".".join(labels[start:])
