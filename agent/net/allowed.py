"""Hosts and networks outside the public web that the user lets be asked (RESEARCH_ALLOW_HOSTS)."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from agent.errors import UsageError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


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
