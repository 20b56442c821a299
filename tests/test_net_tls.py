"""TLS on loopback: what is trusted, and the second try with a server of the old days.

The authority and the two certificates of tests/tls were made for these tests, for site.test alone.
"""

from __future__ import annotations

import contextlib
import datetime
import socket
import ssl
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from agent.errors import FetchFailed, UsageError
from agent.fetch.http import Http, Limits
from agent.net import tls
from agent.net.transport import Transport

NOON = datetime.datetime(2026, 11, 28, 12, tzinfo=datetime.UTC)
KEPT = Path(__file__).parent / "tls"
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\ntext"


class Server:
    """An https server that answers every request alike; ``spoken`` are the versions it spoke."""

    def __init__(self, certificate: str, most: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3) -> None:
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.set_ciphers("DEFAULT:@SECLEVEL=0")
        self._context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # an old server is what is wanted
            self._context.maximum_version = most
        self._context.load_cert_chain(KEPT / certificate)
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.connections = 0
        self.spoken: list[str] = []
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                plain, _ = self._socket.accept()
                self.connections += 1
                with contextlib.suppress(OSError), plain:
                    plain.settimeout(5)
                    with self._context.wrap_socket(plain, server_side=True) as secure:
                        self.spoken.append(secure.version() or "")
                        secure.recv(65_536)
                        secure.sendall(ANSWER)

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def server() -> Iterator[Callable[..., Server]]:
    opened: list[Server] = []

    def start(certificate: str, most: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3) -> Server:
        opened.append(Server(certificate, most))
        return opened[-1]

    yield start
    for one in opened:
        one.close()


@pytest.fixture
def http() -> Iterator[Http]:
    transport = Transport(second_try=True, lookup=lambda host, port: ["127.0.0.1"])
    http = Http(transport, time.monotonic, lambda: NOON, limits=Limits(connect=5, read=5, total=9))
    yield http
    http.close()


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(KEPT / "ca.pem"))
    monkeypatch.delenv("SSL_CERT_DIR")


def text(http: Http, server: Server, host: str = "site.test") -> tuple[bytes, bool]:
    came = http.get(f"https://{host}:{server.port}/", 9, [])
    assert came.fetched is not None
    return came.fetched.body, came.relaxed


def cause(http: Http, server: Server, host: str = "site.test") -> FetchFailed:
    with pytest.raises(FetchFailed) as told:
        http.get(f"https://{host}:{server.port}/", 9, [])
    return told.value


@pytest.mark.usefixtures("trusted")
def test_what_ssl_cert_file_names_is_trusted(http: Http, server: Callable[..., Server]) -> None:
    assert text(http, server("good.pem")) == (b"text", False)


def test_a_certificate_that_nobody_vouches_for_is_told_as_one(
    http: Http, server: Callable[..., Server]
) -> None:
    good = server("good.pem")
    assert cause(http, good).cause == "certificate"
    assert good.connections == 1, "it is not tried again with less"


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("certificate", ["good.pem", "short.pem"])
def test_a_certificate_of_another_name_is_never_taken(
    http: Http, server: Callable[..., Server], certificate: str
) -> None:
    assert cause(http, server(certificate), "other.test").cause == "certificate"


@pytest.mark.usefixtures("trusted")
def test_a_short_key_is_read_at_the_second_try_and_told(
    http: Http, server: Callable[..., Server]
) -> None:
    short = server("short.pem")
    assert text(http, short) == (b"text", True)
    assert short.connections == 2
    assert text(http, short) == (b"text", True)
    assert short.connections == 3, "the host is remembered"


@pytest.mark.usefixtures("trusted")
def test_an_old_version_is_spoken_at_the_second_try(
    http: Http, server: Callable[..., Server]
) -> None:
    old = server("good.pem", ssl.TLSVersion.TLSv1_1)
    assert text(http, old) == (b"text", True)
    assert old.spoken == ["TLSv1.1"]


@pytest.mark.usefixtures("trusted")
def test_what_is_configured_gets_no_second_try(server: Callable[..., Server]) -> None:
    short = server("short.pem")
    transport = Transport(lookup=lambda host, port: ["127.0.0.1"])
    strict = Http(transport, time.monotonic, lambda: NOON)
    assert cause(strict, short).cause == "certificate"
    strict.close()


def test_the_relaxed_context_checks_certificates_and_names_like_the_other() -> None:
    for made in (tls.context(), tls.relaxed()):
        assert made.verify_mode is ssl.CERT_REQUIRED
        assert made.check_hostname


def test_certificates_that_cannot_be_read_are_told_with_their_setting(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    monkeypatch.delenv("SSL_CERT_DIR")
    with pytest.raises(UsageError, match="SSL_CERT_FILE"):
        tls.context()
