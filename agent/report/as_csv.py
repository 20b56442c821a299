"""The supplement's table as CSV: RFC 4180, UTF-8 with a mark, no cell ever a formula.

Codes stay codes and column names stay English whatever the language, so that a script reads both.
A text that begins with =, +, -, @ (or their full-width forms) has an apostrophe before it; numbers
are written as numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agent.findings import Dossier
from agent.report import NOTHING, Beside, whole
from agent.report.safe import MARK, cell, csv_line
from agent.report.supplement import columns, supplement
from agent.report.supplement.columns import Cell
from agent.report.words import Language


def parts(
    dossiers: Sequence[Dossier], language: Language, beside: Beside = NOTHING
) -> Iterator[str]:
    """One row a policy or event and changepoint: included, to be reviewed, and left out."""
    names = [column.name for column in columns()]
    yield MARK + csv_line(names)
    for row in supplement(dossiers, language, beside).rows:
        yield csv_line([_written(row.cells[name]) for name in names])


render = whole(parts)


def _written(value: Cell) -> str | int | float:
    if value is None:
        return ""
    return cell(value) if isinstance(value, str) else value
