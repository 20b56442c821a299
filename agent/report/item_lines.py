"""The lines of an item, worded: dates, bodies, kind, publisher, copy."""

from __future__ import annotations

from agent.findings import CUT, Finding
from agent.policy import DateRole, PolicyKind
from agent.records import Page
from agent.report.distances import distances_of, told
from agent.report.finding_view import FindingView
from agent.report.person import correction
from agent.report.safe import one_line
from agent.report.words import Language, joined, say, word
from agent.text.urls import host_of

BY_RULES = "none"
"""The extractor whose instrument comes from our own table."""


def dates_line(view: FindingView, language: Language) -> str:
    """The dates that hold, by role, each with how far it lies from the changepoint."""
    order = list(DateRole)
    until, point = say("until", language), view.dossier.changepoint
    dates = sorted(
        {
            (
                order.index(c.role or DateRole.ANY),
                c.value.replace("/", until),
                correction(view.finding, index, language)
                + told(distances_of(c, point), point, language),
            )
            for index, c in view.of_fields("date")
        }
    )
    if not dates:
        return say("no_date", language)
    return "｜".join(
        f"{word('role', order[i].value, language)} {value}{behind}" for i, value, behind in dates
    )


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
    """The instrument or kind, how it stands to the sector, and how far it had come."""
    kind, stage = word("kind", view.finding.kind.value, language), view.finding.stage
    parts = [instrument(view) or kind]
    parts += [word("sector_grade", view.grade, language)] if view.grade else []
    parts += [word("progress", stage.value, language)] if stage else []
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
    values = [one_line(c.value.replace("/", "—")) for c in finding.claims if c.field == field]
    if not values:
        return word("nothing", "told", language)
    return word("nothing", "as_told", language).replace("$told", "、".join(values))


def archive(page: Page | None, language: Language) -> str:
    """Which copy was read, and when."""
    if page is None:
        return word("nothing", "archive", language)
    when = f"{page.fetched_at:%Y-%m-%d}"
    how = word("obtained", obtained(page), language)
    told = say("obtained_on", language, when=when, how=how)
    return f"sha256 {page.sha256[:12]}…{say('listed', language)}{told}"


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
