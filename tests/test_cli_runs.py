"""``research runs`` and ``research show`` as a user types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agent.cli import run
from agent.cli.runs import table
from agent.ledger import State
from agent.records import Usage
from agent.store import Batches, Payments, Store
from agent.store.totals import Totals
from tests.batches import ENDED, WAITING, at_work, found, opened, pay, payment

BATCH, SINGLE = "20261124-180000", "20261125-060000"


@pytest.fixture
def stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose cache holds a batch that is not at its end, and a single run."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TZ", "UTC")
    with Store(Path("cache/research.db")) as store:
        assert at_work(store) == BATCH
        pay(store, BATCH)
        assert store.start_run("research --changepoint 2024-11-08", "0.1.0", {}, ENDED) == SINGLE
        store.save(SINGLE, found())
        store.finish_run(SINGLE, ENDED)
    return tmp_path


def output(capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    told = capsys.readouterr()
    return told.out, told.err


# The list


@pytest.mark.usefixtures("stored")
def test_runs_are_listed_newest_first_with_how_far_they_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["runs"]) == 0
    head, single, batch = output(capsys)[0].splitlines()
    assert head.split()[:3] == ["run", "started", "done"]
    assert single.startswith(SINGLE)
    assert "1 of 1 " in single
    assert single.endswith("research --changepoint 2024-11-08")
    assert batch.startswith(BATCH)
    assert "4 of 5 …" in batch
    assert "0.75 CNY + 0.032 USD + ? (price unknown)" in batch


def test_the_list_has_what_was_paid_and_waits_to_be_written(tmp_path: Path) -> None:
    usage = Usage(stage="extract", model="deepseek-chat", calls=1)
    with opened(tmp_path) as store:
        made = at_work(store)
        book = Payments(store, made, lambda: ENDED)
        number = book.begin(payment(usage, 2.0, "cny", State.BEGUN))
        book.finish(number, payment(usage, 0.5, "cny"))
        (line,) = Totals(store).lines()
    assert line.amounts == {"cny": 0.5}


def listed(stored: Path, width: int) -> list[str]:
    with Store.to_read(stored / "cache" / "research.db") as store:
        return table(Totals(store).lines(), width).splitlines()


@pytest.mark.parametrize("width", [40, 60, 80])
def test_no_line_is_wider_than_a_narrow_terminal_and_nothing_is_left_out(
    stored: Path, width: int
) -> None:
    lines = listed(stored, width)
    assert max(map(len, lines)) <= width
    told = " ".join(" ".join(lines).split())
    for part in (SINGLE, "1 of 1", "incomplete 0", "? (price unknown)", "--changepoint 2024-11-08"):
        assert part in told


def test_where_only_the_command_is_too_long_it_is_cut(stored: Path) -> None:
    full = listed(stored, 1000)
    widest = max(map(len, full))
    cut = listed(stored, widest - 5)
    assert len(cut) == len(full) == 3
    assert max(map(len, cut)) == widest - 5
    assert cut[1].endswith("…")


@pytest.mark.usefixtures("stored")
def test_report_without_a_run_prints_the_same_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["runs"]) == 0
    listed = output(capsys)
    assert run(["report"]) == 0
    assert output(capsys) == listed


@pytest.mark.usefixtures("stored")
def test_the_list_is_data_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["runs", "--format", "json", "--limit", "1"]) == 0
    (only,) = json.loads(output(capsys)[0])
    assert (only["id"], only["points"], only["outcomes"]) == (SINGLE, 1, {"found": 1})


@pytest.mark.parametrize("command", ["runs", "show"])
def test_without_a_store_it_says_where_it_looked(
    command: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run([command]) == 2
    told = output(capsys)[1]
    assert "no run is stored" in told
    assert "--sample" in told
    assert not Path("cache").exists()


# One run


@pytest.mark.usefixtures("stored")
def test_a_run_is_summed_up_while_it_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", BATCH, "--lang", "en"]) == 0
    assert "4 of 5 done (not at its end: it goes on, or was stopped)" in output(capsys)[0]
    assert run(["show", BATCH]) == 0
    assert "已完成 4/5 个变点" in output(capsys)[0]


@pytest.mark.usefixtures("stored")
def test_the_newest_run_has_a_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", "latest", "--format", "json"]) == 0
    assert json.loads(output(capsys)[0])["run"] == SINGLE


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ([], f"which run?\n  the newest: {SINGLE}, {BATCH}"),
        (["20261124"], f"there is no run '20261124'\n  did you mean: {BATCH};"),
        (["20261124-180001"], f"did you mean: {BATCH}"),
        (["night"], f"did you mean: {SINGLE}, {BATCH}"),
    ],
)
def test_a_run_that_is_not_there_gives_the_near_ones(
    asked: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["show", *asked]) == 2
    assert told in output(capsys)[1]


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("s.txt", "# 运行 "),
        ("s.json", "{"),
        ("s.html", "<!doctype html>"),
    ],
)
def test_the_ending_of_the_file_is_the_format(stored: Path, name: str, begins: str) -> None:
    assert run(["show", BATCH, "--out", name]) == 0
    assert (stored / name).read_text("utf-8").startswith(begins)


@pytest.mark.parametrize("name", ["points.csv", "night.1"])
def test_a_file_of_another_kind_is_left_alone(
    stored: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (stored / name).write_text("mine", "utf-8")
    assert run(["show", BATCH, "--out", name]) == 2
    assert "no report format ends in" in output(capsys)[1]
    assert (stored / name).read_text("utf-8") == "mine"


def test_a_format_that_is_named_counts_more_than_the_ending(stored: Path) -> None:
    assert run(["show", BATCH, "--out", "s.txt", "--format", "json"]) == 0
    assert json.loads((stored / "s.txt").read_text("utf-8"))["run"] == BATCH


def test_a_folder_gets_every_file_of_the_run(
    stored: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["show", BATCH, "--out", "night"]) == 0
    assert "12 files for 3 changepoint(s) written to night" in output(capsys)[1]
    assert (stored / "night" / "Inner_Mongolia_Power_combined_info.txt").is_file()
    assert len(list((stored / "night").iterdir())) == 12


@pytest.mark.usefixtures("stored")
def test_a_folder_takes_no_format(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", BATCH, "--out", "night", "--format", "json"]) == 2
    assert "is a folder" in output(capsys)[1]


@pytest.mark.usefixtures("stored")
def test_a_file_in_the_place_of_the_folder_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    Path("night.d").mkdir()
    Path("night.d/summary.txt").mkdir()
    assert run(["show", BATCH, "--out", "night.d"]) == 1
    assert "cannot write night.d/summary.txt" in output(capsys)[1].replace("\\", "/")


@pytest.mark.usefixtures("stored")
def test_what_was_done_since_is_there_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    with Store(Path("cache/research.db")) as store:
        Batches(store).fail(BATCH, WAITING, "gone")
    assert run(["show", BATCH, "--lang", "en"]) == 0
    assert "5 of 5 done" in output(capsys)[0]
