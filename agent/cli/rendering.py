"""``research report``: render stored runs again; without a run it lists them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from agent.cli.console import warn
from agent.cli.digest import print_digest, shows_digest
from agent.cli.emissions import read_all_series
from agent.cli.options import load_settings
from agent.cli.reports import Target, check_report, write_report
from agent.cli.runs import print_runs
from agent.cli.shared import (
    chosen_format,
    language_option,
    out_option,
    report_format_option,
    series_option,
)
from agent.cli.stored_runs import database, find_runs, sample_runs_option
from agent.errors import UsageError

if TYPE_CHECKING:
    from agent.prices import Prices
    from agent.report import Beside
    from agent.store import Store


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
    from agent.places import Places
    from agent.sectors import Sectors
    from agent.store import Store
    from agent.store.stored import newest_of_each
    from agent.store.totals import Totals
    from agent.wiring.asking import known_prices

    chosen = chosen_format(given["report_format"], given["out"])
    check_report(chosen, given["series"], given["out"])
    settings = load_settings()
    places = Places.load(settings.research_places)
    found = find_runs(runs, given["sample"])
    path = found[0].database if found else database(given["sample"])
    # A run may be written to meanwhile: all passes over it see the same dossiers.
    with Store.to_read(path) as store, store.database.reading():
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
    return 0


def beside_of(store: Store, names: Collection[str], prices: Prices) -> Beside:
    """What the store knows beside the dossiers of these runs. Raises UsageError for no such run."""
    from agent.report import Beside
    from agent.store.reviews import Reviews, in_force

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
