"""What requests of one kind go over: a transport, and what every one of them says of us.

httpx2's own client takes an address apart anew for each of its parts, goes through redirects, sign-in and hooks that nobody
here has, and looks for cookies twice in every answer: a third of what asking for a page costs beside the
network. A request is given to the transport as it is; who follows an answer is decided where it is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode

import httpx2

_REMEMBERED = 256
"""Addresses of services whose parts are kept: each is asked again and again."""
_USUAL = {
    "Accept": "*/*",
    "Accept-Encoding": "gzip, deflate",
    "Connection": "keep-alive",
    "User-Agent": f"python-httpx2/{httpx2.__version__}",
}


class Carrier:
    """Sends requests over a transport; ``close`` ends what is under way, and no other is sent.

    Args:
        transport: what carries them.
        headers: what goes with all of them, beside the usual.
        timeout: for how long is waited, where a request says nothing else; None for ever.
    """

    def __init__(
        self,
        transport: httpx2.BaseTransport,
        headers: Mapping[str, str] | None = None,
        timeout: httpx2.Timeout | None = None,
    ) -> None:
        self._transport = transport
        self._timeout = timeout
        self._headers = httpx2.Headers(_USUAL)
        self._headers.update(headers)
        self.is_closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def request(
        self,
        method: str,
        url: httpx2.URL,
        headers: Mapping[str, str],
        timeout: httpx2.Timeout | None = None,
        **content: Any,
    ) -> httpx2.Request:
        """A request with our headers and its own; ``content`` is its body, as httpx2.Request takes it."""
        ours = self._headers
        if headers:
            ours = httpx2.Headers(ours)
            ours.update(headers)
        seconds = timeout or self._timeout or httpx2.Timeout(None)
        waits = {"timeout": seconds.as_dict()}
        return httpx2.Request(method, url, headers=ours, extensions=waits, **content)

    def send(self, request: httpx2.Request) -> httpx2.Response:
        """The head of the answer to a request; its body is still to be read, and it to be closed.

        Raises what httpx2's transports raise; RuntimeError when this one was closed.
        """
        if self.is_closed:
            raise RuntimeError("the client has been closed")
        response = self._transport.handle_request(request)
        response.request = request
        return response

    def close(self) -> None:
        """End every request that is under way, at once, and send no other."""
        self.is_closed = True
        self._transport.close()


def with_params(url: str, params: Mapping[str, str]) -> httpx2.URL:
    """The address of a service with what it is asked. Raises httpx2.InvalidURL."""
    address = _address(url)
    return address.copy_with(query=urlencode(params).encode("ascii")) if params else address


@lru_cache(_REMEMBERED)
def _address(url: str) -> httpx2.URL:
    return httpx2.URL(url)
