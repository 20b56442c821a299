"""What ``research`` does: its changepoints researched one after the other, one report of them, and how it ends."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from typing import Any
from urllib.request import getproxies

import click

from agent.batch.plan import lines as expected
from agent.batch.plan import plan
from agent.cli.console import FAILED, FLAGGED, INCOMPLETE, progress, warn
from agent.cli.digest import print_digest, shows_digest
from agent.cli.options import (
    RunOptions,
    configuration,
    load_settings,
    warn_of_unknown_settings,
)
from agent.cli.points import changepoints_named
from agent.cli.rendering import Target, beside_of, check_report, read_all_series, write_report
from agent.coverage import not_covering
from agent.errors import UsageError
from agent.evidence.points import flag_across
from agent.findings import Dossier, Outcome, Status
from agent.ledger.sums import told
from agent.records import Changepoint, Gap
from agent.store import Store
from agent.store.stored import newest_of_each
from agent.wiring import Config
from agent.wiring.asking import chosen, prices, put_to_some
from agent.wiring.members import Knowledge, knowledge
from agent.wiring.rereading import from_cache
from agent.wiring.workshop import open_workshop


def run_single(given: dict[str, Any], options: RunOptions) -> int:
    """Research the changepoints that the options name; returns the exit code."""
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
        for number, point in enumerate(points, 1):
            report.begin(_title(point, number, len(points)))
            dossier = workshop.research(point, given["url"])
            workshop.store.save(run, dossier)
        if len(points) > 1:
            flag_across(workshop.store, run)
        workshop.store.finish_run(run, dossier.researched_at)
        beside = replace(beside_of(workshop.store, (run,), workshop.prices), series=series)
        kept, _ = newest_of_each(workshop.store, (run,))
        path, again = workshop.store.database.path, from_cache(workshop.cache.root)
        dossiers = kept.reopened(path, again)
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
    points, problems = changepoints_named(given, known)
    for problem in problems:
        warn(problem)
    if not points:
        raise UsageError("no changepoint left to research")
    return points, problems


def _configured(options: RunOptions) -> Config:
    """The config of the settings and options, found to be whole before any work is done."""
    warn_of_unknown_settings()
    config = configuration(load_settings(), options)
    chosen(config)
    return config


def _title(point: Changepoint, number: int, count: int) -> str:
    sector = point.sector or "all sectors"
    return f"[{number}/{count}] {point.province} {sector} {point.date}" if count > 1 else ""


def check_url(url: str | None) -> None:
    """Raise UsageError when ``--url`` is no web address."""
    if url is not None and not url.lower().startswith(("http://", "https://")):
        raise UsageError(f"no web address: {url!r}", hint="it starts with http:// or https://")


def plan_text(points: Sequence[Changepoint], config: Config, known: Knowledge) -> str:
    """The searches that would be made, a line each, and what all of it is expected to take."""
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


SILENT = {"unreachable", "timeout"}
OTHER_SEARCHES = (
    "SEARXNG_URL, BOCHA_API_KEY or TAVILY_API_KEY connect other searches (see research doctor)",
)
LONGEST = 3
"""Lines of a model's failures that are shown; the report has them all."""


def finish(dossiers: Sequence[Dossier], options: RunOptions, *, failed: bool) -> int:
    """The exit code of a run, told on stderr where it is incomplete.

    ``failed`` says that some of the input could not be used.
    """
    incomplete, flagged = 0, False
    gaps: list[Gap] = []
    partial: set[str] = set()
    for dossier in dossiers:
        flagged = flagged or bool(dossier.with_status(Status.FLAGGED))
        if dossier.outcome is Outcome.INCOMPLETE:
            incomplete += 1
            gaps += [gap for gap in dossier.gaps if gap.material]
            partial.update(not_covering(dossier))
    if incomplete:
        causes = sorted({f"{gap.stage} {gap.cause}" for gap in gaps})
        if partial:
            causes.append(f"search covers only some pages ({', '.join(sorted(partial))})")
        warn(f"incomplete: {incomplete} of {len(dossiers)} changepoint(s): {', '.join(causes)}")
        lines = advice(gaps, sample=options.sample)
        for line in lines or (OTHER_SEARCHES if partial else ()):
            warn(line)
        return INCOMPLETE
    if failed:
        return FAILED
    return FLAGGED if flagged and options.fail_on == "flagged" else 0


def advice(gaps: Sequence[Gap], *, sample: bool) -> list[str]:
    """What a user can do about gaps that matter, each thing said once."""
    causes: dict[str, set[str]] = {}
    for gap in gaps:
        causes.setdefault(gap.stage, set()).add(gap.cause)
    lines = [] if sample else [*_about_search(causes, gaps), *_about_pages(causes)]
    return lines + _about_model(gaps)


def _about_search(causes: dict[str, set[str]], gaps: Iterable[Gap]) -> list[str]:
    found = causes.get("search")
    if not found:
        return []
    lines = []
    if found <= SILENT:
        lines.append(f"no search could be reached: check the network{_proxies()};")
    else:
        lines += sorted({gap.detail for gap in gaps if gap.stage == "search" and gap.detail})
    return [*lines, "--sample shows the program at work without a network;", *OTHER_SEARCHES]


def _about_pages(causes: dict[str, set[str]]) -> list[str]:
    found = (causes.get("fetch", set()) | causes.get("read", set())) - {"invented"}
    if not found:
        return []
    if found <= SILENT:
        return [f"pages could not be reached: check the network{_proxies()}, and run again"]
    return [
        "pages that refuse programs or cannot be read: save them by hand, "
        "research import-page URL FILE, run again"
    ]


def _about_model(gaps: Iterable[Gap]) -> list[str]:
    """One line for each cause: every page of a run fails alike."""
    said: dict[str, str] = {}
    for gap in gaps:
        if gap.stage == "extract" and gap.cause != "not_asked":
            said.setdefault(gap.cause, gap.detail)
    return list(said.values())[:LONGEST]


def _proxies() -> str:
    """The proxies the environment names, without what may stand in them as a password."""
    known = {name: url.rpartition("@")[2] for name, url in getproxies().items() if name != "no"}
    told = ", ".join(f"{name} {url}" for name, url in sorted(known.items()))
    return f" and the proxy ({told})" if told else ""
