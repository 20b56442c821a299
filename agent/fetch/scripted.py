"""A transport whose answers come from a function instead of a network, such as the sample web."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import httpx2

Transport = httpx2.BaseTransport
"""What carries requests; whoever builds the parts may pass one in without speaking HTTP."""


class Answer(Protocol):
    """A status, headers with lower-case names, and a body."""

    @property
    def status(self) -> int:
        """The HTTP status."""
        ...

    @property
    def headers(self) -> dict[str, str]:
        """The response's headers."""
        ...

    @property
    def body(self) -> bytes:
        """The bytes, as a server would send them."""
        ...


def scripted_transport(answer: Callable[[str, str, bytes], Answer]) -> httpx2.BaseTransport:
    """A transport that asks ``answer(method, url, body)`` and touches no network."""

    def handle(request: httpx2.Request) -> httpx2.Response:
        given = answer(request.method, str(request.url), request.read())
        stream = httpx2.ByteStream(given.body)
        return httpx2.Response(given.status, headers=given.headers, stream=stream)

    return httpx2.MockTransport(handle)
