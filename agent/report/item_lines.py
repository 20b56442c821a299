"""The lines of an item, worded: dates, bodies, kind, publisher, copy, and why it is listed.

And a claim and the page's sentence beside it, with the characters in which they differ marked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agent.details import Elsewhere, details
from agent.findings import CUT, Dossier, Finding, Label, Stage, Status
from agent.lazy import lazy_pattern
from agent.policy import DateRole, PolicyKind
from agent.records import Page, Span
from agent.report.distances import distances_of, said, told
from agent.report.finding_view import FindingView
from agent.report.person import correction
from agent.report.safe import address, one_line
from agent.report.words import Language, joined, reason, say, word
from agent.text.fold import fold
from agent.text.names import core_name, derived_from
from agent.text.urls import host_of, url_identity
from agent.wording import differing_spans

BY_RULES = "none"
"""The extractor whose instrument comes from our own table."""


def dates_line(view: FindingView, language: Language) -> str:
    """The dates that hold, by role, each with how far it lies from the changepoint; then the disputed ones.

    Of those the checks speak too, so that it would be untrue to say that the page gives none.
    """
    order = list(DateRole)
    until, point = say("until", language), view.dossier.changepoint
    both = {"": view.of_fields("date"), say("date_disputed", language): view.disputed}
    dates = sorted(
        {
            (
                mark != "",
                order.index(c.role or DateRole.ANY),
                c.value.replace("/", until),
                correction(view.finding, index, language)
                + told(distances_of(c, point), point, language)
                + mark,
            )
            for mark, claims in both.items()
            for index, c in claims
        }
    )
    if not dates:
        return say("no_date", language)
    return "｜".join(
        f"{word('role', order[i].value, language)} {value}{behind}" for _, i, value, behind in dates
    )


def agencies(view: FindingView, language: Language) -> str:
    """Who issued or acted, with the level."""
    field = "actor" if view.finding.kind is PolicyKind.EVENT else "agency"
    marks: dict[tuple[str, str], str] = {}
    for index, c in view.of_fields("agency", "actor"):
        # A person may have put in the place of one body another that stands there already.
        marks.setdefault((c.field, one_line(c.value)), "")
        marks[c.field, one_line(c.value)] += correction(view.finding, index, language)
    either = [(of, name + mark) for (of, name), mark in marks.items()]
    names = [name for of, name in either if of == field] or [name for _, name in either]
    if not names:
        return say("no_body", language)
    aside = [word("level", view.level, language)] if view.level else []
    aside += [say("joint", language)] if len(names) > 1 else []
    words = say("listed", language).join(aside)
    return joined(names, language) + (say("brackets", language, words=words) if aside else "")


def kind_words(view: FindingView, language: Language) -> str:
    """The instrument or kind, how it stands to the sector, and how far it had come."""
    field_word = instrument(view)
    kind = word("kind", view.finding.kind.value, language)
    parts = [word("instrument", field_word, language) if field_word else kind]
    parts += [word("sector_grade", view.grade, language)] if view.grade else []
    parts += [stage_words(view, language)] if view.finding.stage else []
    return "·".join(parts)


def stage_words(view: FindingView, language: Language) -> str:
    """The stage, which is what the page says as of its own day.

    Where it was still to come and its day lies on or before the changepoint, that day stands beside it.
    """
    stage = view.finding.stage
    if stage is None:
        return ""
    progress = word("progress", stage.value, language)
    if stage in _SETTLED:
        return progress
    begun = next(_begun(view, language), "") if stage in _TO_COME else ""
    return progress + say("as_of_page", language, told=begun)


def _begun(view: FindingView, language: Language) -> Iterator[str]:
    """；施行 2024-11-01，早于转折点 7 天: the days from which it holds that are no later than the changepoint."""
    point = view.dossier.changepoint
    for _, claim in view.of_fields("date"):
        days = distances_of(claim, point)[:1]
        if claim.role in _BITES and days and days[0].days <= 0:
            value = f"{word('role', claim.role.value, language)} {claim.value}"
            told_ones = (value.replace("/", say("until", language)), said(days, point, language))
            yield say("stop", language) + say("listed", language).join(told_ones)


_SETTLED = (Stage.DONE, Stage.ENDED, Stage.UNCLEAR)
"""Stages of which no later day makes another, and the one that says nothing."""
_TO_COME = (Stage.ANNOUNCED, Stage.PLANNED, Stage.TARGET)
_BITES = (DateRole.EFFECTIVE, DateRole.IN_FORCE, DateRole.OCCURRENCE)


def origins_line(view: FindingView, language: Language) -> str:
    """Where each date that holds stands and by which rule it was read; empty in older dossiers."""
    held = {told.position for told in view.of_fields("date")}
    told_ones = dict.fromkeys(
        say(
            "date_origin",
            language,
            role=word("role", one.role.value, language),
            rule=_rule(one.rule, language),
            text=one_line(one.text),
        )
        for one in view.finding.dates
        if one.claim in held
    )
    return say("stop", language).join(told_ones)


def _rule(rule: str, language: Language) -> str:
    """The rule, or the place in the page (元数据表 成文日期: the table and its label), in words."""
    place, _, label = one_line(rule).partition(" ")
    return " ".join(filter(None, (word("date_rule", place, language), label)))


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


CHECKS = ("place", "window", "sector")
"""The checks that tie a finding to its changepoint."""
QUOTED = lazy_pattern(r"《([^《》]{4,200})》")


def why_listed(dossier: Dossier, finding: Finding, language: Language) -> str:
    """What ties a finding to its changepoint, by the checks that hold, and how it was found."""
    held = [
        reason(verdict, language)
        for check in CHECKS
        for verdict in finding.of_check(check)[:1]
        if verdict.label is Label.SUPPORTED
    ]
    source = word("source_class", finding.source_class, language)
    found = found_by(dossier, finding, language)
    parts = (*held, source, found, _interpreted(dossier, finding, language))
    return say("stop", language).join(filter(None, parts))


def found_by(dossier: Dossier, finding: Finding, language: Language) -> str:
    """The search that led to the page of a finding, and its rank there."""
    identity = url_identity(finding.policy.url)
    for hit in dossier.hits:
        if url_identity(hit.url) == identity:
            return say("found_by", language, backend=hit.backend, rank=hit.rank)
    return say("found_by_hand", language) if dossier.hits or dossier.selected else ""


def interpretations(dossier: Dossier, finding: Finding) -> tuple[Finding, ...]:
    """The pages of a dossier that interpret a paper: 《…》政策解读, with its own name in the brackets."""
    own = fold(core_name(finding.policy.name.value)).text
    return tuple(
        other
        for other in dossier.findings
        if own
        and other.kind is PolicyKind.BACKGROUND
        and derived_from(other.policy.name.value)
        and any(
            fold(core_name(name)).text == own for name in QUOTED.findall(other.policy.name.value)
        )
    )


def _interpreted(dossier: Dossier, finding: Finding, language: Language) -> str:
    found = interpretations(dossier, finding)
    addresses = joined((address(one.policy.url) for one in found), language)
    return say("interpreted_in", language, names=addresses) if found else ""


Pieces = tuple[tuple[str, bool], ...]
"""A text in pieces; true for those that the other text has not."""
MOST = 5
"""Sentences of a finding that are shown beside their page's."""
_LONGEST = 300
"""Characters of either side; of a longer one there is no mark."""


@dataclass(frozen=True)
class Contrast:
    """A sentence that was claimed, and other words that it was held against.

    They are the page's own, or where the page has what is claimed those of another page
    (``elsewhere``): a copy that says 18万元 where its issuer's page says 8万元.
    """

    claim: Pieces
    page: Pieces
    elsewhere: bool = False


def differences(view: FindingView) -> tuple[Contrast, ...]:
    """Of a finding that a person must settle: its sentences that do not hold, beside what they were held against."""
    if view.finding.status is not Status.FLAGGED:
        return ()
    found = []
    for one in view.open:
        if one.claim.field not in CUT:
            continue
        claim = one_line(one.claim.value)
        other = _elsewhere(view, one.position)
        page = other or one_line(view.passage(one.position))
        if not page or max(len(claim), len(page)) > _LONGEST:
            continue
        spans = differing_spans(claim, page)
        if spans.claim or spans.passage:
            sides = pieces(claim, spans.claim), pieces(page, spans.passage)
            found.append(Contrast(*sides, elsewhere=bool(other)))
    return tuple(found[:MOST])


def _elsewhere(view: FindingView, position: int) -> str:
    """What another page says of a claim, in the place of it; empty where none says otherwise."""
    told = details((v.detail for v in view.finding.of_claim(position)), Elsewhere)
    return next((one_line(there.page) for there in told if there.page), "")


def pieces(text: str, spans: Sequence[Span]) -> Pieces:
    """A text cut at the edges of spans, which are in order and apart."""
    found, at = list[tuple[str, bool]](), 0
    for span in spans:
        found += [(text[at : span.start], False), (text[span.start : span.end], True)]
        at = span.end
    return tuple((words, mark) for words, mark in (*found, (text[at:], False)) if words)
