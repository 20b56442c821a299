"""A run's summary as one HTML file: no script, no asset from outside, light and dark, printable."""

from __future__ import annotations

from agent.batch.sections import amounts
from agent.batch.summary import Cell, RunSummary
from agent.batch.summary_words import progress, sections, title
from agent.findings import Outcome
from agent.report.sections import as_page
from agent.report.words import Language, say, word


def as_html(summary: RunSummary, language: Language) -> str:
    """The whole summary as a page. The same summary always gives the same characters."""
    told = [(word("outcome", o.value, language), summary.outcomes.get(o, 0)) for o in Outcome]
    others = (("failed", summary.failed), ("planned", summary.planned))
    told += [(word("point_state", state, language), number) for state, number in others if number]
    cost = amounts(summary.costs.amounts, summary.costs.unpriced, language)
    sectors = sorted({cell.sector for cell in summary.grid}, key=lambda s: s or "~")
    return as_page(
        sections(summary, language),
        title(summary, language),
        language,
        lead=progress(summary, language),
        tiles=[*((name, str(number)) for name, number in told), (say("cost", language), cost)],
        bars={
            (cell.province, sectors.index(cell.sector)): _bar(cell, language)
            for cell in summary.grid
            if cell.total
        },
    )


def _bar(cell: Cell, language: Language) -> list[tuple[str, str, str]]:
    """The parts of a cell's bar: an outcome, its share in percent, and its name."""
    numbers = [(outcome.value, getattr(cell, outcome.value)) for outcome in Outcome]
    return [
        (code, f"{100 * number / cell.total:.1f}", word("outcome", code, language))
        for code, number in numbers
        if number
    ]
