"""Whether the files in a folder are already those of a run as it stands.

Rendering hundreds of dossiers takes a while, and a call that had nothing to do shall not. So the
last thing that is written is a note of what the files were made from and how large each one is.
"""

from __future__ import annotations

import json
from pathlib import Path

from agent.batch.files import write_all
from agent.cache.files import write_over
from agent.places import Places
from agent.records import content_key
from agent.report.words import Language
from agent.store import Batches, Store

NOTE = ".written.json"
OURS = (NOTE, "batch.log")


def write_what_changed(
    store: Store, run: str, folder: Path, places: Places, language: Language, *, version: str
) -> int:
    """Write the files of a run unless they stand there as they would be written.

    Args:
        store: where the run is.
        run: its id.
        folder: where to.
        places: names of provinces.
        language: of reasons and the summary.
        version: of this program: another one may write other bytes.

    Returns:
        How many files were written, 0 when nothing had changed.

    Raises:
        StateError: a file cannot be written; each is whole, the old one or the new one.
    """
    made_from = content_key(
        [Batches(store).fingerprint(run), language, version, places.fingerprint]
    )
    if _noted(folder) == {"made_from": made_from, "sizes": _sizes(folder)}:
        return 0
    (folder / NOTE).unlink(missing_ok=True)
    written = write_all(store, run, folder, places, language)
    note = {"made_from": made_from, "sizes": _sizes(folder)}
    write_over(folder / NOTE, json.dumps(note, sort_keys=True).encode())
    return written.files


def _noted(folder: Path) -> object:
    try:
        return json.loads((folder / NOTE).read_text("utf-8"))
    except (OSError, ValueError):
        return None


def _sizes(folder: Path) -> dict[str, int]:
    return {
        path.name: path.stat().st_size
        for path in sorted(folder.iterdir())
        if path.name not in OURS and path.is_file()
    }
