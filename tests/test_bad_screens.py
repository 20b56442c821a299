"""Screens that go wrong: no browser, a folder of an older version, a run that is written meanwhile."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from agent.cli import run
from tests import dossiers
from tests.desks import browser, dossier, misdated, save
from tests.older_stores import as_second_format

RESEARCH = [sys.executable, "-m", "agent.cli"]
SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER", "WSL_DISTRO_NAME")
POINTS = "province,sector,date\nShanxi,Ground,2024-11-08\n"


@pytest.mark.parametrize("program", ["", "false"], ids=["no screen", "a browser that fails"])
def test_where_no_browser_opens_the_address_is_printed_and_one_line_says_so(
    program: str, tmp_path: Path
) -> None:
    save(
        tmp_path / "cache" / "research.db",
        dossier(misdated(dossiers.page()), pages=(dossiers.page(),)),
    )
    environment = {n: v for n, v in os.environ.items() if n not in SCREENS}
    environment |= {"PYTHONUNBUFFERED": "1"} | ({"BROWSER": program} if program else {})
    with subprocess.Popen(
        [*RESEARCH, "review"],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stderr
        head, address = process.stdout.readline(), process.stdout.readline()
        told = process.stderr.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
    assert head.startswith("research review for ")
    assert address.strip().startswith("http://127.0.0.1:")
    assert told == "research: no browser could be opened: open the address above by hand\n"


def test_a_folder_and_a_store_of_an_older_version_go_on_where_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("points.csv").write_text(POINTS, "utf-8")
    batch = ["batch", "points.csv", "--sample", "--out", "night1", "-q"]
    assert run(batch) == 0
    before = sorted(p.name for p in Path("night1").iterdir())
    as_second_format(Path("cache/sample/research.db"))
    # Versions before this one kept no note of what they wrote.
    for note in (p for p in Path("night1").iterdir() if p.name.startswith(".")):
        note.unlink()
    capfd.readouterr()
    assert run(batch) == 0
    told = capfd.readouterr().err
    assert "1 changepoint(s): 1 found" in told
    assert "Traceback" not in told
    assert sorted(p.name for p in Path("night1").iterdir()) == before
    assert run(["report", "latest", "--sample", "--format", "text"]) == 0


def test_a_run_that_is_written_while_it_is_reviewed_shows_what_has_come(tmp_path: Path) -> None:
    page = dossiers.page()
    save(tmp_path / "research.db", dossier(misdated(page, "甲示例办法"), pages=(page,)))
    with browser(tmp_path) as client:
        assert "已定 0/1" in client.get("/").text
        later = dossiers.page("https://jtyst.shanxi.example/later.html")
        save(
            tmp_path / "research.db",
            dossier(misdated(later, "乙示例办法"), pages=(later,), days=40),
        )
        html = client.get("/").text
    assert "已定 0/2" in html
    assert "乙示例办法" in html


def test_an_empty_run_says_so_on_every_screen(tmp_path: Path) -> None:
    save(tmp_path / "research.db", dossier(pages=()))
    with browser(tmp_path) as client:
        assert "这里还没有任何条目" in client.get("/").text
        assert "There is no finding yet" in client.get("/?lang=en").text
        assert "还没有决定" in client.get("/numbers").text
