"""Changepoints as a table: a CSV with a header, or a JSON list of objects with the same names.

Columns are found by name, in English or Chinese, in any order; what is not a known column is kept
as a feature. The separator is the one that makes most columns of the header known.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any

from agent.changepoints.row import InputProblem, Parsed, Row, years_stand_last
from agent.errors import UsageError

COLUMNS = {
    "province": ("province", "region", "state", "省份", "省", "地区", "省级行政区"),
    "sector": ("sector", "部门", "行业", "领域"),
    "date": ("date", "changepoint", "change_point", "cp", "日期", "转折点", "变点"),
    "kind": ("type", "kind", "类型"),
    "confidence": ("confidence", "score", "置信度"),
    "first": (
        "start",
        "lower",
        "ci_low",
        "ci_lower",
        "interval_start",
        "date_start",
        "start_date",
        "下界",
        "起",
    ),
    "last": (
        "end",
        "upper",
        "ci_high",
        "ci_upper",
        "interval_end",
        "date_end",
        "end_date",
        "上界",
        "止",
    ),
}
"""Names of columns. A detector's ``probability`` is no such score and stays a feature."""

KNOWN = {alias: column for column, aliases in COLUMNS.items() for alias in aliases}
SEPARATORS = (",", "\t", ";", "|", "，", "；")
DATES = ("date", "first", "last")
ENDS = ("start", "end")

Item = tuple[int, dict[str, str], dict[str, str]] | InputProblem
"""A row: its line, its cells by column, the features it gave as such; or what is wrong with it."""


def looks_like(text: str) -> bool:
    """True for a CSV whose header names a province and a date, and a list of such objects."""
    if text.lstrip().startswith("["):
        named = re.findall(r'"([^"\n]{1,40})"\s*:', text[:4000])
        return {"province", "date"} <= {_column(name) for name in named}
    header = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(SEPARATORS, key=lambda mark: _known_in(header, mark))
    return not _header_fault([_column(cell) for cell in header.split(separator)])


def parse_csv(text: str, path: str) -> Iterator[tuple[int, Parsed]]:
    """Each row with its line; a broken row is a problem and the others go on."""
    yield from _rows(list(_csv_items(text, path)))


def parse_json(text: str, path: str) -> Iterator[tuple[int, Parsed]]:
    """Each object of the list with its line; what follows a syntax error is not read."""
    yield from _rows(list(_json_items(text, path)))


def _rows(items: list[Item]) -> Iterator[tuple[int, Parsed]]:
    sound = [item for item in items if not isinstance(item, InputProblem)]
    day_first = years_stand_last([cells.get(name, "") for _, cells, _ in sound for name in DATES])
    for item in items:
        if isinstance(item, InputProblem):
            yield item.line, item
            continue
        line, cells, features = item
        values = {"date": "", "province": ""} | {n: v for n, v in cells.items() if n in COLUMNS}
        others = {n: v for n, v in cells.items() if n not in COLUMNS and v}
        yield line, Row(**values, features=others | features, day_first=day_first)


def _csv_items(text: str, path: str) -> Iterator[Item]:
    def problem(line: int, message: str) -> InputProblem:
        return InputProblem(path=path, line=line, message=message)

    header = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(SEPARATORS, key=lambda mark: _known_in(header, mark))
    reader = csv.reader(io.StringIO(text), delimiter=separator, skipinitialspace=True)
    names: list[str] = []
    rows = 0
    try:
        for cells in reader:
            line = reader.line_num - sum(cell.count("\n") for cell in cells)
            if not any(cell.strip() for cell in cells):
                continue
            if not names:
                names = [_column(cell) for cell in cells]
                if fault := _header_fault(names):
                    yield problem(line, fault)
                    return
                continue
            rows += 1
            if any(cell.strip() for cell in cells[len(names) :]):
                yield problem(line, f"{len(cells)} cells under {len(names)} columns")
                continue
            pairs = zip(names, cells, strict=False)
            yield line, {name: cell.strip() for name, cell in pairs if name}, {}
    except csv.Error as error:
        yield problem(reader.line_num, f"broken CSV: {error}; what follows was not read")
        return
    if not rows:
        yield problem(1, "no row stands here")


def _json_items(text: str, path: str) -> Iterator[Item]:
    count = 0
    try:
        for line, value in _elements(text):
            count += 1
            try:
                yield line, *_flat(value)
            except UsageError as error:
                yield InputProblem(path=path, line=line, message=error.message)
    except json.JSONDecodeError as error:
        message = f"broken JSON: {error.msg}; what follows was not read"
        yield InputProblem(path=path, line=error.lineno, message=message)
        return
    if not count:
        yield InputProblem(path=path, line=1, message="the list is empty")


def _known_in(header: str, separator: str) -> int:
    return sum(_column(cell) in COLUMNS for cell in header.split(separator))


def _column(cell: str) -> str:
    plain = cell.strip().strip('"').strip()
    return KNOWN.get(plain.lower().replace(" ", "_"), plain)


def _header_fault(names: list[str]) -> str:
    missing = [column for column in ("province", "date") if column not in names]
    if missing:
        return (
            f"no column for {' and '.join(missing)} among: {', '.join(names)}"
            f" (known names: {'; '.join(', '.join(COLUMNS[column]) for column in missing)})"
        )
    twice = sorted({name for name in names if name and names.count(name) > 1})
    return f"two columns mean {', '.join(twice)}" if twice else ""


def _elements(text: str) -> Iterator[tuple[int, Any]]:
    """The elements of a JSON list, each with the line it begins at."""
    decoder = json.JSONDecoder()
    at = _skip(text, 0)
    if text[at : at + 1] != "[":
        raise json.JSONDecodeError("a list of objects is expected", text, at)
    at = _skip(text, at + 1)
    while text[at : at + 1] != "]":
        line = text.count("\n", 0, at) + 1
        value, at = decoder.raw_decode(text, at)
        yield line, value
        at = _skip(text, at)
        if text[at : at + 1] == ",":
            at = _skip(text, at + 1)
        elif text[at : at + 1] != "]":
            raise json.JSONDecodeError("expected , or ]", text, at)
    if (after := _skip(text, at + 1)) < len(text):
        raise json.JSONDecodeError("something stands after the list", text, after)


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\n":
        at += 1
    return at


def _flat(value: Any) -> tuple[dict[str, str], dict[str, str]]:
    """The object as cells and features.

    ``interval`` may be a pair or an object with start and end, ``features`` an object.
    Raises UsageError when it is no such object.
    """
    if not isinstance(value, dict):
        raise UsageError(f"an object is expected, not {_cell(value)[:80]}")
    merged = dict(value)
    features = merged.pop("features", None) or {}
    interval = merged.pop("interval", None) or {}
    if isinstance(interval, list) and len(interval) == len(ENDS):
        interval = dict(zip(ENDS, interval, strict=True))
    if not isinstance(features, dict) or not isinstance(interval, dict):
        raise UsageError("features must be an object, an interval a pair of dates")
    cells: dict[str, str] = {}
    for name, content in (*merged.items(), *interval.items()):
        column = _column(name)
        if cells.get(column) and column in COLUMNS:
            raise UsageError(f"two entries mean {column}")
        cells[column] = _cell(content)
    return cells, {name: _cell(content) for name, content in features.items()}


def _cell(content: Any) -> str:
    if content is None:
        return ""
    return content.strip() if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
