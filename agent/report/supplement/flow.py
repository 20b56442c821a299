"""How many were found, read, consistent and reviewed, with what was excluded by reason.

The idea is that of the flow diagram of PRISMA 2020 (Page et al. 2021, BMJ 372:n71). Every step says
how many times it happened and how many distinct ones those are: one page may be read for several
changepoints, one policy may be listed under several.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from agent.findings import REJECTING, Dossier, Finding, Label, Outcome, Status
from agent.policy import REPORTED, PolicyKind
from agent.records import Page
from agent.report.supplement.columns import table
from agent.report.supplement.decisions import Listing, Together, together
from agent.report.supplement.rows import Row
from agent.report.supplement.things import Known
from agent.report.words import Language, cause, word
from agent.text.urls import url_identity


@dataclass(frozen=True)
class Step:
    """A number of the flow. ``reason`` parts a step; ``distinct`` is None where it means nothing."""

    code: str
    count: int
    distinct: int | None = None
    reason: str = ""

    def told(self, language: Language) -> str:
        """What is counted, in words."""
        words = str(table()["flow"][self.code][language])
        return (
            f"{words}（{self.reason}）"
            if self.reason and language == "zh"
            else (f"{words} ({self.reason})" if self.reason else words)
        )


@dataclass(frozen=True)
class _Counted:
    """A finding as people decided on it, its thing, the checks' own status, and its table."""

    finding: Finding
    thing: str
    status: Status
    listing: Listing

    @property
    def decided(self) -> Together:
        """What people decided."""
        return together(self.finding)


def flow_of(
    dossiers: Sequence[Dossier],
    known: Known,
    rows: Sequence[Row],
    language: Language,
) -> tuple[Step, ...]:
    """All steps, in their order; those that did not happen are left out, but for the main ones."""
    counted = [
        _Counted(
            finding,
            known.things[at, position],
            known.statuses[at, position],
            known.listings[at, position],
        )
        for at, dossier in enumerate(dossiers)
        for position, finding in enumerate(dossier.findings)
    ]
    return (
        *_looking(dossiers, language),
        *_judging(counted, language),
        *_deciding(counted, rows),
    )


def _looking(dossiers: Sequence[Dossier], language: Language) -> Iterable[Step]:
    outcomes = Counter(
        d.outcome for d in dossiers if not (d.is_audit and d.outcome is Outcome.NONE_FOUND)
    )
    unanswered = [g for d in dossiers for g in d.gaps if g.stage == "search"]
    answered = sum(len(d.searches) for d in dossiers)
    hits = [url_identity(hit.url) for d in dossiers for hit in d.hits]
    addresses = [url_identity(url) for d in dossiers for url in d.selected]
    pages = [page.sha256 for d in dossiers for page in d.pages]
    yield Step("changepoints", len(dossiers))
    yield from _some(Step("incomplete", outcomes[Outcome.INCOMPLETE]))
    yield from _some(Step("none_found", outcomes[Outcome.NONE_FOUND]))
    yield from _some(Step("searches", answered + len(unanswered)))
    for code, count in sorted(Counter(g.cause for g in unanswered).items()):
        yield Step("unanswered", count, reason=cause(code, language))
    yield from _some(Step("hits", len(hits), len(set(hits))))
    passed = [
        identity
        for d in dossiers
        for identity in {url_identity(hit.url) for hit in d.hits}
        - set(map(url_identity, d.selected))
    ]
    yield from _some(Step("not_chosen", len(passed), len(set(passed))))
    yield Step("addresses", len(addresses), len(set(addresses)))
    lost = [
        (g.cause, url_identity(g.target))
        for d in dossiers
        for g in d.gaps
        if g.stage in ("fetch", "read") and g.target in d.selected
    ]
    for code in sorted({code for code, _ in lost}):
        targets = [target for each, target in lost if each == code]
        yield Step("lost", len(targets), len(set(targets)), cause(code, language))
    yield Step("pages", len(pages), len(set(pages)))
    silent = [page.sha256 for d in dossiers for page in _without_findings(d)]
    yield from _some(Step("silent", len(silent), len(set(silent))))


def _without_findings(dossier: Dossier) -> Iterable[Page]:
    """Pages that were read and in which neither a policy nor an event was found."""
    told = {finding.policy.source for finding in dossier.findings}
    for page in dossier.pages:
        if not told & {document.sha256 for document in page.documents()}:
            yield page


def _judging(counted: Sequence[_Counted], language: Language) -> Iterable[Step]:
    """Every finding is counted in one of the steps after the first."""
    theirs = [c for c in counted if c.finding.policy.extractor == REPORTED]
    yield _step("findings", counted)
    yield from _some(_step("reported", theirs))
    groups: dict[tuple[str, str], list[_Counted]] = {}
    for one in counted:
        groups.setdefault(_fate(one), []).append(one)
    for code in ("background", "rejected", "insufficient", "unread", "flagged", "consistent"):
        for check in ("", *REJECTING):
            found = groups.get((code, check), [])
            reason = word("check", check, language) if check else ""
            if found or (not check and code in ("flagged", "consistent")):
                yield _step(code, found, reason)


def _deciding(counted: Sequence[_Counted], rows: Sequence[Row]) -> Iterable[Step]:
    included = [row for row in rows if row.listing is Listing.INCLUDED]
    listed = [c for c in counted if c.listing is Listing.INCLUDED]
    out = [c for c in counted if _is_consistent(c) and c.listing is not Listing.INCLUDED]
    brought = [c for c in listed if not _is_consistent(c)]
    again = len(listed) - len(included)
    reviewed = [c for c in counted if c.decided is not Together.NONE]
    yield _step("reviewed", reviewed)
    open_ones = [c for c in reviewed if c.decided in (Together.DISPUTED, Together.UNSURE)]
    yield from _some(_step("disagreed", open_ones))
    unknown = [c for c in out if c.listing is Listing.UNKNOWN_PUBLISHER]
    yield from _some(_step("unknown_publisher", unknown))
    yield from _some(_step("taken_out", [c for c in out if c not in unknown]))
    yield from _some(_step("brought_in", brought))
    yield from _some(Step("again", again))
    yield Step("included", len(included), len({row.thing for row in included}))


def _fate(one: _Counted) -> tuple[str, str]:
    """In which step a finding is counted, and for a rejected one the first check that says so."""
    finding = one.finding
    if finding.kind is PolicyKind.BACKGROUND:
        return "background", ""
    if one.status is Status.REJECTED:
        refuted = {v.check for v in finding.verdicts if v.label is Label.REFUTED}
        return "rejected", next((check for check in REJECTING if check in refuted), "")
    if one.status is Status.INSUFFICIENT:
        return ("insufficient" if finding.policy.source else "unread"), ""
    return ("flagged" if one.status is Status.FLAGGED else "consistent"), ""


def _is_consistent(one: _Counted) -> bool:
    return one.status is Status.VERIFIED and one.finding.kind is not PolicyKind.BACKGROUND


def _step(code: str, counted: Sequence[_Counted], reason: str = "") -> Step:
    return Step(code, len(counted), len({one.thing for one in counted}), reason)


def _some(step: Step) -> Iterable[Step]:
    return (step,) if step.count else ()
