"""The lines of an item, worded: dates, bodies, kind, publisher, copy."""

from __future__ import annotations

from collections.abc import Iterable

from agent.details import Timing
from agent.findings import CUT, Finding
from agent.policy import DateRole, PolicyKind
from agent.records import Page
from agent.report.finding_view import FindingView
from agent.report.person import correction
from agent.report.safe import one_line
from agent.report.words import Language, joined, say, word
from agent.text.urls import host_of

BY_RULES = "none"
"""The extractor whose instrument comes from our own table."""


def dates_line(view: FindingView, language: Language) -> str:
    """The dates that hold, by role, and how far from the changepoint."""
    order = list(DateRole)
    until = say("until", language)
    dates = sorted(
        {
            (
                order.index(c.role or DateRole.ANY),
                c.value.replace("/", until),
                correction(view.finding, index, language),
            )
            for index, c in view.of_fields("date")
        }
    )
    told = [f"{word('role', order[i].value, language)} {value}{mark}" for i, value, mark in dates]
    if not told:
        return say("no_date", language)
    return "｜".join(told) + _distance(view.finding.details(Timing), language)


def _distance(timings: Iterable[Timing], language: Language) -> str:
    days = next((timing.days for timing in timings if timing.days is not None), None)
    if days is None:
        return ""
    if days == 0:
        return say("same_day", language)
    return say("later" if days > 0 else "earlier", language, n=abs(days))


def agencies(view: FindingView, language: Language) -> str:
    """Who issued or acted, with the level."""
    field = "actor" if view.finding.kind is PolicyKind.EVENT else "agency"
    either = [
        (c.field, one_line(c.value) + correction(view.finding, index, language))
        for index, c in view.of_fields("agency", "actor")
    ]
    names = [name for of, name in either if of == field] or [name for _, name in either]
    if not names:
        return say("no_body", language)
    aside = [word("level", view.level, language)] if view.level else []
    aside += [say("joint", language)] if len(names) > 1 else []
    words = say("listed", language).join(aside)
    return joined(names, language) + (say("brackets", language, words=words) if aside else "")


def kind_words(view: FindingView, language: Language) -> str:
    """The instrument or kind, and how it stands to the sector."""
    kind = word("kind", view.finding.kind.value, language)
    parts = [instrument(view) or kind]
    parts += [word("sector_grade", view.grade, language)] if view.grade else []
    return "·".join(parts)


def instrument(view: FindingView) -> str | None:
    """The field word, where the page's own words have it: no check judges what a model calls it."""
    said = view.finding.policy.instrument
    if said is None or view.finding.policy.extractor == BY_RULES:
        return said
    printed = (told.claim.value for told in view.of_fields("name", *CUT))
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
        return name + say("brackets", language, words=kind)
    site = page.meta.site_name.value if page.meta.site_name else ""
    name = one_line(finding.publisher or site) or host_of(page.answered_url)
    kind = word("source_class", finding.source_class, language)
    return name + say("brackets", language, words=kind)
