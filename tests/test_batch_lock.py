"""One process a batch: who holds it is told, and a killed one leaves nothing behind."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from agent.batch.lock import Held, at_work, held
from agent.errors import StateError

NOW = datetime(2026, 11, 28, 18, 0, tzinfo=UTC)
HOLD = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from agent.batch.lock import held
with held(Path(sys.argv[1]), datetime(2026, 11, 28, 18, 0, tzinfo=UTC)):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_lock_is_free_again_after_its_block(tmp_path: Path) -> None:
    for _ in range(2):
        with held(tmp_path / "locks" / "a.lock", NOW):
            pass


def test_who_comes_second_is_told_who_holds_it_and_since_when(tmp_path: Path) -> None:
    path = tmp_path / "a.lock"
    with held(path, NOW), pytest.raises(Held) as refused, held(path, NOW):
        pass
    told = f"process {os.getpid()} since 2026-11-28T18:00:00+00:00"
    assert refused.value.message == f"this batch is being worked on by {told}"


def test_a_killed_process_holds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.lock"
    process = subprocess.Popen([sys.executable, "-c", HOLD, path], stdout=subprocess.PIPE)
    assert process.stdout is not None
    with process.stdout:
        assert process.stdout.readline().strip() == b"held"
        told = f"process {process.pid} since 2026-11-28T18:00:00+00:00"
        assert at_work(tmp_path) == (told,)
        process.kill()
        process.wait()
    assert at_work(tmp_path) == ()
    with held(path, NOW):
        # Its own lock is no other's.
        assert at_work(tmp_path) == ()


def test_a_place_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StateError, match="cannot write"), held(tmp_path / "file" / "a.lock", NOW):
        pass
