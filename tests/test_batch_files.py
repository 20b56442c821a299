"""The files a batch leaves: whole, the same each time, and taken by those who read them next."""

from __future__ import annotations

import csv
import datetime
import errno
import json
import os
import re
import signal
import subprocess
import sys
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.audit.heads import Heads
from agent.audit.parse import parse
from agent.audit.run import read_files
from agent.batch.collected import combined_block, combined_head, info_text
from agent.batch.files import PointFiles, point_files, write_all
from agent.batch.names import FileNames, region_of, sector_of
from agent.batch.pieces import Written, sweep
from agent.cache.files import TEMPORARY
from agent.changepoints import read_changepoints
from agent.changepoints.row import Names
from agent.errors import StateError
from agent.findings import Dossier
from agent.records import Changepoint, Interval
from agent.report.items import Items
from agent.sectors import Sectors
from agent.store import Batches, Store, changepoint_key, finding_key
from agent.store.reviews import Decision, Review, Reviews
from agent.store.totals import PointRow, Totals
from tests.batches import (
    ALL,
    CUT_OFF,
    ENDED,
    FOUND,
    NOTHING,
    PLACES,
    at_work,
    begun,
    cut_off,
    found,
    nothing,
    opened,
    point,
)

NAMES = Names(PLACES, Sectors.load(), datetime.date(2026, 11, 28))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with opened(tmp_path) as one:
        yield one


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "night"


@pytest.fixture
def written(store: Store, folder: Path) -> Path:
    write_all(store, at_work(store), folder, PLACES)
    return folder


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


# Which files


def test_every_file_has_the_name_that_its_reader_looks_for(written: Path) -> None:
    assert sorted(bytes_of(written)) == [
        "Inner_Mongolia_Power_2020-12-31_Event_info.txt",
        "Inner_Mongolia_Power_combined_info.txt",
        "Shanxi_Ground_2023-05-27_Event_info.txt",
        "Shanxi_Ground_2024-11-08_Seasonal_info.txt",
        "Shanxi_Ground_combined_info.txt",
        "all_change_points_info.csv",
        "all_change_points_summary.txt",
        "dossiers.jsonl",
        "findings.csv",
        "summary.html",
        "summary.json",
        "summary.txt",
    ]


def test_it_says_how_many_files_it_wrote(store: Store, folder: Path) -> None:
    told = write_all(store, at_work(store), folder, PLACES)
    assert told == Written(points=3, files=12) == Written(3, len(bytes_of(folder)))


@pytest.mark.parametrize(
    ("province", "region"), [("内蒙古", "Inner_Mongolia"), ("山西", "Shanxi"), ("某省", "某省")]
)
def test_a_region_has_the_name_of_the_data_sets(province: str, region: str) -> None:
    assert region_of(province, PLACES) == region


def test_no_sector_is_all_and_no_name_leads_out_of_the_folder() -> None:
    assert sector_of(None) == "All"
    assert sector_of('../..\\a:b*"<>|\r\n') == "a_b"


def row(of: Changepoint, window: str = "") -> PointRow:
    return PointRow(
        key=changepoint_key(of),
        province=of.province,
        sector=of.sector,
        date=of.date,
        kind=of.kind.value,
        confidence=of.confidence,
        state="planned",
        window=window,
    )


def test_changepoints_that_no_name_tells_apart_get_a_number() -> None:
    first = point("2024-11-08")
    later = first.model_copy(update={"interval": Interval.of_month(2024, 11)})
    names = FileNames([row(first), row(later), row(later, "another")], PLACES)
    assert names.of(changepoint_key(first)) == "Shanxi_Ground_2024-11-08_Event_info.txt"
    assert names.of(changepoint_key(later)) == "Shanxi_Ground_2024-11-08_Event-2_info.txt"
    assert (
        names.of(changepoint_key(later), "another") == "Shanxi_Ground_2024-11-08_Event-3_info.txt"
    )


# The same bytes, whole or not at all


@pytest.mark.parametrize("others", [0, 1_000])
def test_the_name_of_a_changepoint_is_the_same_where_only_its_day_is_read(
    store: Store, folder: Path, others: int
) -> None:
    """Of more than a thousand each stands in the folder of its province."""
    week = Interval(start=FOUND.date, end=FOUND.date + datetime.timedelta(days=6))
    alike = FOUND, FOUND.model_copy(update={"interval": week})
    days = (FOUND.date + datetime.timedelta(days=number + 1) for number in range(others))
    later = (FOUND.model_copy(update={"date": day}) for day in days)
    run = begun(store)
    Batches(store).plan(run, [(one, "") for one in (*ALL, alike[1], *later)])
    every = FileNames(Totals(store).points(run), PLACES)
    of_day = point_files(store, run, folder, PLACES, [FOUND.date]).names
    names = [of_day.of(changepoint_key(one)) for one in alike]
    assert names == [every.of(changepoint_key(one)) for one in alike]
    assert len(set(names)) == 2
    assert all(("/" in name) == (others > 0) for name in names)


def test_the_same_rows_give_the_same_bytes(store: Store, folder: Path, tmp_path: Path) -> None:
    run = at_work(store)
    write_all(store, run, folder, PLACES)
    write_all(store, run, tmp_path / "again", PLACES)
    assert bytes_of(folder) == bytes_of(tmp_path / "again")


def test_the_order_in_which_changepoints_were_done_changes_nothing(tmp_path: Path) -> None:
    whole = [found(), nothing(), cut_off()]
    for name, dossiers in (("one", whole), ("two", whole[::-1])):
        with opened(tmp_path / name) as store:
            run = begun(store)
            for dossier in dossiers:
                Batches(store).keep(run, dossier)
            write_all(store, run, tmp_path / f"{name}-files", PLACES)
    assert bytes_of(tmp_path / "one-files") == bytes_of(tmp_path / "two-files")


def test_a_changepoint_is_written_as_soon_as_it_is_done_and_the_end_changes_nothing(
    store: Store, folder: Path
) -> None:
    run = begun(store)
    writer = point_files(store, run, folder, PLACES, [found().changepoint.date])
    path = writer.write(found())
    assert path.name == "Shanxi_Ground_2024-11-08_Seasonal_info.txt"
    early = path.read_bytes()
    Batches(store).keep(run, found())
    write_all(store, run, folder, PLACES)
    assert path.read_bytes() == early


def test_what_cannot_be_written_leaves_the_file_that_stood_there(
    store: Store, written: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = bytes_of(written)

    def fails(number: int) -> None:
        def failing(*_: object) -> None:
            raise OSError(number, os.strerror(number))

        monkeypatch.setattr(os, "replace", failing)

    for number, said in ((errno.ENOSPC, "the disk is full"), (errno.EACCES, "permission denied")):
        fails(number)
        with pytest.raises(StateError, match=said) as told:
            write_all(store, Totals(store).lines()[0].id, written, PLACES)
        assert told.value.hint.startswith("free space there, or make it writable")
    assert bytes_of(written) == before


KILLED = """
import os, signal, sys
from pathlib import Path
from agent.cache.files import replacing
with replacing(Path(sys.argv[1])) as file:
    file.write(b"half of it")
    file.flush()
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system kills in another way")
def test_a_killed_process_leaves_no_half_file_and_what_it_left_is_swept(tmp_path: Path) -> None:
    path = tmp_path / "findings.csv"
    path.write_bytes(b"whole")
    done = subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert path.read_bytes() == b"whole"
    assert [one.name[: len(TEMPORARY)] for one in tmp_path.iterdir() if one != path] == [TEMPORARY]
    sweep(tmp_path)
    assert list(tmp_path.iterdir()) == [path]


def test_the_dossier_before_is_let_go_before_the_next_one_is_read(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = at_work(store)
    read: list[weakref.ref[Dossier]] = []
    most = 0
    validate = Dossier.model_validate_json

    def watched(text: str) -> Dossier:
        nonlocal most
        most = max(most, len([one for one in read if one() is not None]))
        whole = validate(text)
        read.append(weakref.ref(whole))
        return whole

    monkeypatch.setattr(Dossier, "model_validate_json", watched)
    write_all(store, run, folder, PLACES)
    assert len(read) == 3
    assert most <= 1


# One changepoint


def test_the_file_of_a_changepoint_has_question_and_answer(written: Path) -> None:
    text = (written / "Shanxi_Ground_2024-11-08_Seasonal_info.txt").read_text("utf-8")
    assert text.startswith("问题: 山西 地面交通部门 2024-11-08 前后")
    answer = re.search(r"回答:\n(.*)", text, re.DOTALL)
    assert answer is not None
    assert answer[1].startswith("## 转折点: 2024-11-08 (Seasonal) - 置信度: 0.59")
    assert "【待核】" in answer[1]


def test_the_answer_of_an_incomplete_changepoint_does_not_say_that_there_is_nothing() -> None:
    assert "未能查全" in info_text(cut_off())
    assert "未找到相关政策或事件" not in info_text(cut_off())


def test_a_decision_of_a_person_counts_in_the_files(store: Store, folder: Path) -> None:
    run = at_work(store)
    write_all(store, run, folder, PLACES)
    flagged = found().findings[1]
    Reviews(store.database).add(
        Review(
            id=0,
            finding_key=finding_key(FOUND, flagged),
            changepoint_key=changepoint_key(FOUND),
            thing_key="s1:x",
            reviewed_at=ENDED,
            reviewer="李",
            decision=Decision.REJECT,
        )
    )
    info = folder / "Shanxi_Ground_2024-11-08_Seasonal_info.txt"
    before = info.read_text("utf-8")
    write_all(store, run, folder, PLACES)
    after = info.read_text("utf-8")
    assert "【待核】" in before
    assert "【待核】" not in after


# A series, for TextCarbon's own reader


def taken(text: str) -> dict[str, list[str]]:
    """What TextCarbon's reader takes of a combined file, by its rules and nothing else: days of
    Event blocks that do not say 未找到相关政策或事件, with the labels of their numbered items."""
    days: dict[str, list[str]] = {}
    for block in text.split("---"):
        if "未找到相关政策或事件" in block:
            continue
        heading = re.search(r"## 转折点: (\d{4}-\d{2}-\d{2}) \(Event\) - 置信度: ([\d.]+)", block)
        if heading:
            days[heading[1]] = re.findall(r"^\d+\. \*\*(.+?)\*\*：", block, re.MULTILINE)
    return days


def test_the_reader_of_a_series_takes_what_is_verified_and_nothing_else(written: Path) -> None:
    text = (written / "Shanxi_Ground_combined_info.txt").read_text("utf-8")
    assert taken(text) == {"2024-11-08": ["具体政策名称/事件"]}
    assert "共包含 2 个重要转折点的相关信息" in text
    assert text.index("2023-05-27") < text.index("2024-11-08")
    assert "=cmd" not in text


def test_that_reader_gets_a_number_where_there_is_no_confidence_and_the_head_says_so() -> None:
    bare = found().model_copy(update={"changepoint": FOUND.model_copy(update={"confidence": None})})
    points = [row(bare.changepoint), row(FOUND)]
    assert "其中 1 个转折点没有给出置信度，写作 0" in combined_head(bare, points)
    assert taken(combined_block(Items(bare, "zh"))) == {"2024-11-08": ["具体政策名称/事件"]}
    assert "给出置信度" not in combined_head(found(), points[1:])


def test_a_series_of_which_nothing_could_be_looked_at_is_skipped(written: Path) -> None:
    text = (written / "Inner_Mongolia_Power_combined_info.txt").read_text("utf-8")
    assert taken(text) == {}
    assert "不能说明没有" in text
    assert taken(combined_block(Items(nothing(), "zh"))) == {}


# Read again by our own readers


def test_an_audit_reads_the_files_and_finds_what_is_listed(written: Path) -> None:
    texts, problems = read_files([written])
    assert {problem.code for problem in problems} <= {"other_file"}
    by_name = {Path(text.path).name: parse(text, Heads(NAMES)) for text in texts}
    assert [problem for parsed in by_name.values() for problem in parsed.problems] == []
    assert sum(parsed.empty for parsed in by_name.values()) == 4
    info = by_name["Shanxi_Ground_2024-11-08_Seasonal_info.txt"]
    assert info.items[0].name == "公交车更新补贴办法"
    assert len(info.items) == 2
    assert [item.changepoint for item in info.items] == [FOUND, FOUND]
    pages = [[link.url for link in item.links] for item in info.items]
    assert pages == [["https://jtyst.shanxi.example/a.html"], ["https://b.example/1"]]
    combined = by_name["Shanxi_Ground_combined_info.txt"]
    assert [item.name for item in combined.items] == ["公交车更新补贴办法"]


def test_the_table_of_all_changepoints_is_read_as_changepoints(written: Path) -> None:
    path = written / "all_change_points_info.csv"
    points, problems = read_changepoints(path, NAMES.places, NAMES.sectors, NAMES.today)
    assert problems == ()
    assert {changepoint_key(one) for one in points} == {changepoint_key(one) for one in ALL}
    assert {one.confidence for one in points} == {0.59, None}


def test_the_table_of_all_changepoints_has_the_columns_of_the_collector(written: Path) -> None:
    with (written / "all_change_points_info.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["region", "sector", "date", "type", "confidence", "info_summary"]
    told = {(one["region"], one["sector"]): one["info_summary"] for one in rows}
    assert told["Inner_Mongolia", "All"] == "未能研究：internal error: ValueError: 坏"
    assert told["Inner_Mongolia", "Power"].startswith("未能查全：")
    assert told["Beijing", "Aviation"] == "尚未研究"
    assert all(len(one["info_summary"]) <= 201 for one in rows)


def test_the_statistics_count_what_was_researched(written: Path) -> None:
    lines = (written / "all_change_points_summary.txt").read_text("utf-8").splitlines()
    assert "- 总分析变点数: 3" in lines
    assert "- 未能研究或尚未研究: 2" in lines
    assert "- 地区覆盖: Inner_Mongolia, Shanxi" in lines
    at = lines.index("### Seasonal")
    assert lines[at + 1 : at + 6] == [
        "- 变点总数: 1",
        "- 涉及地区: Shanxi",
        "- 涉及部门: Ground",
        "- 平均置信度: 0.59",
        "- 结果: 有发现 1",
    ]
    assert "- 2024年: 1个变点" in lines


# Dossiers and findings


def test_each_line_is_a_whole_dossier(written: Path) -> None:
    lines = (written / "dossiers.jsonl").read_bytes().splitlines()
    whole = [Dossier.model_validate_json(line) for line in lines]
    assert [one.changepoint for one in whole] == [CUT_OFF, NOTHING, FOUND]
    assert whole[2] == found()
    assert all(json.loads(line)["format"] == "policy-research-dossier/1" for line in lines)


def test_findings_are_a_table_that_a_spreadsheet_reads_and_does_not_run(written: Path) -> None:
    raw = (written / "findings.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines()))
    assert [one["status"] for one in rows] == ["verified", "flagged", "rejected"]
    first, flagged, rejected = rows
    assert flagged["name"] == "'=cmd|' /C calc'!A0"
    assert (first["region"], first["province"], first["sector"]) == ("Shanxi", "山西", "Ground")
    assert first["date_signed"] == "2024-10-12"
    assert first["days"] == "成文 -27"
    assert (first["content"], first["sentences_cut"]) == ("每辆新能源公交车补贴8万元。", "1")
    assert "关中" in rejected["why"]
    assert not [
        cell for one in rows for cell in one.values() if cell.startswith(("=", "+", "-", "@", "\t"))
    ]


def test_reasons_are_told_in_the_language_asked_for(store: Store, folder: Path) -> None:
    write_all(store, at_work(store), folder, PLACES, "en")
    rows = list(csv.DictReader((folder / "findings.csv").read_text("utf-8-sig").splitlines()))
    assert rows[2]["why"].startswith("it is ")
    assert (folder / "summary.txt").read_text("utf-8").startswith("# Summary of run ")


def test_a_writer_needs_no_store(folder: Path) -> None:
    names = FileNames([row(FOUND)], PLACES)
    assert PointFiles(folder, names).write(found()).is_file()
