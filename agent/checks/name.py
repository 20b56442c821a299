"""name: the claimed name is that of the page, and the thing is issued or done, not announced."""

from __future__ import annotations

from agent.checks.naming import Match, match_name
from agent.checks.quote import quote_is_missing
from agent.checks.subject import Ruling, Subject
from agent.findings import Verdict

SUPPORTED = {
    Match.TITLE: "name.same",
    Match.ATTACHMENT: "name.attachment",
    Match.SECTION: "name.section",
    Match.PASSAGE: "name.passage",
    Match.DRAFT_AS_NAMED: "name.draft_as_named",
    Match.PLAN_AS_NAMED: "name.plan_as_named",
}
REFUTED = {
    Match.DRAFT: "name.draft",
    Match.OTHER_DOCUMENT: "name.other_document",
    Match.ANNOUNCED: "name.only_announced",
    Match.PLANNED: "name.planned",
    Match.DENIED: "name.denied",
}
UNDECIDED = {
    Match.OTHER_ISSUER: "name.other_issuer",
    Match.LONGER: "name.longer_title",
    Match.REPORTED: "name.reported",
    Match.OTHER_STEP: "name.other_step",
    Match.UNCLEAR: "name.unclear",
    Match.MENTIONED: "name.only_mentioned",
}


class NameCheck:
    """Equal to the title's core, an attachment's or a section's; for events actor and act together.

    A longer title that only contains the name is another document, and the verdict says by which
    word. What the page only announces is refuted here and becomes background.
    """

    name = "name"

    def __call__(self, subject: Subject) -> tuple[Verdict, ...]:
        """One verdict on the name."""
        rule = Ruling(self.name)
        match = match_name(subject)
        values = {"title": match.title or subject.page.title, "word": match.word}
        if match.match in REFUTED:
            return (rule.refuted(REFUTED[match.match], 0, match.at, **values),)
        claim = subject.claims[0]
        if quote_is_missing(subject, claim):
            return (rule.undecided("quote.not_found", 0, quote=claim.quote or ""),)
        if match.match in SUPPORTED:
            return (rule.supported(SUPPORTED[match.match], 0, match.at, **values),)
        if match.match in UNDECIDED:
            return (rule.undecided(UNDECIDED[match.match], 0, match.at, **values),)
        return (rule.unknown("name.absent", 0, match.at, **values),)
