"""What the commands of a review share: options, and the desk over the user's store."""

from __future__ import annotations

import getpass
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from agent.cache import Cache
from agent.cli.emissions import emissions_at_hand
from agent.cli.options import load_settings
from agent.cli.shared import option
from agent.cli.stored_runs import find_run, sample_runs_option
from agent.errors import UsageError
from agent.places import Places
from agent.report.safe import one_line
from agent.review.desk import Desk
from agent.sectors import Sectors
from agent.store import Store
from agent.text.urls import url_identity
from agent.wiring import state_folder
from agent.wiring.rereading import from_cache
from agent.wiring.workshop import utc_now

run_option = option("--run RUN", "Only the findings of this run; latest is the newest.")
sample_option = sample_runs_option
reviewer_option = option("--reviewer NAME", "Who decides; by default your login name.")
as_seen_by_option = option(
    "--reviewer NAME",
    "Only what this reviewer may see: others' decisions where NAME has decided too.",
)
which_option = option(
    "--which",
    "Which list: what must be settled, what lacks evidence, what was drawn, everything.",
    choices=("queue", "insufficient", "drawn", "all"),
    default="queue",
)


def login_name() -> str:
    """The user's name on this machine."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "reviewer"


@contextmanager
def open_desk(
    run: str | None, reviewer: str, sample: bool, series: Sequence[Path] | None = None
) -> Iterator[Desk]:
    """The desk over the user's store; with ``series`` (also an empty one) it knows emissions.

    Raises UsageError for a run, a name or a file that cannot be.
    """
    if one_line(reviewer) != reviewer or not reviewer or len(reviewer) > 100:
        raise UsageError(f"--reviewer {reviewer!r} is no name", hint="one line of printable text")
    found = find_run(run, sample) if run else None
    run = found.id if found else None
    settings = load_settings()
    root = found.state if found else state_folder(settings.research_cache, sample)
    with Store(root / "research.db", again=from_cache(root)) as store:
        desk = Desk(store, Cache(root, url_identity), reviewer, utc_now, run)
        if series is not None:
            places = Places.load(settings.research_places)
            sectors = Sectors.load(settings.research_sectors)
            desk.emissions = emissions_at_hand(series, Path(), places, sectors)
        yield desk
