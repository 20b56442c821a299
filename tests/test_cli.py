"""What a user types and sees: one clear line, the right exit code, nothing half-written."""

from __future__ import annotations

import io
import json
import os
import re
import threading
from pathlib import Path

import pytest
import rich.console
import rich.progress

from agent.cli import run
from agent.cli.console import Bars, write_result

pytestmark = pytest.mark.usefixtures("tmp_path")  # commands write in the folder they run in

SAMPLE = [
    "--changepoint",
    "2024-11-08",
    "--province",
    "Shanxi",
    "--sector",
    "Ground",
    "--type",
    "Seasonal",
    "--confidence",
    "0.59",
    "--sample",
    "-q",
]

POINT = ["--changepoint", "2024-11-08", "--province", "Shanxi"]


def said(capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    captured = capsys.readouterr()
    return captured.out, captured.err


@pytest.fixture(scope="module")
def sampled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache in which the sample has been researched once."""
    cache = tmp_path_factory.mktemp("sampled")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("RESEARCH_CACHE", str(cache))
        assert run([*SAMPLE, "--out", str(cache / "report.txt")]) == 0
    return cache


@pytest.fixture
def warm(sampled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands of this test find the sample researched."""
    monkeypatch.setenv("RESEARCH_CACHE", str(sampled))


def test_bare_research_prints_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 0
    assert "Usage: research" in said(capsys)[0]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--changepoint", "2024-11-08", "--province", "Shaanxxi"], "Shaanxi"),
        (["--changepoint", "2024-11-08", "--province", "Shanxi", "--sector", "Grund"], "Ground"),
        (["--changepoint", "2024-02-30", "--province", "Shanxi"], "2024-02-30"),
        (["--changepoint", "2999-01-01", "--province", "Shanxi"], "2999-01-01"),
        (["--changepoint", "2024-11-08"], "--province"),
        (["--province", "Shanxi"], "--changepoint"),
        ([*SAMPLE, "--type", "Sudden"], "seasonal"),
        ([*SAMPLE, "--confidence", "7"], "7"),
        ([*SAMPLE, "--format", "docx"], "textcarbon"),
        ([*SAMPLE, "--out", "nowhere/report.txt"], "nowhere"),
        ([*SAMPLE, "--window", "0"], "--window"),
        (["--from", "absent.csv"], "absent.csv"),
        (["--frm", "x"], "--from"),
        (["--changepoint", "2024-11-08", "--province", "Shanxi", "--search", "google"], "saved"),
        (
            ["--changepoint", "2024-11-08", "--province", "Shanxi", "--search", "bocha"],
            "BOCHA_API_KEY",
        ),
        (
            ["--changepoint", "2024-11-08", "--province", "Shanxi", "--model", "gpt"],
            "OPENAI_API_KEY",
        ),
        (["--province", "Shanxi", "cache"], "before the subcommand"),
        (["--sample", "cache"], "research cache --sample"),
        (["--refresh", "doctor"], "leave it out"),
        (["report", "no-such-run"], "no run is stored"),
        (
            ["--url", "ftp://x.example/", "--changepoint", "2024-11-08", "--province", "Shanxi"],
            "http",
        ),
    ],
    ids=lambda value: " ".join(value)[-60:] if isinstance(value, list) else value,
)
def test_a_wrong_command_is_told_in_a_line_and_ends_with_2(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    out, err = said(capsys)
    assert out == ""
    assert told in err
    assert "Traceback" not in err
    assert not Path("cache").exists()


def test_a_cache_that_is_a_file_is_told_and_ends_with_1(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("taken").write_text("a file")
    monkeypatch.setenv("RESEARCH_CACHE", "taken")
    assert run(SAMPLE) == 1
    _, err = said(capsys)
    assert "taken" in err
    assert "Traceback" not in err


def test_a_bad_setting_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RESEARCH_PAGES", "many")
    assert run(SAMPLE) == 2
    assert "RESEARCH_PAGES" in said(capsys)[1]


def test_without_a_network_the_outcome_is_incomplete_and_the_sample_is_offered(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEARXNG_URL", "http://127.0.0.1:9")
    code = run(["--changepoint", "2024-11-08", "--province", "Shanxi", "--search", "searxng", "-q"])
    out, err = said(capsys)
    assert code == 3
    assert "未能查全" in out
    assert "未找到" not in out
    assert "--sample" in err


def test_where_only_saved_pages_were_asked_it_says_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run([*POINT, "--search", "saved", "--model", "none", "-q"]) == 3
    out, err = said(capsys)
    assert "【影响结论】检索 · 问过的检索（saved）只能查到部分网页" in out
    assert "1 of 1 changepoint(s): search covers only some pages (saved)" in err
    assert "SEARXNG_URL" in err


def test_the_sample_run_ends_with_0_and_a_second_run_gives_the_same_report(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(SAMPLE) == 0
    first = said(capsys)[0]
    assert run(SAMPLE) == 0
    second = said(capsys)[0]

    def timeless(text: str) -> list[str]:
        return [line for line in text.splitlines() if not line.startswith("分析时间")]

    assert timeless(first) == timeless(second)
    assert "虚构" in first


@pytest.mark.usefixtures("warm")
def test_fail_on_flagged_ends_with_4(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*SAMPLE, "--fail-on", "flagged"]) == 4
    assert "【待核】" in said(capsys)[0]


def test_a_report_goes_to_a_file_whole_and_can_be_rendered_again_from_the_store(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run([*SAMPLE, "--out", "report.json", "--format", "json"]) == 0
    out, err = said(capsys)
    assert out == ""
    assert "report.json" in err
    (dossier,) = json.loads(Path("report.json").read_text("utf-8"))
    assert dossier["outcome"] == "found"
    assert [p.name for p in Path().iterdir()] in (
        ["cache", "report.json"],
        ["report.json", "cache"],
    )
    assert run(["report", "--sample"]) == 0
    head, listed = said(capsys)[0].splitlines()
    assert head.startswith("run ")
    name = listed.split()[0]
    assert run(["report", name, "--sample", "--format", "json", "--out", "again.json"]) == 0
    assert Path("again.json").read_bytes() == Path("report.json").read_bytes()


def test_the_sample_has_a_cache_of_its_own(sampled: Path) -> None:
    kept = {path.name for path in sampled.iterdir()} - {"README.md", "report.txt"}
    assert kept == {"sample"}


def test_a_dry_run_prints_the_searches_and_asks_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*SAMPLE, "--dry-run"]) == 0
    out, _ = said(capsys)
    assert "山西" in out
    assert not Path("cache").exists()


@pytest.mark.usefixtures("warm")
def test_a_file_with_a_broken_block_runs_the_others_and_ends_with_1(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("points.csv").write_text(
        "province,sector,date,type,confidence\n"
        "Shanxi,Ground,2024-11-08,Seasonal,0.59\n"
        "Shanxi,Ground,2024-13-08,Seasonal,0.59\n",
        "utf-8",
    )
    assert run(["--from", "points.csv", "--sample", "-q"]) == 1
    out, err = said(capsys)
    assert "points.csv:3:" in err
    assert "## 转折点: 2024-11-08 (Seasonal)" in out


def test_a_province_without_news_is_none_found_and_ends_with_0(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = run(
        [
            "--changepoint",
            "2024-11-08",
            "--province",
            "Gansu",
            "--sector",
            "Aviation",
            "--sample",
            "-q",
        ]
    )
    out, _ = said(capsys)
    assert code == 0
    assert "未找到相关政策或事件" in out


@pytest.mark.usefixtures("warm")
def test_one_page_can_be_read_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*SAMPLE, "--format", "json"]) == 0
    (dossier,) = json.loads(said(capsys)[0])
    url = next(f["policy"]["url"] for f in dossier["findings"] if f["status"] == "verified")
    assert run([*SAMPLE, "--url", url]) == 0
    out = said(capsys)[0]
    assert "1. **具体政策名称/事件**" in out
    assert url in out


def test_the_cache_can_be_looked_at_and_pruned(capsys: pytest.CaptureFixture[str]) -> None:
    run(SAMPLE)
    said(capsys)
    assert run(["cache", "--sample"]) == 0
    assert "pages" in said(capsys)[0]
    assert run(["cache", "--sample", "prune", "--older-than", "0", "--dry-run"]) == 0
    assert "would remove" in said(capsys)[0]
    assert run(["cache", "--sample", "prune", "--older-than", "0"]) == 0
    assert "removed" in said(capsys)[0]
    assert run(["cache", "--sample", "show", "zzzz"]) == 2


def test_a_page_saved_by_hand_is_found_again(capsys: pytest.CaptureFixture[str]) -> None:
    Path("saved.html").write_text(
        "<html><head><meta charset=utf-8><meta name=ArticleTitle content=山西省示例厅关于印发货车更新补贴办法的通知>"
        "</head><body><h1>山西省示例厅关于印发货车更新补贴办法的通知</h1><div class=TRS_Editor>"
        + "<p>现将办法印发给你们，请遵照执行。每辆货车补贴3万元，自2024年11月1日起施行。</p>" * 5
        + "<p>山西省交通运输厅</p><p>2024年10月20日</p></div></body></html>",
        "utf-8",
    )
    url = "https://jtyst.shanxi.gov.cn/example/a.html"
    assert run(["import-page", url, "saved.html"]) == 0
    assert "imported" in said(capsys)[0]
    code = run(["--changepoint", "2024-11-08", "--province", "Shanxi", "--url", url, "-q"])
    out, _ = said(capsys)
    assert code == 0
    assert "货车更新补贴办法" in out


def test_doctor_says_what_is_configured_and_asks_nothing_offline(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["doctor", "--offline"]) == 0
    out, _ = said(capsys)
    assert "search govcn" in out
    assert "OPENAI_API_KEY" in out


def test_doctor_names_the_prices_that_are_not_known_and_the_second_model(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "key-1")
    monkeypatch.setenv("OPENAI_BASE_URL", "https://api.deepseek.com")
    monkeypatch.setenv("RESEARCH_MODEL", "deepseek-flash")
    monkeypatch.setenv("RESEARCH_FALLBACK_MODEL", "house-model")
    monkeypatch.setenv("BOCHA_API_KEY", "key-2")
    assert run(["doctor", "--offline"]) == 0
    said = capsys.readouterr().out
    assert "fallback house-model" in said
    assert "unknown: house-model at api.deepseek.com;" in said
    assert re.search(
        r"endpoint +api\.deepseek\.com: its parameter for thinking as of \d{4}-\d\d-\d\d", said
    )


def test_doctor_says_since_when_a_price_is_known(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "key-1")
    monkeypatch.setenv("OPENAI_BASE_URL", "https://api.deepseek.com")
    monkeypatch.setenv("RESEARCH_MODEL", "deepseek-flash")
    monkeypatch.setenv("RESEARCH_SEARCH", "saved")
    assert run(["doctor", "--offline"]) == 0
    assert re.search(r"deepseek-flash at api\.deepseek\.com as of \d{4}-\d\d", said(capsys)[0])


def test_doctor_says_what_a_proxy_keeps_from_the_guard(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://me:secret@proxy.test:3128")
    assert run(["doctor", "--offline"]) == 0
    out, _ = said(capsys)
    assert "through the proxy http://proxy.test:3128" in out
    assert "secret" not in out


def test_doctor_fails_when_a_search_does_not_answer(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEARXNG_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("RESEARCH_SEARCH", "searxng")
    assert run(["doctor"]) == 1
    assert "FAIL" in said(capsys)[0]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_report_written_to_a_pipe_leaves_the_pipe_where_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text("utf-8")))
    reader.start()
    write_result("报告\n", pipe)
    reader.join(10)
    assert read == ["报告\n"]
    assert pipe.is_fifo()
    assert "written to" in said(capsys)[1]


def test_a_report_written_through_a_link_leaves_the_link(tmp_path: Path) -> None:
    link = tmp_path / "link.txt"
    link.symlink_to(tmp_path / "报告.txt")
    write_result("一", link)
    assert link.is_symlink()
    assert (tmp_path / "报告.txt").read_text("utf-8") == "一"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["link.txt", "报告.txt"]


@pytest.mark.parametrize("out", ["", "/"])
def test_an_output_that_names_no_file_is_told(out: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*SAMPLE, "--out", out]) == 2
    assert "--out" in said(capsys)[1]


def test_a_settings_file_in_another_encoding_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".env").write_bytes("# 中文\nRESEARCH_PAGES=7\n".encode("gbk"))
    assert run(SAMPLE) == 2
    assert "UTF-8" in said(capsys)[1]


def test_a_settings_file_from_windows_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".env").write_bytes(b"\xef\xbb\xbfRESEARCH_SEARCH=saved\r\nRESEARCH_BEST=3\r\n")
    assert run([*POINT, "--dry-run"]) == 0
    assert "searches: saved;" in said(capsys)[0]


def test_a_proxy_that_cannot_be_used_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "gopher://127.0.0.1:9")
    assert run([*POINT, "-q"]) == 2
    assert "proxy" in said(capsys)[1]


def test_a_proxy_that_does_not_answer_is_named_without_its_password(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://me:secret@127.0.0.1:9")
    assert run([*POINT, "--url", "http://a.example/", "-q"]) == 3
    out, err = said(capsys)
    assert "127.0.0.1:9" in err
    assert "secret" not in out + err


POINTS = """province,sector,date,type
Shanxi,Ground,2024-11-08,Seasonal
Shanxi,Ground,2024-11-12,Event
Hebei,Power,2024-11-08,Event
"""


@pytest.mark.parametrize(
    ("narrowed", "count"),
    [
        (["--changepoint", "2024/11/8"], 2),
        (["--changepoint", "20241108", "--province", "山西省"], 1),
        (["--sector", "Ground_Transport"], 2),
        (["--type", "事件"], 2),
        ([], 3),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value),
)
def test_options_narrow_a_file_down_as_they_are_read_without_one(
    narrowed: list[str], count: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "points.csv").write_text(POINTS, "utf-8")
    assert run(["--from", "points.csv", *narrowed, "--sample", "--dry-run"]) == 0
    assert said(capsys)[0].count(":\n") == count


@pytest.mark.parametrize(
    ("narrowed", "told"),
    [
        (["--changepoint", "2024-11-09"], "2024-11-08, 2024-11-12"),
        (["--changepoint", "2024-02-30"], "no such day"),
        (["--type", "Sudden"], "seasonal"),
        (["--confidence", "0.5"], "--confidence"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_file_narrowed_down_to_nothing_says_what_it_holds(
    narrowed: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "points.csv").write_text(POINTS, "utf-8")
    assert run(["--from", "points.csv", *narrowed, "--sample"]) == 2
    assert told in said(capsys)[1]


def test_progress_says_which_changepoint_of_how_many(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "points.csv").write_text(POINTS, "utf-8")
    run(["--from", "points.csv", "--province", "Shanxi", "--sample"])
    err = said(capsys)[1]
    assert "[1/2] 山西 Ground 2024-11-08" in err
    assert "[2/2] 山西 Ground 2024-11-12" in err
    run(SAMPLE[:-1])
    assert "[1/1]" not in said(capsys)[1]


def test_bars_begin_anew_for_each_changepoint() -> None:
    screen = io.StringIO()
    with rich.progress.Progress(console=rich.console.Console(file=screen)) as shown:
        bars = Bars(shown)
        for number in (1, 2):
            bars.begin(f"[{number}/2]")
            bars("fetch", 1, 3)
            (task,) = shown.tasks
            assert (task.description, task.completed) == (f"[{number}/2] fetching pages", 1)


@pytest.mark.usefixtures("warm")
def test_several_runs_make_one_report_with_each_changepoint_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run([*SAMPLE, "--out", "first.txt"]) == 0
    assert run([*SAMPLE, "--out", "second.txt"]) == 0
    capsys.readouterr()
    assert run(["report", "--sample"]) == 0
    _, *listed = capsys.readouterr().out.splitlines()
    names = [line.split()[0] for line in listed]
    assert len(names) >= 2
    assert run(["report", *names, "--sample", "--format", "json"]) == 0
    told = capsys.readouterr()
    (dossier,) = json.loads(told.out)
    assert dossier["changepoint"]["date"] == "2024-11-08"
    assert "a newer run has them too" in told.err


def test_a_run_that_is_not_there_is_named(
    sampled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*SAMPLE, "--out", "report.txt"]) == 0
    assert run(["report", "20000101-000000", "--sample"]) == 2
    assert "20000101-000000" in capsys.readouterr().err
