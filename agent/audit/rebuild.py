"""An item of a report as a policy: its name, dates by role, bodies, and single sentences."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from agent.audit.items import Item
from agent.extract.signs import Signs
from agent.lazy import lazy_pattern
from agent.policy import REPORTED, DateRole, Policy, PolicyKind, Quoted, QuotedDate
from agent.publishers import Publishers
from agent.records import Interval
from agent.text.dates import MONTHS, dates, iso, month_named, parse_date
from agent.text.document_numbers import normalise_document_number
from agent.text.sentences import sentences

_NOTHING = lazy_pattern(
    r"^(?:无|暂无|不详|未知|未明确|未提供|未注明|未找到.*|n/?a|none|unknown|[-—–/]+)?[。.]?$", re.I
)
_LIKE_A_DAY = lazy_pattern(
    r"(?<!\d)(\d{4})\s*(?:年|[-/.])\s*(\d{1,2})\s*(?:月|[-/.])\s*(\d{1,2})(?!\d)\s*日?"
)
_LIKE_A_MONTH = lazy_pattern(r"(?<!\d)(\d{4})\s*年\s*(\d{1,2})\s*月")
_TELLS_OF_ISSUE = lazy_pattern(
    r"(?:的?(?:正式)?(?:发布|印发|出台|实施|公布|启动|执行|推出|颁布|通过|修订)){1,6}$"
)
_TITLE_ONLY = lazy_pattern(
    r"^《[^《》]*(?:《[^《》]*》[^《》]*)*》(?:的?(?:发布|印发|出台|实施|公布))?$"
)
_ROLES = {
    "成文": DateRole.SIGNED,
    "印发": DateRole.ISSUED,
    "施行": DateRole.EFFECTIVE,
    "实施": DateRole.EFFECTIVE,
    "有效期": DateRole.IN_FORCE,
    "发生": DateRole.OCCURRENCE,
}
_ROLE_BEFORE = lazy_pattern(rf"({'|'.join(_ROLES)})(?:日期|时间)?[:： ]*$")
_ONGOING = lazy_pattern(r"至今|以来|持续中")
_YEAR_CITED = lazy_pattern(r"[（(][^）)]{0,100}[）)]")
LAST_MONTH = 12
_NAMED_MONTH = "(" + "|".join(name[:3] for name in MONTHS) + r")[a-z]*\.?"
_MONTH_FIRST = lazy_pattern(
    rf"\b{_NAMED_MONTH}\s+(?:(\d{{1,2}})(?:st|nd|rd|th)?,?\s+)?(\d{{4}})\b", re.I
)
_DAY_FIRST = lazy_pattern(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+{_NAMED_MONTH},?\s+(\d{{4}})\b", re.I)


@dataclass(frozen=True)
class Claimed:
    """A date as the item claims it. ``interval`` is None when it cannot exist (``impossible``).

    3月31日前 and 2013年至今 are open to one side: their interval goes as far as there are days.
    """

    text: str
    role: DateRole
    interval: Interval | None
    impossible: bool = False


def is_said(text: str) -> bool:
    """True when a part says something, and not 不详 or a dash."""
    return not _NOTHING.match(text.strip())


def kind_of(item: Item, signs: Signs) -> PolicyKind:
    """What the item claims to be: by its name first, then by the label that its name has."""
    name = _YEAR_CITED.sub("", item.name)
    if signs.recurring.search(name):
        return PolicyKind.RECURRING
    bare = _TELLS_OF_ISSUE.sub("", name)
    if _TITLE_ONLY.match(name) or signs.is_document(bare):
        return PolicyKind.POLICY
    if "政策名称" in item.name_label and "事件" not in item.name_label:
        return PolicyKind.POLICY
    return PolicyKind.EVENT


def claimed_dates(item: Item, kind: PolicyKind) -> tuple[Claimed, ...]:
    """The dates that the item claims, each with the role of its label.

    A day of occurrence of a document is any of its dates; any date of an event is its occurrence.
    """
    found: list[Claimed] = []
    for part in item.parts:
        if not part.field.startswith("date:"):
            continue
        role = _role(DateRole(part.field.removeprefix("date:")), kind)
        text = in_figures(part.text)
        whole = parse_date(text)
        found += [Claimed(iso(whole), role, whole)] if whole else _mentioned(text, role)
        found += [Claimed(day, role, None, impossible=True) for day in impossible(text)]
    return tuple(dict.fromkeys(found))


def _mentioned(text: str, role: DateRole) -> list[Claimed]:
    """The dates in words around them; those in brackets only when there are no others."""
    mentions = dates(_YEAR_CITED.sub(" ", text)) or dates(text)
    found = []
    for mention in mentions:
        span = mention.interval
        if mention.open_side == "before":
            span = Interval(start=datetime.date.min, end=span.end)
        elif _ONGOING.search(text) and len(mentions) == 1:
            span = Interval(start=span.start, end=datetime.date.max)
        named = _ROLE_BEFORE.search(text[: _at(mention.text, text)])
        own = _ROLES[named.group(1)] if named else role
        found.append(Claimed(iso(mention.interval), own, span))
    return found


def _at(words: str, text: str) -> int:
    return max(0, text.find(words))


def in_figures(text: str) -> str:
    """January 29, 2020 and 29 January 2020 as 2020年1月29日; other words stay."""
    by_month = _MONTH_FIRST.sub(lambda m: _chinese(m.group(3), m.group(1), m.group(2)), text)
    return _DAY_FIRST.sub(lambda m: _chinese(m.group(3), m.group(2), m.group(1)), by_month)


def _chinese(year: str, month: str, day: str | None) -> str:
    number = month_named(month[:3])
    return f"{year}年{number}月" + (f"{int(day)}日" if day else "")


def impossible(text: str) -> tuple[str, ...]:
    """Dates that no calendar has: 2023年2月30日, 2023-13-01."""
    found = []
    for match in _LIKE_A_DAY.finditer(text):
        if parse_date("-".join(f"{int(part):02}" for part in match.groups())) is None:
            found.append(match.group().strip())
    for match in _LIKE_A_MONTH.finditer(text):
        if not 1 <= int(match.group(2)) <= LAST_MONTH and not any(
            match.group() in f for f in found
        ):
            found.append(match.group())
    return tuple(dict.fromkeys(found))


def rebuild(
    item: Item, kind: PolicyKind, publishers: Publishers, url: str = "", source: str = ""
) -> Policy:
    """The policy that the item claims. Nothing of it has a quote: reports give none."""
    province = item.changepoint.province if item.changepoint else None
    bodies = [
        body
        for text in item.texts("agency")
        if is_said(text)
        for body in publishers.agencies(text, province)
    ]
    numbers = [n for text in item.texts("number") if (n := normalise_document_number(text))]
    return Policy(
        kind=kind,
        name=Quoted(value=item.name, quote=None, source=source),
        dates=tuple(
            QuotedDate(value=date.text, quote=None, source=source, role=date.role)
            for date in claimed_dates(item, kind)
        ),
        agencies=tuple(Quoted(value=b, quote=None, source=source) for b in dict.fromkeys(bodies)),
        document_number=Quoted(value=numbers[0], quote=None, source=source) if numbers else None,
        content=_sentences(item, "content", source),
        impact=_sentences(item, "impact", source),
        url=url,
        source=source,
        extractor=REPORTED,
    )


def _sentences(item: Item, field: str, source: str) -> tuple[Quoted, ...]:
    found = [
        sentence.text.strip()
        for text in item.texts(field)
        if is_said(text)
        for sentence in sentences(text)
    ]
    return tuple(Quoted(value=t, quote=None, source=source) for t in dict.fromkeys(found) if t)


def _role(role: DateRole, kind: PolicyKind) -> DateRole:
    if kind is PolicyKind.EVENT:
        return DateRole.OCCURRENCE if role is DateRole.ANY else role
    return DateRole.ANY if role is DateRole.OCCURRENCE else role
