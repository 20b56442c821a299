"""How callers that wait for different things are woken, each only by what concerns it."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator

_LONGEST_SLEEP = 0.5


class Bell:
    """One caller's. Whoever does something that the caller waits for rings it."""

    def __init__(self, condition: threading.Condition) -> None:
        self._condition = condition
        self._rung = False

    def ring(self, *_: object) -> None:
        """Something has changed."""
        with self._condition:
            self._rung = True
            self._condition.notify()

    def listen(self) -> None:
        """What has happened so far is about to be looked at; what comes later counts."""
        with self._condition:
            self._rung = False

    def wait(self, seconds: float) -> None:
        """Sleep until it has rung since ``listen``, and no longer than so many seconds.

        Never long at a time: on Windows a sleeper hears Ctrl-C only when it wakes.
        """
        with self._condition:
            self._condition.wait_for(lambda: self._rung, min(seconds, _LONGEST_SLEEP))


class News:
    """What callers share: one ``lock``, the bells of all of them, and who waits for which host.

    A bell for all would wake every caller at every answer, which is no work with one caller and
    most of the work with thirty.
    """

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self._bells: set[Bell] = set()
        self._waiting: dict[str, set[Bell]] = {}
        self.closed = False

    @contextlib.contextmanager
    def bell(self) -> Iterator[Bell]:
        """A bell for as long as a caller is here."""
        bell = Bell(threading.Condition(self.lock))
        with self.lock:
            self._bells.add(bell)
        try:
            yield bell
        finally:
            with self.lock:
                self._bells.discard(bell)

    def close(self) -> None:
        """Nothing more will happen."""
        with self.lock:
            self.closed = True
            for bell in self._bells:
                bell.ring()

    def wait_for_host(self, host: str, bell: Bell) -> None:
        """Ring this bell when a request at the host has ended."""
        with self.lock:
            self._waiting.setdefault(host, set()).add(bell)

    def host_is_free(self, host: str) -> None:
        """A request at the host has ended."""
        with self.lock:
            for bell in self._waiting.pop(host, ()):
                bell.ring()
