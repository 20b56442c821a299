"""Reports at once, for tests that read them whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from agent.findings import Dossier
from agent.report import NOTHING, Beside, Renderer, as_json, as_xlsx, references
from agent.report import as_papers as papers
from agent.report import html as pages
from agent.report import text as plain
from agent.report import textcarbon as collected
from agent.report.words import Language

Whole = Callable[..., str]


def _whole(parts: Renderer[str]) -> Whole:
    def told(dossiers: Sequence[Dossier], language: Language, beside: Beside = NOTHING) -> str:
        return "".join(parts(dossiers, language, beside))

    return told


text, markdown, textcarbon = map(_whole, (plain.text, plain.markdown, collected.parts))
bibtex, ris, json_parts = map(_whole, (references.bibtex, references.ris, as_json.parts))
table, latex, methods, html = map(_whole, (papers.table, papers.latex, papers.methods, pages.parts))


def xlsx(dossiers: Sequence[Dossier], language: Language, beside: Beside = NOTHING) -> bytes:
    """A workbook."""
    return b"".join(as_xlsx.parts(dossiers, language, beside))
