"""A small world for batches on loopback: a search, a few invented pages and a model.

Every answer carries a number of its own, so that what is stored in a cache can be told from what
was only asked. Pages are invented, on hosts of provinces that all lead here.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from zlib import crc32

from tests.model_endpoint import ModelEndpoint, Scripted, completion
from tests.search_service import Said, Service, Told, json_reply
from tests.web import Route, Web

HOSTS = ("jtyst.shanxi.gov.cn", "sthjt.shanxi.gov.cn", "www.shanxi.gov.cn")
PATIENCE = 300.0
"""Seconds after which a process that a test waits for will never get there, however busy the machine."""

NUMBER = re.compile(r"答第(\d+)问")
DAYS = ("2024-10-28", "2024-11-01", "2024-11-08", "2024-11-20")
TABLE = "province,sector,date,type,confidence\n" + "".join(
    f"Shanxi,Ground,{day},Event,0.6\n" for day in DAYS
)


def url(page: int) -> str:
    return f"http://{HOSTS[page % len(HOSTS)]}/zfxxgk/2024/t{page}.html"


def title(page: int) -> str:
    return f"山西省示例厅关于印发第{page}批货车更新补贴办法的通知"


def html(page: int) -> bytes:
    lines = "".join(
        f"<p>第{n}条 对提前报废第{page}批营运柴油货车的，每辆货车补贴{page + n}万元。</p>"
        for n in range(1, 9)
    )
    return (
        f"<html><head><meta charset=utf-8><title>{title(page)}</title></head><body>"
        f"<h1>{title(page)}</h1><div class=TRS_Editor>{lines}<p>山西省示例厅</p>"
        f"<p>2024年10月{10 + page}日</p></div></body></html>"
    ).encode()


def policies(page: int) -> dict[str, Any]:
    """What a careful model answers about a page."""
    day = f"2024年10月{10 + page}日"
    measure = {
        "kind": "policy",
        "source_id": "S1",
        "name": title(page),
        "document_number": None,
        "agencies": ["山西省示例厅"],
        "actor": None,
        "status": None,
        "instrument": "补贴",
        "dates": [{"role": "signed", "date": f"2024-10-{10 + page}", "quote": day}],
        "content": [
            f"第1条 对提前报废第{page}批营运柴油货车的，每辆货车补贴{page + 1}万元。",
        ],
        "impact": [],
    }
    return {"policies": [measure]}


@dataclass
class Numbered:
    """What was asked, each with the number its answer carries."""

    asked: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def next(self, question: str) -> int:
        with self._lock:
            self.asked.append(question)
            return len(self.asked) - 1


class World:
    """The servers; ``numbered.asked`` is what search and model were asked, ``web`` has the pages."""

    def __init__(self, pages: int = 6, delay: float = 0.0) -> None:
        self.numbered = Numbered()
        self.pages = pages
        self.over = threading.Event()
        self._delay = delay
        self.web = Web()
        self.service = Service(self._found)
        self.model = ModelEndpoint(rule=self._said)

    @contextmanager
    def running(self) -> Iterator[World]:
        with self.web, self.service, self.model:
            for page in range(self.pages):
                self.web.serve(url(page), Route(html(page), delay=self._delay))
            yield self

    def _found(self, told: Told, _count: int) -> Said:
        query = told.params["q"]
        number = self.numbered.next(f"search {query}")
        place = crc32(query.encode())
        hits = [
            {"url": url(page), "title": title(page), "content": "货车 补贴"}
            for page in sorted({0, place % self.pages, (place // 7) % self.pages})
        ]
        reply = {"query": f"答第{number}问", "results": hits, "unresponsive_engines": []}
        return replace(json_reply(reply), stall=self._delay)

    def _said(self, body: dict[str, Any]) -> Scripted:
        number = self.numbered.next("model " + json.dumps(body, sort_keys=True))
        text = str(body["messages"][-1]["content"])
        found = re.search(r"关于印发第(\d+)批", text)
        answer = policies(int(found[1])) if found else {"policies": []}
        if "【待判断的句子】" in text:
            answer = {"judgements": []}
        self.over.wait(self._delay)
        return completion(f"答第{number}问：{json.dumps(answer, ensure_ascii=False)}")

    def environment(self) -> dict[str, str]:
        """For a process that is to live in this world."""
        known = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
        return {
            **known,
            "HTTP_PROXY": f"http://{self.web.address}",
            "NO_PROXY": "127.0.0.1",
            "SEARXNG_URL": self.service.url,
            "OPENAI_BASE_URL": self.model.url,
            "OPENAI_API_KEY": "sk-loopback",
            "RESEARCH_MODEL": "m",
            "RESEARCH_SEARCH": "searxng",
            "RESEARCH_HOST_PAUSE": "0",
            "PYTHONIOENCODING": "utf-8",
        }

    def start(self, folder: Path, *arguments: str) -> subprocess.Popen[str]:
        """``research`` as a process in a folder of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "agent.cli", *arguments],
            env=self.environment(),
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, folder: Path, *arguments: str) -> tuple[int, str, str]:
        """Run to the end: the exit code, and what was said on stdout and stderr."""
        process = self.start(folder, *arguments)
        out, err = process.communicate(timeout=PATIENCE)
        return process.returncode, out, err


def moment(seconds: float) -> float:
    """So many seconds, or what a busy machine takes for as much: a few starts of the program."""
    begun = time.monotonic()
    subprocess.run([sys.executable, "-m", "agent.cli", "--help"], check=True, capture_output=True)
    return max(seconds, 2 * seconds * (time.monotonic() - begun))


def stored(cache: Path, numbered: Sequence[str]) -> set[str]:
    """The questions whose answers are stored in a cache."""
    texts = [path.read_text("utf-8") for path in (cache / "replies").rglob("*.json")]
    return {numbered[int(found[1])] for text in texts if (found := NUMBER.search(text))}


def fetched(cache: Path) -> set[str]:
    """The addresses whose pages are kept in a cache."""
    records = [json.loads(path.read_text("utf-8")) for path in (cache / "fetches").rglob("*.json")]
    return {record["url"] for record in records if record["sha256"]}
