"""The HTTP client of the searches: one that can be closed while others wait for it."""

from __future__ import annotations

import contextlib
import socket
import threading
import weakref
from collections.abc import Mapping
from typing import Any

import httpx

CONNECTIONS = 32
OPENED = ("connect_tcp.complete", "start_tls.complete")


class SearchClient(httpx.Client):
    """An httpx client whose ``close`` also ends what is under way.

    Closing a socket does not wake the thread that waits for it, so a program that is interrupted
    would stay until the last answer had timed out; shutting it down does.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._waiting: weakref.WeakSet[Any] = weakref.WeakSet()
        self._guard = threading.Lock()
        self._ended = False

    @property
    def is_closed(self) -> bool:
        """True from the moment it is to be closed."""
        return self._ended or super().is_closed

    def send(self, request: httpx.Request, **settings: Any) -> httpx.Response:
        """Send as httpx.Client does, and remember the connection."""
        if self._ended:
            raise RuntimeError("the client has been closed")
        request.extensions = {**request.extensions, "trace": self._watch}
        return super().send(request, **settings)

    def close(self) -> None:
        """End every request that is under way, and close."""
        with self._guard:
            self._ended = True
            streams = list(self._waiting)
        for stream in streams:
            _shut(stream)
        super().close()

    def _watch(self, name: str, info: Mapping[str, Any]) -> None:
        if not name.endswith(OPENED):
            return
        with self._guard:
            self._waiting.add(info["return_value"])
            ended = self._ended
        if ended:
            _shut(info["return_value"])


def search_client(
    transport: httpx.BaseTransport | None, connect: float, read: float
) -> httpx.Client:
    """A client for search services; without a transport of one's own it uses the system's proxies.

    Args:
        transport: what carries the requests, None for the network.
        connect: seconds to connect.
        read: seconds to wait for more of an answer, and for a free connection.
    """
    return SearchClient(
        transport=transport,
        timeout=httpx.Timeout(read, connect=connect),
        limits=httpx.Limits(max_connections=CONNECTIONS),
        trust_env=transport is None,
    )


def _shut(stream: Any) -> None:
    found = stream.get_extra_info("socket")
    if isinstance(found, socket.socket):
        with contextlib.suppress(OSError):
            found.shutdown(socket.SHUT_RDWR)
