"""Which addresses the web may lead us to: the public ones, on the ports of the web.

A search result, a redirect or a link is written by somebody else, and may name a router, a cloud's
metadata service or a database in the user's own network. What a name means is known only when it
is resolved, so ``admit`` is asked with the addresses, right before one of them is dialled, and only
addresses that it gave back are dialled.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

import httpcore

from agent.net.allowed import Address, AllowList, literal

PORTS = frozenset({80, 443, 8080, 8443})
"""Ports on which the web is served; behind others stand services that obey whoever asks."""

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_NAT64_LOCAL = ipaddress.IPv6Network("64:ff9b:1::/48")
"""RFC 8215: an operator's own, so whatever it means, it is not the public web."""
_HERE = ("localhost", "localdomain", "internal", "local", "lan", "home.arpa")
"""Names that no public resolver knows, and last labels of such names (RFC 6761, 6762, 8375)."""


class NotAllowed(httpcore.ConnectError):
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
            self.named.add((_name(host), port))

    def check(self, host: str, port: int) -> None:
        """What can be said of a host before it is resolved. Raises NotAllowed."""
        if self._is_named(host, port) or self.allowed.has_host(host):
            return
        if port not in PORTS:
            raise NotAllowed(f"port {port} of {host} is not one of the web's")
        name = _name(host)
        if "%" in name:
            raise NotAllowed(f"{host} names a zone of this machine")
        if name in _HERE or name.endswith(tuple(f".{last}" for last in _HERE)):
            raise NotAllowed(f"{host} is a name of the local network")
        address = _number(name)
        if address is not None and not is_public(address):
            raise NotAllowed(f"{host} is not an address of the public web")

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
            return (_name(host), port) in self.named


def is_public(address: Address) -> bool:
    """True for an address of the public web, also where IPv6 carries one of IPv4."""
    if isinstance(address, ipaddress.IPv4Address):
        return address.is_global and not address.is_multicast and not address.is_reserved
    inner = address.ipv4_mapped or address.sixtofour
    if address in _NAT64:
        inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if inner is not None:
        return is_public(inner)
    if address in _NAT64_LOCAL or address.teredo or address.is_site_local:
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _name(host: str) -> str:
    return host.strip("[]").lower().rstrip(".")


def _number(name: str) -> Address | None:
    """The address that a host spells: plainly, or as C libraries read it (127.1, 0x7f.1, 2130706433)."""
    plain = literal(name)
    if plain is not None:
        return plain
    if not name or name[-1] not in "0123456789abcdefx" or not name[0].isdigit():
        return None
    try:
        return ipaddress.IPv4Address(socket.inet_aton(name))
    except OSError:
        return None
