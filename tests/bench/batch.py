"""A batch of a hundred changepoints against a slow web and model, as ratios to what they allow.

The command line itself is run, as a process of its own against a server in another one. What the
slowest limit allows is counted from what was really asked: the model answers eight at a time, a
host is asked once a pause, and one changepoint must go through a search, a page and a model call.
Delays are those of a slow evening (search 0.5 s, page 1 s, model 5 s, a host once a second),
divided by ``FASTER``, which divides everything but our own work.
"""

from __future__ import annotations

import csv
import datetime
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

from agent.cache import Cache
from agent.fetch.copies import answer_of
from agent.text.urls import url_identity
from agent.wiring.members import readers
from tests.invented_web import SEARCH
from tests.web import routed_transport
from tests.world import CONTROL, Delays, world_process

FASTER = 5.0
SEARCH_DELAY, PAGE_DELAY, MODEL_DELAY, HOST_PAUSE = 0.5, 1.0, 5.0, 1.0
SLOTS = 8
POINTS = 100
FEWER_PAGES = 6
"""Pages of each changepoint where there are very many: memory grows with changepoints, if at all."""

PROVINCES = ["山西", "陕西", "河北", "河南", "北京", "天津", "江苏", "安徽", "甘肃", "贵州"]
SECTORS = ["Ground", "Power", "Industry", "Residential", "Aviation"]

Row = tuple[str, str, str]


@dataclass(frozen=True)
class Ran:
    """What a process took: seconds, seconds of CPU, bytes of memory at its peak; and what it said."""

    seconds: float
    cpu: float
    memory: int
    said: str


@dataclass(frozen=True)
class Tree:
    """The version that is run: this one, or a checkout of another with the Python that runs it."""

    folder: Path | None = None
    python: str = sys.executable

    @classmethod
    def at(cls, folder: Path) -> Tree:
        """A checkout; where it has an environment of its own, that is taken."""
        own = folder.resolve() / ".venv" / "bin" / "python"
        return cls(folder.resolve(), str(own) if own.exists() else sys.executable)


MEASURED = """
import json, os, sys
_, status, used = os.wait4(os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ), 0)
with open(sys.argv[1], "w") as file:
    json.dump([os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, used.ru_maxrss * 1024], file)
"""
"""Runs a command from a small process: Linux gives a process the peak of the one that started it, and this one is large."""


def child(
    tree: Tree, folder: Path, arguments: Sequence[str], settings: Mapping[str, str] | None = None
) -> Ran:
    """Run Python in a folder as a process of its own. Raises RuntimeError when it did not end well.

    ``verify`` may end with 1: another version derives other verdicts, which is no matter here.
    """
    left_out = ("PYTHONDONTWRITEBYTECODE",)  # or every process would compile the program anew
    known = {
        k: v
        for k, v in os.environ.items()
        if not k.lower().endswith("_proxy") and k not in left_out
    }
    path = {"PYTHONPATH": str(tree.folder or Path(__file__).parents[2])}
    begun = time.perf_counter()
    with (
        tempfile.TemporaryFile("w+") as said,
        tempfile.TemporaryFile("w+") as told,
        tempfile.NamedTemporaryFile("r") as used,
    ):
        subprocess.run(
            [sys.executable, "-S", "-c", MEASURED, used.name, tree.python, *arguments],
            cwd=folder,
            env={**known, **path, **(settings or {})},
            stdout=said,
            stderr=told,
            check=True,
        )
        seconds = time.perf_counter() - begun
        said.seek(0)
        told.seek(0)
        code, cpu, memory = json.load(used)
        if code > ("verify" in arguments):
            words = told.read()[-2000:]
            raise RuntimeError(f"{arguments} ended with {code}: {words}")
        return Ran(seconds, cpu, memory, said.read())


def write_points(path: Path, first: int, last: int) -> None:
    """Changepoints ``first`` to ``last`` of a long list: ten provinces, five sectors, six years."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["province", "sector", "date", "type"])
        for number in range(first, last):
            days = 11 * (number // 50) * 17 % 2000 + number % 50
            day = datetime.date(2019, 3, 1) + datetime.timedelta(days=days)
            rows.writerow([PROVINCES[number % 10], SECTORS[number // 10 % 5], day, "event"])


def run(
    folder: Path, files: Sequence[str], address: str, tree: Tree = Tree(), **settings: str
) -> Ran:
    """Run ``research batch`` in a folder, with the world as its proxy."""
    environment = {
        "HTTP_PROXY": f"http://{address}",
        "NO_PROXY": "127.0.0.1",
        "SEARXNG_URL": SEARCH.replace("https", "http"),
        "OPENAI_BASE_URL": f"http://{address}/v1",
        "OPENAI_API_KEY": "none",
        "RESEARCH_HOST_PAUSE": str(HOST_PAUSE / FASTER),
        "RESEARCH_MODEL_SLOTS": str(SLOTS),
        **settings,
    }
    command = ["batch", *files, "--out", "night", "--search", "searxng", "--model", "slow", "-q"]
    return child(tree, folder, ["-m", "agent.cli", *command], environment)


def asked_of(address: str) -> dict[str, Any]:
    """What was asked of the world so far."""
    with httpx2.Client(transport=routed_transport({"*": address})) as client:
        answer: dict[str, Any] = client.get(f"http://{CONTROL}/asked").json()
    return answer


def allowed(asked: dict[str, Any]) -> tuple[float, str]:
    """The seconds the slowest limit takes for what was asked, and which one that is."""
    model = asked["kinds"]["model"] * MODEL_DELAY / SLOTS
    hosts = {h: n for h, n in asked["hosts"].items() if h.endswith(".gov.cn")}
    host = max(hosts.values()) * HOST_PAUSE
    slowest = max((model, "model"), (host, "one host"))
    chain = SEARCH_DELAY + PAGE_DELAY + MODEL_DELAY
    return (slowest[0] + chain) / FASTER, slowest[1]


def reading_cpu(folder: Path) -> tuple[float, int]:
    """Seconds of CPU to judge and read every page of a cache again, and how many there are."""
    cache, known = Cache(folder / "cache", url_identity), readers()
    pages = [(record, answer_of(cache, record, record.url)) for record in cache.latest_fetches()]
    begun = time.process_time()
    for _, fetched in pages:
        if fetched is not None:
            known.redirect_target(fetched)
            known.refusal(fetched)
            known.read(fetched)
    return time.process_time() - begun, len(pages)


def batch_rows() -> list[Row]:
    """The rows of the table."""
    delays = Delays(SEARCH_DELAY / FASTER, PAGE_DELAY / FASTER, MODEL_DELAY / FASTER)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_points(folder / "first.csv", 0, POINTS)
        with world_process(delays, "http") as address:
            first = run(folder, ["first.csv"], address)
            asked = asked_of(address)
            again = run(folder, ["first.csv"], address)
            requests = sum(asked_of(address)["kinds"].values()) - sum(asked["kinds"].values())
        reading, pages = reading_cpu(folder)
    bound, slowest = allowed(asked)
    kinds = json.dumps(asked["kinds"]).strip("{}").replace('"', "")
    own = (first.cpu - reading) / POINTS * 1000
    return [
        (f"{POINTS} changepoints / what the slowest limit allows", f"{first.seconds / bound:.2f}", "<= 1.2"),
        (f"  ({first.seconds:.0f} s, {bound:.0f} s by {slowest}; delays / {FASTER:.0f})", "", ""),
        (f"  ({kinds}, {pages} pages)", "", ""),
        ("our own CPU a changepoint beyond page reading, ms", f"{own:.0f}", "< 150"),
        ("  reading its pages, ms", f"{reading / POINTS * 1000:.0f}", ""),
        ("second run with nothing to do, seconds", f"{again.seconds:.1f}", "< 5"),
        ("  requests", str(requests), "0"),
        (f"memory at its peak, {POINTS} changepoints, MB", f"{first.memory / 1e6:.0f}", ""),
    ]  # fmt: skip
