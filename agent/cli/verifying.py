"""``research verify`` and ``research bundle``: the evidence looked at again, and taken along.

One dossier at a time is looked at, and told as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import click

from agent.audit.again import drifts_of_words
from agent.cache import Cache
from agent.cli.console import FAILED, check_out, warn, writing
from agent.cli.options import RunOptions, configuration, load_settings
from agent.cli.shared import FILE, option
from agent.cli.stored_runs import database, find_run, sample_runs_option
from agent.errors import UsageError
from agent.evidence import Drift, Kept
from agent.evidence.bundle import Bundle, bundle
from agent.evidence.derive import BYTES_GONE, Deriver, InCache, other_rules
from agent.evidence.looking import drifts_of_looking
from agent.evidence.points import drifts_across
from agent.findings import Dossier
from agent.store import Run, Store
from agent.store.health import faults
from agent.text.urls import is_invented, url_identity
from agent.wiring import Config
from agent.wiring.members import Knowledge, deriver, knowledge, readers
from agent.wiring.version import VERSION


@click.command("verify")
@click.argument("what", required=False, metavar="[RUN|FILE.zip]")
@sample_runs_option
def verify_command(what: str | None, sample: bool) -> int:
    """Derive stored results again from the stored bytes: no network, no model.

    Every page is hashed and read again, every quote located and every deterministic verdict derived
    again. What a model said is not asked again; what of it counts is. Without an argument every
    run and every page of the cache; a RUN of `research report`; or a FILE.zip of `research bundle`.
    Exits 1 if something is no longer as it was written down.
    """
    if what is not None and (what.lower().endswith(".zip") or Path(what).is_file()):
        return verify_bundle(Path(what), _config(sample))
    if what is None:
        return verify_cache(None, _config(sample))
    found = find_run(what, sample)
    return verify_cache(found.id, _config(found.sample))


@click.command("bundle")
@click.argument("run")
@option("--out PATH", "The zip; by default RUN.zip.", type=FILE)
@sample_runs_option
def bundle_command(run: str, out: Path | None, sample: bool) -> int:
    """Write the dossiers of RUN with the bytes of their pages as one zip.

    `research verify FILE.zip` verifies it on any machine, without this cache.
    """
    check_out(out)
    found = find_run(run, sample)
    run, config = found.id, _config(found.sample)
    out = out or Path(f"{run}.zip")
    check_out(out)
    with found.opened() as store, writing(out) as file:
        chosen_runs(store, run)
        each = partial(store.each_dossier, run)
        bundle(file, each, InCache(Cache(config.state, url_identity)), run, VERSION)
    return 0


def _config(sample: bool) -> Config:
    return configuration(load_settings(), RunOptions(sample=sample, model="none"))


UNEXPLAINED = "that no other version explains: damaged, or changed by hand"


def verify_cache(run: str | None, config: Config) -> int:
    """Verify a run, or every run and every entry of the cache; the exit code."""
    path = database(config.sample)
    cache = Cache(config.state, url_identity)
    kept = InCache(cache)
    told = _Told(pages=None if run else sum(1 for _ in cache.shas()), words_again=True)
    with Store.to_read(path) as store, store.database.reading():
        runs = chosen_runs(store, run)
        told.add(
            Drift(file=str(path), check=fault.where, before=fault.before, now=fault.now)
            for fault in faults(store, run)
        )
        if run is None:
            told.add(kept.damaged())
            told.add(_entries(cache))
        looking = _Deriving(config, kept, str(path))
        for one in runs:
            each = partial(store.each_dossier, one.id, only_whole=True)
            for dossier in each():
                told.count(dossier)
                told.add(looking.drifts(dossier))
            told.add(drifts_across(each, str(path)))
            if "texts" in one.config:
                known = knowledge(config)
                told.add(drifts_of_words(each(), one.config, config.state, known, str(path)))
    looking.tell_others()
    return told.end()


def _entries(cache: Cache) -> Iterator[Drift]:
    """Entries of the cache beside the bytes of pages that are damaged."""
    cache.check()
    for problem in cache.problems:
        entry, _, why = problem.removeprefix("damaged cache entry ").partition(": ")
        yield Drift(file=entry, check="entry", before="whole", now=why)


def verify_bundle(path: Path, config: Config) -> int:
    """Verify a zip that `research bundle` wrote; the exit code."""
    told = _Told()
    with Bundle(path) as held:
        told.add(held.drifts())
        looking = _Deriving(config, held, str(path))
        for dossier in held.dossiers():
            told.count(dossier)
            told.add(looking.drifts(dossier))
        told.add(drifts_across(held.dossiers, str(path)))
    looking.tell_others()
    return told.end()


class _Deriving:
    """Derives dossiers again; what they were made with is compared and told, not counted."""

    def __init__(self, config: Config, kept: Kept, file: str) -> None:
        self._config, self._kept, self._file = config, kept, file
        self._made: dict[bool, tuple[Deriver, Knowledge, dict[str, str]]] = {}
        self._others: dict[str, set[str]] = {}

    def drifts(self, dossier: Dossier) -> Iterator[Drift]:
        deriving, known, now = self._with(dossier.provenance.invented)
        told = {**dossier.provenance.tables, **dossier.provenance.readers}
        others = {name: before for name, before in told.items() if now.get(name) != before}
        for name, before in others.items():
            self._others.setdefault(name, set()).add(_versions(before, now.get(name, "")))
        yield from deriving.drifts(dossier, self._kept, self._file)
        why = other_rules(dossier, deriving.version, deriving.tables)
        for drift in drifts_of_looking(
            dossier,
            lambda one: None if others else known.queries(one.changepoint, one.window),
            self._file,
        ):
            yield drift.model_copy(update={"why": why})

    def tell_others(self) -> None:
        """Say which tables and readers are others than those that were there then."""
        if not self._others:
            return
        told = (
            name + (f" ({'; '.join(sorted(versions))})" if (versions := found - {""}) else "")
            for name, found in sorted(self._others.items())
        )
        warn(f"made with other tables or readers: {', '.join(told)}")

    def _with(self, invented: bool) -> tuple[Deriver, Knowledge, dict[str, str]]:
        if invented not in self._made:
            known = knowledge(replace(self._config, sample=invented))
            now = known.fingerprints() | readers().versions
            self._made[invented] = (deriver(known), known, now)
        return self._made[invented]


def _versions(before: str, now: str) -> str:
    """Which version of a reader it was and is; a table has only a hash, which tells nobody anything."""
    return f"{before} then, {now or 'none'} now" if "/" in before else ""


@dataclass
class _Told:
    """What was looked at and what had drifted: counted as it is told, and held nowhere."""

    pages: int | None = None
    words_again: bool = False
    dossiers: int = 0
    findings: int = 0
    verdicts: int = 0
    words: int = 0
    invented: list[str] = field(default_factory=list)
    read: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    drifted: Counter[str] = field(default_factory=Counter)

    def add(self, drifts: Iterable[Drift]) -> None:
        """Tell what has drifted."""
        for drift in drifts:
            self.drifted[drift.why] += 1
            if drift.why == BYTES_GONE and not drift.finding:
                self.gone.add(drift.before)
            click.echo(str(drift))

    def count(self, dossier: Dossier) -> None:
        """Count what a dossier holds."""
        self.dossiers += 1
        self.findings += len(dossier.findings)
        self.verdicts += sum(len(finding.verdicts) for finding in dossier.findings)
        self.words += sum(len(finding.own) for finding in dossier.findings)
        for page in dossier.pages:
            self.read.update(document.sha256 for document in page.documents())
            if not dossier.provenance.invented and is_invented(page.url):
                self.invented.append(page.url)

    def end(self) -> int:
        """Say what it came to; the exit code."""
        if self.invented:
            click.echo(
                f"{len(self.invented)} pages of runs over the real web are on invented hosts"
                f" (.example) and no source of anything, the first: {self.invented[0]}"
            )
        stand = "" if self.words_again else ", as they stand"
        own = f" ({self.words} on the words of reports{stand})" if self.words else ""
        kept = "" if self.pages is None else f" ({self.pages} pages in the cache hashed)"
        click.echo(
            f"{self.dossiers} dossiers, {self.findings} findings, {self.verdicts} verdicts{own}, "
            f"{len(self.read) - len(self.gone)} pages derived again{kept}: {self.drifted.total()} drifted"
        )
        for why, number in self.drifted.most_common():
            click.echo(f"  {number} {why or UNEXPLAINED}")
        return FAILED if self.drifted else 0


def chosen_runs(store: Store, name: str | None) -> tuple[Run, ...]:
    """The run that is named, or all of them. Raises UsageError when it has no dossier."""
    runs = tuple(run for run in store.runs() if name in (None, run.id))
    if name and not any(run.dossiers for run in runs):
        raise UsageError(f"no dossier in run {name!r}", hint="research report lists the runs")
    return runs
