"""Every finding of a run in one line of a table, for spreadsheets and data frames."""

from __future__ import annotations

from agent.batch.names import region_of, sector_of
from agent.findings import Dossier, Finding
from agent.places import Places
from agent.policy import DateRole
from agent.report.distances import cell as days_cell
from agent.report.item_lines import obtained
from agent.report.items import item, reasons_line
from agent.report.safe import cell
from agent.report.words import Language
from agent.store import finding_key

ROLES = {
    "date_signed": DateRole.SIGNED,
    "date_issued": DateRole.ISSUED,
    "date_effective": DateRole.EFFECTIVE,
    "date_in_force": DateRole.IN_FORCE,
    "date_occurrence": DateRole.OCCURRENCE,
    "date_other": DateRole.ANY,
}
COLUMNS = (
    "region",
    "province",
    "sector",
    "changepoint",
    "type",
    "confidence",
    "outcome",
    "number",
    "status",
    "kind",
    "stage",
    "name",
    "document_number",
    "agencies",
    "actor",
    *ROLES,
    "days",
    "content",
    "impact",
    "sentences_cut",
    "why",
    "source_class",
    "publisher",
    "url",
    "fetched_at",
    "obtained",
    "sha256",
    "finding_key",
)

NUMBERS = frozenset({"confidence", "number", "sentences_cut"})


def rows(dossier: Dossier, places: Places, language: Language) -> list[list[str]]:
    """A row for each finding. Only what its page supports is told of it; the name is as claimed."""
    point = dossier.changepoint
    shared = {
        "region": region_of(point.province, places),
        "province": point.province,
        "sector": sector_of(point.sector),
        "changepoint": str(point.date),
        "type": point.kind.value,
        "confidence": "" if point.confidence is None else f"{point.confidence:g}",
        "outcome": dossier.outcome.value,
    }
    return [
        _cells({**shared, "number": str(number), **_finding(finding, dossier, language)})
        for number, finding in enumerate(dossier.findings, 1)
    ]


def _cells(values: dict[str, str]) -> list[str]:
    return [
        # A number may be negative; it is no formula.
        values[name] if name in NUMBERS else cell(values[name])
        for name in COLUMNS
    ]


def _finding(finding: Finding, dossier: Dossier, language: Language) -> dict[str, str]:
    shown = item(finding, dossier, language)
    view, page = shown.view, shown.page
    return {
        "status": finding.status.value,
        "kind": finding.kind.value,
        "stage": finding.stage.value if finding.stage else "",
        "name": shown.name,
        "document_number": shown.number,
        "agencies": "、".join(view.values("agency")),
        "actor": "、".join(view.values("actor")),
        **{name: "、".join(view.values("date", role)) for name, role in ROLES.items()},
        "days": days_cell(view.distances, language),
        "content": "".join(s.text for s in shown.content if s.is_fact),
        "impact": "".join(s.text for s in shown.impact if s.is_fact),
        "sentences_cut": str(len(view.cut)),
        "why": reasons_line(finding, language),
        "source_class": finding.source_class,
        "publisher": finding.publisher,
        "url": finding.policy.url,
        "fetched_at": page.fetched_at.isoformat(timespec="seconds") if page else "",
        "obtained": obtained(page) if page else "",
        "sha256": page.sha256 if page else "",
        "finding_key": finding_key(dossier.changepoint, finding),
    }
