"""The lines of an item, worded: dates, bodies, kind, publisher, copy."""

from __future__ import annotations

from collections.abc import Iterable

from agent.details import Compared, Issuer, Judged, Timing, details
from agent.findings import CUT, Claim, Finding, Label, Verdict
from agent.policy import DateRole, PolicyKind
from agent.records import Page
from agent.report.person import correction
from agent.report.safe import one_line
from agent.report.words import Language, word
from agent.text.urls import host_of

BY_RULES = "none"
"""The extractor whose instrument comes from our own table."""


def dates_line(finding: Finding, supported: list[tuple[int, Claim]], language: Language) -> str:
    """The dates that hold, by role, and how far from the changepoint."""
    order = list(DateRole)
    until = " 至 " if language == "zh" else " to "
    dates = sorted(
        {
            (
                order.index(c.role or DateRole.ANY),
                c.value.replace("/", until),
                correction(finding, index, language),
            )
            for index, c in supported
            if c.field == "date"
        }
    )
    told = [f"{word('role', order[i].value, language)} {value}{mark}" for i, value, mark in dates]
    if not told:
        return "网页未给出可用的日期" if language == "zh" else "the page gives no usable date"
    return "｜".join(told) + _distance(finding.of_check("window"), language)


def _distance(verdicts: Iterable[Verdict], language: Language) -> str:
    for timing in details((verdict.detail for verdict in verdicts), Timing):
        days = timing.days
        if days is None:
            continue
        if days == 0:
            return "（与转折点同日）" if language == "zh" else " (on the day of the changepoint)"
        if language == "zh":
            return f"（{'晚' if days > 0 else '早'}于转折点 {abs(days)} 天）"
        return f" ({abs(days)} days {'after' if days > 0 else 'before'} the changepoint)"
    return ""


def agencies(finding: Finding, supported: list[tuple[int, Claim]], language: Language) -> str:
    """Who issued or acted, with the level."""
    field = "actor" if finding.kind is PolicyKind.EVENT else "agency"
    either = [
        (c.field, one_line(c.value) + correction(finding, index, language))
        for index, c in supported
        if c.field in ("agency", "actor")
    ]
    names = [name for of, name in either if of == field] or [name for _, name in either]
    if not names:
        return "网页未写明" if language == "zh" else "not named by the page"
    joint = ("，联合" if language == "zh" else ", joint") if len(names) > 1 else ""
    level = next((i.level for i in finding.details(Issuer) if i.level is not None), "")
    told = ("、" if language == "zh" else ", ").join(names)
    if not level and not joint:
        return told
    inside = (word("level", level, language) + joint) if level else joint.lstrip("，, ")
    return f"{told}（{inside}）" if language == "zh" else f"{told} ({inside})"


def is_target(verdicts: Iterable[Verdict]) -> bool:
    """True when a sentence states an aim, as what holds of it says."""
    told = tuple(verdict.detail for verdict in verdicts)
    return any(d.target for d in details(told, Compared)) or any(
        d.target for d in details(told, Judged)
    )


def quote_judged(verdicts: Iterable[Verdict]) -> str | None:
    """The passage by which a model found a sentence borne out; None where none was asked."""
    said = (v.detail for v in verdicts if v.reason == "entailment.supported")
    return next((judged.quote for judged in details(said, Judged)), None)


def kind_words(finding: Finding, language: Language) -> str:
    """The instrument or kind, and how it stands to the sector."""
    grade = next(
        (
            v.reason.removeprefix("sector.")
            for v in finding.of_check("sector")
            if v.reason.startswith("sector.")
        ),
        "",
    )
    parts = [instrument(finding) or word("kind", finding.kind.value, language)]
    if grade:
        parts.append(word("sector_grade", grade, language))
    return "·".join(parts)


def instrument(finding: Finding) -> str | None:
    """The field word, where the page's own words have it: no check judges what a model calls it."""
    said = finding.policy.instrument
    if said is None or finding.policy.extractor == BY_RULES:
        return said
    printed = [
        claim.value
        for index, claim in enumerate(finding.claims)
        if claim.field in ("name", *CUT) and finding.label_of_claim(index) is Label.SUPPORTED
    ]
    return said if any(said in words for words in printed) else None


def as_told(field: str, finding: Finding, language: Language) -> str:
    """What a report claims, where nothing was held against its page."""
    told = [one_line(c.value.replace("/", "—")) for c in finding.claims if c.field == field]
    if not told:
        return word("nothing", "told", language)
    return word("nothing", "as_told", language).replace("$told", "、".join(told))


def archive(page: Page | None, language: Language) -> str:
    """Which copy was read, and when."""
    if page is None:
        return word("nothing", "archive", language)
    when = f"{page.fetched_at:%Y-%m-%d}"
    how = word("obtained", obtained(page), language)
    told = f"{when} {how}" if language == "zh" else f"{how} {when}"
    return (
        f"sha256 {page.sha256[:12]}…，{told}"
        if language == "zh"
        else f"sha256 {page.sha256[:12]}…, {told}"
    )


def obtained(page: Page) -> str:
    """How the copy came: by_hand for bytes that a person saved and imported, else fetched."""
    return "by_hand" if page.by_hand else "fetched"


def publisher(finding: Finding, page: Page | None, language: Language) -> str:
    """Who published the page, and what kind of source that is."""
    if page is None:
        name, kind = host_of(finding.policy.url), word("nothing", "archive", language)
        if not name:
            return word("cause", "no_address", language)
        return f"{name}（{kind}）" if language == "zh" else f"{name} ({kind})"
    site = page.meta.site_name.value if page.meta.site_name else ""
    name = one_line(finding.publisher or site) or host_of(page.answered_url)
    kind = word("source_class", finding.source_class, language)
    return f"{name}（{kind}）" if language == "zh" else f"{name} ({kind})"


def first(
    supported: list[tuple[int, Claim]], field: str, finding: Finding, language: Language
) -> str:
    """The first value of a field that holds, or an empty string."""
    return next(
        (
            one_line(c.value) + correction(finding, index, language)
            for index, c in supported
            if c.field == field
        ),
        "",
    )
