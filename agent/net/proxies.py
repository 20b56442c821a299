"""Which requests go through a proxy: what the environment (or the system) says, read in every form.

NO_PROXY has no standard. Entries are separated by commas or spaces and are ``*``, a name (it and
what is below it, with or without a leading dot or ``*.``), an address or a network (CIDR), each
with or without a port; IPv6 stands with or without brackets. This machine itself is never asked
through a proxy: a model at localhost is here, not there.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from urllib.request import getproxies

from agent.errors import UsageError
from agent.lazy import lazy_pattern
from agent.net.allowed import Network, literal

SCHEMES = ("http", "https", "all")
_SOCKS = ("socks5", "socks5h")
_PORT = lazy_pattern(r"(?P<host>\[[^\]]{0,60}\]|[^:]{0,255}):(?P<port>\d{1,5})")


@dataclass(frozen=True)
class _Exempt:
    """An entry of NO_PROXY."""

    name: str = ""
    network: Network | None = None
    port: int | None = None

    def covers(self, host: str, port: int) -> bool:
        if self.port not in (None, port):
            return False
        if self.network is not None:
            address = literal(host)
            return address is not None and address in self.network
        return host == self.name or host.endswith(f".{self.name}")


@dataclass(frozen=True)
class Proxies:
    """The proxies by scheme (http, https, all), and what is asked without one."""

    by_scheme: Mapping[str, str]
    everything_exempt: bool = False
    exempt: tuple[_Exempt, ...] = ()

    @classmethod
    def of_system(cls) -> Proxies:
        """What the environment says, or the system's settings where they have a say."""
        return cls.of(getproxies())

    @classmethod
    def of(cls, known: Mapping[str, str]) -> Proxies:
        """From addresses by scheme, and as ``no`` what NO_PROXY says.

        ``all`` counts only where a scheme has none of its own: desktops set a SOCKS proxy for all
        beside HTTP proxies that do. Raises UsageError for an address that cannot be used.
        """
        both = bool(known.get("http")) and bool(known.get("https"))
        schemes = SCHEMES[:2] if both else SCHEMES
        entries = re.split(r"[,\s]+", known.get("no", "").strip().lower())
        return cls(
            {scheme: usable(known[scheme]) for scheme in schemes if known.get(scheme)},
            "*" in entries,
            tuple(_entry(entry) for entry in entries if entry not in ("", "*")),
        )

    def unchecked(self) -> str:
        """What the guard cannot see of requests through a proxy, in words; empty without a proxy."""
        if self.everything_exempt or not self.by_scheme:
            return ""
        told = ", ".join(dict.fromkeys(map(shown, self.by_scheme.values())))
        return (
            f"pages are asked through the proxy {told}: which addresses names have is decided there, so"
            " only what the spelling of an address tells is refused here (see docs/security.md)"
        )

    def for_url(self, scheme: str, host: str, port: int) -> str | None:
        """The proxy to ask a server through, or None to ask it itself."""
        found = self.by_scheme.get(scheme) or self.by_scheme.get("all")
        name = host.strip("[]").lower().rstrip(".")
        if found is None or self.everything_exempt or is_here(name):
            return None
        return None if any(entry.covers(name, port) for entry in self.exempt) else found


def usable(address: str) -> str:
    """The address of a proxy as it is used. Raises UsageError, in words without a password."""
    text = address.strip() if "://" in address else f"http://{address.strip()}"
    scheme, _, rest = text.partition("://")
    # What desktops write as socks:// is version 5.
    text = f"socks5://{rest}" if scheme.lower() == "socks" else text
    words = shown(text)
    import httpx2  # noqa: PLC0415 - a batch with nothing to do needs it for a proxy alone

    try:
        url = httpx2.Proxy(text).url
        fits = bool(url.host)
    except (httpx2.InvalidURL, ValueError):
        fits = False
    if not fits:
        raise UsageError(f"cannot use this proxy: {words!r}", hint="http://host:port, or unset it")
    if url.scheme in _SOCKS and find_spec("socksio") is None:
        raise UsageError(
            f"the proxy {words!r} speaks SOCKS, which needs one more package",
            hint="pip install 'policy-research-agent[socks]', or name an HTTP proxy",
        )
    return text


def shown(address: str) -> str:
    """The address of a proxy without name and password."""
    scheme, _, rest = address.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}"


def _entry(text: str) -> _Exempt:
    port = None
    match = _PORT.fullmatch(text)
    if match:
        text, port = match["host"], int(match["port"])
    try:
        return _Exempt(network=ipaddress.ip_network(text.strip("[]"), strict=False), port=port)
    except ValueError:
        return _Exempt(name=text.removeprefix("*").strip("."), port=port)


def is_here(name: str) -> bool:
    """True for a name or address of the machine itself."""
    address = literal(name)
    if address is not None:
        return address.is_loopback
    return name == "localhost" or name.endswith(".localhost")
