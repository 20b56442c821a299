"""What may be told of a finding, computed once from the finding and its page; every format words it.

Facts are the claims that hold. What the page does not say stands apart (``open``), and sentences of
it are cut.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import NamedTuple

from agent.details import Compared, Issuer, Judged, details
from agent.distances import Distance
from agent.findings import (
    CUT,
    SHORTER,
    WORDING_OF,
    Claim,
    Dossier,
    Finding,
    Label,
    Verdict,
    Wording,
    weakest,
)
from agent.lazy import cached_property, lazy_pattern
from agent.policy import DateRole
from agent.records import Page, Span
from agent.report.distances import distances_of
from agent.report.safe import one_line
from agent.text.fold import contains, locate
from agent.wording.leads import without_number

_ROLES = tuple(DateRole)
DATE_COLUMNS = {
    DateRole.SIGNED: "date_signed",
    DateRole.ISSUED: "date_issued",
    DateRole.EFFECTIVE: "date_effective",
    DateRole.IN_FORCE: "date_in_force",
    DateRole.OCCURRENCE: "date_occurrence",
    DateRole.ANY: "date_other",
}
"""The columns of tables in which dates stand by their role."""


def _role(claim: Claim) -> DateRole:
    return claim.role or DateRole.ANY


LONGEST_QUOTE = 300
"""Characters of a quote that is printed beside a sentence."""
MOST_SENTENCES = 5
"""Sentences of content and impact that a report prints of a finding."""
_LEAST_IMPACT = 2
"""Of these, those that are kept for impact where there are so many."""
NOT_SAID = frozenset(
    {"quote.not_found", "sentence.absent", "entailment.not_said", "entailment.quote_not_found"}
)
"""Reasons for which a sentence is cut because the page says nothing of the kind."""
_STANDING_IN = (Wording.RETOLD, Wording.PAGE)
_OWN = (Wording.VERBATIM, Wording.PAGE)
_CELL = "|"
_STOPS_TWICE = lazy_pattern("[.．]{1,3}(?=[。；，])")
"""The full stop that a page writes as a point, before the one that is put behind what was shortened."""


class Told(NamedTuple):
    """A claim and its position in the finding."""

    position: int
    claim: Claim


class Printed(NamedTuple):
    """A sentence as it is printed: its claim's position, its words, those it rests on, its wording.

    ``wording`` is None for a sentence that only a person accepted.
    """

    position: int
    text: str
    quote: str
    wording: Wording | None


def _first(sentences: tuple[Printed, ...], room: int) -> tuple[Printed, ...]:
    """As many as there is room for, in their order: what has a figure before what has none, retold ones last."""
    ranked = sorted(sentences, key=_rank)[:room]
    return tuple(one for one in sentences if one in ranked)


def _rank(sentence: Printed) -> tuple[bool, bool]:
    plain = not any(character.isdigit() for character in without_number(sentence.text))
    return sentence.wording is Wording.RETOLD, plain


def _bare(sentence: str) -> str:
    """A sentence without its number in a list and the stop behind it."""
    return without_number(sentence).rstrip("。；")


class Passage(NamedTuple):
    """Where a document has something: ``quote`` is what stands at ``span`` in the text of ``page``."""

    page: Page
    span: Span

    @classmethod
    def of(cls, words: str, page: Page | None) -> Passage | None:
        """Where words stand in a document; None where they do not."""
        span = locate(words, page.text) if page else None
        return cls(page, span) if page and span else None

    @property
    def quote(self) -> str:
        """The passage, word for word."""
        return self.page.text[self.span.start : self.span.end]


class About(NamedTuple):
    """A claim, or (``claim`` None) a check of the whole finding, with all that is said of it.

    ``name`` is the claim's field or the check; ``said`` has the verdicts with their positions, and
    ``label`` what they come to.
    """

    name: str
    position: int | None
    claim: Claim | None
    label: Label
    said: tuple[tuple[int, Verdict], ...]


WHOLE = ("source", "name", "place", "window", "sector", "publisher", "triangle", "across")
"""Checks in the order in which what they say of the whole finding is told."""


@dataclass(frozen=True)
class ClaimsView:
    """The claims of a finding and what is said of them; an item of a report need be of no dossier."""

    finding: Finding

    @cached_property
    def held(self) -> tuple[Told, ...]:
        """The claims that may be printed as what the source says."""
        return tuple(Told(*told) for told in self.finding.held())

    @cached_property
    def open(self) -> tuple[Told, ...]:
        """The claims that may not."""
        held = {told.position for told in self.held}
        claims = enumerate(self.finding.claims)
        return tuple(Told(*told) for told in claims if told[0] not in held)

    @cached_property
    def disputed(self) -> tuple[Told, ...]:
        """The dates that the page supports, and that do not hold because another page has others."""
        checks = {(v.check, v.label is Label.SUPPORTED, v.claim) for v in self.finding.verdicts}
        return tuple(
            told
            for told in self.open
            if ("date", True, told.position) in checks
            and ("across", False, told.position) in checks
        )

    @cached_property
    def cut(self) -> tuple[Told, ...]:
        """The sentences that are cut: the page was not found to say them, and no other stands for them."""
        return tuple(
            told
            for told in self.open
            if told.claim.field in CUT
            and self.finding.wording_of(told.position) not in _STANDING_IN
        )

    def of_fields(self, *fields: str) -> tuple[Told, ...]:
        """The claims of these fields that hold."""
        return tuple(told for told in self.held if told.claim.field in fields)

    def values(self, field: str, role: DateRole | None = None) -> tuple[str, ...]:
        """The values of a field that hold, each once; of dates those of a role."""
        told = (t.claim for t in self.of_fields(field) if role in (None, _role(t.claim)))
        return tuple(dict.fromkeys(one_line(claim.value) for claim in told))

    @cached_property
    def judged(self) -> tuple[About, ...]:
        """The claims in order, then each check of the whole finding, with what is said of them."""
        said: dict[int | str, list[tuple[int, Verdict]]] = defaultdict(list)
        for at, verdict in enumerate(self.finding.verdicts):
            said[verdict.check if verdict.claim is None else verdict.claim].append((at, verdict))
        checks = [name for name in said if isinstance(name, str)]
        checks.sort(key=lambda name: WHOLE.index(name) if name in WHOLE else len(WHOLE))
        named = [*((c.field, at, c) for at, c in enumerate(self.finding.claims))]
        return tuple(
            About(name, at, claim, weakest(v.label for _, v in own), tuple(own))
            for name, at, claim in (*named, *((check, None, None) for check in checks))
            for own in [said[name if at is None else at]]
        )

    @property
    def level(self) -> str | None:
        """The level of who issued or acted: central, provincial, municipal, county."""
        return next((i.level for i in self.finding.details(Issuer) if i.level), None)

    @property
    def grade(self) -> str | None:
        """How it stands to the sector: direct, umbrella, upstream, none; or another reason's code."""
        reasons = (v.reason for v in self.finding.of_check("sector"))
        return next((r.removeprefix("sector.") for r in reasons if r.startswith("sector.")), None)

    def tense(self, index: int) -> str:
        """target, estimate or report, as what is said of a sentence has it; empty for neither."""
        told = tuple(verdict.detail for verdict in self.finding.of_claim(index))
        both: list[Compared | Judged] = [*details(told, Compared), *details(told, Judged)]
        tense = next((detail.tense for detail in both if detail.tense), "")
        return tense or ("target" if any(detail.target for detail in both) else "")

    def quote(self, index: int) -> str:
        """The words that a claim rests on: as a model pointed at them, or as they were given."""
        borne = (
            v for v in self.finding.of_claim(index) if WORDING_OF.get(v.reason) is Wording.RETOLD
        )
        judged = next(details((v.detail for v in borne), Judged), Judged())
        return judged.quote or self.finding.claims[index].quote or ""


@dataclass(frozen=True)
class FindingView(ClaimsView):
    """A finding of a dossier. ``page`` is the document it rests on, None where none was read."""

    dossier: Dossier

    @cached_property
    def page(self) -> Page | None:
        """The document it rests on."""
        return self.dossier.page_of(self.finding)

    @property
    def why_cut(self) -> tuple[tuple[str, int], ...]:
        """Why sentences were cut, and how many: differs from the page, not_said, or unsettled."""
        told = Counter(self._why_cut(position) for position, _ in self.cut)
        return tuple((why, told[why]) for why in ("not_said", "differs", "unsettled") if told[why])

    def _why_cut(self, position: int) -> str:
        verdicts = self.finding.of_claim(position)
        if any(v.label is Label.REFUTED for v in verdicts):
            return "differs"
        own = self.finding.claims[position].field
        said = any(v.reason in NOT_SAID for v in verdicts if v.check == own)
        return "not_said" if said else "unsettled"

    def table_head(self, told: Printed) -> str:
        """The first row of the table in which a printed row stands, where it says what the cells are."""
        verdicts = self.finding.of_claim(told.position)
        place = next(filter(None, map(self._place, verdicts)), None)
        if _CELL not in told.text or place is None:
            return ""
        document, span = place
        above = document.text[: span.start].rpartition("\n")[0].split("\n")
        table = [*takewhile(lambda line: _CELL in line, reversed(above))]
        head = table[-1] if table else ""
        alike = head.count(_CELL) == told.text.count(_CELL)
        return one_line(head) if alike and not any(map(str.isdigit, head)) else ""

    @property
    def left_over(self) -> int:
        """How many sentences hold and are not printed, for want of room."""
        every = sum(len(self.sentences[field]) for field in CUT)
        return every - sum(len(self.summaries[field]) for field in CUT)

    @cached_property
    def summaries(self) -> dict[str, tuple[Printed, ...]]:
        """The sentences of content and impact that a report prints: at most five of both together.

        What the page itself says comes before what is only retold, and is told shorter where it may be.
        """
        content, impact = (self._told_once(self.sentences[field]) for field in CUT)
        effects = min(len(impact), max(_LEAST_IMPACT, MOST_SENTENCES - len(content)))
        rooms = MOST_SENTENCES - effects, effects
        return {
            field: tuple(self._shortened(one) for one in _first(sentences, room))
            for field, sentences, room in zip(CUT, (content, impact), rooms, strict=True)
        }

    def _told_once(self, sentences: tuple[Printed, ...]) -> tuple[Printed, ...]:
        """Without what is retold of a sentence that is printed itself."""
        every = (one for field in CUT for one in self.sentences[field])
        own = {_bare(one.text) for one in every if one.wording in _OWN}
        return tuple(
            one
            for one in sentences
            if one.wording is not Wording.RETOLD or _bare(one.quote) not in own
        )

    def _shortened(self, whole: Printed) -> Printed:
        """A sentence of the page with its less telling parts left out, where the checks gave one."""
        told = (v.detail for v in self.finding.of_claim(whole.position) if v.reason == SHORTER)
        text = next((one.text for one in details(told, Compared) if one.text), "")
        if not text or whole.wording not in _OWN:
            return whole
        text = _STOPS_TWICE.sub("", one_line(text))
        # What a model quoted may be more than what it kept of it.
        quote = whole.quote if contains(whole.quote, _bare(whole.text)) else whole.text
        return Printed(whole.position, text, quote, Wording.ABRIDGED)

    @cached_property
    def sentences(self) -> dict[str, tuple[Printed, ...]]:
        """What is printed of content and impact, in order: what holds, what is retold, the page's own.

        Retold sentences are no facts (``Wording.RETOLD``): tables of facts leave them out.
        """
        return {field: tuple(self._printed(field)) for field in CUT}

    def _printed(self, field: str) -> Iterator[Printed]:
        held = {told.position for told in self.held}
        for index, claim in enumerate(self.finding.claims):
            if claim.field != field:
                continue
            wording = self.finding.wording_of(index)
            if index not in held and wording not in _STANDING_IN:
                continue
            own = self.located(index, "wording") if wording is Wording.PAGE else ""
            abridged = self._bearing(index) if wording is Wording.ABRIDGED else ""
            quote = own or abridged or self.quote(index) or self.located(index)
            yield Printed(index, one_line(own or claim.value), one_line(quote), wording)

    @cached_property
    def distances(self) -> tuple[Distance, ...]:
        """How far each date that holds lies from the changepoint, in the order of the roles."""
        dated = sorted(self.of_fields("date"), key=lambda told: _ROLES.index(_role(told.claim)))
        point = self.dossier.changepoint
        return tuple(
            dict.fromkeys(one for told in dated for one in distances_of(told.claim, point))
        )

    def _bearing(self, index: int) -> str:
        """The words that bear an abridged sentence: its own quote where that is no less of the page."""
        located, quote = self.located(index), self.finding.claims[index].quote or ""
        whole = len(quote) <= LONGEST_QUOTE and contains(quote, located)
        return quote if whole and self.page and contains(self.page.text, quote) else located

    def located(self, index: int, check: str = "") -> str:
        """The words of the page that the claim's own check (or another) points at; empty where at none."""
        own = check or self.finding.claims[index].field
        for verdict in self.finding.of_claim(index):
            if verdict.check == own and (place := self._place(verdict)):
                return place.quote
        return ""

    def passage(self, index: int) -> str:
        """The page's sentences around what a sentence was held against; empty where nothing was found."""
        # Reading facts of a page takes the readers' tables, which most reports never ask for.
        from agent.facts.document import facts_of  # noqa: PLC0415

        for verdict in self.finding.of_claim(index):
            if place := self._place(verdict):
                document, span = place
                touched = [one.span for one in facts_of(document).sentences_touching(span)]
                if touched:
                    return document.text[touched[0].start : touched[-1].end]
        return ""

    def _place(self, verdict: Verdict) -> Passage | None:
        """Where a verdict points at."""
        document = self.page.document(verdict.source) if self.page else None
        return Passage(document, verdict.span) if document and verdict.span else None
