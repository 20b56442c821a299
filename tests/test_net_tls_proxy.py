"""A proxy that is itself spoken to with TLS: servers behind it are reached, and every wait has an end."""

from __future__ import annotations

import contextlib
import select
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from agent.errors import FetchFailed
from agent.fetch.http import Http, Limits
from agent.net.proxies import Proxies
from agent.net.transport import Transport
from tests.test_net_tls import KEPT, NOON, Server, server, trusted

__all__ = ["server", "trusted"]

Behind = Callable[[ssl.SSLSocket], None]
RECORD = b"\x16\x03\x03\x40\x00"
"""How a TLS record of 16 kB begins."""


class Proxy:
    """Speaks TLS, takes a CONNECT, and then does what it was made for."""

    def __init__(self, behind: Behind | None, *, drips_at_once: bool = False) -> None:
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(KEPT / "good.pem")
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._behind = behind
        self._drips_at_once = drips_at_once
        self.asked: list[bytes] = []
        self.over = threading.Event()
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                plain, _ = self._socket.accept()
                threading.Thread(target=self._serve, args=(plain,), daemon=True).start()

    def _serve(self, plain: socket.socket) -> None:
        with contextlib.suppress(OSError), plain:
            plain.settimeout(10)
            if self._drips_at_once:
                self.drip(plain)
                return
            with self._context.wrap_socket(plain, server_side=True) as secure:
                self.asked.append(secure.recv(65_536))
                secure.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
                if self._behind:
                    self._behind(secure)
                else:
                    self.drip(secure)

    def drip(self, to: socket.socket) -> None:
        to.sendall(RECORD)
        while not self.over.wait(0.05):
            to.sendall(b"\x00")

    def close(self) -> None:
        self.over.set()
        self._socket.close()


def piped_to(port: int) -> Behind:
    """Carries bytes both ways, in one thread: a TLS socket cannot be read and written by two."""

    def pipe(secure: ssl.SSLSocket) -> None:
        with socket.create_connection(("127.0.0.1", port), timeout=10) as there:
            while True:
                waiting = not secure.pending()
                ready = select.select([secure, there], [], [], 10)[0] if waiting else [secure]
                if not ready:
                    return
                for one in ready:
                    data = one.recv(65_536)
                    if not data:
                        return
                    (there if one is secure else secure).sendall(data)

    return pipe


def through(proxy: Proxy, limits: Limits) -> Iterator[Http]:
    proxies = Proxies.of({"https": f"https://me:word@site.test:{proxy.port}"})
    carries = Transport(None, proxies, second_try=True, lookup=lambda _host, _port: ["127.0.0.1"])
    http = Http(carries, time.monotonic, lambda: NOON, limits=limits)
    yield http
    http.close()
    proxy.close()


@pytest.mark.usefixtures("trusted")
def test_a_server_is_reached_through_a_proxy_with_tls_and_its_certificate_is_checked(
    server: Callable[..., Server],
) -> None:
    good = server("good.pem")
    proxy = Proxy(piped_to(good.port))
    for http in through(proxy, Limits(connect=5, read=5, total=9)):
        came = http.get(f"https://site.test:{good.port}/", 9, [])
        assert came.fetched is not None
        assert came.fetched.body == b"text"
        assert b"Proxy-Authorization: Basic" in proxy.asked[0]
        with pytest.raises(FetchFailed) as told:
            http.get(f"https://other.test:{good.port}/", 9, [])
        assert told.value.cause == "certificate"


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("drips_at_once", [True, False], ids=["the proxy", "what is behind it"])
def test_a_handshake_that_drips_ends_in_its_time(drips_at_once: bool) -> None:
    proxy = Proxy(None, drips_at_once=drips_at_once)
    for http in through(proxy, Limits(connect=1, read=1, total=2)):
        begun = time.monotonic()
        with pytest.raises(FetchFailed) as told:
            http.get("https://site.test/", 2, [])
        assert told.value.cause in {"timeout", "unreachable", "tls"}
        assert time.monotonic() - begun < 6
