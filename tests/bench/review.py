"""The review page at 5,000 findings, and over a page of 200,000 characters: server time."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from starlette.testclient import TestClient

from tests import dossiers
from tests.desks import browser, decide, dossier, misdated, save

POINTS, EACH, CHARACTERS = 500, 10, 200_000


def review_times() -> list[tuple[str, str, str]]:
    """Median and slowest of what a reviewer waits for, in milliseconds."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages = [dossiers.page(f"https://host{n}.shanxi.example/a.html") for n in range(EACH)]
        found = [misdated(page, f"示例办法之{n}") for n, page in enumerate(pages)]
        long = dossiers.page(
            "https://long.shanxi.example/a.html",
            "每辆新能源公交车的补贴另行规定，由各市自行决定。\n" * (CHARACTERS // 25)
            + dossiers.TEXT,
        )
        made = [dossier(*found, pages=tuple(pages), days=n) for n in range(POINTS)]
        made.append(dossier(misdated(long, "长文"), pages=(long,), days=POINTS))
        save(folder / "research.db", *made)
        with browser(folder) as client:
            # The first request reads all rows, as every one does after a run has written.
            first = _timed(lambda: client.get("/"))
            queue = [_timed(lambda: client.get("/?page=40")) for _ in range(15)]
            search = [_timed(lambda: client.get("/?search=之7")) for _ in range(5)]
            decided = [_timed(lambda n=n: _next(client, n)) for n in range(15)]  # type: ignore[misc]
            whole = [_timed(lambda: client.get("/?search=长文")) for _ in range(3)]
    return [
        _row(f"review: queue of {POINTS * EACH:,} findings, ms", queue, "< 200"),
        ("  the first time", f"{first:.0f}", ""),
        _row("  searched", search, "< 200"),
        _row("  decision and the next finding", decided, ""),
        (f"review: a page of {len(long.text):,} characters, ms", f"{whole[0]:.0f}", "< 500"),
        ("  again", f"{statistics.median(whole[1:]):.0f}", ""),
    ]


def _next(client: TestClient, number: int) -> None:
    key = client.get("/").text.split('name="key" value="')[1].split('"')[0]
    decide(client, key, "accept", request=f"press-bench-{number}")


def _timed(work: Callable[[], object]) -> float:
    """Milliseconds of this process, client included: what else runs here does not count."""
    began = time.process_time()
    work()
    return 1000 * (time.process_time() - began)


def _row(name: str, times: list[float], aim: str) -> tuple[str, str, str]:
    return name, f"{statistics.median(times):.0f}", aim
