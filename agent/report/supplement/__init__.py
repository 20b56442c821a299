"""What goes into a paper: one table of policies and events, and how it came about.

All formats for papers (csv, xlsx, latex, bibtex, methods) render the same ``Supplement``, so that
they agree in every number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agent.findings import Dossier
from agent.report import Beside
from agent.report.reviewed import as_reviewed
from agent.report.supplement.columns import Column, columns
from agent.report.supplement.decisions import Listing
from agent.report.supplement.facts import facts_of
from agent.report.supplement.flow import Step, flow_of
from agent.report.supplement.looked import Table, coverage_rows, gap_rows, query_rows
from agent.report.supplement.methods import Paragraph, methods
from agent.report.supplement.rows import Row, rows_of
from agent.report.supplement.things import known_of
from agent.report.words import Language

__all__ = ["Column", "Listing", "Paragraph", "Row", "Step", "Supplement", "columns", "supplement"]


@dataclass(frozen=True)
class Supplement:
    """Rows, the flow that led to them, the methods, and what was looked at.

    ``invented`` says that pages of the sample stand among the sources.
    """

    rows: tuple[Row, ...]
    flow: tuple[Step, ...]
    methods: tuple[Paragraph, ...]
    coverage: Table
    gaps: Table
    queries: Table
    invented: bool

    def listed(self, listing: Listing) -> tuple[Row, ...]:
        """The rows of one of the tables."""
        return tuple(row for row in self.rows if row.listing is listing)


def supplement(dossiers: Sequence[Dossier], language: Language, beside: Beside) -> Supplement:
    """Everything a paper needs of these dossiers.

    Only what is included may be cited: verified by the checks and not taken out by a person, or
    accepted or corrected by people who do not disagree. What waits for a person and what was left
    out stand apart, with the reason.
    """
    told = as_reviewed(dossiers, beside.reviews)
    known = known_of(told, dossiers)
    rows = rows_of(told, known, language)
    facts = facts_of(told, known, beside)
    included = [row.thing for row in rows if row.listing is Listing.INCLUDED]
    return Supplement(
        rows=rows,
        flow=flow_of(told, known, rows, language),
        methods=methods(facts, (len(included), len(set(included))), language),
        coverage=coverage_rows(told, language),
        gaps=gap_rows(told, language),
        queries=query_rows(told, language),
        invented=facts.invented,
    )
