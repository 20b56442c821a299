"""Every finding of a run in one line of a table, for spreadsheets and data frames."""

from __future__ import annotations

from agent.batch.names import region_of, sector_of
from agent.findings import CUT, Dossier, Finding, Label
from agent.places import Places
from agent.policy import DateRole
from agent.report.item_lines import obtained
from agent.report.items import Item, item, reasons_line
from agent.report.safe import cell, one_line
from agent.report.supplement.cells import days_of
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

NUMBERS = frozenset({"confidence", "number", "days", "sentences_cut"})


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
    page = shown.page
    return {
        "status": finding.status.value,
        "kind": finding.kind.value,
        "name": shown.name,
        "document_number": shown.number,
        "agencies": _supported(finding, "agency"),
        "actor": _supported(finding, "actor"),
        **{name: _supported(finding, "date", role) for name, role in ROLES.items()},
        "days": "" if (days := days_of(finding)) is None else str(days),
        **_sentences(shown),
        "sentences_cut": str(_cut(finding)),
        "why": reasons_line(finding, language),
        "source_class": finding.source_class,
        "publisher": finding.publisher,
        "url": finding.policy.url,
        "fetched_at": page.fetched_at.isoformat(timespec="seconds") if page else "",
        "obtained": obtained(page) if page else "",
        "sha256": page.sha256 if page else "",
        "finding_key": finding_key(dossier.changepoint, finding),
    }


def _sentences(shown: Item) -> dict[str, str]:
    return {
        "content": "".join(one_line(sentence.text) for sentence in shown.content),
        "impact": "".join(one_line(sentence.text) for sentence in shown.impact),
    }


def _supported(finding: Finding, field: str, role: DateRole | None = None) -> str:
    values = [
        claim.value
        for index, claim in enumerate(finding.claims)
        if claim.field == field
        and (role is None or claim.role is role)
        and finding.label_of_claim(index) is Label.SUPPORTED
    ]
    return "、".join(dict.fromkeys(values))


def _cut(finding: Finding) -> int:
    return sum(
        claim.field in CUT and finding.label_of_claim(index) is not Label.SUPPORTED
        for index, claim in enumerate(finding.claims)
    )
