"""``research audit``: check reports that somebody else wrote."""

from __future__ import annotations

import datetime
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any

import click

from agent.audit.again import keep_texts
from agent.audit.formats import FORMATS, annotated
from agent.audit.items import Audit, Judgement
from agent.audit.run import Keep, keep_unread, of_words, with_pages
from agent.audit.summary import told
from agent.cli.console import FAILED, FLAGGED, INCOMPLETE, progress, warn, write_result
from agent.cli.options import Language, RunOptions, configuration, load_settings
from agent.cli.shared import language_option, option, window_option
from agent.coverage import ABSENT
from agent.errors import StateError, UsageError
from agent.evidence.points import flag_across
from agent.store import Store
from agent.wiring import Config
from agent.wiring.members import knowledge


@click.command("audit")
@click.argument(
    "paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path)
)
@option(
    "--offline",
    "Judge only what needs no network: place, window, sector, publisher, dates, contradictions.",
)
@option(
    "--out DIR",
    "Write annotated copies, summary.txt, summary.md, audit.json and audit.csv to this folder.",
    type=click.Path(path_type=Path, file_okay=False),
)
@option(
    "--format",
    "What goes to the screen; with --out everything is written to the folder instead.",
    name="report_format",
    choices=(*FORMATS, "annotated"),
    default="text",
)
@language_option
@window_option
@option(
    "--model NAME",
    "Name of the model that is asked about sentences in other words than the page, or none.",
)
@option("--sample", "Read the cited pages from the invented web that ships with the program.")
@option("--no-store", "Do not keep the audit as a run that review, report and verify work over.")
@option("--refresh", "Fetch cited pages anew instead of using the cache.")
@option("--fail-on", "Exit 4 if any item is rejected or needs review.", choices=("flagged",))
@option("-q, --quiet", "No progress on stderr.")
def audit_command(paths: tuple[Path, ...], **given: Any) -> int:
    """Check reports that somebody else wrote: files in the collector's format, or folders of them.

    Every item is rebuilt and judged: by its own words, its addresses and the other items at once,
    then by the pages that it cites. What cannot be parsed is listed with its line.
    """
    language: Language = given["language"]
    options = RunOptions(
        window=given["window"],
        model=given["model"],
        search="saved",
        sample=given["sample"],
        refresh=given["refresh"],
    )
    config = configuration(load_settings(), options)
    known = knowledge(config)
    done = of_words(paths, config, known)
    keeping = nullcontext() if given["no_store"] else _kept(done, config, offline=given["offline"])
    with keeping as keep, progress(given["quiet"] or given["offline"]) as report:
        if not given["offline"]:
            done = with_pages(done, config, known, progress=report, keep=keep)
        elif keep:
            keep_unread(done, keep)
    for problem in done.problems:
        warn(told(problem, language))
    if given["out"] is None:
        _show(done, given["report_format"], language)
    else:
        _write(done, given["out"], language)
    return _code(done, given["fail_on"])


@contextmanager
def _kept(words: Audit, config: Config, *, offline: bool) -> Iterator[Keep | None]:
    """A run that takes each dossier as it is done; says on stderr where it is, and what is not in it."""
    placed = [one for one in words.items if one.item.changepoint]
    left = len(words.items) - len(placed)
    lost = f"; {left} items that name no changepoint are not in it" if left else ""
    if not placed:
        warn(f"not kept: no item names a changepoint{lost}")
        yield None
        return
    started = datetime.datetime.now(datetime.UTC)
    told = {"audit": True, "offline": offline, "model": config.model, "window": config.window}
    told |= {"sample": config.sample, "reports": [text.path for text in words.texts]}
    told |= {"texts": keep_texts(words.texts, config.state), "day": str(started.date())}
    with Store(config.state / "research.db") as store:
        command = " ".join(["research", *sys.argv[1:]])
        run = store.start_run(command, words.provenance.version, told, started)
        yield partial(store.save, run)
        flag_across(store, run)
        store.finish_run(run, datetime.datetime.now(datetime.UTC))
        points = store.run(run).dossiers
    warn(f"kept as run {run}: {points} changepoints, {len(placed)} items{lost}")


def _show(done: Audit, report_format: str, language: Language) -> None:
    if report_format == "annotated":
        copies = annotated(done, language)
        if len(copies) != 1:
            raise UsageError(
                f"annotated copies of {len(copies)} files do not go to one screen",
                hint="write them to a folder with --out DIR",
            )
        write_result(next(iter(copies.values())), None)
        return
    _, rendered = FORMATS[report_format]
    write_result(rendered(done, language), None)


def _write(done: Audit, out: Path, language: Language) -> None:
    """All formats and the annotated copies, which keep their places below the common folder."""
    files: dict[Path, Callable[[], str]] = {
        out / name: partial(rendered, done, language) for name, rendered in FORMATS.values()
    }
    copies = annotated(done, language)
    parents = {os.path.dirname(os.path.abspath(path)) for path in copies}
    common = os.path.commonpath(parents)
    for path, text in copies.items():
        below = os.path.relpath(os.path.abspath(path), common)
        files[out / "annotated" / below] = partial(str, text)
    inputs = {Path(path).resolve() for path in copies}
    for file in files:
        if file.resolve() in inputs:
            raise UsageError(
                f"{file} is one of the reports", hint="choose another folder for --out"
            )
    try:
        for file, made in files.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(made().encode("utf-8", "replace"))
    except OSError as error:
        raise StateError(f"cannot write to {out}: {error.strerror or error}") from error
    warn(f"{len(done.items)} items judged, written to {out}")


def _code(done: Audit, fail_on: str | None) -> int:
    if any(gap.material and gap.cause not in ABSENT for gap in done.gaps):
        return INCOMPLETE
    if any(problem.lost for problem in done.problems):
        return FAILED
    bad = (Judgement.FLAGGED, Judgement.REJECTED)
    if fail_on == "flagged" and any(one.judgement in bad for one in done.items):
        return FLAGGED
    return 0
