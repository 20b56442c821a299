"""What a page says of itself as a paper: who issued it, and its dates by role with the rule of each.

Layout tells who signed and when (the reader's metadata: rows, 落款, 版记, title); what the sentences say
of when it applies is read in ``text.terms``. Here both are put together, once for all policies of a page.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from agent.facts.named import How, quoted_papers
from agent.facts.published import CHINA
from agent.policy import DateRole
from agent.publishers import Publishers
from agent.readers.in_force import said_in
from agent.readers.page_dates import CONTRADICTED
from agent.readers.signature import signature
from agent.records import Interval, Page, Span, Standing, StatedDate, Window
from agent.text.dates import dates
from agent.text.document_numbers import document_numbers
from agent.text.fold import Folded
from agent.text.lexicon import lexicon
from agent.text.names import handed_on, own_names
from agent.text.terms import Said, Says

SHORT_NOTICE = 1500
"""A notice this short orders one thing: the first day it names for a measure is when that takes effect."""

_FIRST_SENTENCES = 400
"""Characters of a notice in which it says what it issues."""


@dataclass(frozen=True)
class RoleDate:
    """A date in its role, where it stands and the rule it was read by; ``at`` is None in a report that tells of one.

    ``firm`` when no other document can be meant. ``bounded`` is False where the interval ends with
    the day the page was fetched, because the page gives no later bound.
    """

    role: DateRole
    interval: Interval
    text: str
    at: Standing | None
    rule: str = ""
    firm: bool = True
    bounded: bool = True


@dataclass(frozen=True)
class Issuer:
    """An issuing body, and where the page says so."""

    agency: str
    at: Standing


@dataclass(frozen=True)
class Repeal:
    """A paper that a page repeals, where it says so, and from when: its own day, else that of this paper's effect."""

    name: str
    words: str
    span: Span
    day: Interval | None


@dataclass(frozen=True)
class Paper:
    """The facts of a paper. ``names`` is what it calls itself (several where a notice issues several)."""

    names: tuple[str, ...]
    dates: tuple[RoleDate, ...]
    said: tuple[Said, ...]
    source: str

    def seasons(self, window: Window) -> Iterator[RoleDate]:
        """每年11月1日至次年3月31日: the intervals of that rule that touch a window."""
        for one in self.said:
            if one.term.says is not Says.EVERY_YEAR:
                continue
            for year in range(window.start.year - 1, window.end.year + 1):
                interval = _season(year, one.term.season)
                if interval and interval.overlaps(window):
                    at = Standing(one.span, self.source)
                    yield RoleDate(DateRole.IN_FORCE, interval, one.text, at, "每年")


def paper_of(page: Page) -> Paper:
    """The facts of a page as a paper."""
    meta = page.meta
    said = said_in(page.text, meta.signed, meta.issued)
    found = [*_of_layout(page), *_of_sentences(page, said)]
    if not any(date.role is DateRole.EFFECTIVE for date in found):
        found += _after_unknown_issue(page, said)
    firm = {date.role for date in found if date.firm}
    dates = tuple(date for date in found if date.firm or date.role not in firm)
    own = handed_on(page.title, page.body_text[:_FIRST_SENTENCES])
    return Paper((own,) if own else own_names(page.title), dates, said, page.sha256)


def _of_layout(page: Page) -> Iterator[RoleDate]:
    meta = page.meta
    for role, date in (
        (DateRole.SIGNED, meta.signed),
        (DateRole.ISSUED, meta.issued),
        (DateRole.EFFECTIVE, meta.effective),
        (DateRole.IN_FORCE, meta.in_force),
        (DateRole.UPLOAD, meta.uploaded),
    ):
        if date:
            yield _stated(page, role, date)
    if meta.signed and CONTRADICTED in meta.signed.where:
        other = signature(page.text, page.body).day
        if other:
            yield _stated(page, DateRole.SIGNED, other)


def _stated(page: Page, role: DateRole, date: StatedDate) -> RoleDate:
    at = Standing(date.span, page.sha256)
    return RoleDate(role, date.interval, date.value, at, date.where)


_ROLE = {
    Says.FROM: DateRole.EFFECTIVE,
    Says.PERIOD: DateRole.IN_FORCE,
    Says.SIGNED: DateRole.SIGNED,
    Says.ISSUED: DateRole.ISSUED,
}


def _of_sentences(page: Page, said: Sequence[Said]) -> Iterator[RoleDate]:
    for one in said:
        role = _ROLE.get(one.term.says)
        if role:
            at = Standing(one.span, page.sha256)
            yield RoleDate(role, one.interval, one.text, at, "正文", firm=one.term.own)


def _after_unknown_issue(page: Page, said: Sequence[Said]) -> list[RoleDate]:
    """自印发之日起, and no day of issue: between the signing and the day on which the page was there."""
    signed = page.meta.signed
    there = page.fetched_at.astimezone(CHINA).date()
    if signed is None or there < signed.interval.start:
        return []
    return [
        RoleDate(
            DateRole.EFFECTIVE,
            Interval(
                start=_later(signed, one), end=there + datetime.timedelta(days=one.term.number)
            ),
            one.text,
            Standing(one.span, page.sha256),
            f"正文（成文 {signed.interval} 之后，首次公布日未知）",
            bounded=False,
        )
        for one in said
        if one.term.says is Says.FROM_ISSUE
    ][:1]


def _later(signed: StatedDate, one: Said) -> datetime.date:
    return signed.interval.start + datetime.timedelta(days=one.term.number)


def repeals_of(page: Page, folded: Folded, paper: Paper) -> tuple[Repeal, ...]:
    """《甲办法》同时废止, 自2024年11月1日起废止《甲办法》: the papers in 《》 that a page repeals, in order."""
    if not lexicon().pattern("issue.repeal").search(folded.text):
        return ()
    effect = [date.interval for date in paper.dates if date.role is DateRole.EFFECTIVE]
    found = []
    for one in quoted_papers(page.text, folded):
        if one.how is How.REPEALED:
            span = folded.span(one.first, one.last)
            words = page.text[span.start : span.end]
            days = [said.interval for said in dates(words) if said.precision == "day"]
            found.append(Repeal(one.name, words, span, next(iter((*days, *effect)), None)))
    return tuple(found)


def _season(year: int, months: Sequence[int]) -> Interval | None:
    try:
        start = datetime.date(year, months[0], months[1])
        end = datetime.date(year, months[2], months[3])
        return Interval(start=start, end=end if end > start else end.replace(year=year + 1))
    except ValueError:
        return None


def home_province(page: Page, publishers: Publishers) -> str | None:
    """The province that a page means by 省 in 省财政厅: that of its host; None where the host has none."""
    return publishers.of(page.answered_url).province


@lru_cache(maxsize=64)
def issuers_of(page: Page, publishers: Publishers) -> tuple[Issuer, ...]:
    """The issuing bodies of one document: those its layout names, else whose code its number bears.

    省财政厅 belongs to the province of the page's host; joint issuers are told apart.
    """
    stated, number = page.meta.agency, page.meta.document_number
    if stated:
        named = publishers.agencies(stated.value, home_province(page, publishers))
        at = Standing(stated.span, page.sha256)
        return tuple(Issuer(one, at) for one in named or (stated.value,))
    for found in document_numbers(number.value) if number else ():
        issuer = publishers.issuer_of_code(found.code)
        if number and issuer:
            return (Issuer(issuer.agency, Standing(number.span, page.sha256)),)
    return ()
