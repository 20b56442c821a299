"""How often a host is asked, and when it is left alone. State only: nobody sleeps here.

A host is asked at most ``parallel`` at a time and with ``pause`` seconds between two starts. One
that refuses ``break_after`` times in a row (403, 412, 521 or a challenge page) is left alone for
``rest`` seconds; then one more refusal is enough to leave it alone again. One that has not answered
as many times in a row is still asked for other pages, but once each. All callers share one
object, and whoever may not start yet is told when to ask again, so that no worker waits.
"""

from __future__ import annotations

import math
import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class HostRules:
    """The rules; times in seconds.

    A pause lasts ``pause`` to ``pause * (1 + spread)``, so that requests do not come in step.
    """

    parallel: int = 2
    pause: float = 1.0
    spread: float = 0.3
    break_after: int = 3
    rest: float = 1800.0


_MOST_BUSY = 4
"""Doublings of the pause at most: 16 times the pause."""


@dataclass
class _Host:
    running: int = 0
    next_start: float = -math.inf
    refusals: int = 0
    silences: int = 0
    alone_until: float = -math.inf
    busy: int = 0
    pause: float = 0.0


@dataclass(eq=False)
class Politeness:
    """The state of every host, of which ``manners`` are the rules.

    ``clock`` tells seconds that never go back (time.monotonic), ``chance`` gives a number in [0, 1)
    (random.random).
    """

    manners: HostRules
    clock: Callable[[], float]
    chance: Callable[[], float]
    _hosts: dict[str, _Host] = field(default_factory=lambda: defaultdict(_Host))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def admit(self, host: str) -> float:
        """Ask to start a request.

        Returns:
            0.0 when it may start now (then ``release`` must follow), else the seconds after which
            asking again makes sense; infinity while the host has as many requests as it may.
        """
        with self._lock:
            state = self._hosts[host]
            if state.running >= self.manners.parallel:
                return math.inf
            now = self.clock()
            if now < state.next_start:
                return state.next_start - now
            state.running += 1
            pause = max(self.manners.pause * 2.0**state.busy, state.pause)
            state.next_start = now + pause * (1.0 + self.manners.spread * self.chance())
            return 0.0

    def release(self, host: str) -> None:
        """A request that was admitted has ended."""
        with self._lock:
            self._hosts[host].running -= 1

    def hold(self, host: str, seconds: float) -> None:
        """Start nothing at a host for so many seconds: it is busy, and may have asked for that.

        From then on it is asked less often, until it answers.
        """
        with self._lock:
            state = self._hosts[host]
            state.busy = min(state.busy + 2, _MOST_BUSY)
            state.next_start = max(state.next_start, self.clock() + seconds)

    def slow(self, host: str, pause: float) -> None:
        """A host asks for so many seconds between two requests; from the one under way on."""
        with self._lock:
            state = self._hosts[host]
            state.pause = pause
            state.next_start = max(state.next_start, self.clock() + pause)

    def answered(self, host: str, refused: bool) -> None:
        """A host answered, with a refusal or with anything else."""
        with self._lock:
            state = self._hosts[host]
            state.silences = 0
            # A busy answer is told here first and adds two, so one step is taken each time.
            state.busy = max(state.busy - 1, 0)
            state.refusals = state.refusals + 1 if refused else 0
            if state.refusals >= self.manners.break_after:
                state.alone_until = self.clock() + self.manners.rest

    def kept_silent(self, host: str) -> None:
        """A host could not be reached, or did not answer in time."""
        with self._lock:
            self._hosts[host].silences += 1

    def is_silent(self, host: str) -> bool:
        """True when trying a host again at once is a waste of time: it is down."""
        with self._lock:
            return self._hosts[host].silences >= self.manners.break_after

    def left_alone(self, host: str) -> bool:
        """True while a host is not to be asked because it refuses."""
        with self._lock:
            return self.clock() < self._hosts[host].alone_until
