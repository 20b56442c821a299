"""Sockets for httpcore2: one resolving, vetted addresses, every wait within the bounds.

A name is resolved once and one of the addresses that came back is dialled, so it cannot mean a
public server while it is checked and a private one when it is asked.
"""

from __future__ import annotations

import contextlib
import select
import socket
import ssl
import threading
import weakref
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

import httpcore2

from agent.net.bounds import came, left, question_is_sent
from agent.net.guard import Guard
from agent.net.tls import Contexts, context

Did = TypeVar("Did")
Lookup = Callable[[str, int], list[str]]


def addresses_of(host: str, port: int) -> list[str]:
    """The addresses that a name has, in the system's order. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


class Backend(httpcore2.NetworkBackend):
    """What httpcore2 opens connections with.

    Args:
        guard: which addresses may be dialled; None for all, for what the user configured.
        contexts: what TLS is spoken with, in place of the one that httpcore2 hands over.
        lookup: what a name means.

    ``first`` is what the proxy is spoken to with, where TLS goes through TLS.
    """

    def __init__(
        self,
        guard: Guard | None = None,
        contexts: Contexts = context,
        lookup: Lookup = addresses_of,
    ) -> None:
        self._guard = guard
        self.contexts = contexts
        self.first: Contexts | None = None
        self._lookup = lookup
        self._open: weakref.WeakSet[_Stream] = weakref.WeakSet()
        self._lock = threading.Lock()
        self._closed = False

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to the first vetted address that answers. Raises httpcore2's errors."""
        with _mapped(httpcore2.ConnectTimeout, httpcore2.ConnectError):
            found = self._lookup(host.strip("[]"), port)
        if self._guard is not None:
            found = self._guard.admit(host, port, found)
        problem: Exception | None = None
        for address in found:
            try:
                with _mapped(httpcore2.ConnectTimeout, httpcore2.ConnectError):
                    return self.remembered(_Stream(_connected(address, port, timeout), self))
            except (httpcore2.ConnectTimeout, httpcore2.ConnectError) as error:
                problem = error
        raise problem or httpcore2.ConnectError(f"{host} has no address")

    def close(self) -> None:
        """End every wait of every connection, at once: closing a socket does not wake who reads it."""
        with self._lock:
            self._closed = True
            streams = list(self._open)
        for stream in streams:
            stream.shut()

    def remembered(self, stream: _Stream) -> _Stream:
        """A connection that ``close`` ends too."""
        with self._lock:
            self._open.add(stream)
            closed = self._closed
        if closed:
            stream.shut()
        return stream


class _Stream(httpcore2.NetworkStream):
    """A connection, plain or with TLS."""

    def __init__(self, sock: socket.socket, backend: Backend) -> None:
        self._sock = sock
        self._backend = backend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Bytes that came, empty at the end. Raises httpcore2.ReadTimeout, ReadError."""
        with _mapped(httpcore2.ReadTimeout, httpcore2.ReadError):
            self._sock.settimeout(_positive(timeout))
            data = self._sock.recv(max_bytes)
        if not came(len(data)):
            self.close()
            raise httpcore2.RemoteProtocolError("the head of the answer has no end")
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all bytes. Raises httpcore2.WriteTimeout, WriteError."""
        with _mapped(httpcore2.WriteTimeout, httpcore2.WriteError):
            while buffer:
                self._sock.settimeout(_positive(timeout))
                buffer = buffer[self._sock.send(buffer) :]
        question_is_sent()

    def close(self) -> None:
        """Close the socket."""
        self._sock.close()

    def shut(self) -> None:
        """Wake whoever waits for this connection."""
        with contextlib.suppress(OSError):
            self._sock.shutdown(socket.SHUT_RDWR)

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        """The connection with TLS. Raises httpcore2.ConnectTimeout, ConnectError."""
        if isinstance(self._sock, ssl.SSLSocket):
            return _Within(self, self._backend.contexts(), server_hostname, timeout)
        contexts = self._backend.first or self._backend.contexts
        try:
            with _mapped(httpcore2.ConnectTimeout, httpcore2.ConnectError):
                seconds = _positive(timeout)
                inner = contexts().wrap_socket(
                    self._sock, server_hostname=server_hostname, do_handshake_on_connect=False
                )
        except BaseException:
            self.close()
            raise
        secure = self._backend.remembered(_Stream(inner, self._backend))
        try:
            with _mapped(httpcore2.ConnectTimeout, httpcore2.ConnectError):
                inner.settimeout(seconds)
                inner.do_handshake()
        except BaseException:
            secure.close()
            raise
        return secure

    def get_extra_info(self, info: str) -> Any:
        """What httpcore2 asks for: the socket, its two addresses, whether something came."""
        if info == "ssl_object":
            return self._sock if isinstance(self._sock, ssl.SSLSocket) else None
        if info == "client_addr":
            return self._sock.getsockname()
        if info == "server_addr":
            return self._sock.getpeername()
        if info == "is_readable":
            return _is_readable(self._sock)
        return self._sock if info == "socket" else None


class _Within(httpcore2.NetworkStream):
    """TLS to a server through a proxy that is itself spoken to with TLS.

    Every wait is one of the outer connection, and keeps its bounds.
    """

    def __init__(
        self,
        outer: _Stream,
        contexts: ssl.SSLContext,
        server_hostname: str | None,
        timeout: float | None,
    ) -> None:
        self._outer = outer
        self._in, self._out = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = contexts.wrap_bio(self._in, self._out, server_hostname=server_hostname)
        try:
            with _mapped(httpcore2.ConnectTimeout, httpcore2.ConnectError):
                self._exchange(self._tls.do_handshake, timeout)
        except BaseException:
            self.close()
            raise

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Bytes that came, empty at the end. Raises httpcore2.ReadTimeout, ReadError."""
        with _mapped(httpcore2.ReadTimeout, httpcore2.ReadError):
            try:
                return self._exchange(lambda: self._tls.read(max_bytes), timeout)
            except (ssl.SSLZeroReturnError, ssl.SSLEOFError):
                return b""

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all bytes. Raises httpcore2.WriteTimeout, WriteError."""
        with _mapped(httpcore2.WriteTimeout, httpcore2.WriteError):
            while buffer:
                rest = buffer
                buffer = rest[self._exchange(lambda: self._tls.write(rest), timeout) :]  # noqa: B023 - called at once

    def close(self) -> None:
        """Close the outer connection."""
        self._outer.close()

    def get_extra_info(self, info: str) -> Any:
        """As the outer connection says, but for TLS."""
        return self._tls if info == "ssl_object" else self._outer.get_extra_info(info)

    def _exchange(self, act: Callable[[], Did], timeout: float | None) -> Did:
        """Do something over TLS, with as much coming and going as it needs."""
        while True:
            try:
                done = act()
            except ssl.SSLWantReadError:
                self._send(timeout)
                came_in = self._outer.read(_PIECE, timeout)
                self._in.write(came_in) if came_in else self._in.write_eof()
            else:
                self._send(timeout)
                return done

    def _send(self, timeout: float | None) -> None:
        if self._out.pending:
            self._outer.write(self._out.read(), timeout)


_PIECE = 65_536


def _connected(address: str, port: int, timeout: float | None) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        sock.settimeout(_positive(timeout))
        sock.connect((address, port))
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except BaseException:
        sock.close()
        raise
    return sock


def _positive(timeout: float | None) -> float | None:
    """Seconds that may be waited. Raises TimeoutError when there are none: zero means no wait at all."""
    seconds = left(timeout)
    if seconds is not None and seconds <= 0:
        raise TimeoutError("the time for this request is used up")
    return seconds


def _is_readable(sock: socket.socket) -> bool:
    """True when the other side sent something, or closed, while nobody asked."""
    if sock.fileno() < 0:
        return True
    if hasattr(select, "poll"):
        poll = select.poll()
        poll.register(sock.fileno(), select.POLLIN)
        return bool(poll.poll(0))
    return bool(select.select([sock.fileno()], [], [], 0)[0])


@contextlib.contextmanager
def _mapped(late: type[Exception], broken: type[Exception]) -> Iterator[None]:
    try:
        yield
    except TimeoutError as error:
        raise late(str(error)) from error
    except (OSError, UnicodeError) as error:  # a label of 64 letters is no name to look up
        raise broken(str(error)) from error
