"""What a page of the review shows, as plain values for its template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from agent.findings import Label
from agent.policy import DateRole
from agent.report.safe import address, one_line
from agent.report.words import Language, word
from agent.review.changes import changes
from agent.review.correcting import FIELDS
from agent.review.desk import Case, Desk
from agent.review.exhibit import chosen, exhibit
from agent.review.passage import as_html
from agent.review.question import Field, fields, question
from agent.review.queue import PAGE, Entry, Filters, Row, Sieve, State, Which, facets, ordered
from agent.review.words import fault_words, ui
from agent.store.reviews import Review


@dataclass(frozen=True)
class Asked:
    """What a request asks to see: filters, a finding, a document of it."""

    filters: Filters
    key: str = ""
    document: str = ""
    did: str = ""
    undone: str = ""


@dataclass(frozen=True)
class Listing:
    """The rows that pass, the page of them that is sent, and the finding that is open."""

    rows: tuple[Row, ...]
    shown: tuple[Row, ...]
    page: int
    pages: int
    key: str
    facets: dict[str, list[tuple[str, int]]]


def listing(desk: Desk, asked: Asked) -> Listing:
    """Filter, order and page the list; without a key the first finding is open."""
    filters = asked.filters
    listed = desk.listed(filters)
    sieve = Sieve(filters)
    rows = ordered([entry for entry in listed if sieve.passes(entry)])
    keys = [row.entry.row.finding_key for row in rows]
    key = asked.key or (
        keys[(filters.page - 1) * PAGE] if filters.page <= _pages(rows) and keys else ""
    )
    page = keys.index(key) // PAGE + 1 if key in keys else min(filters.page, _pages(rows))
    start = (page - 1) * PAGE
    return Listing(
        rows=rows,
        shown=rows[start : start + PAGE],
        page=page,
        pages=_pages(rows),
        key=key,
        facets=facets(listed, filters),
    )


def _pages(rows: Sequence[Row]) -> int:
    return max(1, -(-len(rows) // PAGE))


def after(listed: Listing, gone: Sequence[str] = ()) -> str:
    """The key of the next finding that is not among those decided; the one before at the end."""
    keys = [row.entry.row.finding_key for row in listed.rows]
    place = keys.index(listed.key) if listed.key in keys else -1
    left = [k for k in (*keys[place + 1 :], *keys[: max(0, place)][::-1]) if k not in set(gone)]
    return left[0] if left else ""


def neighbours(listed: Listing) -> tuple[str, str]:
    """The keys before and after the open finding, empty at the ends."""
    keys = [row.entry.row.finding_key for row in listed.rows]
    if listed.key not in keys:
        return "", keys[0] if keys else ""
    place = keys.index(listed.key)
    return (
        keys[place - 1] if place else "",
        keys[place + 1] if place + 1 < len(keys) else "",
    )


def frame(desk: Desk, asked: Asked, listed: Listing, language: Language) -> dict[str, Any]:
    """The queue and everything around the finding."""
    text, filters = ui(language), asked.filters
    before, following = neighbours(listed)
    counts = desk.snapshot().open
    return {
        "t": text,
        "lang": language,
        "other_lang": filters.address(lang="en" if language == "zh" else "zh", key=listed.key),
        "filters": filters,
        "reviewer": desk.reviewer,
        "run": desk.run,
        "lists": [
            (
                which.value,
                text[f"list_{which}"],
                counts[which.value],
                filters.address(which=which.value, page=1),
            )
            for which in Which
        ],
        "states": [
            (state.value, text[f"state_{state}"], filters.address(state=state.value, page=1))
            for state in State
        ],
        "facets": [_facet(name, listed.facets[name], filters, language) for name in listed.facets],
        "rows": [_row(row, listed.key, filters, language) for row in listed.shown],
        "total": len(listed.rows),
        "page": listed.page,
        "pages": listed.pages,
        "page_before": filters.address(page=listed.page - 1) if listed.page > 1 else "",
        "page_after": filters.address(page=listed.page + 1) if listed.page < listed.pages else "",
        "before": filters.address(key=before) if before else "",
        "following": filters.address(key=following) if following else "",
        "here": filters.address(),
        "check_words": _CheckWords(language),
        "any_finding": bool(desk.snapshot().entries),
    }


class _CheckWords:
    """The word of a check or field, as the template asks for it."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def __getitem__(self, check: str) -> str:
        return word("check", check, self._language)


def _facet(
    name: str, values: list[tuple[str, int]], filters: Filters, language: Language
) -> dict[str, Any]:
    now = getattr(filters, name)
    known = dict(values)
    if now and now not in known:
        known[now] = 0
    options = [(value, _facet_words(name, value, language), n) for value, n in known.items()]
    return {"name": name, "words": ui(language)[f"by_{name}"], "now": now, "options": options}


def _facet_words(name: str, value: str, language: Language) -> str:
    if name == "sector" and value == "none":
        return ui(language)["no_sector"]
    if name == "fault":
        return fault_words(value, language)
    return word(name, value, language) if name in ("sector", "kind") else value


def _row(row: Row, key: str, filters: Filters, language: Language) -> dict[str, Any]:
    entry = row.entry
    found = entry.row
    sector = word("sector", found.sector, language) if found.sector else ""
    return {
        "name": one_line(found.name) or "-",
        "where": " ".join(part for part in (found.province, sector, str(found.at)) if part),
        "fault": fault_words(entry.fault, language) if entry.fault else "",
        "status": found.status.value,
        "status_words": word("status", found.status.value, language),
        "same": row.same,
        "mine": word("decision", entry.mine.decision.value, language) if entry.mine else "",
        "differs": entry.differs,
        "changed": entry.changed or entry.older,
        "open": found.finding_key == key,
        "address": filters.address(key=found.finding_key),
    }


def finding(desk: Desk, case: Case, asked: Asked, language: Language) -> dict[str, Any]:
    """The finding in the middle and its page on the right."""
    found, point = case.finding, case.dossier.changepoint
    text = ui(language)
    rows = fields(found, language)
    sector = word("sector", point.sector, language) if point.sector else text["no_sector"]
    shown = question(found, case.dossier, language)
    entry = case.entry
    alike = desk.alike(entry, asked.filters) if entry else None
    return {
        "key": case.row.finding_key,
        "name": one_line(found.policy.name.value),
        "kind": word("kind", found.kind.value, language),
        "status": found.status.value,
        "status_words": word("status", found.status.value, language),
        "point": f"{point.province} {sector} {point.date}",
        "window": str(case.dossier.window),
        "live": address(found.policy.url),
        "told_in": one_line(found.told_in) if found.told_in else "",
        "question": shown,
        "answers": shown.answers,
        "claims": [row for row in rows if row.claim is not None],
        "whole": [row for row in rows if row.claim is None],
        "faults": _faults(rows, language),
        "correctable": _correctable(found, rows, shown.claim, language),
        "roles": [
            (role.value, word("role", role.value, language))
            for role in DateRole
            if role not in (DateRole.UPLOAD, DateRole.ANY)
        ],
        "current": case.current,
        "mine": _review(entry.mine, language) if entry and entry.mine else None,
        "others": [_review(r, language) for r in entry.others] if entry else [],
        "differs": bool(entry and entry.differs),
        "since": _since(desk, case, entry, language),
        "same_page": len(alike["page"]) if alike else 1,
        "same_fault": len(alike["fault"]) if alike else 1,
        "right": _right(desk, case, asked, language),
    }


def _faults(rows: Sequence[Field], language: Language) -> list[tuple[str, str]]:
    checks = dict.fromkeys(reason.check for row in rows for reason in row.reasons)
    return [(check, word("check", check, language)) for check in checks]


def _correctable(
    found: Any, rows: Sequence[Field], claim: int | None, language: Language
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


def _right(desk: Desk, case: Case, asked: Asked, language: Language) -> dict[str, Any] | None:
    """The frozen page; None when none was read."""
    if not case.documents:
        return None
    page = chosen(case.finding, case.documents, asked.document)
    shown = exhibit(case.finding, page, desk.folded(page), lambda: desk.passages(page), language)
    filters = asked.filters
    return {
        "title": one_line(page.title) or one_line(page.label) or page.url,
        "html": as_html(page.text, shown.highlights),
        "focus": shown.focus,
        "sha256": page.sha256,
        "media_type": one_line(page.media_type),
        "fetched": f"{page.fetched_at:%Y-%m-%d %H:%M} UTC",
        "live": address(page.url),
        "url": one_line(page.url),
        "bytes": desk.cache.bytes(page.sha256) is not None,
        "kinds": list(dict.fromkeys(h.kind.value for h in shown.highlights)),
        "documents": [
            {
                "title": one_line(d.title) or one_line(d.label) or d.sha256[:12],
                "open": d.sha256 == page.sha256,
                "address": filters.address(key=case.row.finding_key, document=d.sha256),
            }
            for d in case.documents
        ]
        if len(case.documents) > 1
        else [],
    }


def labels(language: Language) -> Mapping[str, str]:
    """The word and the mark of each label."""
    text = ui(language)
    return {label.value: text[f"label_{label}"] for label in Label}
