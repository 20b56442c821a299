"""The HTTP client of the searches: one that can be closed while others wait for it."""

from __future__ import annotations

import httpx

from agent.net.proxies import Proxies
from agent.net.transport import Transport

CONNECTIONS = 32


def search_client(
    transport: httpx.BaseTransport | None, connect: float, read: float
) -> httpx.Client:
    """A client for search services; without a transport of one's own it uses the system's proxies.

    Its ``close`` also ends what is under way. The guard does not stand before it: which services
    are asked is configured, and they are never followed to another address.

    Args:
        transport: what carries the requests, None for the network.
        connect: seconds to connect.
        read: seconds to wait for more of an answer, and for a free connection.
    """
    return httpx.Client(
        transport=transport or Transport(proxies=Proxies.of_system(), connections=CONNECTIONS),
        timeout=httpx.Timeout(read, connect=connect),
        trust_env=False,
    )
