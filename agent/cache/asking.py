"""Who asks what, among all processes that share a cache: a lock of the system on one byte a question.

A killed process leaves no lock behind. Within one process the locks do nothing: agent.once shares what
its threads want.
"""

from __future__ import annotations

import hashlib
import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 900.0
"""Seconds after which one asks although another process seems to ask the same."""
PAUSES = (0.01, 0.5)
"""Seconds before the lock is tried again, first and at most."""
BYTES = 1 << 40
"""Places of locks in a file that stays empty: two questions hardly ever share one."""


class Asking:
    """The questions that are under way in the processes of a cache.

    Args:
        path: the file of the locks. Where it cannot be written nothing is locked.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None
        self._tried = False
        self._lock = threading.Lock()

    @contextmanager
    def alone(self, key: str) -> Iterator[None]:
        """Hold a question while the block runs; waits for another process that holds it."""
        file = self._opened()
        if file is None:
            yield
            return
        place = int(hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest(), 16) % BYTES
        held = _waited_for(file, place)
        try:
            yield
        finally:
            if held:
                _unlock(file, place)

    def _opened(self) -> int | None:
        # One descriptor for all: closing another of the same file would let go of every lock.
        with self._lock:
            if not self._tried:
                self._tried = True
                try:
                    self._path.parent.mkdir(parents=True, exist_ok=True)
                    self._file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
                except OSError:
                    self._file = None
            return self._file


def _waited_for(file: int, place: int) -> bool:
    until = time.monotonic() + PATIENCE
    pause, most = PAUSES
    while not _locked(file, place):
        if time.monotonic() > until:
            return False
        time.sleep(pause)
        pause = min(2 * pause, most)
    return True


if sys.platform == "win32":
    import msvcrt

    _seeking = threading.Lock()

    def _locked(file: int, place: int) -> bool:
        with _seeking:
            os.lseek(file, place, os.SEEK_SET)
            try:
                msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
            except OSError:
                return False
            return True

    def _unlock(file: int, place: int) -> None:
        with _seeking:
            os.lseek(file, place, os.SEEK_SET)
            msvcrt.locking(file, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _locked(file: int, place: int) -> bool:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
        except OSError:
            return False
        return True

    def _unlock(file: int, place: int) -> None:
        fcntl.lockf(file, fcntl.LOCK_UN, 1, place)
