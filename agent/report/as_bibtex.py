"""A BibTeX entry for each source of what is included (agent.report.supplement.cited)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agent.findings import Dossier
from agent.report import NOTHING, Beside, whole
from agent.report.supplement import supplement
from agent.report.supplement.cited import Citation, citations, remarks
from agent.report.tex import escaped
from agent.report.words import Language


def parts(
    dossiers: Sequence[Dossier], language: Language, beside: Beside = NOTHING
) -> Iterator[str]:
    """Entries in the order of the table, each source once."""
    made = supplement(dossiers, language, beside)
    yield "\n".join([*(f"% {line}" for line in remarks(made, language)), ""])
    for cited in citations(made, language):
        yield "\n" + _entry(cited)


render = whole(parts)


def _entry(cited: Citation) -> str:
    fields = {
        "title": f"{{{escaped(cited.title)}}}",
        "author": " and ".join(f"{{{escaped(name)}}}" for name in cited.authors),
        "year": cited.day[:4],
        "month": str(int(cited.day[5:7])) if len(cited.day) > 5 else "",
        "url": cited.url,
        "urldate": cited.accessed,
        "langid": "chinese",
        "note": escaped("; ".join(cited.notes)),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{cited.key},", *lines, "}", ""])
