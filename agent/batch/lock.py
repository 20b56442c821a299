"""One writer a batch: a lock of the operating system, which a killed process cannot leave behind."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO

from agent.errors import StateError

FAR = 1 << 30
"""Where the locked byte lies: Windows lets nobody read a byte that is locked."""


class Held(StateError):
    """Another process works on this batch."""


@contextmanager
def held(path: Path, now: datetime, what: str = "batch") -> Iterator[None]:
    """Hold the lock of a batch, or of something else, while the block runs.

    Args:
        path: the file of the lock; it stays, and says who holds or held it.
        now: written into it.
        what: what is held, in a word.

    Raises:
        Held: another process has it; says which, and since when.
        StateError: the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a+", encoding="utf-8")
    except OSError as error:
        raise StateError(f"cannot write {path}: {error.strerror}") from error
    with file:
        if not _locked(file):
            raise Held(
                f"this {what} is being worked on by {_holder(path)}",
                hint="let it finish, or stop it; both keep what is done",
            )
        file.seek(0)
        file.truncate()
        json.dump({"process": os.getpid(), "since": now.isoformat(timespec="seconds")}, file)
        file.flush()
        try:
            yield
        finally:
            _unlock(file)


def at_work(folder: Path) -> tuple[str, ...]:
    """The other processes that hold a lock in a folder, each with the moment since when."""
    found = []
    for path in sorted(folder.glob("*.lock")):
        with suppress(OSError), path.open("a+", encoding="utf-8") as file:
            if _locked(file):
                _unlock(file)
            else:
                found.append(_holder(path))
    own = f"process {os.getpid()} "
    return tuple(holder for holder in found if not holder.startswith(own))


def _holder(path: Path) -> str:
    try:
        told = json.loads(path.read_text("utf-8"))
        return f"process {int(told['process'])} since {told['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return f"another process (see {path})"


if sys.platform == "win32":
    import msvcrt

    def _locked(file: IO[str]) -> bool:
        os.lseek(file.fileno(), FAR, os.SEEK_SET)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(file: IO[str]) -> None:
        os.lseek(file.fileno(), FAR, os.SEEK_SET)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _locked(file: IO[str]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _unlock(file: IO[str]) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
