"""What can be told of a host from its spelling and of an address from its number; nothing is resolved."""

from __future__ import annotations

import ipaddress
import socket

from agent.net.allowed import Address, literal

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
