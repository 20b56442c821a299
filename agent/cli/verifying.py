"""``research verify`` and ``research bundle``: the evidence looked at again, and taken along."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agent.cli.console import check_out, warn, write_bytes
from agent.cli.options import RunOptions, configuration, load_settings
from agent.errors import UsageError

if TYPE_CHECKING:
    from agent.cache import Cache
    from agent.evidence import Drift, Kept
    from agent.findings import Dossier
    from agent.wiring import Config

DRIFTED = 1


@click.command("verify")
@click.argument("what", required=False, metavar="[RUN|FILE.zip]")
@click.option("--sample", is_flag=True, help="Runs over the sample web.")
def verify_command(what: str | None, sample: bool) -> int:
    """Derive stored results again from the stored bytes: no network, no model.

    Every page is hashed and read again, every quote located and every deterministic verdict derived
    again. What a model said is not asked again; what of it counts is. Without an argument every
    run and every page of the cache; a RUN of `research report`; or a FILE.zip of `research bundle`.
    Leaves with 1 when something is no longer as it was written down.
    """
    config = configuration(load_settings(), RunOptions(sample=sample, model="none"))
    if what is not None and (what.lower().endswith(".zip") or Path(what).is_file()):
        return _verify_bundle(Path(what), config)
    return _verify_cache(what, config)


@click.command("bundle")
@click.argument("run")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="PATH",
    help="The zip; by default RUN.zip.",
)
@click.option("--sample", is_flag=True, help="A run over the sample web.")
def bundle_command(run: str, out: Path | None, sample: bool) -> int:
    """Write the dossiers of RUN with the bytes of their pages as one zip.

    `research verify FILE.zip` verifies it on any machine, without this cache.
    """
    from agent.evidence.bundle import bundle
    from agent.evidence.derive import InCache
    from agent.wiring.version import VERSION

    out = out or Path(f"{run}.zip")
    check_out(out)
    config = configuration(load_settings(), RunOptions(sample=sample, model="none"))
    dossiers = _stored(config, run)
    write_bytes(bundle(dossiers, InCache(_cache(config)), run, VERSION), out)
    return 0


def _verify_cache(run: str | None, config: Config) -> int:
    from agent.evidence.derive import InCache

    dossiers = _stored(config, run)
    cache = _cache(config)
    kept = InCache(cache)
    drifts = [] if run else list(kept.damaged())
    file = str(config.state / "research.db")
    drifts += _derived(dossiers, kept, file, config)
    drifts += _across(config, run, file)
    pages = None if run else sum(1 for _ in cache.shas())
    return _told(drifts, dossiers, pages, words_again=True)


def _across(config: Config, run: str | None, file: str) -> list[Drift]:
    """What was flagged across the changepoints of a run, and what reports say in their own words."""
    from agent.audit.again import drifts_of_words
    from agent.evidence.points import drifts_across
    from agent.store import Store
    from agent.wiring.members import knowledge

    drifts: list[Drift] = []
    with Store(config.state / "research.db") as store:
        for one in store.runs():
            if run not in (None, one.id):
                continue
            each = partial(store.each_dossier, one.id)
            drifts += drifts_across(each, file)
            if "texts" in one.config:
                known = knowledge(config)
                drifts += drifts_of_words(each(), one.config, config.state, known, file)
    return drifts


def _verify_bundle(path: Path, config: Config) -> int:
    from agent.evidence.bundle import Bundle
    from agent.evidence.points import drifts_across

    held = Bundle(path)
    dossiers = held.dossiers
    drifts = [*held.drifts(), *_derived(dossiers, held, str(path), config)]
    drifts += drifts_across(lambda: dossiers, str(path))
    return _told(drifts, dossiers, None)


def _derived(
    dossiers: Sequence[Dossier], kept: Kept, file: str, config: Config
) -> tuple[Drift, ...]:
    """The drifts of all dossiers; what they were made with is compared and told, not counted."""
    from agent.wiring.members import (
        deriver,
        knowledge,
        readers,
    )

    drifts: list[Drift] = []
    for invented in (False, True):
        own = [d for d in dossiers if d.provenance.invented is invented]
        if not own:
            continue
        known = knowledge(_with_sample(config, invented))
        deriving = deriver(known)
        now = known.fingerprints() | readers().versions
        for dossier in own:
            drifts += deriving.drifts(dossier, kept, file)
        differing = {
            name
            for dossier in own
            for name, told in {**dossier.provenance.tables, **dossier.provenance.readers}.items()
            if now.get(name) != told
        }
        if differing:
            warn(f"made with other tables or readers: {', '.join(sorted(differing))}")
    return tuple(drifts)


def _with_sample(config: Config, invented: bool) -> Config:
    from dataclasses import replace

    return replace(config, sample=invented)


def _told(
    drifts: Sequence[Drift],
    dossiers: Sequence[Dossier],
    pages: int | None,
    *,
    words_again: bool = False,
) -> int:
    for drift in drifts:
        click.echo(str(drift))
    _tell_invented(dossiers)
    findings = [finding for dossier in dossiers for finding in dossier.findings]
    verdicts = sum(len(finding.verdicts) for finding in findings)
    read = {
        document.sha256
        for dossier in dossiers
        for page in dossier.pages
        for document in page.documents()
    }
    words = sum(len(finding.own) for finding in findings)
    stand = "" if words_again else ", as they stand"
    own = f" ({words} on the words of reports{stand})" if words else ""
    kept = "" if pages is None else f" ({pages} pages in the cache hashed)"
    click.echo(
        f"{len(dossiers)} dossiers, {len(findings)} findings, {verdicts} verdicts{own}, "
        f"{len(read)} pages derived again{kept}: {len(drifts)} drifted"
    )
    return DRIFTED if drifts else 0


def _tell_invented(dossiers: Sequence[Dossier]) -> None:
    """Say which pages of runs over the real web are on hosts that there cannot be."""
    from agent.sample import is_invented

    found = [
        page.url
        for dossier in dossiers
        if not dossier.provenance.invented
        for page in dossier.pages
        if is_invented(page.url)
    ]
    if found:
        click.echo(
            f"{len(found)} pages of runs over the real web are on invented hosts (.example) and no"
            f" source of anything, the first: {found[0]}"
        )


def _stored(config: Config, run: str | None) -> tuple[Dossier, ...]:
    """The dossiers of a run, or of all runs. Raises UsageError when there are none."""
    from agent.store import Store

    path = config.state / "research.db"
    if not path.exists():
        raise UsageError(f"no run is stored: there is no {path}")
    with Store(path) as store:
        runs = [run] if run else [known.id for known in store.runs()]
        dossiers = tuple(dossier for name in runs for dossier in store.dossiers(name))
    if run and not dossiers:
        raise UsageError(f"no dossier in run {run!r}", hint="research report lists the runs")
    return dossiers


def _cache(config: Config) -> Cache:
    from agent.cache import Cache
    from agent.text.urls import url_identity

    return Cache(config.state, url_identity)
