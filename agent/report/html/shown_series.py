"""The emissions around a changepoint in words: the drawing, the weeks, and what was left out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from agent.findings import Dossier, Finding
from agent.report.html.emissions import chart, shown_interval
from agent.report.html.limits import Limits, bounded
from agent.report.template import Values
from agent.report.words import Language, joined
from agent.series import SeriesFile, emissions_of, runs_of_days, weekly_means

RUNS_SHOWN = 6


def shown_series(
    files: Sequence[SeriesFile],
    dossier: Dossier,
    findings: Sequence[Finding],
    limits: Limits,
) -> Values | None:
    """The emissions of the dossier's province and sector; None when no file was given.

    The dates of ``findings``, which are those of the timeline, stand on the curve. ``missing`` are the
    days without a value between the first and the last that has one.

    There is no chart where there is no value to draw.
    """
    if not files:
        return None
    point = dossier.changepoint
    found = emissions_of(files, point.province, point.sector, shown_interval(dossier.window))
    values = found.values if found else {}
    missing: list[date] = []
    if values:
        every = range(min(values).toordinal(), max(values).toordinal() + 1)
        missing = [day for day in map(date.fromordinal, every) if day not in values]
    drawn = bool(found and values and limits.drawings)
    return Values(
        found=found,
        chart=chart(found, point, dossier.window, findings) if found and drawn else None,
        weeks=bounded(weekly_means(values), limits.rows),
        missing=missing,
        repeated=sum(daily.repeated for daily in found.file.daily.values()) if found else 0,
    )


def runs_told(days: Sequence[date], language: Language) -> str:
    """Days as the runs that they make; of many the first."""
    runs = runs_of_days(days)
    more = " …" if len(runs) > RUNS_SHOWN else ""
    return joined(map(str, runs[:RUNS_SHOWN]), language) + more
