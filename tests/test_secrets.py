"""No key and no password in anything that a run leaves behind, whatever a service echoes."""

from __future__ import annotations

import base64
import gzip
import io
import json
import os
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.loopback import Handler, Loopback
from tests.samples import BODY, TITLE

KEYS = {
    "OPENAI_API_KEY": "sk-of-the-model-8f3b",
    "TAVILY_API_KEY": "tvly-of-a-search-77c1",
    "BOCHA_API_KEY": "sk-of-another-search-19aa",
}
PASSWORD = "p@ss-of-the-proxy"
AS_WRITTEN = "p%40ss-of-the-proxy"
BASIC = base64.b64encode(f"me:{PASSWORD}".encode()).decode()
SECRETS = [*KEYS.values(), PASSWORD, AS_WRITTEN, BASIC]
PAGE = "http://jtyst.shanxi.gov.cn/zfxxgk/202410/t20241015_9100001.shtml"


class Services(Loopback):
    """The proxy, what is behind it, and a model: each repeats what it was sent, headers and all."""

    def __init__(self) -> None:
        super().__init__(_Echo)
        self.seen: list[str] = []


class _Echo(Handler):
    def answer(self) -> None:
        owner: Services = self.server.owner
        length = int(self.headers.get("content-length") or 0)
        self.rfile.read(length)
        echo = f"{self.headers}"
        owner.seen.append(echo)
        status, kind, body = 200, "application/json", ""
        if self.path.endswith("/chat/completions"):
            said = json.dumps({"policies": [], "why": echo}, ensure_ascii=False)
            owner_said = {"role": "assistant", "content": said, "reasoning_content": echo}
            choice = {"index": 0, "finish_reason": "stop", "message": owner_said}
            body = json.dumps(
                {"id": echo, "object": "chat.completion", "model": echo, "choices": [choice]}
            )
            status = 200 if len(owner.seen) % 2 else 401
        elif "/search" in self.path:
            hit = {"url": PAGE, "title": TITLE, "content": TITLE}
            body = json.dumps({"results": [hit], "unresponsive_engines": []})
        elif self.path == PAGE:
            kind = "text/html; charset=utf-8"
            paragraphs = "".join(f"<p>{line}</p>" for line in BODY.splitlines())
            body = f"<html><title>{TITLE}</title><body><h1>{TITLE}</h1>{paragraphs}</body></html>"
        else:
            status, body = 404, "nothing here"
        data = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_CONNECT(self) -> None:  # noqa: N802 - as http.server calls it
        words = f"no tunnel; you sent {self.headers}".encode()
        self.send_response(403, "forbidden to " + self.headers.get("proxy-authorization", "nobody"))
        self.send_header("Content-Length", str(len(words)))
        self.end_headers()
        self.wfile.write(words)


@pytest.fixture
def services() -> Iterator[Services]:
    with Services() as served:
        yield served


def research(services: Services, folder: Path, *arguments: str) -> str:
    names = ("PATH", "HOME", "SYSTEMROOT", "PYTHONPATH")
    env = {name: os.environ[name] for name in names if name in os.environ} | KEYS
    env |= {
        "RESEARCH_CACHE": str(folder / "cache"),
        "RESEARCH_HOST_PAUSE": "0",
        "RESEARCH_MODEL": "echo",
        "OPENAI_BASE_URL": f"http://127.0.0.1:{services.address.rpartition(':')[2]}/v1",
        "SEARXNG_URL": "http://searx.lab.example",
        "RESEARCH_SEARCH": "searxng,tavily,bocha",
        "HTTP_PROXY": f"http://me:{AS_WRITTEN}@{services.address}",
        "HTTPS_PROXY": f"http://me:{AS_WRITTEN}@{services.address}",
        "RESEARCH_ALLOW_HOSTS": "127.0.0.1",
        "RESEARCH_MODEL_TIMEOUT": "20",
    }
    done = subprocess.run(
        [sys.executable, "-m", "agent.cli", *arguments],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    return done.stdout + done.stderr


def unpacked(data: bytes) -> Iterator[bytes]:
    """The bytes of a file, and of what is packed in it."""
    yield data
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as inside:
            for name in inside.namelist():
                yield name.encode()
                yield from unpacked(inside.read(name))
    elif data.startswith(b"\x1f\x8b"):
        yield gzip.decompress(data)
    elif data[:1] == b"x":
        try:
            yield zlib.decompress(data)
        except zlib.error:
            return


def leaks(name: str, data: bytes) -> list[str]:
    found = []
    for part in unpacked(data):
        found += [f"{name}: {secret}" for secret in SECRETS if secret.encode() in part]
    return found


@pytest.mark.slow
def test_nothing_that_a_run_leaves_behind_holds_a_key_or_a_password(
    services: Services, tmp_path: Path
) -> None:
    point = ["--changepoint", "2024-11-08", "--province", "Shanxi", "--sector", "Ground"]
    (tmp_path / "points.csv").write_text(
        "province,sector,date,type\nShanxi,Ground,2024-11-08,Seasonal\n", "utf-8"
    )
    said = [research(services, tmp_path, *point, "--verbose", "--out", "first.html")]
    for name in ("r.json", "r.txt", "r.md", "r.xlsx", "r.csv", "r.tex", "r.bib"):
        said.append(research(services, tmp_path, "report", "latest", "--out", name))
    said.append(research(services, tmp_path, *point, "--url", PAGE, "--verbose"))
    said.append(research(services, tmp_path, "batch", "points.csv", "--out", "night", "--verbose"))
    said.append(research(services, tmp_path, "bundle", "latest", "--out", "bundle.zip"))
    said.append(research(services, tmp_path, "verify"))
    said.append(research(services, tmp_path, "doctor"))
    told = "\n".join(said)
    sent = "\n".join(services.seen)
    assert KEYS["OPENAI_API_KEY"] in sent, told  # it was asked, and repeated the key
    assert BASIC in sent, told  # and so was the proxy
    found = leaks("what was printed", told.encode())
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {"first.html", "r.json", "r.xlsx", "bundle.zip"} <= {path.name for path in files}, told
    for path in files:
        found += leaks(str(path.relative_to(tmp_path)), path.read_bytes())
    assert found == []
