"""Text files as people have them: several encodings, several line ends."""

from __future__ import annotations

import os
from pathlib import Path

from agent.errors import UsageError


def read_text(path: Path) -> str:
    """The text of an input file: UTF-8 or UTF-16 by its mark, UTF-8, else GB 18030.

    Raises UsageError when it cannot be read or is no text.
    """
    return text_of(read_bytes(path), path)


def read_bytes(path: Path) -> bytes:
    """The bytes of an input file. Raises UsageError when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read {file_name(path)}: {error.strerror}") from error


def file_name(path: Path) -> str:
    """The path in characters that can be shown and stored, also of a name in the bytes of GBK.

    A system in UTF-8 gives such bytes (an archive packed on a Chinese Windows) as lone surrogates,
    which no terminal and no database takes.
    """
    name = os.fsencode(path)
    for encoding in ("utf-8", "gb18030"):
        try:
            return name.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name.decode("utf-8", "replace")


def text_of(body: bytes, path: Path) -> str:
    """The text of a file's bytes. Raises UsageError when they are no text."""
    marked = body.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ["utf-16"] if marked else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise UsageError(
        f"{file_name(path)} is no text file in UTF-8, UTF-16 or GBK",
        hint="save it as UTF-8 text or CSV",
    )
