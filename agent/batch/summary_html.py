"""A run's summary as one HTML file: no script, no asset from outside, light and dark, printable."""

from __future__ import annotations

from html import escape

from agent.batch.sections import Section, amounts
from agent.batch.summary import Cell, RunSummary
from agent.batch.summary_words import progress, sections, title
from agent.findings import Outcome
from agent.report.words import Language, word

STYLE = """
:root { color-scheme: light dark; --line: #8885; --found: #2a8a4a; --none: #6b7280; --gap: #c2410c; }
body { font: 15px/1.5 system-ui, "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif;
  max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
p { margin: .2rem 0; overflow-wrap: anywhere; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { border-bottom: 1px solid var(--line); padding: .25rem .75rem .25rem 0; text-align: left;
  vertical-align: top; overflow-wrap: anywhere; }
th { font-weight: 600; } td.n, th.n { text-align: right; } .n, .s { white-space: nowrap; }
.note { border-left: .3rem solid var(--gap); padding-left: .6rem; font-weight: 600; }
.tiles { display: flex; flex-wrap: wrap; gap: .6rem; margin: 1rem 0; }
.tile { border: 1px solid var(--line); border-radius: .5rem; padding: .5rem .9rem; min-width: 7rem; }
.tile b { display: block; font-size: 1.5rem; }
.bar { display: flex; height: .6rem; width: 6rem; border-radius: .3rem; overflow: hidden;
  background: #8883; margin-top: .2rem; }
.bar i { display: block; } .found { background: var(--found); } .none_found { background: var(--none); }
.incomplete { background: var(--gap); }
@media print { body { max-width: none; margin: 0; } h2 { break-after: avoid; } tr { break-inside: avoid; } }
"""
SHORT = 24
"""Characters of a cell that is not broken."""
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def as_html(summary: RunSummary, language: Language) -> str:
    """The whole summary as a page. The same summary always gives the same characters."""
    heading = escape(title(summary, language))
    body = "\n".join(
        _grid(section, summary, language) if section.code == "grid" else _section(section)
        for section in sections(summary, language)
    )
    lang = "zh-CN" if language == "zh" else "en"
    return (
        f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{heading}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{heading}</h1>\n<p>{escape(progress(summary, language))}</p>\n"
        f"{_tiles(summary, language)}\n{body}\n</body>\n</html>\n"
    )


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
    told.append(("费用" if language == "zh" else "cost", cost))
    tiles = "".join(f'<div class="tile"><b>{escape(n)}</b>{escape(name)}</div>' for name, n in told)
    return f'<div class="tiles">{tiles}</div>'


def _section(section: Section) -> str:
    lines = "".join(_line(line) for line in section.lines)
    return f'<section id="{section.code}">\n<h2>{escape(section.title)}</h2>\n{lines}{_table(section)}</section>'


def _line(line: str) -> str:
    note = ' class="note"' if line.startswith(("【示例】", "[SAMPLE]")) else ""
    return f"<p{note}>{escape(line)}</p>\n"


def _table(section: Section) -> str:
    if not section.rows:
        return ""
    marks = [_mark(section, column) for column in range(len(section.columns))]

    def row(cells: tuple[str, ...], tag: str) -> str:
        told = "".join(
            f"<{tag}{mark}>{escape(cell)}</{tag}>" for cell, mark in zip(cells, marks, strict=True)
        )
        return f"<tr>{told}</tr>\n"

    head, body = row(section.columns, "th"), "".join(row(cells, "td") for cells in section.rows)
    return f'<div class="wide"><table>\n<thead>{head}</thead>\n<tbody>\n{body}</tbody>\n</table></div>\n'


def _mark(section: Section, column: int) -> str:
    """Numbers stand to the right; short words are not broken."""
    cells = [row[column] for row in section.rows]
    if all(not cell or cell.replace(",", "").replace(".", "").isdigit() for cell in cells):
        return ' class="n"'
    return ' class="s"' if max(map(len, cells)) <= SHORT else ""


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
    lines = "".join(_line(line) for line in section.lines)
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
