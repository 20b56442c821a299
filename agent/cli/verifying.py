"""``research verify`` and ``research bundle``: the evidence looked at again, and taken along."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from agent.cli.console import check_out, writing
from agent.cli.options import RunOptions, configuration, load_settings


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
    from agent.cli.verified import verify_bundle, verify_cache

    config = configuration(load_settings(), RunOptions(sample=sample, model="none"))
    if what is not None and (what.lower().endswith(".zip") or Path(what).is_file()):
        return verify_bundle(Path(what), config)
    return verify_cache(what, config)


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
    from agent.cli.verified import cache_of, chosen_runs, database_of
    from agent.evidence.bundle import bundle
    from agent.evidence.derive import InCache
    from agent.store import Store
    from agent.wiring.version import VERSION

    out = out or Path(f"{run}.zip")
    check_out(out)
    config = configuration(load_settings(), RunOptions(sample=sample, model="none"))
    with Store.to_read(database_of(config)) as store, writing(out) as file:
        chosen_runs(store, run)
        each = partial(store.each_dossier, run)
        bundle(file, each, InCache(cache_of(config)), run, VERSION)
    return 0
