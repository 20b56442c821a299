"""Which changepoints the options name: one from options, or those of a file."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from agent.changepoints import changepoint, read_changepoints
from agent.errors import UsageError

if TYPE_CHECKING:
    from agent.records import Changepoint
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
    if given["source"] is None:
        return (_from_options(given, known, today),), ()
    points, problems = read_changepoints(
        given["source"], places=known.places, sectors=known.sectors, today=today
    )
    if given["confidence"] is not None:
        raise UsageError("--confidence belongs to --changepoint; a file gives its own")
    kept = _narrowed(points, given, known, today)
    if points and not kept:
        dates = sorted({str(p.date) for p in points})
        raise UsageError(
            f"{given['source']}: none of its {len(points)} changepoints is selected",
            hint=f"it holds {', '.join(dates[:SHOWN])}{' …' * (len(dates) > SHOWN)}",
        )
    return kept, tuple(str(problem) for problem in problems)


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
