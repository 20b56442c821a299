"""Proxies as transports, for when one is configured.

A client that is given a transport of its own no longer looks at the environment, so what
``urllib.request.getproxies`` says (or a user sets) is put in here.
"""

from __future__ import annotations

from collections.abc import Mapping

import httpx

from agent.errors import UsageError


def proxy_mounts(proxies: Mapping[str, str]) -> dict[str, httpx.BaseTransport | None]:
    """What Http takes as ``mounts``.

    Args:
        proxies: address of the proxy by scheme: ``http``, ``https``, ``all``; and as ``no`` the
            hosts, separated by commas, that are asked without one (``*`` for every host, a
            leading dot or none for a domain and what is below it).

    Raises:
        UsageError: an address is none, or of a kind that is not supported.
    """
    direct = [name.strip().lstrip("*.") for name in proxies.get("no", "").split(",")]
    if "*" in proxies.get("no", "").replace(" ", "").split(","):
        return {}
    mounts: dict[str, httpx.BaseTransport | None] = {}
    for scheme in ("http", "https", "all"):
        address = proxies.get(scheme)
        if address:
            mounts[f"{scheme}://"] = _through(address)
    if mounts:
        for name in filter(None, direct):
            mounts[f"all://{name}"] = mounts[f"all://*.{name}"] = None
    return mounts


def _through(address: str) -> httpx.HTTPTransport:
    try:
        return httpx.HTTPTransport(proxy=address if "://" in address else f"http://{address}")
    except (httpx.InvalidURL, ValueError, ImportError) as problem:
        raise UsageError(
            f"cannot use this proxy: {address!r}", hint="http://host:port, or unset it"
        ) from problem
