"""One finding as a person must see it: field by field, and the answers that one key gives."""

from __future__ import annotations

from dataclasses import dataclass
from string import Template

from agent.findings import CUT, Claim, Dossier, Finding, Label, Status, Verdict
from agent.policy import DateRole
from agent.report.finding_view import About, FindingView
from agent.report.items import questions
from agent.report.safe import one_line
from agent.report.words import Language, reason, word
from agent.review.queue import NOTES
from agent.review.words import ui
from agent.store.reviews import Correction, Decision
from agent.text.dates import iso, parse_date


@dataclass(frozen=True)
class Reason:
    """What one check says. ``anchor`` is the passage it points at, empty when it points at none."""

    check: str
    label: Label
    words: str
    anchor: str
    source: str


@dataclass(frozen=True)
class Field:
    """A claim with what the checks say of it, or (``claim`` None) a check of the whole finding."""

    claim: int | None
    field: str
    value: str
    role: str
    label: Label
    quote: str
    reasons: tuple[Reason, ...]

    @property
    def is_cut(self) -> bool:
        """True for a sentence that the report leaves out, which nobody is asked about."""
        return self.field in CUT and self.label is Label.NOT_ENOUGH_INFO


@dataclass(frozen=True)
class Answer:
    """What a key decides; a correction brings its passage along."""

    key: str
    decision: Decision
    words: str
    correction: Correction | None = None


@dataclass(frozen=True)
class Question:
    """What a person is asked. ``fault`` is the check it is about, ``claim`` the claim."""

    words: tuple[str, ...]
    fault: str
    claim: int | None
    answers: tuple[Answer, ...]


def fields(view: FindingView, language: Language) -> tuple[Field, ...]:
    """The claims in order, then what was checked of the finding as a whole."""
    return tuple(_field(judged, language) for judged in view.judged)


def _field(judged: About, language: Language) -> Field:
    claim = judged.claim
    return Field(
        claim=judged.position,
        field=judged.name,
        value=one_line(claim.value) if claim else "",
        role=_role(claim.role, language) if claim else "",
        label=judged.label,
        quote=one_line(claim.quote or "") if claim else "",
        reasons=tuple(_reason(at, verdict, language) for at, verdict in judged.said),
    )


def _role(role: DateRole | None, language: Language) -> str:
    """The word of a role; none where any would do."""
    return word("role", role.value, language) if role and role is not DateRole.ANY else ""


def _reason(index: int, verdict: Verdict, language: Language) -> Reason:
    anchor = f"v{index}" if verdict.span is not None and verdict.source else ""
    words = one_line(reason(verdict, language))
    return Reason(verdict.check, verdict.label, words, anchor, verdict.source or "")


def asked(finding: Finding) -> Verdict | None:
    """The verdict a person is asked about first: refuted, else what reading the page settles.

    None for a verified finding: what it leaves open nobody must settle.
    """
    if finding.status is Status.VERIFIED:
        return None
    refuted = [v for v in finding.verdicts if v.label is Label.REFUTED]
    undecided = [
        v for v in finding.verdicts if v.label is Label.NOT_ENOUGH_INFO and v.check not in CUT
    ]
    undecided = [v for v in undecided if v.reason not in NOTES] or undecided
    either = refuted or [v for v in undecided if v.open] or undecided
    return either[0] if either else None


def question(finding: Finding, dossier: Dossier, language: Language) -> Question:
    """The question of a finding with its answers; of one without a fault, whether it is right."""
    text = ui(language)
    verdict = asked(finding)
    claim = None if verdict is None else verdict.claim
    told = () if finding.status is Status.VERIFIED else _told(finding, verdict, language)
    answers = [Answer("a", Decision.ACCEPT, _accept(verdict, finding, dossier, language))]
    if verdict is not None and (put := suggestion(verdict, finding)):
        shown = f"{word('role', put.role, language)} {put.value}" if put.role else put.value
        answers.append(
            Answer("b", Decision.CORRECT, text["correct_to"].replace("$value", shown), put)
        )
    answers += [
        Answer("r", Decision.REJECT, text["reject"]),
        Answer("u", Decision.UNSURE, text["unsure"]),
    ]
    return Question(
        words=told or (text["ask_right"],),
        fault=verdict.check if verdict else "",
        claim=claim,
        answers=tuple(answers),
    )


def _told(finding: Finding, first: Verdict | None, language: Language) -> tuple[str, ...]:
    """All that is open: what is asked about first, what only says that nothing was read last."""
    notes = {one_line(reason(v, language)) for v in finding.verdicts if v.reason in NOTES}
    every = [one_line(q) for q in questions(finding, language)]
    head = [one_line(reason(first, language))] if first is not None else []
    rest = sorted(every, key=lambda words: words in notes)
    return tuple(dict.fromkeys([*head, *rest]))


def _accept(verdict: Verdict | None, finding: Finding, dossier: Dossier, language: Language) -> str:
    text = ui(language)
    if verdict is None:
        return text["accept_all"]
    claim = None if verdict.claim is None else finding.claims[verdict.claim]
    point = dossier.changepoint
    sector = word("sector", point.sector, language) if point.sector else ""
    values = {
        "province": point.province,
        "sector": sector,
        "value": one_line(claim.value) if claim else "",
        "role": _role(claim.role, language) if claim else "",
    }
    known = text.get(f"accept_{verdict.check}") or text["accept_claim" if claim else "accept_all"]
    return Template(known).safe_substitute(values)


def suggestion(verdict: Verdict, finding: Finding) -> Correction | None:
    """The page's own value in place of the claimed one, where the check points at its passage."""
    if verdict.claim is None or verdict.span is None or not verdict.source:
        return None
    claim = finding.claims[verdict.claim]
    put = _page_value(verdict, claim)
    if put is None or put == (claim.value, claim.role.value if claim.role else ""):
        return None
    value, role = put
    return Correction(
        field=claim.field,
        claim=verdict.claim,
        value=value,
        role=role,
        quote="",
        source=verdict.source,
        span=verdict.span,
    )


def _page_value(verdict: Verdict, claim: Claim) -> tuple[str, str] | None:
    told = verdict.values
    role = claim.role.value if claim.role else ""
    other = told.get("other_role", DateRole.UPLOAD.value)
    if verdict.reason == "date.other_role" and other != DateRole.UPLOAD:
        return claim.value, other
    if claim.field == "date":
        found = parse_date(told.get("page", ""))
        return (iso(found), role) if found else None
    if claim.field in ("document_number", "agency", "status"):
        page = one_line(told.get("page", ""))
        return (page, "") if page and "、" not in page else None
    if claim.field == "name" and verdict.reason != "name.only_announced":
        title = one_line(told.get("title", ""))
        return (title, "") if title else None
    return None
