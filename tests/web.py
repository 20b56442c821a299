"""A small real web on loopback: routes in, answers out, and a record of who asked for what.

    with Web() as web:
        web.serve("http://a.example/notice.html", Route(b"<p>text</p>"))
        client = httpx2.Client(transport=web.transport())

Any number of invented hosts live on the one server: ``routed_transport`` sends the requests for a
host to a loopback address and leaves the Host header as it was. https is taken for http.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

import httpx2

from agent.net.transport import Transport
from tests.loopback import Handler, Loopback


@dataclass
class Route:
    """An answer: after ``delay`` seconds the head, then the pieces with ``gap`` seconds between.

    ``times`` answers so often and then gives way to the next route of the address; ``cut`` closes
    the connection after the pieces although the head announced more; ``drip_head`` sends a header
    line every so many seconds, for ever.
    """

    body: bytes | Iterable[bytes] = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    gap: float = 0.0
    times: int | None = None
    cut: bool = False
    drip_head: float = 0.0


@dataclass(frozen=True)
class Asked:
    """A request that came in; ``at`` is time.monotonic."""

    method: str
    host: str
    target: str
    headers: Mapping[str, str]
    body: bytes
    at: float

    @property
    def url(self) -> str:
        return f"http://{self.host}{self.target}"


class Web(Loopback):
    """The server. Requests, and the most that ran at once, are kept for the test to look at."""

    def __init__(self) -> None:
        super().__init__(_Handler)
        self.asked: list[Asked] = []
        self._routes: dict[str, list[Route]] = {}
        self._running: dict[str, int] = {}
        self.most_at_once: dict[str, int] = {}
        self._lock = threading.Lock()

    def serve(self, url: str, *routes: Route) -> str:
        """Answer an address (with its query) by these routes, one after another; the last stays."""
        parts = urlsplit(url)
        self._routes[f"{parts.netloc}{parts.path or '/'}{'?' * bool(parts.query)}{parts.query}"] = (
            list(routes)
        )
        return url

    def transport(self) -> httpx2.BaseTransport:
        """A transport for which every host is this server."""
        return routed_transport({"*": self.address})

    def urls_asked(self) -> list[str]:
        """The addresses that were asked for, in order."""
        with self._lock:
            return [asked.url for asked in self.asked]

    def clear(self) -> None:
        """Forget who asked."""
        with self._lock:
            self.asked.clear()
            self.most_at_once.clear()

    # For the handler

    def begin(self, asked: Asked) -> Route:
        with self._lock:
            self.asked.append(asked)
            for name in (asked.host, "*"):
                self._running[name] = self._running.get(name, 0) + 1
                self.most_at_once[name] = max(self.most_at_once.get(name, 0), self._running[name])
            # A client that takes this server for a proxy names the whole address.
            target = asked.target.removeprefix(f"http://{asked.host}")
            routes = self._routes.get(f"{asked.host}{unquote(target)}") or self._routes.get(
                f"{asked.host}{target}"
            )
            if not routes:
                return Route(b"nothing here", status=404)
            route = routes[0]
            if route.times is not None:
                route.times -= 1
                if route.times <= 0 and len(routes) > 1:
                    routes.pop(0)
            return route

    def end(self, host: str) -> None:
        with self._lock:
            for name in (host, "*"):
                self._running[name] -= 1

    def sleep(self, seconds: float) -> None:
        self.stopping.wait(seconds)


class _Handler(Handler):
    def answer(self) -> None:
        web: Web = self.server.owner
        host = self.headers.get("Host", "")
        length = int(self.headers.get("Content-Length", "0"))
        asked = Asked(
            method=self.command,
            host=host,
            target=self.path,
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(length),
            at=time.monotonic(),
        )
        route = web.begin(asked)
        try:
            web.sleep(route.delay)
            with contextlib.suppress(OSError):
                self._send(route, web)
        finally:
            web.end(host)

    def _send(self, route: Route, web: Web) -> None:
        self.send_response(route.status)
        while route.drip_head and not web.stopping.is_set():
            self.send_header("X-More", "later")
            self.flush_headers()
            web.sleep(route.drip_head)
        pieces = [route.body] if isinstance(route.body, bytes) else route.body
        given = {name.lower() for name in route.headers}
        for name, value in route.headers.items():
            self.send_header(name, value.encode().decode("latin-1"))
        whole = isinstance(route.body, bytes) and not route.cut
        if whole and "content-length" not in given:
            self.send_header("Content-Length", str(len(route.body)))  # type: ignore[arg-type]  # bytes, as whole says
        elif not whole:
            self.send_header("Connection", "close")
            self.close_connection = True
            if route.cut:
                self.send_header("Content-Length", "1000000")
        self.end_headers()
        for piece in pieces:
            self.wfile.write(piece)
            self.wfile.flush()
            web.sleep(route.gap)
            if web.stopping.is_set():
                self.close_connection = True
                return


class _Routed(httpx2.BaseTransport):
    def __init__(self, mapping: Mapping[str, str]) -> None:
        self._mapping = dict(mapping)
        self._inner = Transport(connections=200)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        address = self._mapping.get(request.url.host, self._mapping.get("*", ""))
        if not address:
            raise httpx2.ConnectError(f"no such host: {request.url.host}", request=request)
        host, _, port = address.partition(":")
        url = request.url.copy_with(scheme="http", host=host, port=int(port))
        return self._inner.handle_request(
            httpx2.Request(
                request.method,
                url,
                headers=request.headers,
                stream=request.stream,
                extensions=request.extensions,
            )
        )

    def close(self) -> None:
        self._inner.close()


def routed_transport(mapping: Mapping[str, str]) -> httpx2.BaseTransport:
    """A transport that sends the requests for a host to ``address:port``; ``*`` is any other."""
    return _Routed(mapping)
