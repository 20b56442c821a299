"""JSON as people have it: a list of objects, one object a line, what pandas writes, a detector's result.

What follows a syntax error is not read; what stands before it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any

from pydantic import ValidationError

from agent.changepoints import rbeast
from agent.changepoints.breaks import INDEX
from agent.changepoints.columns import column_of, plain_header
from agent.changepoints.days import is_day
from agent.changepoints.entries import DATE, Context, Entry, Item
from agent.errors import UsageError
from agent.lazy import lazy_pattern
from agent.records import Detection

ENDS = ("start", "end")
POSITIONS = lazy_pattern(r"\s{0,40}\[\s{0,40}\d")
"""A bare list of numbers: what ruptures' predict returns."""
WRAPPERS = ("changepoints", "change_points", "points", "data", "records")


def items(text: str, context: Context) -> Iterator[Item]:
    """The entries of a JSON text, each with the line it begins at."""
    if text.lstrip().startswith("["):
        yield from _elements_of(text, context)
        return
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        if error.msg.startswith("Extra data"):
            yield from _lines(text, context)
        else:
            yield _broken(error, context)
        return
    yield from _of_object(value, context)


def _elements_of(text: str, context: Context) -> Iterator[Item]:
    count, positions = 0, POSITIONS.match(text)
    try:
        for line, value in _elements(text):
            count += 1
            if positions and isinstance(value, int):
                yield Entry(line, {INDEX[0]: str(value)})
                continue
            if isinstance(value, str) and is_day(value):
                yield Entry(line, {DATE: value})
                continue
            yield _item(line, value, context)
    except json.JSONDecodeError as error:
        yield _broken(error, context)
        return
    if not count:
        yield context.problem(1, "the list is empty")


def _lines(text: str, context: Context) -> Iterator[Item]:
    """One object a line; a broken line is a problem and the others go on."""
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            yield _item(number, json.loads(line), context)
        except json.JSONDecodeError as error:
            yield context.problem(number, f"broken JSON: {error.msg}; this line was not read")


def _broken(error: json.JSONDecodeError, context: Context) -> Item:
    return context.problem(error.lineno, f"broken JSON: {error.msg}; what follows was not read")


def _of_object(value: dict[str, Any], context: Context) -> Iterator[Item]:
    """The entries of one object that holds them all."""
    if rbeast.is_object(value):
        yield from rbeast.entries(value)
        return
    positions = next((name for name in value if plain_header(name) in INDEX), None)
    of_pandas = "columns" in value and "data" in value
    if positions is not None and isinstance(value[positions], list) and not of_pandas:
        rest = {name: content for name, content in value.items() if name != positions}
        rows: Sequence[Any] = [{positions: one} | rest for one in value[positions]]
        empty = f"{positions} is empty: the detector found no changepoint"
    else:
        rows, empty = _rows(value), "no changepoint stands here"
    for row in rows:
        yield _item(1, row, context)
    if not rows:
        yield context.problem(1, empty)


def _rows(value: dict[str, Any]) -> Sequence[Any]:
    """Rows of what pandas writes (its default, split, table), of a wrapper, or one object."""
    columns, data = value.get("columns"), value.get("data")
    if isinstance(columns, list) and isinstance(data, list):
        return [dict(zip(columns, row, strict=False)) for row in data if isinstance(row, list)]
    wrapped = [value[name] for name in WRAPPERS if isinstance(value.get(name), list)]
    if len(wrapped) == 1:
        return list(wrapped[0])
    parts = [part for name, part in value.items() if name not in ("features", "detection")]
    if parts and all(isinstance(part, list) for part in parts) and "date" in map(str.lower, value):
        # pandas' to_dict("list"): a list of cells under the name of each column.
        return [dict(zip(value, cells, strict=False)) for cells in zip_longest(*value.values())]
    if parts and all(isinstance(part, dict) for part in parts):
        index = dict.fromkeys(key for part in parts for key in part)
        return [{name: part.get(key) for name, part in value.items()} for key in index]
    return [value]


def _item(line: int, value: Any, context: Context) -> Item:
    try:
        return _flat(line, value, context)
    except UsageError as error:
        return context.problem(line, error.message)


def _elements(text: str) -> Iterator[tuple[int, Any]]:
    """The elements of a JSON list, each with the line it begins at."""
    decoder = json.JSONDecoder()
    at = _skip(text, 0)
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


def _flat(line: int, value: Any, context: Context) -> Entry:
    """The object as cells and features.

    ``interval`` may be a pair or an object with start and end, ``features`` an object, ``detection``
    that of a report. Raises UsageError when it is no such object.
    """
    if not isinstance(value, dict):
        raise UsageError(f"an object is expected, not {_cell(value)[:80]}")
    merged = dict(value)
    features = merged.pop("features", None) or {}
    interval = merged.pop("interval", None) or {}
    detection = _detection(merged.pop("detection", None))
    if isinstance(interval, list) and len(interval) == len(ENDS):
        interval = dict(zip(ENDS, interval, strict=True))
    if not isinstance(features, dict) or not isinstance(interval, dict):
        raise UsageError("features must be an object, an interval a pair of dates")
    cells = {name: _cell(content) for name, content in (*merged.items(), *interval.items())}
    settings = next((n for n in cells if column_of(n, context) == "settings"), "")
    if settings and isinstance(merged[settings], str):
        cells[settings] = merged[settings]
    return Entry(line, cells, {name: _cell(one) for name, one in features.items()}, detection)


def _detection(value: Any) -> Detection | None:
    try:
        return None if value is None else Detection.model_validate(value)
    except ValidationError as error:
        raise UsageError("detection is not that of a report") from error


def _cell(content: Any) -> str:
    if content is None or content != content:  # noqa: PLR0124 - NaN is the one that differs
        return ""
    return content.strip() if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
