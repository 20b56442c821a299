"""A review without a browser: list, export, import, stats, draws, and what goes wrong on the way."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from agent.cli import run
from agent.findings import Label, Status
from agent.store import Store
from agent.store.draws import Draws, drawn
from agent.store.listing import Findings
from agent.store.reviews import Reviews
from tests import dossiers
from tests.desks import NOW, desk, dossier, misdated, save

HERE = dossiers.page()
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def cli(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Run:
    """The command line in a folder with one dossier: a wrong date, a verified and a rejected one."""
    found = [
        misdated(HERE, "=公式办法"),
        dossiers.finding(HERE, Status.VERIFIED, "另一办法"),
        dossiers.finding(HERE, Status.REJECTED, "关中办法"),
    ]
    save(tmp_path / "cache" / "research.db", dossier(*found, pages=(HERE,)))

    def call(*arguments: str) -> tuple[int, str, str]:
        code = run(["review", *arguments])
        told = capfd.readouterr()
        return code, told.out, told.err

    return call


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def filled(text: str, path: Path, *changes: dict[str, str]) -> Path:
    """The exported table with cells filled in, row by row."""
    rows = table(text)
    for row, change in zip(rows, changes, strict=False):
        row.update(change)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return path


def kept(folder: Path) -> list[tuple[str, str, str]]:
    with Store(folder / "cache" / "research.db") as store:
        held = Reviews(store.database).in_force()
    return sorted((r.reviewer, r.decision.value, r.note) for rs in held.values() for r in rs)


def test_the_list_has_the_question_and_what_was_decided(cli: Run) -> None:
    code, out, err = cli("list")
    assert code == 0
    (line,) = out.splitlines()
    assert "=公式办法" in line
    assert "日期：所称……与网页不符" in line.replace(" ", "")
    assert line.endswith("未核")
    assert "1 findings" in err
    assert len(cli("list", "--which", "all")[1].splitlines()) == 3
    assert cli("list", "--state", "decided")[1] == ""


def test_a_table_is_filled_in_and_comes_back_and_the_same_file_changes_nothing(
    cli: Run, tmp_path: Path
) -> None:
    _, out, _ = cli("export", "--which", "all")
    assert out.startswith("\ufefffinding_key,")
    names = [row["name"] for row in table(out)]
    assert sorted(names) == ["'=公式办法", "关中办法", "另一办法"]
    file = filled(
        out,
        tmp_path / "d.csv",
        {
            "decision": "correct",
            "field": "date",
            "value": "2024-10-12",
            "quote": "2024年10月12日",
            "reviewer": "王",
        },
        {"decision": "reject", "fault": "window", "note": "=不在窗口"},
    )
    code, told, _ = cli("import", str(file), "--reviewer", "li", "--dry-run")
    assert (code, told) == (
        0,
        "2 decisions would be kept, 0 known already, 1 rows without a decision, 0 rows not taken\n",
    )
    assert kept(tmp_path) == []
    assert "2 decisions kept" in cli("import", str(file), "--reviewer", "li")[1]
    assert "0 decisions kept, 2 known already" in cli("import", str(file), "--reviewer", "li")[1]
    assert kept(tmp_path) == [("li", "reject", "=不在窗口"), ("王", "correct", "")]


def test_what_was_exported_comes_back_to_another_store_as_it_was(
    cli: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = filled(cli("export")[1], tmp_path / "a.csv", {"decision": "accept", "note": "-看过"})
    cli("import", str(file), "--reviewer", "li")
    first = cli("export")[1]
    (tmp_path / "b.csv").write_text(first, "utf-8")
    other = tmp_path / "other"
    save(other / "cache" / "research.db", dossier(misdated(HERE, "=公式办法"), pages=(HERE,)))
    monkeypatch.chdir(other)
    assert "1 decisions kept" in cli("import", str(tmp_path / "b.csv"))[1]
    assert "1 known already" in cli("import", str(tmp_path / "b.csv"))[1]
    assert cli("export")[1] == first
    assert kept(other) == [("li", "accept", "-看过")]


def test_what_is_asked_again_is_listed_as_open_and_a_row_that_says_the_same_counts(
    cli: Run, tmp_path: Path
) -> None:
    found = misdated(HERE, "=公式办法")
    again = [dossiers.finding(HERE, Status.VERIFIED, "另一办法"), found]
    file = filled(cli("export")[1], tmp_path / "a.csv", {"decision": "accept"})
    cli("import", str(file), "--reviewer", "li")
    assert "公式办法" not in cli("list", "--state", "open", "--reviewer", "li")[1]
    worse = tuple(
        v.model_copy(update={"label": Label.REFUTED}) if v.check == "agency" else v
        for v in found.verdicts
    )
    again[1] = found.model_copy(update={"verdicts": worse})
    save(tmp_path / "cache" / "research.db", dossier(*again, pages=(HERE,)))
    assert "公式办法" in cli("list", "--state", "open", "--reviewer", "li")[1]
    assert cli("export", "--format", "jsonl")[1] == ""
    assert "1 decisions kept" in cli("import", str(file), "--reviewer", "li")[1]
    assert "公式办法" not in cli("list", "--state", "open", "--reviewer", "li")[1]
    assert cli("export", "--format", "jsonl")[1] != ""


def test_a_row_that_was_changed_since_it_was_exported_is_a_new_decision(
    cli: Run, tmp_path: Path
) -> None:
    file = filled(cli("export")[1], tmp_path / "a.csv", {"decision": "accept"})
    cli("import", str(file), "--reviewer", "li")
    changed = filled(cli("export")[1], tmp_path / "b.csv", {"decision": "reject", "fault": "date"})
    assert "1 decisions kept, 0 known" in cli("import", str(changed))[1]
    assert "0 decisions kept, 1 known" in cli("import", str(changed))[1]
    assert kept(tmp_path) == [("li", "reject", "")]


def test_several_corrections_of_a_finding_are_one_decision_there_and_back(
    cli: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (row,) = table(cli("export")[1])
    by_li = {**row, "decision": "correct", "reviewer": "li"}
    signed = {"field": "date", "value": "2024-10-12", "quote": "2024年10月12日"}
    issuer = {"field": "agency", "value": "山西省示例厅", "quote": "山西省示例厅"}
    for name, put in (("a.csv", signed), ("b.csv", issuer)):
        cli("import", str(filled(cli("export")[1], tmp_path / name, {**by_li, **put})))
    exported = table(cli("export")[1])
    assert [(r["field"], r["value"]) for r in exported] == [
        ("date", "2024-10-12"),
        ("agency", "山西省示例厅"),
    ]
    (tmp_path / "c.csv").write_text(first := cli("export")[1], "utf-8")
    assert "0 decisions kept, 1 known" in cli("import", str(tmp_path / "c.csv"))[1]
    other = tmp_path / "other"
    save(other / "cache" / "research.db", dossier(misdated(HERE, "=公式办法"), pages=(HERE,)))
    monkeypatch.chdir(other)
    assert "1 decisions kept" in cli("import", str(tmp_path / "c.csv"))[1]
    assert cli("export")[1] == first


@pytest.mark.parametrize("mark", [";", "\t"])
def test_a_spreadsheets_own_separator_is_taken(cli: Run, tmp_path: Path, mark: str) -> None:
    key = table(cli("export")[1])[0]["finding_key"]
    (tmp_path / "d.csv").write_text(
        mark.join(["finding_key", "decision", "note"])
        + "\r\n"
        + mark.join([key, "accept", "甲,乙"]),
        "utf-8-sig",
    )
    assert "1 decisions kept" in cli("import", str(tmp_path / "d.csv"), "--reviewer", "li")[1]
    assert kept(tmp_path) == [("li", "accept", "甲,乙")]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"decision": "yes"}, "decision 'yes' is none of"),
        ({"decision": "withdrawn"}, "decision 'withdrawn' is none of"),
        ({"decision": "accept", "finding_key": "s1:x"}, "no finding 's1:x' in this store"),
        ({"decision": "reject", "fault": "colour"}, "fault 'colour' is no check"),
        ({"decision": "accept", "reviewed_at": "yesterday"}, "reviewed_at 'yesterday' is no time"),
        ({"decision": "accept", "reviewed_at": "2026-11-01T00:00:00"}, "has no zone"),
        ({"decision": "accept", "reviewed_at": "2199-01-01T00:00:00+00:00"}, "has not come yet"),
        ({"decision": "correct", "field": "date", "quote": "没有这句"}, "存档文本里找不到这段原文"),
        (
            {
                "decision": "correct",
                "field": "date",
                "quote": "2024年10月12日",
                "value": "2024-10-13",
            },
            "这个值不在选中的原文里",
        ),
        ({"decision": "correct", "field": "colour", "quote": "2024年10月12日"}, "没有这一项"),
        ({"decision": "correct", "field": "date", "claim": "77"}, "没有这一项"),
    ],
)
def test_a_row_with_a_fault_is_told_with_its_line_and_the_others_are_kept(
    cli: Run, tmp_path: Path, change: dict[str, str], told: str
) -> None:
    _, out, _ = cli("export", "--which", "all")
    file = filled(out, tmp_path / "d.csv", change, {"decision": "accept"})
    code, summary, err = cli("import", str(file), "--reviewer", "li")
    assert code == 1
    assert err.startswith(f"{file}:2: ")
    assert told in err
    assert "1 decisions kept" in summary
    assert "1 rows not taken" in summary


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"", "no columns finding_key and decision"),
        (b"a,b\n1,2\n", "no columns finding_key and decision"),
        (b"\xff\xfe\x00", "no UTF-8 text"),
        (b'finding_key,decision\n"open', "no CSV"),
    ],
)
def test_a_file_that_is_no_such_table_is_told(
    cli: Run, tmp_path: Path, body: bytes, told: str
) -> None:
    (tmp_path / "bad.csv").write_bytes(body)
    code, _, err = cli("import", str(tmp_path / "bad.csv"))
    assert code == 2
    assert told in err
    code, _, err = cli("import", str(tmp_path / "absent.csv"))
    assert (code, "cannot read" in err) == (2, True)


def test_claims_have_the_shape_of_fact_checking_data(cli: Run, tmp_path: Path) -> None:
    _, out, _ = cli("export", "--which", "queue")
    put = {"field": "date", "value": "2024-10-12", "quote": "2024年10月12日"}
    file = filled(out, tmp_path / "d.csv", {"decision": "correct", **put})
    cli("import", str(file), "--reviewer", "li")
    cli("export", "--format", "jsonl", "--out", str(tmp_path / "mine.jsonl"))
    rows = [json.loads(line) for line in (tmp_path / "mine.jsonl").read_text("utf-8").splitlines()]
    dated = {row["claim"]: row["label3"] for row in rows if row["kind"] == "review_date"}
    assert dated == {
        "《=公式办法》的成文日期是2024-10-28。": "refuted",
        "《=公式办法》的成文日期是2024-10-12。": "supported",
    }
    assert all(row["label"] is (row["label3"] == "supported") for row in rows)
    (source,) = (tmp_path / "mine.sources.jsonl").read_text("utf-8").splitlines()
    assert json.loads(source) == {"source": HERE.sha256, "text": HERE.text}
    assert {row["source"] for row in rows} == {HERE.sha256}


def test_findings_that_reviewers_differ_about_are_no_labels(cli: Run, tmp_path: Path) -> None:
    _, out, _ = cli("export")
    for name, decision in (("li", "accept"), ("王", "reject")):
        file = filled(out, tmp_path / f"{name}.csv", {"decision": decision, "reviewer": name})
        cli("import", str(file))
    assert cli("export", "--format", "jsonl")[1] == ""
    assert cli("export", "--format", "regression")[1] == ""
    assert len(table(cli("export")[1])) == 2
    assert "意见不一 1 条" in cli("stats")[1]


def test_a_named_reviewer_sees_only_what_is_open_to_him(cli: Run, tmp_path: Path) -> None:
    file = filled(cli("export")[1], tmp_path / "d.csv", {"decision": "accept", "reviewer": "王"})
    cli("import", str(file))
    assert "王" in cli("list")[1]
    assert "王" not in cli("list", "--state", "open", "--reviewer", "li")[1]
    assert table(cli("export", "--reviewer", "li")[1])[0]["reviewer"] == ""
    assert "no decision yet" in cli("stats", "--reviewer", "li")[2]


# Draws


def test_a_draw_is_the_same_for_the_same_seed_and_holds_the_smaller_one(tmp_path: Path) -> None:
    found = [dossiers.finding(HERE, Status.VERIFIED, f"办法{n}") for n in range(30)]
    save(tmp_path / "research.db", dossier(*found, pages=(HERE,)))
    with Store(tmp_path / "research.db") as store:
        rows = Findings(store.database).listed()
        population, ten = drawn(rows, {Status.VERIFIED: 10}, 1)
        _, again = drawn(rows[::-1], {Status.VERIFIED: 10}, 1)
        _, twenty = drawn(rows, {Status.VERIFIED: 20}, 1)
        _, other = drawn(rows, {Status.VERIFIED: 10}, 2)
        _, every = drawn(rows, {Status.VERIFIED: 99, Status.REJECTED: 5}, 1)
        assert population == {Status.VERIFIED: 30}
        assert ten == again == twenty[:10]
        assert set(other) != set(ten)
        assert len(every) == 30
        draws = Draws(store.database)
        first = draws.draw(rows, {Status.VERIFIED: 10}, 1, None, NOW)
        assert draws.draw(rows, {Status.VERIFIED: 10}, 1, None, NOW) == first
        assert draws.all() == (first,)


def test_what_was_drawn_gives_a_precision_with_its_interval(cli: Run, tmp_path: Path) -> None:
    with desk(tmp_path / "cache") as opened:
        rows = opened.findings.listed()
        Draws(opened.store.database).draw(
            rows, {Status.VERIFIED: 1, Status.REJECTED: 1}, 1, None, NOW
        )
    _, out, _ = cli("export", "--which", "drawn")
    file = filled(out, tmp_path / "d.csv", {"decision": "accept"}, {"decision": "reject"})
    cli("import", str(file), "--reviewer", "li")
    told = cli("stats", "--lang", "en")[1]
    assert "Drawn at random: precision" in told
    # One of one: Wilson's interval begins at 1 / (1 + 1.96**2).
    lines = [line.split() for line in told.splitlines() if line.endswith("20.7%..100.0%  0")]
    assert [line[-4:-1] for line in lines] == [["1/1", "100.0%", "20.7%..100.0%"]] * 2


@pytest.mark.parametrize(
    "wanted", ["verified", "verified:0", "flagged:5", "verified:-1", "x:1", ","]
)
def test_a_draw_that_cannot_be_read_is_told(cli: Run, wanted: str) -> None:
    code, _, err = cli("--draw", wanted, "--no-browser")
    assert code == 2
    assert "write verified:100,rejected:50" in err


# The server


@contextmanager
def started(folder: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "agent.cli", "review", "--reviewer", "li", *options],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1", "BROWSER": "/nonexistent/browser"},
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def address_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    process.stdout.readline()
    return process.stdout.readline().strip()


@pytest.mark.slow
def test_it_prints_an_address_and_ends_well_and_a_second_one_takes_another_port(
    cli: Run, tmp_path: Path
) -> None:
    with started(tmp_path, "--no-browser") as one, started(tmp_path, "--no-browser") as two:
        addresses = [address_of(one), address_of(two)]
        assert all(a.startswith("http://127.0.0.1:") and "token=" in a for a in addresses)
        assert len({a.split("/")[2] for a in addresses}) == 2
        port = addresses[0].split(":")[2].split("/")[0]
        code, _, err = cli("--no-browser", "--port", port)
        assert code == 1
        assert f"port {port} of 127.0.0.1 is in use" in err
        one.send_signal(signal.SIGINT)
        _, told = one.communicate(timeout=20)
        assert one.returncode == 0
        assert "closed; 0 decision(s) kept" in told
        assert "Traceback" not in told


@pytest.mark.slow
def test_a_browser_that_cannot_be_opened_leaves_the_printed_address(
    cli: Run, tmp_path: Path
) -> None:
    with started(tmp_path) as process:
        assert "token=" in address_of(process)
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0


def test_a_database_from_a_newer_version_is_told_in_one_line(cli: Run, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "cache" / "research.db")) as raw:
        raw.execute("PRAGMA user_version = 99")
    code, _, err = cli("--no-browser")
    assert code == 1
    assert "was made by a newer version (format 99" in err
    assert "update this program" in err


@pytest.mark.parametrize("name", ["", "a\nb", "x" * 101, "\u202ename"])
def test_a_reviewer_must_have_a_name(cli: Run, name: str) -> None:
    code, _, err = cli("list", "--reviewer", name)
    assert code == 2 or name == ""
    assert "is no name" in err or name == ""


def test_an_option_before_the_subcommand_is_an_error(cli: Run) -> None:
    code, _, err = cli("--run", "x", "list")
    assert code == 2
    assert "write it after: research review list --run" in err


def test_an_unknown_run_is_told(cli: Run) -> None:
    code, _, err = cli("list", "--run", "20200101-000000")
    assert (code, "no run '20200101-000000'" in err) == (2, True)


def test_whatever_waits_for_a_person_stands_in_the_queue(cli: Run, tmp_path: Path) -> None:
    # Two people differ about a finding that the checks verified; one is unsure of a rejected one.
    decisions = {"另一办法": ("accept", "reject"), "关中办法": ("unsure",)}
    _, exported, _ = cli("export", "--which", "all")
    for turn, who in enumerate(("王", "李")):
        told = [
            {"decision": each[turn], "reviewer": who} if len(each) > turn else {}
            for each in (decisions.get(row["name"], ()) for row in table(exported))
        ]
        assert cli("import", str(filled(exported, tmp_path / "d.csv", *told)))[0] == 0
    queue = {line.split("\t")[3] for line in cli("list", "--which", "queue")[1].splitlines()}
    with Store(tmp_path / "cache" / "research.db") as store:
        (stored,) = store.runs()
    supplement = tmp_path / "supplement.csv"
    assert run(["report", stored.id, "--format", "csv", "--out", str(supplement)]) == 0
    waiting = [row for row in table(supplement.read_text("utf-8")) if row["listing"] == "to_review"]
    assert {row["name"].removeprefix("'") for row in waiting} == queue
    assert queue == {"=公式办法", "另一办法", "关中办法"}
