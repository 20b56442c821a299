"""What the READMEs show is what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.transcript import COMMAND, ROOT, demo, transcript

READMES = ["README.md", "README.zh-CN.md"]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("demo"))
        return demo()


@pytest.mark.parametrize("name", READMES)
def test_the_transcript_is_what_the_demo_prints(name: str, report: str) -> None:
    assert transcript(report) in (ROOT / name).read_text("utf-8")


@pytest.mark.parametrize("name", READMES)
def test_the_python_example_runs(
    name: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "Shanxi_Ground_2024-11-08_Seasonal_info.txt").write_text(
        "问题: 山西地面交通\n回答:\n1. **政策名称**：《示例补贴办法》\n**发布/实施日期**：2024年11月\n",
        "utf-8",
    )
    text = (ROOT / name).read_text("utf-8")
    (example,) = re.findall(
        r"^    from datetime import date\n(?:(?:    .*)?\n)+", text, re.MULTILINE
    )
    exec(re.sub(r"^    ", "", example, flags=re.MULTILINE), {})  # noqa: S102 - our own README
    assert "verified 山西省新能源城市公交车" in capsys.readouterr().out


def test_make_demo_runs_the_command_of_the_transcript() -> None:
    assert COMMAND in (ROOT / "Makefile").read_text("utf-8")
    assert COMMAND in (ROOT / "README.md").read_text("utf-8")
