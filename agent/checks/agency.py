"""agency: the claimed body issues the document; hosting, reprinting or being named is not issuing."""

from __future__ import annotations

from agent.checks.issuers import issuers, level_of
from agent.checks.quote import find, find_quote, quote_is_missing
from agent.checks.subject import Ruling, Subject
from agent.facts.paper import Issuer, home_province
from agent.findings import Claim, Verdict
from agent.policy import PolicyKind
from agent.publishers import Publishers
from agent.records import Standing


class AgencyCheck:
    """Each claimed body is one of the page's issuers, after alias expansion; joint issuers are a set.

    省生态环境厅 belongs to the province of the page's host, never to that of the changepoint.
    For an event a body that stands in the event's own passage is enough.
    """

    name = "agency"

    def __init__(self, publishers: Publishers) -> None:
        self._publishers = publishers

    def __call__(self, subject: Subject) -> tuple[Verdict, ...]:
        """A verdict on each claimed body."""
        known = issuers(subject, self._publishers)
        return tuple(
            self._judge(subject, index, claim, known)
            for index, claim in subject.of_fields("agency")
        )

    def _judge(
        self, subject: Subject, index: int, claim: Claim, known: tuple[Issuer, ...]
    ) -> Verdict:
        rule = Ruling(self.name)
        province = home_province(subject.page, self._publishers)
        missing = quote_is_missing(subject, claim)
        same = [i for i in known if self._publishers.same_agency(claim.value, i.agency, province)]
        if same and not missing:
            values = {
                "agency": same[0].agency,
                "level": level_of(same[0].agency, self._publishers),
            }
            return rule.supported("agency.issuer", index, same[0].at, **values)
        if not same:
            refuted = self._refute(subject, index, claim, known)
            if refuted:
                return refuted
        if missing:
            return rule.undecided("quote.not_found", index, quote=claim.quote or "")
        if subject.policy.kind is PolicyKind.EVENT:
            return self._of_event(subject, index, claim)
        at = find(claim.value, subject.documents)
        if at or self._hosts(subject, claim):
            standing = at.standing if at else None
            return rule.undecided("agency.no_issuer", index, standing, claimed=claim.value)
        return rule.unknown("agency.absent", index, claimed=claim.value)

    def _refute(
        self, subject: Subject, index: int, claim: Claim, known: tuple[Issuer, ...]
    ) -> Verdict | None:
        """The page names other issuers, or has the claimed body only as 来源."""
        rule, province = Ruling(self.name), home_province(subject.page, self._publishers)
        told = "、".join(issuer.agency for issuer in known)
        at = known[0].at if known else None
        if not known and self._hosts(subject, claim):
            return None  # its own site names it as 来源, and nobody else as the issuer
        for document in subject.documents:
            source = document.page.meta.source
            if source and self._publishers.same_agency(claim.value, source.value, province):
                stands = Standing(source.span, document.page.sha256)
                values = {"claimed": claim.value, "page": told}
                return rule.refuted("agency.only_source", index, stands, **values)
        if not known or subject.policy.kind is PolicyKind.EVENT:
            return None
        if self._hosts(subject, claim):
            return rule.refuted("agency.only_host", index, at, claimed=claim.value, page=told)
        named = find(claim.value, subject.documents)
        reason = "agency.only_mentioned" if named else "agency.other"
        return rule.refuted(reason, index, at, claimed=claim.value, page=told)

    def _hosts(self, subject: Subject, claim: Claim) -> bool:
        host = self._publishers.of(subject.page.answered_url)
        return (
            host.government
            and bool(host.agency)
            and self._publishers.same_agency(claim.value, host.agency, host.province)
        )

    def _of_event(self, subject: Subject, index: int, claim: Claim) -> Verdict:
        rule = Ruling(self.name)
        event = find_quote(subject, subject.claims[0])
        passage = event.passage_span if event else None
        if event and passage:
            here = find(claim.value, (event.document,), near=passage.start)
            if here and here.span and passage.start <= here.span.start < passage.end:
                values = {"agency": claim.value, "level": level_of(claim.value, self._publishers)}
                return rule.supported("agency.in_event", index, here.standing, **values)
        return rule.undecided("agency.no_issuer", index, claimed=claim.value)
