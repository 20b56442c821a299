"""What a file in a zip may unpack to, looked at before its parser sees it."""

from __future__ import annotations

import io
import zipfile
import zlib

from agent.errors import ReadFailed
from agent.records import Fetched

_MOST_BYTES = 60_000_000
_MOST_PART = 20_000_000
"""Bytes of one part of XML. Its tree takes some ten times as much."""
_MOST_MEMBERS = 2000
_MOST_RATIO = 200
_SMALL = 1024 * 1024


def check_zip(fetched: Fetched, what: str, most_part: int = _MOST_PART) -> None:
    """Count and size the members of a zip.

    Raises:
        ReadFailed: too_large; damaged: it is no zip.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(fetched.body)) as archive:
            _check(fetched, what, archive, most_part)
    except (
        zipfile.BadZipFile,
        zlib.error,
        ValueError,
        NotImplementedError,
        OSError,
        EOFError,
        RuntimeError,
    ) as error:
        raise ReadFailed(
            "damaged",
            f"the {what} cannot be read ({type(error).__name__}): {fetched.answered_url}",
        ) from error


def _check(fetched: Fetched, what: str, archive: zipfile.ZipFile, most_part: int) -> None:
    members = archive.infolist()
    if len(members) > _MOST_MEMBERS:
        raise _too_large(fetched, what, f"{len(members)} members")
    total = 0
    for member in members:
        total += member.file_size
        ratio = member.file_size / max(1, member.compress_size)
        is_part = member.filename.lower().endswith((".xml", ".rels"))
        if (
            total > _MOST_BYTES
            or (is_part and member.file_size > most_part)
            or (member.file_size > _SMALL and ratio > _MOST_RATIO)
        ):
            raise _too_large(fetched, what, f"{member.file_size} bytes in {member.filename!r}")
    for member in members:
        # The sizes in the directory may lie, so each member is also read up to its size.
        with archive.open(member) as stream:
            read = 0
            while chunk := stream.read(_SMALL):
                read += len(chunk)
                if read > max(member.file_size, _SMALL):
                    raise _too_large(fetched, what, f"{member.filename!r} is larger than it says")


def _too_large(fetched: Fetched, what: str, why: str) -> ReadFailed:
    return ReadFailed(
        "too_large", f"the {what} unpacks to too much ({why}): {fetched.answered_url}"
    )
