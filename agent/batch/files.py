"""The files that a run leaves in a folder: the collector's, dossiers, findings, the summary.

Everything is made from the store and nothing from the clock, so the same rows always give the same
bytes. A file is written beside its place and moved into it, so it is whole or as it was before;
one dossier is in memory at a time, and none whose pieces (see pieces.py) stand there already.

Shanxi_Ground_2024-11-08_Seasonal_info.txt   a changepoint in full, as soon as it is done
Shanxi_Ground_combined_info.txt              a series, for TextCarbon's own reader
all_change_points_info.csv                   a line a changepoint, in the collector's columns
all_change_points_summary.txt                how many of which type, region, sector, year
dossiers.jsonl                               everything, a dossier a line
findings.csv                                 a finding a line, for spreadsheets and data frames
summary.txt, summary.json, summary.html      what the run came to

Of a run of very many changepoints the first two stand in a folder for each province.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import groupby
from pathlib import Path

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
from agent.batch.names import FileNames
from agent.batch.pieces import HINT, STAMP, Folder, Noted, Piece, PieceFile, Written, stamp_of
from agent.batch.summary import RunSummary
from agent.batch.summary_html import as_html
from agent.batch.summary_words import as_text
from agent.batch.summing import run_summary
from agent.cache.files import replacing
from agent.findings import Dossier
from agent.places import Places
from agent.records import content_key
from agent.report.items import Items
from agent.report.reviewed import as_reviewed
from agent.report.safe import csv_line
from agent.report.words import Language
from agent.store import Store, changepoint_key
from agent.store.reviews import Review, Reviews
from agent.store.totals import PointRow, Totals

INFO = "all_change_points_info.csv"
STATISTICS = "all_change_points_summary.txt"
DOSSIERS = "dossiers.jsonl"
FINDINGS = "findings.csv"
SUMMARY = "summary"
MARK = b"\xef\xbb\xbf"
"""Begins a table: without it Excel reads no Chinese."""

Decisions = Mapping[str, tuple[Review, ...]]


@dataclass(frozen=True)
class PointFiles:
    """Writes the files of single changepoints as they are done.

    ``names`` are those of all changepoints of the run; ``reviews`` the decisions in force;
    ``stamp`` says what a dossier's file is made from; ``noted`` is what was written.
    """

    folder: Path
    names: FileNames
    reviews: Decisions = field(default_factory=dict)
    stamp: Callable[[Dossier], str] = lambda _: ""
    noted: dict[str, Noted] = field(default_factory=dict)

    def write(self, dossier: Dossier) -> Path:
        """Write the file of a changepoint, in place of an older one. Raises StateError."""
        key, window = changepoint_key(dossier.changepoint), dossier.window
        name = self.names.of(key, f"{window.start}/{window.end}")
        (shown,) = as_reviewed((dossier,), self.reviews)
        text = info_text(shown).encode()
        with replacing(self.folder / name, hint=HINT) as file:
            file.write(text)
        self.noted[name] = Noted(len(text), (Piece("", self.stamp(dossier), len(text)),))
        return self.folder / name


def point_files(
    store: Store, run: str, folder: Path, places: Places, days: Collection[date]
) -> PointFiles:
    """What writes the files of a run's changepoints of these days, planned ones included.

    Names that only a number tells apart are of one day, so the others need not be read. Raises StateError.
    """
    totals = Totals(store)
    names = FileNames(totals.points(run, days), places, totals.number_of_points(run))
    history = Reviews(store.database).marks()

    def stamp(dossier: Dossier) -> str:
        key = changepoint_key(dossier.changepoint)
        return stamp_of(store.digest(run, dossier), history.get(key, ""))

    return PointFiles(folder, names, Reviews(store.database).in_force(), stamp)


def _of_others(
    points: Sequence[PointRow], names: FileNames, found: Iterable[str]
) -> tuple[str, ...]:
    """Files of changepoints and series among those found that are none of these, by name.

    A run before it with another model, window or choice may have left them.
    """
    own = {names.of(point.key, point.window) for point in points}
    own |= {names.combined(point.province, point.sector) for point in points}
    return tuple(sorted({name for name in found if name.endswith("_info.txt")} - own))


def write_all(
    store: Store, run: str, folder: Path, places: Places, language: Language = "zh"
) -> Written:
    """Write every file of a run into a folder, which is made.

    The collector's files and the dossiers are the same in every language; reasons in the findings
    and the summary are not.

    Raises:
        StateError: something could not be written or read; what stood there is whole.
    """
    points = Totals(store).points(run)
    return write_into(Folder(folder), store, run, points, places, language)


def write_into(
    folder: Folder,
    store: Store,
    run: str,
    points: Sequence[PointRow],
    places: Places,
    language: Language,
) -> Written:
    """Write what is not in a folder yet as it is to be; ``points`` are those of the run."""
    names = FileNames(points, places)
    desk = _Desk.of(store, places, language)
    with ExitStack() as opened:
        tables = _Tables(opened, folder, desk)
        for (province, sector), series in groupby(points, lambda p: (p.province, p.sector)):
            _series(tuple(series), names, names.combined(province, sector), folder, tables)
    _told(folder, STATISTICS, statistics(points, places))
    for name, text in _summaries(
        run_summary(store, run, points, folder.sums), names, points, language
    ):
        _told(folder, name, text)
    folder.sweep()
    return Written(
        points=len([point for point in points if point.dossier is not None]),
        files=folder.written,
        lost=tuple(desk.lost),
        of_others=_of_others(points, names, folder.sizes),
    )


def write_summaries(
    store: Store, run: str, folder: Path, places: Places, language: Language
) -> None:
    """Write the summary alone, for a run that is stopped. Raises StateError."""
    points = Totals(store).points(run)
    names = FileNames(points, places)
    for name, text in _summaries(run_summary(store, run, points), names, points, language):
        with replacing(folder / name, hint=HINT) as file:
            file.write(text.encode())


def _summaries(
    summary: RunSummary, names: FileNames, points: Sequence[PointRow], language: Language
) -> Iterator[tuple[str, str]]:
    """The names and texts of the summary's files."""
    links = {p.key: names.of(p.key, p.window) for p in points if p.dossier is not None}
    yield f"{SUMMARY}.txt", as_text(summary, language)
    yield f"{SUMMARY}.json", summary.as_json()
    yield f"{SUMMARY}.html", as_html(summary, language, links)


@dataclass(frozen=True)
class _Desk:
    """What all changepoints of a run are written with; ``marks`` are those of their decisions.

    ``lost`` has what was told of dossiers whose pages are gone.
    """

    totals: Totals
    reviews: Decisions
    marks: Mapping[str, str]
    places: Places
    language: Language
    lost: dict[str, None] = field(default_factory=dict)

    @classmethod
    def of(cls, store: Store, places: Places, language: Language) -> _Desk:
        reviews = Reviews(store.database)
        return cls(Totals(store), reviews.in_force(), reviews.marks(), places, language)


class _Point:
    """A changepoint of a run; its dossier is read when the first of its pieces is to be made."""

    def __init__(self, row: PointRow, desk: _Desk) -> None:
        self.row, self._desk = row, desk
        self.key = row.key[:STAMP] if row.dossier is None else str(row.dossier)
        self.stamp = stamp_of(row.digest, desk.marks.get(row.key, ""))
        self._stored: str | None = None
        self._why = ""
        self._shown: Dossier | None = None
        self._items: dict[Language, Items] = {}

    @property
    def stored(self) -> str:
        """The JSON of the dossier as it is stored."""
        if self._stored is None:
            self._stored, self._why = self._desk.totals.dossier_json(self.row.dossier or 0)
            self._desk.lost.update({self._why: None} if self._why else {})
        return self._stored

    @property
    def shown(self) -> Dossier:
        """The dossier with what people decided laid over it."""
        if self._shown is None:
            (self._shown,) = as_reviewed((self._desk.totals.read(self.stored),), self._desk.reviews)
        return self._shown

    def is_lost(self) -> bool:
        """True when its pages were found to be gone."""
        return bool(self._why)

    def items(self, language: Language) -> Items:
        """Its findings in the words of a language."""
        return self._items.setdefault(language, Items(self.shown, language))

    def line(self) -> bytes:
        """Its line among the dossiers."""
        return f"{self.stored}\n".encode()

    def info(self) -> str:
        """Its own file."""
        return info_text(self.shown)

    def head_of(self, done: Sequence[PointRow]) -> bytes:
        """The head of its series, of which it is the first."""
        return combined_head(self.shown, done).encode()

    def in_series(self) -> bytes:
        """Its part of the file of its series."""
        return combined_block(self.items("zh")).encode()

    def in_table(self) -> bytes:
        """Its line of the table of all changepoints."""
        shown = None if self.row.dossier is None else self.shown
        return _csv_line(table_row(self.row, shown, self._desk.places))

    def findings(self) -> bytes:
        """The lines of its findings."""
        rows = finding_rows(self.items(self._desk.language), self._desk.places)
        return b"".join(map(_csv_line, rows))


def _series(
    rows: Sequence[PointRow], names: FileNames, name: str, folder: Folder, tables: _Tables
) -> None:
    """Write what a series has: its own file where a changepoint of it was researched."""
    done = [row for row in rows if row.dossier is not None]
    with ExitStack() as opened:
        combined: PieceFile | None = None
        for row in rows:
            point = _Point(row, tables.desk)
            tables.add(point)
            if row.dossier is None:
                continue
            folder.text(names.of(row.key, row.window), point.stamp, point.info, point.is_lost)
            if combined is None:
                combined = opened.enter_context(folder.file(name))
                head = content_key([point.stamp, [one.confidence for one in done]])
                combined.add("", head, partial(point.head_of, done), point.is_lost)
            combined.add(point.key, point.stamp, point.in_series, point.is_lost)


class _Tables:
    """The files that have all changepoints, open side by side."""

    def __init__(self, opened: ExitStack, folder: Folder, desk: _Desk) -> None:
        self.desk = desk
        self._dossiers = opened.enter_context(folder.file(DOSSIERS))
        self._points = opened.enter_context(folder.file(INFO))
        self._findings = opened.enter_context(folder.file(FINDINGS))
        self._points.add("", "head", lambda: _csv_line(COLUMNS))
        self._findings.add("", "head", lambda: MARK + _csv_line(FINDING_COLUMNS))

    def add(self, point: _Point) -> None:
        row = point.row
        told = f"{point.stamp} {row.kind} {row.confidence} {row.state} {row.detail}"
        self._points.add(point.key, told, point.in_table, point.is_lost)
        if row.dossier is not None:
            self._dossiers.add(point.key, row.digest[:STAMP], point.line, point.is_lost)
            self._findings.add(point.key, told, point.findings, point.is_lost)


def _csv_line(row: Sequence[str]) -> bytes:
    return csv_line(row).encode()


def _told(folder: Folder, name: str, text: str) -> None:
    """A file whose text is made anyhow: it is written where it is another one."""
    stamp = hashlib.sha256(text.encode()).hexdigest()[:STAMP]
    folder.text(name, stamp, lambda: text)
