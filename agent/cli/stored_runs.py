"""Which stored run a command means: its id, or ``latest``, among the real and the sample runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path

from agent.cli.options import load_settings
from agent.cli.shared import option
from agent.errors import UsageError
from agent.store import Store
from agent.wiring import state_folder
from agent.wiring.rereading import from_cache

NEWEST = "latest"
NEAR = 3

sample_runs_option = option("--sample", "Only runs over the sample web; a RUN's id is enough.")


@dataclass(frozen=True)
class StoredRun:
    """A run and where it is: ``state`` is the folder of research.db and of the pages."""

    id: str
    sample: bool
    started_at: datetime
    dossiers: int
    state: Path

    @property
    def database(self) -> Path:
        """The file of the results."""
        return self.state / "research.db"

    def opened(self) -> AbstractContextManager[Store]:
        """The results to read, all passes over which see the same; see ``read_only``."""
        return read_only(self.database)


@contextmanager
def read_only(path: Path) -> Iterator[Store]:
    """The results in a file, with the pages beside it, to read: as they stand now, whoever writes meanwhile."""
    with Store.to_read(path, from_cache(path.parent)) as store, store.database.reading():
        yield store


def database(sample: bool) -> Path:
    """The file of the results. Raises UsageError when there is none yet."""
    path = state_folder(load_settings().research_cache, sample) / "research.db"
    if not path.exists():
        hint = "" if sample else "runs over the sample web are listed with --sample"
        raise UsageError(f"no run is stored: there is no {path}", hint=hint)
    return path


def find_run(name: str | None, sample: bool = False) -> StoredRun:
    """The run with this id, or the newest for ``latest``.

    Args:
        name: the id; None is refused with the newest ids.
        sample: look among the runs over the sample web only.

    Raises:
        UsageError: there is no such run; the near ones are named.
    """
    runs = stored_runs(load_settings().research_cache, sample)
    if not runs:
        database(sample)
    return find_run_in(runs, name)


def find_run_in(runs: Sequence[StoredRun], name: str | None) -> StoredRun:
    """The run with this id among these, newest first. Raises UsageError with the near ones."""
    if not runs:
        raise UsageError("no run is stored yet")
    if name == NEWEST:
        return runs[0]
    for run in runs:
        if run.id == name:
            return run
    raise _no_such(name, [run.id for run in runs])


def find_runs(names: Sequence[str], sample: bool = False) -> tuple[StoredRun, ...]:
    """Several runs, which must all be real or all over the sample web. Raises UsageError."""
    found = tuple(find_run(name, sample) for name in names)
    if len({run.sample for run in found}) > 1:
        invented = ", ".join(run.id for run in found if run.sample)
        raise UsageError(
            f"{invented} is over the sample web, others are real: invented and real findings"
            " never stand in one report",
            hint="name runs of one kind",
        )
    return found


def _no_such(name: str | None, known: Sequence[str]) -> UsageError:
    begin = [one for one in known if name and one.startswith(name)]
    close = get_close_matches(name or "", known, n=NEAR, cutoff=0.6)
    near = ", ".join((begin or close or known)[:NEAR])
    told = f"{'did you mean' if name else 'the newest'}: {near}; research runs lists all"
    return UsageError(f"there is no run {name!r}" if name else "which run?", hint=told)


def stored_runs(cache: Path, sample: bool = False) -> tuple[StoredRun, ...]:
    """The runs in a cache folder, newest first; with ``sample`` only those over the sample web."""
    found = _stored(cache, (True,) if sample else (False, True))
    return tuple(sorted(found, key=lambda run: run.started_at, reverse=True))


def _stored(cache: Path, kinds: Iterable[bool]) -> Iterator[StoredRun]:
    for invented in kinds:
        path = state_folder(cache, invented) / "research.db"
        if path.exists():
            with Store.to_read(path) as store:
                for run in store.runs():
                    yield StoredRun(run.id, invented, run.started_at, run.dossiers, path.parent)
