"""How many were found, read, consistent and reviewed, with what was excluded by reason.

The idea is that of the flow diagram of PRISMA 2020 (Page et al. 2021, BMJ 372:n71). Every step says
how many times it happened and how many distinct ones those are: one page may be read for several
changepoints, one policy may be listed under several.

Beside the numbers stand tables of what was asked, what was looked at, and what could not be.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from itertools import chain

from agent.coverage import coverage_of
from agent.findings import REJECTING, Dossier, Label, Outcome, Status
from agent.policy import REPORTED, PolicyKind
from agent.records import Page
from agent.report.provinces import province_told
from agent.report.safe import one_line
from agent.report.summary import questions_put
from agent.report.supplement.columns import Cell
from agent.report.supplement.decisions import UNSETTLED, JointDecision, Listing
from agent.report.supplement.spool import Spool
from agent.report.supplement.things import Known
from agent.report.words import Language, cause, say, word
from agent.text.urls import url_identity

Included = tuple[int, int]
"""How many rows are included, and how many distinct things those are."""


@dataclass(frozen=True)
class Step:
    """A number of the flow. ``reason`` parts a step; ``distinct`` is None where it means nothing."""

    code: str
    count: int
    distinct: int | None = None
    reason: str = ""

    def told(self, language: Language) -> str:
        """What is counted, in words."""
        words = word("flow", self.code, language, of="supplement")
        return words + (say("brackets", language, words=self.reason) if self.reason else "")


@dataclass
class Distinct:
    """How many there were, and how many different ones."""

    count: int = 0
    _marks: set[int] = field(default_factory=set)

    def add(self, what: str) -> None:
        """Count one more. A mark of eight bytes stands for the text: there may be millions."""
        self.count += 1
        self._marks.add(hash(what))

    @property
    def distinct(self) -> int:
        """How many different ones."""
        return len(self._marks)


MAIN = frozenset(
    ["changepoints", "addresses", "pages", "findings", "flagged", "consistent", "reviewed"]
)
"""Steps that are told also where they did not happen."""
UNLIKE = frozenset(["changepoints", "incomplete", "none_found", "searches", "unanswered"])
"""Steps of which no two are the same one."""
LOOKED = (
    *("changepoints", "incomplete", "none_found", "searches", "unanswered", "hits", "hits_of"),
    *("duplicates", "not_chosen", "by_hand", "addresses", "lost", "pages", "saved", "silent"),
)
JUDGED = (
    *("findings", "reported", "background", "rejected", "insufficient", "unread"),
    *("flagged", "consistent"),
)
"""Every finding is counted in one of the steps after the second."""
DECIDED = ("reviewed", "disagreed", "unknown_publisher", "taken_out", "brought_in")

Counted = tuple[str, str, str]
"""A step, the code of its part or nothing, and what is counted there."""


class Flow:
    """Counts changepoint by changepoint; see ``steps``."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str], Distinct] = defaultdict(Distinct)

    def add(self, dossier: Dossier, known: Sequence[Known]) -> None:
        """Count a changepoint, as people decided on it."""
        for code, part, what in chain(_looked(dossier), *map(_judged, known)):
            self._seen[code, part].add(what)

    def of(self, code: str) -> Distinct:
        """What was counted in a step that has no parts."""
        return self._seen[code, ""]

    def steps(
        self, included: Included, apart: tuple[Included, Included], language: Language
    ) -> tuple[Step, ...]:
        """All steps, in their order; those that did not happen are left out, but for the main ones.

        ``apart`` is what is included of documents, and of events.
        """
        rows, _ = included
        again = Step("again", self.of("listed").count - rows)
        documents, events = apart
        return (
            *(step for code in (*LOOKED, *JUDGED, *DECIDED) for step in self._of(code, language)),
            *((again,) if again.count else ()),
            Step("included", *included),
            *((Step("included_documents", *documents),) if rows else ()),
            *((Step("included_events", *events),) if rows else ()),
        )

    def _of(self, code: str, language: Language) -> Iterator[Step]:
        """A step, or its parts in their order."""
        order = ("", *REJECTING)
        parts = [part for step, part in self._seen if step == code and self._seen[step, part].count]
        parts.sort(key=lambda part: (order.index(part) if part in order else 0, part))
        for part in parts or ([""] if code in MAIN else []):
            found = self._seen[code, part]
            reason = part if code == "hits_of" else cause(part, language)
            reason = word("check", part, language) if code in JUDGED else reason
            distinct = None if code in UNLIKE else found.distinct
            yield Step(code, found.count, distinct, reason if part else "")


def _looked(dossier: Dossier) -> Iterator[Counted]:
    """What was asked, found, opened and read for a changepoint."""
    yield "changepoints", "", ""
    if not (dossier.is_audit and dossier.outcome is Outcome.NONE_FOUND):
        yield dossier.outcome.value, "", ""
    unanswered = [gap.cause for gap in dossier.gaps if gap.stage == "search"]
    yield from (("unanswered", why, "") for why in unanswered)
    hits = [url_identity(hit.url) for hit in dossier.hits]
    chosen = [url_identity(url) for url in dossier.selected]
    for hit, address in zip(dossier.hits, hits, strict=True):
        yield "hits_of", hit.backend, address
    told: dict[str, Iterable[str]] = {
        "searches": [""] * (len(dossier.searches) + len(unanswered)),
        "hits": hits,
        "duplicates": (Counter(hits) - Counter(set(hits))).elements(),
        "not_chosen": set(hits) - set(chosen),
        "by_hand": () if dossier.is_audit else set(chosen) - set(hits),
        "addresses": chosen,
        "pages": [page.sha256 for page in dossier.pages],
        "saved": [page.sha256 for page in dossier.pages if page.by_hand],
        "silent": [page.sha256 for page in _without_findings(dossier)],
    }
    for code, every in told.items():
        yield from ((code, "", one) for one in every)
    for gap in dossier.gaps:
        if gap.stage in ("fetch", "read") and gap.target in dossier.selected:
            yield "lost", gap.cause, url_identity(gap.target)


def _judged(one: Known) -> Iterator[Counted]:
    """The steps in which a finding is counted."""
    yield "findings", "", one.thing
    if one.finding.policy.extractor == REPORTED:
        yield "reported", "", one.thing
    yield (*_fate(one), one.thing)
    for code in _decisions(one):
        yield code, "", one.thing


def _without_findings(dossier: Dossier) -> Iterable[Page]:
    """Pages that were read and in which neither a policy nor an event was found."""
    told = {finding.policy.source for finding in dossier.findings}
    for page in dossier.pages:
        if not told & {document.sha256 for document in page.documents()}:
            yield page


def _decisions(one: Known) -> Iterator[str]:
    """What people's decisions, and the lack of them, make of a finding: codes of the flow."""
    if one.decided is not JointDecision.NONE:
        yield "reviewed"
    if one.decided in UNSETTLED:
        yield "disagreed"
    listed = one.listing is Listing.INCLUDED
    if listed:
        yield "listed"
    if listed and not _is_consistent(one):
        yield "brought_in"
    if _is_consistent(one) and not listed:
        unknown = one.listing is Listing.UNKNOWN_PUBLISHER
        yield "unknown_publisher" if unknown else "taken_out"


def _fate(one: Known) -> tuple[str, str]:
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


def _is_consistent(one: Known) -> bool:
    return one.status is Status.VERIFIED and one.finding.kind is not PolicyKind.BACKGROUND


Line = Mapping[str, Cell]
Table = Spool[Line]
"""Rows with the same names in the same order."""


def coverage_row(dossier: Dossier, language: Language) -> Line:
    """What was asked, opened and read for a changepoint, and what came of it."""
    seen = coverage_of(dossier)
    return {
        **_point(dossier, language),
        "window": f"{dossier.window.start}/{dossier.window.end}",
        "outcome": word("outcome", dossier.outcome.value, language),
        "searches_answered": seen.searches_answered,
        "searches_asked": seen.searches_asked,
        "hits": len(dossier.hits),
        "pages_read": seen.pages_read,
        "pages_chosen": seen.pages_chosen,
        "pages_absent": seen.pages_absent,
        "issuer_site": word("issuer_site", seen.issuer_site.value, language),
        "refused": " ".join(seen.refused) or None,
        "material": seen.material,
        "researched": f"{dossier.researched_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC",
    }


def gap_rows(dossier: Dossier, language: Language) -> Iterator[Line]:
    """A row for each thing that could not be looked at."""
    for gap in dossier.gaps:
        yield {
            **_point(dossier, language),
            "stage": word("stage", gap.stage, language),
            "target": one_line(gap.target),
            "cause": cause(gap.cause, language, gap.stage),
            "code": gap.cause,
            "detail": one_line(gap.detail) or None,
            "matters": say("yes" if gap.material else "no", language),
        }


def query_rows(dossier: Dossier, language: Language) -> Iterator[Line]:
    """A row for each question and search; a question that was not answered says so."""
    answered = say("was_answered", language)
    for put in questions_put(dossier, language):
        yield {
            **_point(dossier, language),
            "query": put.query,
            "sites": " ".join(put.sites) or None,
            "search": put.backend,
            "result": put.failure or answered,
            "hits": put.hits,
        }


def _point(dossier: Dossier, language: Language) -> dict[str, Cell]:
    point = dossier.changepoint
    return {
        "province": province_told(point.province, language),
        "sector": point.sector,
        "changepoint": str(point.date),
    }
