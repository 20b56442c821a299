"""The command line. The only room that reads settings, owns the clock and prints.

A command is loaded when it is called, so that ``research --help`` answers at once.
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

from agent.cli.shared import Lazy
from agent.cli.single import research_command
from agent.errors import ResearchError

INTERRUPTED = 128 + signal.SIGINT
LAST_RESORT = 5.0
"""Seconds after a signal within which the program has ended, whatever holds it."""
COLLECTING = (10_000, 20, 20)
"""Objects made, and collections of younger ones, after which Python looks for rings of garbage.

Values are frozen and hardly ever in rings. With Python's own numbers it looked through all that lives 550
times for 16 changepoints, a tenth of all CPU, and 295 times before the first.
"""
SWITCHING = 0.05
"""Seconds after which a thread that computes gives way to one that waits to compute.

With Python's own 0.005 a batch of eight side by side switches threads a sixth more often and takes 6 to 11 % more
CPU (docs/decisions.md). Who waits for an answer of seconds does not notice.
"""


class Stopped(BaseException):
    """A signal asks the program to end; no library may take it for an error of its own."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.exit_code = 128 + number


COMMANDS = {
    "batching:batch": "Research the changepoints of files and folders, many at a time, until all are done.",
    "auditing:audit": "Check reports that somebody else wrote: files in the collector's format, or folders of them.",
    "cache:import-page": "Put FILE into the cache as the page at URL, and into the index of saved pages.",
    "harvesting:harvest": "Walk the columns in which a province lists its documents, and read them into the register.",
    "whynot:why-not": "Say where URL, a document number or a TITLE was lost: never found, ranked too low, not read, refused.",
    "harvesting:register": "Say what the register covers: columns, months and pages read; or share it as one file.",
    "rendering:report": 'Render stored RUNs again ("latest" is the newest); without RUN, list the runs.',
    "runs:runs": "List the runs, newest first: how far each is, what it found and what it cost.",
    "runs:show": 'What RUN came to, also while it goes on or after it was stopped; "latest" is the newest.',
    "runs:diff": "What is different in the second RUN (by default the newest): for a new version or model.",
    "reviewing:review": "Settle what only a person can settle, in a browser: claim beside passage, one key each.",
    "doctor:doctor": "Say what is configured, what answers and what is missing; code 1 when something fails.",
    "cache:cache": "Where the cache is and how big; prune it; show what a hash holds.",
    "verifying:verify": "Derive stored results again from the stored bytes: no network, no model.",
    "verifying:bundle": "Write the dossiers of RUN with the bytes of their pages as one zip.",
}
"""Where each command stands and how its help begins: the list of all is told without loading them."""
for place, told in COMMANDS.items():
    module, _, command = place.partition(":")
    real = f"agent.cli.{module}:{command.replace('-', '_')}_command"
    research_command.add_command(Lazy(command, real, told))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its code; never a traceback without ``-v``."""
    gc.set_threshold(*COLLECTING)
    sys.setswitchinterval(SWITCHING)
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
    except (BrokenPipeError, SystemExit):
        # The reader of the output has seen enough (| head); click tells that by SystemExit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001 - the last door: one line for the user, not a traceback
        if verbose:
            traceback.print_exc()
        if isinstance(error, ResearchError):
            told, hint, code = f"error: {error.message}", error.hint, error.exit_code
        elif isinstance(error, OSError):
            told, hint, code = f"error: {error}", "", 1
        else:
            told, code = f"internal error: {type(error).__name__}: {error}", 1
            hint = "run again with -v for the details and please report them"
        click.echo(f"research: {told}", err=True)
        if hint:
            click.echo(f"  {hint}", err=True)
        return code
    return code if isinstance(code, int) else 0
