"""Text files as people have them: several encodings, several line ends."""

from __future__ import annotations

from pathlib import Path

from agent.errors import UsageError


def read_text(path: Path) -> str:
    """The text of an input file: UTF-8 or UTF-16 by its mark, UTF-8, else GB 18030.

    Raises UsageError when it cannot be read or is no text.
    """
    try:
        body = path.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error
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
        f"{path} is no text file in UTF-8, UTF-16 or GBK", hint="save it as UTF-8 text or CSV"
    )
