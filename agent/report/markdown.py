"""A Markdown report: the same facts as the text report, with tables and block quotes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agent.findings import Dossier
from agent.report import NOTHING, Beside, whole
from agent.report.point import point
from agent.report.reviewed import as_reviewed
from agent.report.safe import markdown
from agent.report.summary import introduced
from agent.report.template import filled
from agent.report.words import Language


def parts(
    dossiers: Sequence[Dossier], language: Language, beside: Beside = NOTHING
) -> Iterator[str]:
    """All dossiers as one Markdown document."""
    subjects, invented = introduced(dossiers, language)
    head = filled(
        "report.md",
        language,
        subjects="、".join(subjects),
        when=f"{dossiers[0].researched_at:%Y-%m-%d %H:%M:%S}",
        invented=invented,
        markdown=markdown,
    )
    yield head.rstrip() + "\n"
    for dossier in as_reviewed(dossiers, beside.reviews):
        yield f"\n{point('point.md', dossier, language).rstrip()}\n"


render = whole(parts)
