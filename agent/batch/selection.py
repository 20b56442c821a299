"""Which changepoints a batch is about: files, folders and globs in, each changepoint once.

What cannot be used never stops the others. A fault of an input is a problem; what is passed over
on purpose (other files in a folder, the same point a second time) is a note.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from agent.changepoints import InputProblem, NoChangepoints, SeriesGiven
from agent.changepoints.row import number_of
from agent.errors import UsageError
from agent.records import Changepoint, ChangepointKind
from agent.store import changepoint_key
from agent.text.files import file_name

READABLE = (".txt", ".csv", ".tsv", ".json", ".jsonl", ".xlsx")
COLLECTED = ("_info.txt", "all_change_points_info.csv", "all_change_points_summary.txt")
"""Ends of names of what a collector writes: results that hold changepoints and are no input."""

OWN = ("research.db", "batch.log")
"""What marks a folder below as a cache or as results of a batch."""

LARGEST = 64 * 1024 * 1024
"""Bytes of the largest file that is read: a million changepoints are fewer."""

TRIES = 3
SHOWN = 5

Reader = Callable[[Path, bool], tuple[tuple[Changepoint, ...], tuple[InputProblem, ...]]]
"""Reads one file; raises UsageError when it cannot be read at all, and when the second argument is
true NoChangepoints for a file of another kind."""


@dataclass(frozen=True)
class Filters:
    """What narrows a selection down; empty means all. Names are those of the tables.

    A changepoint without a confidence is not known to reach ``min_confidence``. ``min_score`` is a
    number of the detector by its own name (cpPr) and the least it must be.
    """

    provinces: frozenset[str] = frozenset()
    sectors: frozenset[str | None] = frozenset()
    kinds: frozenset[ChangepointKind] = frozenset()
    min_confidence: float | None = None
    min_score: tuple[str, float] | None = None
    limit: int | None = None

    def admit(self, point: Changepoint) -> bool:
        """True for a changepoint that is wanted."""
        return (
            (not self.provinces or point.province in self.provinces)
            and (not self.sectors or point.sector in self.sectors)
            and (not self.kinds or point.kind in self.kinds)
            and (
                self.min_confidence is None
                or (point.confidence is not None and point.confidence >= self.min_confidence)
            )
            and (self.min_score is None or self._reaches(point, *self.min_score))
        )

    @staticmethod
    def _reaches(point: Changepoint, name: str, least: float) -> bool:
        score = score_named(point, name)
        return score is not None and score >= least


def score_named(point: Changepoint, name: str) -> float | None:
    """The number that the detector gave under this name, in any case; None where it gave none."""
    cell = next((c for h, c in point.features.items() if h.lower() == name.lower()), "")
    return number_of(cell)


@dataclass(frozen=True)
class Selection:
    """What was chosen, each with its file; what of the input could not be used; what to tell.

    ``read`` counts the changepoints of all files, ``files`` the files that hold some.
    """

    points: tuple[tuple[Changepoint, str], ...]
    problems: tuple[str, ...]
    notes: tuple[str, ...]
    read: int
    files: int


@dataclass
class _Gathering:
    points: dict[str, tuple[Changepoint, str]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    others: dict[str, list[str]] = field(default_factory=dict)
    again: list[tuple[Changepoint, str, str]] = field(default_factory=list)
    read: int = 0
    files: int = 0


def select(
    paths: Sequence[str], read: Reader, filters: Filters, left_out: Sequence[Path] = ()
) -> Selection:
    """The changepoints of all paths, in the order of paths, names and lines, each once.

    Args:
        paths: files, folders (with all below them) and glob patterns.
        read: reads one file.
        filters: what is wanted.
        left_out: folders that are not searched (where results and the cache are).
    """
    found = _Gathering()
    away = [path.resolve() for path in left_out]
    for file, asked in _files(paths, away, found.problems):
        _add_file(file, asked, read, found)
    _tell_others(found)
    wanted = [item for item in found.points.values() if filters.admit(item[0])]
    found.notes += _about_confidence(found, filters)
    return Selection(
        points=tuple(wanted[: filters.limit]),
        problems=tuple(found.problems),
        notes=tuple(found.notes),
        read=found.read,
        files=found.files,
    )


def _files(
    paths: Sequence[str], away: Sequence[Path], problems: list[str]
) -> Iterator[tuple[Path, bool]]:
    """Every file once, and whether the user named it himself."""
    seen: set[Path] = set()
    for named in paths:
        matches = [(Path(named), True)]
        if glob.has_magic(named) and not Path(named).exists():
            matches = [(Path(name), False) for name in sorted(glob.glob(named, recursive=True))]
            if not matches:
                problems.append(f"{named}: no file matches")
        for path, asked in matches:
            if not path.exists():
                problems.append(f"{path}: there is no such file or folder")
            inside = (
                _below(path, away, problems) if path.is_dir() else [path] if path.exists() else []
            )
            for file in inside:
                if (own := file.resolve()) not in seen:
                    seen.add(own)
                    yield file, asked and not path.is_dir()


def _below(folder: Path, away: Sequence[Path], problems: list[str]) -> Iterator[Path]:
    def refused(error: OSError) -> None:
        problems.append(f"{error.filename}: cannot be looked into: {error.strerror}")

    for here, below, names in os.walk(folder, onerror=refused):
        below[:] = sorted(
            name
            for name in below
            if not name.startswith(".")
            and Path(here, name).resolve() not in away
            and not any(Path(here, name, mark).exists() for mark in OWN)
        )
        yield from (Path(here, name) for name in sorted(names) if not name.startswith("."))


def _add_file(file: Path, asked: bool, read: Reader, found: _Gathering) -> None:
    """Read a file; one that only lay in a folder and holds no changepoints is passed over."""
    name = file_name(file)
    if not asked and (why := _other_kind(name)):
        found.others.setdefault(why, []).append(name)
        return
    try:
        if file.exists() and not file.is_file():
            raise UsageError("no regular file")
        if file.stat().st_size > LARGEST:
            raise UsageError(f"larger than {LARGEST // 1024**2} MB")
        points, problems = _read_settled(file, lambda path: read(path, not asked))
    except UsageError as error:
        if isinstance(error, NoChangepoints | SeriesGiven) and not asked:
            why = error.message.removeprefix(f"{name} ")
            found.others.setdefault(why, []).append(name)
            return
        found.problems.append(_named(file, f"{error.message}; {error.hint}".rstrip("; ")))
        return
    except OSError as error:
        found.problems.append(f"{name}: cannot be read: {error.strerror}")
        return
    found.problems += [str(problem) for problem in problems]
    found.read += len(points)
    found.files += bool(points)
    for point in points:
        key = changepoint_key(point)
        if key in found.points:
            found.again.append((point, name, found.points[key][1]))
        else:
            found.points[key] = (point, name)


def _other_kind(name: str) -> str:
    """Why a file is not opened, by its name; empty for one that is."""
    if name.endswith(COLLECTED):
        return "what a collector wrote about changepoints, and no list of them"
    suffix = Path(name).suffix.lower()
    return "" if suffix in READABLE else f"no table ({suffix or 'no ending'})"


def _named(file: Path, message: str) -> str:
    name = file_name(file)
    return message if name in message else f"{name}: {message}"


def _read_settled(
    file: Path, read: Callable[[Path], tuple[tuple[Changepoint, ...], tuple[InputProblem, ...]]]
) -> tuple[tuple[Changepoint, ...], tuple[InputProblem, ...]]:
    """Read a file as it stands at one moment. Raises UsageError when it keeps changing."""
    for _ in range(TRIES):
        before = file.stat()
        result = read(file)
        after = file.stat()
        if (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size):
            return result
    raise UsageError(
        f"{file_name(file)} changes while it is read", hint="let the program that writes it finish"
    )


def _tell_others(found: _Gathering) -> None:
    for why, files in found.others.items():
        shown = ", ".join(files[:SHOWN]) + " …" * (len(files) > SHOWN)
        found.notes.append(f"{len(files)} other file(s) passed over: {shown}: {why}")
    by_pair: dict[tuple[str, str], list[Changepoint]] = {}
    for point, file, first in found.again:
        by_pair.setdefault((file, first), []).append(point)
    for (file, first), points in by_pair.items():
        where = "in it already" if file == first else f"in {first} already"
        named = ", ".join(f"{p.province} {p.sector or 'all sectors'} {p.date}" for p in points[:3])
        more = " …" * (len(points) > 3)
        found.notes.append(f"{file}: {len(points)} changepoint(s) stand {where}: {named}{more}")


def _about_confidence(found: _Gathering, filters: Filters) -> list[str]:
    points = [point for point, _ in found.points.values()]
    notes = []
    if filters.min_confidence is not None:
        without = sum(point.confidence is None for point in points)
        notes += [f"{without} changepoint(s) without a confidence left out"] if without else []
    if filters.min_score is not None:
        name, _ = filters.min_score
        without = sum(score_named(point, name) is None for point in points)
        notes += (
            [f"{without} changepoint(s) without a number under {name} left out"] if without else []
        )
    return notes
