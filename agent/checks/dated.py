"""The dates that a page supports, each in its role. A web upload is kept apart: it supports nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from agent.checks.acts import is_planned
from agent.checks.subject import Subject
from agent.details import Compared
from agent.distances import distances, span_of
from agent.facts.document import PageFacts
from agent.facts.event_name import happening_of
from agent.facts.happening import Telling, tellings_of
from agent.facts.modes import NOT_YET, Mode
from agent.facts.order import order_dates
from agent.facts.paper import SHORT_NOTICE, RoleDate
from agent.findings import DateTold, Label, Verdict
from agent.lazy import lazy_pattern
from agent.policy import DateRole, PolicyKind
from agent.records import Standing
from agent.text.dates import dates, parse_date
from agent.text.lexicon import lexicon
from agent.text.names import core_name

PAPER_ROLES = (DateRole.SIGNED, DateRole.ISSUED, DateRole.EFFECTIVE, DateRole.IN_FORCE)
"""The roles that ``any`` stands for."""

RECURS = lazy_pattern(r"每年|每个?(?:采暖|供暖|冬|夏)|季节性|采暖季|供暖季|错峰|尖峰|航季")


def paper_dates(
    subject: Subject, source: str | None = None, *, trust_header: bool
) -> tuple[RoleDate, ...]:
    """Dates of the paper by role, for each role from the first document that has it.

    The claim's own document comes first: an attachment may carry a date of its own. ``trust_header``
    says whether an order's day without a year (自11月10日0时起停产) takes it from the header.
    """
    found: list[RoleDate] = []
    for document in subject.documents_from(source or subject.policy.name.source):
        known = {evidence.role for evidence in found}
        own = document_dates(document, subject, trust_header=trust_header)
        found += [e for e in own if e.role not in known]
    return tuple(found)


def document_dates(
    document: PageFacts, subject: Subject, *, trust_header: bool
) -> tuple[RoleDate, ...]:
    """Dates of one document by role, as its facts have them."""
    paper = document.paper
    dates = [
        d for d in (*paper.dates, *paper.seasons(subject.window)) if d.role is not DateRole.UPLOAD
    ]
    begins = [date.interval.start for date in dates if date.role is DateRole.EFFECTIVE]
    roles = {date.role for date in dates}
    for one in _of_order(document, subject, trust_header=trust_header):
        if one.role not in roles and (not begins or one.interval.start in begins):
            dates.append(one)
    return tuple(dates)


def _of_order(document: PageFacts, subject: Subject, *, trust_header: bool) -> tuple[RoleDate, ...]:
    """From when the order that a page is takes effect, and until when.

    Only of a paper whose name the page bears: what a page that reports a paper orders beside it is not
    the paper's.
    """
    own = core_name(subject.policy.name.value) == core_name(document.page.title)
    if subject.policy.kind is PolicyKind.EVENT or not own:
        return ()
    return _order_dates(document, trust_header=trust_header)


def _order_dates(document: PageFacts, *, trust_header: bool) -> tuple[RoleDate, ...]:
    """Both ends of the order of a short page: a longer one may order several things."""
    short = len(document.page.body_text) <= SHORT_NOTICE
    return order_dates(document, trust_header=trust_header) if short else ()


def uploads(subject: Subject) -> tuple[RoleDate, ...]:
    """When the documents were put on the web."""
    return tuple(
        date
        for document in subject.documents
        for date in document.paper.dates
        if date.role is DateRole.UPLOAD
    )


def occurrences(subject: Subject, *, trust_upload_year: bool) -> tuple[RoleDate, ...]:
    """Days that go with the act of an event, one for each passage that reports it as done."""
    return _days_of(subject, {Mode.DONE}, trust_upload_year)


def planned_occurrences(subject: Subject, *, trust_upload_year: bool) -> tuple[RoleDate, ...]:
    """Days for which the page only plans the event."""
    return _days_of(subject, NOT_YET, trust_upload_year)


def _days_of(subject: Subject, modes: Collection[Mode], trust_header: bool) -> tuple[RoleDate, ...]:
    """The days of the passages that tell the event in one of some modes."""
    told = [one for one in event_passages(subject) if one.mode in modes]
    found = [day for one in told if (day := one.day(trust_header=trust_header))]
    # A date that names its year is told before 今日 and 8日, which the page's day completes.
    return tuple(sorted(found, key=lambda one: not dates(one.text)))


def event_passages(subject: Subject) -> tuple[Telling, ...]:
    """The passages that tell the policy's event; none where its name says that it is to come."""
    return subject.once(_event_passages)


def _event_passages(subject: Subject) -> tuple[Telling, ...]:
    act = happening_of(subject.policy.name.value)
    if is_planned(act.name):
        return ()
    return tuple(one for document in subject.documents for one in tellings_of(document, act))


def supported_dates(subject: Subject, *, trust_upload_year: bool) -> tuple[RoleDate, ...]:
    """What the window is judged by: an event's occurrences and its term, else the dates of the paper."""
    if subject.policy.kind is not PolicyKind.EVENT:
        return paper_dates(subject, trust_header=trust_upload_year)
    own = occurrences(subject, trust_upload_year=trust_upload_year)
    return (*own, *terms_of(subject, own, trust_header=trust_upload_year))


def terms_of(
    subject: Subject, own: Iterable[RoleDate], *, trust_header: bool
) -> tuple[RoleDate, ...]:
    """When an order that is told as an event is in force.

    It takes effect on its day and stops on another: both are its own where the page says until when what
    begins (or ends) on one of its days is in force.
    """
    days = {day for one in own for day in (one.interval.start, one.interval.end)}
    found = [one for one in paper_dates(subject, trust_header=trust_header) if days]
    head = happening_of(subject.policy.name.value).head
    if days and head and head.act.step in lexicon().words("order.steps"):
        found += [
            one
            for document in subject.documents
            for one in _order_dates(document, trust_header=trust_header)
        ]
    return tuple(
        one
        for one in found
        if one.role is DateRole.IN_FORCE
        and (one.interval.start in days or one.interval.end in days)
    )


def dates_told(subject: Subject, verdicts: Iterable[Verdict]) -> tuple[DateTold, ...]:
    """Of each claimed date that the page gives: its rule, its place, and its distances."""
    found = []
    for verdict in verdicts:
        if verdict.check != "date" or verdict.label is not Label.SUPPORTED or verdict.claim is None:
            continue
        stands = Standing(verdict.span, verdict.source or "")
        told = verdict.detail if isinstance(verdict.detail, Compared) else Compared()
        happened = told.stands_as == DateRole.OCCURRENCE.value
        known = (
            occurrences(subject, trust_upload_year=True)
            if happened
            else paper_dates(subject, verdict.source, trust_header=True)
        )
        for one in known:
            if one.at == stands and one.text == told.text:
                claim = subject.claims[verdict.claim]
                claimed = parse_date(claim.value) or one.interval
                role = claim.role or DateRole.ANY
                far = distances(role, claimed, span_of(subject.changepoint))
                found.append(
                    DateTold(
                        claim=verdict.claim,
                        role=one.role,
                        rule=one.rule,
                        text=one.text,
                        source=stands.source,
                        span=stands.span,
                        distances=far,
                    )
                )
                break
    return tuple(found)


def recurs(subject: Subject) -> bool:
    """True when the page itself says that the measure comes back, not only the claimed kind."""
    return bool(RECURS.search(subject.own().page.text))
