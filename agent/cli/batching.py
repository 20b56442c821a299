"""``research batch``: many changepoints, one command, nothing lost."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime, time
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any

import click

from agent.batch.hours import Hours
from agent.batch.log import standing
from agent.batch.resume import Work
from agent.batch.run import Ending
from agent.batch.selection import Filters, Selection, select
from agent.changepoints import read_changepoints
from agent.changepoints.row import kind_named
from agent.cli.batch_run import Call, expected, run_batch
from agent.cli.console import FAILED, FLAGGED, INCOMPLETE, warn
from agent.cli.options import (
    RunOptions,
    configuration,
    load_settings,
    warn_of_unknown_settings,
)
from agent.cli.points import given_of, province_meant, score_wanted
from agent.cli.shared import (
    GIVEN_FILE,
    fail_on_option,
    input_options,
    language_option,
    option,
    quiet_option,
    research_options,
    verbose_option,
)
from agent.errors import UsageError
from agent.findings import Status
from agent.store import Batches, Store, changepoint_key
from agent.wiring import Config
from agent.wiring.asking import chosen
from agent.wiring.members import Knowledge, knowledge
from agent.wiring.rereading import from_cache

if TYPE_CHECKING:
    from agent.cli.whynot import Expected
TIMES = "%H:%M"


@click.command("batch")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@option(
    "--out DIR",
    "Folder of the results and of batch.log. It names the batch: the same one goes on.",
    name="folder",
    type=click.Path(path_type=Path, file_okay=False),
)
@option("--province NAME", "Only this province; may be repeated.", name="provinces", multiple=True)
@option("--sector NAME", "Only this sector; may be repeated.", name="sectors", multiple=True)
@option(
    "--type KIND", "Only changepoints of this kind; may be repeated.", name="kinds", multiple=True
)
@option(
    "--min-confidence N",
    "Only changepoints of at least this confidence (collectors use 0.55).",
    type=click.FloatRange(0, 1),
)
@input_options
@option("--limit N", "Only the first N.", type=click.IntRange(1))
@option("--dry-run", "Print the plan, and stop.")
@option("--retry", "Try incomplete changepoints now, whenever they are due.")
@option("--jobs N", "Changepoints side by side.", type=click.IntRange(1, 64))
@option("--scheduler tcp://HOST:8786", "Research on the workers of a Dask cluster (docs/scale.md).")
@option("--start HH:MM", "Begin changepoints only from this time of day on.")
@option("--until HH:MM", "Begin no changepoint after this time of day.")
@option(
    "--expect FILE",
    "CSV of what should be found: expected (URL, number or title), province, sector, date.",
    type=GIVEN_FILE,
)
@research_options
@language_option
@fail_on_option
@quiet_option
@verbose_option
def batch_command(paths: tuple[str, ...], **given: Any) -> int:
    """Research the changepoints of files and folders, many at a time, until all are done.

    Every dossier is saved as soon as it is there. Killed, out of money or without a network: the
    same command goes on where it stopped, and asks and pays nothing twice.
    """
    options = RunOptions.of(given)
    hours = _hours(given["start"], given["until"])
    warn_of_unknown_settings()
    settings = load_settings()
    config = configuration(settings, options)
    chosen(config)
    known = knowledge(config)
    given["provinces"] = tuple(province_meant(name, known) for name in given["provinces"])
    selection = _selected(paths, given, config, known)
    call = Call(
        folder=given["folder"] or Path(),
        config=config,
        known=known,
        hours=hours,
        jobs=given["jobs"] or settings.research_jobs,
        retry=given["retry"],
        scheduler=given["scheduler"],
        quiet=options.quiet,
        command=" ".join(["research", *sys.argv[1:]]),
        language=options.language,
    )
    if given["dry_run"]:
        click.echo("\n".join([_chosen_line(selection), *expected(selection.points, call)]))
        return FAILED if selection.problems else 0
    if given["folder"] is None:
        raise UsageError("--out is missing", hint="name a folder for the results: --out night1")
    # Read before the batch: a list without its column must not be told of after a night.
    wanted = _expected_of(given["expect"], call)
    _check_folder(call.folder)
    if not options.quiet:
        for line in (_chosen_line(selection), *expected(selection.points, call)):
            click.echo(line, err=True)
    work, ending = run_batch(selection.points, call)
    if wanted is not None:
        _tell_expected(work.run, call, wanted)
    return finish(work, ending, selection, options, config)


def _selected(
    paths: tuple[str, ...], given: dict[str, Any], config: Config, known: Knowledge
) -> Selection:
    """The changepoints that are named, told with what could not be used of the input."""
    own = {"province": given["provinces"], "sector": given["sectors"], "kind": given["kinds"]}
    # One name says what a file without that column is about; several only narrow it down.
    single = {name: said[0] for name, said in own.items() if len(said) == 1}
    told = given_of({**given, **single}, known)
    today = datetime.now().astimezone().date()
    left_out = [config.cache, *([given["folder"]] if given["folder"] else [])]
    selection = select(
        paths,
        lambda file, strict: read_changepoints(
            file, known.places, known.sectors, today, told, strict=strict
        ),
        _filters(given, known),
        left_out,
    )
    for line in (*selection.problems, *selection.notes):
        warn(line)
    if not selection.points:
        raise UsageError(
            f"no changepoint is selected: {selection.read} read from {selection.files} file(s)",
            hint=_why_none(selection),
        )
    return selection


def _why_none(selection: Selection) -> str:
    """What to do where no changepoint is selected."""
    if selection.read:
        return "loosen the filters"
    if selection.problems or selection.notes:
        return "the lines above say why, and what to type"
    return "there is no file in it: name a file, or the folder that has it (docs/changepoints.md)"


def _filters(given: dict[str, Any], known: Knowledge) -> Filters:
    """The filters as the tables name things. Raises UnknownName."""
    sectors = [known.sectors.sector(name) for name in given["sectors"]]
    return Filters(
        provinces=frozenset(known.places.province(name).name for name in given["provinces"]),
        sectors=frozenset(sector.name if sector else None for sector in sectors),
        kinds=frozenset(kind_named(name) for name in given["kinds"]),
        min_confidence=given["min_confidence"],
        min_score=score_wanted(given["min_score"]),
        limit=given["limit"],
    )


def _hours(start: str | None, until: str | None) -> Hours:
    hours = Hours(_time("--start", start), _time("--until", until))
    if hours.start and hours.start == hours.until:
        raise UsageError("--start and --until are the same time")
    return hours


def _time(option: str, text: str | None) -> time | None:
    if text is None:
        return None
    try:
        return datetime.strptime(text.strip(), TIMES).time()  # noqa: DTZ007 - a time of day
    except ValueError as error:
        raise UsageError(f"{option}: no time of day: {text!r}", hint="write it as 18:00") from error


def _chosen_line(selection: Selection) -> str:
    return (
        f"{len(selection.points):,} of {selection.read:,} changepoints in"
        f" {selection.files} file(s) selected"
    )


def _check_folder(folder: Path) -> None:
    """Make the folder, and raise UsageError when nothing can be written there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder) as trial:
            trial.write(b" " * 65536)
            trial.flush()
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(
            f"--out: {folder} cannot be written: {reason}", hint="name another folder"
        ) from error


def _expected_of(file: Path | None, call: Call) -> tuple[Expected, ...] | None:
    if file is None:
        return None
    from agent.cli.whynot import read_expected

    return read_expected(file, call.known)


def _tell_expected(run: str, call: Call, wanted: Sequence[Expected]) -> None:
    """Say of everything that should be there how far it came, in expected.csv and in a line."""
    from agent.cli.whynot import expectations, write_expectations

    state = call.config.state
    with Store(state / "research.db", again=from_cache(state)) as store:
        rows = expectations(store.each_dossier(run), wanted, call.language)
    warn(write_expectations(rows, call.folder))


def finish(
    work: Work, ending: Ending, selection: Selection, options: RunOptions, config: Config
) -> int:
    """Tell how the batch stands, and the exit code."""
    with Store(config.state / "research.db") as store:
        batches = Batches(store)
        unfinished, outcomes = batches.unfinished(work.run), batches.outcomes(work.run)
        states = batches.states(work.run)
        flagged = options.fail_on == "flagged" and batches.has_findings(work.run, Status.FLAGGED)
    for line in standing(work, states, unfinished, outcomes, ending.early):
        warn(line)
    selected = {changepoint_key(point) for point, _ in selection.points}
    for why in ending.lost:
        warn(f"incomplete: a dossier could not be read: {why}")
    if ending.lost or any(point.key in selected for point in unfinished):
        return INCOMPLETE
    if selection.problems:
        return FAILED
    return FLAGGED if flagged else 0
