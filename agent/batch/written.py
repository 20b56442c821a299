"""Whether the files in a folder are already those of a run as it stands, and which of them are.

The last thing that is written is a note of what the files were made from and of their pieces. Where
nothing has changed nothing is read but rows; where something has, what did not is not made again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from agent.batch.pieces import Folder, Noted, Piece
from agent.cache.files import write_over
from agent.places import Places
from agent.records import content_key
from agent.report.words import Language
from agent.store import Batches, Store
from agent.store.reviews import Reviews
from agent.store.totals import PointRow, Totals

NOTE = ".written.json"
OURS = (NOTE, "batch.log")


def write_what_changed(  # noqa: PLR0913 - what is written, where, in which words, by whom
    store: Store,
    run: str,
    folder: Path,
    places: Places,
    language: Language,
    *,
    version: str,
    noted: Mapping[str, Noted] = {},
) -> tuple[int, tuple[PointRow, ...]]:
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
        How many files were written, and the changepoints of the run; none where nothing had
        changed.

    Raises:
        StateError: a file cannot be written; each is whole, the old one or the new one.
    """
    how = content_key(
        [run, language, version, places.fingerprint, Reviews(store.database).marks().get("", "")]
    )
    rows = Batches(store).fingerprint(run)
    before = _noted(folder)
    same = before.get("how") == how and before.get("rows") == rows
    if same and before.get("sizes") == dict(_sizes(folder)):
        return 0, ()
    from agent.batch.files import write_into  # noqa: PLC0415 - a run with nothing to do needs no report

    (folder / NOTE).unlink(missing_ok=True)
    known = _files(before) if before.get("how") == how else {}
    into = Folder(folder, known | dict(noted))
    points = Totals(store).points(run)
    written = write_into(into, store, run, points, places, language)
    into.sweep()
    note = {
        "how": how,
        "rows": rows,
        "sizes": dict(_sizes(folder)),
        "files": {name: file.pieces for name, file in into.now.items()},
    }
    write_over(folder / NOTE, json.dumps(note).encode())
    return written.files, points


def _noted(folder: Path) -> dict[str, Any]:
    try:
        note = json.loads((folder / NOTE).read_text("utf-8"))
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


def _sizes(folder: Path) -> Iterator[tuple[str, int]]:
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
