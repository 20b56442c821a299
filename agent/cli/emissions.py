"""``--series``: files of daily emissions for a report that draws them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from agent.cli.console import warn
from agent.errors import UsageError
from agent.findings import Dossier
from agent.places import Places
from agent.sectors import Sectors
from agent.series import Emissions, SeriesFile, emissions_of
from agent.series.reading import read_series

DRAWN = "html"
"""The report format that draws emissions."""
TOLD = 3
"""Unusable rows that are told on stderr; the report lists more."""


def check_drawn(paths: Sequence[Path], report_format: str) -> None:
    """Raise UsageError when a series is given to a format that would leave it out in silence."""
    if paths and report_format != DRAWN:
        raise UsageError(
            f"--series is drawn in --format {DRAWN}; {report_format} has no drawing",
            hint=f"add --format {DRAWN}, or leave --series out",
        )


def read_all_series(
    paths: Sequence[Path], places: Places, sectors: Sectors
) -> tuple[SeriesFile, ...]:
    """Read the files, and warn of what in them was not used. Raises UsageError for one that is none."""
    files = []
    for path in paths:
        file = read_series(path, places, sectors)
        for bad in file.bad[:TOLD]:
            warn(f"{path}:{bad.line}: {bad.message}")
        if len(file.bad) > TOLD:
            warn(f"{path}: {len(file.bad)} rows cannot be used")
        twice = sum(len(daily.twice) for daily in file.daily.values())
        if twice:
            warn(f"{path}: {twice} days stand there with different values; none of those is used")
        files.append(file)
    return tuple(files)


def emissions_at_hand(
    paths: Sequence[Path], folder: Path, places: Places, sectors: Sectors
) -> Callable[[Dossier], Emissions | None]:
    """What is known of the emissions around a dossier's changepoint.

    From the files that are given, else from the series in which the changepoint was found, where a
    file of its name and with its bytes lies in the folder. Raises UsageError for a given file that
    cannot be read.
    """
    from agent.report.html.emissions import shown_interval

    given = read_all_series(paths, places, sectors)

    @cache
    def found(name: str, sha256: str) -> tuple[SeriesFile, ...]:
        path = folder / Path(name).name
        try:
            same = bool(name) and hashlib.sha256(path.read_bytes()).hexdigest() == sha256
            return (read_series(path, places, sectors),) if same else ()
        except (OSError, UsageError):
            return ()

    def of(dossier: Dossier) -> Emissions | None:
        point = dossier.changepoint
        told = point.detection
        files = given or (found(told.series, told.series_sha256) if told else ())
        return emissions_of(files, point.province, point.sector, shown_interval(dossier.window))

    return of
