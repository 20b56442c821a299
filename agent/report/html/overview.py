"""Many changepoints at a glance: outcomes by province and sector, faults by kind, counts, costs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from agent.coverage import coverage_of
from agent.findings import CUT, Dossier, Finding, Label, Outcome, Status
from agent.policy import PolicyKind
from agent.report import Beside
from agent.report.html.costs import Costs, costs
from agent.report.html.table import Table, bounded
from agent.report.html.words import told
from agent.report.items import is_duplicate
from agent.report.publisher import UNKNOWN, is_nobodys
from agent.report.safe import one_line
from agent.report.summary import subject
from agent.report.supplement.columns import province_told
from agent.report.words import Language, cause, word

MOST_INCOMPLETE = 100
MOST_REFUSED = 40
FAULTY = (Status.FLAGGED, Status.REJECTED)
SIGNS = {Outcome.FOUND: "✓", Outcome.NONE_FOUND: "∅", Outcome.INCOMPLETE: "?"}
"""Outcomes are told by a sign too, not by colour alone."""


@dataclass(frozen=True)
class Point:
    """A changepoint in the grid, linked to its section."""

    id: str
    date: str
    outcome: str
    sign: str
    words: str


@dataclass(frozen=True)
class GridRow:
    """A province: a cell for each sector with its changepoints."""

    province: str
    cells: tuple[tuple[Point, ...], ...]


@dataclass(frozen=True)
class Fault:
    """A kind of fault and how many findings have it."""

    name: str
    count: int


@dataclass(frozen=True)
class IncompleteRow:
    """A changepoint that was not looked at completely, and why."""

    id: str
    words: str
    why: str


@dataclass(frozen=True)
class Overview:
    """Everything that the overview shows."""

    outcomes: tuple[tuple[str, str, str, int], ...]
    sectors: tuple[str, ...]
    grid: tuple[GridRow, ...]
    flow: tuple[tuple[str, int], ...]
    refused: tuple[str, ...]
    faults: tuple[Fault, ...]
    incomplete: Table[IncompleteRow]
    costs: Costs
    runs: tuple[tuple[str, str], ...]


def overview(
    dossiers: Sequence[Dossier], ids: Sequence[str], language: Language, beside: Beside
) -> Overview:
    """Count what the dossiers hold; ``ids`` are the anchors of their sections."""
    outcomes = Counter(dossier.outcome for dossier in dossiers)
    lacking = [
        IncompleteRow(anchor, _words(dossier, language), _why(dossier, language))
        for anchor, dossier in zip(ids, dossiers, strict=True)
        if dossier.outcome is Outcome.INCOMPLETE
    ]
    sectors = _sectors(dossiers)
    hosts = sorted({host for dossier in dossiers for host in coverage_of(dossier).refused})
    return Overview(
        outcomes=tuple(
            (one.value, SIGNS[one], word("outcome", one.value, language), outcomes[one])
            for one in Outcome
        ),
        sectors=tuple(_sector(code, language) for code in sectors),
        grid=_grid(dossiers, ids, sectors, language),
        flow=_flow(dossiers, language),
        refused=tuple(hosts[:MOST_REFUSED]),
        faults=faults(dossiers, language),
        incomplete=bounded(lacking, MOST_INCOMPLETE),
        costs=costs((paid for d in dossiers for paid in d.usage), beside.prices, language),
        runs=tuple((run.id, one_line(run.command)) for run in beside.runs),
    )


def faults(dossiers: Sequence[Dossier], language: Language) -> tuple[Fault, ...]:
    """How many rejected and flagged findings a check speaks against, most first.

    As in ``store.totals``: an open verdict counts only where nothing of the finding is refuted.
    """
    counted: Counter[str] = Counter()
    for dossier in dossiers:
        for finding in dossier.findings:
            if finding.status in FAULTY and finding.kind is not PolicyKind.BACKGROUND:
                counted.update(_faulty(finding))
    rows = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(Fault(word("check", check, language), count) for check, count in rows)


def _faulty(finding: Finding) -> set[str]:
    refuted = {v.check for v in finding.verdicts if v.label is Label.REFUTED}
    return refuted or {
        v.check
        for v in finding.verdicts
        if v.label is Label.NOT_ENOUGH_INFO and v.open and v.check not in CUT
    }


def _sectors(dossiers: Sequence[Dossier]) -> list[str | None]:
    """The sectors that occur, all together last."""
    return sorted(
        {d.changepoint.sector for d in dossiers}, key=lambda code: (code is None, code or "")
    )


def _sector(code: str | None, language: Language) -> str:
    return word("sector", code, language) if code else told("all_sectors", language)


def _grid(
    dossiers: Sequence[Dossier],
    ids: Sequence[str],
    sectors: Sequence[str | None],
    language: Language,
) -> tuple[GridRow, ...]:
    cells: dict[tuple[str, str | None], list[Point]] = {}
    for anchor, dossier in zip(ids, dossiers, strict=True):
        point, outcome = dossier.changepoint, dossier.outcome
        words = f"{_words(dossier, language)}: {word('outcome', outcome.value, language)}"
        cells.setdefault((point.province, point.sector), []).append(
            Point(anchor, str(point.date), outcome.value, SIGNS[outcome], words)
        )
    provinces = sorted({province for province, _ in cells})
    return tuple(
        GridRow(
            province_told(province, language),
            tuple(
                tuple(sorted(cells.get((province, sector), ()), key=lambda p: p.date))
                for sector in sectors
            ),
        )
        for province in provinces
    )


def _words(dossier: Dossier, language: Language) -> str:
    return f"{subject(dossier, language)} {dossier.changepoint.date}"


def _why(dossier: Dossier, language: Language) -> str:
    counted = Counter((g.stage, g.cause) for g in dossier.gaps if g.material)
    comma = "；" if language == "zh" else "; "
    return comma.join(
        f"{word('stage', stage, language)} · {cause(code, language, stage)} ×{count}"
        for (stage, code), count in counted.most_common(5)
    )


def _flow(dossiers: Sequence[Dossier], language: Language) -> tuple[tuple[str, int], ...]:
    seen = [coverage_of(dossier) for dossier in dossiers]
    findings = [f for d in dossiers for f in d.findings]
    told_apart = [f for f in findings if f.kind is not PolicyKind.BACKGROUND]
    again = [f for f in told_apart if f.status is Status.VERIFIED and is_duplicate(f)]
    by_status = Counter(f.status for f in told_apart)
    unknown = sum(is_nobodys(f) and not is_duplicate(f) for f in told_apart)
    by_status[Status.VERIFIED] -= len(again) + unknown
    rows = [
        ("changepoints", len(dossiers)),
        ("searches_asked", sum(one.searches_asked for one in seen)),
        ("searches_answered", sum(one.searches_answered for one in seen)),
        ("pages_chosen", sum(one.pages_chosen for one in seen)),
        ("pages_read", sum(one.pages_read for one in seen)),
        ("findings_all", len(findings)),
        *((status.value, by_status[status]) for status in Status),
        *([(UNKNOWN, unknown)] if unknown else []),
        ("duplicate", len(again)),
        ("background", len(findings) - len(told_apart)),
    ]
    return tuple((told(name, language), count) for name, count in rows)
