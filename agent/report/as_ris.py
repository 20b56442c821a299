"""A RIS record for each source of what is included: for Zotero, EndNote and NoteExpress.

RIS has no comments: what must be said before the records stands in a note of the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agent.findings import Dossier
from agent.report import NOTHING, Beside, whole
from agent.report.safe import one_line
from agent.report.supplement import supplement
from agent.report.supplement.cited import Citation, citations, remarks
from agent.report.words import Language

END = "\r\n"
"""Lines end so: the format is older than most editors."""


def parts(
    dossiers: Sequence[Dossier], language: Language, beside: Beside = NOTHING
) -> Iterator[str]:
    """Records in the order of the table, each source once; nothing where nothing is included."""
    made = supplement(dossiers, language, beside)
    first = remarks(made, language)
    for cited in citations(made, language):
        yield _record(cited, first)
        first = ()


render = whole(parts)


def _record(cited: Citation, remarks: tuple[str, ...]) -> str:
    fields = [
        ("TY", "ELEC"),
        ("ID", cited.key),
        ("TI", cited.title),
        *(("AU", name) for name in cited.authors),
        ("PY", cited.day[:4]),
        ("DA", cited.day.replace("-", "/")),
        ("PB", cited.publisher),
        ("UR", cited.url),
        ("Y2", cited.accessed.replace("-", "/")),
        ("LA", "zh"),
        *(("N1", note) for note in (*cited.notes, *remarks)),
    ]
    lines = [f"{tag}  - {one_line(value)}" for tag, value in fields if value]
    return END.join([*lines, "ER  - ", "", ""])
