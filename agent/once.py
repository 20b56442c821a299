"""What several want at the same moment is done once.

The first to ask does it; the others wait for it and get the same result, or the same failure.
Nothing is remembered: that is what a cache is for. With ``alone`` it is done once among all
processes: whoever does it holds what is wanted, and looks first whether another has done it meanwhile.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from contextlib import AbstractContextManager, nullcontext
from typing import Generic, TypeVar

R = TypeVar("R")

Alone = Callable[[str], AbstractContextManager[None]]
"""Holds a key against other processes (agent.cache.asking)."""


def nothing_held(_key: str) -> AbstractContextManager[None]:
    """For where no other process asks."""
    return nullcontext()


class Once(Generic[R]):
    """Shares what is under way, by key."""

    def __init__(self, alone: Alone = nothing_held) -> None:
        self._alone = alone
        self._lock = threading.Lock()
        self._under_way: dict[str, Future[R]] = {}

    def do(self, key: str, work: Callable[[], R]) -> R:
        """What ``work`` gives, done by whoever came first with this key.

        Whatever it raises is raised to everybody who waited for it. Only when the one who does it is
        interrupted itself does another take it over.
        """
        while True:
            with self._lock:
                waited_for = self._under_way.get(key)
                if waited_for is None:
                    mine: Future[R] = Future()
                    self._under_way[key] = mine
            if waited_for is None:
                return self._lead(key, mine, work)
            try:
                return waited_for.result()
            except CancelledError:
                continue

    def _lead(self, key: str, mine: Future[R], work: Callable[[], R]) -> R:
        try:
            with self._alone(key):
                result = work()
        except Exception as error:
            self._end(key)
            mine.set_exception(error)
            raise
        except BaseException:
            self._end(key)
            mine.cancel()
            raise
        self._end(key)
        mine.set_result(result)
        return result

    def _end(self, key: str) -> None:
        with self._lock:
            del self._under_way[key]
