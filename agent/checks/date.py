"""date: the page gives this date in this role, at least as precisely as claimed."""

from __future__ import annotations

from dataclasses import replace

from agent.checks.dated import (
    PAPER_ROLES,
    occurrences,
    paper_dates,
    planned_occurrences,
    terms_of,
    uploads,
)
from agent.checks.quote import find_quote, quote_is_missing
from agent.checks.subject import Ruling, Subject
from agent.facts.event_name import happening_of
from agent.facts.paper import RoleDate
from agent.facts.published import NEWS, header_tells_day
from agent.facts.statement import Statement
from agent.findings import Claim, Verdict
from agent.lazy import lazy_pattern
from agent.policy import DateRole
from agent.publishers import Publishers
from agent.records import Interval, Standing
from agent.text.dates import dates, iso, parse_date
from agent.text.lexicon import lexicon

LATER = (DateRole.EFFECTIVE, DateRole.IN_FORCE)
"""Roles of days that may still be to come on the day of the page that tells them."""

CALLED_ISSUED = lazy_pattern(r"(?:发布|公布)(?:日期|时间)[：:\s]*$")
"""How many sites label the day of the upload."""


_UPLOAD_LINE = lazy_pattern(
    r"(?:上传|发布|更新|来源|浏览)[^。]{0,4}[：:]|^(?:时间|日期)?[\d\s年月日:：/.-]+$"
)


class DateCheck:
    """A date by role. A web upload supports nothing, and is named when the claim rests on it.

    A claimed month is supported by a day inside it; a claimed day is not by its month. A range
    (有效期) has to be equal. ``any`` (发布/实施日期) is any of signed, issued, effective and in force.
    """

    name = "date"

    def __init__(self, publishers: Publishers) -> None:
        self._publishers = publishers

    def __call__(self, subject: Subject) -> tuple[Verdict, ...]:
        """A verdict on each date."""
        return tuple(self._judge(subject, i, claim) for i, claim in subject.of_fields("date"))

    def _judge(self, subject: Subject, index: int, claim: Claim) -> Verdict:
        rule, role = Ruling(self.name), claim.role or DateRole.ANY
        claimed = parse_date(claim.value)
        values = {"claimed": claim.value, "role": role.value}
        if claimed is None:
            return rule.unknown("date.unreadable", index, **values)
        on_news = self._publishers.of(subject.page.answered_url).level in NEWS
        trusted = header_tells_day(subject.page, self._publishers)
        standing = self._evidence(subject, claim, trusted)
        asked = PAPER_ROLES if role is DateRole.ANY else (role,)
        same_role = [e for e in standing if e.role in asked]
        may_differ = claim.role is DateRole.OCCURRENCE and not _happens_once(subject)
        verdict = self._by_role(claimed, claim, index, same_role, may_differ=may_differ)
        if verdict and verdict.label == "refuted":
            other = self._in_other_role(subject, index, claim, claimed, standing)
            return other or verdict
        if (
            on_news
            and not same_role
            and role not in LATER
            and self._page_is_older(subject, claimed)
        ):
            day = iso(uploads(subject)[0].interval)
            return rule.refuted(
                "date.page_older", index, uploads(subject)[0].at, page=day, **values
            )
        if quote_is_missing(subject, claim):
            other = self._in_other_role(subject, index, claim, claimed, standing)
            return other or rule.undecided("quote.not_found", index, quote=claim.quote or "")
        return (
            verdict
            or self._in_other_role(subject, index, claim, claimed, standing)
            or self._without_role(subject, index, claim, claimed)
        )

    def _evidence(self, subject: Subject, claim: Claim, trusted: bool) -> tuple[RoleDate, ...]:
        found = paper_dates(subject, claim.source, trust_header=trusted) + uploads(subject)
        if claim.role is DateRole.OCCURRENCE:
            own = occurrences(subject, trust_upload_year=trusted)
            terms = terms_of(subject, own, trust_header=trusted) if "/" in claim.value else ()
            found = (*own, *(replace(one, role=claim.role) for one in terms), *found)
        return found

    @staticmethod
    def _by_role(
        claimed: Interval,
        claim: Claim,
        index: int,
        standing: list[RoleDate],
        *,
        may_differ: bool,
    ) -> Verdict | None:
        """Supported or refuted by the dates of the claimed role; None when there are none.

        ``may_differ``: several days of one role are no contradiction, because what happened may happen again.
        """
        rule = Ruling("date")
        role = (claim.role or DateRole.ANY).value
        if not standing:
            return None
        equal_only = "/" in claim.value
        fits = [
            e
            for e in standing
            if (e.interval == claimed if equal_only else claimed.contains(e.interval))
        ]
        against = [
            e
            for e in standing
            if e.role in {f.role for f in fits} and not e.interval.overlaps(claimed)
        ]
        told = "、".join(dict.fromkeys(iso(e.interval) for e in standing))
        values = {"claimed": claim.value, "role": role, "page": told}
        if fits and against and not may_differ:
            return rule.undecided("date.page_disagrees", index, against[0].at, **values)
        if fits:
            best = fits[0]
            values |= {"stands_as": best.role.value, "text": best.text, "date": iso(best.interval)}
            return rule.supported("date.same", index, best.at, **values)
        if any(e.interval.contains(claimed) for e in standing):
            return rule.undecided("date.less_precise", index, standing[0].at, **values)
        if any(e.interval.overlaps(claimed) for e in standing):
            return rule.undecided("date.partly", index, standing[0].at, **values)
        return rule.refuted("date.other_value", index, standing[0].at, **values)

    @staticmethod
    def _in_other_role(
        subject: Subject,
        index: int,
        claim: Claim,
        claimed: Interval,
        standing: tuple[RoleDate, ...],
    ) -> Verdict | None:
        """Refuted: the very day stands there, as the date of something else.

        Left open where the site calls it 发布时间 itself: it is no evidence, but no false word either. The
        day of an upload that the text itself tells (自6月12日8时起) is not the upload's alone.
        """
        role = claim.role or DateRole.ANY
        asked = PAPER_ROLES if role is DateRole.ANY else (role,)
        for evidence in standing:
            if evidence.role not in asked and evidence.interval == claimed:
                values = {
                    "claimed": claim.value,
                    "role": role.value,
                    "other_role": evidence.role.value,
                    "text": evidence.text,
                }
                upload = evidence.role is DateRole.UPLOAD
                if (
                    upload
                    and role in (DateRole.OCCURRENCE, DateRole.EFFECTIVE)
                    and (_told(subject, claim, claimed) or _speaks_of(subject, claimed))
                ):
                    continue
                called = _called_issued(subject, claimed) if role is DateRole.ISSUED else None
                if called:
                    return Ruling("date").undecided(
                        "date.upload_as_issued", index, called, **values
                    )
                reason = "date.only_upload" if upload else "date.other_role"
                return Ruling("date").refuted(reason, index, evidence.at, **values)
        return None

    @staticmethod
    def _page_is_older(subject: Subject, claimed: Interval) -> bool:
        """A news page that was put up before the claimed day cannot tell of it."""
        up = uploads(subject)
        return bool(up) and up[0].interval.end < claimed.start

    def _without_role(
        self, subject: Subject, index: int, claim: Claim, claimed: Interval
    ) -> Verdict:
        """The date stands there without its role, or not at all."""
        rule = Ruling(self.name)
        values = {"claimed": claim.value, "role": (claim.role or DateRole.ANY).value}
        if claim.role is DateRole.OCCURRENCE:
            for told in occurrences(subject, trust_upload_year=True):
                if claimed.contains(told.interval):
                    return rule.undecided("date.year_of_upload", index, told.at, **values)
            for planned in planned_occurrences(subject, trust_upload_year=True):
                if claimed.contains(planned.interval):
                    return rule.refuted("date.planned", index, planned.at, **values)
        for told in paper_dates(subject, claim.source, trust_header=True):
            if told.role is claim.role and claimed.contains(told.interval):
                return rule.undecided("date.year_of_upload", index, told.at, **values)
        quote = find_quote(subject, claim)
        if quote and any(claimed.contains(m.interval) for m in dates(quote.passage)):
            return rule.undecided("date.no_role", index, quote.standing, **values)
        for document in subject.documents_from(claim.source):
            for mention in document.dates:
                if claimed.contains(mention.interval):
                    at = Standing(mention.span, document.page.sha256)
                    return rule.undecided("date.no_role", index, at, **values)
        return rule.unknown("date.absent", index, **values)


def _happens_once(subject: Subject) -> bool:
    """True for an act that a thing goes through once (投产, 贯通): two days of it on a page contradict each other."""
    head = happening_of(subject.policy.name.value).head
    return head is not None and head.act.step in lexicon().words("step.once")


def _told(subject: Subject, claim: Claim, claimed: Interval) -> bool:
    """True when a sentence that the claim quotes has the day; under an upload it is a line alone."""
    quote = find_quote(subject, claim)
    if quote is None or _UPLOAD_LINE.search(quote.passage):
        return False
    return any(claimed.contains(mention.interval) for mention in dates(quote.passage))


def _speaks_of(subject: Subject, day: Interval) -> bool:
    """True when the running text speaks of that day, as 3月19日 or 今日: then it is not the upload's alone."""
    for document in subject.documents:
        body = document.page.body
        for index, piece in enumerate(document.pieces):
            inside = body.start <= piece.span.start < body.end
            if (
                inside
                and not _UPLOAD_LINE.search(piece.text)
                and _has_day(document.statement(index), day)
            ):
                return True
    return False


def _has_day(statement: Statement, day: Interval) -> bool:
    known = (one.past or one.ahead for one in statement.days)
    return any(interval is not None and day.contains(interval) for interval in known)


def _called_issued(subject: Subject, day: Interval) -> Standing | None:
    """Where the page writes 发布日期 or 发布时间 right before that day."""
    for document in subject.documents:
        for mention in document.dates:
            before = document.page.text[max(0, mention.span.start - 8) : mention.span.start]
            if mention.interval == day and CALLED_ISSUED.search(before):
                return Standing(mention.span, document.page.sha256)
    return None
