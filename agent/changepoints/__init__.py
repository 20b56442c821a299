"""Changepoints as people have them: options, TextCarbon files, tables, JSON, results of detectors.

The content tells the form: a workbook, JSON, TextCarbon's blocks, else a table with separators. Its
headers then tell the shape (table.py). One broken block or row never stops the others: it becomes
an InputProblem with its line.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

from agent.changepoints import as_json, table, textcarbon, workbook
from agent.changepoints.columns import fault_of
from agent.changepoints.entries import (
    Context,
    Entry,
    Given,
    Item,
    SeriesDays,
    headers_of,
)
from agent.changepoints.row import (
    InputProblem,
    Names,
    Parsed,
    Row,
    one_line,
    understood,
)
from agent.changepoints.series import even_series
from agent.errors import UnknownName, UsageError
from agent.lazy import lazy_pattern
from agent.places import Places
from agent.records import Changepoint
from agent.sectors import Sectors
from agent.sectors.file_names import words_of_file_name
from agent.text.files import file_name, read_bytes, text_of

__all__ = [
    "Given",
    "InputProblem",
    "NoChangepoints",
    "SeriesDays",
    "SeriesGiven",
    "changepoint",
    "read_changepoints",
]

NO_OPTIONS = Given()
TAIL = lazy_pattern(r"_(?:change_?points?|breaks?|r?beast|getspanel|bkps|ruptures|points)$", re.I)
"""What a detector's file is called after the series: Shanxi_Power_breaks.csv."""

HEAD = 400
"""Characters of a file by which its form is told."""
CONTROLS = lazy_pattern("[\x00-\x08\x0e-\x19\x1c-\x1f]")
"""What no text has, and files of programs (Parquet) have in their first bytes."""
MARKUP = lazy_pattern(r"<(?:!doctype|html|table|\?xml|meta|head)", re.IGNORECASE)
"""How the .xls of some portals begins: a page in HTML."""


class NoChangepoints(UsageError):
    """A file is in no form that holds changepoints; the message says why."""


class SeriesGiven(UsageError):
    """A file holds the emissions themselves and no changepoints."""


def changepoint(  # noqa: PLR0913 - one argument for each option a user gives, and what they need
    date: str,
    province: str,
    sector: str | None,
    kind: str | None,
    confidence: float | None,
    *,
    places: Places,
    sectors: Sectors,
    today: datetime.date,
) -> Changepoint:
    """One changepoint from options, each as the user wrote it.

    Raises UsageError for an impossible, ambiguous or future date or a confidence outside 0 to 1,
    UnknownName for a province, sector or kind that we do not know.
    """
    row = Row(
        date=date,
        province=province,
        sector=sector or "",
        kind=kind or "",
        confidence="" if confidence is None else str(confidence),
    )
    return understood(row, Names(places, sectors, today))


def read_changepoints(
    path: Path,
    places: Places,
    sectors: Sectors,
    today: datetime.date,
    given: Given = NO_OPTIONS,
    *,
    strict: bool = False,
) -> tuple[tuple[Changepoint, ...], tuple[InputProblem, ...]]:
    """The changepoints of a file, in its order, and what in it could not be used.

    Options fill what it has no column for. Raises UsageError when the file cannot be read at all,
    SeriesGiven when it is a series and, when ``strict``, NoChangepoints for a file of another kind.
    """
    names = Names(places, sectors, today)
    context = _context(path, names, given)
    changepoints: list[Changepoint] = []
    problems: list[InputProblem] = []
    for line, parsed in _parse(read_bytes(path), context, strict):
        if isinstance(parsed, InputProblem):
            problems.append(parsed)
            continue
        try:
            changepoints.append(understood(parsed, names))
        except UsageError as error:
            problems.append(context.problem(line, one_line(error)))
    _refuse_series(path, changepoints)
    return tuple(changepoints), tuple(sorted(problems, key=lambda problem: problem.line))


def _context(path: Path, names: Names, given: Given) -> Context:
    """What is known before a file is opened: options, and a name such as Shanxi_Power_breaks.csv."""
    province, sector = given.province, given.sector
    if not province:
        try:
            words = words_of_file_name(
                TAIL.sub("", Path(file_name(path)).stem), names.places, names.sectors
            )
        except UnknownName:
            words = "", ""
        province, sector = words[0], sector or words[1]
    return Context(path, names, given, province, sector)


def _refuse_series(path: Path, points: list[Changepoint]) -> None:
    found = even_series(points)
    if found is None:
        return
    (province, sector), step, rows = found
    raise SeriesGiven(
        f"{file_name(path)} looks like a series of emissions and not like changepoints: {len(points):,} rows,"
        f" one every {step} ({rows:,} of {province} {sector or 'all sectors'})",
        hint="name the days on which a series changes, one with --changepoint DATE --province NAME"
        " or many in a file province,sector,date; to draw this file beside a report:"
        f" --format html --series {path}",
    )


def _refuse_other_forms(text: str, path: Path) -> None:
    """Raise UsageError for a program's own file, and for a page that was saved as a table."""
    head = text[:HEAD].lstrip()
    if CONTROLS.search(head):
        raise UsageError(f"{file_name(path)} is no text", hint="save it as CSV, JSON or .xlsx")
    if MARKUP.match(head):
        raise UsageError(
            f"{file_name(path)} is a web page, whatever its name ends with",
            hint="open it in a spreadsheet and save it as .xlsx or CSV",
        )


def _parse(body: bytes, context: Context, strict: bool) -> Iterator[tuple[int, Parsed]]:
    if workbook.is_workbook(body):
        items = list(workbook.items(body, context))
    else:
        text = text_of(body, context.path)
        _refuse_other_forms(text, context.path)
        if text.lstrip().startswith(("[", "{")):
            items = list(as_json.items(text, context))
        elif textcarbon.looks_like(text):
            return textcarbon.parse(text, context)
        else:
            items = list(table.csv_items(text, context))
    if strict and (why := _no_changepoints(items, context)):
        raise NoChangepoints(why)
    return table.parsed_rows(items, context)


def _no_changepoints(items: list[Item], context: Context) -> str:
    """Why nothing of a file is a changepoint, or empty."""
    headers = headers_of(items)
    if not headers:
        return next((item.message for item in items if not isinstance(item, Entry)), "empty")
    if table.shape_of(headers, context):
        return ""
    first = next(item for item in items if isinstance(item, Entry))
    return fault_of(headers, [first.cells.get(name, "") for name in headers], context)
