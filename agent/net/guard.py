"""Which addresses the web may lead us to: the public ones, on the ports of the web.

A search result, a redirect or a link is written by somebody else, and may name a router, a cloud's
metadata service or a database in the user's own network. What a name means is known only when it
is resolved, so ``admit`` is asked with the addresses, right before one of them is dialled, and only
addresses that it gave back are dialled.
"""

from __future__ import annotations

import ipaddress
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

import httpcore2

from agent.net.allowed import AllowList, is_public, plain, why_private

PORTS = frozenset({80, 443, 8080, 8443})
"""Ports on which the web is served; behind others stand services that obey whoever asks."""


class NotAllowed(httpcore2.ConnectError):
    """The guard refused; the words say what and why."""


@dataclass
class Guard:
    """What may be dialled.

    ``allowed`` may be asked on any port. ``named`` are the servers, as host and port, of addresses
    that the user typed: those pass, and ``passed`` remembers which of them needed that.
    """

    allowed: AllowList = field(default_factory=AllowList)
    named: set[tuple[str, int]] = field(default_factory=set)
    passed: set[str] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def let_pass(self, host: str, port: int) -> None:
        """The user typed an address on this server."""
        with self._lock:
            self.named.add((plain(host), port))

    def check(self, host: str, port: int) -> None:
        """What can be said of a host before it is resolved. Raises NotAllowed."""
        if self._is_named(host, port) or self.allowed.has_host(host):
            return
        if port not in PORTS:
            raise NotAllowed(f"port {port} of {host} is not one of the web's")
        if why := why_private(host):
            raise NotAllowed(why)

    def admit(self, host: str, port: int, found: Sequence[str]) -> list[str]:
        """Of the addresses that a host means, those that may be dialled. Raises NotAllowed for none."""
        addresses = [address.partition("%")[0] for address in found]
        public = [a for a in addresses if is_public(ipaddress.ip_address(a))]
        if self._is_named(host, port):
            if not public or port not in PORTS:
                self.passed.add(f"{host}:{port}")
            return addresses
        if self.allowed.has_host(host):
            return addresses
        own = [a for a in addresses if self.allowed.has_address(ipaddress.ip_address(a))]
        if own:
            return own
        self.check(host, port)
        if not public:
            raise NotAllowed(f"{host} leads to {addresses[0]}, which is not on the public web")
        return public

    def _is_named(self, host: str, port: int) -> bool:
        with self._lock:
            return (plain(host), port) in self.named
