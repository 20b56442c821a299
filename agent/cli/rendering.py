"""``research report``: render stored runs again, and where a report goes: screen, file, index and pages.

Without a run it lists them. ``--series`` names files of daily emissions for a report that draws them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from agent.batch.names import Stems
from agent.cache.files import replacing
from agent.cli.console import INCOMPLETE, check_out, warn, write_parts
from agent.cli.digest import print_digest, shows_digest
from agent.cli.options import load_settings
from agent.cli.runs import print_runs
from agent.cli.shared import (
    chosen_format,
    language_option,
    out_option,
    report_format_option,
    series_option,
)
from agent.cli.stored_runs import database, find_runs, read_only, sample_runs_option
from agent.errors import UsageError
from agent.findings import Dossier
from agent.places import Places
from agent.prices import Prices
from agent.records import Changepoint
from agent.report import Beside
from agent.report.words import Language
from agent.sectors import Sectors
from agent.store import Store
from agent.store.reviews import Reviews, in_force
from agent.store.stored import newest_of_each
from agent.store.totals import Totals
from agent.wiring import streamer
from agent.wiring.asking import known_prices

if TYPE_CHECKING:
    from agent.report.html import Named
import hashlib
from collections.abc import Callable
from functools import cache

from agent.series import Emissions, SeriesFile, emissions_of
from agent.series.reading import read_series

PAGED = "html"
"""The format that is an index and pages when it is of several changepoints and goes to a file."""
AGAIN = "make room, or name another place, and do the same again: what was written is whole"


@dataclass(frozen=True)
class Target:
    """Where a report goes, None for the screen, and what to say when it cannot be written."""

    out: Path | None
    hint: str = ""


def check_report(how: str, series: Sequence[Path], out: Path | None) -> None:
    """Raise UsageError before any work where such a report could not be made or written."""
    streamer(how)
    check_drawn(series, how)
    check_out(out)


def write_report(
    dossiers: Sequence[Dossier],
    how: str,
    language: Language,
    beside: Beside,
    target: Target,
    places: Places,
) -> None:
    """Write a report in the format ``how``; one dossier is in memory at a time.

    Raises StateError when it cannot be written; what was written is whole.
    """
    out = target.out
    if out and how == PAGED and len(dossiers) > 1 and (out.is_file() or not out.exists()):
        from agent.report.html import pages

        folder, stems = f"{out.stem}_pages", Stems(places, len(dossiers))

        def name(point: Changepoint) -> str:
            stem = stems.next(point.province, point.sector, point.date, point.kind.value)
            return f"{folder}/{stem}.html"

        _write_pages(pages(dossiers, language, beside, name, out.name), out, target.hint)
        warn(f"{len(dossiers)} pages written to {out.parent / folder}")
        return
    write_parts(streamer(how)(dossiers, language, beside), out, target.hint)


def _write_pages(files: Iterable[Named], index: Path, hint: str) -> None:
    """The index comes last: it never links to what is not there."""
    for file, parts in files:
        if file == index.name:
            write_parts(parts, index, hint)
            continue
        with replacing(index.parent / file, hint=hint or AGAIN) as page:
            page.writelines(part.encode() for part in parts)


@click.command("report")
@click.argument("runs", nargs=-1, metavar="[RUN...]")
@report_format_option
@out_option
@language_option
@series_option
@sample_runs_option
def report_command(runs: tuple[str, ...], **given: Any) -> int:
    """Render stored RUNs again ("latest" is the newest); without RUN, list the runs.

    A changepoint that several of the RUNs have is told once, as the newest of them has it.
    """
    chosen = chosen_format(given["report_format"], given["out"])
    check_report(chosen, given["series"], given["out"])
    settings = load_settings()
    places = Places.load(settings.research_places)
    found = find_runs(runs, given["sample"])
    path = found[0].database if found else database(given["sample"])
    with read_only(path) as store:
        if not found:
            print_runs(Totals(store).lines())
            return 0
        names = [run.id for run in found]
        beside = beside_of(store, names, known_prices(settings.research_prices))
        kept, every = newest_of_each(store, [run.id for run in beside.runs])
        if len(kept) < every:
            warn(f"{every - len(kept)} of {every} dossiers left out: a newer run has them too")
        if given["series"]:
            sectors = Sectors.load(settings.research_sectors)
            beside = replace(beside, series=read_all_series(given["series"], places, sectors))
        if shows_digest(given["report_format"], given["out"]):
            print_digest(kept, given["language"], beside, sample=found[0].sample)
        else:
            write_report(kept, chosen, given["language"], beside, Target(given["out"]), places)
    for why in kept.lost.values():
        warn(f"incomplete: a dossier could not be read: {why}")
    return INCOMPLETE if kept.lost else 0


def beside_of(store: Store, names: Collection[str], prices: Prices) -> Beside:
    """What the store knows beside the dossiers of these runs. Raises UsageError for no such run."""
    known = {run.id: run for run in reversed(store.runs())}
    for name in names:
        if name not in known or not known[name].dossiers:
            raise UsageError(f"no dossier in run {name!r}", hint="research report lists the runs")
    history = Reviews(store.database).history()
    return Beside(
        reviews=in_force(history),
        history=history,
        runs=tuple(run for run in known.values() if run.id in names),
        prices=prices,
    )


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
