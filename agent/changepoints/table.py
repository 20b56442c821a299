"""Changepoints as a table: rows under a header, of a text or of a workbook.

Columns are found by name, in any order; what is not a known column is kept as a feature. The
separator is the one that makes most columns of the header known. A title may stand above the header.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Sequence

from agent.changepoints import breaks, getspanel, rbeast
from agent.changepoints.columns import (
    ALSO_FEATURES,
    COLUMNS,
    DATES,
    column_of,
    fault_of,
    missing_among,
    missing_words,
)
from agent.changepoints.days import is_day, spelling_of
from agent.changepoints.entries import DATE, Context, Entry, Item, headers_of
from agent.changepoints.row import InputProblem, Parsed, Row, number_of
from agent.lazy import lazy_pattern
from agent.records import Detection

SEPARATORS = (",", "\t", ";", "|", "，", "；")
DECLARED = lazy_pattern(r"\s{0,40}\"?sep=(.)\"?\s{0,40}(?:\n|$)", re.IGNORECASE)
"""``sep=;``, the line that Excel writes and reads above a header."""
TITLES = 10
"""Rows above a header that are looked through."""
KIND_OF_COMPONENT = {"trend": "trend", "season": "seasonal", "seasonal": "seasonal"}
DIRECTIONS = {
    **dict.fromkeys(("up", "increase", "rise", "+", "positive", "1", "上升", "升"), "up"),
    **dict.fromkeys(("down", "decrease", "fall", "-", "negative", "-1", "下降", "降"), "down"),
}

DETECTED = (
    "detector",
    "settings",
    "component",
    "probability",
    "direction",
    "size",
    "series",
    "series_sha256",
)
"""Columns of what a detector says; most lists have none of them."""

Cells = tuple[int, list[str]]
"""A row: its line and its cells."""


Shape = Callable[[Sequence[Item], Context], Iterator[Item]]
"""Brings the entries of a detector's table into our columns, and keeps what it had as features."""


def shape_of(headers: Sequence[str], context: Context) -> Shape | None:
    """That of the detector whose headers these are, or None for a plain table."""
    members = (rbeast, getspanel, breaks)
    return next((member.read for member in members if member.fits(headers, context)), None)


def parsed_rows(items: Sequence[Item], context: Context) -> Iterator[tuple[int, Parsed]]:
    """Each entry as a Row, with its line; a broken one is a problem and the others go on."""
    shape = shape_of(headers_of(items), context)
    items = list(shape(items, context)) if shape else items
    named = [_named(item, context) for item in items]
    if missing := _missing(items, context):
        yield from ((item.line, item) for item in items if isinstance(item, InputProblem))
        yield missing.line, missing
        return
    sound = [cells for cells in named if cells]
    spelling = spelling_of([cells.get(name, "") for cells in sound for name in DATES])
    columns = {column for cells in sound for column in cells}
    filled = {
        "province": context.province,
        "sector": context.sector,
        "kind": context.given.kind,
    }
    filled = {name: value for name, value in filled.items() if value and name not in columns}
    for item, cells in zip(items, named, strict=True):
        if isinstance(item, InputProblem):
            yield item.line, item
            continue
        if twice := _twice(item, context):
            yield item.line, context.problem(item.line, twice)
            continue
        values = {"date": "", "province": ""} | filled
        values |= {name: cells[name] for name in Row.model_fields if name in cells}
        component = cells.get("component", "").strip().lower()
        if not cells.get("kind") and component in KIND_OF_COMPONENT:
            values["kind"] = KIND_OF_COMPONENT[component]
        yield (
            item.line,
            Row(
                **values,
                features=_features(item, context) | item.features,
                spelling=spelling,
                detection=item.detection or _detection(item, cells, context),
            ),
        )


def _missing(items: Sequence[Item], context: Context) -> InputProblem | None:
    """What no entry says and no option, once for all of them."""
    first = next((item for item in items if isinstance(item, Entry)), None)
    if first is None:
        return None
    headers = headers_of(items)
    missing = missing_among(headers, context)
    below = [first.cells.get(header, "") for header in headers]
    return context.problem(first.line, missing_words(missing, headers, below)) if missing else None


def _named(item: Item, context: Context) -> dict[str, str]:
    if isinstance(item, InputProblem):
        return {}
    return {column_of(header, context): cell for header, cell in item.cells.items()}


def _twice(entry: Entry, context: Context) -> str:
    columns = [column_of(header, context) for header, cell in entry.cells.items() if cell]
    twice = next((name for name in columns if name in COLUMNS and columns.count(name) > 1), "")
    return f"two entries mean {twice}" if twice else ""


def _features(entry: Entry, context: Context) -> dict[str, str]:
    columns = {header: column_of(header, context) for header in entry.cells}
    return {
        header: cell
        for header, cell in entry.cells.items()
        if cell and (columns[header] not in COLUMNS or columns[header] in ALSO_FEATURES)
    }


def _detection(entry: Entry, cells: dict[str, str], context: Context) -> Detection | None:
    if not any(cells.get(name) for name in DETECTED):
        return None
    score = number_of(cells.get("probability", ""))
    size = number_of(cells.get("size", ""))
    direction = DIRECTIONS.get(cells.get("direction", "").strip().lower(), "")
    if not direction and size:
        # Only a change that has a sign tells where it goes; a magnitude never falls below zero.
        signed = size < 0 or any(h.lower() in ("coef", "cpabruptchange") for h in entry.cells)
        direction = ("down" if size < 0 else "up") if signed else ""
    own = (h for h in entry.cells if column_of(h, context) == "probability")
    told = Detection(
        detector=cells.get("detector", ""),
        settings=_settings(cells.get("settings", "")),
        component=cells.get("component", ""),
        score_name=next(own, "") if score is not None else "",
        score=score,
        direction=direction,
        size=size,
        series=cells.get("series", ""),
        series_sha256=cells.get("series_sha256", ""),
    )
    return None if told == Detection() else told


def _settings(text: str) -> dict[str, str]:
    if not text:
        return {}
    try:
        told = json.loads(text)
    except ValueError:
        told = text
    if isinstance(told, dict):
        return {name: v if isinstance(v, str) else json.dumps(v) for name, v in told.items()}
    return {"settings": text}


def csv_items(text: str, context: Context) -> Iterator[Item]:
    """The entries of a text with separators."""
    skipped = DECLARED.match(text)
    body = text[skipped.end() :] if skipped else text
    separator = skipped[1] if skipped else _separator(body, context)
    reader = csv.reader(io.StringIO(body), delimiter=separator, skipinitialspace=True)
    rows: list[Cells] = []
    broken: list[Item] = []
    try:
        for cells in reader:
            line = reader.line_num - sum(cell.count("\n") for cell in cells)
            rows.append((line + bool(skipped), cells))
    except csv.Error as error:
        message = f"broken CSV: {error}; what follows was not read"
        broken = [context.problem(reader.line_num, message)]
    if not rows and broken:
        yield from broken
        return
    yield from tabular_items(rows, context)
    yield from broken


def tabular_items(rows: Sequence[Cells], context: Context) -> Iterator[Item]:
    """The entries below the header of a table, which may stand below a title."""
    rows = [(line, cells) for line, cells in rows if any(cell.strip() for cell in cells)]
    if rows and all(is_day("".join(cells)) for _, cells in rows):
        # Days alone, one a line: nobody writes a header above those.
        yield from (Entry(line, {DATE: "".join(cells).strip()}) for line, cells in rows)
        return
    at, fault = _header(rows, context)
    if fault:
        yield context.problem(rows[at][0], fault)
        return
    headers = [cell.strip().strip('"').strip() for cell in rows[at][1]] if rows else []
    for line, cells in rows[at + 1 :]:
        if any(cell.strip() for cell in cells[len(headers) :]):
            yield context.problem(line, f"{len(cells)} cells under {len(headers)} columns")
            continue
        pairs = zip(headers, cells, strict=False)
        yield Entry(line, {name: cell.strip() for name, cell in pairs if name})
    if not rows[at + 1 :]:
        yield context.problem(
            1, "no row stands here; write rows under a header province,sector,date"
        )


def _header(rows: Sequence[Cells], context: Context) -> tuple[int, str]:
    """Which row is the header; the fault of the likeliest one when none is."""
    faults: list[tuple[int, int, str]] = []
    for at, (_, cells) in enumerate(rows[:TITLES]):
        headers = [cell.strip().strip('"').strip() for cell in cells]
        below = rows[at + 1][1] if len(rows) > at + 1 else []
        fault = fault_of([h for h in headers if h], below, context)
        if not fault or shape_of(headers, context):
            return at, ""
        known = sum(column_of(header, context) in COLUMNS for header in headers)
        faults.append((-known, at, fault))
    if not faults:
        return 0, ""
    _, at, fault = min(faults)
    return at, fault


def _separator(text: str, context: Context) -> str:
    lines = [line for line in text.splitlines() if line.strip()][:TITLES]
    return max(
        SEPARATORS,
        key=lambda mark: max((_known_in(line, mark, context) for line in lines), default=0),
    )


def _known_in(header: str, separator: str, context: Context) -> int:
    headers = [cell.strip() for cell in header.split(separator)]
    known = sum(column_of(cell, context) in COLUMNS for cell in headers)
    return known + 10 * bool(len(headers) > 1 and shape_of(headers, context))
