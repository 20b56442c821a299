"""``research import-page``: a page saved by hand, for sites that refuse programs."""

from __future__ import annotations

from pathlib import Path

import click

from agent.cli.options import RunOptions, configuration, load_settings


@click.command("import-page")
@click.argument("url")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def import_page_command(url: str, file: Path) -> int:
    """Put FILE into the cache as the page at URL, and into the index of saved pages.

    Open the page in a browser, save it, import it; then run the changepoint again, or read the
    page alone with --url. Reports say 人工导入 (imported by hand): the bytes are yours to answer for.
    """
    from agent.cli.console import Silence
    from agent.wiring.workshop import open_workshop

    config = configuration(load_settings(), RunOptions(model="none", search="saved"))
    with open_workshop(config, Silence()) as workshop:
        page = workshop.import_page(url, file)
    click.echo(f"imported {page.media_type}, {len(page.text)} characters: {page.title or url}")
    click.echo(f"sha256 {page.sha256}")
    return 0
