"""What a report shows of a changepoint, for the templates of its formats."""

from __future__ import annotations

from typing import Any

from agent.findings import Dossier, Finding
from agent.report import safe
from agent.report.items import aside_word, background, item, left_out, numbered, reasons_line
from agent.report.summary import (
    closing,
    detection_line,
    gap_lines,
    nothing_listed,
    point_heading,
)
from agent.report.template import filled
from agent.report.words import Language, words_of


def point(template: str, dossier: Dossier, language: Language, **more: Any) -> str:
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
        nothing=nothing_listed(dossier, language),
        asides=[_aside(f, language) for f in (*left_out(dossier), *background(dossier))],
        gaps=gap_lines(dossier, language),
        closing=closing(dossier, language),
        label=words_of("label", language),
        **{name: getattr(safe, name) for name in ("plain", "markdown", "linked", "shortened")},
        **more,
    )


def _aside(finding: Finding, language: Language) -> dict[str, str]:
    """A finding that is not listed: what it is called, why, and where it stands."""
    return {
        "status": aside_word(finding, language),
        "name": safe.one_line(finding.policy.name.value),
        "why": reasons_line(finding, language),
        "url": safe.address(finding.policy.url),
    }
