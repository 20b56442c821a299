"""The files that a run leaves in a folder: the collector's, dossiers, findings, the summary.

Everything is made from the store and nothing from the clock, so the same rows always give the same
bytes. A file is written beside its place and moved into it, so it is whole or as it was before;
one dossier is in memory at a time.

Shanxi_Ground_2024-11-08_Seasonal_info.txt   a changepoint in full, as soon as it is done
Shanxi_Ground_combined_info.txt              a series, for TextCarbon's own reader
all_change_points_info.csv                   a line a changepoint, in the collector's columns
all_change_points_summary.txt                how many of which type, region, sector, year
dossiers.jsonl                               everything, a dossier a line
findings.csv                                 a finding a line, for spreadsheets and data frames
summary.txt, summary.json, summary.html      what the run came to
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

from agent.batch.collected import (
    COLUMNS,
    combined_block,
    combined_head,
    info_text,
    statistics,
    table_row,
)
from agent.batch.findings_table import COLUMNS as FINDING_COLUMNS
from agent.batch.findings_table import rows as finding_rows
from agent.batch.names import FileNames, series_name
from agent.batch.summary_html import as_html
from agent.batch.summary_text import as_text
from agent.batch.summing import run_summary
from agent.cache.files import TEMPORARY, replacing
from agent.errors import StateError
from agent.findings import Dossier
from agent.places import Places
from agent.report.reviewed import as_reviewed
from agent.report.words import Language
from agent.store import Store, changepoint_key
from agent.store.reviews import Review, Reviews
from agent.store.totals import PointRow, Totals

INFO = "all_change_points_info.csv"
STATISTICS = "all_change_points_summary.txt"
DOSSIERS = "dossiers.jsonl"
FINDINGS = "findings.csv"
SUMMARY = "summary"
HINT = "free space there: nothing is lost, and the same command writes the files"

Decisions = Mapping[str, tuple[Review, ...]]


@dataclass(frozen=True)
class Written:
    """What was written: how many changepoints have a file of their own, and how many files in all."""

    points: int
    files: int


@dataclass(frozen=True)
class PointFiles:
    """Writes the files of single changepoints as they are done.

    ``names`` are those of all changepoints of the run; ``reviews`` the decisions in force.
    """

    folder: Path
    names: FileNames
    reviews: Decisions = field(default_factory=dict)

    def write(self, dossier: Dossier) -> Path:
        """Write the file of a changepoint, in place of an older one. Raises StateError."""
        key, window = changepoint_key(dossier.changepoint), dossier.window
        path = self.folder / self.names.of(key, f"{window.start}/{window.end}")
        (shown,) = as_reviewed((dossier,), self.reviews)
        with replacing(path, hint=HINT) as file:
            file.write(info_text(shown).encode())
        return path


def point_files(store: Store, run: str, folder: Path, places: Places) -> PointFiles:
    """What writes the files of a run's changepoints, planned ones included. Raises StateError."""
    names = FileNames(Totals(store).points(run), places)
    return PointFiles(folder, names, Reviews(store.database).in_force())


def of_others(store: Store, run: str, folder: Path, places: Places) -> tuple[str, ...]:
    """Files of changepoints and series in a folder that are not this run's, by name.

    A run before it with another model, window or choice may have left them. Raises StateError.
    """
    points = Totals(store).points(run)
    names = FileNames(points, places)
    own = {names.of(point.key, point.window) for point in points}
    own |= {_combined(point.province, point.sector, places) for point in points}
    return tuple(sorted({path.name for path in folder.glob("*_info.txt")} - own))


def _combined(province: str, sector: str | None, places: Places) -> str:
    return f"{series_name(province, sector, places)}_combined_info.txt"


def write_all(
    store: Store, run: str, folder: Path, places: Places, language: Language = "zh"
) -> Written:
    """Write every file of a run into a folder, which is made.

    The collector's files and the dossiers are the same in every language; reasons in the findings
    and the summary are not.

    Raises:
        StateError: something could not be written or read; what stood there is whole.
    """
    totals = Totals(store)
    points = totals.points(run)
    writer = point_files(store, run, folder, places)
    files = 0
    with ExitStack() as opened:
        tables = _Tables(opened, folder, places, language)
        for (province, sector), series in groupby(points, lambda p: (p.province, p.sector)):
            own = tuple(series)
            path = folder / _combined(province, sector, places)
            files += _series(own, path, totals, writer, tables)
    _write(folder / STATISTICS, statistics(points, places))
    summary = run_summary(store, run)
    _write(folder / f"{SUMMARY}.txt", as_text(summary, language))
    _write(folder / f"{SUMMARY}.json", summary.as_json())
    _write(folder / f"{SUMMARY}.html", as_html(summary, language))
    done = len([point for point in points if point.dossier is not None])
    return Written(
        points=done, files=files + len(("info", "statistics", "dossiers", "findings")) + 3
    )


def _series(
    points: Sequence[PointRow], path: Path, totals: Totals, writer: PointFiles, tables: _Tables
) -> int:
    """Write the files of a series' changepoints, and its own; how many those were."""
    done = [point for point in points if point.dossier is not None]
    files = 0
    with ExitStack() as opened:
        combined: BinaryIO | None = None
        for point in points:
            if point.dossier is None:
                tables.add_unresearched(point)
                continue
            stored = totals.dossier_json(point.dossier)
            dossier = _read(stored, point)
            writer.write(dossier)
            (shown,) = as_reviewed((dossier,), writer.reviews)
            if combined is None:
                combined = opened.enter_context(replacing(path, hint=HINT))
                combined.write(combined_head(shown, done).encode())
                files += 1
            combined.write(combined_block(shown).encode())
            tables.add(point, shown, stored)
            files += 1
    return files


class _Tables:
    """The files that have all changepoints, open side by side."""

    def __init__(self, opened: ExitStack, folder: Path, places: Places, language: Language) -> None:
        self._places, self._language = places, language
        self._dossiers = opened.enter_context(replacing(folder / DOSSIERS, hint=HINT))
        self._points = opened.enter_context(_csv(folder / INFO, COLUMNS, mark=False))
        self._findings = opened.enter_context(_csv(folder / FINDINGS, FINDING_COLUMNS))

    def add(self, point: PointRow, dossier: Dossier, stored: str) -> None:
        self._dossiers.write(stored.encode() + b"\n")
        self._points.add(table_row(point, dossier, self._places))
        for row in finding_rows(dossier, self._places, self._language):
            self._findings.add(row)

    def add_unresearched(self, point: PointRow) -> None:
        self._points.add(table_row(point, None, self._places))


@dataclass(frozen=True)
class _Csv:
    file: BinaryIO

    def add(self, row: Sequence[str]) -> None:
        text = io.StringIO()
        csv.writer(text, lineterminator="\r\n").writerow(row)
        self.file.write(text.getvalue().encode())


@contextmanager
def _csv(path: Path, columns: Sequence[str], *, mark: bool = True) -> Iterator[_Csv]:
    """A table; with ``mark`` it begins with a byte order mark, without which Excel reads no Chinese."""
    with replacing(path, hint=HINT) as file:
        file.write(b"\xef\xbb\xbf" if mark else b"")
        table = _Csv(file)
        table.add(columns)
        yield table


def _read(stored: str, point: PointRow) -> Dossier:
    try:
        return Dossier.model_validate_json(stored)
    except ValueError as error:
        raise StateError(
            f"the dossier of {point.province} {point.date} cannot be read",
            hint="it was written by another version, or changed by hand",
        ) from error


def _write(path: Path, text: str) -> None:
    with replacing(path, hint=HINT) as file:
        file.write(text.encode())


def sweep(folder: Path) -> None:
    """Remove what a killed process left unfinished in a folder that nobody else writes to now.

    Raises StateError when it cannot be removed.
    """
    for path in sorted(folder.glob(f"{TEMPORARY}*")):
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise StateError(f"cannot remove {path}: {error.strerror}") from error
