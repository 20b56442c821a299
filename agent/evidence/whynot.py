"""Where something that a researcher knows of was lost: never found, not opened, not read, not taken, refused.

It is known by its address, its document number, or its title. What a stored dossier holds is enough:
nothing is asked again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from agent.findings import Dossier, Finding, Status
from agent.policy import PolicyKind
from agent.records import Hit, Page
from agent.text.document_numbers import normalise_document_number
from agent.text.fold import fold
from agent.text.names import core_name
from agent.text.urls import url_identity

SHORTEST = 4
"""Characters of a title below which it would be found everywhere."""


class Stage(StrEnum):
    """How far it came, in the order of the flow."""

    NOT_FOUND = "not_found"
    NOT_CHOSEN = "not_chosen"
    NOT_READ = "not_read"
    NOT_TAKEN = "not_taken"
    REFUSED = "refused"
    BACKGROUND = "background"
    SAME = "same"
    LISTED = "listed"

    @property
    def rank(self) -> int:
        """Its place in the flow."""
        return tuple(Stage).index(self)


@dataclass(frozen=True)
class Answer:
    """What became of it at one changepoint.

    ``finding`` is the one it became; ``cause`` and ``detail`` are those of a gap. ``place`` is its
    place among ``of`` ranked hits, of which ``opened`` were chosen; ``found_by`` names the search.
    """

    dossier: Dossier
    stage: Stage
    url: str = ""
    finding: Finding | None = None
    cause: str = ""
    detail: str = ""
    place: int = 0
    of: int = 0
    found_by: str = ""

    @property
    def opened(self) -> int:
        """How many addresses were chosen to be opened."""
        return len(self.dossier.selected)


@dataclass(frozen=True)
class Wanted:
    """What is looked for: ``identity`` of an address, ``number``, or ``title`` folded and bare."""

    text: str
    identity: str = ""
    number: str = ""
    title: str = ""

    @classmethod
    def of(cls, text: str) -> Wanted:
        """An address, a document number (晋政发〔2022〕29号), or else a title."""
        asked = text.strip()
        if asked.lower().startswith(("http://", "https://")):
            return cls(asked, identity=url_identity(asked))
        if number := normalise_document_number(asked):
            return cls(asked, number=number)
        bare = fold(core_name(asked) or asked).text
        return cls(asked, title=bare if len(bare) >= SHORTEST else "")

    def is_at(self, url: str) -> bool:
        """True for its own address."""
        return bool(self.identity) and url_identity(url) == self.identity

    def names(self, title: str, number: str = "") -> bool:
        """True for a title, or a number, that is its own."""
        if self.number and number:
            return normalise_document_number(number) == self.number
        return bool(self.title) and self.title in fold(title).text


def why_not(dossier: Dossier, wanted: Wanted, ranked: Callable[[Dossier], Sequence[Hit]]) -> Answer:
    """How far it came at a changepoint: the furthest of all addresses it stands at.

    Args:
        dossier: as it is stored.
        wanted: what is looked for.
        ranked: all hits of a dossier in the order in which they would be opened.
    """
    answers = [*_findings(dossier, wanted), *_pages(dossier, wanted), *_gaps(dossier, wanted)]
    if answers:
        return max(answers, key=lambda answer: answer.stage.rank)
    return next(_hits(dossier, wanted, ranked), Answer(dossier, Stage.NOT_FOUND))


def _findings(dossier: Dossier, wanted: Wanted) -> list[Answer]:
    found = []
    for finding in dossier.findings:
        policy = finding.policy
        number = policy.document_number.value if policy.document_number else ""
        if wanted.is_at(policy.url) or wanted.names(policy.name.value, number):
            found.append(Answer(dossier, _stage(finding), policy.url, finding))
    return found


def _stage(finding: Finding) -> Stage:
    if finding.kind is PolicyKind.BACKGROUND:
        return Stage.BACKGROUND
    if finding.status in (Status.REJECTED, Status.INSUFFICIENT):
        return Stage.REFUSED
    again = any(verdict.reason == "across.duplicate" for verdict in finding.verdicts)
    return Stage.SAME if again else Stage.LISTED


def _pages(dossier: Dossier, wanted: Wanted) -> list[Answer]:
    """Pages that were read and became nothing."""
    return [
        Answer(dossier, Stage.NOT_TAKEN, page.url, detail=_said_of(dossier, page))
        for page in dossier.pages
        if wanted.is_at(page.url) or wanted.is_at(page.answered_url) or _is_of(page, wanted)
    ]


def _is_of(page: Page, wanted: Wanted) -> bool:
    number = page.meta.document_number
    return wanted.names(page.title, number.value if number else "")


def _said_of(dossier: Dossier, page: Page) -> str:
    """What was noted of a page that became nothing."""
    notes = [note for note in dossier.notes if note.startswith(page.url)]
    gaps = [f"{g.cause}: {g.detail}" for g in dossier.gaps if g.target == page.url]
    return "; ".join([*gaps, *notes][:3])


def _gaps(dossier: Dossier, wanted: Wanted) -> list[Answer]:
    titles = {url_identity(hit.url): hit.title for hit in dossier.hits}
    found = []
    for gap in dossier.gaps:
        if gap.stage not in ("fetch", "read", "extract"):
            continue
        title = titles.get(url_identity(gap.target), "")
        if wanted.is_at(gap.target) or (title and wanted.names(title)):
            found.append(
                Answer(dossier, Stage.NOT_READ, gap.target, cause=gap.cause, detail=gap.detail)
            )
    return found


def _hits(
    dossier: Dossier, wanted: Wanted, ranked: Callable[[Dossier], Sequence[Hit]]
) -> Iterator[Answer]:
    order = ranked(dossier)
    for place, hit in enumerate(order, start=1):
        quoted = wanted.number and wanted.number in (normalise_document_number(hit.snippet) or "")
        if wanted.is_at(hit.url) or wanted.names(hit.title) or quoted:
            yield Answer(
                dossier,
                Stage.NOT_CHOSEN,
                hit.url,
                place=place,
                of=len(order),
                found_by=hit.backend,
            )
