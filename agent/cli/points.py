"""Which changepoints the options name: one from options, or those of a file."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from agent.batch.selection import score_named
from agent.changepoints import Given, SeriesDays, changepoint, read_changepoints
from agent.changepoints.columns import COLUMNS
from agent.changepoints.row import number_of
from agent.cli.console import warn
from agent.errors import UsageError
from agent.records import Changepoint
from agent.series.reading import read_series
from agent.wiring.members import Knowledge

SHOWN = 10
EXAMPLE = "research --changepoint 2024-11-08 --province Shanxi"


def changepoints_named(
    given: dict[str, Any], known: Knowledge
) -> tuple[tuple[Changepoint, ...], tuple[str, ...]]:
    """The changepoints, and one line for every part of a file that could not be read.

    With a file, the other options narrow it down. Raises UsageError when something is missing or
    nothing is left.
    """
    today = datetime.date.today()  # noqa: DTZ011 - the day on the user's own calendar
    if given["province"]:
        given = {**given, "province": province_meant(given["province"], known)}
    least = score_wanted(given.get("min_score"))
    if given["source"] is None:
        if least is not None:
            raise UsageError("--min-score belongs to --from FILE", hint="--confidence N tells one")
        return (_from_options(given, known, today),), ()
    points, problems = read_changepoints(
        given["source"], known.places, known.sectors, today, given_of(given, known)
    )
    if given["confidence"] is not None:
        raise UsageError("--confidence belongs to --changepoint; a file gives its own")
    kept = _narrowed(points, given, known, today)
    if least is not None:
        kept = _reaching(kept, *least)
    if points and not kept:
        dates = sorted({str(p.date) for p in points})
        raise UsageError(
            f"{given['source']}: none of its {len(points)} changepoints is selected",
            hint=f"it holds {', '.join(dates[:SHOWN])}{' …' * (len(dates) > SHOWN)}",
        )
    return kept, tuple(str(problem) for problem in problems)


def province_meant(name: str, known: Knowledge) -> str:
    """The province that an option names; of a city's name it is the city's, which is told."""
    province = known.places.province_of_city(name)
    if province is None:
        return name
    warn(f"{name} is in {province}: the whole province is meant")
    return province


def given_of(given: dict[str, Any], known: Knowledge) -> Given:
    """What the options say of a file: its columns, and what it has no column for.

    Raises UsageError for a ``--column`` that is none of ours.
    """
    columns = {}
    for text in given["columns"]:
        column, mark, header = (part.strip() for part in text.partition("="))
        if not mark or not header or column not in COLUMNS:
            raise UsageError(
                f"--column {text}: not understood",
                hint=f"write --column date=your_header; the names are {', '.join(COLUMNS)}",
            )
        columns[column] = header
    return Given(
        columns=columns,
        province=given.get("province") or "",
        sector=given.get("sector") or "",
        kind=given.get("kind") or "",
        series=given["indices_of"],
        open_series=lambda path: _series_days(path, known),
    )


def _series_days(path: Path, known: Knowledge) -> SeriesDays:
    file = read_series(path, known.places, known.sectors)
    return SeriesDays(
        name=file.name,
        sha256=file.sha256,
        days={key: tuple(sorted(daily.values)) for key, daily in file.daily.items()},
        unsure=frozenset(key for key, daily in file.daily.items() if daily.twice or daily.repeated),
    )


def score_wanted(text: str | None) -> tuple[str, float] | None:
    """``cpPr=0.8`` as a name and a number. Raises UsageError for anything else."""
    if text is None:
        return None
    name, _, number = (part.strip() for part in text.partition("="))
    least = number_of(number)
    if not name or least is None:
        raise UsageError(f"--min-score {text}: not understood", hint="write --min-score cpPr=0.8")
    return name, least


def _reaching(points: tuple[Changepoint, ...], name: str, least: float) -> tuple[Changepoint, ...]:
    """Those whose detector gave at least so much under a name; how many give nothing is told."""
    scores = [score_named(point, name) for point in points]
    if without := scores.count(None):
        warn(f"{without} changepoint(s) without a number under {name} left out")
    return tuple(p for p, s in zip(points, scores, strict=True) if s is not None and s >= least)


def _from_options(given: dict[str, Any], known: Knowledge, today: datetime.date) -> Changepoint:
    for name in ("changepoint", "province"):
        if not given[name]:
            raise UsageError(f"--{name} is missing", hint=EXAMPLE)
    return changepoint(
        given["changepoint"],
        given["province"],
        given["sector"],
        given["kind"],
        given["confidence"],
        places=known.places,
        sectors=known.sectors,
        today=today,
    )


def _narrowed(
    points: tuple[Changepoint, ...], given: dict[str, Any], known: Knowledge, today: datetime.date
) -> tuple[Changepoint, ...]:
    """Those that are as the options say; an option is read as it is without a file."""
    if not points:
        return ()
    options = {"changepoint": "date", "province": "province", "sector": "sector", "kind": "kind"}
    filled = {
        **given,
        "changepoint": given["changepoint"] or str(points[0].date),
        "province": given["province"] or points[0].province,
    }
    wanted = _from_options(filled, known, today)
    fields = [field for option, field in options.items() if given[option]]
    return tuple(p for p in points if all(getattr(p, f) == getattr(wanted, f) for f in fields))
