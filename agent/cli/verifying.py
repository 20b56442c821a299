"""``research verify`` and ``research bundle``: the evidence looked at again, and taken along."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from agent.cli.console import check_out, writing
from agent.cli.options import RunOptions, configuration, load_settings
from agent.cli.shared import FILE, option
from agent.cli.stored_runs import find_run, sample_runs_option
from agent.cli.verified import cache_of, chosen_runs, verify_bundle, verify_cache
from agent.evidence.bundle import bundle
from agent.evidence.derive import InCache
from agent.store import Store
from agent.wiring import Config
from agent.wiring.rereading import from_cache
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
    with (
        Store.to_read(found.database, from_cache(found.database.parent)) as store,
        store.database.reading(),
        writing(out) as file,
    ):
        chosen_runs(store, run)
        each = partial(store.each_dossier, run)
        bundle(file, each, InCache(cache_of(config)), run, VERSION)
    return 0


def _config(sample: bool) -> Config:
    return configuration(load_settings(), RunOptions(sample=sample, model="none"))
