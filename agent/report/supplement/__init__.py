"""What goes into a paper: one table of policies and events, and how it came about.

All formats for papers (csv, xlsx, latex, bibtex, ris, methods) render the same ``Supplement``, so that
they agree in every number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps

from agent.findings import Dossier
from agent.report import NOTHING, Beside, Part, Renderer
from agent.report.reviewed import as_reviewed
from agent.report.supplement.columns import Column, columns
from agent.report.supplement.decisions import Listing
from agent.report.supplement.flow import Flow, Step, Table, coverage_row, gap_rows, query_rows
from agent.report.supplement.methods import Gathered, Paragraph, methods
from agent.report.supplement.rows import Listed, Row, Rows, documents_first
from agent.report.supplement.things import known_of, things_of
from agent.report.words import Language

__all__ = [
    "Column",
    "Listing",
    "Paragraph",
    "Row",
    "Step",
    "Supplement",
    "columns",
    "documents_first",
    "paper",
    "supplement",
]


@dataclass(frozen=True)
class Supplement:
    """Rows, the flow that led to them, the methods, and what was looked at.

    Rows and tables are read from a file when there are many, as often as one goes through them.
    ``invented`` says that pages of the sample stand among the sources; ``newest`` is when the last
    of the changepoints was researched, in UTC.
    """

    rows: Rows
    flow: tuple[Step, ...]
    methods: tuple[Paragraph, ...]
    coverage: Table
    gaps: Table
    queries: Table
    invented: bool
    newest: datetime

    def listed(self, listing: Listing) -> Listed:
        """The rows of one of the tables."""
        return self.rows.of(listing)


def paper(
    render: Callable[[Supplement, Language], Iterator[Part]],
) -> Renderer[Part]:
    """A format for papers: what renders a supplement, as it renders dossiers."""

    @wraps(render)
    def rendered(
        dossiers: Sequence[Dossier], language: Language, beside: Beside = NOTHING
    ) -> Iterator[Part]:
        return render(supplement(dossiers, language, beside), language)

    return rendered


def supplement(dossiers: Iterable[Dossier], language: Language, beside: Beside) -> Supplement:
    """Everything a paper needs of these dossiers, which are gone through twice, one at a time.

    Which findings are one thing is known when all were seen; then each has its row. Only what is
    included may be cited: verified by the checks and not taken out by a person, or accepted or
    corrected by people who do not disagree. What waits for a person and what was left out stand
    apart, with the reason.
    """
    things = things_of(as_reviewed(dossiers, beside.reviews))
    rows, flow, facts = Rows(language), Flow(), Gathered(beside)
    coverage, gaps, queries = Table(), Table(), Table()
    newest = datetime.min.replace(tzinfo=UTC)
    for dossier in as_reviewed(dossiers, beside.reviews):
        newest = max(newest, dossier.researched_at.astimezone(UTC))
        known = known_of(dossier, things)
        rows.add(dossier, known)
        flow.add(dossier, known)
        facts.add(dossier, known)
        coverage.add(coverage_row(dossier, language))
        gaps.extend(gap_rows(dossier, language))
        queries.extend(query_rows(dossier, language))
    stated = facts.facts(flow)
    return Supplement(
        rows=rows,
        flow=flow.steps(rows.included, rows.apart, language),
        methods=methods(stated, rows.included, language),
        coverage=coverage,
        gaps=gaps,
        queries=queries,
        invented=stated.invented,
        newest=newest,
    )
