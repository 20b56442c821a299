"""What was written is on the disk: one flush for all of it, where the system has one.

Each file for itself would be sixty flushes a changepoint. Linux has syncfs, which returns when
everything that was written to a file system is on its disk; elsewhere each file is flushed.
"""

from __future__ import annotations

import ctypes
import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from agent.cache import files
from agent.errors import StateError


class Unflushed:
    """Writes files below a folder, and has all of them on the disk when ``flush`` is called.

    Safe to use from several threads.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._written: set[Path] = set()
        self._lock = threading.Lock()
        self._flushing = threading.Lock()

    def write_once(self, path: Path, data: bytes) -> bool:
        """See files.write_once."""
        return files.write_once(path, data, durable=False) and self._note(path)

    def write_over(self, path: Path, data: bytes) -> None:
        """See files.write_over."""
        files.write_over(path, data)
        self._note(path)

    def flush(self) -> None:
        """Have what was written so far on the disk. Raises StateError when it cannot get there."""
        # Held by all: what another thread is flushing is on the disk only when it is done.
        with self._flushing:
            with self._lock:
                written, self._written = self._written, set()
            if not written:
                return
            try:
                with files.told(self._folder):
                    to_disk(self._folder, written)
            except StateError:
                with self._lock:
                    self._written |= written
                raise

    def _note(self, path: Path) -> bool:
        with self._lock:
            self._written.add(path)
        return True


def to_disk(folder: Path, written: Iterable[Path]) -> None:
    """Flush files below a folder. Raises OSError when what was written cannot reach the disk."""
    syncfs = _syncfs()
    if syncfs is not None:
        with _opened(folder, os.O_RDONLY) as place:
            if syncfs(place) != 0:
                number = ctypes.get_errno()
                raise OSError(number, os.strerror(number), str(folder))
        return
    for path in written:
        try:
            # Windows flushes only what is open for writing.
            with _opened(path, os.O_RDWR) as place:
                os.fsync(place)
        except FileNotFoundError:
            continue  # pruned meanwhile


@contextmanager
def _opened(path: Path, how: int) -> Iterator[int]:
    place = os.open(path, how)
    try:
        yield place
    finally:
        os.close(place)


def _syncfs() -> Callable[[int], int] | None:
    if sys.platform != "linux":
        return None
    return getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
