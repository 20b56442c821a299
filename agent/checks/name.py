"""name: the claimed name is that of the page, and the thing is issued or done, not announced."""

from __future__ import annotations

from agent.checks.naming import Match, match_name
from agent.checks.quote import quote_is_missing
from agent.checks.subject import Ruling, Subject
from agent.facts.event_name import happening_of
from agent.findings import Verdict
from agent.lazy import lazy_pattern
from agent.policy import PolicyKind

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
    Match.REPEALED: "name.repealed",
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


_TOLD = {*SUPPORTED, Match.UNCLEAR, Match.MENTIONED, Match.OTHER_STEP}
"""Matches of a name that stands in the page; a statistic or a meeting is told as such."""
STATISTIC = lazy_pattern(
    r"同比|环比|(?:增长|下降|上升|回落|增幅|降幅)[^，。]{0,6}\d|累计(?:完成|达)|突破\d|\d(?:%|％|个百分点)$"
)
MEETING = lazy_pattern(r"召开[^，。]{0,40}会")
"""A number that moved and a meeting are no events that move emissions."""


class NameCheck:
    """Equal to the title's core, an attachment's or a section's; for events actor and act together.

    A longer title that only contains the name is another document, and the verdict says by which
    word. What the page only announces is refuted here and becomes background, and so do statistics and
    meetings that are told as events.
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
        told = _no_event(subject)
        if told and match.match in _TOLD:
            return (rule.unknown(told, 0, match.at, **values),)
        if match.match in SUPPORTED:
            return (rule.supported(SUPPORTED[match.match], 0, match.at, **values),)
        if match.match in UNDECIDED:
            return (rule.undecided(UNDECIDED[match.match], 0, match.at, **values),)
        return (rule.unknown("name.absent", 0, match.at, **values),)


def _no_event(subject: Subject) -> str | None:
    """The reason that an event's name is a statistic's or a meeting's, if it is."""
    name = subject.policy.name.value
    if subject.policy.kind is not PolicyKind.EVENT:
        return None
    if MEETING.search(name):
        return "name.meeting"
    act = happening_of(name)
    return "name.statistic" if STATISTIC.search(name) and not act.acts else None
