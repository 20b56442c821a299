"""source: the page, one of its sections or attachments reports the claimed thing."""

from __future__ import annotations

from agent.checks.naming import Match, NameMatch, match_name, titles
from agent.checks.quote import find_quote
from agent.checks.subject import Ruling, Subject
from agent.findings import Verdict
from agent.publishers import Publishers
from agent.text.names import NameRelation, relation
from agent.text.urls import url_identity

IS_WHAT_IT_REPORTS = {
    Match.TITLE: "source.title",
    Match.DRAFT_AS_NAMED: "source.title",
    Match.PLAN_AS_NAMED: "source.title",
    Match.OTHER_ISSUER: "source.title",
    Match.ATTACHMENT: "source.attachment",
    Match.SECTION: "source.section",
    Match.PASSAGE: "source.passage",
    Match.DRAFT: "source.reports",
    Match.REPORTED: "source.reports",
    Match.ANNOUNCED: "source.reports",
    Match.REPEALED: "source.reports",
    Match.PLANNED: "source.reports",
    Match.DENIED: "source.reports",
    Match.OTHER_STEP: "source.reports",
    Match.UNCLEAR: "source.reports",
}


class SourceCheck:
    """The page is the one the finding names, and it is about the claimed thing.

    Reference works and papers are a lead to follow and never enough. Pages come here only when the readers found content in them; a page that could not be read is
    a gap. A page in which neither the name, nor its quote, nor most of its words stand is about
    something else.
    """

    name = "source"

    def __init__(self, publishers: Publishers) -> None:
        self._publishers = publishers

    def __call__(self, subject: Subject) -> tuple[Verdict, ...]:
        """One verdict on the whole finding."""
        rule = Ruling(self.name)
        addresses = {
            url_identity(url)
            for document in subject.documents
            for url in (document.page.url, document.page.answered_url)
        }
        if url_identity(subject.policy.url) not in addresses:
            return (rule.refuted("source.other_address", url=subject.policy.url),)
        match = match_name(subject)
        reason = IS_WHAT_IT_REPORTS.get(match.match) or self._by_quote(subject)
        host = self._publishers.of(subject.page.answered_url)
        if reason and host.level == "reference":
            return (rule.undecided("source.lead_only", None, match.at, host=host.host),)
        if reason:
            return (rule.supported(reason, None, match.at, title=self._title(subject, match)),)
        title = self._title(subject, match)
        if match.match is Match.ABSENT:
            return (rule.refuted("source.other_thing", None, match.at, title=title),)
        if match.match is Match.MENTIONED:
            return (rule.undecided("source.only_mentioned", None, match.at, title=title),)
        return (rule.undecided("source.related", None, match.at, title=title),)

    @staticmethod
    def _title(subject: Subject, match: NameMatch) -> str:
        return match.title or subject.page.title or subject.page.answered_url

    @staticmethod
    def _by_quote(subject: Subject) -> str | None:
        """The quote of the name shows which thing is meant, even when the name is misspelt."""
        located = find_quote(subject, subject.claims[0])
        if located is None:
            return None
        for document in subject.documents:
            if any(
                relation(located.text, t) is NameRelation.SAME for t in titles(subject, document)
            ):
                return "source.title"
        return None
