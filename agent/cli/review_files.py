"""``research review list``, ``stats``, ``export`` and ``import``: a review without a browser.

The desk over the user's store and the options are those of the review in a browser too.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from agent.cli.console import check_out, warn, write_result
from agent.cli.options import Language
from agent.cli.shared import FILE, language_option, option, out_option
from agent.report.provinces import province_told
from agent.report.safe import one_line
from agent.report.sections import as_plain
from agent.report.words import say, word
from agent.review.claims import decided, json_lines, labelled, regression, sources
from agent.review.desk import Desk
from agent.review.exchange import as_csv, incoming, read, rows
from agent.review.numbers import numbers
from agent.review.queue import Entry, Filters, belongs, in_state, ordered
from agent.review.words import fault_words
from agent.store.reviews import Review, is_outdated, visible_to

if TYPE_CHECKING:
    Held = Mapping[str, tuple[Review, ...]]
import getpass
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from agent.cache import Cache
from agent.cli.options import load_settings
from agent.cli.rendering import emissions_at_hand
from agent.cli.stored_runs import find_run, sample_runs_option
from agent.errors import UsageError
from agent.places import Places
from agent.sectors import Sectors
from agent.store import Store
from agent.text.urls import url_identity
from agent.wiring import state_folder
from agent.wiring.rereading import from_cache
from agent.wiring.workshop import utc_now

run_option = option("--run RUN", "Only the findings of this run; latest is the newest.")
reviewer_option = option("--reviewer NAME", "Who decides; by default your login name.")
as_seen_by_option = option(
    "--reviewer NAME",
    "Only what this reviewer may see: others' decisions where NAME has decided too.",
)
which_option = option(
    "--which",
    "Which list: what must be settled, what lacks evidence, what was drawn, everything.",
    choices=("queue", "insufficient", "drawn", "all"),
    default="queue",
)


def login_name() -> str:
    """The user's name on this machine."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "reviewer"


@contextmanager
def open_desk(
    run: str | None, reviewer: str, sample: bool, series: Sequence[Path] | None = None
) -> Iterator[Desk]:
    """The desk over the user's store; with ``series`` (also an empty one) it knows emissions.

    Raises UsageError for a run, a name or a file that cannot be.
    """
    if one_line(reviewer) != reviewer or not reviewer or len(reviewer) > 100:
        raise UsageError(f"--reviewer {reviewer!r} is no name", hint="one line of printable text")
    found = find_run(run, sample) if run else None
    run = found.id if found else None
    settings = load_settings()
    root = found.state if found else state_folder(settings.research_cache, sample)
    with Store(root / "research.db", again=from_cache(root)) as store:
        desk = Desk(store, Cache(root, url_identity), reviewer, utc_now, run)
        if series is not None:
            places = Places.load(settings.research_places)
            sectors = Sectors.load(settings.research_sectors)
            desk.emissions = emissions_at_hand(series, Path(), places, sectors)
        yield desk


@click.command("list")
@run_option
@which_option
@option(
    "--state",
    "How far: open, decided, reviewers differ, changed since.",
    choices=("open", "decided", "disagreement", "changed", "any"),
    default="any",
)
@as_seen_by_option
@language_option
@sample_runs_option
def list_command(
    run: str | None, which: str, state: str, reviewer: str | None, **given: Any
) -> int:
    """List findings with the question that each asks and what was decided: one line each."""
    language: Language = given["language"]
    with open_desk(run, reviewer or login_name(), given["sample"]) as desk:
        held = _held(desk, reviewer)
        rows = ordered(_entries(desk, Filters(which=which, state=state), held))
        for row in rows:
            found = row.entry.row
            told = "; ".join(
                f"{r.reviewer} {word('decision', r.decision.value, language)}"
                for r in held.get(found.finding_key, ())
            )
            fields = (
                found.finding_key.removeprefix("s1:")[:12],
                word("status", found.status.value, language),
                f"{province_told(found.province, language)} {found.sector or '-'} {found.at}",
                one_line(found.name),
                fault_words(row.entry.fault, language) if row.entry.fault else "-",
                told or say("not_yet", language),
            )
            click.echo("\t".join(fields))
    warn(f"{len(rows)} findings")
    return 0


@click.command("stats")
@run_option
@as_seen_by_option
@language_option
@sample_runs_option
def stats_command(run: str | None, reviewer: str | None, language: Language, sample: bool) -> int:
    """How far reviewers agree, and how often the checks were right, with 95 % intervals."""
    with open_desk(run, reviewer or login_name(), sample) as desk:
        sections = numbers(desk, language, blind=reviewer is not None)
    if not sections:
        warn("no decision yet: research review, or research review import FILE")
    click.echo(as_plain(sections, indent="  ") if sections else "", nl=False)
    return 0


@click.command("export")
@run_option
@option(
    "--format",
    "A table to read or to fill in, claims with labels, or a set that make eval reads.",
    name="file_format",
    choices=("csv", "jsonl", "regression"),
    default="csv",
)
@which_option
@out_option
@as_seen_by_option
@language_option
@sample_runs_option
def export_command(
    run: str | None, file_format: str, which: str, out: Path | None, **given: Any
) -> int:
    """Write decisions to a file.

    csv has the findings of a list, decided or not: fill in the columns decision to reviewer and
    give it to research review import. jsonl has a claim a line with source and label, and beside
    --out NAME.jsonl the texts in NAME.sources.jsonl. regression has findings with their pages.
    jsonl and regression leave out findings that reviewers differ about.
    """
    check_out(out)
    reviewer = given["reviewer"]
    with open_desk(run, reviewer or login_name(), given["sample"]) as desk:
        held = _held(desk, reviewer)
        entries = _entries(desk, Filters(which=which, state="any"), held)
        if file_format == "csv":
            write_result(as_csv(rows(entries, held, given["language"])), out)
            return 0
        every = decided(desk, desk.snapshot().entries, held)
        if file_format == "regression":
            write_result(json_lines(regression(case, review) for case, review in every), out)
            return 0
        told = list(every)
        lines = (line for case, review in told for line in labelled(case, review))
        write_result(json_lines(lines), out)
        if out is not None:
            texts = out.with_name(f"{out.name.removesuffix('.jsonl')}.sources.jsonl")
            write_result(json_lines(sources(case for case, _ in told)), texts)
    return 0


@click.command("import")
@click.argument("file", type=FILE)
@run_option
@reviewer_option
@option("--dry-run", "Only say what would be kept.")
@language_option
@sample_runs_option
def import_command(file: Path, run: str | None, reviewer: str | None, **given: Any) -> int:
    """Take decisions from a CSV FILE, as research review export writes it.

    Each row is held against its finding; a row with a fault is told as file:line and left out, the
    others are kept. The same file again changes nothing.
    """
    text = read(file)
    with open_desk(run, reviewer or login_name(), given["sample"]) as desk:
        found = incoming(text, desk, desk.reviewer, given["language"])
        for fault in found.faults:
            click.echo(f"{file}:{fault.line}: {fault.words}", err=True)
        if not given["dry_run"]:
            desk.reviews.add(*found.reviews)
    click.echo(
        f"{len(found.reviews)} decisions {'would be kept' if given['dry_run'] else 'kept'}, "
        f"{found.known} known already, {found.empty} rows without a decision, "
        f"{len(found.faults)} rows not taken"
    )
    return 1 if found.faults else 0


def _held(desk: Desk, reviewer: str | None) -> Held:
    """Decisions in force; with a name only those that this reviewer may see."""
    held = desk.snapshot().held
    return visible_to(reviewer, held) if reviewer is not None else held


def _entries(desk: Desk, filters: Filters, held: Held) -> list[Entry]:
    """The findings of a list; what counts as decided is what is in ``held``."""
    snapshot = desk.snapshot()

    def as_held(entry: Entry) -> Entry:
        row, reviews = entry.row, held.get(entry.row.finding_key, ())
        again = any(is_outdated(r, row.status, row.doubts) for r in reviews)
        mine = next(iter(reviews), None)
        return replace(entry, mine=mine, others=reviews[1:], outdated=again)

    return [
        entry
        for entry in snapshot.entries
        if in_state(as_held(entry), filters.state)
        and belongs(entry.row, filters.which, snapshot.lists)
    ]
