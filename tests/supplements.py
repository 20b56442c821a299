"""Invented dossiers for the tests of the supplement: many pages, changepoints, hostile words."""

from __future__ import annotations

from datetime import date

from agent.findings import Dossier, Finding, Status, claims_of
from agent.policy import DateRole, PolicyKind, Quoted, QuotedDate
from agent.records import Page
from tests.dossiers import dossier, finding, page

HOSTILE = (
    '=HYPERLINK("http://evil.example")',
    "+1+1",
    "@SUM(A1)",
    "\t-1",
    "a\nb\r\nc, \"quoted\", 'single'",
    r"\input{/etc/passwd} $x^2$ 50% of #1 & {open_ ~",
    "}}} unbalanced {",
    "晋\u202eA\u2066B\u200b倒",
    "🚗公交🚌 \U0002cb73 é ½ → ℃ אב",
    "\x00\x1b[31m红\ufffe",
    "很长的名称" * 2000,
    "x" * 10_000,
    "[U+0041] --- `quoted' ?`",
    "",
)
"""Names that a page may have: formulas, markup, control and bidi marks, no glyph, no end."""


def many(*names: str, status: Status = Status.VERIFIED) -> Dossier:
    """A dossier with a finding for each name, each a document on a page of its own."""
    pages = tuple(page(f"https://www.shanxi.example/{n}.html") for n in range(len(names)))
    found = (
        numbered(finding(of, status, name), f"晋示发〔2024〕{n}号")
        for n, (of, name) in enumerate(zip(pages, names, strict=True), 1)
    )
    return dossier(*found, pages=pages)


def at(day: date, found: Dossier, province: str = "山西") -> Dossier:
    """The same dossier under another changepoint."""
    point = found.changepoint.model_copy(update={"date": day, "province": province})
    return found.model_copy(update={"changepoint": point, "window": point.window()})


def changed(of: Finding, **fields: object) -> Finding:
    """The finding with other fields of its policy; verdicts stay where claims keep their places."""
    thing = of.policy.model_copy(update=fields)
    return of.model_copy(update={"policy": thing, "claims": claims_of(thing)})


def numbered(of: Finding, number: str | None) -> Finding:
    """The finding with another document number, or with none."""
    if number is not None:
        quoted = Quoted(value=number, quote=number, source=of.policy.source)
        return changed(of, document_number=quoted)
    place = next(i for i, c in enumerate(of.claims) if c.field == "document_number")
    verdicts = tuple(
        v.model_copy(update={"claim": v.claim - 1})
        if v.claim is not None and v.claim > place
        else v
        for v in of.verdicts
        if v.claim != place
    )
    return changed(of.model_copy(update={"verdicts": verdicts}), document_number=None)


def event(of: Page, name: str, day: str) -> Finding:
    """A verified event."""
    base = numbered(finding(of, name=name), None)
    when = QuotedDate(value=day, quote=day, source=of.sha256, role=DateRole.OCCURRENCE)
    told = changed(base, kind=PolicyKind.EVENT, dates=(when,))
    return told.model_copy(update={"kind": PolicyKind.EVENT})


def unread(name: str = "某报告说的办法") -> Finding:
    """An item of a report whose page was not read."""
    of = finding(page(), Status.INSUFFICIENT, name)
    thing = of.policy.model_copy(update={"source": "", "extractor": "report"})
    return of.model_copy(
        update={"policy": thing, "claims": claims_of(thing), "verdicts": (), "publisher": ""}
    )
