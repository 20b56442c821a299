"""What a file is cut into before anybody asks what its columns mean: cells by the user's headers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple

from agent.changepoints.row import InputProblem, Names, one_line
from agent.errors import UsageError
from agent.records import Detection
from agent.text.files import file_name


class Entry(NamedTuple):
    """A row or an object: its line, its cells by header, and what it gave as features by itself."""

    line: int
    cells: dict[str, str]
    features: dict[str, str] = {}
    detection: Detection | None = None


DATE = "date"
"""The header of a list of days that has none."""
Item = Entry | InputProblem
"""An entry, or what is wrong with it."""


@dataclass(frozen=True)
class SeriesDays:
    """The series that indices count in: its days in order by province and sector.

    ``unsure`` are those with a day that stands several times: a position there names no day.
    """

    name: str
    sha256: str
    days: Mapping[tuple[str, str | None], tuple[date, ...]]
    unsure: frozenset[tuple[str, str | None]] = frozenset()


OpenSeries = Callable[[Path], SeriesDays]
"""Reads a file of emissions; raises UsageError when it is none."""


@dataclass(frozen=True)
class Given:
    """What options say of a file: its columns by our names, and what it has no column for.

    ``series`` is the file that indices count in, where the input does not name it.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    province: str = ""
    sector: str = ""
    kind: str = ""
    series: Path | None = None
    open_series: OpenSeries | None = None


@dataclass(frozen=True)
class Context:
    """The file that is read. ``province`` and ``sector`` serve where it has no column for them."""

    path: Path
    names: Names
    given: Given
    province: str = ""
    sector: str = ""

    def problem(self, line: int, message: str) -> InputProblem:
        """A part of this file that could not be used."""
        return InputProblem(path=file_name(self.path), line=line, message=message)


def each(
    items: Iterable[Item],
    context: Context,
    read: Callable[[Entry], Entry | None],
    hopeless: Callable[[], bool] = bool,
) -> Iterator[Item]:
    """Entries as they are read, without those that are none; one that cannot be is a problem.

    Where it is ``hopeless`` after that, the others would say the same and are left.
    """
    for item in items:
        if not isinstance(item, Entry):
            yield item
            continue
        try:
            entry = read(item)
        except UsageError as error:
            yield context.problem(item.line, one_line(error))
            if hopeless():
                return
            continue
        if entry:
            yield entry


def headers_of(items: Iterable[Item]) -> tuple[str, ...]:
    """The headers of all entries, each once."""
    entries = (item for item in items if isinstance(item, Entry))
    return tuple(dict.fromkeys(header for entry in entries for header in entry.cells))
