"""Speed as ratios, in one run: ``make bench``. Never a test: machines are noisy.

A loopback web and model with fixed delays; 8 pages on 8 hosts, 8 model slots.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import partial
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from agent.findings import Dossier
from agent.records import Changepoint, ChangepointKind, Fetched
from agent.text.fold import fold, locate
from agent.wiring import Config
from agent.wiring.members import readers
from agent.wiring.workshop import open_workshop
from tests.bench.batch import batch_rows
from tests.bench.guarding import guarding_rows
from tests.bench.review import review_times
from tests.bench.study import study_rows
from tests.real.__main__ import DATA
from tests.real.web import SEARCH, Document, Loopback, as_html

SEARCH_DELAY, PAGE_DELAY, MODEL_DELAY = 0.5, 1.0, 2.0
PAGES = 8
POINT = Changepoint(
    province="山西", sector="Ground", date=date(2024, 11, 8), kind=ChangepointKind.SEASONAL
)


def documents() -> list[Document]:
    """Eight invented pages, each on a host of its own."""
    made = []
    for number in range(PAGES):
        title = f"山西省交通运输厅关于印发第{number}号货车更新补贴办法的通知"
        text = f"山西省交通运输厅现将办法印发给你们。每辆货车补贴{number + 1}万元。\n2024年10月{number + 10}日"
        url = f"https://host{number}.shanxi.example/a.html"
        page = as_html(title, text, "山西省交通运输厅", f"2024-10-{number + 10}")
        made.append(Document(url, page, "text/html", title, text, f"2024-10-{number + 10}"))
    return made


class Slow(BaseHTTPRequestHandler):
    """Answers searches, pages and the model, each after its fixed delay."""

    protocol_version = "HTTP/1.1"
    found: list[Document] = documents()
    asked: list[str] = []

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        host = self.headers.get("x-asked-host", "")
        self.asked.append(host)
        if host == urlsplit(SEARCH).hostname:
            time.sleep(SEARCH_DELAY)
            rows = [{"url": d.url, "title": d.title, "content": d.text} for d in self.found]
            self._send("application/json", json.dumps({"results": rows}).encode())
            return
        time.sleep(PAGE_DELAY)
        page = next(d for d in self.found if urlsplit(d.url).hostname == host)
        self._send(page.content_type, page.body)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self.asked.append("model")
        time.sleep(MODEL_DELAY)
        message = {"role": "assistant", "content": json.dumps({"policies": []})}
        usage = {"prompt_tokens": 10, "completion_tokens": 2, "total_tokens": 12}
        choice = {"index": 0, "finish_reason": "stop", "message": message}
        reply = {"id": "1", "object": "chat.completion", "created": 1, "model": "slow"}
        body = json.dumps({**reply, "choices": [choice], "usage": usage}).encode()
        self._send("application/json", body)

    def _send(self, content_type: str, body: bytes) -> None:
        self.send_response(200)
        self.send_header("content-type", content_type)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    """Takes as many connections at once as there are requests."""

    request_queue_size = 64


@contextmanager
def slow_server() -> Iterator[int]:
    """The slow web and model; yields the port."""
    server = Server(("127.0.0.1", 0), Slow)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


def timed(work: Callable[[], object]) -> float:
    """Seconds that a piece of work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def changepoint_times() -> list[tuple[str, str, str]]:
    """The first and the second run of one changepoint against the slow web and model."""
    chain = SEARCH_DELAY + PAGE_DELAY + MODEL_DELAY
    with slow_server() as port, tempfile.TemporaryDirectory() as folder:
        config = Config(
            cache=Path(folder),
            model="slow",
            base_url=f"http://127.0.0.1:{port}/v1",
            key="none",
            search=("searxng",),
            services={"SEARXNG_URL": SEARCH},
            model_slots=8,
        )

        def run() -> Dossier:
            with open_workshop(config, lambda *_: None, Loopback(port)) as workshop:
                return workshop.research(POINT)

        first = timed(run)
        asked = len(Slow.asked)
        models = Slow.asked.count("model")
        second = timed(run)
        again = len(Slow.asked) - asked
    return [
        ("one changepoint / longest chain", f"{first / chain:.2f}", "<= 1.3"),
        (f"  ({models} model calls, {first:.2f} s, chain {chain:.1f} s)", "", ""),
        ("second run, requests", str(again), "0"),
        ("second run, seconds", f"{second:.2f}", "< 1"),
    ]


def reading_times() -> list[tuple[str, str, str]]:
    """Reading real pages: decode, metadata and text."""
    files = sorted((DATA / "pages").rglob("*.htm*"))
    if not files:
        return [("reading a page: no data folder, not measured", "", "")]
    all_readers = readers()
    times = []
    for _ in range(3):
        for file in files:
            body = file.read_bytes()
            fetched = Fetched(
                url=f"https://pages.example/{file.name}",
                answered_url=f"https://pages.example/{file.name}",
                status=200,
                headers={"content-type": "text/html"},
                body=body,
                sha256=sha256(body).hexdigest(),
                fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
            )
            times.append(1000 * timed(partial(all_readers.read, fetched)))
    return [
        (
            f"reading a page, median of {len(files)} pages, ms",
            f"{statistics.median(times):.1f}",
            "<= 40",
        ),
        ("  slowest, ms", f"{max(times):.0f}", ""),
    ]


def locating_times() -> list[tuple[str, str, str]]:
    """Locating a quote in 14,000 characters once they are folded."""
    text = "".join(
        f"第{n}条　每辆新能源公交车补贴{n}.5万元，自2024年11月1日起施行。\n" for n in range(400)
    )
    folded = fold(text[:14_000])
    quote = "每辆新能源公交车补贴333.5万元"
    times = [1000 * timed(lambda: locate(quote, folded)) for _ in range(50)]
    folding = [1000 * timed(lambda: fold(text[:14_000])) for _ in range(10)]
    return [
        ("locating in 14,000 folded characters, ms", f"{statistics.median(times):.2f}", "< 5"),
        ("  folding them, ms", f"{statistics.median(folding):.1f}", ""),
    ]


def help_time() -> list[tuple[str, str, str]]:
    """``research --help`` beside an empty Python."""
    python = min(
        timed(lambda: subprocess.run([sys.executable, "-c", ""], check=True)) for _ in range(5)
    )
    command = [sys.executable, "-m", "agent.cli", "--help"]
    own = min(
        timed(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))
        for _ in range(5)
    )
    return [
        ("research --help, seconds", f"{own:.2f}", "<= 0.4"),
        ("  / an empty Python", f"{own / python:.1f}", ""),
    ]


def main() -> None:
    """Print one table."""
    rows = [
        *changepoint_times(),
        *reading_times(),
        *locating_times(),
        *guarding_rows(),
        *help_time(),
        *review_times(),
        *batch_rows(),
        *study_rows(),
    ]
    for what, measured, aim, *base in rows:
        print(f"{what:<52}{measured:>8}   {aim:<8}{''.join(base):>8}".rstrip())


if __name__ == "__main__":
    main()
