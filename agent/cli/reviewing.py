"""``research review``: what only a person can settle, in a browser."""

from __future__ import annotations

import os
import re
import sys
import threading
import webbrowser
from typing import Any

import click

from agent.cli.console import warn
from agent.cli.review_files import (
    export_command,
    import_command,
    list_command,
    login_name,
    open_desk,
    reviewer_option,
    run_option,
    stats_command,
)
from agent.cli.shared import GIVEN_FILE, language_option, option, refuse_early_options
from agent.cli.stored_runs import sample_runs_option
from agent.errors import UsageError
from agent.findings import Status
from agent.review.desk import Desk
from agent.store.draws import Draws
from agent.store.reviews import Decision

INTERRUPTED = 130


@click.group("review", invoke_without_command=True)
@run_option
@reviewer_option
@option(
    "--draw STATUS:N,...",
    "Draw findings that were not flagged, as verified:100,rejected:50, to estimate precision.",
)
@option("--seed N", "The seed of --draw.", type=int, default=1)
@option(
    "--port N",
    "The port on 127.0.0.1; by default the first free one from 8770.",
    type=click.IntRange(1, 65535),
)
@option("--no-browser", "Only print the address; open no browser.")
@option(
    "--series FILE",
    "Daily emissions to draw beside findings: state,date,sector,value; by default the file a"
    " changepoint was found in, where it lies here.",
    multiple=True,
    type=GIVEN_FILE,
)
@language_option
@sample_runs_option
@click.pass_context
def review_command(context: click.Context, /, **given: Any) -> int:
    """Settle what only a person can settle, in a browser: claim beside passage, one key each.

    Without --run it shows the latest dossier of every changepoint. Only this machine can reach the
    page, only with the address that is printed. Ctrl-C ends it; every decision is kept at once.
    """
    if context.invoked_subcommand is not None:
        refuse_early_options(context)
        return 0
    from agent.cli import Stopped
    from agent.review.app import application
    from agent.review.guard import Keys
    from agent.review.serve import PORTS, serve

    reviewer = given["reviewer"] or login_name()
    with open_desk(given["run"], reviewer, given["sample"], given["series"]) as desk:
        if given["draw"]:
            click.echo(_draw(desk, given["draw"], given["seed"]), err=True)
        keys = Keys()
        before = _made_by(desk)

        def announce(port: int) -> None:
            which = "&which=drawn" if given["draw"] else ""
            address = f"http://127.0.0.1:{port}/enter?token={keys.token}{which}"
            click.echo(f"research review for {desk.reviewer}, until Ctrl-C:\n  {address}")
            if not given["no_browser"]:
                # A browser may take its time, and the page must answer meanwhile.
                threading.Thread(target=_open, args=(address,), daemon=True).start()

        ports = (given["port"],) if given["port"] else PORTS
        try:
            serve(application(desk, keys, given["language"]), announce, ports)
        except (Stopped, KeyboardInterrupt) as stop:
            if isinstance(stop, Stopped) and stop.exit_code != INTERRUPTED:
                raise
        made = _made_by(desk) - before
    click.echo(f"research review: closed; {made} decision(s) kept since it was opened", err=True)
    return 0


def _made_by(desk: Desk) -> int:
    """Decisions of this reviewer, those taken back included."""
    return sum(
        r.reviewer == desk.reviewer and r.decision is not Decision.WITHDRAWN
        for r in desk.reviews.history()
    )


def _open(address: str) -> None:
    """Open the address, or say that it cannot be; never a browser that would take the terminal."""
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER", "WSL_DISTRO_NAME")
    blind = sys.platform.startswith("linux") and not any(map(os.environ.get, screens))
    try:
        opened = not blind and webbrowser.open(address)
    except webbrowser.Error:
        opened = False
    if not opened:
        warn("no browser could be opened: open the address above by hand")


def _draw(desk: Desk, wanted: str, seed: int) -> str:
    """Draw, and say what was drawn of how many."""
    counts = _wanted(wanted)
    rows = desk.findings.listed(desk.run)
    draw = Draws(desk.store.database).draw(rows, counts, seed, desk.run, desk.clock())
    told = ", ".join(
        f"{min(n, draw.population[status])} of {draw.population[status]} {status}"
        for status, n in draw.wanted.items()
    )
    return f"research: drawn with seed {seed}: {told}"


def _wanted(text: str) -> dict[Status, int]:
    """verified:100,rejected:50 as counts. Raises UsageError."""
    found = re.findall(r"(verified|rejected|insufficient):([1-9][0-9]{0,5})", text)
    if ",".join(f"{status}:{number}" for status, number in found) != text.replace(" ", ""):
        raise UsageError(f"--draw {text!r} cannot be read", hint="write verified:100,rejected:50")
    return {Status(status): int(number) for status, number in found}


for command in (list_command, export_command, import_command, stats_command):
    review_command.add_command(command)
