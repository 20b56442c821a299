"""What a user types and sees: one clear line, the right exit code, nothing half-written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agent.cli import run

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
    listed = said(capsys)[0]
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


def test_doctor_fails_when_a_search_does_not_answer(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEARXNG_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("RESEARCH_SEARCH", "searxng")
    assert run(["doctor"]) == 1
    assert "FAIL" in said(capsys)[0]
