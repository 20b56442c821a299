"""``research``: one changepoint (or a file of them) in, one checked report out."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from agent.cli.console import progress, warn
from agent.cli.digest import print_digest, shows_digest
from agent.cli.options import (
    RunOptions,
    configuration,
    load_settings,
    warn_of_unknown_settings,
)
from agent.cli.rendering import Target, check_report, write_report
from agent.cli.shared import (
    chosen_format,
    fail_on_option,
    input_options,
    language_option,
    out_option,
    quiet_option,
    refuse_early_options,
    report_format_option,
    research_options,
    series_option,
    verbose_option,
)
from agent.errors import UsageError

if TYPE_CHECKING:
    from agent.findings import Dossier
    from agent.records import Changepoint
    from agent.store import Store
    from agent.wiring import Config
    from agent.wiring.members import Knowledge

EPILOG = """\b
Exit codes: 0 done (also when nothing was found), 1 failed, 2 wrong use, 3 incomplete
(something that matters could not be looked at), 4 with --fail-on flagged, 130 interrupted."""


SAMPLE_POINT = {
    "changepoint": "2024-11-08",
    "province": "Shanxi",
    "sector": "Ground",
    "kind": "Seasonal",
    "confidence": 0.59,
}
"""The changepoint that the sample web is made around: what --sample alone researches."""

HELP = """Find, read and check the policies and events around a changepoint of a province's emissions.

\b
research --changepoint 2024-11-08 --province Shanxi --sector Ground
research --sample      one changepoint over an invented web: no key, no network"""


@click.group(
    invoke_without_command=True,
    help=HELP,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option("--changepoint", metavar="DATE", help="The day of the change, as 2024-11-08.")
@click.option(
    "--province", metavar="NAME", help="山西, Shanxi, Inner_Mongolia, SX … (Shaanxi is 陕西)."
)
@click.option(
    "--sector",
    metavar="NAME",
    help="Ground, Power, Industry, Residential, Aviation; none means all.",
)
@click.option("--type", "kind", metavar="KIND", help="policy, event, seasonal, trend or unknown.")
@click.option("--confidence", type=float, metavar="N", help="The detector's own score, 0 to 1.")
@click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Read changepoints from a file: CSV, xlsx, JSON, TextCarbon, Rbeast … (docs/changepoints.md).",
)
@input_options
@click.option("--url", metavar="URL", help="Read and check this page only, instead of searching.")
@research_options
@click.option("--dry-run", is_flag=True, help="Print the searches that would be made, and stop.")
@report_format_option
@out_option
@language_option
@series_option
@fail_on_option
@quiet_option
@verbose_option
@click.version_option(package_name="policy-research-agent")
@click.pass_context
def research_command(context: click.Context, /, **given: Any) -> int:
    """One changepoint (or a file of them) in, one checked report out."""
    if context.invoked_subcommand is not None:
        refuse_early_options(context)
        return 0
    if not any(given[name] for name in ("changepoint", "province", "source", "url")):
        if not given["sample"]:
            click.echo(context.get_help())
            return 0
        given |= SAMPLE_POINT
    options = RunOptions.of(
        {**given, "report_format": chosen_format(given["report_format"], given["out"])}
    )
    return run_single(given, options)


def run_single(given: dict[str, Any], options: RunOptions) -> int:
    """Research the changepoints that the options name; returns the exit code."""
    from agent.cli.emissions import read_all_series
    from agent.cli.ending import finish
    from agent.cli.rendering import beside_of
    from agent.ledger.sums import told
    from agent.wiring.members import knowledge
    from agent.wiring.workshop import open_workshop

    check_report(options.report_format, given["series"], options.out)
    config = _configured(options)
    check_url(given["url"])
    known = knowledge(config)
    points, problems = _points(given, known)
    series = read_all_series(given["series"], known.places, known.sectors)
    if given["dry_run"]:
        click.echo(plan_text(points, config, known), nl=False)
        return 0
    with (
        progress(options.quiet) as report,
        open_workshop(config, report, known=known) as workshop,
    ):
        if workshop.unchecked and not options.quiet:
            warn(workshop.unchecked)
        run = workshop.start_run(" ".join(["research", *sys.argv[1:]]))
        dossiers = []
        for number, point in enumerate(points, 1):
            report.begin(_title(point, number, len(points)))
            dossiers.append(workshop.research(point, given["url"]))
            workshop.store.save(run, dossiers[-1])
        if len(dossiers) > 1:
            dossiers = _compared(workshop.store, run)
        workshop.store.finish_run(run, dossiers[-1].researched_at)
        beside = replace(beside_of(workshop.store, (run,), workshop.prices), series=series)
        workshop.ledger.close()
        paid = workshop.ledger.paid()
    if paid and not (options.quiet or options.sample):
        warn(f"cost: {told(paid)}")
    if shows_digest(given["report_format"], options.out):
        print_digest(dossiers, options.language, beside, sample=options.sample)
    else:
        how, target = (
            options.report_format,
            Target(options.out, f"nothing is lost: research report {run}"),
        )
        write_report(dossiers, how, options.language, beside, target, known.places)
    return finish(dossiers, options, failed=bool(problems))


def _points(
    given: dict[str, Any], known: Knowledge
) -> tuple[tuple[Changepoint, ...], tuple[str, ...]]:
    """The changepoints, and what of the input could not be used, which is told at once."""
    from agent.cli.points import changepoints_named

    points, problems = changepoints_named(given, known)
    for problem in problems:
        warn(problem)
    if not points:
        raise UsageError("no changepoint left to research")
    return points, problems


def _configured(options: RunOptions) -> Config:
    """The config of the settings and options, found to be whole before any work is done."""
    from agent.wiring.asking import chosen

    warn_of_unknown_settings()
    config = configuration(load_settings(), options)
    chosen(config)
    return config


def _compared(store: Store, run: str) -> list[Dossier]:
    """The dossiers of a run after what contradicts itself in several of them was flagged."""
    from agent.evidence.points import flag_across

    flag_across(store, run)
    return list(store.dossiers(run))


def _title(point: Changepoint, number: int, count: int) -> str:
    sector = point.sector or "all sectors"
    return f"[{number}/{count}] {point.province} {sector} {point.date}" if count > 1 else ""


def check_url(url: str | None) -> None:
    """Raise UsageError when ``--url`` is no web address."""
    if url is not None and not url.lower().startswith(("http://", "https://")):
        raise UsageError(f"no web address: {url!r}", hint="it starts with http:// or https://")


def plan_text(points: Sequence[Changepoint], config: Config, known: Knowledge) -> str:
    """The searches that would be made, a line each, and what all of it is expected to take."""
    from agent.batch.plan import lines as expected
    from agent.batch.plan import plan
    from agent.store import Store
    from agent.wiring.asking import chosen, prices, put_to_some

    lines = []
    for point in points:
        lines.append(f"{point.province} {point.sector or 'all sectors'} {point.date}:")
        for query in put_to_some(config, known.queries(point, point.window(config.window))):
            sites = f"  [{' '.join(query.sites)}]" if query.sites else ""
            lines.append(f"  {query.text}  ({query.window}){sites}")
    lines.append(f"searches: {', '.join(chosen(config))}; model: {config.model}")
    path = config.state / "research.db"
    with ExitStack() as opened:
        store = opened.enter_context(Store.to_read(path)) if path.exists() else None
        lines += expected(plan(points, config, known, store, prices(config)))
    return "\n".join(lines) + "\n"
