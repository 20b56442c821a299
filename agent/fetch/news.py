"""How threads that wait for different things are woken by one bell."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator

_LONGEST_SLEEP = 0.5


class News:
    """Wakes every caller when anything has changed."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._count = 0
        self.closed = False

    @property
    def count(self) -> int:
        """How much has changed so far; taken before looking, so that nothing is missed."""
        with self._condition:
            return self._count

    def tell(self, *_: object) -> None:
        """Something has changed."""
        with self._condition:
            self._count += 1
            self._condition.notify_all()

    def close(self) -> None:
        """Nothing more will happen."""
        self.closed = True
        self.tell()

    def wait(self, seen: int, seconds: float) -> None:
        """Sleep until more has changed than ``seen``, and no longer than so many seconds.

        Never long at a time: on Windows a sleeper hears Ctrl-C only when it wakes.
        """
        with self._condition:
            self._condition.wait_for(lambda: self._count != seen, min(seconds, _LONGEST_SLEEP))

    @contextlib.contextmanager
    def changing(self) -> Iterator[None]:
        """Change what callers share."""
        with self._condition:
            yield
            self._count += 1
            self._condition.notify_all()
