"""Thirty damages to research.db, each noticed by ``research verify``; and a cache that is read only.

Every dossier in it is of the sample, or invented.
"""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from agent.cli import run as command
from agent.errors import StateError
from agent.records import Page
from agent.store import Store
from agent.store.health import faults
from agent.store.pages import Again
from agent.store.reviews import Decision, Review, Reviews
from agent.wiring import Config
from agent.wiring.rereading import from_cache
from agent.wiring.workshop import open_workshop
from tests import dossiers
from tests.dossiers import POINT
from tests.older_stores import as_second_format

NOW = datetime(2026, 11, 28, 9, 30, tzinfo=UTC)
SIZE = 4096
"""Bytes of a page of SQLite."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache with a sample run and decisions about it, closed and without free pages."""
    root = tmp_path_factory.mktemp("whole") / "cache"
    with open_workshop(Config(cache=root, sample=True), lambda *_: None) as workshop:
        run = workshop.start_run("research --sample")
        workshop.store.save(run, workshop.research(POINT))
        workshop.store.finish_run(run, NOW)
        for number in range(60):
            review = Review(
                finding_key=f"s1:{number}",
                changepoint_key="s1:point",
                thing_key="s1:thing",
                reviewed_at=NOW,
                reviewer="li",
                decision=Decision.ACCEPT,
                note="an invented decision " * 9,
            )
            Reviews(workshop.store.database).add(review)
    with closing(sqlite3.connect(root / "sample" / "research.db")) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        raw.execute("VACUUM")
    return root


@pytest.fixture
def cache(whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    root = tmp_path / "cache"
    shutil.copytree(whole, root)
    monkeypatch.setenv("RESEARCH_CACHE", str(root))
    yield root
    for path in [root, *root.rglob("*")]:
        path.chmod(path.stat().st_mode | stat.S_IWUSR)


def database(cache: Path) -> Path:
    return cache / "sample" / "research.db"


def chance(number: int) -> random.Random:
    """The same chance each time."""
    return random.Random(number)  # noqa: S311 - nothing here is to be kept secret


def somewhere(number: int, size: int) -> int:
    """One of the file's pages, beyond the first."""
    return chance(number).randrange(1, size // SIZE) * SIZE


def overwritten(data: bytes, at: int, new: bytes) -> bytes:
    return data[:at] + new + data[at + len(new) :]


def zeroed(number: int, data: bytes) -> bytes:
    return overwritten(data, somewhere(number, len(data)), bytes(SIZE))


def scrambled(number: int, data: bytes) -> bytes:
    return overwritten(data, somewhere(number, len(data)), chance(number).randbytes(SIZE))


def cut(number: int, data: bytes) -> bytes:
    return data[: somewhere(number, len(data)) + (number % 2) * 100]


def swapped(number: int, data: bytes) -> bytes:
    one = somewhere(number, len(data))
    two = next(
        at
        for at in (somewhere(n, len(data)) for n in range(number + 1, number + 100))
        if data[at : at + SIZE] != data[one : one + SIZE]
    )
    first, second = data[one : one + SIZE], data[two : two + SIZE]
    return overwritten(overwritten(data, one, second), two, first)


def changed(number: int, data: bytes) -> bytes:
    """One character of a text: the structure of the file stays whole."""
    words = ["补贴", "关于", "山西", "通知", "示例"]
    places = [
        at for at in range(SIZE, len(data) - 6) if data.startswith(words[number].encode(), at)
    ]
    at = chance(number).choice(places)
    return overwritten(data, at, "禁".encode())


DAMAGES: dict[str, Callable[[int, bytes], bytes]] = {
    "zeroed": zeroed,
    "scrambled": scrambled,
    "cut": cut,
    "swapped": swapped,
    "changed": changed,
}
EMPTIED = ("the file", "dossiers", "pages", "findings", "verdicts", "reviews")


def is_noticed(capsys: pytest.CaptureFixture[str]) -> bool:
    code = command(["verify", "--sample"])
    told = capsys.readouterr()
    assert "Traceback" not in told.err
    return code == 1


@pytest.mark.parametrize("number", range(5))
@pytest.mark.parametrize("kind", DAMAGES)
def test_a_damaged_store_is_noticed(
    kind: str, number: int, cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = database(cache)
    data = path.read_bytes()
    harmed = DAMAGES[kind](number, data)
    assert harmed != data
    path.write_bytes(harmed)
    assert is_noticed(capsys)


@pytest.mark.parametrize("what", EMPTIED)
def test_an_emptied_store_is_noticed(
    what: str, cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = database(cache)
    if what == "the file":
        path.write_bytes(b"")
    else:
        with closing(sqlite3.connect(path)) as raw:
            raw.execute("DROP TRIGGER reviews_are_not_removed")
            raw.execute(f"DELETE FROM {what}")  # noqa: S608 - a table of ours
            raw.commit()
    assert is_noticed(capsys)


def test_a_whole_store_has_no_fault(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Store(database(cache)) as store:
        assert list(faults(store)) == []
    assert not is_noticed(capsys)


@pytest.mark.parametrize("folder", ["pages", "fetches", "texts", "replies"])
@pytest.mark.parametrize("harm", ["emptied", "cut", "swapped"])
def test_a_damaged_entry_of_the_cache_is_noticed(
    folder: str, harm: str, cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    entries = sorted(path for path in (cache / "sample" / folder).rglob("*") if path.is_file())
    one, two = entries[0], entries[-1]
    data = one.read_bytes()
    if harm == "swapped":
        one.write_bytes(two.read_bytes())
        two.write_bytes(data)
    else:
        one.write_bytes(b"" if harm == "emptied" else data[: len(data) // 2])
    assert is_noticed(capsys)


def read_only(cache: Path) -> dict[str, bytes]:
    """Take every right to write; gives what stands there."""
    held = {}
    for path in [cache, *cache.rglob("*")]:
        if path.is_file():
            held[str(path)] = path.read_bytes()
        path.chmod(path.stat().st_mode & ~0o222)
    return held


@pytest.mark.parametrize("older", [False, True], ids=["of today", "of the format before"])
def test_a_cache_that_is_read_only_is_verified_and_left_as_it_is(
    older: bool, cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if older:
        as_second_format(database(cache))
    before = read_only(cache)
    access = os.access
    # The user of this test may be one whom no right holds back.
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK and access(path, mode))
    assert command(["verify", "--sample"]) == 0
    assert capsys.readouterr().out.endswith(" 0 drifted\n")
    after = {str(path): path.read_bytes() for path in cache.rglob("*") if path.is_file()}
    assert after.keys() - before.keys() <= {f"{database(cache)}{end}" for end in ("-wal", "-shm")}
    assert {name: after[name] for name in before} == before


STILL_OPEN = (
    ["show"],
    ["report"],
    ["report", "--format", "json"],
    ["report", "--format", "csv"],
    ["report", "--format", "html"],
    ["review", "list", "--run"],
)
"""What shows a run: all of it is in research.db, and none needs the bytes of a page."""


@pytest.mark.parametrize("shown", STILL_OPEN, ids=" ".join)
def test_a_run_whose_pages_are_gone_is_shown_as_before(
    shown: list[str], cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Store(database(cache)) as store:
        (run,) = store.runs()
    last = ["--sample"] if shown[0] != "review" else ["--which", "all", "--sample"]
    assert command([*shown, run.id, *last]) == 0
    before = capsys.readouterr().out
    shutil.rmtree(cache / "sample" / "pages")
    assert command([*shown, run.id, *last]) == 0
    assert capsys.readouterr().out == before != ""


def loses_its_texts(cache: Path, dossier: int) -> None:
    """Take the text of every page that only this dossier has out of the store."""
    with closing(sqlite3.connect(database(cache))) as raw:
        raw.execute(
            "DELETE FROM pages WHERE id IN (SELECT page_id FROM dossier_pages WHERE dossier_id = ?)"
            " AND id NOT IN (SELECT page_id FROM dossier_pages WHERE dossier_id <> ?)",
            (dossier, dossier),
        )
        raw.commit()


@pytest.mark.parametrize("read_before", [True, False], ids=["texts", "bytes"])
@pytest.mark.parametrize("how", ["text", "json", "html"])
def test_a_text_that_is_gone_is_read_again_from_the_bytes_of_its_page(
    how: str, read_before: bool, cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = ["report", "latest", "--sample", "--format", how]
    assert command(shown) == 0
    before = capsys.readouterr().out
    loses_its_texts(cache, 1)
    if not read_before:
        shutil.rmtree(cache / "sample" / "texts")
    assert command(shown) == 0
    assert capsys.readouterr().out == before != ""
    assert is_noticed(capsys)


def test_of_a_page_that_is_read_otherwise_today_nothing_is_told(cache: Path) -> None:
    loses_its_texts(cache, 1)
    with (
        Store(database(cache), again=otherwise(cache)) as store,
        pytest.raises(StateError, match="its page is read otherwise today"),
    ):
        store.dossier(1)


def otherwise(cache: Path) -> Again:
    """Reads pages as they are read, under the name of another version."""
    read = from_cache(cache / "sample")

    def again(url: str, fetched_at: datetime, label: str) -> Page | None:
        page = read(url, fetched_at, label)
        return page.model_copy(update={"reader": "html/0"}) if page else None

    return again


@pytest.fixture
def two(cache: Path) -> Path:
    """The cache with a second dossier, of invented pages that it does not have, in the same run."""
    page = dossiers.page()
    with Store(database(cache)) as store:
        (run,) = store.runs()
        other = dossiers.dossier(dossiers.finding(page), pages=(page,))
        point = POINT.model_copy(update={"date": date(2024, 12, 1)})
        store.save(run.id, other.model_copy(update={"changepoint": point}))
    return cache


@pytest.mark.parametrize("how", ["text", "json", "csv", "html", "md"])
def test_a_dossier_whose_text_is_nowhere_is_a_gap_among_the_others(
    how: str, two: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = ["report", "latest", "--sample", "--lang", "en", "--format", how]
    assert command(shown) == 0
    loses_its_texts(two, 2)
    capsys.readouterr()
    assert command(shown) == 3
    told = capsys.readouterr()
    assert "公交车更新补贴办法" not in told.out
    assert "晋" in told.out
    assert told.err.count("could not be read: the text of https://jtyst.shanxi.example") == 1
    if how in ("text", "md", "html"):
        assert "could not be read: the stored text of a page is gone" in told.out


def test_pages_that_are_gone_are_told_each_in_a_line_and_once_in_all(
    cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Store(database(cache)) as store:
        (run,) = store.runs()
        (dossier,) = store.each_dossier(run.id)
    shutil.rmtree(cache / "sample" / "pages")
    assert command(["verify", run.id, "--sample"]) == 1
    *lines, counted, why = capsys.readouterr().out.splitlines()
    documents = {one.sha256 for page in dossier.pages for one in page.documents()}
    assert len(lines) == len(documents) + len(dossier.findings)
    assert all("absent" in line and "put back a copy" in line for line in lines)
    assert f", 0 pages derived again: {len(lines)} drifted" in counted
    assert why == (
        f"  {len(lines)} for want of the bytes of a page: gone or damaged, put back a copy of them"
    )


def test_one_dossier_that_cannot_be_read_does_not_end_the_verification(
    cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect(database(cache))) as raw:
        raw.execute("DELETE FROM dossier_pages WHERE page = 0")
        raw.commit()
    assert command(["verify", "--sample"]) == 1
    *_, first, counted, _ = capsys.readouterr().out.splitlines()
    assert "dossier 1: readable → " in first
    assert counted.startswith("0 dossiers, ")


def test_no_bundle_is_left_of_a_run_whose_pages_are_gone(
    cache: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Store(database(cache)) as store:
        (run,) = store.runs()
    shutil.rmtree(cache / "sample" / "pages")
    assert command(["bundle", run.id, "--out", str(tmp_path / "run.zip"), "--sample"]) == 1
    told = capsys.readouterr()
    assert "are gone or damaged" in told.err
    assert "Traceback" not in told.err
    assert not (tmp_path / "run.zip").exists()
