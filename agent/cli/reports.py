"""Where a report goes: the screen, a file, or an index and a page for each changepoint."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from agent.cli.console import check_out, warn, write_parts
from agent.cli.emissions import check_drawn

if TYPE_CHECKING:
    from agent.findings import Dossier
    from agent.places import Places
    from agent.records import Changepoint
    from agent.report import Beside
    from agent.report.html import Named
    from agent.report.words import Language

PAGED = "html"
"""The format that is an index and pages when it is of several changepoints and goes to a file."""
AGAIN = "make room, or name another place, and do the same again: what was written is whole"


@dataclass(frozen=True)
class Target:
    """Where a report goes, None for the screen, and what to say when it cannot be written."""

    out: Path | None
    hint: str = ""


def check_report(how: str, series: Sequence[Path], out: Path | None) -> None:
    """Raise UsageError before any work where such a report could not be made or written."""
    from agent.wiring import streamer

    streamer(how)
    check_drawn(series, how)
    check_out(out)


def write_report(
    dossiers: Sequence[Dossier],
    how: str,
    language: Language,
    beside: Beside,
    target: Target,
    places: Places,
) -> None:
    """Write a report in the format ``how``; one dossier is in memory at a time.

    Raises StateError when it cannot be written; what was written is whole.
    """
    from agent.batch.names import Stems
    from agent.wiring import streamer

    out = target.out
    if out and how == PAGED and len(dossiers) > 1 and (out.is_file() or not out.exists()):
        from agent.report.html import pages

        folder, stems = f"{out.stem}_pages", Stems(places, len(dossiers))

        def name(point: Changepoint) -> str:
            stem = stems.next(point.province, point.sector, point.date, point.kind.value)
            return f"{folder}/{stem}.html"

        _write_pages(pages(dossiers, language, beside, name, out.name), out, target.hint)
        warn(f"{len(dossiers)} pages written to {out.parent / folder}")
        return
    write_parts(streamer(how)(dossiers, language, beside), out, target.hint)


def _write_pages(files: Iterable[Named], index: Path, hint: str) -> None:
    """The index comes last: it never links to what is not there."""
    from agent.cache.files import replacing

    for file, parts in files:
        if file == index.name:
            write_parts(parts, index, hint)
            continue
        with replacing(index.parent / file, hint=hint or AGAIN) as page:
            page.writelines(part.encode() for part in parts)
