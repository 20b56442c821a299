"""``research cache`` and ``import-page``: where it is, its size, what can go, what a hash holds, what is put in."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from agent.cache import Cache
from agent.cli.options import RunOptions, configuration, load_settings
from agent.cli.shared import FILE, option
from agent.errors import UsageError
from agent.text.urls import url_identity
from agent.wiring import state_folder

MEGABYTE = 1_000_000


@click.group("cache", invoke_without_command=True)
@option("--sample", "The cache of the sample web.")
@click.pass_context
def cache_command(context: click.Context, sample: bool) -> int:
    """Where the cache is and how big; prune it; show what a hash holds."""
    state = state_folder(load_settings().research_cache, sample)
    context.obj = cache = Cache(state, url_identity)
    if context.invoked_subcommand is None:
        click.echo(f"{cache.root.resolve()}")
        for folder, size in cache.size().items():
            click.echo(f"  {folder:<8} {size.files:>7} files {size.bytes / MEGABYTE:>9.1f} MB")
    return 0


@cache_command.command("prune")
@option("--older-than DAYS", "Age in days.", type=click.IntRange(0), default=90)
@option("--dry-run", "Only say how much would go.")
@click.pass_obj
def prune_command(cache: Cache, older_than: int, dry_run: bool) -> int:
    """Remove old replies and texts. Pages and fetches, the evidence, are never removed."""
    now = datetime.datetime.now(datetime.UTC)
    gone = cache.prune(now - datetime.timedelta(days=older_than), dry_run=dry_run)
    verb = "would remove" if dry_run else "removed"
    click.echo(f"{verb} {gone.files} files, {gone.bytes / MEGABYTE:.1f} MB")
    return 0


@cache_command.command("show")
@click.argument("hash_", metavar="HASH")
@option("--raw PATH", "Write the raw bytes to this file.", type=FILE)
@click.pass_obj
def show_command(cache: Cache, hash_: str, raw: Path | None) -> int:
    """Show the page whose sha256 begins with HASH: where it came from, and its text."""
    found = [sha for sha in cache.shas() if sha.startswith(hash_.lower())]
    if len(found) != 1 or not hash_:
        told = "no page" if not found else f"{len(found)} pages"
        raise UsageError(f"{told} in the cache with a sha256 that begins with {hash_!r}")
    sha256 = found[0]
    body = cache.bytes(sha256)
    if body is None:
        raise UsageError(f"the bytes of {sha256} are damaged")
    click.echo(f"sha256  {sha256}\nbytes   {len(body)}")
    for record in cache.latest_fetches():
        if record.sha256 == sha256:
            click.echo(f"url     {record.answered_url}\n{record.how:<7} {record.fetched_at}")
    if raw:
        raw.write_bytes(body)
        click.echo(f"written to {raw}")
    return 0


@click.command("import-page")
@click.argument("url")
@click.argument("file", type=click.Path(path_type=Path))
def import_page_command(url: str, file: Path) -> int:
    """Put FILE into the cache as the page at URL, and into the index of saved pages.

    Open the page in a browser, save it, import it; then run the changepoint again, or read the
    page alone with --url. Reports say 人工导入 (imported by hand): the bytes are yours to answer for.
    """
    from agent.wiring.workshop import open_workshop

    config = configuration(load_settings(), RunOptions(model="none", search="saved"))
    with open_workshop(config) as workshop:
        page = workshop.import_page(url, file)
    click.echo(f"imported {page.media_type}, {len(page.text)} characters: {page.title or url}")
    click.echo(f"sha256 {page.sha256}")
    return 0
