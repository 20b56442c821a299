"""The default report, and the same as Markdown: templates that are filled changepoint by changepoint.

The text has the layout people already have, with verdicts, quotes and gaps added.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from agent.findings import Dossier
from agent.report import NOTHING, Beside, safe
from agent.report.items import aside_word, background, item, left_out, numbered, reasons_line
from agent.report.reviewed import as_reviewed
from agent.report.summary import (
    closing,
    detection_line,
    gap_lines,
    head,
    introduced,
    nothing_listed,
    point_heading,
)
from agent.report.template import filled
from agent.report.words import Language, words_of

SAFE = ("address", "linked", "markdown", "one_line", "plain", "shortened")
"""What makes text harmless in the templates."""


def text(
    dossiers: Sequence[Dossier], language: Language, beside: Beside = NOTHING
) -> Iterator[str]:
    """All dossiers as one text; a line of invented pages says so at the top."""
    yield "\n".join([*head(dossiers, language), ""])
    for dossier in as_reviewed(dossiers, beside.reviews):
        yield f"\n---\n\n{text_of_point(dossier, language, note='')}"


def markdown(
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
        markdown=safe.markdown,
    )
    yield head.rstrip() + "\n"
    for dossier in as_reviewed(dossiers, beside.reviews):
        yield f"\n{_point('point.md', dossier, language).rstrip()}\n"


def _point(template: str, dossier: Dossier, language: Language, **more: Any) -> str:
    """A changepoint as a template lays it out: its heading, its items, what is not listed, gaps."""
    items = [
        (number, item(finding, dossier, language), opens)
        for number, finding, opens in numbered(dossier)
    ]
    return filled(
        template,
        language,
        heading=point_heading(dossier, language),
        detection=detection_line(dossier, language),
        items=items,
        nothing="" if items else nothing_listed(dossier, language),
        asides=(*left_out(dossier), *background(dossier)),
        gaps=gap_lines(dossier, language),
        closing=closing(dossier, language),
        label=words_of("label", language),
        **{one.__name__: partial(one, language=language) for one in (aside_word, reasons_line)},
        **{name: getattr(safe, name) for name in SAFE},
        **more,
    )


text_of_point = partial(_point, "point.txt")
"""One changepoint: heading, ``note`` (or nothing), what is listed and what is not, closing sentence."""
