"""triangle: issuing body, code of the 文号 and host agree, and so do the years."""

from __future__ import annotations

from agent.checks.issuers import issuers
from agent.checks.subject import Ruling, Subject
from agent.facts.paper import home_province
from agent.findings import Verdict
from agent.lazy import lazy_pattern
from agent.publishers import NATIONAL, Publishers
from agent.records import Standing
from agent.text.document_numbers import DocumentNumber, document_numbers

_SEATED = lazy_pattern("(?:领导小组|指挥部|联席会议|工作专班|委员会)办公室$")
"""An office of several bodies that sits in a department and uses its document numbers."""
TURN_OF_YEAR = 3
"""Up to this month a document may carry a number of the year before (晋政发〔2022〕29号, signed 2023-01-05)."""


class TriangleCheck:
    """What the page itself states, compared in pairs; the verdict names the two that disagree."""

    name = "triangle"

    def __init__(self, publishers: Publishers) -> None:
        self._publishers = publishers

    def __call__(self, subject: Subject) -> tuple[Verdict, ...]:
        """One verdict where at least two of the three are known; none otherwise."""
        rule = Ruling(self.name)
        number, at = self._number(subject)
        code = self._publishers.issuer_of_code(number.code) if number else None
        stated = subject.page.meta.agency
        bodies = list(issuers(subject, self._publishers)) if stated else []
        host = self._publishers.of(subject.page.answered_url)
        corners = 0
        if code and bodies and number:
            corners += 1
            province = home_province(subject.page, self._publishers)
            if not any(self._issues(code.agency, body.agency, province) for body in bodies):
                values = {
                    "number": number.text,
                    "one": code.agency,
                    "other": "、".join(body.agency for body in bodies),
                }
                return (rule.refuted("triangle.number_agency", None, at, **values),)
        homes = {self._publishers.province_of_agency(body.agency) for body in bodies}
        homes |= {code.province} if code else set()
        homes.discard(None)
        if homes and host.government and host.level != "central" and host.province:
            corners += 1
            if not homes & {host.province, NATIONAL}:
                values = {
                    "one": "、".join(sorted(home for home in homes if home)),
                    "other": f"{host.agency or host.host}（{host.province}）",
                }
                return (rule.refuted("triangle.issuer_host", None, at, **values),)
        signed = subject.page.meta.signed or subject.page.meta.issued
        if number and number.year and signed:
            corners += 1
            day = signed.interval.start
            before = number.year == day.year - 1 and day.month <= TURN_OF_YEAR
            if number.year != day.year and not before:
                values = {"number": number.text, "one": str(number.year), "other": signed.value}
                return (rule.refuted("triangle.number_year", None, at, **values),)
        return (rule.supported("triangle.agrees", None, at),) if corners else ()

    def _issues(self, by_code: str, stated: str, province: str | None) -> bool:
        """The same body, a government and its own office, or a department and an office seated in it."""
        if self._publishers.same_agency(by_code, stated, province):
            return True
        if _SEATED.search(stated):
            homes = {self._publishers.province_of_agency(name) for name in (by_code, stated)}
            return len({home or province for home in homes}) == 1
        bare = [name.removesuffix("办公厅").removesuffix("办公室") for name in (by_code, stated)]
        return self._publishers.same_agency(bare[0], bare[1], province)

    @staticmethod
    def _number(subject: Subject) -> tuple[DocumentNumber | None, Standing | None]:
        stated = subject.page.meta.document_number
        numbers = document_numbers(stated.value) if stated else ()
        if not stated or not numbers:
            return None, None
        return numbers[0], Standing(stated.span, subject.page.sha256)
