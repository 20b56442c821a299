"""sector: the thing is about the changepoint's sector, by its vocabulary."""

from __future__ import annotations

from agent.checks.naming import page_names
from agent.checks.subject import Ruling, Subject
from agent.facts.document import PageFacts
from agent.findings import Verdict
from agent.records import Standing
from agent.sectors import Sectors

SUPPORTED = {
    "direct": "sector.direct",
    "umbrella": "sector.umbrella",
    "upstream": "sector.upstream",
}


class SectorCheck:
    """Direct, umbrella (its passage is given), upstream; another sector only is refuted."""

    name = "sector"

    def __init__(self, sectors: Sectors) -> None:
        self._sectors = sectors

    def __call__(self, subject: Subject) -> tuple[Verdict, ...]:
        """One verdict on the whole finding; none when the changepoint has no sector."""
        sector = subject.changepoint.sector
        if sector is None:
            return ()
        document = subject.own()
        return (self.judged(sector, " ".join(page_names(subject)), document.page.text, document),)

    def judged(
        self, sector: str, name: str, text: str, document: PageFacts | None = None
    ) -> Verdict:
        """How words stand to a sector, whoever writes them; ``document`` is the page that has them."""
        rule, grade = Ruling(self.name), self._sectors.grade(name, text, sector)
        at = Standing(grade.span, document.page.sha256) if document else None
        values = {"sector": sector, "terms": "、".join(grade.terms)}
        if grade.grade in SUPPORTED:
            if grade.grade == "umbrella" and grade.span and document:
                values["passage"] = document.words(document.passage(grade.span))
            return rule.supported(SUPPORTED[grade.grade], None, at, **values)
        if grade.grade == "other":
            return rule.refuted("sector.other", None, at, **values, other=grade.other or "")
        return rule.undecided("sector.none", None, at, **values)
