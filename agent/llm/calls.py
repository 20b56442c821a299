"""Calls that can be left: each runs in a thread of its own, and nobody has to wait for it.

A blocking read cannot be interrupted from another thread. So a call runs in a daemon thread, its
caller waits for whichever comes first (the answer, the deadline, ``close``), and an abandoned call
dies with the process.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, InvalidStateError
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

from agent.pace import Closed

R = TypeVar("R")


class Calls:
    """At most ``slots`` calls at a time; ``close`` ends all waiting at once."""

    def __init__(self, slots: int) -> None:
        self._slots = slots
        self._changed = threading.Condition()
        self._closed = False
        self._taken = 0
        self._running: set[Future[Any]] = set()

    @contextmanager
    def slot(self) -> Iterator[None]:
        """Hold a slot while the block runs; waits until one is free. Raises Closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._taken < self._slots)
            if self._closed:
                raise Closed
            self._taken += 1
        try:
            yield
        finally:
            with self._changed:
                self._taken -= 1
                self._changed.notify()

    def run(self, call: Callable[[], R], seconds: float) -> R:
        """Run a call and return what it returns.

        Args:
            call: What to run; whatever it raises is raised here.
            seconds: How long to wait for it.

        Raises:
            TimeoutError: the call took longer.
            Closed: ``close`` was called before it ended.
        """
        future: Future[R] = Future()
        with self._changed:
            if self._closed:
                raise Closed
            self._running.add(future)
        try:
            threading.Thread(target=_settle, args=(future, call), daemon=True).start()
            return future.result(timeout=seconds)
        finally:
            _abandon(future)
            with self._changed:
                self._running.discard(future)

    def close(self) -> None:
        """Let nobody wait any longer; calls that come later fail at once."""
        with self._changed:
            self._closed = True
            running = tuple(self._running)
            self._changed.notify_all()
        for future in running:
            _abandon(future)


def _settle(future: Future[R], call: Callable[[], R]) -> None:
    try:
        result = call()
    except BaseException as error:  # noqa: BLE001  # handed to the waiting thread, whatever it is
        with suppress(InvalidStateError):
            future.set_exception(error)
    else:
        with suppress(InvalidStateError):
            future.set_result(result)


def _abandon(future: Future[R]) -> None:
    if not future.done():
        with suppress(InvalidStateError):
            future.set_exception(Closed())
