"""Signals to a real process: it ends at once, and what it had is not asked for again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.model_endpoint import ModelEndpoint, Scripted, completion
from tests.night import PATIENCE, moment
from tests.search_service import Said, Service, Told, json_reply
from tests.web import Route, Web

pytestmark = pytest.mark.usefixtures("tmp_path")

NAMES = [f"http://h{number}.shanxi.gov.cn/p/{number}.html" for number in range(1, 5)]
SECONDS = 60.0
TITLE = "山西省示例厅关于印发货车更新补贴办法的通知"
COMMAND = ("--changepoint", "2024-11-08", "--province", "Shanxi", "--sector", "Ground")


def page(number: int) -> bytes:
    lines = f"<p>现将办法印发给你们。每辆货车补贴{number}万元，自2024年11月1日起施行。</p>" * 6
    return (
        f"<html><head><meta charset=utf-8><title>{TITLE}</title></head><body><h1>{TITLE}</h1>"
        f"<div class=TRS_Editor>{lines}<p>2024年10月20日</p></div></body></html>"
    ).encode()


class World:
    """A search, four hosts and a model on loopback; one stage of it may be slow."""

    def __init__(self, web: Web) -> None:
        self.slow = ""
        self.over = threading.Event()
        self.web = web
        self.service = Service(self._search)
        self.model = ModelEndpoint(rule=self._answer)

    def _search(self, told: Told, count: int) -> Said:
        hits = [{"url": url, "title": TITLE, "content": "货车 补贴"} for url in NAMES]
        reply = json_reply({"query": "", "results": hits, "unresponsive_engines": []})
        return Said(reply.body, 200, reply.headers, SECONDS if self.slow == "search" else 0.0)

    def _answer(self, _body: dict[str, Any]) -> Scripted:
        answer = completion('{"policies": [{"kind": "background", "name": "公交"}]}')
        return replace(answer, wait=self.over) if self.slow == "model" else answer

    def serve(self, slow: str) -> None:
        """From now on this stage is slow; of the pages, the first two never are."""
        self.slow = slow
        for number, url in enumerate(NAMES, 1):
            wait = SECONDS if slow == "fetch" and number > 2 else 0.0
            self.web.serve(url, Route(page(number), delay=wait))

    def asked(self) -> dict[str, int]:
        """How often each stage was asked; a site's robots.txt is no page."""
        return {
            "search": len(self.service.told),
            "fetch": len([url for url in self.web.urls_asked() if "/robots.txt" not in url]),
            "model": len(self.model.bodies),
        }

    def command(self) -> subprocess.Popen[str]:
        """The command line, as a process of its own."""
        known = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
        environment = {
            **known,
            "HTTP_PROXY": f"http://{self.web.address}",
            "NO_PROXY": "127.0.0.1",
            "SEARXNG_URL": self.service.url,
            "OPENAI_BASE_URL": self.model.url,
            "OPENAI_API_KEY": "sk-loopback",
            "RESEARCH_HOST_PAUSE": "0",
            "PYTHONIOENCODING": "utf-8",
        }
        line = [sys.executable, "-m", "agent.cli", *COMMAND, "--search", "searxng", "--model", "m"]
        return subprocess.Popen(
            line, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )


@pytest.fixture
def world() -> Iterator[World]:
    with Web() as web:
        world = World(web)
        with world.service, world.model:
            try:
                yield world
            finally:
                world.over.set()


def wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "the process never got there"
        time.sleep(0.02)


def stopped(world: World, stage: str, number: signal.Signals) -> tuple[int, float, str, str]:
    """Send a signal while a stage is slow: the exit code, the seconds it took, and what was said."""
    world.serve(stage)
    least = {"search": 1, "fetch": len(NAMES), "model": len(NAMES)}[stage]
    process = world.command()
    wait_for(lambda: world.asked()[stage] >= least)
    if stage == "fetch":  # the two quick pages have come and are kept
        wait_for(lambda: len(list(Path("cache", "fetches").rglob("*.json"))) >= 2)
    time.sleep(0.2)
    begun = time.monotonic()
    process.send_signal(number)
    out, error = process.communicate(timeout=PATIENCE)
    return process.returncode, time.monotonic() - begun, out, error


def run_again(world: World) -> tuple[int, dict[str, int]]:
    """Run the command to its end; its exit code, and what was asked this time."""
    before = world.asked()
    world.over.set()
    world.serve("")
    process = world.command()
    process.communicate(timeout=PATIENCE)
    return process.returncode, {name: n - before[name] for name, n in world.asked().items()}


NOT_AGAIN = {
    "search": {"fetch": 4, "model": 4},
    "fetch": {"search": 0, "fetch": 2, "model": 4},
    "model": {"search": 0, "fetch": 0, "model": 4},
}
"""What is asked when the command is run again: only what had not come."""


@pytest.mark.parametrize(
    "stage",
    ["fetch", *(pytest.param(name, marks=pytest.mark.slow) for name in ("search", "model"))],
)
def test_ctrl_c_ends_within_two_seconds_and_what_had_come_is_not_asked_again(
    world: World, stage: str
) -> None:
    code, seconds, out, error = stopped(world, stage, signal.SIGINT)
    assert (code, out) == (130, "")
    assert seconds < moment(2)
    assert error.splitlines()[-1].startswith("research: interrupted")
    assert "Traceback" not in error
    code, asked = run_again(world)
    assert code == 0
    assert asked | NOT_AGAIN[stage] == asked


@pytest.mark.slow
@pytest.mark.parametrize("stage", NOT_AGAIN)
@pytest.mark.parametrize(("name", "expected"), [("SIGTERM", 143), ("SIGKILL", -9)])
def test_a_terminated_or_killed_run_leaves_a_usable_cache(
    world: World, stage: str, name: str, expected: int
) -> None:
    if not hasattr(signal, name):
        pytest.skip(f"no {name} here")
    code, seconds, out, _ = stopped(world, stage, signal.Signals[name])
    assert (code, out) == (expected, "")
    assert seconds < moment(2)
    code, asked = run_again(world)
    assert code == 0
    assert asked | NOT_AGAIN[stage] == asked
    code, asked = run_again(world)
    assert (code, set(asked.values())) == (0, {0})


@pytest.mark.slow
def test_a_run_killed_at_any_moment_does_no_damage(tmp_path: Path) -> None:
    line = [sys.executable, "-m", "agent.cli", *COMMAND, "--sample", "-q"]
    whole = subprocess.run(line, cwd=tmp_path, capture_output=True, check=True).stdout
    (tmp_path / "other").mkdir()
    for number in range(12):
        process = subprocess.Popen(
            line, cwd=tmp_path / "other", stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        time.sleep(0.3 + 0.12 * number)
        process.kill()
        process.communicate()
    after = subprocess.run(line, cwd=tmp_path / "other", capture_output=True, check=True)
    assert after.stderr == b""

    def timeless(report: bytes) -> list[bytes]:
        return [ln for ln in report.splitlines() if not ln.startswith("分析时间".encode())]

    assert timeless(after.stdout) == timeless(whole)
