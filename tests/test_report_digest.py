"""The digest on a terminal: a screen, not a page, and nothing that the report does not say."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

from agent.cli.digest import wrapped
from agent.report.digest import digest
from tests.batches import found

RESEARCH = [sys.executable, "-m", "agent.cli"]


def on_a_terminal(
    arguments: list[str], columns: int, folder: Path, encoding: str = "utf-8"
) -> list[str]:
    """What a command prints to a terminal of so many columns, without colours."""
    master, end = pty.openpty()
    environment = {**os.environ, "COLUMNS": str(columns), "NO_COLOR": "1", "TERM": "xterm"}
    environment["PYTHONIOENCODING"] = encoding
    with subprocess.Popen(
        [*RESEARCH, *arguments], stdout=end, stderr=subprocess.DEVNULL, cwd=folder, env=environment
    ):
        os.close(end)
        parts = []
        try:
            while data := os.read(master, 65536):
                parts.append(data)
        except OSError:  # the other end is closed
            pass
    os.close(master)
    text = b"".join(parts).decode(encoding)
    return text.replace("\x1b[1m", "").replace("\x1b[2m", "").replace("\x1b[0m", "").splitlines()


@pytest.fixture(scope="module")
def researched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("terminal")
    subprocess.run([*RESEARCH, "--sample", "-q", "--out", "r.txt"], cwd=folder, check=True)
    return folder


@pytest.mark.parametrize(("columns", "most"), [(110, 40), (80, 45), (40, 70)])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_sample_fits_a_screen_and_no_line_is_wider_than_it(
    researched: Path, columns: int, most: int, language: str
) -> None:
    lines = on_a_terminal(["report", "latest", "--lang", language], columns, researched)
    assert 15 < len(lines) <= most
    assert max(cell_len(line) for line in lines) <= columns


def test_it_names_each_finding_with_its_mark_its_days_by_role_and_its_host(
    researched: Path,
) -> None:
    lines = on_a_terminal(["report", "latest"], 140, researched)
    (metro,) = [line for line in lines if "并榆城际铁路开通运营" in line]
    assert metro.startswith("✓ 发生 -11 天")
    assert metro.rstrip().endswith("www.taiyuan.example")
    (flagged,) = [line for line in lines if line.startswith("?")]
    assert "www.linfen.example" in flagged
    assert any("research review --run" in line for line in lines)
    assert any("【示例】" in line for line in lines)


def test_a_file_or_a_named_format_gets_the_full_text(researched: Path) -> None:
    shown = on_a_terminal(["report", "latest", "--format", "text"], 110, researched)
    assert any("**核验**" in line for line in shown)
    assert "**核验**" in (researched / "r.txt").read_text("utf-8")


def test_what_could_not_be_looked_at_stands_in_the_outcome() -> None:
    dossier = found()
    incomplete = dossier.model_copy(update={"outcome": type(dossier.outcome).INCOMPLETE})
    lines = digest((incomplete,), "en", sample=False)
    (outcome,) = [line for line in lines if line.style == "bad"]
    assert outcome.cells[0].startswith("incomplete: something that matters could not be looked at")


@pytest.mark.parametrize(("encoding", "mark"), [("gbk", "√"), ("ascii", "+"), ("utf-8", "✓")])
def test_a_terminal_without_the_sign_of_verified_gets_another_one_and_never_that_of_flagged(
    researched: Path, encoding: str, mark: str
) -> None:
    lines = on_a_terminal(["report", "latest", "--lang", "en"], 110, researched, encoding)
    findings = [line for line in lines if line[1:].startswith((" in ", " occurred", " issued"))]
    assert [line[0] for line in findings] == [mark] * 9 + ["?"]


def test_no_color_means_no_colour_and_a_pipe_gets_the_full_text_without_codes(
    researched: Path,
) -> None:
    lines = on_a_terminal(["report", "latest"], 110, researched)
    assert not [line for line in lines if "\x1b[3" in line]
    piped = subprocess.run(
        [*RESEARCH, "report", "latest"], cwd=researched, capture_output=True, check=True
    ).stdout
    assert b"\x1b" not in piped
    assert "**核验**".encode() in piped


def test_chinese_sentences_fill_their_lines_and_none_begins_with_a_mark_that_closes() -> None:
    told = (
        "读到 16/19 个网页（2 个网址没有正文），检索 10/10 次得到回答，发布机构官网：部分读到 8/9"
    )
    lines = list(wrapped(told, 24))
    assert lines == [
        "读到 16/19 个网页（2 个",
        "网址没有正文），检索",
        "10/10 次得到回答，发布机",
        "构官网：部分读到 8/9",
    ]
    assert all(cell_len(line) <= 24 for line in lines)
    address = "抓取：https://jtyst.shanxi.example/zfxxgk/zcwj/（HTTP 200）"
    assert "".join(wrapped(address, 20)).replace(" ", "") == address.replace(" ", "")
    assert list(wrapped("  抓取 · 甲", 40)) == ["  抓取 · 甲"]
    assert list(wrapped("", 40)) == [""]
