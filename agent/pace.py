"""How fast a service is asked, for all who ask it: requests and tokens a minute, and its own word.

One Pace stands before one service and everybody shares it. In any minute no more is begun than the
limits allow; a service that says when to come back (Retry-After) is left alone until then by
everybody, not only by the call that was told. Who waits sleeps until something changes.
"""

from __future__ import annotations

import datetime
import email.utils
import math
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

MINUTE = 60.0
WITHIN_A_MINUTE = (2.0, 4.0, 8.0, 16.0, 30.0)
"""Seconds before each further try where too much was asked and no time is named: a minute in all,
because that is what such limits are for."""
LONGEST_HOLD = 300.0
"""Seconds for which a service's word is waited for; one that asks for more is given up."""


class Closed(Exception):
    """Waiting was ended from outside (Ctrl-C)."""


class Held(Exception):
    """The service wants to be left alone for longer than anybody waits; ``seconds`` says how long."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"left alone for {seconds:.0f} s")
        self.seconds = seconds


@dataclass(frozen=True)
class Limits:
    """What may be begun in any minute; None for no limit. ``pause`` seconds lie between two starts."""

    requests: int | None = None
    tokens: int | None = None
    pause: float = 0.0


@dataclass
class RateSlot:
    """A request that was allowed to begin at a time, with the tokens it was expected to take."""

    at: float
    tokens: int


@dataclass(eq=False)
class Pace:
    """The pace of one service.

    ``clock`` tells seconds that never go back; ``wait`` waits on a condition for at most so many
    seconds, or until it is notified.
    """

    limits: Limits = field(default_factory=Limits)
    clock: Callable[[], float] = time.monotonic
    wait: Callable[[threading.Condition, float], object] = threading.Condition.wait
    _changed: threading.Condition = field(default_factory=threading.Condition)
    _begun: deque[RateSlot] = field(default_factory=deque)
    _held_until: float = -math.inf
    _closed: bool = False

    def turn(self, tokens: int = 0) -> RateSlot:
        """Wait until a request may begin, and count it as begun.

        Args:
            tokens: what it is expected to take; ``correct`` it when that is known.

        Raises:
            Held: the service wants to be left alone for too long.
            Closed: ``close`` was called.
        """
        with self._changed:
            while True:
                seconds = self._seconds(tokens)
                if seconds <= 0:
                    break
                self.wait(self._changed, seconds)
            turn = RateSlot(self.clock(), tokens)
            self._begun.append(turn)
            return turn

    def correct(self, turn: RateSlot, tokens: int) -> None:
        """Tell what a request really took."""
        with self._changed:
            turn.tokens = tokens
            self._changed.notify_all()

    def hold(self, seconds: float) -> None:
        """Let nobody begin anything for so many seconds: the service asked for that."""
        with self._changed:
            self._held_until = max(self._held_until, self.clock() + seconds)

    def rest(self, seconds: float) -> None:
        """Wait for so many seconds, alone. Raises Closed."""
        with self._changed:
            until = self.clock() + seconds
            while (left := until - self.clock()) > 0:
                self._check_open()
                self.wait(self._changed, left)
            self._check_open()

    def close(self) -> None:
        """Let nobody wait any longer; who comes later fails at once."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _check_open(self) -> None:
        if self._closed:
            raise Closed

    def _seconds(self, tokens: int) -> float:
        """Seconds until a request may begin, as things stand."""
        self._check_open()
        now = self.clock()
        held = self._held_until - now
        if held > LONGEST_HOLD:
            raise Held(held)
        while self._begun and now - self._begun[0].at >= MINUTE:
            self._begun.popleft()
        paused = self._begun[-1].at + self.limits.pause - now if self._begun else 0.0
        return max(held, paused, self._until_requests(now), self._until_tokens(tokens, now))

    def _until_requests(self, now: float) -> float:
        most = self.limits.requests
        if most is None or len(self._begun) < most:
            return 0.0
        return self._begun[-most].at + MINUTE - now

    def _until_tokens(self, tokens: int, now: float) -> float:
        """One that is larger than the limit itself begins when nothing else was begun."""
        if self.limits.tokens is None:
            return 0.0
        room = self.limits.tokens - tokens
        taken = sum(turn.tokens for turn in self._begun)
        for turn in self._begun:
            if taken <= max(room, 0):
                return 0.0
            taken -= turn.tokens
            if taken <= max(room, 0):
                return turn.at + MINUTE - now
        return 0.0


@dataclass(eq=False)
class Paces:
    """A pace for every service, by its name; made when it is first asked.

    ``limits`` are of services that have one; a service named "portal a.example" has that of "portal"
    unless it has its own. ``clock`` and ``wait`` are as for ``Pace``.
    """

    limits: Mapping[str, Limits] = field(default_factory=dict)
    clock: Callable[[], float] = time.monotonic
    wait: Callable[[threading.Condition, float], object] = threading.Condition.wait
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _paces: dict[str, Pace] = field(default_factory=dict)
    _closed: bool = False

    def of(self, name: str) -> Pace:
        """The pace of a service."""
        with self._lock:
            if name not in self._paces:
                kind = self.limits.get(name.partition(" ")[0], Limits())
                limits = self.limits.get(name, kind)
                self._paces[name] = Pace(limits, self.clock, self.wait)
                if self._closed:
                    self._paces[name].close()
            return self._paces[name]

    def close(self) -> None:
        """Let nobody wait any longer, for any of them."""
        with self._lock:
            self._closed = True
            paces = tuple(self._paces.values())
        for pace in paces:
            pace.close()


def retry_after(headers: Mapping[str, str], now: datetime.datetime) -> float | None:
    """The seconds an answer asks to be left alone for (RFC 9110 section 10.2.3), or None.

    Headers by name in lower case; some services tell milliseconds beside it.
    """
    for name, parts in (("retry-after-ms", 1000), ("retry-after", 1)):
        said = headers.get(name, "").strip()
        try:
            seconds = float(said) / parts
        except ValueError:
            continue
        return seconds if math.isfinite(seconds) and seconds >= 0 else None
    try:
        until = email.utils.parsedate_to_datetime(headers.get("retry-after", ""))
    except (TypeError, ValueError):
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=datetime.UTC)
    return max(0.0, (until - now).total_seconds())
