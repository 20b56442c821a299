"""``research harvest`` and ``research register``: what a province lists, walked, read and shared."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path

import click

from agent.batch.lock import held
from agent.cli.console import INCOMPLETE, progress, warn
from agent.cli.options import RunOptions, configuration, load_settings
from agent.cli.shared import FILE, option, quiet_option, verbose_option
from agent.errors import UsageError
from agent.harvest import Ended, Plan, planned
from agent.records import Interval
from agent.register.book import Register
from agent.register.covering import NOT_WALKED, Covered, covered
from agent.register.exchange import export, take_over
from agent.text.dates import parse_date
from agent.wiring.harvesting import harvesting
from agent.wiring.workshop import open_workshop, utc_now

CAUSES = {
    "no_list": "no links with days there: the column has moved, or is drawn by a script",
    "moved": "put its new address into your own table (RESEARCH_COLUMNS)",
    "paging": "only its first page could be read",
    "robots": "robots.txt of the site excludes it: such pages are for people (research import-page)",
    "many_pages": "run the same again: it goes on from there",
}


HELP = """Walk the columns in which a province lists its documents, and read them into the register.

\b
research harvest --province Shanxi --from 2019-01 --to 2025-06

It asks as politely as any run (RESEARCH_HOST_PAUSE) and keeps robots.txt, writes what it has as
it goes, and goes on where it was stopped; a later harvest asks only for what is new. Runs then
ask the register first. Code 3: a column or a page could not be read; each is told with its cause.
"""


@click.command("harvest", help=HELP)
@option("--province NAME", "山西, Shanxi …: whose columns.", required=True)
@option("--from MONTH", "The first month: 2019-01.", name="first", required=True)
@option("--to MONTH", "The last month, 2025-06; without it this one.", name="last")
@option("--dry-run", "Say what would be walked and read, and stop.")
@quiet_option
@verbose_option
def harvest_command(province: str, first: str, last: str | None, dry_run: bool, quiet: bool) -> int:
    """Walk the columns of a province and read what they list into the register."""
    now = utc_now()
    span = _span(first, last, now.date())
    config = configuration(load_settings(), RunOptions(model="none", search="saved"))
    lock = config.state / "locks" / "register.lock"
    with progress(quiet) as report, open_workshop(config, report) as workshop:
        name = workshop.known.places.province(province).name
        columns = workshop.known.columns.of(name)
        if not columns:
            raise UsageError(f"no column of {name} is known", hint="name them: RESEARCH_COLUMNS")
        if dry_run:
            known = config.register.exists()
            with Register(config.register, only_read=True) if known else nullcontext() as register:
                plan = planned(register, columns, name, span)
            click.echo("\n".join(_plan_lines(plan, name, span)))
            return 0
        with held(lock, now, "register"), harvesting(workshop, report) as harvest:
            ended = harvest.run(columns, name, span)
            covering = _covering(harvest.register, (name,), span)
    for line in _ended_lines(ended):
        warn(line)
    click.echo("\n".join(covering))
    return 0 if ended.whole else INCOMPLETE


@click.command("register")
@option("--export FILE", "Write the register as one file, for colleagues.", name="out", type=FILE)
@option(
    "--import FILE",
    "Take over a colleague's; what was read here stays as it is.",
    name="given",
    type=FILE,
)
@verbose_option
def register_command(out: Path | None, given: Path | None) -> int:
    """Say what the register covers: columns, months and pages read; or share it as one file.

    The file is cache/register.db: any SQLite, and Datasette, can show it.
    """
    config = configuration(load_settings(), RunOptions(model="none", search="saved"))
    if not config.register.exists() and given is None:
        raise UsageError("nothing was harvested yet", hint="see research harvest --help")
    if given is not None:
        with held(config.state / "locks" / "register.lock", utc_now(), "register"):
            taken = take_over(config.register, given)
        click.echo(
            f"taken over: {taken.columns} columns and {taken.documents} documents that were new,"
            f" {taken.read} with what was read of them"
        )
    with Register(config.register) as register:
        if out is not None:
            export(register, out)
            click.echo(f"written: {out} ({register.count():,} documents)")
            return 0
        click.echo("\n".join(_covering(register, None, None)))
    return 0


def _span(first: str, last: str | None, today: datetime.date) -> Interval:
    """The days from the first of a month to the last of another. Raises UsageError."""
    start, end = _days(first, "--from").start, _days(last, "--to").end if last else today
    end = min(end, today)
    if start > end:
        raise UsageError(f"--from {first} lies after {end}", hint="the earlier month comes first")
    return Interval(start=start, end=end)


def _days(text: str, option: str) -> Interval:
    """The days of 2019, 2019-01 or 2019-01-15. Raises UsageError."""
    found = parse_date(text)
    if found is None:
        raise UsageError(f"{option}: no month: {text!r}", hint="write it as 2019-01")
    return found


def _plan_lines(plan: Plan, province: str, span: Interval) -> list[str]:
    lines = [f"{province}, {span.start} to {span.end}: {len(plan.columns)} columns"]
    for column, reaches in plan.columns:
        known = f"walked back to {reaches}" if reaches else "never walked to an end"
        lines.append(f"  {column.name}  {column.url}  ({known})")
    lines.append(f"known documents whose page is to be read: {plan.due:,}")
    lines.append("nothing was asked")
    return lines


def _ended_lines(ended: Ended) -> list[str]:
    lines = []
    for walk in ended.walks:
        told = f"{walk.column.name}: {walk.pages} list pages, {walk.new} new documents"
        if walk.cause:
            hint = CAUSES.get(walk.cause, "run the same again later: it goes on from there")
            told += f"; stopped: {walk.cause}: {walk.detail} ({hint})"
        lines.append(told)
    lines.append(f"{ended.read} pages read")
    lines += [f"{number} pages not read: {cause}" for cause, number in ended.failed.most_common()]
    return lines


def _covering(
    register: Register, provinces: Sequence[str] | None, span: Interval | None
) -> list[str]:
    """What the register has of each province: pages read, and a line for each of its columns."""
    found = [one for one in covered(register, span) if not provinces or one.province in provinces]
    return [line for one in found for line in _province_lines(one)] or ["the register is empty"]


def _province_lines(one: Covered) -> Iterator[str]:
    failed = f", {one.failed:,} could not be read" if one.failed else ""
    yield f"{one.province}: {one.read:,} of {one.listed:,} listed pages read{failed}"
    for column in one.columns:
        span = column.span
        walked = f"{span.start:%Y-%m} to {span.end:%Y-%m}" if span else "not walked"
        stopped = f" (stopped: {column.cause})" if column.cause not in ("", NOT_WALKED) else ""
        yield f"  {column.name}: {walked}{stopped}"
