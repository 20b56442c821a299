"""What is on the public web, and hosts and networks outside it that the user lets be asked (RESEARCH_ALLOW_HOSTS).

It is told of a host from its spelling and of an address from its number; nothing is resolved.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from functools import lru_cache

from agent.errors import UsageError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
REMEMBERED = 1 << 10
"""Hosts whose spelling is not looked at again: a report asks of each finding's many times."""


@lru_cache(REMEMBERED)
def literal(host: str) -> Address | None:
    """The address that a host is in plain notation, with or without brackets; else None."""
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None


@dataclass(frozen=True)
class AllowList:
    """Names, each with everything below it, and networks; any port of theirs may be asked."""

    names: tuple[str, ...] = ()
    networks: tuple[Network, ...] = ()

    @classmethod
    def parse(cls, text: str) -> AllowList:
        """Hosts, addresses and networks (CIDR) between commas: ``web.test, 198.18.0.0/15, ::1``.

        Raises UsageError for what is none of them.
        """
        names: list[str] = []
        networks: list[Network] = []
        for item in filter(None, (part.strip() for part in text.split(","))):
            try:
                networks.append(ipaddress.ip_network(item.strip("[]"), strict=False))
            except ValueError:
                name = item.lower().removeprefix("*").strip(".")
                if not name or not set(name) <= _OF_NAMES:
                    raise UsageError(
                        f"RESEARCH_ALLOW_HOSTS names no host or network: {item!r}",
                        hint="names, addresses or networks between commas, without ports:"
                        " web.test, 198.18.0.0/15, ::1",
                    ) from None
                names.append(name)
        return cls(tuple(names), tuple(networks))

    def has_host(self, host: str) -> bool:
        """True when a host is named, or is an address in one of the networks."""
        name = host.lower().rstrip(".")
        address = literal(name)
        if address is not None:
            return self.has_address(address)
        return any(name == known or name.endswith(f".{known}") for known in self.names)

    def has_address(self, address: Address) -> bool:
        """True when an address lies in one of the networks."""
        return any(address in network for network in self.networks)


_OF_NAMES = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-._")


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_NAT64_LOCAL = ipaddress.IPv6Network("64:ff9b:1::/48")
"""RFC 8215: an operator's own, so whatever it means, it is not the public web."""
_HERE = ("localhost", "localdomain", "internal", "local", "lan", "home.arpa")
"""Names that no public resolver knows, and last labels of such names (RFC 6761, 6762, 8375)."""


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


@lru_cache(REMEMBERED)
def why_private(host: str) -> str:
    """Why a host is none of the public web, in words; empty where its spelling says nothing of it."""
    name = plain(host)
    if "%" in name:
        return f"{host} names a zone of this machine"
    if name in _HERE or name.endswith(tuple(f".{last}" for last in _HERE)):
        return f"{host} is a name of the local network"
    address = _number(name)
    if address is not None and not is_public(address):
        return f"{host} is not an address of the public web"
    return ""


def plain(host: str) -> str:
    """A host in the one spelling that is compared: small, without brackets and a last dot."""
    return host.strip("[]").lower().rstrip(".")


def _number(name: str) -> Address | None:
    """The address that a host spells: plainly, or as C libraries read it (127.1, 0x7f.1, 2130706433)."""
    known = literal(name)
    if known is not None:
        return known
    if not name or name[-1] not in "0123456789abcdefx" or not name[0].isdigit():
        return None
    try:
        return ipaddress.IPv4Address(socket.inet_aton(name))
    except OSError:
        return None
