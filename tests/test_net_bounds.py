"""A request ends, whatever a server does. Servers are invented, on loopback, and speak raw TCP."""

from __future__ import annotations

import contextlib
import datetime
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from agent.cache import Cache
from agent.errors import FetchFailed
from agent.fetch.flights import Options
from agent.fetch.http import Http, Limits
from agent.fetch.opener import WebOpener
from agent.fetch.politeness import HostRules, Politeness
from agent.net.transport import Transport
from agent.readers import Readers
from agent.text.urls import url_identity

NOON = datetime.datetime(2026, 11, 28, 12, tzinfo=datetime.UTC)
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def for_ever(piece: bytes, gap: float = 0.0) -> Iterator[bytes]:
    while True:
        yield piece
        time.sleep(gap)


def after(start: bytes, pieces: Iterable[bytes]) -> Iterator[bytes]:
    yield start
    yield from pieces


BEHAVIOURS: dict[str, Callable[[], Iterable[bytes]]] = {
    "a header byte now and then": lambda: after(b"HTTP/1.1 200 OK\r\nX: ", for_ever(b"a", 0.1)),
    "a header line now and then": lambda: after(b"HTTP/1.1 200 OK\r\n", for_ever(b"X: a\r\n", 0.1)),
    "nothing at all": lambda: for_ever(b"", 0.1),
    "1xx for ever": lambda: for_ever(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 1000),
    "headers for ever": lambda: after(b"HTTP/1.1 200 OK\r\n", for_ever(b"X: a\r\n" * 1000)),
    "a status line for ever": lambda: after(b"HTTP/1.1 200 ", for_ever(b"O" * 60_000)),
    "a body byte now and then": lambda: after(OK + b"\r\n", for_ever(b"a", 0.1)),
    "a body for ever": lambda: after(OK + b"\r\n", for_ever(b"<p>x</p>" * 8000)),
    "chunks for ever": lambda: after(
        OK + b"Transfer-Encoding: chunked\r\n\r\n", for_ever(b"1\r\na\r\n" * 8000)
    ),
}


class Raw:
    """A server that sends what it is told to, to everybody, and counts who is still there."""

    def __init__(self, pieces: Callable[[], Iterable[bytes]]) -> None:
        self._pieces = pieces
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = self._socket.getsockname()[1]
        self.connected = 0
        self._lock = threading.Lock()
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        self._count(1)
        with connection, contextlib.suppress(OSError):
            connection.recv(65_536)
            for piece in self._pieces():
                connection.sendall(piece)
                if not piece and connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b"":
                    break
        self._count(-1)

    def _count(self, change: int) -> None:
        with self._lock:
            self.connected += change

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def server() -> Iterator[Callable[[str], Raw]]:
    opened: list[Raw] = []

    def start(behaviour: str) -> Raw:
        opened.append(Raw(BEHAVIOURS[behaviour]))
        return opened[-1]

    yield start
    for one in opened:
        one.close()


def limits() -> Limits:
    return Limits(connect=1.0, read=0.5, total=1.0, page_bytes=200_000)


@pytest.mark.parametrize("behaviour", list(BEHAVIOURS))
def test_a_request_ends_in_its_time_whatever_the_server_sends(
    server: Callable[[str], Raw], behaviour: str
) -> None:
    one = server(behaviour)
    http = Http(Transport(), time.monotonic, lambda: NOON, limits=limits())
    began, spent = time.monotonic(), time.thread_time()
    with contextlib.closing(http), pytest.raises(FetchFailed) as told:
        http.get(f"http://127.0.0.1:{one.port}/", limits().total, [])
    assert told.value.cause in ("timeout", "error", "too_large")
    assert time.monotonic() - began < 3
    assert time.thread_time() - spent < 1.5


def test_a_crowd_of_hosts_that_drip_ends_and_gives_its_workers_back(
    server: Callable[[str], Raw], tmp_path: Path
) -> None:
    """Twenty of them on four workers, then a page: nobody waits for those that were given up."""
    tarpit = server("a header byte now and then")
    transport = Transport(lookup=lambda host, port: ["127.0.0.1"])
    http = Http(transport, time.monotonic, lambda: NOON, limits=limits())
    polite = Politeness(HostRules(pause=0.0), time.monotonic, lambda: 0.0)
    with ThreadPoolExecutor(4) as pool:
        opener = WebOpener(
            http, Cache(tmp_path, url_identity), Readers({}), pool, polite, Options()
        )
        urls = [f"http://tar{number}.example:{tarpit.port}/" for number in range(20)]
        opened = opener.open(urls)
        assert {gap.cause for one in opened for gap in one.gaps} == {"timeout"}
        assert pool.submit(lambda: "free").result(1) == "free"
        opener.close()
