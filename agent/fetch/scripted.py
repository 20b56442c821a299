"""A transport whose answers come from a function instead of a network, such as the sample web."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import httpx2

Transport = httpx2.BaseTransport
"""What carries requests; whoever builds the parts may pass one in without speaking HTTP."""


Answer = tuple[int, Mapping[str, str], bytes]
"""A status, headers with lower-case names, and the bytes of a body as a server would send them."""


def scripted_transport(answer: Callable[[str, str, bytes], Answer]) -> httpx2.BaseTransport:
    """A transport that asks ``answer(method, url, body)`` and touches no network."""

    def handle(request: httpx2.Request) -> httpx2.Response:
        status, headers, body = answer(request.method, str(request.url), request.read())
        return httpx2.Response(status, headers=headers, stream=httpx2.ByteStream(body))

    return httpx2.MockTransport(handle)
