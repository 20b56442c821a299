"""The default report: the layout people already have, with verdicts, quotes and gaps added."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from agent.findings import Dossier
from agent.report import NOTHING, Beside, whole
from agent.report.point import point
from agent.report.reviewed import as_reviewed
from agent.report.summary import head
from agent.report.words import Language

text_of_point = partial(point, "point.txt")
"""One changepoint: heading, ``note`` (or nothing), what is listed and what is not, closing sentence."""


def parts(
    dossiers: Sequence[Dossier], language: Language, beside: Beside = NOTHING
) -> Iterator[str]:
    """All dossiers as one text; a line of invented pages says so at the top."""
    yield "\n".join([*head(dossiers, language), ""])
    for dossier in as_reviewed(dossiers, beside.reviews):
        yield f"\n---\n\n{text_of_point(dossier, language, note='')}"


render = whole(parts)
