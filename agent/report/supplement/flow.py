"""How many were found, read, consistent and reviewed, with what was excluded by reason.

The idea is that of the flow diagram of PRISMA 2020 (Page et al. 2021, BMJ 372:n71). Every step says
how many times it happened and how many distinct ones those are: one page may be read for several
changepoints, one policy may be listed under several.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from agent.findings import REJECTING, Dossier, Label, Outcome, Status
from agent.policy import REPORTED, PolicyKind
from agent.records import Page
from agent.report.supplement.decisions import JointDecision, Listing
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

    def step(self, code: str, reason: str = "") -> Step:
        """The same as a step of the flow."""
        return Step(code, self.count, self.distinct, reason)


@dataclass
class Flow:
    """Counts changepoint by changepoint; see ``steps``."""

    points: int = 0
    hits: Distinct = field(default_factory=Distinct)
    addresses: Distinct = field(default_factory=Distinct)
    pages: Distinct = field(default_factory=Distinct)
    _of: dict[str, Distinct] = field(default_factory=lambda: defaultdict(Distinct))
    _again: Distinct = field(default_factory=Distinct)
    _passed: Distinct = field(default_factory=Distinct)
    _by_hand: Distinct = field(default_factory=Distinct)
    _saved: Distinct = field(default_factory=Distinct)
    _silent: Distinct = field(default_factory=Distinct)
    _outcomes: Counter[Outcome] = field(default_factory=Counter)
    _searches: int = 0
    _unanswered: Counter[str] = field(default_factory=Counter)
    _lost: dict[str, Distinct] = field(default_factory=lambda: defaultdict(Distinct))
    _judged: dict[tuple[str, str], Distinct] = field(default_factory=lambda: defaultdict(Distinct))
    _decided: dict[str, Distinct] = field(default_factory=lambda: defaultdict(Distinct))

    def add(self, dossier: Dossier, known: Sequence[Known]) -> None:
        """Count a changepoint, as people decided on it."""
        self.points += 1
        self._look(dossier)
        for one in known:
            self._judged["findings", ""].add(one.thing)
            if one.finding.policy.extractor == REPORTED:
                self._judged["reported", ""].add(one.thing)
            self._judged[_fate(one)].add(one.thing)
            for code in _decisions(one):
                self._decided[code].add(one.thing)

    def _look(self, dossier: Dossier) -> None:
        if not (dossier.is_audit and dossier.outcome is Outcome.NONE_FOUND):
            self._outcomes[dossier.outcome] += 1
        unanswered = [gap.cause for gap in dossier.gaps if gap.stage == "search"]
        self._unanswered.update(unanswered)
        self._searches += len(dossier.searches) + len(unanswered)
        hits = [url_identity(hit.url) for hit in dossier.hits]
        chosen = [url_identity(url) for url in dossier.selected]
        again = Counter(hits) - Counter(set(hits))
        lost = [g for g in dossier.gaps if g.stage in ("fetch", "read")]
        for hit, address in zip(dossier.hits, hits, strict=True):
            self._of[hit.backend].add(address)
        for tally, told in (
            (self.hits, hits),
            (self._again, again.elements()),
            (self._passed, set(hits) - set(chosen)),
            (self._by_hand, () if dossier.is_audit else set(chosen) - set(hits)),
            (self.addresses, chosen),
            (self.pages, [page.sha256 for page in dossier.pages]),
            (self._saved, [page.sha256 for page in dossier.pages if page.by_hand]),
            (self._silent, [page.sha256 for page in _without_findings(dossier)]),
        ):
            for one in told:
                tally.add(one)
        for gap in lost:
            if gap.target in dossier.selected:
                self._lost[gap.cause].add(url_identity(gap.target))

    def steps(
        self, included: Included, apart: tuple[Included, Included], language: Language
    ) -> tuple[Step, ...]:
        """All steps, in their order; those that did not happen are left out, but for the main ones.

        ``apart`` is what is included of documents, and of events.
        """
        looked, judged = self._looking(language), self._judging(language)
        return (*looked, *judged, *self._deciding(included, *apart))

    def _looking(self, language: Language) -> Iterator[Step]:
        yield Step("changepoints", self.points)
        yield from _some(Step("incomplete", self._outcomes[Outcome.INCOMPLETE]))
        yield from _some(Step("none_found", self._outcomes[Outcome.NONE_FOUND]))
        yield from _some(Step("searches", self._searches))
        for code, count in sorted(self._unanswered.items()):
            yield Step("unanswered", count, reason=cause(code, language))
        yield from _some(self.hits.step("hits"))
        for backend, found in sorted(self._of.items()):
            yield found.step("hits_of", backend)
        yield from _some(self._again.step("duplicates"))
        yield from _some(self._passed.step("not_chosen"))
        yield from _some(self._by_hand.step("by_hand"))
        yield self.addresses.step("addresses")
        for code, lost in sorted(self._lost.items()):
            yield lost.step("lost", cause(code, language))
        yield self.pages.step("pages")
        yield from _some(self._saved.step("saved"))
        yield from _some(self._silent.step("silent"))

    def _judging(self, language: Language) -> Iterator[Step]:
        """Every finding is counted in one of the steps after the first."""
        yield self._judged["findings", ""].step("findings")
        yield from _some(self._judged["reported", ""].step("reported"))
        for code in ("background", "rejected", "insufficient", "unread", "flagged", "consistent"):
            for check in ("", *REJECTING):
                found = self._judged.get((code, check), Distinct())
                reason = word("check", check, language) if check else ""
                if found.count or (not check and code in ("flagged", "consistent")):
                    yield found.step(code, reason)

    def _deciding(
        self, included: Included, documents: Included, events: Included
    ) -> Iterator[Step]:
        rows, things = included
        yield self._decided["reviewed"].step("reviewed")
        for code in ("disagreed", "unknown_publisher", "taken_out", "brought_in"):
            yield from _some(self._decided[code].step(code))
        yield from _some(Step("again", self._decided["listed"].count - rows))
        yield Step("included", rows, things)
        if rows:
            yield Step("included_documents", *documents)
            yield Step("included_events", *events)


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
    if one.decided in (JointDecision.DISPUTED, JointDecision.UNSURE):
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


def _some(step: Step) -> Iterable[Step]:
    return (step,) if step.count else ()
