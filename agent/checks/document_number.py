"""document_number: the 文号 equals that of the page after normalising brackets and spaces."""

from __future__ import annotations

import re

from agent.checks.quote import quote_is_missing
from agent.checks.subject import Ruling, Subject
from agent.facts.document import PageFacts
from agent.findings import Claim, Verdict
from agent.records import Standing
from agent.text.document_numbers import (
    DocumentNumber,
    document_numbers,
    read_document_number,
)


class DocumentNumberCheck:
    """The number that the page's layout gives; one cited in a body is nobody's.

    Of an announcement 公告2024年第9号 and 某部公告2024年第9号 are one number where the page's issuer is that body.
    """

    name = "document_number"

    def __call__(self, subject: Subject) -> tuple[Verdict, ...]:
        """A verdict on the document number, where one is claimed."""
        return tuple(
            self._judge(subject, index, claim)
            for index, claim in subject.of_fields("document_number")
        )

    def _judge(self, subject: Subject, index: int, claim: Claim) -> Verdict:
        rule = Ruling(self.name)
        asked = read_document_number(claim.value)
        if asked is None:
            return rule.unknown("document_number.unreadable", index, claimed=claim.value)
        claimed = asked.normal
        documents = subject.documents_from(claim.source)
        own = [(document, one) for document in documents if (one := _own(document))]
        for document, (number, at) in own:
            if _same(asked, number, document) and not quote_is_missing(subject, claim):
                return rule.supported("document_number.same", index, at, number=number.normal)
        if own and not any(_same(asked, number, document) for document, (number, _) in own):
            number, at = own[0][1]
            told = number.normal
            return rule.refuted("document_number.other", index, at, claimed=claimed, page=told)
        if quote_is_missing(subject, claim):
            return rule.undecided("quote.not_found", index, quote=claim.quote or "")
        for document in documents:
            for mention in document_numbers(document.page.text):
                if mention.normal == claimed:
                    at = Standing(mention.span, document.page.sha256)
                    reason = "document_number.only_mentioned"
                    return rule.undecided(reason, index, at, claimed=claimed)
        return rule.unknown("document_number.absent", index, claimed=claimed)


def _own(document: PageFacts) -> tuple[DocumentNumber, Standing] | None:
    """The number that is the document's own."""
    stated = document.page.meta.document_number
    number = read_document_number(stated.value) if stated else None
    if stated is None or number is None:
        return None
    return number, Standing(stated.span, document.page.sha256)


def _same(claimed: DocumentNumber, own: DocumentNumber, document: PageFacts) -> bool:
    """Equal, or the same year and number of one series, the issuer named in one of them alone."""
    if claimed.normal == own.normal:
        return True
    if (claimed.year, claimed.number) != (own.year, own.number):
        return False
    longer, shorter = sorted((claimed.code, own.code), key=len, reverse=True)
    stated = document.page.meta.agency
    series = next((kind for kind in ("公告", "通告", "令") if longer.endswith(kind)), None)
    if series is None or shorter not in ("", series):
        return False
    issuer = longer.removesuffix(series)
    return issuer in ("", *re.split("[、 ]", stated.value if stated else ""))
