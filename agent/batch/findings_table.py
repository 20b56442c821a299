"""Every finding of a run in one line of a table, for spreadsheets and data frames."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from agent.batch.names import region_of, sector_of
from agent.findings import Dossier
from agent.places import Places
from agent.policy import DateRole
from agent.records import Changepoint, Page
from agent.report.distances import cell as days_cell
from agent.report.finding_view import DATE_COLUMNS
from agent.report.item_lines import obtained
from agent.report.items import Item, Items, reasons_line
from agent.report.safe import cell
from agent.report.words import Language
from agent.store import finding_key

NUMBERS = frozenset({"confidence", "number", "sentences_cut"})


@dataclass(frozen=True)
class _Row:
    """A finding as it is worded, and its number in its dossier."""

    number: int
    shown: Item
    places: Places
    language: Language

    @property
    def dossier(self) -> Dossier:
        return self.shown.view.dossier

    @property
    def point(self) -> Changepoint:
        return self.dossier.changepoint


def _values(field: str, role: DateRole | None = None) -> Callable[[_Row], str]:
    return lambda row: "、".join(row.shown.view.values(field, role))


def _of_page(told: Callable[[Page], str]) -> Callable[[_Row], str]:
    """A cell that is empty where no page was read."""
    return lambda row: told(row.shown.view.page) if row.shown.view.page else ""


_CELLS: dict[str, Callable[[_Row], str]] = {
    "region": lambda row: region_of(row.point.province, row.places),
    "province": lambda row: row.point.province,
    "sector": lambda row: sector_of(row.point.sector),
    "changepoint": lambda row: str(row.point.date),
    "type": lambda row: row.point.kind.value,
    "confidence": lambda row: "" if row.point.confidence is None else f"{row.point.confidence:g}",
    "outcome": lambda row: row.dossier.outcome.value,
    "number": lambda row: str(row.number),
    "status": lambda row: row.shown.finding.status.value,
    "kind": lambda row: row.shown.finding.kind.value,
    "stage": lambda row: row.shown.finding.stage.value if row.shown.finding.stage else "",
    "name": lambda row: row.shown.name,
    "document_number": lambda row: row.shown.number,
    "agencies": _values("agency"),
    "actor": _values("actor"),
    **{name: _values("date", role) for role, name in DATE_COLUMNS.items()},
    "days": lambda row: days_cell(row.shown.view.distances, row.language),
    "content": lambda row: "".join(s.text for s in row.shown.content if s.is_fact),
    "impact": lambda row: "".join(s.text for s in row.shown.impact if s.is_fact),
    "wording": lambda row: row.shown.finding.wording.value if row.shown.finding.wording else "",
    "sentences_cut": lambda row: str(len(row.shown.view.cut)),
    "why": lambda row: reasons_line(row.shown.finding, row.language),
    "source_class": lambda row: row.shown.finding.source_class,
    "publisher": lambda row: row.shown.finding.publisher,
    "url": lambda row: row.shown.url,
    "fetched_at": _of_page(lambda page: page.fetched_at.isoformat(timespec="seconds")),
    "obtained": _of_page(obtained),
    "sha256": _of_page(lambda page: page.sha256),
    "finding_key": lambda row: finding_key(row.point, row.shown.finding),
}
"""What stands in each column, in their order."""
COLUMNS = tuple(_CELLS)


def rows(items: Items, places: Places) -> list[list[str]]:
    """A row for each finding. Only what its page supports is told of it; the name is as claimed."""
    told = [
        _Row(number, items.of(finding), places, items.language)
        for number, finding in enumerate(items.dossier.findings, 1)
    ]
    # A number may be negative; it is no formula.
    return [
        [of(row) if name in NUMBERS else cell(of(row)) for name, of in _CELLS.items()]
        for row in told
    ]
