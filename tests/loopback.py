"""An HTTP server on loopback that lives as long as a with block."""

from __future__ import annotations

import http.server
import threading
from types import TracebackType
from typing import Any, Self


class Server(http.server.ThreadingHTTPServer):
    """Answers in threads that hold nobody up, and is silent about clients that hang up."""

    daemon_threads = True
    request_queue_size = 64
    owner: Any

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away is part of some tests."""


class Handler(http.server.BaseHTTPRequestHandler):
    """Speaks HTTP/1.1 without waiting for packets to fill, and without a log."""

    server: Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def answer(self) -> None:
        """Answer the request, whatever its method."""
        self.send_error(404)

    def do_GET(self) -> None:
        self.answer()

    def do_POST(self) -> None:
        self.answer()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Loopback:
    """Runs a server in a thread of its own; its handlers find this object as ``server.owner``."""

    def __init__(self, handler: type[Handler]) -> None:
        self.stopping = threading.Event()
        self._server = Server(("127.0.0.1", 0), handler)
        self._server.owner = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def address(self) -> str:
        """Where it is: host:port."""
        return f"127.0.0.1:{self._server.server_address[1]}"
