"""Changepoints as people have them: options, TextCarbon files, CSV and JSON tables.

One broken block or row never stops the others: it becomes an InputProblem with its line.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

from agent.changepoints import table, textcarbon
from agent.changepoints.row import (
    InputProblem,
    Names,
    Parsed,
    Row,
    one_line,
    understood,
)
from agent.changepoints.series import even_series
from agent.errors import UsageError
from agent.places import Places
from agent.records import Changepoint
from agent.sectors import Sectors
from agent.text.files import read_text

__all__ = [
    "InputProblem",
    "SeriesGiven",
    "changepoint",
    "looks_like_changepoints",
    "read_changepoints",
]


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
    path: Path, places: Places, sectors: Sectors, today: datetime.date
) -> tuple[tuple[Changepoint, ...], tuple[InputProblem, ...]]:
    """The changepoints of a file, in its order, and what in it could not be used.

    The format shows in the content: TextCarbon's blocks, a JSON list, else a CSV.
    Raises UsageError when the file cannot be read at all, SeriesGiven when it is a series.
    """
    names = Names(places, sectors, today)
    changepoints: list[Changepoint] = []
    problems: list[InputProblem] = []
    for line, parsed in _parse(read_text(path), str(path), names):
        if isinstance(parsed, InputProblem):
            problems.append(parsed)
            continue
        try:
            changepoints.append(understood(parsed, names))
        except UsageError as error:
            problems.append(InputProblem(path=str(path), line=line, message=one_line(error)))
    _refuse_series(path, changepoints)
    return tuple(changepoints), tuple(sorted(problems, key=lambda problem: problem.line))


def _refuse_series(path: Path, points: list[Changepoint]) -> None:
    found = even_series(points)
    if found is None:
        return
    (province, sector), step, rows = found
    raise SeriesGiven(
        f"{path} looks like a series of emissions and not like changepoints: {len(points):,} rows,"
        f" one every {step} ({rows:,} of {province} {sector or 'all sectors'})",
        hint="name the days on which a series changes, one with --changepoint DATE --province NAME"
        " or many in a file province,sector,date; to draw this file beside a report:"
        f" --format html --series {path}",
    )


def looks_like_changepoints(text: str) -> bool:
    """True when a text is in one of the formats: to tell other files in a folder apart."""
    return textcarbon.looks_like(text) or table.looks_like(text)


def _parse(text: str, path: str, names: Names) -> Iterator[tuple[int, Parsed]]:
    if text.lstrip().startswith("["):
        return table.parse_json(text, path)
    if textcarbon.looks_like(text):
        return textcarbon.parse(text, path, names)
    return table.parse_csv(text, path)
