"""Many changepoints at a glance: outcomes by province and sector, faults by kind, counts, costs."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

from agent.coverage import coverage_of
from agent.findings import CUT, Dossier, Finding, Label, Outcome, Status
from agent.policy import PolicyKind
from agent.records import Usage, summed
from agent.report import Beside
from agent.report.html.limits import bounded
from agent.report.items import standing
from agent.report.publisher import UNKNOWN
from agent.report.summary import subject
from agent.report.template import Values
from agent.report.words import Language, cause, say, word

MOST_INCOMPLETE = 100
MOST_REFUSED = 40
FAULTY = (Status.FLAGGED, Status.REJECTED)
SEEN = ("searches_asked", "searches_answered", "pages_chosen", "pages_read")
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
                outcome=outcome,
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
        for name in SEEN:
            self._flow[name] += getattr(seen, name)
        self._flow["findings_all"] += len(dossier.findings)
        for finding in dossier.findings:
            self._flow[standing(finding)] += 1
            if finding.kind is not PolicyKind.BACKGROUND and finding.status in FAULTY:
                self._faults.update(_faulty(finding))

    def overview(self) -> Values:
        """What the overview shows of all that were counted.

        ``faults`` are how many rejected and flagged findings a check speaks against, most first; as
        in ``store.parts`` an open verdict counts only where nothing of the finding is refuted.
        """
        sectors = sorted({sector for _, sector in self._cells}, key=lambda s: (s is None, s or ""))
        unknown = (UNKNOWN,) * bool(self._flow[UNKNOWN])
        names = (*SEEN, "findings_all", *Status, *unknown, "duplicate", "background")
        return Values(
            outcomes=self._outcomes,
            signs=SIGNS,
            sectors=sectors,
            provinces=sorted({province for province, _ in self._cells}),
            cells={at: sorted(points, key=lambda p: p.date) for at, points in self._cells.items()},
            flow=[("changepoints", self.points), *((name, self._flow[name]) for name in names)],
            refused=sorted(self._refused)[:MOST_REFUSED],
            faults=sorted(self._faults.items(), key=lambda pair: (-pair[1], pair[0])),
            incomplete=bounded(
                self._lacking, MOST_INCOMPLETE, self._incomplete - len(self._lacking)
            ),
            usage=self._usage,
            prices=self._beside.prices,
            runs=self._beside.runs,
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
