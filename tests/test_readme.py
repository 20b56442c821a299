"""What the READMEs and docs show is what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.transcript import ROOT, SHOWN, demo, shown

READMES = ["README.md", "README.zh-CN.md"]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The block of every page, from one run of the demo."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("demo"))
        printed = demo()
        return {name: shown(what, lang, printed) for name, (what, lang) in SHOWN.items()}


@pytest.mark.parametrize("name", SHOWN)
def test_what_a_page_shows_is_what_the_program_prints(name: str, report: dict[str, str]) -> None:
    assert report[name] in (ROOT / name).read_text("utf-8"), "run python -m tests.transcript"


@pytest.mark.parametrize("name", READMES)
def test_the_python_example_runs(
    name: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "Shanxi_Ground_2024-11-08_Seasonal_info.txt").write_text(
        "问题: 山西地面交通\n回答:\n1. **政策名称**：《示例补贴办法》\n**发布/实施日期**：2024年11月\n",
        "utf-8",
    )
    text = (ROOT / name).read_text("utf-8")
    (example,) = re.findall(
        r"^    from agent import Config.*\n(?:(?:    .*)?\n)+", text, re.MULTILINE
    )
    exec(re.sub(r"^    ", "", example, flags=re.MULTILINE), {})  # noqa: S102 - our own README
    assert "verified 山西省新能源城市公交车" in capsys.readouterr().out
    assert Path("supplement.xlsx").stat().st_size > 5000


def test_make_demo_runs_the_command_that_the_readme_shows() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert "$(BIN)/research --sample\n" in makefile
    assert "research --sample" in (ROOT / "README.md").read_text("utf-8")
