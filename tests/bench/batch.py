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
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

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
POINTS, MANY = 100, 500
FEWER_PAGES = 6
"""Pages of each changepoint after the first hundred: memory grows with changepoints, if at all."""

PROVINCES = ["山西", "陕西", "河北", "河南", "北京", "天津", "江苏", "安徽", "甘肃", "贵州"]
SECTORS = ["Ground", "Power", "Industry", "Residential", "Aviation"]

Row = tuple[str, str, str]


@dataclass(frozen=True)
class Ran:
    """What a call of the command took: seconds, seconds of CPU, bytes of memory at its peak."""

    seconds: float
    cpu: float
    memory: int
    told: str


def write_points(path: Path, first: int, last: int) -> None:
    """Changepoints ``first`` to ``last`` of a long list: ten provinces, five sectors, six years."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["province", "sector", "date", "type"])
        for number in range(first, last):
            days = 11 * (number // 50) * 17 % 2000 + number % 50
            day = datetime.date(2019, 3, 1) + datetime.timedelta(days=days)
            rows.writerow([PROVINCES[number % 10], SECTORS[number // 10 % 5], day, "event"])


def run(folder: Path, files: Sequence[str], address: str, **settings: str) -> Ran:
    """Run ``research batch`` in a folder, with the world as its proxy."""
    known = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
    environment = {
        **known,
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
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "agent.cli", *command],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    told = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - begun
    if process.returncode:
        raise RuntimeError(f"the batch ended with {process.returncode}: {told[-2000:]}")
    return Ran(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024, told)


def asked_of(address: str) -> dict[str, Any]:
    """What was asked of the world so far."""
    with httpx.Client(transport=routed_transport({"*": address})) as client:
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
        write_points(folder / "more.csv", POINTS, MANY)
        with world_process(delays, "http") as address:
            first = run(folder, ["first.csv"], address)
            asked = asked_of(address)
            again = run(folder, ["first.csv"], address)
            requests = sum(asked_of(address)["kinds"].values()) - sum(asked["kinds"].values())
        reading, pages = reading_cpu(folder)
        with world_process(Delays(), "http") as address:
            fewer = {"RESEARCH_PAGES": str(FEWER_PAGES), "RESEARCH_BEST": "2"}
            many = run(folder, ["first.csv", "more.csv"], address, RESEARCH_HOST_PAUSE="0", **fewer)
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
        (f"memory at its peak, a batch of {MANY}, MB", f"{many.memory / 1e6:.0f}", "< 400"),
    ]  # fmt: skip
