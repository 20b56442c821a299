"""TextCarbon's ``*_change_points.txt``.

A head (``File: Shanxi_Ground_Transport.csv`` and count lines), then one block for each point::

    Point 1:
      Date: 2020-11-15
      Type: Seasonal
      Confidence: 0.54
      Features:
        magnitude: 0.0001
        ...

Region and sector stand only in the file name of the head, with underscores inside both of them
(Inner_Mongolia_Ground_Transport), so they are told apart by the tables of names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from agent.changepoints.entries import Context
from agent.changepoints.row import Parsed, Row, one_line
from agent.errors import UsageError
from agent.lazy import lazy_pattern
from agent.sectors.file_names import words_of_file_name
from agent.text.files import file_name

POINT = lazy_pattern(r"^Point\s+(\d+)\s*[:：]\s*$", re.IGNORECASE)
HEAD = lazy_pattern(r"^File\s*[:：]\s*(.+?)\s*$", re.IGNORECASE)
DECLARED = lazy_pattern(r"^Top significant points.*[:：]\s*(\d+)\s*$", re.IGNORECASE)
ENTRY = lazy_pattern(r"^\s*+([^:：]{1,200}?)\s{0,40}[:：](.*)$")
FIELDS = {"date": "date", "type": "kind", "confidence": "confidence"}

Line = tuple[int, str]


def looks_like(text: str) -> bool:
    """True when a text is in this format: it has the head or at least one block."""
    return any(POINT.match(line) or HEAD.match(line) for line in text.splitlines())


def parse(text: str, context: Context) -> Iterator[tuple[int, Parsed]]:
    """Each block with the line it starts at; a broken block is a problem and the others go on.

    Files that were joined into one keep each their own head.
    """
    lines = list(enumerate(text.splitlines(), start=1))
    heads = [index for index, (_, line) in enumerate(lines) if HEAD.match(line)]
    starts = [0, *heads[1:], len(lines)]
    for start, end in pairwise(starts):
        yield from _section(lines[start:end], context)


def _section(lines: list[Line], context: Context) -> Iterator[tuple[int, Parsed]]:
    starts = [index for index, (_, line) in enumerate(lines) if POINT.match(line)]
    head = lines[: starts[0]] if starts else lines
    first = lines[0][0]
    try:
        name, names = _file_name(head, file_name(context.path)), context.names
        province, sector = words_of_file_name(name, names.places, names.sectors)
    except UsageError as error:
        yield first, context.problem(first, one_line(error))
        return
    yield from _count(head, len(starts), context)
    for start, end in pairwise([*starts, len(lines)]):
        number = lines[start][0]
        try:
            yield number, _block(lines[start + 1 : end], province, sector)
        except _Broken as broken:
            where = broken.line or number
            label = lines[start][1].strip().rstrip(":：")
            yield where, context.problem(where, f"{label} is broken: {broken.message}")


class _Broken(UsageError):
    """A block that cannot be used; ``line`` is 0 when no single line is to blame."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def _file_name(head: list[Line], path: str) -> str:
    for _, line in head:
        if found := HEAD.match(line):
            return re.sub(r"\.\w+$", "", found[1])
    return re.sub(r"(_change_points)?\.\w+$", "", Path(path).name)


def _count(head: list[Line], found: int, context: Context) -> Iterator[tuple[int, Parsed]]:
    declared = next(((n, int(m[1])) for n, line in head if (m := DECLARED.match(line))), None)
    if declared and declared[1] != found:
        message = f"the head announces {declared[1]} points, {found} stand here: cut off?"
        yield declared[0], context.problem(declared[0], message)
    elif not found:
        first = head[0][0]
        yield first, context.problem(first, "no Point block stands here")


def _block(lines: list[Line], province: str, sector: str) -> Row:
    values: dict[str, str] = {}
    features: dict[str, str] = {}
    inside_features = False
    for number, line in lines:
        if not line.strip():
            continue
        found = ENTRY.match(line)
        if not found:
            raise _Broken(number, f"not understood: {line.strip()!r}")
        name, value = found[1], found[2].strip()
        if name.lower() == "features" and not value:
            inside_features = True
            continue
        target = features if inside_features else values
        key = name if inside_features else FIELDS.get(name.lower(), "")
        if not key:
            raise _Broken(number, f"unknown entry {name!r}")
        if key in target:
            raise _Broken(number, f"{name} stands twice")
        target[key] = value
    missing = [name.capitalize() for name, key in FIELDS.items() if not values.get(key)]
    if missing:
        raise _Broken(0, f"without {', '.join(missing)}")
    return Row(province=province, sector=sector, features=features, **values)
