"""Files that are whole or absent: written beside their place, then moved into it in one step.

A process that dies in between leaves only a file whose name starts with ``.tmp-``; nothing reads
those, and pruning removes them. Every OSError leaves here as a StateError with one clear line.
"""

from __future__ import annotations

import contextlib
import errno
import gzip
import hashlib
import itertools
import os
import uuid
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from agent.errors import StateError

TEMPORARY = ".tmp-"
"""How the name of an unfinished file starts."""

_OURS, _NUMBERS = uuid.uuid4().hex, itertools.count()
_BINARY: int = getattr(os, "O_BINARY", 0)
"""Windows would change line ends otherwise."""

HINT = "free space there, or name another cache folder that you can write to"

_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your disk quota is used up",
    errno.EFBIG: "the file would be larger than this system allows",
    errno.EROFS: "the file system is read-only",
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.ENOTDIR: "there is a file where a folder should be",
    errno.EEXIST: "there is a file where a folder should be",
}


def write_once(path: Path, data: bytes, *, durable: bool = True) -> bool:
    """Write a file that is never changed afterwards.

    Args:
        path: where it is to stand; missing folders are made.
        data: all of it.
        durable: flush it to the disk at once.

    Returns:
        False when a file already stood there (it is left as it is), else True.

    Raises:
        StateError: it could not be written; nothing half-written is left in its place.
    """
    if path.exists():
        return False
    with told(path), _removed(_temporary_of(path)) as temporary:
        _write(temporary, data, durable=durable)
        try:
            os.link(temporary, path)
        except FileExistsError:
            return False
        except OSError:
            # Some file systems (exFAT, network shares) know no hard links.
            return _taken(path, temporary)
        return True


def _taken(path: Path, temporary: Path) -> bool:
    """Move a file to its place unless another stands there; of two that want it, one gets it."""
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return False
    try:
        os.replace(temporary, path)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return True


def write_over(path: Path, data: bytes) -> None:
    """Write a file, in place of one that may stand there; readers see the old one or the new one.

    Raises:
        StateError: it could not be written; what stood there is untouched.
    """
    temporary = _temporary_of(path)
    with told(path):
        try:
            _write(temporary, data, durable=False)
            os.replace(temporary, path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


@contextlib.contextmanager
def replacing(path: Path, *, hint: str = HINT) -> Iterator[BinaryIO]:
    """A file to write bit by bit; it takes its place when the block ends, and only then.

    Raises:
        StateError: it could not be written; what stood there is untouched.
    """
    with told(path, hint), _removed(_temporary_of(path)) as temporary:
        with os.fdopen(_begun(temporary), "wb") as file:
            yield file
        os.replace(temporary, path)


def read(path: Path) -> bytes | None:
    """The bytes of a file, or None when there is no such file.

    Raises:
        StateError: it is there and cannot be read.
    """
    try:
        # Without a file object, for which the system is asked twice as many things.
        number = os.open(path, os.O_RDONLY | _BINARY)
        try:
            left, pieces = os.fstat(number).st_size, list[bytes]()
            while left > 0 and (piece := os.read(number, left)):
                pieces.append(piece)
                left -= len(piece)
        finally:
            os.close(number)
        return b"".join(pieces)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as problem:
        raise _unreadable(path, problem) from problem


def _unreadable(path: Path, problem: OSError) -> StateError:
    words = f"cannot read {path}: {problem.strerror}"
    return StateError(words, hint="check who owns the cache folder")


def packed(body: bytes) -> bytes:
    """Bytes as gzip; the same bytes whenever it is done."""
    return gzip.compress(body, compresslevel=6, mtime=0)


def unpacked(path: Path, sha256: str) -> bytes | None:
    """The bytes of a gzip file, or None when it is absent, damaged or not of this hash."""
    data = read(path)
    if data is None:
        return None
    try:
        body = gzip.decompress(data)
    except (OSError, EOFError, zlib.error):
        return None
    return body if hashlib.sha256(body).hexdigest() == sha256 else None


def files_under(folder: Path) -> Iterator[Path]:
    """Every file below a folder, in the order of names; also unfinished ones."""
    for here, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            yield Path(here, name)


def names_in(folder: Path) -> list[str]:
    """The names in a folder, none where it is none. Raises StateError when it cannot be read."""
    try:
        return os.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as problem:
        raise _unreadable(folder, problem) from problem


def is_unfinished(path: Path) -> bool:
    """True for what a process that died in the middle of writing left behind."""
    return path.name.startswith(TEMPORARY)


def _temporary_of(path: Path) -> Path:
    """Where a file stands until it is whole; no process and no machine makes the same name."""
    return path.parent / f"{TEMPORARY}{_OURS}-{os.getpid()}-{next(_NUMBERS)}"


@contextlib.contextmanager
def _removed(temporary: Path) -> Iterator[Path]:
    """A file that is gone when the block ends."""
    try:
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


def _begun(temporary: Path) -> int:
    """A new file to write to; its folder is made where it is missing, which is seldom."""
    how = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY
    try:
        return os.open(temporary, how, 0o666)
    except FileNotFoundError:
        temporary.parent.mkdir(parents=True, exist_ok=True)
        return os.open(temporary, how, 0o666)


def _write(temporary: Path, data: bytes, *, durable: bool) -> None:
    number = _begun(temporary)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(number, rest) :]
        if durable:
            os.fsync(number)
    finally:
        os.close(number)


@contextlib.contextmanager
def told(path: Path, hint: str = HINT) -> Iterator[None]:
    """Every OSError as a StateError that says why a path cannot be written."""
    try:
        yield
    except OSError as problem:
        reason = _REASONS.get(problem.errno or 0, problem.strerror or str(problem))
        raise StateError(f"cannot write {path}: {reason}", hint=hint) from problem
