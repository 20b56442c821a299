"""What stands in single cells of the supplement: facts that hold, and what does not hold apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC

from agent.details import Decided, Issuer, Timing, details
from agent.findings import CUT, Claim, Dossier, Finding, Status, Verdict
from agent.policy import DateRole, PolicyKind
from agent.records import Page
from agent.report.item_lines import instrument, is_target, obtained, quote_judged
from agent.report.items import is_national, reasons_line
from agent.report.person import correction, person_line
from agent.report.reviewed import PERSON
from agent.report.safe import one_line
from agent.report.supplement.columns import Cell, province_told
from agent.report.supplement.decisions import (
    BY_PEOPLE,
    UNSETTLED,
    Listing,
    Together,
    together,
    way_back,
)
from agent.report.words import Language, word

PLACED = (
    "window.in",
    "window.in_force",
    "window.begins",
    "window.ends",
    "window.partly",
    "window.out",
    "window.moved",
    "window.no_end",
)
"""Reasons of the window check whose ``days`` are counted from the changepoint."""
DATES = {
    DateRole.SIGNED: "date_signed",
    DateRole.ISSUED: "date_issued",
    DateRole.EFFECTIVE: "date_effective",
    DateRole.IN_FORCE: "date_in_force",
    DateRole.OCCURRENCE: "date_occurrence",
    DateRole.ANY: "date_other",
}


@dataclass(frozen=True)
class Source:
    """A finding with where it stands. ``held`` are the positions of claims that are facts.

    ``page`` is None where no page was read, as in an audit without a network.
    """

    finding: Finding
    dossier: Dossier
    page: Page | None
    held: tuple[int, ...]

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims that may be printed as what the source says."""
        return tuple(self.finding.claims[index] for index in self.held)


def point_cells(dossier: Dossier) -> dict[str, Cell]:
    """The changepoint and its window."""
    point, window = dossier.changepoint, dossier.window
    return {
        "province": point.province,
        "province_english": province_told(point.province, "en"),
        "sector": point.sector,
        "changepoint": str(point.date),
        "changepoint_kind": point.kind.value,
        "confidence": point.confidence,
        "window": f"{window.start}/{window.end}",
    }


def thing_cells(source: Source) -> dict[str, Cell]:
    """What it is: name, number, who issued it or acts, level, scope, kind and instrument."""
    finding, claims = source.finding, source.claims
    field, other = ("actor", "agency") if finding.kind is PolicyKind.EVENT else ("agency", "actor")
    name = next(iter(_values(claims, "name")), one_line(finding.policy.name.value))
    who = _values(claims, field) or _values(claims, other)
    levels = (issuer.level for issuer in finding.details(Issuer) if issuer.level)
    return {
        "name": name,
        "name_english": None,
        "document_number": next(iter(_values(claims, "document_number")), None),
        "issuer_or_actor": "、".join(who) or None,
        "level": next(levels, None) if who else None,
        "scope": "national" if is_national(finding) else "province",
        "kind": finding.kind.value,
        "instrument": instrument(finding),
    }


def date_cells(source: Source) -> dict[str, Cell]:
    """Dates by role, and how far the nearest lies from the changepoint."""
    finding, claims = source.finding, source.claims
    by_role: dict[str, list[str]] = {column: [] for column in DATES.values()}
    for claim in claims:
        column = DATES.get(claim.role or DateRole.ANY)
        if claim.field == "date" and column:
            by_role[column].append(one_line(claim.value))
    days = days_of(finding)
    timing = None if days is None else ("before" if days < 0 else "after" if days else "same_day")
    dates = {column: "、".join(dict.fromkeys(told)) or None for column, told in by_role.items()}
    return {**dates, "days": days, "timing": timing}


def days_of(finding: Finding) -> int | None:
    """Days from the changepoint to its nearest date, negative before it; None where none is known."""
    placed = details((v.detail for v in finding.verdicts if v.reason in PLACED), Timing)
    return next((timing.days for timing in placed if timing.days is not None), None)


def source_cells(source: Source) -> dict[str, Cell]:
    """Where it stands: site, address, day of access and the hash of what was read."""
    finding, page = source.finding, source.page
    site = page.meta.site_name.value if page and page.meta.site_name else ""
    return {
        "publisher": one_line(finding.publisher or site) or None,
        "source_class": finding.source_class,
        "url": one_line(finding.policy.url) or None,
        "other_urls": None,
        "accessed": str(page.fetched_at.astimezone(UTC).date()) if page else None,
        "obtained": obtained(page) if page else None,
        "sha256": page.sha256 if page else None,
    }


def people_cells(finding: Finding, language: Language) -> dict[str, Cell]:
    """What people decided: together, and who, when, with what corrections and notes."""
    decided = together(finding)
    told = [person_line(finding, language)] if finding.of_check(PERSON) else []
    told += [
        f"{word('check', claim.field, language)}{mark}"
        for index, claim in enumerate(finding.claims)
        if (mark := correction(finding, index, language))
    ]
    told += [one_line(decided.note) for decided in finding.details(Decided) if decided.note]
    return {
        "reviewed": None if decided is Together.NONE else decided.value,
        "reviewers": ("；" if language == "zh" else "; ").join(told) or None,
    }


def verdict_cells(source: Source, listing: Listing, language: Language) -> dict[str, Cell]:
    """Why it is not included and what brings it in, what is not supported, what it rests on."""
    included = listing is Listing.INCLUDED
    by_people = together(source.finding) in BY_PEOPLE
    return {
        "reasons": None if included else _reasons(source.finding, language),
        "way_back": None if included else word("way_back", way_back(source.finding), language),
        "not_supported": _not_supported(source, language),
        "basis": ("people" if by_people else "checks") if included else None,
    }


def sentence_cells(source: Source, language: Language) -> tuple[tuple[str, ...], dict[str, Cell]]:
    """The quotes in order, and the cells that refer to them by number.

    Where no sentence holds, name and dates are quoted instead.
    """
    quotes: list[str] = []
    cells: dict[str, Cell] = {
        "sector_grade": _grade(source.finding),
        "content": _sentences("content", source, quotes, language),
        "impact": _sentences("impact", source, quotes, language),
    }
    if not quotes:
        held = (c for c in source.claims if c.field in ("name", "date") and c.quote)
        quotes += dict.fromkeys(one_line(claim.quote or "") for claim in held)
    told = " ".join(f"〔{i}〕“{quote}”" for i, quote in enumerate(quotes, 1))
    return tuple(quotes), {**cells, "quotes": told or None}


def _sentences(field: str, source: Source, quotes: list[str], language: Language) -> Cell:
    """Sentences with the marks of their quotes, and a word where one is only a target."""
    finding = source.finding
    target = "（目标，非完成）" if language == "zh" else " (a target)"
    told = []
    for index in source.held:
        claim = finding.claims[index]
        if claim.field != field:
            continue
        verdicts = finding.of_claim(index)
        quote = one_line(_quote(claim, verdicts, source.page))
        if quote and quote not in quotes:
            quotes.append(quote)
        aim = target if is_target(verdicts) else ""
        mark = f"〔{quotes.index(quote) + 1}〕" if quote else ""
        told.append(f"{one_line(claim.value)}{aim}{mark}")
    return "".join(told) or None


def _quote(claim: Claim, verdicts: Sequence[Verdict], page: Page | None) -> str:
    """The words of the page that a sentence rests on: quoted, or located by the check."""
    judged = quote_judged(verdicts)
    if judged or claim.quote:
        return judged or claim.quote or ""
    located = (v for v in verdicts if v.check == claim.field and v.span)
    for verdict in located:
        documents = page.documents() if page else ()
        for document in documents:
            if verdict.span and document.sha256 == verdict.source:
                return document.text[verdict.span.start : verdict.span.end]
    return ""


def _not_supported(source: Source, language: Language) -> Cell:
    """What was claimed and may not be printed as fact: sentences that were cut come last."""
    finding = source.finding
    open_ones = [c for index, c in enumerate(finding.claims) if index not in source.held]
    open_ones.sort(key=lambda claim: claim.field in CUT)
    colon, stop = ("：", "；") if language == "zh" else (": ", "; ")
    told = [
        word("check", claim.field, language)
        + (f"（{word('role', claim.role.value, language)}）" if claim.role else "")
        + colon
        + one_line(claim.value)
        for claim in open_ones
    ]
    return stop.join(told) or None


def _reasons(finding: Finding, language: Language) -> Cell:
    """Why it is not included; what people disagree on comes before what the checks say."""
    decided = together(finding)
    told = []
    if decided in UNSETTLED:
        told.append(word("person", decided.value, language))
    if finding.status is not Status.VERIFIED or finding.kind is PolicyKind.BACKGROUND:
        told.append(reasons_line(finding, language))
    return ("；" if language == "zh" else "; ").join(t for t in told if t) or None


def _grade(finding: Finding) -> Cell:
    reasons = [v.reason.removeprefix("sector.") for v in finding.of_check("sector")]
    return next((r for r in reasons if r in ("direct", "umbrella", "upstream", "none")), None)


def _values(claims: Iterable[Claim], field: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one_line(c.value) for c in claims if c.field == field))
