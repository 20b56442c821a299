"""The methods paragraph and the flow of a supplement, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agent.findings import Dossier
from agent.report import NOTHING, Beside, whole
from agent.report.safe import markdown
from agent.report.supplement import supplement
from agent.report.supplement.columns import sheet_title
from agent.report.template import streamed
from agent.report.words import Language


def parts(
    dossiers: Sequence[Dossier], language: Language, beside: Beside = NOTHING
) -> Iterator[str]:
    """How the supplement came about: paragraphs, then the numbers of the flow."""
    return streamed(
        "methods.md",
        language,
        made=supplement(dossiers, language, beside),
        sheet=lambda name: sheet_title(name, language),
        markdown=markdown,
    )


render = whole(parts)
