"""The twin without a model: fields from the metadata, sentences by vocabulary, nothing made up.

A page is one thing here: the document it is, the document whose issue it reports, the event it
reports, or background. What the page does not show in its title, its metadata or its first
sentences is left to the reader. It is the baseline that a model must beat.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from agent.extract import Extraction, Knowledge
from agent.extract.completion import completed, date_of, own_documents
from agent.extract.picking import body_sentences, content_and_impact, telling
from agent.extract.quoting import Documents
from agent.extract.signs import load_signs
from agent.facts.days import Rule
from agent.facts.document import facts_of
from agent.facts.main import Found, happening, is_told, name_of
from agent.facts.modes import NOT_YET
from agent.facts.named import How, quoted_papers
from agent.facts.order import measure, order_dates
from agent.facts.paper import SHORT_NOTICE, home_province
from agent.facts.published import header_tells_day
from agent.facts.statement import Statement
from agent.lazy import lazy_pattern
from agent.policy import DateRole, Policy, PolicyKind, Quoted, QuotedDate
from agent.records import Changepoint, Page, Window
from agent.text.dates import iso
from agent.text.names import core_name

NAME = "none"

LEAD = 4
"""Sentences at the beginning of a body in which an event is told."""

SHORT_BODY = 400
"""A notice shorter than this only carries its attachment."""

_OF_COMPANY = lazy_pattern(
    r"[\u4e00-\u9fffA-Za-z]{2,16}[:：]关于|[^关于]{2,30}(?:公司|集团|股份)关于"
)
_AT_ONCE = lazy_pattern("即日起|今日起|现决定|经研究")
"""An order for now (即日起实行有序用电) does not come back every year."""
_ALERT = lazy_pattern("预警|响应")
_TELLS = ("讯", "消息")
"""Right behind a body that tells of an act, and does not act."""


@dataclass(frozen=True)
class _Read:
    """What was made out of a page: the kind of thing, its name and what only an event has."""

    kind: PolicyKind
    name: str
    dates: tuple[QuotedDate, ...] = ()
    agencies: tuple[Quoted, ...] = ()
    actor: Quoted | None = None
    status: Quoted | None = None


class ByRules:
    """Extracts without a model (an ``Extractor``)."""

    name = NAME

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._signs = load_signs()

    def extract(self, page: Page, changepoint: Changepoint, window: Window) -> Extraction:
        """The one thing a page is or reports; nothing when it shows no sign of being either."""
        documents = Documents(page)
        read = self._read(documents)
        if read is None:
            return Extraction(notes=("no sign of a document or an event",))
        told = self._told(read, page)
        content, impact = content_and_impact(
            telling(told, self._signs, self._knowledge.weight(changepoint.sector)), self._signs
        )
        policy = Policy(
            kind=read.kind,
            name=documents.quoted(read.name),
            dates=read.dates,
            agencies=read.agencies,
            actor=read.actor,
            status=read.status,
            content=content,
            impact=impact if read.kind is not PolicyKind.BACKGROUND else (),
            instrument=self._signs.instrument(read.name, (s.value for s in content)),
            url=page.url,
            source=page.sha256,
            extractor=self.name,
        )
        publishers = self._knowledge.publishers
        return Extraction(policies=completed((policy,), documents, publishers))

    def _read(self, documents: Documents) -> _Read | None:
        page = documents.page
        title = page.title
        signs = self._signs
        announced = self._announced(page)
        document = self._is_document(page)
        if announced or signs.is_about(title) or (signs.is_statistics(title) and not document):
            return _Read(PolicyKind.BACKGROUND, announced or title)
        if document:
            told = self._event(documents) if self._by_company(page) else None
            if told and told.kind is PolicyKind.EVENT:
                return told
            return self._document(documents)
        reported = self._reported(documents)
        if reported:
            return reported
        event = self._event(documents)
        if event or not title:
            return event
        return _Read(PolicyKind.BACKGROUND, title) if self._is_near(page) else None

    def _is_document(self, page: Page) -> bool:
        """True for a page that is a document itself: by its metadata, or by its title alone."""
        meta = page.meta
        if meta.document_number and page.title:
            return True
        official = meta.agency is not None or meta.signed is not None
        told = self._signs.news.search(page.title) and "关于" not in page.title
        return self._signs.is_document(page.title) and (official or not told)

    def _document(self, documents: Documents) -> _Read:
        """The document that the page is; a short notice with the day on which its measure takes effect."""
        page = documents.page
        names = facts_of(page).paper.names
        read = _Read(self._document_kind(page), names[0] if len(names) == 1 else page.title)
        if page.meta.effective or page.meta.in_force or len(page.body_text) > SHORT_NOTICE:
            return read
        order = self._dated_best(measure, page)
        if order is None:
            return read
        kind = (
            PolicyKind.POLICY
            if read.kind is PolicyKind.RECURRING and _AT_ONCE.search(order.words)
            else read.kind
        )
        return replace(read, kind=kind, dates=self._days_of_order(page))

    def _dated_best(self, read: Callable[..., Found | None], page: Page) -> Found | None:
        """What the page tells, by the header's year only where no surer day is told.

        On a government's page that year supports nothing: the day is listed, and the date check leaves
        it open with the year that it would have.
        """
        facts = facts_of(page)
        trusted = header_tells_day(page, self._knowledge.publishers)
        sure = read(facts, trust_header=trusted)
        if trusted or (sure is not None and sure.interval is not None):
            return sure
        perhaps = read(facts, trust_header=True)
        return perhaps if perhaps and perhaps.interval else sure

    def _by_company(self, page: Page) -> bool:
        """True for a company's notice (某某股份：关于…停产检修的公告): it tells what happened there."""
        level = self._knowledge.publishers.of(page.answered_url).level
        return level == "company" or bool(_OF_COMPANY.match(page.title))

    def _document_kind(self, page: Page) -> PolicyKind:
        recurring = self._signs.recurring.search(page.title)
        return PolicyKind.RECURRING if recurring else PolicyKind.POLICY

    def _announced(self, page: Page) -> str | None:
        """The document that the title only announces, by its name."""
        for one in quoted_papers(page.title):
            if len(core_name(one.name)) >= 4 and one.how is How.COMING:
                return one.name
        return None

    def _reported(self, documents: Documents) -> _Read | None:
        """A document whose issue the title or the first sentences of a news page report."""
        page = documents.page
        texts = [page.title, *(sentence.text for sentence in body_sentences(page)[:LEAD])]
        for text in texts:
            for one in quoted_papers(text):
                if one.how is not How.ISSUED or not self._signs.is_document(one.name):
                    continue
                recurring = self._signs.recurring.search(one.name)
                kind = PolicyKind.RECURRING if recurring else PolicyKind.POLICY
                day = self._day(documents, text, DateRole.ISSUED)
                before = text.partition(one.name)[0].rstrip("《〈")
                return _Read(kind, one.name, day, self._issuers(documents, before))
        return None

    def _issuers(self, documents: Documents, clause: str) -> tuple[Quoted, ...]:
        """The bodies that a reporting clause names as issuers, as far as their words stand there."""
        clause = re.split(r"[。，；,;]", clause)[-1]
        publishers = self._knowledge.publishers
        named = publishers.agencies(clause, home_province(documents.page, publishers))
        return tuple(
            documents.quoted(name, clause.strip() if not documents.find(name) else name)
            for name in named
        )

    def _event(self, documents: Documents) -> _Read | None:
        """What the page tells as done, with its day; else the measure it puts in force, as a policy."""
        page = documents.page
        facts = facts_of(page)
        found = self._dated_best(happening, page)
        order = self._dated_best(measure, page)
        if order and (found is None or found.interval is None):
            return self._measure(documents, order)
        if found is None:
            return None
        titled = is_told(facts, page.title, found)
        words = page.text[found.statement.span.start : found.statement.span.end]
        named = self._actor(page, found.statement)
        return _Read(
            kind=PolicyKind.EVENT,
            name=page.title if titled or not name_of(found) else name_of(found),
            dates=self._dated(documents, found),
            actor=documents.quoted(named) if named else None,
            status=documents.quoted(found.act.word, words),
        )

    @staticmethod
    def _actor(page: Page, told: Statement) -> str:
        """The first company or plant that a sentence names, in the page's words."""
        for body in told.bodies:
            if body.firm and not told.text.startswith(_TELLS, body.end):
                at = told.place(body.start, body.end)
                return page.text[at.start : at.end]
        return ""

    def _measure(self, documents: Documents, order: Found) -> _Read:
        """A measure of which the page tells the first day: an alert that is in force is an event, the others policies."""
        page = documents.page
        alert = order.told.mode not in NOT_YET and _ALERT.search(order.words)
        return _Read(
            kind=PolicyKind.EVENT if alert else PolicyKind.POLICY,
            name=page.title or name_of(order),
            dates=self._dated(documents, order) if alert else self._days_of_order(page),
        )

    def _days_of_order(self, page: Page) -> tuple[QuotedDate, ...]:
        """From when a measure is in force, and until when; a year of the header's only where no surer one is."""
        facts = facts_of(page)
        sure = order_dates(facts, trust_header=header_tells_day(page, self._knowledge.publishers))
        found = sure or order_dates(facts, trust_header=True)
        return tuple(date_of(page, one) for one in found)

    @staticmethod
    def _dated(documents: Documents, found: Found) -> tuple[QuotedDate, ...]:
        """The day of a happening."""
        if found.interval is None or found.span is None:
            return ()
        words = documents.page.text[found.span.start : found.span.end]
        quoted = documents.quoted(iso(found.interval), words)
        return (QuotedDate(role=DateRole.OCCURRENCE, **quoted.model_dump()),)

    def _day(self, documents: Documents, text: str, role: DateRole) -> tuple[QuotedDate, ...]:
        """The first day that a text names, its year as the facts of the page have it."""
        page = documents.page
        trusted = header_tells_day(page, self._knowledge.publishers)
        told = Statement.of(text, facts_of(page).clock)
        for day in told.days:
            known = day.past if trusted or day.rule is not Rule.HEADER else None
            if known and day.precision == "day" and day.open_side != "before" and not day.told:
                at = told.place(day.start, day.end)
                quoted = documents.quoted(iso(known), text[at.start : at.end])
                return (QuotedDate(role=role, **quoted.model_dump()),)
        return ()

    def _told(self, read: _Read, page: Page) -> tuple[Page, ...]:
        """The documents whose sentences tell the thing."""
        own = own_documents(read.name, page)
        return page.documents() if len(page.body_text) < SHORT_BODY else own

    def _is_near(self, page: Page) -> bool:
        weight = self._knowledge.weight(None)
        return weight(page.title) > 0 or weight(page.body_text[:600]) > 0
