"""Files that are whole or absent: written beside their place, then moved into it in one step.

A process that dies in between leaves only a file whose name starts with ``.tmp-``; nothing reads
those, and pruning removes them. Every OSError leaves here as a StateError with one clear line.
"""

from __future__ import annotations

import contextlib
import errno
import gzip
import hashlib
import os
import uuid
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from agent.errors import StateError

TEMPORARY = ".tmp-"
"""How the name of an unfinished file starts."""

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
    with told(path), _temporary(path) as temporary:
        with _begun(temporary) as file:
            file.write(data)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        try:
            os.link(temporary, path)
        except FileExistsError:
            return False
        except OSError:
            # Some file systems (exFAT, network shares) know no hard links.
            if path.exists():
                return False
            os.replace(temporary, path)
        return True


def write_over(path: Path, data: bytes) -> None:
    """Write a file, in place of one that may stand there; readers see the old one or the new one.

    Raises:
        StateError: it could not be written; what stood there is untouched.
    """
    with replacing(path) as file:
        file.write(data)


@contextlib.contextmanager
def replacing(path: Path, *, hint: str = HINT) -> Iterator[BinaryIO]:
    """A file to write bit by bit; it takes its place when the block ends, and only then.

    Raises:
        StateError: it could not be written; what stood there is untouched.
    """
    with told(path, hint), _temporary(path) as temporary:
        with _begun(temporary) as file:
            yield file
        os.replace(temporary, path)


def read(path: Path) -> bytes | None:
    """The bytes of a file, or None when there is no such file.

    Raises:
        StateError: it is there and cannot be read.
    """
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as problem:
        raise StateError(
            f"cannot read {path}: {problem.strerror}", hint="check who owns the cache folder"
        ) from problem


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


def is_unfinished(path: Path) -> bool:
    """True for what a process that died in the middle of writing left behind."""
    return path.name.startswith(TEMPORARY)


@contextlib.contextmanager
def _temporary(path: Path) -> Iterator[Path]:
    """Where a file stands until it is whole; gone when the block ends."""
    temporary = path.parent / f"{TEMPORARY}{uuid.uuid4().hex}"
    try:
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


def _begun(temporary: Path) -> BinaryIO:
    """A new file to write to; its folder is made where it is missing, which is seldom."""
    try:
        return temporary.open("xb")
    except FileNotFoundError:
        temporary.parent.mkdir(parents=True, exist_ok=True)
        return temporary.open("xb")


@contextlib.contextmanager
def told(path: Path, hint: str = HINT) -> Iterator[None]:
    """Every OSError as a StateError that says why a path cannot be written."""
    try:
        yield
    except OSError as problem:
        reason = _REASONS.get(problem.errno or 0, problem.strerror or str(problem))
        raise StateError(f"cannot write {path}: {reason}", hint=hint) from problem
