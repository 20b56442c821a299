"""A run's summary as one HTML file: no asset from outside, light and dark, printable; a script sorts."""

from __future__ import annotations

from collections.abc import Mapping

from agent.batch.points_html import SORT, anchor, points_table, shared_days, use_section, years
from agent.batch.summary import Cell, RunSummary
from agent.batch.summary_numbers import cost_tile
from agent.batch.summary_words import progress, sections, title
from agent.findings import Outcome
from agent.report.provinces import province_told
from agent.report.sections import Around, Section, as_page, part
from agent.report.words import Language, word


def as_html(summary: RunSummary, language: Language, links: Mapping[str, str] | None = None) -> str:
    """The whole summary as a page. The same summary always gives the same characters.

    ``links`` are the files of single changepoints by key, where the page lies beside them.
    """
    told = [(word("outcome", o.value, language), summary.outcomes.get(o, 0)) for o in Outcome]
    others = (("failed", summary.failed), ("planned", summary.planned))
    told += [(word("point_state", state, language), number) for state, number in others if number]
    sectors = sorted({cell.sector for cell in summary.grid}, key=lambda s: s or "~")
    at = {
        (province_told(cell.province, language), sectors.index(cell.sector)): cell
        for cell in summary.grid
        if cell.total
    }
    shared = shared_days(summary.points, language)
    return as_page(
        _ordered(summary, bool(shared), language),
        title(summary, language),
        language,
        Around(
            lead=progress(summary, language),
            tiles=[
                *((name, str(number)) for name, number in told),
                cost_tile(summary.costs, language),
            ],
            bars={place: _bar(cell, language) for place, cell in at.items()},
            hrefs={place: f"#{anchor(cell.province, cell.sector)}" for place, cell in at.items()},
            inner={"points": points_table(summary.points, links or {}, language), "shared": shared},
            script=SORT,
        ),
    )


def _ordered(summary: RunSummary, shared: bool, language: Language) -> list[Section]:
    """What is asked first in the morning stands first: may it be used, where, which points."""
    made = sections(summary, language)
    grid = [section for section in made if section.code == "grid"]
    first = [use_section(summary, language), *grid, years(summary.points, language)]
    first.append(part("points", language))
    first += [part("shared", language)] if shared else []
    return first + [section for section in made if section.code != "grid"]


def _bar(cell: Cell, language: Language) -> list[tuple[str, str, str]]:
    """The parts of a cell's bar: an outcome, its share in percent, and its name."""
    numbers = [(outcome.value, getattr(cell, outcome.value)) for outcome in Outcome]
    return [
        (code, f"{100 * number / cell.total:.1f}", word("outcome", code, language))
        for code, number in numbers
        if number
    ]
