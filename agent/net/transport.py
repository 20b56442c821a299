"""What httpx2 is given: guarded, bounded, through a proxy where one is meant, with TLS in two tries."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from typing import Any

import httpcore2
import httpx2

from agent.net.backend import Backend, Lookup, addresses_of
from agent.net.guard import Guard, NotAllowed
from agent.net.proxies import Proxies
from agent.net.tls import context, relaxed

RELAXED = "relaxed_tls"
"""The extension of a response that came over a relaxed connection."""

_PORTS = {"http": 80, "https": 443}


class _Pool(httpx2.HTTPTransport):
    """httpx2's own transport over a pool of ours: only the pool takes a network backend."""

    def __init__(self, pool: httpcore2.ConnectionPool) -> None:
        self._pool = pool


class Transport(httpx2.BaseTransport):
    """Carries requests to the network.

    Args:
        guard: which addresses may be dialled; None for what the user configured.
        proxies: which requests go through a proxy. What a name means is then the proxy's to say:
            the guard judges what can be told from the spelling of the address.
        second_try: whether a server that today's TLS does not get on with is asked once more with
            the relaxed context; the host is remembered.
        connections: most connections of a pool at a time; who asks has fewer threads than that.
        kept: most connections without a request that a pool keeps.
        lookup: what a name means.
    """

    def __init__(
        self,
        guard: Guard | None = None,
        proxies: Proxies | None = None,
        *,
        second_try: bool = False,
        connections: int = 100,
        kept: int = 4,
        lookup: Lookup = addresses_of,
    ) -> None:
        self._guard = guard
        self._proxies = proxies or Proxies({})
        self._second_try = second_try
        self._connections = connections
        self._kept = kept
        self._lookup = lookup
        self._relaxed: set[str] = set()
        self._pools: dict[tuple[str | None, bool, int], _Pool] = {}
        self._backends: list[Backend] = []
        self._lock = threading.Lock()
        self._closed = False

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """See httpx2.BaseTransport."""
        host = request.url.host
        if host in self._relaxed:
            return self._carry(request, old=True)
        try:
            return self._carry(request, old=False)
        except httpx2.ConnectError as problem:
            if not (self._second_try and _is_old_tls(problem)):
                raise
        response = self._carry(request, old=True)
        self._relaxed.add(host)
        return response

    def close(self) -> None:
        """End what is under way, at once, and close."""
        with self._lock:
            self._closed = True
            backends, pools = list(self._backends), list(self._pools.values())
        for backend in backends:
            backend.close()
        for pool in pools:
            pool.close()

    def _carry(self, request: httpx2.Request, *, old: bool) -> httpx2.Response:
        url = request.url
        port = url.port or _PORTS[url.scheme]
        proxy = self._proxies.for_url(url.scheme, url.host, port)
        if proxy and self._guard:
            try:
                self._guard.check(url.host, port)
            except NotAllowed as problem:
                raise httpx2.ConnectError(str(problem), request=request) from problem
        response = self._pool(proxy, url.host, old=old).handle_request(request)
        if old:
            response.extensions[RELAXED] = True
        return response

    def _pool(self, proxy: str | None, host: str, *, old: bool) -> _Pool:
        # httpcore2 looks at every connection of a pool for every other one, at each request.
        place = (proxy, old, hash(host) % _POOLS)
        with self._lock:
            if self._closed:
                raise RuntimeError("the transport has been closed")
            if place not in self._pools:
                self._pools[place] = _Pool(self._made(proxy, old=old))
            return self._pools[place]

    def _made(self, proxy: str | None, *, old: bool) -> httpcore2.ConnectionPool:
        # The proxy is the user's own and may stand anywhere.
        guard = None if proxy else self._guard
        backend = Backend(guard, relaxed if old else context, self._lookup)
        self._backends.append(backend)
        known: dict[str, Any] = {
            # Without a certificate it trusts nobody; the backend speaks TLS with its own.
            "ssl_context": ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
            "max_connections": self._connections,
            "max_keepalive_connections": self._kept,
            "keepalive_expiry": _KEPT_FOR,
            "network_backend": backend,
        }
        if proxy is None:
            return httpcore2.ConnectionPool(**known)
        through = httpx2.Proxy(proxy)
        url = httpcore2.URL(str(through.url))
        if through.url.scheme.startswith("socks"):
            return httpcore2.SOCKSProxy(url, through.raw_auth, **known)
        if through.url.scheme == "https":
            # The proxy itself is always spoken to with the strict context.
            backend.first = context
            known |= {"proxy_ssl_context": ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)}
        return httpcore2.HTTPProxy(url, through.raw_auth, through.headers.raw, **known)


_TOO_SHORT = (66, 67, 68)
"""X509_V_ERR_EE_KEY_TOO_SMALL, CA_KEY_TOO_SMALL, CA_MD_TOO_WEAK: refused for the level alone."""
_POOLS = 8
"""Pools among which hosts are shared out, so that each has few connections."""
_KEPT_FOR = 5.0


def reasons(problem: BaseException | None) -> Iterator[BaseException]:
    """An error and what led to it, the last first."""
    while problem is not None:
        yield problem
        problem = problem.__cause__ or problem.__context__


def _is_old_tls(problem: Exception) -> bool:
    """True when the two sides found no way to speak; a certificate that is not trusted is no such."""
    for reason in reasons(problem):
        if isinstance(reason, ssl.SSLCertVerificationError):
            return reason.verify_code in _TOO_SHORT
    return any(isinstance(reason, ssl.SSLError) for reason in reasons(problem))
