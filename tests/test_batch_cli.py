"""``research batch`` as a user types it: plan, results, refusals, the second call."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from agent.cli import run
from agent.store import Batches, Store
from tests.night import PATIENCE, moment

ROWS = (
    "province,sector,date,type,confidence\n"
    "Shanxi,Ground,2024-11-08,Seasonal,0.59\n"
    "Shanxi,Ground,2024-10-30,Event,0.56\n"
)
SAMPLE = ["--sample", "-q"]


def points(path: Path, text: str = ROWS) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return str(path)


def err(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().err


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the sample's two points have been researched into night1."""
    folder = tmp_path_factory.mktemp("night")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        points(Path("points.csv"))
        assert run(["batch", "points.csv", "--out", "night1", *SAMPLE]) == 0
    return folder


def test_a_batch_researches_all_points_and_keeps_a_log(done: Path) -> None:
    log = (done / "night1" / "batch.log").read_text("utf-8")
    assert len(re.findall(r"^\S+ \S+ \[\d/2\] 山西 Ground 2024-1\S+ \w+: found \(", log, re.M)) == 2
    with Store(done / "cache" / "sample" / "research.db") as store:
        (only,) = store.runs()
        assert (only.dossiers, only.finished_at is not None) == (2, True)
        assert [str(d.changepoint.date) for d in store.each_dossier(only.id)] == [
            "2024-11-08",
            "2024-10-30",
        ]


def test_a_second_call_has_nothing_to_do(
    done: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(done)
    assert run(["batch", "points.csv", "--out", "night1", "--sample"]) == 0
    told = err(capsys)
    assert "goes on: 0 changepoint(s) to research" in told
    assert "2 changepoint(s): 2 found" in told


def test_files_stay_as_they_are_until_something_changes(
    done: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(done)
    command = ["batch", "points.csv", "--out", "night1", *SAMPLE]
    assert run(command) == 0
    table = Path("night1", "all_change_points_info.csv")
    before = table.stat()
    assert run(command) == 0
    assert table.stat().st_mtime_ns == before.st_mtime_ns
    whole = table.read_bytes()
    table.unlink()
    assert run(command) == 0
    assert table.read_bytes() == whole


def test_a_folder_that_takes_no_file_loses_nothing(
    done: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(done)
    in_the_way = Path("night3", "Shanxi_Ground_2024-11-08_Seasonal_info.txt")
    in_the_way.mkdir(parents=True)
    command = ["batch", "points.csv", "--out", "night3", "--sample"]
    assert run(command) == 1
    told = err(capsys)
    assert told.count("the results are kept in the store meanwhile") == 1
    assert f"research: error: cannot write {in_the_way}" in told
    assert "nothing is lost, and the same command writes the files" in told
    in_the_way.rmdir()
    assert run(command) == 0
    assert "goes on: 0 changepoint(s) to research" in err(capsys)
    assert in_the_way.read_text("utf-8").count("具体政策名称") > 0


def test_more_points_are_added_to_the_same_run(
    done: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(done)
    points(Path("more.csv"), ROWS + "Shanxi,Ground,2024-11-01,Event,0.57\n")
    assert run(["batch", "more.csv", "--out", "night1", "--sample"]) == 0
    told = err(capsys)
    assert "goes on: 1 changepoint(s) to research" in told
    assert "3 changepoint(s): 3 found" in told


def test_another_folder_is_another_run_that_asks_nothing_again(
    done: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(done)
    before = set(Path("cache").rglob("*.json"))
    assert run(["batch", "points.csv", "--out", "night2", *SAMPLE]) == 0
    new = set(Path("cache").rglob("*.json")) - before
    assert [path for path in new if "replies" in path.parts] == []


def test_files_of_an_earlier_run_in_the_folder_are_told(
    done: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(done)
    command = ["batch", "points.csv", "--out", "night4", *SAMPLE]
    assert run(command) == 0
    assert "are not of this run" not in err(capsys)
    assert run([*command, "--window", "60", "--limit", "1"]) == 0
    told = err(capsys)
    assert "1 file(s) in night4 are not of this run but of an earlier one" in told
    assert "Shanxi_Ground_2024-10-30_Event_info.txt" in told


def test_the_plan_alone_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    points(tmp_path / "points.csv")
    assert run(["batch", "points.csv", "--dry-run", "--sample"]) == 0
    assert capsys.readouterr().out.startswith("2 of 2 changepoints in 1 file(s)")
    assert [path.name for path in tmp_path.iterdir()] == ["points.csv"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["points.csv"], "--out is missing"),
        (["empty", "--out", "n"], "no changepoint is selected: 0 read from 0 file(s)"),
        (["empty", "--out", "n"], "there is no file in it: name a file"),
        (["odd.csv", "--out", "n"], "the lines above say why"),
        (["absent.csv", "--out", "n"], "absent.csv: there is no such file or folder"),
        (["points.csv", "--out", "n", "--province", "Hebei"], "loosen the filters"),
        (["points.csv", "--out", "n", "--province", "Shaanxxi"], "Shaanxi"),
        (["points.csv", "--out", "n", "--sector", "Grund"], "Ground"),
        (["points.csv", "--out", "n", "--type", "Sudden"], "seasonal"),
        (["points.csv", "--out", "n", "--min-confidence", "55"], "min-confidence"),
        (["points.csv", "--out", "n", "--start", "6pm"], "write it as 18:00"),
        (["points.csv", "--out", "n", "--start", "18:00", "--until", "18:00"], "the same time"),
        (["points.csv", "--out", "points.csv"], "points.csv"),
        (["points.csv", "--out", "points.csv/n"], "points.csv/n cannot be written"),
        (["points.csv", "--out", "n", "--jobs", "0"], "--jobs"),
    ],
)
def test_what_is_wrong_is_one_clear_line(
    arguments: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    points(tmp_path / "points.csv")
    points(tmp_path / "odd.csv", "province,date\nShanxi,last autumn\n")
    (tmp_path / "empty").mkdir()
    assert run(["batch", *arguments, "--sample"]) == 2
    said = err(capsys)
    assert told in said
    assert "Traceback" not in said


def test_a_list_of_what_is_expected_is_read_before_the_batch_begins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    command = ["batch", points(Path("points.csv")), "--out", "night1", "--expect"]
    assert run([*command, points(Path("bad.csv"), "title\n甲\n"), *SAMPLE]) == 2
    assert "bad.csv has no column expected" in err(capsys)
    assert run([*command, points(Path("odd.csv"), "expected,province\n甲,Nowhere\n"), *SAMPLE]) == 2
    assert "odd.csv:2: unknown province" in err(capsys)
    assert not Path("night1").exists(), "nothing was researched, and no empty folder is left"


def test_faults_of_the_input_leave_with_1_when_all_else_is_done(
    done: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(done)
    points(Path("broken.csv"), ROWS + "Shanxi,Ground,2024-02-30,Event,0.6\n")
    assert run(["batch", "broken.csv", "--out", "night1", *SAMPLE]) == 1
    assert "broken.csv:4: there is no such day" in err(capsys)


COMMAND = [sys.executable, "-m", "agent.cli", "batch"]


def test_a_second_process_is_refused_and_told_which_one_works(tmp_path: Path) -> None:
    points(tmp_path / "points.csv")
    line = [*COMMAND, "points.csv", "--out", "night1", *SAMPLE]
    # It waits for the evening, and holds the batch meanwhile.
    first = subprocess.Popen(
        [*line, "--start", _in_an_hour()], stderr=subprocess.PIPE, text=True, cwd=tmp_path
    )
    try:
        log = tmp_path / "night1" / "batch.log"
        end = time.monotonic() + PATIENCE
        while not log.exists() or "nothing is begun before" not in log.read_text("utf-8"):
            assert time.monotonic() < end, "the first process never got there"
            time.sleep(0.05)
        second = subprocess.run(line, capture_output=True, text=True, check=False, cwd=tmp_path)
        assert second.returncode == 1
        assert f"this batch is being worked on by process {first.pid} since 20" in second.stderr
    finally:
        begun = time.monotonic()
        first.send_signal(signal.SIGINT)
        _, told = first.communicate(timeout=PATIENCE)
        seconds = time.monotonic() - begun
    assert first.returncode == 130
    assert seconds < moment(5)
    assert "the same command goes on where this one was" in told
    assert "0 个出错、2 个未开始" in (tmp_path / "night1" / "summary.html").read_text("utf-8")
    # What was killed left no lock behind.
    with Store(tmp_path / "cache" / "sample" / "research.db") as store:
        (only,) = store.runs()
        assert len(Batches(store).unfinished(only.id)) == 2


def _in_an_hour() -> str:
    return time.strftime("%H:%M", time.localtime(time.time() + 3600))
