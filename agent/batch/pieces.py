"""Files made of a piece for each changepoint, and what of a folder can stay as it is.

Each piece has a stamp: what it was made from. The note of a folder has for every file its size and
the key, stamp and length of its pieces. So a file in which something changed is written beside its
place, and what did not change of it is copied by the system without being read; a file in which
nothing did is left alone.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from agent.cache.files import TEMPORARY, replacing, write_over
from agent.errors import StateError
from agent.places import Places
from agent.records import content_key
from agent.report.words import Language
from agent.store import Batches, Store
from agent.store.reviews import Reviews
from agent.store.totals import Totals

HINT = (
    "free space there, or make it writable: nothing is lost, and the same command writes the files"
)
CHUNK = 1 << 20


STAMP = 24
"""Characters of a stamp that tell a text or dossier from all others: 96 bits of its sha256."""


def stamp_of(digest: str, decided: str) -> str:
    """What a piece is made from: a dossier by its digest, and what people decided there."""
    return f"{digest[:STAMP]} {decided}"


class Piece(NamedTuple):
    """A part of a file: whose it is, what it was made from, and how many bytes it has."""

    key: str
    stamp: str
    length: int


class Noted(NamedTuple):
    """What a file of ours held when it was written."""

    size: int
    pieces: tuple[Piece, ...]


class KeptSum(NamedTuple):
    """The sums of a part of a run as JSON; ``stamp`` identifies the dossiers that they are of."""

    stamp: str
    sums: str


@dataclass
class KeptSums:
    """The sums of a run's parts (see sums.py) by the numbers of the parts: as they were kept, and now."""

    before: Mapping[str, KeptSum] = field(default_factory=dict)
    now: dict[str, KeptSum] = field(default_factory=dict)

    def standing(self, part: int, stamp: str) -> str | None:
        """The kept sums of a part, if its dossiers are still the same; they are then kept again."""
        kept = self.before.get(str(part))
        if kept is None or kept.stamp != stamp:
            return None
        self.now[str(part)] = kept
        return kept.sums


@dataclass(frozen=True)
class Written:
    """What was written: how many changepoints have a file of their own, and how many files in all.

    ``lost`` tells of the dossiers whose pages are gone, which are only a gap in the files; ``of_others`` are
    files of changepoints that are not of this run.
    """

    points: int = 0
    files: int = 0
    lost: tuple[str, ...] = ()
    of_others: tuple[str, ...] = ()


@dataclass
class Folder:
    """A folder of results.

    ``before`` is what was noted of its files when it was last written, ``now`` what they hold
    since, both by the path below it; ``written`` counts those that were made anew. ``sums`` are those
    of the run's parts. ``sizes`` are those of all files in it, as they were found and written since.
    """

    path: Path
    before: Mapping[str, Noted] = field(default_factory=dict)
    now: dict[str, Noted] = field(default_factory=dict)
    written: int = 0
    sums: KeptSums = field(default_factory=KeptSums)
    sizes: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        # Read at once: one call of the system for each of thousands of files takes four times as long.
        self.sizes = dict(files_in(self.path)) if self.path.is_dir() else {}

    def text(
        self,
        name: str,
        stamp: str,
        make: Callable[[], str],
        lost: Callable[[], bool] = lambda: False,
    ) -> None:
        """A file of one piece. Raises StateError."""
        standing = self._standing(name)
        if len(standing) == 1 and standing[0][:2] == ("", stamp):
            self._hold(name, standing)
            return
        with self.file(name) as file:
            file.add("", stamp, lambda: make().encode(), lost)

    @contextmanager
    def file(self, name: str) -> Iterator[PieceFile]:
        """A file to add pieces to, which takes its place at the end. Raises StateError."""
        with ExitStack() as opened:
            file = PieceFile(self.path / name, self._standing(name), opened)
            yield file
            file.end()
        self.written += file.is_new
        self._hold(name, tuple(file.pieces))

    def _hold(self, name: str, pieces: tuple[Piece, ...]) -> None:
        """These are the pieces of a file now."""
        self.now[name] = Noted(sum(piece.length for piece in pieces), pieces)
        self.sizes[name] = self.now[name].size

    def _standing(self, name: str) -> tuple[Piece, ...]:
        """The pieces of a file that stands there as it was written; none of another one."""
        noted = self.before.get(name)
        return noted.pieces if noted and self.sizes.get(name) == noted.size else ()

    def sweep(self) -> None:
        """Remove what was written before and has no place any more, as it was written."""
        for name in self.before.keys() - self.now.keys():
            if self._standing(name):
                (self.path / name).unlink(missing_ok=True)
                del self.sizes[name]


class PieceFile:
    """One file that is made, or kept where all its pieces are those of before in their order."""

    def __init__(self, path: Path, before: tuple[Piece, ...], opened: ExitStack) -> None:
        self._path = path
        self._before = before
        self._opened = opened
        self._places: dict[tuple[str, str], tuple[int, int]] = {}
        at = 0
        for piece in before:
            self._places[piece.key, piece.stamp] = (at, piece.length)
            at += piece.length
        self._old: BinaryIO | None = None
        self._new: BinaryIO | None = None
        self._range = (0, 0)
        self.pieces: list[Piece] = []

    def add(
        self,
        key: str,
        stamp: str,
        make: Callable[[], bytes],
        lost: Callable[[], bool] = lambda: False,
    ) -> None:
        """Add a piece, which is made only when the file does not have it already.

        ``lost`` is asked after it was made, and tells that the pages of its dossier are gone: such a piece
        is made again each time.
        """
        place = len(self.pieces)
        if self._new is None and place < len(self._before):
            old = self._before[place]
            if (old.key, old.stamp) == (key, stamp):
                self.pieces.append(old)
                return
        known = self._places.get((key, stamp))
        new = self._begun()
        if known is None:
            self._flush(new)
            made = make()
            new.write(made)
            self.pieces.append(Piece(key, "" if lost() else stamp, len(made)))
            return
        self._copy(new, *known)
        self.pieces.append(Piece(key, stamp, known[1]))

    @property
    def is_new(self) -> bool:
        """True when it was made anew."""
        return self._new is not None

    def end(self) -> None:
        """Nothing follows."""
        if self._new is None and (len(self.pieces) < len(self._before) or not self._before):
            self._begun()
        if self._new is not None:
            self._flush(self._new)

    def _begun(self) -> BinaryIO:
        """The file beside its place, with the pieces that were the same so far."""
        if self._new is None:
            self._new = self._opened.enter_context(replacing(self._path, hint=HINT))
            if self._before:
                self._old = self._opened.enter_context(self._path.open("rb"))
            self._copy(self._new, 0, sum(piece.length for piece in self.pieces))
        return self._new

    def _copy(self, new: BinaryIO, start: int, length: int) -> None:
        if self._range[1] != start:
            self._flush(new)
            self._range = (start, start)
        self._range = (self._range[0], start + length)

    def _flush(self, new: BinaryIO) -> None:
        start, end = self._range
        self._range = (0, 0)
        if self._old is None or start == end:
            return
        new.flush()
        while start < end:
            copied = _copied(self._old.fileno(), new.fileno(), start, end - start)
            if not copied:
                raise OSError("the file that was to be copied is shorter than before")
            start += copied


def _copied(old: int, new: int, start: int, length: int) -> int:
    """Append bytes of one file to another; returns how many were copied, 0 at the end of the old file.

    The kernel copies where it can: the dossiers of a study are hundreds of megabytes.
    """
    if hasattr(os, "copy_file_range"):
        with suppress(OSError):  # some file systems refuse, and some copy nothing
            if copied := os.copy_file_range(old, new, length, start):
                return copied
    os.lseek(old, start, os.SEEK_SET)
    return os.write(new, os.read(old, min(CHUNK, length)))


def sweep(folder: Path) -> None:
    """Remove what a killed process left unfinished in a folder that nobody else writes to now.

    Raises StateError when it cannot be removed.
    """
    found = (p for pattern in (f"{TEMPORARY}*", f"*/{TEMPORARY}*") for p in folder.glob(pattern))
    for path in sorted(found):
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise StateError(f"cannot remove {path}: {error.strerror}") from error


NOTE = ".written.json"
SUMS = ".sums.json"
OURS = (NOTE, SUMS, "batch.log")


def write_what_changed(  # noqa: PLR0913 - what is written, where, in which words, by whom
    store: Store,
    run: str,
    folder: Path,
    places: Places,
    language: Language,
    *,
    version: str,
    noted: Mapping[str, Noted] = {},
) -> Written:
    """Write the files of a run unless they stand there as they would be written.

    Args:
        store: where the run is.
        run: its id.
        folder: where to.
        places: names of provinces.
        language: of reasons and the summary.
        version: of this program: another one may write other bytes.
        noted: files that this process has written already.

    Returns:
        What was written; nothing where nothing had changed.

    Raises:
        StateError: a file cannot be written; each is whole, the old one or the new one.
    """
    how = content_key(
        [run, language, version, places.fingerprint, Reviews(store.database).marks().get("", "")]
    )
    rows = Batches(store).fingerprint(run)
    before = _noted(folder)
    same = before.get("how") == how and before.get("rows") == rows
    if same and before.get("sizes") == dict(files_in(folder)):
        return Written()
    from agent.batch.files import write_into  # noqa: PLC0415 - a run with nothing to do needs no report

    (folder / NOTE).unlink(missing_ok=True)
    known = _files(before) if before.get("how") == how else {}
    sums = KeptSums(_sums(_noted(folder, SUMS), how))
    into = Folder(folder, known | dict(noted), sums=sums)
    written = write_into(into, store, run, Totals(store).points(run), places, language)
    note = {
        "how": how,
        # What is put back has the digest of before: a folder with gaps is not as it would be written.
        "rows": None if written.lost else rows,
        "sizes": into.sizes,
        "files": {name: file.pieces for name, file in into.now.items()},
    }
    # In a file of its own: it is as long as the other note, and read only where something is summed.
    _note(folder / SUMS, {"how": how, "parts": sums.now})
    _note(folder / NOTE, note)
    return written


def _note(path: Path, note: Mapping[str, Any]) -> None:
    write_over(path, json.dumps(note, separators=(",", ":")).encode())


def _noted(folder: Path, name: str = NOTE) -> dict[str, Any]:
    try:
        note = json.loads((folder / name).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return note if isinstance(note, dict) else {}


def _files(note: Mapping[str, Any]) -> dict[str, Noted]:
    """The pieces of the files of a note; none of a file whose part of it is no such list."""
    found = {}
    for name, listed in note.get("files", {}).items():
        try:
            pieces = tuple(Piece(key, stamp, int(length)) for key, stamp, length in listed)
        except (TypeError, ValueError):
            continue
        found[name] = Noted(sum(piece.length for piece in pieces), pieces)
    return found


def _sums(note: Mapping[str, Any], how: str) -> dict[str, KeptSum]:
    """The sums of a note that was made in this way; none of a part that has no such."""
    parts = note.get("parts") if note.get("how") == how else None
    if not isinstance(parts, dict):
        return {}
    return {
        part: KeptSum(*one)
        for part, one in parts.items()
        if isinstance(one, list) and len(one) == len(KeptSum._fields)
    }


def files_in(folder: Path) -> Iterator[tuple[str, int]]:
    """The files in a folder and in those in it, with their sizes, in the order of names."""
    for entry in sorted(os.scandir(folder), key=lambda one: one.name):
        if entry.name in OURS:
            continue
        if entry.is_dir():
            for below in sorted(os.scandir(entry.path), key=lambda one: one.name):
                if below.is_file():
                    yield f"{entry.name}/{below.name}", below.stat().st_size
        elif entry.is_file():
            yield entry.name, entry.stat().st_size
