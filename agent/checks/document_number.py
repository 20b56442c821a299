"""document_number: the 文号 equals that of the page after normalising brackets and spaces."""

from __future__ import annotations

from agent.checks.quote import quote_is_missing
from agent.checks.subject import Document, Ruling, Standing, Subject
from agent.findings import Claim, Verdict
from agent.records import Span
from agent.text.document_numbers import document_numbers, normalise_document_number


class DocumentNumberCheck:
    """Metadata first, then a line that is nothing but a number; a number cited in a body is nobody's."""

    name = "document_number"

    def __call__(self, subject: Subject) -> tuple[Verdict, ...]:
        """A verdict on the document number, where one is claimed."""
        return tuple(
            self._judge(subject, index, claim)
            for index, claim in subject.of_fields("document_number")
        )

    def _judge(self, subject: Subject, index: int, claim: Claim) -> Verdict:
        rule = Ruling(self.name)
        claimed = normalise_document_number(claim.value)
        if claimed is None:
            return rule.unknown("document_number.unreadable", index, claimed=claim.value)
        documents = subject.documents_from(claim.source)
        own = [found for document in documents for found in self._own(document)]
        for number, at in own:
            if number == claimed and not quote_is_missing(subject, claim):
                return rule.supported("document_number.same", index, at, number=number)
        if own and all(number != claimed for number, _ in own):
            number, at = own[0]
            return rule.refuted("document_number.other", index, at, claimed=claimed, page=number)
        if quote_is_missing(subject, claim):
            return rule.undecided("quote.not_found", index, quote=claim.quote or "")
        for document in documents:
            for mention in document_numbers(document.page.text):
                if normalise_document_number(mention.text) == claimed:
                    at = Standing(mention.span, document.page.sha256)
                    reason = "document_number.only_mentioned"
                    return rule.undecided(reason, index, at, claimed=claimed)
        return rule.unknown("document_number.absent", index, claimed=claimed)

    @staticmethod
    def _own(document: Document) -> list[tuple[str, Standing]]:
        """The numbers that are the document's own."""
        page = document.page
        stated = page.meta.document_number
        number = normalise_document_number(stated.value) if stated else None
        if stated and number:
            return [(number, Standing(stated.span, page.sha256))]
        for mention in document_numbers(page.text):
            number = normalise_document_number(mention.text)
            if number and _alone_on_line(page.text, mention.span):
                return [(number, Standing(mention.span, page.sha256))]
        return []


def _alone_on_line(text: str, span: Span) -> bool:
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    line = text[start : end if end >= 0 else len(text)]
    return line.strip(" \u3000（）()") == text[span.start : span.end].strip(" \u3000（）()")
