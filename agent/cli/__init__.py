"""The command line. The only room that reads settings, owns the clock and prints.

Heavy imports happen inside the commands, so that ``research --help`` answers at once.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
import traceback
from collections.abc import Sequence
from contextlib import suppress
from types import FrameType
from typing import NoReturn

import click

from agent.cli.auditing import audit_command
from agent.cli.batching import batch_command
from agent.cli.cache import cache_command, import_page_command
from agent.cli.doctor import doctor_command
from agent.cli.harvesting import harvest_command, register_command
from agent.cli.rendering import report_command
from agent.cli.reviewing import review_command
from agent.cli.runs import diff_command, runs_command, show_command
from agent.cli.single import research_command
from agent.cli.verifying import bundle_command, verify_command
from agent.cli.whynot import why_not_command
from agent.errors import ResearchError

INTERRUPTED = 128 + signal.SIGINT
LAST_RESORT = 5.0
"""Seconds after a signal within which the program has ended, whatever holds it."""
COLLECTING = (10_000, 20, 20)
"""Objects made, and collections of younger ones, after which Python looks for rings of garbage.

Values are frozen and hardly ever in rings. With Python's own numbers it looked through all that lives 550
times for 16 changepoints, a tenth of all CPU, and 295 times before the first.
"""


class Stopped(BaseException):
    """A signal asks the program to end; no library may take it for an error of its own."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.exit_code = 128 + number


for command in (
    batch_command,
    audit_command,
    import_page_command,
    harvest_command,
    why_not_command,
    register_command,
    report_command,
    runs_command,
    show_command,
    diff_command,
    review_command,
    doctor_command,
    cache_command,
    verify_command,
    bundle_command,
):
    research_command.add_command(command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its code; never a traceback without ``-v``."""
    gc.set_threshold(*COLLECTING)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            # Closed by the caller (2>&-), or a Windows program without a console.
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - for good
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    for number in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _stop)
    code = run(list(sys.argv[1:] if arguments is None else arguments))
    if code > 128:  # what shells add to the number of a signal
        # A thread may still be connecting somewhere, and Python would wait for it.
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):
                stream.flush()
        os._exit(code)
    sys.exit(code)


def _stop(number: int, _frame: FrameType | None) -> NoReturn:
    signal.signal(number, lambda again, _: os._exit(128 + again))
    # Whoever swallows the exception or keeps us waiting: what is stored survives a hard end too.
    last_resort = threading.Timer(LAST_RESORT, os._exit, (128 + number,))
    last_resort.daemon = True
    last_resort.start()
    raise Stopped(number)


def run(arguments: list[str]) -> int:
    """Run with these arguments and return the exit code."""
    verbose = any(a in ("-v", "--verbose") for a in arguments)
    try:
        code = research_command.main(arguments, prog_name="research", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (Stopped, KeyboardInterrupt, click.exceptions.Abort) as stop:
        click.echo("research: interrupted; what was fetched and paid is kept", err=True)
        return stop.exit_code if isinstance(stop, Stopped) else INTERRUPTED
    except ResearchError as error:
        if verbose:
            traceback.print_exc()
        click.echo(f"research: error: {error.message}", err=True)
        if error.hint:
            click.echo(f"  {error.hint}", err=True)
        return error.exit_code
    except (BrokenPipeError, SystemExit):
        # The reader of the output has seen enough (| head); click tells that by SystemExit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        if verbose:
            traceback.print_exc()
        click.echo(f"research: error: {error}", err=True)
        return 1
    except Exception as error:  # noqa: BLE001 - the last door: one line for the user, not a traceback
        if verbose:
            traceback.print_exc()
        kind = type(error).__name__
        click.echo(f"research: internal error: {kind}: {error}", err=True)
        click.echo("  run again with -v for the details and please report them", err=True)
        return 1
    return code if isinstance(code, int) else 0
