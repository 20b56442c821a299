"""The Python API as a notebook uses it. Everything is over the invented web."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import agent
from agent import Changepoint, Config, Results, batch, load, research, runs
from agent.cli import run as command
from agent.errors import UsageError

ROOT = Path(__file__).parent.parent
DAY = "2024-11-08"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("study")


@pytest.fixture(scope="module")
def config(folder: Path) -> Config:
    return Config(cache=folder / "cache", sample=True)


@pytest.fixture(scope="module")
def found(config: Config) -> Results:
    return research(DAY, "山西", sector="Ground", kind="Seasonal", config=config)


def test_one_changepoint_is_kept_as_a_run_that_the_commands_know(
    found: Results,
    config: Config,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert [run.id for run in runs(config)] == [found.run]
    again = load(found.run, config)
    assert tuple(again) == tuple(found)
    assert (again[-1], *again.dossiers[1:]) == tuple(found)
    assert again.report() == found.report()
    monkeypatch.setenv("RESEARCH_CACHE", str(config.cache))
    assert command(["report", found.run, "--format", "text"]) == 0
    assert capsys.readouterr().out == found.report()


def test_results_are_short_as_text_and_a_table_as_html(found: Results) -> None:
    assert repr(found) == (
        f"<Results {found.run}: 1 changepoint(s), found; {len(found.verified)} verified, "
        f"{len(found.flagged)} to settle>"
    )
    html = found._repr_html_()
    assert html.startswith("<table")
    assert "并榆城际铁路开通运营" in html
    assert "<script" not in html


def test_a_frame_has_the_rows_of_the_supplement(found: Results) -> None:
    pytest.importorskip("pandas", reason="pandas is not installed")
    frame = found.to_frame()
    included = frame[frame["listing"] == "included"]
    assert len(included) == len(found.verified)
    assert "并榆城际铁路开通运营" in set(included["name"])


def test_the_ending_of_a_saved_file_says_its_format(found: Results, tmp_path: Path) -> None:
    assert found.save(tmp_path / "x.md", "en").read_text("utf-8") == found.report("md", "en")
    assert found.save(tmp_path / "x.xlsx").read_bytes().startswith(b"PK")
    with pytest.raises(UsageError, match="no report format"):
        found.save(tmp_path / "x.docx")


def test_a_batch_goes_on_where_it_was(config: Config, folder: Path) -> None:
    points = [
        Changepoint.model_validate({"province": "山西", "sector": sector, "date": DAY})
        for sector in ("Ground", "Industry")
    ]
    first = batch(points[:1], folder / "night", config=config)
    both = batch(points, folder / "night", config=config)
    assert (len(first), len(both), first.run) == (1, 2, both.run)
    assert (folder / "night" / "summary.html").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((DAY,), "the province is missing"),
        (("2024-13-01", "山西"), "2024-13-01"),
        (
            (Changepoint.model_validate({"province": "山西", "sector": None, "date": DAY}), "山西"),
            "whole Changepoint",
        ),
    ],
)
def test_a_wrong_argument_is_told(arguments: tuple[Any, ...], told: str, config: Config) -> None:
    with pytest.raises(UsageError, match=told):
        research(*arguments, config=config)


def test_the_environment_and_env_file_are_what_the_command_line_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("RESEARCH_PAGES=7\n", "utf-8")
    made = Config.from_env(window=60)
    assert (made.pages, made.window, made.model) == (7, 60, "none")


def test_the_package_says_its_version() -> None:
    assert agent.__version__.count(".") == 2


def test_the_example_notebook_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pandas", reason="pandas is not installed")
    monkeypatch.chdir(tmp_path)
    book = json.loads((ROOT / "docs" / "example.ipynb").read_text("utf-8"))
    names: dict[str, Any] = {}
    for cell in book["cells"]:
        assert not cell.get("outputs"), "the example is kept without outputs"
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), names)  # noqa: S102 - our own notebook
    assert (tmp_path / "report.html").exists()
