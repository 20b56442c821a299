"""Until when a request may go on, and how much of a head it may take; for the thread that asks.

httpcore2 gives every single wait its own time, so a server that sends one byte a second never ends.
A thread that asks says when its whole request must be over; the sockets (see backend) look here
before every wait. A request runs in one thread from connecting to its last byte.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

HEAD = 512 * 1024
"""Bytes of status lines and headers: 1xx answers may repeat for ever, each within h11's own bound."""


class _Current(threading.local):
    until: float = math.inf
    head_seconds: float = math.inf
    head_until: float = math.inf
    head: float = math.inf


_current = _Current()


@contextmanager
def bounded(seconds: float, head: float = math.inf) -> Iterator[None]:
    """Everything this thread asks in here must be over in so many seconds.

    ``head`` are the seconds from the question until the headers of its answer are all there.
    """
    before = dict(_current.__dict__)
    _current.until = min(_current.until, time.monotonic() + seconds)
    _current.head_seconds = head
    _current.head_until, _current.head = math.inf, HEAD
    try:
        yield
    finally:
        _current.__dict__.clear()
        _current.__dict__.update(before)


def question_is_sent() -> None:
    """From now on the head of its answer is waited for."""
    _current.head_until = time.monotonic() + _current.head_seconds


def head_is_read() -> None:
    """What follows is the body, whose size is bounded where it is read."""
    _current.head = _current.head_until = _current.head_seconds = math.inf


def left(timeout: float | None) -> float | None:
    """Seconds that a wait may take; 0 or less when there are none left, None for no bound."""
    until = min(_current.until, _current.head_until)
    if until == math.inf:
        return timeout
    seconds = until - time.monotonic()
    return seconds if timeout is None else min(timeout, seconds)


def came(size: int) -> bool:
    """Count bytes that came in; False when the head has become too long."""
    _current.head -= size
    return _current.head >= 0


def is_dripping() -> bool:
    """True when a head began to come and was not done in its time."""
    return _current.head < HEAD and time.monotonic() >= _current.head_until
