"""An HTTP client that sends each request once over a transport, with the same headers on every request.

httpx2's own client parses a URL again for each of its parts, runs redirect handling and hooks that are not
used here, and looks for cookies twice in every response: a third of the cost of asking for a page, apart from the
network. This one follows no redirect and keeps no cookie: the caller does both, where it reads the response.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Self
from urllib.parse import urlencode

import httpx2

_REMEMBERED = 256
"""Parsed URLs of services that are kept: the same few are asked again and again."""
_DEFAULT_HEADERS = {
    "Accept": "*/*",
    "Accept-Encoding": "gzip, deflate",
    "Connection": "keep-alive",
    "User-Agent": f"python-httpx2/{httpx2.__version__}",
}


class Carrier:
    """Sends requests over a transport.

    Args:
        transport: what the requests are sent over.
        headers: of every request, in addition to the defaults.
        timeout: of a request that sets none of its own; None waits without limit.
    """

    def __init__(
        self,
        transport: httpx2.BaseTransport,
        headers: Mapping[str, str] | None = None,
        timeout: httpx2.Timeout | None = None,
    ) -> None:
        self._transport = transport
        self._timeout = timeout
        self._headers = httpx2.Headers(_DEFAULT_HEADERS)
        self._headers.update(headers)
        self.is_closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def request(
        self,
        method: str,
        url: httpx2.URL,
        headers: Mapping[str, str],
        timeout: httpx2.Timeout | None = None,
        **content: Any,
    ) -> httpx2.Request:
        """A request with the headers of all requests and its own.

        ``content`` is its body, as httpx2.Request takes it. A name and password in the URL are sent as basic
        authentication, as httpx2's client does.
        """
        merged = self._headers
        if headers:
            merged = httpx2.Headers(merged)
            merged.update(headers)
        seconds = timeout or self._timeout or httpx2.Timeout(None)
        extensions = {"timeout": seconds.as_dict()}
        request = httpx2.Request(method, url, headers=merged, extensions=extensions, **content)
        if url.userinfo:
            next(httpx2.BasicAuth(url.username, url.password).auth_flow(request))
        return request

    def send(self, request: httpx2.Request) -> httpx2.Response:
        """The response, its body not yet read; the caller closes it.

        Raises what httpx2's transports raise, and RuntimeError after ``close``.
        """
        if self.is_closed:
            raise RuntimeError("the client has been closed")
        response = self._transport.handle_request(request)
        response.request = request
        return response

    def close(self) -> None:
        """Abort every request that is under way; none is sent afterwards."""
        self.is_closed = True
        self._transport.close()


def with_params(url: str, params: Mapping[str, str]) -> httpx2.URL:
    """A URL with these query parameters in place of its own. Raises httpx2.InvalidURL."""
    address = _address(url)
    return address.copy_with(query=urlencode(params).encode("ascii")) if params else address


@lru_cache(_REMEMBERED)
def _address(url: str) -> httpx2.URL:
    return httpx2.URL(url)
