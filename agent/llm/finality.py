"""When a failure is final: other questions would only meet it again, and need not be sent.

A wrong key or an unknown model is; a key that is tried on and on may be locked. So is what an
endpoint says that has never answered: an address or an account that does not work. One that has
answered before may say anything once (a limit a minute told as an empty account, a page of a
gateway): there only what came three times alike over two minutes counts, and after a while it is
asked again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from agent.errors import ModelFailed

AT_ONCE = frozenset({"wrong_key", "unknown_model"})

ALIKE = 3
OVER = 120.0
"""So often, over so many seconds, a failure comes before it is final."""

SPARED = 600.0
"""Seconds for which an endpoint that answered before is not asked after a final failure."""


class Finality:
    """What one endpoint's failures amount to. ``clock`` are seconds that never go back."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._answered = False
        self._cause = ""
        self._first = 0.0
        self._times = 0
        self._final: ModelFailed | None = None
        self._until: float | None = None

    def answered(self) -> None:
        """The endpoint gave an answer."""
        with self._lock:
            self._answered = True
            self._times = 0

    def note(self, failure: ModelFailed) -> None:
        """Take a failure into account; makes it ``fatal`` when it is final, and not else."""
        with self._lock:
            if not failure.fatal:
                return
            now = self._clock()
            if failure.cause != self._cause or not self._times:
                self._cause, self._first, self._times = failure.cause, now, 0
            self._times += 1
            lasting = self._times >= ALIKE and now - self._first >= OVER
            failure.fatal = failure.cause in AT_ONCE or not self._answered or lasting
            if failure.fatal:
                self._final = failure
                ends = self._answered and failure.cause not in AT_ONCE
                self._until = now + SPARED if ends else None

    def final(self) -> ModelFailed | None:
        """The failure that every question would meet, or None."""
        with self._lock:
            if self._until is not None and self._clock() >= self._until:
                self._final = self._until = None
            return self._final
