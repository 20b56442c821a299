"""One finding as a person must see it: field by field, and the answers that one key gives."""

from __future__ import annotations

from dataclasses import dataclass
from string import Template

from agent.details import Compared, Elsewhere, Issuer
from agent.findings import CUT, Claim, Dossier, Finding, Label, Status, Verdict
from agent.policy import DateRole
from agent.records import Span
from agent.report.items import questions
from agent.report.provinces import province_told
from agent.report.safe import one_line, shortened
from agent.report.words import Language, word
from agent.review.compared import FROM_ISSUER, about, elsewhere, sentence_at, title_of
from agent.review.queue import NOTES, first_doubt
from agent.review.words import reason_words, role_words, ui
from agent.store.reviews import Correction, Decision
from agent.text.dates import iso, parse_date
from agent.wording import differing_spans, is_nearly

LONGEST_ANSWER = 40
"""Characters of a value that a key is labelled with; of a longer one only what differs is told."""
LONGEST_SENTENCE = 400
"""Characters of a sentence that may take the place of a claimed one: more is a whole paragraph."""


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


def asked(finding: Finding) -> Verdict | None:
    """The verdict a person is asked about first."""
    return first_doubt(finding.status, finding.verdicts)


def question(finding: Finding, dossier: Dossier, language: Language) -> Question:
    """The question of a finding with its answers; of one without a fault, whether it is right."""
    text = ui(language)
    verdict = asked(finding)
    claim = None if verdict is None else verdict.claim
    told = () if finding.status is Status.VERIFIED else _told(finding, verdict, language)
    answers = [Answer("a", Decision.ACCEPT, _accept(verdict, finding, dossier, language))]
    if verdict is not None and (put := suggestion(verdict, finding, dossier)):
        answers.append(Answer("b", Decision.CORRECT, _put(put, verdict, finding, language), put))
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
    notes = {reason_words(v, language) for v in finding.verdicts if v.reason in NOTES}
    every = [one_line(q) for q in questions(finding, language)]
    head = [reason_words(first, language)] if first is not None else []
    rest = sorted(every, key=lambda words: words in notes)
    return tuple(dict.fromkeys([*head, *rest]))


def _accept(verdict: Verdict | None, finding: Finding, dossier: Dossier, language: Language) -> str:
    text = ui(language)
    if verdict is None:
        return text["accept_all"]
    claim = None if verdict.claim is None else finding.claims[verdict.claim]
    point = dossier.changepoint
    values = {
        "province": province_told(point.province, language),
        "sector": word("sector", point.sector, language) if point.sector else "",
        "value": one_line(claim.value) if claim else "",
        "role": role_words(claim.role, language) if claim else "",
    }
    known = text.get(f"accept_{verdict.check}") or text["accept_claim" if claim else "accept_all"]
    return Template(known).safe_substitute(values)


def _put(put: Correction, verdict: Verdict, finding: Finding, language: Language) -> str:
    """What b puts in the place of the claim; of a long sentence only what differs in it."""
    text = ui(language)
    known = "take_issuer" if verdict.reason == FROM_ISSUER else "correct_to"
    told = put.value
    if put.claim is not None and len(told) > LONGEST_ANSWER:
        spans = differing_spans(finding.claims[put.claim].value, told).passage
        told = "…".join(["", *(told[s.start : s.end] for s in spans), ""]) if spans else told
    shown = f"{word('role', put.role, language)} {told}" if put.role else told
    others = {(c.field, c.value) for at, c in enumerate(finding.claims) if at != put.claim}
    if put.claim is not None and put.field == "agency" and (put.field, put.value) in others:
        claimed = one_line(finding.claims[put.claim].value)
        return text["drop"].replace("$claimed", claimed).replace("$value", shown)
    return text[known].replace("$value", shortened(shown, 2 * LONGEST_ANSWER))


def suggestion(verdict: Verdict, finding: Finding, dossier: Dossier) -> Correction | None:
    """The page's own value in place of the claimed one, where the check points at its passage.

    Where another page has it otherwise, its value: the issuer's, where the copy differs from that.
    """
    at = about(verdict, finding)
    if at is None:
        return None
    if verdict.claim is None:
        return _title(verdict, at, finding, dossier)
    claim = finding.claims[at]
    role = claim.role.value if claim.role else ""
    if other := elsewhere(verdict, finding, dossier):
        value = _page_of(verdict)
        return _correction(verdict.claim, (claim.field, value, role), other.page.sha256, other.span)
    if verdict.span is None or not verdict.source:
        return None
    if claim.field in CUT:
        return _sentence(verdict, claim, dossier)
    put = _page_value(verdict, claim)
    if put is None or put == (claim.value, role):
        return None
    return _correction(verdict.claim, (claim.field, *put), verdict.source, verdict.span)


def _correction(claim: int, put: tuple[str, str, str], source: str, span: Span) -> Correction:
    field, value, role = put
    return Correction(
        field=field, claim=claim, value=value, role=role, quote="", source=source, span=span
    )


def _title(verdict: Verdict, at: int, finding: Finding, dossier: Dossier) -> Correction | None:
    """The page's title in the place of a name that is another one by a word."""
    titled = title_of(verdict, finding, dossier)
    if titled is None or not is_nearly(finding.claims[at].value, titled.quote):
        return None
    put = ("name", one_line(titled.quote), "")
    return _correction(at, put, titled.page.sha256, titled.span)


def _sentence(verdict: Verdict, claim: Claim, dossier: Dossier) -> Correction | None:
    """The page's own sentence where a figure or a word of the claimed one is refuted."""
    if verdict.label is not Label.REFUTED or verdict.claim is None or verdict.span is None:
        return None
    page = dossier.page(verdict.source)
    if page is None:
        return None
    found = sentence_at(page, verdict.span)
    value = one_line(found.quote)
    if len(value) > LONGEST_SENTENCE or value == claim.value:
        return None
    return _correction(verdict.claim, (claim.field, value, ""), page.sha256, found.span)


def _page_value(verdict: Verdict, claim: Claim) -> tuple[str, str] | None:
    told = verdict.detail if isinstance(verdict.detail, Compared) else Compared()
    role, page = claim.role.value if claim.role else "", _page_of(verdict)
    other = told.other_role or DateRole.UPLOAD.value
    if verdict.reason == "date.other_role" and other != DateRole.UPLOAD:
        return claim.value, other
    if claim.field == "date":
        found = parse_date(page)
        return (iso(found), role) if found else None
    if claim.field in ("document_number", "agency", "status"):
        return (page, "") if page and "、" not in page else None
    if claim.field == "name" and verdict.reason != "name.only_announced":
        title = one_line(told.title or "")
        return (title, "") if title else None
    return None


def _page_of(verdict: Verdict) -> str:
    """What the page, or another page, has in the place of the claim."""
    told = verdict.detail
    return one_line(told.page or "") if isinstance(told, Compared | Elsewhere | Issuer) else ""
