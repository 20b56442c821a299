"""Files of pieces: what did not change is neither made again nor touched, and never wrong.

Every changepoint here is invented.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.batch.names import MANY, FileNames
from agent.batch.pieces import NOTE, Folder, Noted, write_what_changed
from agent.findings import Dossier
from agent.records import Changepoint
from agent.store import Batches, Store
from agent.store.totals import Totals
from tests.batches import ALL, PLACES, at_work, found, opened, researched
from tests.test_batch_files import row

Pieces = list[tuple[str, str]]


def written(
    folder: Path, pieces: Pieces, before: Mapping[str, Noted] = {}
) -> tuple[Folder, list[str]]:
    """Write a file of these keys and stamps; the folder, and the keys that had to be made."""
    made: list[str] = []
    into = Folder(folder, before)

    def make(key: str, stamp: str) -> bytes:
        made.append(key)
        return f"{key}={stamp}\n".encode() * (len(key) + 1)

    with into.file("table.txt") as file:
        for key, stamp in pieces:
            file.add(key, stamp, lambda key=key, stamp=stamp: make(key, stamp))  # type: ignore[misc]
    return into, made


def test_a_file_with_the_same_pieces_is_not_touched(tmp_path: Path) -> None:
    first, _ = written(tmp_path, [("a", "1"), ("b", "1")])
    before = (tmp_path / "table.txt").stat()
    again, made = written(tmp_path, [("a", "1"), ("b", "1")], first.now)
    assert (made, again.written, again.now) == ([], 0, first.now)
    assert (tmp_path / "table.txt").stat() == before


def test_only_what_changed_is_made(tmp_path: Path) -> None:
    first, _ = written(tmp_path, [("a", "1"), ("b", "1"), ("d", "1")])
    _, made = written(tmp_path, [("a", "1"), ("b", "2"), ("c", "1"), ("d", "1")], first.now)
    assert made == ["b", "c"]


def test_a_file_that_somebody_has_shortened_is_made_anew(tmp_path: Path) -> None:
    first, _ = written(tmp_path, [("a", "1"), ("b", "1")])
    (tmp_path / "table.txt").write_bytes(b"a=1\n")
    _, made = written(tmp_path, [("a", "1"), ("b", "1")], first.now)
    assert made == ["a", "b"]


def test_a_file_system_that_copies_nothing_by_itself_costs_no_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "copy_file_range", lambda *_: 0, raising=False)
    first, _ = written(tmp_path, [("a", "1"), ("b", "1")])
    _, made = written(tmp_path, [("a", "1"), ("b", "2")], first.now)
    assert made == ["b"]
    assert (tmp_path / "table.txt").read_bytes() == b"a=1\na=1\nb=2\nb=2\n"


keys = st.lists(st.sampled_from("abcdef"), unique=True, max_size=6)
pieces = st.tuples(keys, st.lists(st.sampled_from("12"), min_size=6, max_size=6)).map(
    lambda drawn: list(zip(*drawn, strict=False))
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(one=pieces, two=pieces, three=pieces)
def test_whatever_changed_the_file_is_as_if_it_were_made_at_once(
    tmp_path: Path, one: Pieces, two: Pieces, three: Pieces
) -> None:
    first, _ = written(tmp_path / "slowly", one)
    second, _ = written(tmp_path / "slowly", two, first.now)
    third, _ = written(tmp_path / "slowly", three, second.now)
    whole, _ = written(tmp_path / "at once", three)
    told = [(tmp_path / name / "table.txt").read_bytes() for name in ("slowly", "at once")]
    assert told[0] == told[1]
    assert third.now == whole.now


# A batch


def bytes_below(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != NOTE
    }


def write(store: Store, run: str, folder: Path) -> int:
    return write_what_changed(store, run, folder, PLACES, "zh", version="0").files


def another(day: str) -> Dossier:
    point = ALL[0].model_copy(update={"date": date.fromisoformat(day)})
    return researched(point, found())


def test_a_confidence_that_changed_in_the_input_is_in_the_table(tmp_path: Path) -> None:
    folder = tmp_path / "night"
    folder.mkdir()
    with opened(tmp_path) as store:
        run = at_work(store)
        write(store, run, folder)
        surer = [(point.model_copy(update={"confidence": 0.987}), "points.csv") for point in ALL]
        Batches(store).plan(run, surer)
        write(store, run, folder)
        assert write(store, run, folder) == 0
    table = (folder / "all_change_points_info.csv").read_text("utf-8-sig")
    assert table.count("0.987") == len(ALL)


def test_what_lost_its_pages_stays_as_it_was_written_until_it_is_made_anew(tmp_path: Path) -> None:
    """Files that are whole are not made into gaps, and gaps are made whole when the pages are back."""
    folder, path = tmp_path / "night", tmp_path / "research.db"
    folder.mkdir()
    with opened(tmp_path) as store:
        run = at_work(store)
        write(store, run, folder)
        before = bytes_below(folder)
        with closing(sqlite3.connect(path)) as raw:
            raw.executescript("CREATE TABLE kept AS SELECT * FROM pages; DELETE FROM pages;")
        point = another("2024-12-01")
        Batches(store).plan(run, [(one, "points.csv") for one in (*ALL, point.changepoint)])
        Batches(store).keep(run, point)
        with closing(sqlite3.connect(path)) as raw:
            raw.executescript("DELETE FROM pages")
        lost = write_what_changed(store, run, folder, PLACES, "zh", version="0").lost
        assert lost
        infos = {name: data for name, data in before.items() if "-" in name and "_info" in name}
        after = bytes_below(folder)
        assert {name: after[name] for name in infos} == infos
        (tmp_path / "gaps").mkdir()
        write(store, run, tmp_path / "gaps")
        with closing(sqlite3.connect(path)) as raw:
            raw.executescript("INSERT INTO pages SELECT * FROM kept")
        Batches(store).keep(run, point)
        (tmp_path / "whole").mkdir()
        for name in ("night", "gaps", "whole"):
            lost = write_what_changed(store, run, tmp_path / name, PLACES, "zh", version="0").lost
            assert not lost
        told = [bytes_below(tmp_path / name) for name in ("night", "gaps", "whole")]
        assert told[0] == told[1] == told[2]


def test_a_changepoint_added_to_a_finished_batch_writes_what_it_is_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "night"
    folder.mkdir()
    with opened(tmp_path) as store:
        run = at_work(store)
        write(store, run, folder)
        before = bytes_below(folder)
        assert write(store, run, folder) == 0
        point = another("2024-12-01")
        Batches(store).plan(run, [(one, "points.csv") for one in (*ALL, point.changepoint)])
        Batches(store).keep(run, point)
        read: list[str] = []
        validate = Dossier.model_validate_json

        def watched(text: str) -> Dossier:
            read.append(text)
            return validate(text)

        monkeypatch.setattr(Dossier, "model_validate_json", watched)
        assert write(store, run, folder) > 0
        after = bytes_below(folder)
        # Its own dossier, and the first of its series for the head of the series' file.
        assert 1 <= len(read) <= 2
        (tmp_path / "at once").mkdir()
        write(store, run, tmp_path / "at once")
    assert after == bytes_below(tmp_path / "at once")
    changed = {name for name in after if after[name] != before.get(name)}
    assert not {name for name in changed if name.endswith("_info.txt") and "Shanxi" not in name}


def test_what_was_ours_and_has_no_place_any_more_goes(tmp_path: Path) -> None:
    folder = tmp_path / "night"
    folder.mkdir()
    with opened(tmp_path) as store:
        run = at_work(store)
        write(store, run, folder)
        gone = next(iter(sorted(folder.glob("Shanxi*_Seasonal_info.txt"))))
        with store.database.transaction() as connection:
            connection.execute("DELETE FROM points WHERE state = 'done' AND source LIKE '%'")
            connection.execute("DELETE FROM dossiers WHERE province = '山西'")
        (folder / "notes.txt").write_text("of a person", "utf-8")
        write(store, run, folder)
    assert not gone.exists()
    assert (folder / "notes.txt").exists()


def test_a_night_of_thousands_has_a_folder_for_each_province() -> None:
    def rows(number: int) -> FileNames:
        days = (date(2000, 1, 1) + timedelta(days=n) for n in range(number))
        points = (Changepoint(province="内蒙古", sector="Power", date=day) for day in days)
        return FileNames([row(point) for point in points], PLACES)

    assert rows(3).combined("内蒙古", "Power") == "Inner_Mongolia_Power_combined_info.txt"
    many = rows(MANY + 1)
    assert (
        many.combined("内蒙古", "Power") == "Inner_Mongolia/Inner_Mongolia_Power_combined_info.txt"
    )
    last = Changepoint(province="内蒙古", sector="Power", date=date(2000, 1, 1))
    assert many.of(row(last).key).startswith("Inner_Mongolia/Inner_Mongolia_Power_2000-01-01")


def test_the_stamp_of_a_changepoint_changes_when_its_dossier_does(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        run = at_work(store)
        before = {one.key: one.digest for one in Totals(store).points(run)}
        (changed,) = [one for one in store.each_dossier(run) if one.changepoint == ALL[0]]
        store.save(run, changed.model_copy(update={"notes": ("another",)}))
        after = {one.key: one.digest for one in Totals(store).points(run)}
    assert sum(before[key] != after[key] for key in before) == 1
