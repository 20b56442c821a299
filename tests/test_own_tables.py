"""A user's own tables: each says what of it cannot be used, in one form."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from agent.errors import UsageError
from agent.places import Places
from agent.prices import load_prices
from agent.publishers.portals import load_columns, load_portals
from agent.queries import load_templates
from agent.sectors import Sectors

PLACES = Places.load()
LOADERS: dict[str, Callable[[Path], object]] = {
    "places table": Places.load,
    "sectors table": Sectors.load,
    "columns table": lambda own: load_columns(PLACES, own),
    "portals table": lambda own: load_portals(PLACES, own),
    "prices": load_prices,
    "query templates": load_templates,
}


@pytest.fixture(params=LOADERS)
def table(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_table_that_is_not_there_is_told(table: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=f"cannot read the {table} .*none.toml"):
        LOADERS[table](tmp_path / "none.toml")


def test_a_table_that_is_no_toml_is_told(table: str, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text("[[", encoding="utf-8")
    with pytest.raises(UsageError, match=f"cannot use the {table} .*own.toml: it is no TOML"):
        LOADERS[table](own)


def test_a_table_in_another_encoding_is_told(table: str, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_bytes("# 山西\n".encode("gb18030"))
    with pytest.raises(UsageError, match=f"cannot use the {table} .*own.toml: it is no TOML"):
        LOADERS[table](own)


def test_an_empty_table_with_a_byte_order_mark_changes_nothing(table: str, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_bytes(b"\xef\xbb\xbf# nothing\n")
    LOADERS[table](own)


def test_a_field_that_does_not_exist_is_named(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text("strange = 1\n", encoding="utf-8")
    for table in ("places table", "sectors table", "prices"):
        with pytest.raises(UsageError, match=f"cannot use the {table} .*own.toml: strange"):
            LOADERS[table](own)
