"""The review page on this machine alone: uvicorn on 127.0.0.1, until somebody ends it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Any

import h11
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from agent.errors import StateError

HOST = "127.0.0.1"
PORTS = (8770, 8771, 8772, 8773, 8774, 8775, 8776, 8777, 8778, 8779, 0)
"""Ports that are tried one after the other; 0 lets the system choose."""
WHOLE = 6.0
"""Seconds within which a request must be there whole: it comes from this machine."""
LAST_WORDS = 1
"""Seconds that open connections have when the page is closed."""


class Prompt(H11Protocol):
    """A connection whose requests must be whole within ``WHOLE`` seconds: what drips holds no place."""

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in H11Protocol
        """Called by asyncio."""
        super().connection_made(transport)
        self._late = self.loop.call_later(WHOLE, transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        """Called by asyncio."""
        self._be_patient()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Called by asyncio."""
        super().data_received(data)
        if self.conn.their_state not in (h11.IDLE, h11.SEND_BODY):
            self._be_patient()
        elif self._late is None:
            self._late = self.loop.call_later(WHOLE, self.transport.abort)

    def _be_patient(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None


class Announcing(uvicorn.Server):
    """A server that says on which port it listens as soon as it does."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[int], None]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[Any] | None = None) -> None:
        """Listen, then say so."""
        await super().startup(sockets)
        self._announce(self.servers[0].sockets[0].getsockname()[1])


def config(app: ASGIApp, port: int) -> uvicorn.Config:
    """How the page is served on a port of this machine."""
    return uvicorn.Config(
        app,
        host=HOST,
        port=port,
        log_config=None,
        access_log=False,
        lifespan="off",
        http=Prompt,
        ws="none",
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=LAST_WORDS,
    )


def serve(app: ASGIApp, announce: Callable[[int], None], ports: Sequence[int] = PORTS) -> None:
    """Serve until the process is asked to end.

    Args:
        app: the application.
        announce: told the port once it is open.
        ports: tried in this order.

    Raises:
        StateError: none of the ports is free.
    """
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
    for port in ports:
        server = Announcing(config(app, port), announce)
        try:
            asyncio.run(server.serve())
        except SystemExit:
            # This is how uvicorn says that it cannot have the port.
            if server.started:
                raise
            continue
        return
    told = ", ".join(str(port) for port in ports)
    raise StateError(
        f"port {told} of {HOST} is in use",
        hint="name another with --port, or leave --port out and a free one is taken",
    )
