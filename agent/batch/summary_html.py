"""A run's summary as one HTML file: no script, no asset from outside, light and dark, printable."""

from __future__ import annotations

from html import escape

from agent.batch.sections import amounts
from agent.batch.summary import Cell, RunSummary
from agent.batch.summary_words import progress, sections, title
from agent.findings import Outcome
from agent.report.sections import Section, html_line, page
from agent.report.sections import as_html as section_html
from agent.report.words import Language, say, word


def as_html(summary: RunSummary, language: Language) -> str:
    """The whole summary as a page. The same summary always gives the same characters."""
    parts = "\n".join(
        _grid(section, summary, language) if section.code == "grid" else section_html(section)
        for section in sections(summary, language)
    )
    body = f"<p>{escape(progress(summary, language))}</p>\n{_tiles(summary, language)}\n{parts}"
    return page(title(summary, language), language, body)


def _tiles(summary: RunSummary, language: Language) -> str:
    told = [
        (word("outcome", outcome.value, language), str(summary.outcomes.get(outcome, 0)))
        for outcome in Outcome
    ]
    if summary.failed:
        told.append((word("point_state", "failed", language), str(summary.failed)))
    if summary.planned:
        told.append((word("point_state", "planned", language), str(summary.planned)))
    cost = amounts(summary.costs.amounts, summary.costs.unpriced, language)
    told.append((say("cost", language), cost))
    tiles = "".join(f'<div class="tile"><b>{escape(n)}</b>{escape(name)}</div>' for name, n in told)
    return f'<div class="tiles">{tiles}</div>'


def _grid(section: Section, summary: RunSummary, language: Language) -> str:
    """The grid with a bar in each cell; its numbers stand beside the bars."""
    cells = {(cell.province, cell.sector): cell for cell in summary.grid}
    sectors = sorted({cell.sector for cell in summary.grid}, key=lambda s: s or "~")
    head = "".join(f"<th>{escape(name)}</th>" for name in section.columns)
    rows = []
    for row in section.rows:
        bars = "".join(
            f"<td>{escape(told)}{_bar(cells.get((row[0], sector)), language)}</td>"
            for sector, told in zip(sectors, row[1:], strict=True)
        )
        rows.append(f"<tr><th>{escape(row[0])}</th>{bars}</tr>\n")
    lines = "".join(html_line(line) for line in section.lines)
    return (
        f'<section id="grid">\n<h2>{escape(section.title)}</h2>\n{lines}<div class="wide"><table>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{''.join(rows)}</tbody>\n</table></div>\n</section>"
    )


def _bar(cell: Cell | None, language: Language) -> str:
    if cell is None or not cell.total:
        return ""
    parts = "".join(
        f'<i class="{outcome.value}" style="width:{100 * getattr(cell, outcome.value) / cell.total:.1f}%"'
        f' title="{escape(word("outcome", outcome.value, language))}"></i>'
        for outcome in Outcome
        if getattr(cell, outcome.value)
    )
    return f'<span class="bar">{parts}</span>'
