"""The first hour of a new user: settings that are misspelt, the demo, the ending of --out, latest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agent.cli import run
from agent.cli.shared import chosen_format
from agent.errors import UsageError
from agent.settings import Settings, unknown_settings


def env_file(folder: Path, text: str) -> Path:
    path = folder / ".env"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "environment", "told"),
    [
        ("RESEARCH_MODLE=x", {}, {"RESEARCH_MODLE": "did you mean RESEARCH_MODEL?"}),
        ("RESEARCH_MODEL=x\nOPENAI_API_KEY=k", {}, {}),
        ("", {"RESEARCH_JOB": "4"}, {"RESEARCH_JOB": "did you mean RESEARCH_JOBS?"}),
        ("", {"PATH": "/bin", "MODEL": "x"}, {}),
        ("MY_OWN=1", {}, {"MY_OWN": "see .env.example"}),
    ],
    ids=["misspelt in .env", "settings", "in the environment", "names of others", "in .env"],
)
def test_names_that_look_like_settings_and_are_none_are_found(
    tmp_path: Path, text: str, environment: dict[str, str], told: dict[str, str]
) -> None:
    found = unknown_settings(Settings, env_file(tmp_path, text), environment)
    assert {unknown.name: unknown.hint for unknown in found} == told


def test_the_key_of_a_provider_is_told_where_it_belongs(tmp_path: Path) -> None:
    none = tmp_path / "none"
    (found,) = unknown_settings(Settings, none, {"DEEPSEEK_API_KEY": "k"})
    assert "OPENAI_API_KEY" in found.hint
    assert "OPENAI_BASE_URL=https://api.deepseek.com" in found.hint
    assert unknown_settings(Settings, none, {"DEEPSEEK_API_KEY": "k", "OPENAI_API_KEY": "k"}) == ()


def test_doctor_says_which_env_file_it_read_and_what_in_it_is_no_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    path = env_file(tmp_path, "RESEARCH_MODLE=x\n")
    assert run(["doctor", "--offline"]) == 1
    said = capsys.readouterr().out
    assert f"read {path.resolve()}" in said
    assert "did you mean RESEARCH_MODEL?" in said
    assert "not set" in said
    assert "BOCHA_API_KEY" in said


@pytest.mark.parametrize(
    ("named", "out", "chosen"),
    [
        (None, None, "text"),
        (None, Path("x.xlsx"), "xlsx"),
        (None, Path("x.TEX"), "latex"),
        (None, Path("report"), "text"),
        ("json", Path("x.txt"), "json"),
    ],
)
def test_the_ending_of_out_decides_the_format(
    named: str | None, out: Path | None, chosen: str
) -> None:
    assert chosen_format(named, out) == chosen


def test_an_ending_that_is_no_format_is_refused_before_any_work() -> None:
    with pytest.raises(UsageError, match=r"no report format ends in \.docx"):
        chosen_format(None, Path("x.docx"))


def test_the_demo_needs_one_option_and_its_run_is_known_by_its_id_and_as_the_latest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RESEARCH_LANG", "en")
    assert run(["--sample", "--quiet", "--out", "first.md"]) == 0
    first = Path("first.md").read_text("utf-8")
    assert "2024-11-08" in first
    assert "**Sample:" in first
    capsys.readouterr()
    assert run(["report", "latest", "--format", "md"]) == 0
    assert capsys.readouterr().out == first
    assert run(["runs", "--sample", "--format", "json"]) == 0
    (line,) = json.loads(capsys.readouterr().out)
    for command in (
        ["show", line["id"]],
        ["verify", "latest"],
        ["bundle", "latest", "--out", "b.zip"],
    ):
        assert run(command) == 0, command
    assert run(["review", "list", "--run", "latest"]) == 0
    assert run(["report", line["id"][:6]]) == 2
    assert f"did you mean: {line['id']}" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "told"),
    [("太原", "太原 is in 山西: the whole province is meant"), ("晋城市", "晋城市 is in 山西")],
)
def test_the_name_of_a_city_means_its_province_and_that_is_told(
    name: str,
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["--changepoint", "2024-11-08", "--province", name, "--dry-run"]) == 0
    said = capsys.readouterr()
    assert told in said.err
    assert said.out.startswith("山西 all sectors 2024-11-08")


def test_a_name_that_several_provinces_have_is_not_guessed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["--changepoint", "2024-11-08", "--province", "朝阳", "--dry-run"]) == 2
    assert "unknown province" in capsys.readouterr().err


def test_a_dry_run_of_one_changepoint_tells_what_it_is_expected_to_take(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["--sample", "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert "pages: about 24 opened" in said
    assert "cost: nothing that is paid for" in said
