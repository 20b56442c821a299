"""The command line. The only room that reads settings, owns the clock and prints.

Heavy imports happen inside the commands, so that ``research --help`` answers at once.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence

import click

from agent.cli.cache import cache_command
from agent.cli.doctor import doctor_command
from agent.cli.importing import import_page_command
from agent.cli.rendering import report_command
from agent.cli.single import research_command
from agent.errors import ResearchError

INTERRUPTED = 130

for command in (import_page_command, report_command, doctor_command, cache_command):
    research_command.add_command(command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code; never a traceback without ``-v``."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    sys.exit(run(list(sys.argv[1:] if arguments is None else arguments)))


def run(arguments: list[str]) -> int:
    """Run with these arguments and return the exit code."""
    verbose = any(a in ("-v", "--verbose") for a in arguments)
    try:
        code = research_command.main(arguments, prog_name="research", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.exceptions.Abort):
        click.echo("research: interrupted; what was fetched and paid is kept", err=True)
        return INTERRUPTED
    except ResearchError as error:
        if verbose:
            traceback.print_exc()
        click.echo(f"research: error: {error.message}", err=True)
        if error.hint:
            click.echo(f"  {error.hint}", err=True)
        return error.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001 - the last door: one line for the user, not a traceback
        if verbose:
            traceback.print_exc()
        kind = type(error).__name__
        click.echo(f"research: internal error: {kind}: {error}", err=True)
        click.echo("  run again with -v for the details and please report them", err=True)
        return 1
    return code if isinstance(code, int) else 0
