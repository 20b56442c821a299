"""The files of an audit: what the paths name, in order, and what among it is no report."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from agent.audit.items import Problem, Text
from agent.errors import UsageError
from agent.text.files import read_text

REPORTS = (".txt", ".md", ".markdown", ".text")
NO_REPORTS = frozenset({"all_change_points_summary.txt", "summary.txt"})
"""Names of what counts reports, of collectors and of our own runs."""
LARGEST = 64 * 1024 * 1024
"""Bytes of the largest file that is read: hundreds of reports in one still are a few MB."""


def read_files(paths: Sequence[Path]) -> tuple[tuple[Text, ...], tuple[Problem, ...]]:
    """The texts of all files, each once, and a problem for each that is none.

    Raises UsageError when a path does not exist.
    """
    texts: list[Text] = []
    problems: list[Problem] = []
    seen: set[Path] = set()
    for path in paths:
        if not path.exists():
            raise UsageError(f"there is no {path}")
        for file, asked in _files(path):
            if file.resolve() in seen:
                continue
            seen.add(file.resolve())
            told = _read(file, asked=asked)
            if isinstance(told, Text):
                texts.append(told)
            else:
                problems.append(told)
    return tuple(texts), tuple(problems)


def _files(path: Path) -> list[tuple[Path, bool]]:
    """The files at a path, and whether the user named them himself."""
    if not path.is_dir():
        return [(path, True)]
    found = []
    for folder, below, names in os.walk(path):
        below[:] = sorted(name for name in below if not name.startswith("."))
        found += [Path(folder) / name for name in sorted(names) if not name.startswith(".")]
    return [(file, False) for file in found]


def _read(file: Path, *, asked: bool) -> Text | Problem:
    path = file.as_posix()
    if not asked and (file.suffix.lower() not in REPORTS or file.name in NO_REPORTS):
        return Problem(path=path, line=1, code="other_file", lost=False)
    try:
        size = file.stat().st_size
        if not file.is_file():
            return Problem(path=path, line=1, code="unreadable", values={"why": "no regular file"})
        if size > LARGEST:
            values = {"why": f"{size} bytes are more than {LARGEST}"}
            return Problem(path=path, line=1, code="unreadable", values=values)
        text = read_text(file)
        with file.open("rb") as opened:
            head = opened.read(65536)
    except OSError as error:
        return Problem(path=path, line=1, code="unreadable", values={"why": str(error.strerror)})
    except UsageError as error:
        return Problem(path=path, line=1, code="unreadable", values={"why": error.message})
    end = "\r\n" if b"\r\n" in head or b"\r\x00\n\x00" in head else "\n"
    return Text(path=path, lines=tuple(text.split("\n")), line_end=end)
