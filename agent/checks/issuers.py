"""The bodies that issue what a page shows, as the page itself tells it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from agent.checks.subject import Document, Standing, Subject
from agent.publishers import NATIONAL, Publishers
from agent.readers.body_names import is_fragment
from agent.records import Span
from agent.text.dates import parse_date

_TAIL_LINES = 24
_LEVELS = (
    ("county", re.compile(r"(?:县|(?<!地)区|旗)(?:人民政府|委员会|[^市]{0,10}局)")),
    ("municipal", re.compile(r"^[^省]{2,8}(?:市|盟|地区|州)")),
)


@dataclass(frozen=True)
class Issuer:
    """An issuing body, and where the page says so."""

    agency: str
    at: Standing


def host_province(subject: Subject, publishers: Publishers) -> str | None:
    """The province of the page's host; what 省生态环境厅 on it belongs to."""
    return publishers.of(subject.page.answered_url).province


def issuers(subject: Subject, publishers: Publishers) -> tuple[Issuer, ...]:
    """The issuing bodies: 发文机关 row, else the head of the title, else 落款, else the 文号's code.

    The first document that names any decides, the policy's own before the others: an attachment
    is issued by whoever issued the notice that carries it. They are not added up, because a page
    that forwards another document carries that document's 落款 too.
    """
    province = host_province(subject, publishers)
    for document in subject.documents_from(subject.policy.name.source):
        found = (
            _from_meta(document, publishers, province)
            or _from_title(document, publishers, province)
            or _from_signature(document, publishers, province)
        )
        if found:
            return tuple({issuer.agency: issuer for issuer in found}.values())
    return _from_code(subject, publishers)


def level_of(agency: str, publishers: Publishers) -> str:
    """central, provincial, municipal or county, by the agency's own name."""
    province = publishers.province_of_agency(agency)
    if province == NATIONAL:
        return "central"
    own = agency
    if province:
        own = re.sub(rf"^{re.escape(province)}(?:省|市|[^市]{{0,3}}自治区)?", "", agency)
    for level, pattern in _LEVELS:
        if pattern.search(own):
            return level
    return "provincial" if province else ""


def _agencies(
    text: str, at: Standing, publishers: Publishers, province: str | None
) -> list[Issuer]:
    return [Issuer(agency, at) for agency in publishers.agencies(text, province)]


def _from_meta(document: Document, publishers: Publishers, province: str | None) -> list[Issuer]:
    stated = document.page.meta.agency
    if stated is None:
        return []
    at = Standing(stated.span, document.page.sha256)
    return _agencies(stated.value, at, publishers, province) or [Issuer(stated.value, at)]


def _from_title(document: Document, publishers: Publishers, province: str | None) -> list[Issuer]:
    """山西省财政厅 山西省交通运输厅关于…的通知: what stands before 关于 issues it."""
    title = document.page.meta.title
    head, about, _ = title.value.partition("关于") if title else ("", "", "")
    if not title or not about or "转发" in head or "《" in head:
        return []
    found = _agencies(head, Standing(title.span, document.page.sha256), publishers, province)
    return found if _nothing_else(head, found) else []


def _from_signature(
    document: Document, publishers: Publishers, province: str | None
) -> list[Issuer]:
    """落款: lines that are nothing but a body, right above a line that is nothing but a date."""
    page = document.page
    lines = _lines(page.text, page.body)[-_TAIL_LINES:]
    found: list[Issuer] = []
    for index, (text, _) in enumerate(lines):
        if index and parse_date(text.replace(" ", "")):
            for above, span in reversed(lines[max(0, index - 4) : index]):
                bodies = () if is_fragment(above) else publishers.agencies(above, province)
                at = Standing(span, page.sha256)
                signed = [Issuer(agency, at) for agency in bodies]
                if not signed or not _nothing_else(above, signed) or above[-1] in "。；：":
                    break
                found = signed + found
    return found


def _nothing_else(text: str, found: list[Issuer]) -> bool:
    """True when a text is the bodies and hardly a character more (spaces, 文件, a stamp)."""
    return sum(len(issuer.agency) for issuer in found) + 4 >= len(re.sub(r"\s", "", text))


def _lines(text: str, body: Span) -> list[tuple[str, Span]]:
    lines, start = [], body.start
    for line in text[body.start : body.end].split("\n"):
        if line.strip():
            lines.append((line.strip(), Span(start=start, end=start + len(line))))
        start += len(line) + 1
    return lines


def _from_code(subject: Subject, publishers: Publishers) -> tuple[Issuer, ...]:
    for document in subject.documents_from(subject.policy.name.source):
        stated = document.page.meta.document_number
        issuer = publishers.issuer_of_code(_code(stated.value)) if stated else None
        if stated and issuer:
            at = Standing(stated.span, document.page.sha256)
            return (Issuer(issuer.agency, at),)
    return ()


def _code(number: str) -> str:
    return re.split(r"[〔\[（(第\d]", number.strip())[0]
