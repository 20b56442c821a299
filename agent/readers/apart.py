"""Formats that are parsed apart, in one helper process: PDF, and what comes in a zip or an old file.

Their parsers can be made to take all memory or to run for ever by a file of a few kilobytes. The
helper is started when the first such file is to be read, is given little memory and CPU, and is
started anew after it died: a parser that dies costs one page. What it says is a Page as JSON.
"""

from __future__ import annotations

import atexit
import base64
import contextlib
import datetime
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO

from agent.errors import ReadFailed
from agent.readers.apart_child import ANSWER, DRAWN, OF_PICTURES, Asked, Told, loaded
from agent.readers.recognition import HINT, MARK, installed
from agent.records import Fetched, Page

SECONDS = 60.0
"""Wall-clock seconds that one file may take; on a busy machine more than its seconds of CPU."""
SECONDS_OF_PICTURES = 400.0
_ANY_TIME = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


class Apart:
    """A reader whose parser runs in the helper process.

    Args:
        kind: the name of the reader in apart_child.READERS.
        seconds: wall-clock seconds for one file.
    """

    def __init__(self, kind: str, seconds: float = SECONDS) -> None:
        self._kind = kind
        self._seconds = seconds

    @property
    def name(self) -> str:
        """The name of the reader itself, with its version."""
        return loaded(self._kind).name

    def read(self, fetched: Fetched, label: str = "") -> Page:
        """See readers.Reader; raises ReadFailed, too_large where the file takes too much."""
        asked = Asked(kind=self._kind, label=label, size=len(fetched.body))
        told = _helper_of(self._kind).ask(asked, fetched, self._seconds)
        if told.page is not None:
            return told.page
        raise ReadFailed(told.cause, told.message, hint=told.hint)


class _Scans:
    """Reads a PDF; pages that are pictures too, where the extra ``ocr`` is installed."""

    @property
    def name(self) -> str:
        """The name of the reader itself, with its version."""
        return loaded("pdf").name + (MARK if installed() else "")

    def read(self, fetched: Fetched, label: str = "") -> Page:
        """See readers.Reader; raises ReadFailed, too_large where the file takes too much."""
        try:
            page = Apart("pdf").read(fetched, label)
        except ReadFailed as failed:
            if failed.cause != "scanned" or not installed():
                raise
        else:
            if not page.pictures or not installed():
                return page.model_copy(update={"reader": self.name})
        return Apart("scan", SECONDS_OF_PICTURES).read(fetched, label)


class _Pictures:
    """Reads pictures, where the extra ``ocr`` is there: ``able`` says so."""

    def __init__(self, able: Callable[[], bool]) -> None:
        self._able = able

    @property
    def name(self) -> str:
        """Its name, with its version; another where pictures are read."""
        return f"picture/1{MARK if self._able() else ''}"

    def read(self, fetched: Fetched, label: str = "") -> Page:
        """See readers.Reader; raises ReadFailed: picture, where the extra is not there."""
        if not self._able():
            raise ReadFailed("picture", f"a picture: {fetched.answered_url}", hint=HINT)
        return Apart("picture", SECONDS_OF_PICTURES).read(fetched, label)


def drawn(body: bytes, number: int) -> bytes:
    """A page of a PDF, or a picture, drawn anew as PNG; pages count from 1.

    Raises:
        ReadFailed: it cannot be drawn, or the extra ``ocr`` is not there.
    """
    if not installed():
        raise ReadFailed("picture", "pictures cannot be drawn here", hint=HINT)
    fetched = Fetched(
        url="", answered_url="", status=200, headers={}, body=body, sha256="", fetched_at=_ANY_TIME
    )
    asked = Asked(kind=DRAWN, label=str(number), size=len(body))
    told = _PICTURES.ask(asked, fetched, SECONDS)
    if not told.picture:
        raise ReadFailed(told.cause, told.message, hint=told.hint)
    return base64.b64decode(told.picture)


def pdf() -> _Scans:
    """The reader of PDF files."""
    return _Scans()


def picture(able: Callable[[], bool] = installed) -> _Pictures:
    """The reader of pictures."""
    return _Pictures(able)


def docx() -> Apart:
    """The reader of DOCX files."""
    return Apart("docx")


def sheet() -> Apart:
    """The reader of XLS and XLSX files."""
    return Apart("sheet")


class _Helper:
    """The process, and the one caller at a time that speaks with it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def ask(self, asked: Asked, fetched: Fetched, seconds: float) -> Told:
        """What came of one file."""
        with self._lock:
            process = self._running()
            overdue = threading.Event()

            def stop() -> None:
                overdue.set()
                process.kill()

            timer = threading.Timer(seconds, stop)
            timer.start()
            try:
                told = _spoken(process, asked, fetched)
            finally:
                timer.cancel()
            if told is not None:
                return told
            code = self._buried(process)
        return _died(fetched, overdue=overdue.is_set(), code=code)

    def _running(self) -> subprocess.Popen[bytes]:
        process = self._process
        if process is not None and self._owner == os.getpid():
            if process.poll() is None:
                return process
            self._buried(process)
        root = str(Path(__file__).parents[2])
        known = os.environ.get("PYTHONPATH")
        self._owner = os.getpid()
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "agent.readers.apart_child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": f"{root}{os.pathsep}{known}" if known else root},
        )
        return self._process

    def _buried(self, process: subprocess.Popen[bytes]) -> int:
        """Its exit code, once it has ended for certain."""
        self._process = None
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        return process.wait()

    def close(self) -> None:
        """End the process; it is idle when nobody reads."""
        process = self._process
        if process is not None and self._owner == os.getpid():
            self._buried(process)


def _spoken(process: subprocess.Popen[bytes], asked: Asked, fetched: Fetched) -> Told | None:
    """The answer of the helper; None when it died over the file."""
    writer, reader = process.stdin, process.stdout
    if writer is None or reader is None:
        return None
    try:
        writer.write(asked.model_dump_json().encode() + b"\n")
        bare = fetched.model_copy(update={"body": b""})
        writer.write(bare.model_dump_json().encode() + b"\n")
        writer.write(fetched.body)
        writer.flush()
        return _answer(reader)
    except (OSError, ValueError):
        return None


def _answer(reader: IO[bytes]) -> Told | None:
    head = reader.readline()
    if not head.startswith(ANSWER):
        return None
    size = int(head.removeprefix(ANSWER))
    body = reader.read(size)
    return Told.model_validate_json(body) if len(body) == size else None


def _died(fetched: Fetched, *, overdue: bool, code: int) -> Told:
    why = "took too long" if overdue or code == -_SIGXCPU else f"its parser died ({code})"
    return Told(
        cause="too_large" if overdue or code == -_SIGXCPU else "damaged",
        message=f"the document cannot be read ({why}): {fetched.answered_url}",
    )


_SIGXCPU = 24
"""The signal that ends a process which has used up its CPU seconds (Linux, macOS)."""

_HELPER, _PICTURES = _Helper(), _Helper()
atexit.register(_HELPER.close)
atexit.register(_PICTURES.close)


def _helper_of(kind: str) -> _Helper:
    """Pictures have a helper of their own: its models weigh half a gigabyte, and a page takes seconds."""
    return _PICTURES if kind in OF_PICTURES else _HELPER
