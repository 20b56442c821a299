"""The helper process that parses documents: ``python -m agent.readers.apart_child``, see apart.

It reads a question (two lines of JSON and the bytes), answers with a line that tells the size of
the JSON that follows, and ends when nobody asks any more. Before each file it is given so much
memory and CPU and no more.
"""

from __future__ import annotations

import base64
import contextlib
import gc
import importlib
import signal
import sys
from collections.abc import Callable
from functools import partial
from typing import IO, Any

from agent.errors import ReadFailed
from agent.readers import Reader
from agent.records import Fetched, Page, Record

READERS = {
    "pdf": "agent.readers.pdf:PdfReader",
    "docx": "agent.readers.docx:DocxReader",
    "sheet": "agent.readers.sheet:SheetReader",
    "scan": "agent.readers.ocr:ScanReader",
    "picture": "agent.readers.ocr:PictureReader",
}
DRAWN = "drawn"
OF_PICTURES = ("scan", "picture", DRAWN)
"""What decodes pictures: it is given more, because the models that read letters weigh much."""
ANSWER = b"page "
CPU_SECONDS = 15
MEMORY = 200 * 1024 * 1024
"""Bytes of address space that a file may take beyond what the parsers themselves need."""
_SECONDS_OF_PICTURES, _MEMORY_OF_PICTURES = 180, 2500 * 1024 * 1024


class Asked(Record):
    """One file to read: by which reader, what the link to it said, and how many bytes follow."""

    kind: str
    label: str
    size: int


class Told(Record):
    """What came of it: a page, or why there is none."""

    page: Page | None = None
    picture: str = ""
    cause: str = ""
    message: str = ""
    hint: str = ""


def main() -> None:
    """Answer until nobody asks."""
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    reader, writer = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    readers: dict[str, Reader] = {}
    while question := reader.readline():
        asked = Asked.model_validate_json(question)
        bare = Fetched.model_validate_json(reader.readline())
        fetched = bare.model_copy(update={"body": reader.read(asked.size)})
        _grant(of_pictures=asked.kind in OF_PICTURES)
        if asked.kind == DRAWN:
            read = partial(_drawn, fetched, asked.label)
        else:
            member = readers.get(asked.kind) or loaded(asked.kind)
            readers[asked.kind] = member
            read = partial(_page, member, fetched, asked.label)
        _tell(writer, _told(read, fetched))
        del fetched
        gc.collect()


def _page(reader: Reader, fetched: Fetched, label: str) -> Told:
    return Told(page=reader.read(fetched, label))


def _drawn(fetched: Fetched, number: str) -> Told:
    from agent.readers.ocr import drawn  # noqa: PLC0415 - an extra

    return Told(picture=base64.b64encode(drawn(fetched, int(number))).decode("ascii"))


def _told(read: Callable[[], Told], fetched: Fetched) -> Told:
    try:
        return read()
    except ReadFailed as failed:
        return Told(cause=failed.cause, message=failed.message, hint=failed.hint)
    except MemoryError:
        words = f"the document takes too much memory: {fetched.answered_url}"
        return Told(cause="too_large", message=words)
    except Exception as problem:  # noqa: BLE001 - whatever a file breaks costs its page alone
        words = f"{fetched.answered_url} broke its reader ({type(problem).__name__}: {problem})"
        return Told(cause="damaged", message=words.replace("\n", " ")[:400])


def _tell(writer: IO[bytes], told: Told) -> None:
    body = told.model_dump_json().encode()
    writer.write(ANSWER + f"{len(body)}\n".encode() + body)
    writer.flush()


def _grant(*, of_pictures: bool) -> None:
    """So much more CPU and memory than was used so far; where the system knows such limits."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + (
        _SECONDS_OF_PICTURES if of_pictures else CPU_SECONDS
    )
    _limit(resource, resource.RLIMIT_CPU, seconds)
    size = _address_space()
    if size:
        _limit(
            resource, resource.RLIMIT_AS, size + (_MEMORY_OF_PICTURES if of_pictures else MEMORY)
        )


def _limit(resource: Any, which: int, value: int) -> None:
    with contextlib.suppress(ValueError, OSError):
        hard = resource.getrlimit(which)[1]
        soft = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(which, (soft, hard))


def _address_space() -> int:
    """Bytes that the process has mapped, on Linux; else 0."""
    try:
        with open("/proc/self/statm", encoding="ascii") as told:
            return int(told.read().split()[0]) * 4096
    except (OSError, ValueError):
        return 0


def loaded(kind: str) -> Reader:
    """The reader of a kind itself."""
    module, _, name = READERS[kind].partition(":")
    made: Reader = getattr(importlib.import_module(module), name)()
    return made


if __name__ == "__main__":
    main()
