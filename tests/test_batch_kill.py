"""A batch that is killed at any moment and started again: nothing lost, nothing asked twice.

``make soak`` kills a hundred times (SOAK_KILLS), ``make test`` a few.
"""

from __future__ import annotations

import json
import os
import random
import re
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from agent.batch.pieces import OURS
from agent.store import Batches, Store, changepoint_key
from tests.night import DAYS, PATIENCE, TABLE, World, fetched, moment, stored

KILLS = int(os.environ.get("SOAK_KILLS", "2"))
SEED = int(os.environ.get("SOAK_SEED", "20261128"))
COMMAND = ("batch", "points.csv", "--out", "night1", "--jobs", "3", "-q")
MOMENTS = {"researched_at", "fetched_at", "run", "started_at", "finished_at", "last_at", "costs"}
"""What differs between two runs that found the same; a killed call may cost without an answer."""
STAMP = re.compile(rb"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d[.0-9]*(?:Z|[+-]\d\d:\d\d)?")


@pytest.fixture
def world() -> Iterator[World]:
    with World(delay=0.06).running() as running:
        yield running
        running.over.set()


def timeless(value: Any) -> Any:
    """A JSON value without the moments at which it was made."""
    if isinstance(value, dict):
        return {k: timeless(v) for k, v in value.items() if k not in MOMENTS}
    return [timeless(item) for item in value] if isinstance(value, list) else value


def results(folder: Path) -> list[Any]:
    """The dossiers of the only run, as they are stored."""
    with Store(folder / "cache" / "research.db") as store:
        (only,) = store.runs()
        return [timeless(json.loads(d.model_dump_json())) for d in store.each_dossier(only.id)]


def left(folder: Path) -> dict[str, Any]:
    """The files in the results folder, without moments; every one of them must be whole."""
    files = {path.name: path.read_bytes() for path in (folder / "night1").iterdir()}
    for name in (*OURS, "summary.txt", "summary.html"):
        assert files.pop(name)
    dossiers = files.pop("dossiers.jsonl").decode().splitlines()
    told = timeless(json.loads(files.pop("summary.json")))
    plain = {name: STAMP.sub(b"(moment)", data) for name, data in files.items()}
    return {**plain, "summary": told, "dossiers": [timeless(json.loads(d)) for d in dossiers]}


def done(folder: Path) -> set[str]:
    """The days that are done; the database must be sound at every moment."""
    path = folder / "cache" / "research.db"
    if not path.exists():
        return set()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    with Store(path) as store:
        batches = Batches(store)
        runs = [run.id for run in store.runs()]
        saved = [d.changepoint for run in runs for d in store.each_dossier(run)]
        assert {key for run in runs for key in batches.done(run)} == set(
            map(changepoint_key, saved)
        )
    return {str(changepoint.date) for changepoint in saved}


def begin(path: Path) -> Path:
    path.mkdir()
    (path / "points.csv").write_text(TABLE, "utf-8")
    return path


class Killed:
    """One batch in a folder of its own, killed again and again; watches what is asked."""

    def __init__(self, world: World, folder: Path) -> None:
        self.world = world
        self.folder = folder
        self.kills = 0
        self._stored: set[str] = set()
        self._fetched: set[str] = set()
        self._done: set[str] = set()

    def run(self, seconds: float | None) -> bool:
        """Run, and kill after some seconds; True when it came to its end before."""
        asked = self._asked_before()
        pages = len(self.world.web.asked)
        process = self.world.start(self.folder, *COMMAND)
        end = time.monotonic() + (300 if seconds is None else seconds)
        while process.poll() is None and time.monotonic() < end:
            time.sleep(0.005)
        killed = process.poll() is None
        if killed:
            assert seconds is not None, "the batch never came to its end"
            process.kill()
            self.kills += 1
        _, told = process.communicate()
        if not killed:
            assert process.returncode == 0, told
        self._look(asked, pages)
        return not killed

    def _asked_before(self) -> int:
        """How many questions came; one that a killed process had sent may come a little later."""
        count = -1
        while count < (now := len(self.world.numbered.asked)):
            count = now
            time.sleep(0.3)
        return count

    def _look(self, asked: int, pages: int) -> None:
        new = self.world.numbered.asked[asked:]
        assert not self._stored & set(new), "paid for a reply that was stored"
        assert len(new) == len(set(new)), "paid twice for one reply within a call"
        again = self._fetched & set(self.world.web.urls_asked()[pages:])
        assert not again, f"fetched again: {again}"
        cache = self.folder / "cache"
        self._stored = stored(cache, self.world.numbered.asked)
        self._fetched = fetched(cache)
        finished = done(self.folder)
        assert self._done <= finished, "a finished changepoint was lost"
        self._done = finished


def test_a_batch_killed_at_any_moment_loses_nothing_and_pays_nothing_twice(
    world: World, tmp_path: Path
) -> None:
    chance = random.Random(SEED)  # noqa: S311 - moments, not secrets
    unbroken = begin(tmp_path / "unbroken")
    begun = time.monotonic()
    code, _, told = world.run(unbroken, *COMMAND)
    assert (code, done(unbroken)) == (0, set(DAYS)), told
    whole = time.monotonic() - begun
    expected, files = results(unbroken), left(unbroken)
    assert [d["changepoint"]["date"] for d in expected] == list(DAYS)
    assert any(d["findings"] for d in expected)

    kills = batches = 0
    latest = 0.7 * whole
    while kills < KILLS:
        batches += 1
        killed = Killed(world, begin(tmp_path / f"killed{batches}"))
        while kills + killed.kills < KILLS and not killed.run(chance.uniform(0.3, latest)):
            pass
        killed.run(None)
        kills += killed.kills
        if not killed.kills:  # the machine is less busy than it was
            latest = max(0.6, 0.8 * latest)
        print(f"batch {batches} killed {killed.kills} times, {kills} kills so far")  # noqa: T201
        assert results(killed.folder) == expected
        assert left(killed.folder) == files
        code, out, _ = world.run(killed.folder, "verify")
        assert (code, out.splitlines()[-1][-9:]) == (0, "0 drifted")
    print(f"{kills} kills in {batches} batches: 0 lost, 0 paid twice")  # noqa: T201 - for make soak


def test_ctrl_c_ends_a_batch_within_a_moment_and_says_how_to_go_on(tmp_path: Path) -> None:
    folder = begin(tmp_path / "stopped")
    with World(delay=60.0).running() as world:
        process = world.start(folder, *COMMAND)
        end = time.monotonic() + PATIENCE
        while len(world.numbered.asked) < 3:
            assert time.monotonic() < end, "the process never got there"
            time.sleep(0.02)
        begun = time.monotonic()
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=PATIENCE)
        seconds = time.monotonic() - begun
        world.over.set()
    assert seconds < moment(5)
    assert process.returncode == 130
    assert told.splitlines()[-2:] == [
        "research: stopped; the same command goes on where this one was",
        "research: interrupted; what was fetched and paid is kept",
    ]
    with Store(folder / "cache" / "research.db") as store:
        (only,) = store.runs()
        assert (only.dossiers, only.finished_at) == (0, None)
        assert len(Batches(store).unfinished(only.id)) == len(DAYS)
