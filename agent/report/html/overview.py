"""Many changepoints at a glance: outcomes by province and sector, faults by kind, counts, costs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from agent.coverage import coverage_of
from agent.findings import CUT, Dossier, Finding, Label, Outcome, Status
from agent.policy import PolicyKind
from agent.records import Usage, summed
from agent.report import Beside
from agent.report.html.limits import Table
from agent.report.items import standing
from agent.report.provinces import province_told, sector_told
from agent.report.publisher import UNKNOWN
from agent.report.safe import one_line
from agent.report.summary import subject
from agent.report.template import Values
from agent.report.words import Language, cause, say, word
from agent.report.words import of_html as told

MOST_INCOMPLETE = 100
MOST_REFUSED = 40
FAULTY = (Status.FLAGGED, Status.REJECTED)
SIGNS = {Outcome.FOUND: "✓", Outcome.NONE_FOUND: "∅", Outcome.INCOMPLETE: "?"}
"""Outcomes are told by a sign too, not by colour alone."""


class Counted:
    """What dossiers hold, counted one by one: none of them is held."""

    def __init__(self, language: Language, beside: Beside) -> None:
        self.language, self._beside = language, beside
        self.points = 0
        self.subjects: dict[str, None] = {}
        self.first_day: date | None = None
        self.times: tuple[datetime, datetime] | None = None
        """When the first and the last changepoint was researched."""
        self.invented = False
        self._outcomes: Counter[Outcome] = Counter()
        self._flow: Counter[str] = Counter()
        self._faults: Counter[str] = Counter()
        self._refused: set[str] = set()
        self._lacking: list[Values] = []
        self._incomplete = 0
        self._cells: dict[tuple[str, str | None], list[Values]] = {}
        self._usage: tuple[Usage, ...] = ()

    def add(self, dossier: Dossier, href: str) -> None:
        """Count a dossier, as people decided on it; ``href`` leads to its section or page."""
        point, at = dossier.changepoint, dossier.researched_at
        self.points += 1
        self.subjects[subject(dossier, self.language)] = None
        self.first_day = self.first_day or point.date
        first, last = self.times or (at, at)
        self.times = (min(first, at), max(last, at))
        self.invented |= dossier.provenance.invented
        self._outcomes[dossier.outcome] += 1
        self._place(dossier, href)
        self._count(dossier)
        self._usage = summed((*self._usage, *dossier.usage))

    def _place(self, dossier: Dossier, href: str) -> None:
        point, outcome = dossier.changepoint, dossier.outcome
        name = f"{subject(dossier, self.language)} {point.date}"
        words = f"{name}: {word('outcome', outcome.value, self.language)}"
        self._cells.setdefault((point.province, point.sector), []).append(
            Values(
                href=href,
                date=str(point.date),
                outcome=outcome.value,
                sign=SIGNS[outcome],
                words=words,
            )
        )
        if outcome is Outcome.INCOMPLETE:
            self._incomplete += 1
            if self._incomplete <= MOST_INCOMPLETE:
                self._lacking.append(
                    Values(href=href, words=name, why=_why(dossier, self.language))
                )

    def _count(self, dossier: Dossier) -> None:
        seen = coverage_of(dossier)
        self._refused |= set(seen.refused)
        for name in ("searches_asked", "searches_answered", "pages_chosen", "pages_read"):
            self._flow[name] += getattr(seen, name)
        self._flow["findings_all"] += len(dossier.findings)
        for finding in dossier.findings:
            self._flow[standing(finding)] += 1
            if finding.kind is not PolicyKind.BACKGROUND and finding.status in FAULTY:
                self._faults.update(_faulty(finding))

    def overview(self) -> Values:
        """What the overview shows of all that were counted."""
        sectors = sorted({sector for _, sector in self._cells}, key=lambda s: (s is None, s or ""))
        names = ("searches_asked", "searches_answered", "pages_chosen", "pages_read")
        unknown = (UNKNOWN,) * bool(self._flow[UNKNOWN])
        names += ("findings_all", *Status, *unknown, "duplicate", "background")
        flow = [("changepoints", self.points), *((name, self._flow[name]) for name in names)]
        outcomes = tuple(
            (one.value, SIGNS[one], word("outcome", one.value, self.language), self._outcomes[one])
            for one in Outcome
        )
        return Values(
            outcomes=outcomes,
            sectors=tuple(sector_told(code, self.language, "no_sector") for code in sectors),
            grid=self._grid(sectors),
            flow=tuple((told(name, self.language), count) for name, count in flow),
            refused=tuple(sorted(self._refused)[:MOST_REFUSED]),
            faults=self._worded_faults(),
            incomplete=Table(tuple(self._lacking), self._incomplete - len(self._lacking)),
            usage=self._usage,
            prices=self._beside.prices,
            runs=tuple((run.id, one_line(run.command)) for run in self._beside.runs),
        )

    def _worded_faults(self) -> tuple[Values, ...]:
        """How many rejected and flagged findings a check speaks against, most first.

        As in ``store.totals``: an open verdict counts only where nothing of the finding is refuted.
        """
        rows = sorted(self._faults.items(), key=lambda pair: (-pair[1], pair[0]))
        return tuple(Values(name=word("check", check, self.language), count=n) for check, n in rows)

    def _grid(self, sectors: Sequence[str | None]) -> tuple[Values, ...]:
        def cell(province: str, sector: str | None) -> tuple[Values, ...]:
            return tuple(sorted(self._cells.get((province, sector), ()), key=lambda p: p.date))

        return tuple(
            Values(
                province=province_told(province, self.language),
                cells=tuple(cell(province, sector) for sector in sectors),
            )
            for province in sorted({province for province, _ in self._cells})
        )


def _faulty(finding: Finding) -> set[str]:
    refuted = {v.check for v in finding.verdicts if v.label is Label.REFUTED}
    return refuted or {
        v.check
        for v in finding.verdicts
        if v.label is Label.NOT_ENOUGH_INFO and v.open and v.check not in CUT
    }


def _why(dossier: Dossier, language: Language) -> str:
    counted = Counter((g.stage, g.cause) for g in dossier.gaps if g.material)
    return say("stop", language).join(
        f"{word('stage', stage, language)} · {cause(code, language, stage)} ×{count}"
        for (stage, code), count in counted.most_common(5)
    )
