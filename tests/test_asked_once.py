"""Two processes over one cache never ask, and pay, for the same reply twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from agent.cache.asking import Asking

ASKS = """
import datetime, sys, time
from pathlib import Path
from agent.cache import Cache
from agent.cache.asking import Asking
from agent.once import Once
root, name, seconds = Path(sys.argv[1]), sys.argv[2], float(sys.argv[3])
cache = Cache(root)
def work():
    kept = cache.reply("the question")
    if kept:
        return kept.value
    with (root / "asked").open("a") as file:
        file.write(name + "\\n")
    time.sleep(seconds)
    cache.put_reply("the question", f"paid by {name}", datetime.datetime.now(datetime.UTC))
    return f"paid by {name}"
print(Once(Asking(root / "locks" / "asking").alone).do("the question", work), flush=True)
"""


def asks(root: Path, name: str, seconds: float) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", ASKS, str(root), name, str(seconds)],
        stdout=subprocess.PIPE,
        text=True,
    )


def asked(root: Path) -> list[str]:
    path = root / "asked"
    return path.read_text().split() if path.exists() else []


def until_asked(root: Path) -> None:
    until = time.monotonic() + 30
    while not asked(root) and time.monotonic() < until:
        time.sleep(0.02)


def test_what_two_processes_want_at_once_is_asked_by_one(tmp_path: Path) -> None:
    both = [asks(tmp_path, name, 0.5) for name in ("one", "two")]
    told = {process.communicate(timeout=60)[0].strip() for process in both}
    assert len(asked(tmp_path)) == 1
    assert told == {f"paid by {asked(tmp_path)[0]}"}


@pytest.mark.skipif(os.name != "posix", reason="kills by signal")
def test_another_asks_when_the_one_that_did_is_killed(tmp_path: Path) -> None:
    first = asks(tmp_path, "first", 600)
    until_asked(tmp_path)
    second = asks(tmp_path, "second", 0)
    first.send_signal(signal.SIGKILL)
    first.communicate()
    assert second.communicate(timeout=60)[0].strip() == "paid by second"
    assert asked(tmp_path) == ["first", "second"]


def test_where_no_lock_can_be_written_everybody_asks(tmp_path: Path) -> None:
    (tmp_path / "locks").write_text("a file in the way")
    with Asking(tmp_path / "locks" / "asking").alone("the question"):
        pass


def test_other_questions_are_not_waited_for(tmp_path: Path) -> None:
    first = asks(tmp_path, "first", 2)
    until_asked(tmp_path)
    begun = time.monotonic()
    with Asking(tmp_path / "locks" / "asking").alone("another question"):
        assert time.monotonic() - begun < 0.5
    first.communicate()
