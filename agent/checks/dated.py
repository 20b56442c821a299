"""The dates that a page supports, each in its role. A web upload is kept apart: it supports nothing.

Roles come from PageMeta (metadata table, 落款) and from words beside a date in the text: 自…起施行,
成文日期, …印发 at the end of a document, 执行期 with two dates, 每年…至次年…. 发布日期 beside a date is left
to the readers, who know whether it stands in a metadata table or over a news text.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from agent.checks.acts import Passage, act_of, tellings
from agent.checks.subject import Document, Standing, Subject
from agent.facts.document import PageFacts
from agent.facts.modes import NOT_YET, Mode
from agent.policy import DateRole, PolicyKind
from agent.records import Interval, Page, Span, StatedDate
from agent.text.dates import DateMention, dates

PAPER_ROLES = (DateRole.SIGNED, DateRole.ISSUED, DateRole.EFFECTIVE, DateRole.IN_FORCE)
"""The roles that ``any`` stands for."""

NEAR = 16
"""How many characters beside a date may tell its role."""

EFFECT = r"(?:正式|开始|全面|同步)?(?:施行|实施|执行|生效|试行|启用)"
_CLOCK = r"(?:零时|[0-2]?\d[时点](?:\d\d分)?|[0-2]?\d[:：]\d\d)?"
_AFTER_EFFECT = re.compile(rf"^{_CLOCK}起?[，,]?(?:在[^，。；]{{2,12}})?{EFFECT}(?!的)")
_BEFORE_EFFECT = re.compile(r"(?:自|从|于|定于)$")
_LABELS = (
    (DateRole.EFFECTIVE, re.compile(r"(?:施行|实施|执行|生效)(?:日期|时间)[：:]?$")),
    (DateRole.SIGNED, re.compile(r"(?:成文|签发|签署)(?:日期|时间)[：:]?$")),
    (DateRole.ISSUED, re.compile(r"(?:印发|发文|颁布)(?:日期|时间)[：:]?$")),
)
_PRINTED = re.compile(r"^印发(?:\s|$)")
_OWN_SUBJECT = re.compile(
    r"本(?:通知|办法|条例|方案|规定|公告|通告|标准|细则|意见|规程|规则|决定|政策|法|次[^。，]{0,6}调整)[^。]{0,20}$"
)
_OPENS_CLAUSE = re.compile(r"(?:^|[，。；\n、条])\s{0,40}(?:自|从|于|定于)$")
"""自 at the head of a clause speaks of the document itself; in brackets behind 《…》 it does not."""
_PERIOD_BEFORE = re.compile(
    r"(?:(?:实施|执行|施行|有效|供暖|采暖|供热|限行|管控|错峰|收费|试行|停产|限产)(?:期限|期间|时间|时段|期)"
    r"|有效期|自|从)[为是]?[：:]?$"
)
_TWO_ENDS = re.compile(r"[至到—–―~～\-]")
"""A period names its two ends. 10月底前 is the term for a report, not a time in force."""
_FROM_ISSUE = re.compile(
    r"自(?:印发|发布|公布|颁布|下发)之日起(?![^。；]{0,8}(?:日|天|月)(?:以|之)?后)"
    r"[^。；]{0,8}(?:施行|实施|执行|生效)"
)
"""自公布之日起三十日后施行 is another day, which the page does not name."""
_EVERY_YEAR = re.compile(
    r"(?:每年|每个供暖季|每个采暖季|当年|(?:供暖|采暖|供热|取暖)(?:期|季|时间|期间)[为是：:从自]{1,2})"
    rf"[^。；，,\d]{{0,6}}(\d{{1,2}})月(\d{{1,2}})日{_CLOCK}起?(?:至|到|-|—|~)+"
    r"(?:次年|翌年|第二年)?(\d{1,2})月(\d{1,2})日"
)
_YEAR_NAMED = re.compile(r"20\d\d年|二〇..年")
"""2019年…当年11月1日至次年3月31日 and 2019年供暖期为… are of that year, not of each."""
RECURS = re.compile(r"每年|每个?(?:采暖|供暖|冬|夏)|季节性|采暖季|供暖季|错峰|尖峰|航季")


@dataclass(frozen=True)
class Evidence:
    """A date that stands in a page in a role. ``firm`` when nothing else could be meant."""

    role: DateRole
    interval: Interval
    text: str
    at: Standing
    firm: bool = True


def paper_dates(subject: Subject, source: str | None = None) -> tuple[Evidence, ...]:
    """Dates of the paper by role, for each role from the first document that has it.

    The claim's own document comes first: an attachment may carry a date of its own.
    """
    found: list[Evidence] = []
    for document in subject.documents_from(source or subject.policy.name.source):
        known = {evidence.role for evidence in found}
        found += [e for e in document_dates(document, subject) if e.role not in known]
    return tuple(found)


def document_dates(document: Document, subject: Subject) -> tuple[Evidence, ...]:
    """Dates of one document by role: from its metadata, from its words, by resolving 自印发之日起."""
    meta = document.page.meta
    stated = {
        DateRole.SIGNED: meta.signed,
        DateRole.ISSUED: meta.issued,
        DateRole.EFFECTIVE: meta.effective,
        DateRole.IN_FORCE: meta.in_force,
    }
    found = [_stated(role, date, document.page) for role, date in stated.items() if date]
    found += _worded(document)
    found += _every_year(document, subject)
    if not any(e.role is DateRole.EFFECTIVE for e in found):
        found += _from_issue(document, found)
    return _firm_first(found)


def uploads(subject: Subject) -> tuple[Evidence, ...]:
    """When the documents were put on the web."""
    return tuple(
        _stated(DateRole.UPLOAD, document.page.meta.uploaded, document.page)
        for document in subject.documents
        if document.page.meta.uploaded
    )


def occurrences(subject: Subject, *, trust_upload_year: bool) -> tuple[Evidence, ...]:
    """Days that go with the act of an event, one for each passage that reports it as done."""
    return _days_of(subject, {Mode.DONE}, trust_upload_year)


def planned_occurrences(subject: Subject, *, trust_upload_year: bool) -> tuple[Evidence, ...]:
    """Days for which the page only plans the event."""
    return _days_of(subject, NOT_YET, trust_upload_year)


def _days_of(subject: Subject, modes: Collection[Mode], trust_header: bool) -> tuple[Evidence, ...]:
    """The days of the passages that tell the event in one of some modes."""
    found = []
    for passage in event_passages(subject):
        day = passage.day(trust_header=trust_header) if passage.mode in modes else None
        if day:
            interval, span = day
            at = Standing(span, passage.document.page.sha256)
            text = passage.document.words(span)
            found.append(Evidence(DateRole.OCCURRENCE, interval, text, at))
    # A date that names its year is told before 今日 and 8日, which the page's day completes.
    return tuple(sorted(found, key=lambda one: not dates(one.text)))


def event_passages(subject: Subject) -> tuple[Passage, ...]:
    """The passages that tell the policy's event; none where its name says that it is to come."""
    act = act_of(subject.policy.name.value)
    if act.planned:
        return ()
    return tuple(one for document in subject.documents for one in tellings(document, act))


def supported_dates(subject: Subject, *, trust_upload_year: bool) -> tuple[Evidence, ...]:
    """What the window is judged by: an event's occurrences, else the dates of the paper."""
    if subject.policy.kind is PolicyKind.EVENT:
        return occurrences(subject, trust_upload_year=trust_upload_year)
    return paper_dates(subject)


def recurs(subject: Subject) -> bool:
    """True when the page itself says that the measure comes back, not only the claimed kind."""
    return bool(RECURS.search(subject.own().page.text))


def _stated(role: DateRole, date: StatedDate, page: Page) -> Evidence:
    return Evidence(role, date.interval, date.value, Standing(date.span, page.sha256))


@lru_cache(maxsize=64)
def _worded(facts: PageFacts) -> tuple[Evidence, ...]:
    """Dates whose role stands in the words beside them; kept for the other policies of the page."""
    found = []
    for mention in facts.dates:
        told = _role_beside(facts.page.text, mention)
        if told:
            role, firm = told
            at = Standing(mention.span, facts.page.sha256)
            found.append(Evidence(role, mention.interval, mention.text, at, firm))
    return tuple(found)


def _role_beside(text: str, mention: DateMention) -> tuple[DateRole, bool] | None:
    before = text[max(0, mention.span.start - NEAR) : mention.span.start].rstrip(" \u3000")
    after = text[mention.span.end : mention.span.end + NEAR].lstrip(" \u3000")
    for role, label in _LABELS:
        if label.search(before):
            return role, True
    if mention.precision == "range":
        whole = mention.open_side is None and _TWO_ENDS.search(mention.text)
        return (DateRole.IN_FORCE, True) if whole and _PERIOD_BEFORE.search(before) else None
    if _PRINTED.match(after):
        return DateRole.ISSUED, True
    if _BEFORE_EFFECT.search(before) and _AFTER_EFFECT.match(after):
        clause = text[max(0, mention.span.start - 3 * NEAR) : mention.span.start]
        own = _OWN_SUBJECT.search(clause)
        return (DateRole.EFFECTIVE, bool(own)) if own or _OPENS_CLAUSE.search(clause) else None
    return None


def _every_year(document: Document, subject: Subject) -> list[Evidence]:
    """每年11月1日至次年3月31日: the intervals of that rule that touch the window."""
    found = []
    for rule in _EVERY_YEAR.finditer(document.page.text):
        before = re.split("[。；\n]", document.page.text[: rule.start()])[-1]
        if not rule.group().startswith("每") and _YEAR_NAMED.search(before):
            continue
        months = [int(part) for part in rule.groups()]
        span = Standing(_span(rule.start(), rule.end()), document.page.sha256)
        for year in range(subject.window.start.year - 1, subject.window.end.year + 1):
            interval = _season(year, months)
            if interval and interval.overlaps(subject.window):
                found.append(Evidence(DateRole.IN_FORCE, interval, rule.group(), span))
    return found


def _span(start: int, end: int) -> Span:
    return Span(start=start, end=end)


def _season(year: int, months: list[int]) -> Interval | None:
    try:
        start = datetime.date(year, months[0], months[1])
        end = datetime.date(year, months[2], months[3])
        return Interval(start=start, end=end if end > start else end.replace(year=year + 1))
    except ValueError:
        return None


def _from_issue(document: Document, found: list[Evidence]) -> list[Evidence]:
    """自印发之日起施行 takes the date of issue, where the page gives one; the date of signing is not it."""
    rule = _FROM_ISSUE.search(document.page.text)
    issued = [e for e in found if e.role is DateRole.ISSUED]
    if not rule or not issued:
        return []
    at = Standing(_span(rule.start(), rule.end()), document.page.sha256)
    return [Evidence(DateRole.EFFECTIVE, issued[0].interval, rule.group(), at)]


def _firm_first(found: list[Evidence]) -> tuple[Evidence, ...]:
    """A date whose role could be another document's counts only where no firm one stands."""
    firm = {evidence.role for evidence in found if evidence.firm}
    return tuple(e for e in found if e.firm or e.role not in firm)
