"""Tables of what was asked, what was looked at, and what could not be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC

from agent.coverage import coverage_of
from agent.findings import Dossier
from agent.report.provinces import province_told
from agent.report.safe import one_line
from agent.report.summary import questions_put
from agent.report.supplement.columns import Cell
from agent.report.supplement.spool import Spool
from agent.report.words import Language, cause, say, word

Line = Mapping[str, Cell]
Table = Spool[Line]
"""Rows with the same names in the same order."""


def coverage_row(dossier: Dossier, language: Language) -> Line:
    """What was asked, opened and read for a changepoint, and what came of it."""
    seen = coverage_of(dossier)
    return {
        **_point(dossier, language),
        "window": f"{dossier.window.start}/{dossier.window.end}",
        "outcome": word("outcome", dossier.outcome.value, language),
        "searches_answered": seen.searches_answered,
        "searches_asked": seen.searches_asked,
        "hits": len(dossier.hits),
        "pages_read": seen.pages_read,
        "pages_chosen": seen.pages_chosen,
        "pages_absent": seen.pages_absent,
        "issuer_site": word("issuer_site", seen.issuer_site.value, language),
        "refused": " ".join(seen.refused) or None,
        "material": seen.material,
        "researched": f"{dossier.researched_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC",
    }


def gap_rows(dossier: Dossier, language: Language) -> Iterator[Line]:
    """A row for each thing that could not be looked at."""
    for gap in dossier.gaps:
        yield {
            **_point(dossier, language),
            "stage": word("stage", gap.stage, language),
            "target": one_line(gap.target),
            "cause": cause(gap.cause, language, gap.stage),
            "code": gap.cause,
            "detail": one_line(gap.detail) or None,
            "matters": say("yes" if gap.material else "no", language),
        }


def query_rows(dossier: Dossier, language: Language) -> Iterator[Line]:
    """A row for each question and search; a question that was not answered says so."""
    answered = say("was_answered", language)
    for put in questions_put(dossier, language):
        yield {
            **_point(dossier, language),
            "query": put.query,
            "sites": " ".join(put.sites) or None,
            "search": put.backend,
            "result": put.failure or answered,
            "hits": put.hits,
        }


def _point(dossier: Dossier, language: Language) -> dict[str, Cell]:
    point = dossier.changepoint
    return {
        "province": province_told(point.province, language),
        "sector": point.sector,
        "changepoint": str(point.date),
    }
