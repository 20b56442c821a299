"""Results: what is claimed, what the checks say, what becomes of a finding and of a changepoint."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from pydantic import Field, model_validator

from agent.details import Detail, Told, detail_of, details, retyped
from agent.distances import Distance
from agent.policy import REPORTED, DateRole, Policy, PolicyKind
from agent.records import (
    Changepoint,
    Gap,
    Hit,
    Page,
    Query,
    Record,
    SearchAnswer,
    Span,
    Usage,
    Window,
)

Kind = TypeVar("Kind", bound=Told)


class Label(StrEnum):
    """FEVER's labels (Thorne et al. 2018)."""

    SUPPORTED = "supported"
    REFUTED = "refuted"
    NOT_ENOUGH_INFO = "not_enough_info"


class Status(StrEnum):
    """What becomes of a finding, in the order of every report."""

    VERIFIED = "verified"
    FLAGGED = "flagged"
    INSUFFICIENT = "insufficient"
    REJECTED = "rejected"

    @property
    def rank(self) -> int:
        """Its place: verified, what a person must settle, then what was left out."""
        return tuple(Status).index(self)


class Stage(StrEnum):
    """How far a thing had come on the day of its page: a closed list (阶段).

    ``in_force``, ``ended`` and ``announced`` are of measures and orders, ``done`` of happenings.
    """

    PLANNED = "planned"
    TARGET = "target"
    ANNOUNCED = "announced"
    IN_FORCE = "in_force"
    UNDER_WAY = "under_way"
    DONE = "done"
    ENDED = "ended"
    PUT_OFF = "put_off"
    UNCLEAR = "unclear"


NOT_DONE = frozenset({Stage.PLANNED, Stage.TARGET, Stage.PUT_OFF})
"""Stages of what had not come about when its page told of it."""


class Wording(StrEnum):
    """How a sentence stands to its page (docs/wording.md). Only the first two are what a page says.

    ``page`` is the page's own sentence, printed in the place of one that it was not found to say.
    """

    VERBATIM = "verbatim"
    ABRIDGED = "abridged"
    RETOLD = "retold"
    PAGE = "page"


WORDING_OF = {
    "sentence.verbatim": Wording.VERBATIM,
    "sentence.abridged": Wording.ABRIDGED,
    "entailment.retold": Wording.RETOLD,
    "entailment.supported": Wording.RETOLD,
    "wording.page": Wording.PAGE,
}
"""The reasons by which a sentence's wording is known; the fourth is of dossiers before 29 November 2026."""

SHORTER = "wording.shorter"
"""The reason with which a sentence of the page is given again with parts of it left out, for printing."""


class Outcome(StrEnum):
    """What became of a changepoint: something, nothing, or we could not look."""

    FOUND = "found"
    NONE_FOUND = "none_found"
    INCOMPLETE = "incomplete"


class Claim(Record):
    """One checkable statement of a policy. ``field`` is the schema's name for it."""

    field: str
    value: str
    quote: str | None
    source: str
    role: DateRole | None = None


class Verdict(Record):
    """What one check says of one claim (or, with ``claim`` None, of the whole finding).

    ``reason`` is a code (date.other_role) that report and review word in two languages with
    ``values``, the words of ``detail``. ``span`` lies in the text of the page or attachment ``source``. ``open`` is true
    when a person who reads the page could settle what is not decided.
    """

    check: str
    label: Label
    reason: str
    claim: int | None = None
    detail: Detail | None = None
    span: Span | None = None
    source: str | None = None
    open: bool = True

    @model_validator(mode="before")
    @classmethod
    def _typed(cls, given: Any) -> Any:
        """Stores of versions before 28 November 2026 have the words alone."""
        if not isinstance(given, dict):
            return given
        if "values" in given:
            told = {name: value for name, value in given.items() if name != "values"}
            return told | {"detail": detail_of(told["check"], told["reason"], given["values"])}
        detail = given.get("detail")
        known = retyped(given["check"], given["reason"], detail) if detail else detail
        return given if known is detail else given | {"detail": known}

    @property
    def values(self) -> dict[str, str]:
        """The words that a reason is worded with, by name."""
        return self.detail.as_words() if self.detail else {}


class DateTold(Record):
    """A claimed date that its page gives: the rule by which it was read, where it stands, how far it lies.

    ``rule`` is how the year of a happening was found (stated, sentence, signed, header, dateline), or
    the words for the place in a paper (正文, 落款, 题注); ``text`` are the page's words.
    """

    claim: int
    role: DateRole
    rule: str
    text: str
    source: str
    span: Span | None = None
    distances: tuple[Distance, ...]


class Finding(Record):
    """A policy with its claims, its verdicts and a status.

    ``source_class`` is issuer, government, repost, state_media, media, company, reference or
    unknown. ``kind`` may differ from the policy's: a plan that is only announced is background.
    A finding that somebody else's report told has ``told_in`` (path:line) and ``own``, the verdicts
    on the report's own words; where its page was not read, ``policy.source`` is empty. ``stage`` is
    None in findings of older versions, and where a page is no thing that could come about; ``dates``
    are those that the checks found in the page, empty there too.
    """

    policy: Policy
    kind: PolicyKind
    claims: tuple[Claim, ...]
    verdicts: tuple[Verdict, ...]
    status: Status
    source_class: str = "unknown"
    publisher: str = ""
    told_in: str = ""
    own: tuple[Verdict, ...] = ()
    stage: Stage | None = Field(default=None, exclude_if=lambda told: told is None)
    dates: tuple[DateTold, ...] = Field(default=(), exclude_if=lambda told: not told)

    def of_check(self, check: str) -> tuple[Verdict, ...]:
        """The verdicts of one check."""
        return tuple(v for v in self.verdicts if v.check == check)

    def details(self, kind: type[Kind], check: str = "") -> tuple[Kind, ...]:
        """The details of one type, in order; with ``check`` those of its verdicts alone."""
        own = (v.detail for v in self.verdicts if not check or v.check == check)
        return tuple(details(own, kind))

    def of_claim(self, index: int) -> tuple[Verdict, ...]:
        """The verdicts on one claim."""
        return tuple(v for v in self.verdicts if v.claim == index)

    def label_of_claim(self, index: int) -> Label:
        """The label a claim ends with: refuted beats not enough info beats supported."""
        return weakest(v.label for v in self.of_claim(index))

    def held(self, *fields: str) -> tuple[tuple[int, Claim], ...]:
        """The claims that hold, each with its position; of these fields, or without any of all."""
        return tuple(
            (index, claim)
            for index, claim in enumerate(self.claims)
            if (not fields or claim.field in fields)
            and self.label_of_claim(index) is Label.SUPPORTED
            and self.wording_of(index) is not Wording.RETOLD
        )

    def wording_of(self, index: int) -> Wording | None:
        """How a sentence stands to its page; None where neither the page nor a model bears it.

        A retold sentence that the page's own may stand for is still called retold.
        """
        told = {WORDING_OF[v.reason] for v in self.of_claim(index) if v.reason in WORDING_OF}
        return next((wording for wording in _STRICTEST_FIRST if wording in told), None)

    @property
    def wording(self) -> Wording | None:
        """The loosest wording among its sentences that hold or are retold; None without any."""
        told = {self.wording_of(i) for i, c in enumerate(self.claims) if c.field in CUT}
        return next((wording for wording in reversed(_KEPT) if wording in told), None)


_STRICTEST_FIRST = tuple(Wording)
_KEPT = (Wording.VERBATIM, Wording.ABRIDGED, Wording.RETOLD)


class Provenance(Record):
    """What made the dossier: versions and the hashes of prompts and tables."""

    version: str
    extractor: str
    prompts: dict[str, str] = {}
    tables: dict[str, str] = {}
    readers: dict[str, str] = {}
    invented: bool = False


class Dossier(Record):
    """Everything about one changepoint. ``researched_at`` alone changes when nothing else did.

    ``selected`` are the addresses that were chosen to be opened, best first, and ``best`` those of
    them without which nothing can be concluded (None in dossiers of older versions); ``notes`` tell what an
    extractor gave and could not be used, each with its page.
    """

    format: str = "policy-research-dossier/1"
    changepoint: Changepoint
    window: Window
    researched_at: datetime
    queries: tuple[Query, ...] = ()
    searches: tuple[SearchAnswer, ...] = ()
    hits: tuple[Hit, ...] = ()
    selected: tuple[str, ...] = ()
    best: tuple[str, ...] | None = None
    pages: tuple[Page, ...] = ()
    findings: tuple[Finding, ...] = ()
    gaps: tuple[Gap, ...] = ()
    notes: tuple[str, ...] = ()
    usage: tuple[Usage, ...] = ()
    provenance: Provenance
    outcome: Outcome

    @property
    def is_audit(self) -> bool:
        """True when its findings are a report's items: nothing was searched."""
        return self.provenance.extractor == REPORTED

    def page_of(self, finding: Finding) -> Page | None:
        """The page that a finding rests on; None when none was read, as an audit may have it.

        Raises KeyError when the dossier does not have it.
        """
        found, source = self.page(finding.policy.source), finding.policy.source
        if source and found is None:
            raise KeyError(source)
        return found if source else None

    def home_of(self, finding: Finding) -> Page | None:
        """The page that has the document a finding rests on; None when none was read."""
        source = finding.policy.source
        return next((page for page in self.pages if source and page.document(source)), None)

    def page(self, sha256: str | None) -> Page | None:
        """The page or attachment with these bytes, or None."""
        found = (page.document(sha256) for page in self.pages)
        return next((document for document in found if document), None)

    def with_status(self, status: Status) -> tuple[Finding, ...]:
        """The findings with a status, in order."""
        return tuple(f for f in self.findings if f.status is status)


def claims_of(policy: Policy) -> tuple[Claim, ...]:
    """The checkable statements of a policy, in the order of the report."""
    claims = [_claim("name", policy.name)]
    if policy.document_number:
        claims.append(_claim("document_number", policy.document_number))
    claims += [
        Claim(field="date", value=d.value, quote=d.quote, source=d.source, role=d.role)
        for d in policy.dates
    ]
    claims += [_claim("agency", agency) for agency in policy.agencies]
    if policy.actor:
        claims.append(_claim("actor", policy.actor))
    if policy.status:
        claims.append(_claim("status", policy.status))
    claims += [_claim("content", sentence) for sentence in policy.content]
    claims += [_claim("impact", sentence) for sentence in policy.impact]
    return tuple(claims)


def _claim(field: str, quoted: object) -> Claim:
    value, quote, source = (getattr(quoted, part) for part in ("value", "quote", "source"))
    return Claim(field=field, value=value, quote=quote, source=source)


def weakest(labels: Iterable[Label]) -> Label:
    """Refuted beats not enough info beats supported; nothing at all is not enough info."""
    seen = set(labels)
    if Label.REFUTED in seen:
        return Label.REFUTED
    return Label.SUPPORTED if seen == {Label.SUPPORTED} else Label.NOT_ENOUGH_INFO


REJECTING = ("source", "place", "window", "sector")
"""Checks whose refutation means that the finding is not about this changepoint at all."""

REQUIRED = {
    PolicyKind.POLICY: ("source", "name", "agency", "date", "place", "window"),
    PolicyKind.RECURRING: ("source", "name", "agency", "date", "place", "window"),
    PolicyKind.EVENT: ("source", "name", "date", "place", "window"),
}
"""Checks that must support before a finding of that kind is verified."""

WHERE_CLAIMED = {
    PolicyKind.POLICY: ("recognised",),
    PolicyKind.RECURRING: ("recognised",),
    PolicyKind.EVENT: ("actor", "status", "recognised"),
}
"""Checks of that kind that are required as soon as they have something to judge.

``recognised`` has so where a claim stands in letters that OCR read, and never supports: such a
finding is at best flagged.
"""

DATE_ROLES = {
    PolicyKind.POLICY: (
        DateRole.SIGNED,
        DateRole.ISSUED,
        DateRole.EFFECTIVE,
        DateRole.IN_FORCE,
        DateRole.ANY,
    ),
    PolicyKind.EVENT: (DateRole.OCCURRENCE,),
}
"""Roles of which one date has to be supported; a recurring measure is dated as a policy."""

CUT = ("content", "impact")
"""Fields whose sentences are cut from the report when the page does not say them."""


def status_of(
    kind: PolicyKind,
    claims: tuple[Claim, ...],
    verdicts: tuple[Verdict, ...],
    *,
    reported: bool = False,
) -> Status:
    """The status rule of the checks.

    Rejected when source, place, window or sector is refuted. Background is never more than
    insufficient. Flagged when anything else is refuted, or when a person who reads the page could
    settle every required check that is still open; insufficient when one of them cannot be settled
    so; verified when every required check holds.

    A sentence of content or impact that the page refutes is a slip of who wrote it: of our own
    research it is cut like those that are not decided, and flags only when more than half of the
    finding's sentences slipped. A day that the page has in another role is cut likewise, where a date in a
    role of that kind holds. ``reported``: it is somebody else's report, and the fault is that report's.

    ``date`` holds when one date in a role of that kind is supported (the day an event occurred, a
    date of a policy's paper); every other required check when all its verdicts support.
    """
    refuted = [v for v in verdicts if v.label is Label.REFUTED]
    if any(v.check in REJECTING for v in refuted):
        return Status.REJECTED
    if kind is PolicyKind.BACKGROUND:
        return Status.INSUFFICIENT
    slips = {v.claim for v in refuted if _is_slip(v, claims)}
    sentences = sum(claim.field in CUT for claim in claims)
    forgiven = not reported and len(slips) * 2 <= sentences
    misnamed = not reported and _held("date", kind, claims, verdicts)
    for verdict in refuted:
        slipped = forgiven and _is_slip(verdict, claims)
        if not slipped and not (misnamed and verdict.reason in OTHER_ROLE):
            return Status.FLAGGED
    judged = {v.check for v in verdicts}
    required = REQUIRED[kind] + tuple(c for c in WHERE_CLAIMED.get(kind, ()) if c in judged)
    missing = {check for check in required if not _held(check, kind, claims, verdicts)}
    if not missing:
        return Status.VERIFIED
    undecided = [v for v in verdicts if v.check in missing and v.label is Label.NOT_ENOUGH_INFO]
    settleable = {v.check for v in undecided if v.open}
    return Status.FLAGGED if settleable == missing else Status.INSUFFICIENT


SLIPS = frozenset({"content", "impact", "figure"})
"""Checks that judge one sentence against its page."""


OTHER_ROLE = frozenset({"date.other_role", "date.only_upload"})
"""Reasons of a day that stands in the page, called something else."""


def _is_slip(verdict: Verdict, claims: tuple[Claim, ...]) -> bool:
    """True for a sentence that its page refutes; two figures that cannot both be so are more than that."""
    own = verdict.claim is not None and claims[verdict.claim].field in CUT
    return own and verdict.check in SLIPS and verdict.reason != "figure.item_contradicts"


def _held(
    check: str, kind: PolicyKind, claims: tuple[Claim, ...], verdicts: tuple[Verdict, ...]
) -> bool:
    own = [v for v in verdicts if v.check == check]
    if check == "date":
        roles = DATE_ROLES.get(kind, DATE_ROLES[PolicyKind.POLICY])
        return any(
            v.label is Label.SUPPORTED and v.claim is not None and claims[v.claim].role in roles
            for v in own
        )
    return bool(own) and all(v.label is Label.SUPPORTED for v in own)
