"""Calls that can be left: each runs in a thread of its own, and nobody has to wait for it.

A blocking read cannot be interrupted from another thread, and neither can the pause between two
tries of a client. So a call runs in a daemon thread, its caller waits for whichever comes first
(the answer, the deadline, ``close``), and an abandoned call asks ``wanted`` before it tries again
and dies with the process.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from typing import Any, TypeVar

R = TypeVar("R")


class Closed(Exception):
    """The calls were ended from outside (Ctrl-C)."""


class Calls:
    """At most ``slots`` calls at a time; ``close`` ends all waiting at once."""

    def __init__(self, slots: int) -> None:
        self._slots = slots
        self._free = threading.Condition()
        self._closed = False
        self._running: set[Future[Any]] = set()
        self._mine = threading.local()

    def run(self, call: Callable[[], R], seconds: float) -> R:
        """Run a call when a slot is free, and return what it returns.

        Args:
            call: What to run; whatever it raises is raised here.
            seconds: How long to wait for it once it has begun.

        Raises:
            TimeoutError: the call took longer.
            Closed: ``close`` was called before it ended.
        """
        future: Future[R] = Future()
        self._begin(future)
        try:
            threading.Thread(target=self._settle, args=(future, call), daemon=True).start()
            return future.result(timeout=seconds)
        finally:
            _abandon(future)
            self._end(future)

    def wanted(self) -> bool:
        """Asked from within a call: does somebody still wait for its result?"""
        future: Future[Any] | None = getattr(self._mine, "future", None)
        return future is None or not future.done()

    def close(self) -> None:
        """Let nobody wait any longer; calls that come later fail at once."""
        with self._free:
            self._closed = True
            running = tuple(self._running)
            self._free.notify_all()
        for future in running:
            _abandon(future)

    def _begin(self, future: Future[R]) -> None:
        with self._free:
            self._free.wait_for(lambda: self._closed or len(self._running) < self._slots)
            if self._closed:
                raise Closed
            self._running.add(future)

    def _end(self, future: Future[R]) -> None:
        with self._free:
            self._running.discard(future)
            self._free.notify()

    def _settle(self, future: Future[R], call: Callable[[], R]) -> None:
        self._mine.future = future
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
