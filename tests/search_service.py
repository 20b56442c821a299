"""A search service on loopback that answers what a test tells it to, and keeps what it was asked.

with Service(json_reply({"results": []})) as service:
    backend = SearXNG(asker(service), service.url)
"""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from agent.cache import Cache
from agent.net.carrier import Carrier
from agent.records import Interval, Query
from agent.search.http import Asker, RetryPolicy
from tests.loopback import Handler, Loopback

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
WINDOW = Interval(start=date(2024, 8, 10), end=date(2025, 2, 6))
QUERY = Query(text="山西 2024年11月 货运", window=WINDOW)
KEY = "key-5f0d9a"


@dataclass(frozen=True)
class Told:
    """A request as the service got it."""

    method: str
    path: str
    params: dict[str, str]
    headers: Mapping[str, str]
    body: Any


@dataclass(frozen=True)
class Said:
    """A reply of the service; ``stall`` seconds pass before it."""

    body: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    stall: float = 0.0


Replies = Callable[[Told, int], Said]


def json_reply(value: Any, status: int = 200) -> Said:
    """A JSON answer."""
    body = json.dumps(value, ensure_ascii=False).encode()
    return Said(body, status, {"Content-Type": "application/json"})


class Service(Loopback):
    """The service. One reply for all requests, several in turn (the last stays), or a function."""

    def __init__(self, *replies: Said | Replies) -> None:
        super().__init__(_Handler)
        self.told: list[Told] = []
        self._replies = replies
        self._lock = threading.Lock()

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://{self.address}"

    @property
    def last(self) -> Told:
        """The last request."""
        return self.told[-1]

    def answer(self, handler: http.server.BaseHTTPRequestHandler) -> None:
        """Answer one request."""
        parts = urlsplit(handler.path)
        content = handler.rfile.read(int(handler.headers.get("Content-Length", "0")))
        told = Told(
            method=handler.command,
            path=parts.path,
            params=dict(parse_qsl(parts.query)),
            headers={name.lower(): value for name, value in handler.headers.items()},
            body=json.loads(content) if content else None,
        )
        with self._lock:
            count = len(self.told)
            self.told.append(told)
        reply = self._replies[min(count, len(self._replies) - 1)]
        said = reply if isinstance(reply, Said) else reply(told, count)
        self.stopping.wait(said.stall)
        if self.stopping.is_set():
            return
        handler.send_response(said.status)
        for name, value in said.headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(said.body)))
        handler.end_headers()
        handler.wfile.write(said.body)


class _Handler(Handler):
    protocol_version = "HTTP/1.0"

    def answer(self) -> None:
        service: Service = self.server.owner
        service.answer(self)


@dataclass
class Clock:
    """A clock that a test sets."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        """Let time pass."""
        self.now += timedelta(**by)


def asker(
    client: Carrier,
    cache: Cache | None = None,
    *,
    clock: Clock | None = None,
    total: float = 5.0,
) -> Asker:
    """An asker that tries three times and never sleeps."""
    patience = RetryPolicy(total=total, tries=3, pause=0.0)
    return Asker(client, cache, clock or Clock(), patience=patience)
