"""Which changepoints the options name: one from options, or those of a file."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from agent.changepoints import changepoint, read_changepoints
from agent.errors import UsageError

if TYPE_CHECKING:
    from agent.records import Changepoint
    from agent.wiring.members import Knowledge

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
    kept = tuple(p for p in points if _wanted(p, given, known))
    if points and not kept:
        raise UsageError(f"{given['source']}: none of its {len(points)} changepoints is selected")
    return kept, tuple(f"{p.path}:{p.line}: {p.message}" for p in problems)


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


def _wanted(point: Changepoint, given: dict[str, Any], known: Knowledge) -> bool:
    if given["changepoint"] and str(point.date) != given["changepoint"]:
        return False
    if given["province"] and known.places.province(given["province"]).name != point.province:
        return False
    sector = known.sectors.sector(given["sector"])
    if sector is not None and sector.name != point.sector:
        return False
    return not given["kind"] or point.kind.value == given["kind"].lower()
