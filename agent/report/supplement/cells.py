"""What stands in single cells of the supplement: facts that hold, and what does not hold apart."""

from __future__ import annotations

from datetime import timedelta, timezone

from agent.details import Decided
from agent.findings import CUT, Dossier, Finding, Status, Wording
from agent.policy import PolicyKind
from agent.publishers.english import english_of
from agent.report.distances import cell, timing
from agent.report.finding_view import DATE_COLUMNS, FindingView
from agent.report.item_lines import instrument, obtained
from agent.report.items import is_national, reasons_line
from agent.report.person import correction, person_line
from agent.report.provinces import province_code, province_told
from agent.report.reviewed import PERSON
from agent.report.safe import one_line
from agent.report.summary import detection_words
from agent.report.supplement.columns import Cell
from agent.report.supplement.decisions import (
    BY_PEOPLE,
    UNSETTLED,
    JointDecision,
    Listing,
    together,
    way_back,
)
from agent.report.words import Language, say, table, word

CHINA, OFFSET = timezone(timedelta(hours=8)), "+08:00"
"""A day is that of China and says so: 2026-11-24+08:00 (XML Schema's date)."""
LOOSEST = (Wording.ABRIDGED, Wording.PAGE, Wording.VERBATIM)
"""How a printed sentence may stand to its page, the loosest first; what is retold is not printed."""
GRADES = ("direct", "umbrella", "upstream", "none")


def point_cells(dossier: Dossier, language: Language) -> dict[str, Cell]:
    """The changepoint as its detector tells it, and its window."""
    point, window = dossier.changepoint, dossier.window
    told = point.detection
    return {
        "province": point.province,
        "province_english": province_told(point.province, "en"),
        "province_code": province_code(point.province),
        "sector": point.sector,
        "changepoint": str(point.date),
        "changepoint_kind": point.kind.value,
        "confidence": point.confidence,
        "change_direction": (told.direction or None) if told else None,
        "change_size": told.size if told else None,
        "detection": detection_words(point, language) or None,
        "window": f"{window.start}/{window.end}",
    }


def thing_cells(view: FindingView) -> dict[str, Cell]:
    """What it is: name, number, who issued it or acts, level, scope, kind and instrument."""
    finding = view.finding
    field, other = ("actor", "agency") if finding.kind is PolicyKind.EVENT else ("agency", "actor")
    who = view.values(field) or view.values(other)
    return {
        "name": next(iter(view.values("name")), one_line(finding.policy.name.value)),
        "name_english": None,
        "document_number": next(iter(view.values("document_number")), None),
        "issuer_or_actor": "、".join(who) or None,
        "issuer_english": "; ".join(english_of(name) or name for name in who) or None,
        "level": view.level if who else None,
        "scope": "national" if is_national(finding) else "province",
        "kind": finding.kind.value,
        "stage": finding.stage.value if finding.stage else None,
        "instrument": instrument(view),
        "instrument_class": _class_of(instrument(view)),
    }


def _class_of(instrument: str | None) -> str | None:
    """The class of instruments that a word belongs to: 补贴 is economic."""
    classes: dict[str, list[str]] = table("supplement")["instrument_words"]
    for code, parts in classes.items():
        if instrument and any(part in instrument for part in parts):
            return code
    return None


def date_cells(view: FindingView, language: Language) -> dict[str, Cell]:
    """Dates by role, and how far each lies from the changepoint."""
    dates = {
        name: "、".join(view.values("date", role)) or None for role, name in DATE_COLUMNS.items()
    }
    days = cell(view.distances, language) or None
    return {**dates, "days": days, "timing": timing(view.distances)}


def source_cells(view: FindingView) -> dict[str, Cell]:
    """Where it stands: site, address, day of access and the hash of what was read."""
    finding, page = view.finding, view.page
    site = page.meta.site_name.value if page and page.meta.site_name else ""
    return {
        "publisher": one_line(finding.publisher or site) or None,
        "source_class": finding.source_class,
        "url": one_line(finding.policy.url) or None,
        "other_urls": None,
        "accessed": f"{page.fetched_at.astimezone(CHINA):%Y-%m-%d}{OFFSET}" if page else None,
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
        "reviewed": None if decided is JointDecision.NONE else decided.value,
        "reviewers": say("stop", language).join(told) or None,
    }


def verdict_cells(view: FindingView, listing: Listing, language: Language) -> dict[str, Cell]:
    """Why it is not included and what brings it in, what is not supported, what it rests on."""
    included = listing is Listing.INCLUDED
    finding = view.finding
    by_people = together(finding) in BY_PEOPLE
    return {
        "reasons": None if included else _reasons(finding, language),
        "way_back": None if included else word("way_back", way_back(finding), language),
        "not_supported": _not_supported(view, language),
        "basis": ("people" if by_people else "checks") if included else None,
    }


def sentence_cells(
    view: FindingView, language: Language
) -> tuple[tuple[str, ...], dict[str, Cell]]:
    """The quotes in order, and the cells that refer to them by number.

    Where no sentence holds, name and dates are quoted instead.
    """
    quotes: list[str] = []
    cells: dict[str, Cell] = {
        "sector_grade": view.grade if view.grade in GRADES else None,
        "content": _sentences("content", view, quotes, language),
        "impact": _sentences("impact", view, quotes, language),
    }
    if not quotes:
        held = (claim.quote for _, claim in view.of_fields("name", "date") if claim.quote)
        quotes += dict.fromkeys(map(one_line, held))
    told = " ".join(f"〔{i}〕“{quote}”" for i, quote in enumerate(quotes, 1))
    printed = {wording for field in CUT for *_, wording in view.sentences[field]}
    loosest = next((one.value for one in LOOSEST if one in printed), None)
    return tuple(quotes), {**cells, "quotes": told or None, "wording": loosest}


def _sentences(field: str, view: FindingView, quotes: list[str], language: Language) -> Cell:
    """Sentences with the marks of their quotes, and a word where one is only a target."""
    told = []
    for index, text, quote, wording in view.sentences[field]:
        if wording is Wording.RETOLD:
            continue
        if quote and quote not in quotes:
            quotes.append(quote)
        mark = f"〔{quotes.index(quote) + 1}〕" if quote else ""
        tense = view.tense(index)
        told.append(f"{text}{word('tense', tense, language) if tense else ''}{mark}")
    return "".join(told) or None


def _not_supported(view: FindingView, language: Language) -> Cell:
    """What was claimed and may not be printed as fact: sentences that were cut come last."""
    open_ones = [claim for _, claim in sorted(view.open, key=lambda t: t.claim.field in CUT)]
    colon, stop = say("colon", language), say("stop", language)
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
    return say("stop", language).join(filter(None, told)) or None
