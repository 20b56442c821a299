"""What the page shows of one finding, as plain values for its template."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from agent.findings import Dossier, Finding
from agent.policy import DateRole
from agent.records import Page, Span
from agent.report.finding_view import FindingView
from agent.report.html.emissions import chart
from agent.report.item_lines import obtained
from agent.report.provinces import province_told, sector_told
from agent.report.safe import address, one_line, shortened
from agent.report.template import Values
from agent.report.words import Language, joined, word
from agent.review.changes import changes
from agent.review.compared import Text, compared
from agent.review.correcting import FIELDS
from agent.review.desk import Case, Desk
from agent.review.exhibit import anchor_of, chosen, exhibit
from agent.review.passage import as_html, visible
from agent.review.question import Question, fields, question
from agent.review.question import asked as asked_verdict
from agent.review.queue import Entry
from agent.review.view import Asked
from agent.review.words import fault_words, ui
from agent.series import Emissions
from agent.store.reviews import Review
from agent.text.urls import host_of

MOST_SHOWN = 3
"""Pictures of pages that are shown at once; the others are links."""
LONGEST_QUESTION = 80
"""Characters of a question above which its texts stand only beside each other."""
LONGEST_TITLE = 28
"""Characters of a document's title among others."""


def finding(desk: Desk, case: Case, asked: Asked, language: Language) -> dict[str, Any]:
    """The finding in the middle and its page on the right."""
    found, point = case.finding, case.dossier.changepoint
    rows = fields(FindingView(found, case.dossier), language)
    sector = sector_told(point.sector, language, "no_sector")
    shown = question(found, case.dossier, language)
    texts = compared(found, asked_verdict(found), case.dossier, desk.passages, language)
    entry = case.entry
    alike = desk.how_many_alike(entry, asked.filters) if entry else {}
    return {
        "key": case.row.finding_key,
        "name": one_line(found.policy.name.value),
        "kind": word("kind", found.kind.value, language),
        "status": found.status.value,
        "status_words": word("status", found.status.value, language),
        "point": f"{province_told(point.province, language)} {sector} {point.date}",
        "window": str(case.dossier.window),
        "live": address(found.policy.url),
        "told_in": one_line(found.told_in) if found.told_in else "",
        "question": shown,
        "asked": _asked(shown, texts, entry, language),
        "answers": shown.answers,
        "compared": _compared(texts, case, asked),
        "plot": plot(desk.emissions(case.dossier), case.dossier, found, language),
        "claims": [row for row in rows if row.claim is not None],
        "whole": [row for row in rows if row.claim is None],
        "faults": _faults(rows, language),
        "correctable": _correctable(rows, shown.claim, language),
        "current": case.current,
        "mine": _review(entry.mine, language) if entry and entry.mine else None,
        "others": [_review(r, language) for r in entry.others] if entry else [],
        "differs": bool(entry and entry.differs),
        "since": _since(desk, case, entry, language),
        "same_page": alike.get("page", 1),
        "same_fault": alike.get("fault", 1),
        "right": _right(desk, case, asked, texts, language),
    }


def _faults(rows: Sequence[Values], language: Language) -> list[tuple[str, str]]:
    checks = dict.fromkeys(reason.check for row in rows for reason in row.reasons)
    return [(check, word("check", check, language)) for check in checks]


def _correctable(
    rows: Sequence[Values], claim: int | None, language: Language
) -> list[dict[str, Any]]:
    text = ui(language)
    options = [
        {
            "value": f"{row.field}:{row.claim}:",
            "words": " ".join(
                p for p in (word("check", row.field, language), row.role, row.value[:40]) if p
            ),
            "now": row.claim == claim,
        }
        for row in rows
        if row.claim is not None and row.field in FIELDS
    ]
    options += [
        {
            "value": f"date::{role.value}",
            "words": f"{text['add']} {word('check', 'date', language)} {word('role', role.value, language)}",
            "now": False,
        }
        for role in DateRole
        if role not in (DateRole.UPLOAD, DateRole.ANY)
    ]
    options += [
        {
            "value": f"{field}::",
            "words": f"{text['add']} {word('check', field, language)}",
            "now": False,
        }
        for field in ("agency", "document_number")
    ]
    return options


def _review(review: Review, language: Language) -> dict[str, Any]:
    return {
        "who": one_line(review.reviewer),
        "when": f"{review.reviewed_at.astimezone():%Y-%m-%d %H:%M}",
        "decision": word("decision", review.decision.value, language),
        "fault": word("check", review.fault, language) if review.fault else "",
        "note": one_line(review.note),
        "corrections": [
            f"{word('check', c.field, language)} → {one_line(c.value)} “{one_line(c.quote)}”"
            for c in review.corrections
        ],
        "request": review.request,
    }


def _since(
    desk: Desk, case: Case, entry: Entry | None, language: Language
) -> dict[str, Any] | None:
    """The decision of before and what is different now; None when there is nothing to say."""
    if entry is None or not (entry.changed or entry.older):
        return None
    if entry.changed:
        review = entry.mine
    else:
        thing = desk.snapshot().by_thing.get(desk.thing(case.row), ())
        own = [r for r in thing if r.reviewer == desk.reviewer]
        review = max(own, key=lambda r: (r.reviewed_at, r.id), default=None)
    if review is None:
        return None
    before = desk.finding_as_seen(review)
    return {"review": _review(review, language), "lines": changes(before, case.finding, language)}


def _asked(
    shown: Question, texts: Sequence[Text], entry: Entry | None, language: Language
) -> tuple[str, ...]:
    """The question in words; what stands beside each other below it is not said twice."""
    first, *rest = shown.words
    if texts and entry is not None and entry.fault and len(first) > LONGEST_QUESTION:
        first = fault_words(entry.fault, language)
    return (first, *rest)


def _compared(texts: Sequence[Text], case: Case, asked: Asked) -> list[dict[str, Any]]:
    """The texts that are compared; what stands in a document leads to its place there."""
    return [
        {
            "who": told.who,
            "pieces": [(visible(words), differs) for words, differs in told.pieces()],
            "source": told.source if told.span else "",
            "anchor": anchor_of(index),
            "address": asked.filters.address(key=case.row.finding_key, document=told.source),
        }
        for index, told in enumerate(texts)
    ]


def _right(
    desk: Desk, case: Case, asked: Asked, texts: Sequence[Text], language: Language
) -> dict[str, Any] | None:
    """The frozen page; None when none was read."""
    if not case.documents:
        return None
    page = chosen(case.finding, case.documents, asked.document)
    shown = exhibit(
        case.finding, page, desk.folded(page), lambda: desk.passages(page), texts, language
    )
    filters = asked.filters
    return {
        "title": one_line(page.title) or one_line(page.label) or page.url,
        "html": as_html(page.text, shown.highlights),
        "focus": shown.focus,
        "sha256": page.sha256,
        "media_type": one_line(page.media_type),
        "obtained": word("obtained", obtained(page), language),
        "fetched": f"{page.fetched_at:%Y-%m-%d %H:%M} UTC",
        "live": address(page.url),
        "url": one_line(page.url),
        "bytes": desk.cache.bytes(page.sha256) is not None,
        "kinds": list(dict.fromkeys(h.kind.value for h in shown.highlights)),
        "pictures": _pictures(page, [h.span for h in shown.highlights]),
        "documents": [
            {
                "title": _tab(d, many=len({host_of(d.url) for d in case.documents}) > 1),
                "open": d.sha256 == page.sha256,
                "address": filters.address(key=case.row.finding_key, document=d.sha256),
            }
            for d in case.documents
        ]
        if len(case.documents) > 1
        else [],
    }


def _tab(document: Page, *, many: bool) -> str:
    """What a document is called among others, with its host where they are of several."""
    title = one_line(document.title) or one_line(document.label) or document.sha256[:12]
    host = f"{host_of(document.url)} · " if many else ""
    return host + shortened(title, LONGEST_TITLE)


def _pictures(page: Page, spans: Sequence[Span]) -> list[dict[str, Any]]:
    """The pages whose letters were recognised: those that bear on the finding are shown at once."""
    touched = {r.page for span in spans if (r := page.recognised_at(span))}
    numbers = sorted({r.page for r in page.recognised}, key=lambda n: (n not in touched, n))
    shown = max(1, min(len(touched), MOST_SHOWN))
    return [
        {"number": n, "address": f"/drawn/{page.sha256}/{n}", "shown": place < shown}
        for place, n in enumerate(numbers)
    ]


def plot(
    emissions: Emissions | None, dossier: Dossier, finding: Finding, language: Language
) -> dict[str, Any] | None:
    """The mean of seven days, the changepoint, the window, and the finding's supported dates.

    None where no emissions are at hand. Single days are drawn only where no mean can be.
    """
    if emissions is None or not emissions.values:
        return None
    text, point = ui(language), dossier.changepoint
    drawn = chart(emissions, point, dossier.window, (finding,))
    shown = emissions.interval
    dates = [
        f"{word('role', dot.dated.role.value, language)} {dot.dated.interval}" for dot in drawn.dots
    ]
    told = {
        "file": one_line(emissions.file.name),
        "days": f"{shown.start}…{shown.end}",
        "low": drawn.levels[0].text,
        "high": drawn.levels[-1].text,
        "point": str(point.date),
    }
    words = text["plot"]
    for name, value in told.items():
        words = words.replace(f"${name}", value)
    if dates:
        words += " " + text["plot_dates"].replace("$dates", joined(dates, language))
    return {
        "d": drawn,
        "lines": drawn.mean or drawn.daily,
        "at": [dot.x for dot in drawn.dots],
        "words": words,
    }
