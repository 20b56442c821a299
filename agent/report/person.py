"""What people decided on a finding, in words: marks beside what the checks say."""

from __future__ import annotations

from agent.details import Decided, Elsewhere
from agent.findings import Finding, Status, Verdict
from agent.report.publisher import UNKNOWN, is_nobodys
from agent.report.reviewed import ACCEPTED, CORRECTED, PERSON, REJECTED
from agent.report.safe import one_line
from agent.report.words import Language, reason, say, word


def refutation(verdict: Verdict, language: Language) -> str:
    """Why; of a person's rejection who, when, about what and with which note."""
    if verdict.reason != REJECTED:
        return reason(verdict, language)
    decided = decided_in(verdict)
    about = word("check", decided.fault, language) if decided.fault else ""
    told = [part for part in (people(verdict, language), about, one_line(decided.note)) if part]
    return say("rejected_by_a_person", language, told=" · ".join(told))


def decided_in(verdict: Verdict) -> Decided:
    """What people decided, as a verdict of the check ``person`` has it."""
    return verdict.detail if isinstance(verdict.detail, Decided) else Decided()


def people(verdict: Verdict, language: Language) -> str:
    """Who decided and when; what each decided, where they differ."""
    rows = decided_in(verdict).decisions
    differ = len({one.decision for one in rows}) > 1
    told = (
        [one_line(one.who), str(one.day)]
        + ([word("decision", one.decision, language)] if differ else [])
        for one in rows
    )
    return say("stop", language).join(say("listed", language).join(one) for one in told)


def status_words(finding: Finding, language: Language) -> str:
    """What a listed finding is called: 人工核定 when it is listed for a person's word, else theirs.

    Of a page whose publisher nobody knows it is said that it agrees with that page, and no more.
    """
    if is_nobodys(finding):
        return word("status", UNKNOWN, language)
    corrected = any(v.reason == CORRECTED for v in finding.verdicts)
    for verdict in finding.of_check(PERSON):
        if verdict.reason == ACCEPTED and (
            corrected or decided_in(verdict).status != Status.VERIFIED
        ):
            return word("status", "verified_by_person", language)
    return word("status", finding.status.value, language)


def check_mark(finding: Finding, check: str, language: Language) -> str:
    """A mark behind a check that a person settled."""
    if not any(v.reason in (ACCEPTED, CORRECTED) for v in finding.of_check(check)):
        return ""
    return say("by_a_person", language)


def person_line(finding: Finding, language: Language) -> str:
    """What people decided on a finding, who and when; 未核 when nobody did."""
    found = finding.of_check(PERSON)
    if not found:
        return say("not_yet", language)
    (verdict,) = found
    key = verdict.reason.removeprefix("person.")
    if key == "accepted" and any(v.reason == CORRECTED for v in finding.verdicts):
        key = "corrected"
    told, who = word("person", key, language), people(verdict, language)
    if decided_in(verdict).changed and key != "outdated":
        who += say("stop", language) + word("person", "changed", language)
    return told + say("brackets", language, words=who)


def correction(finding: Finding, claim: int, language: Language) -> str:
    """A mark behind a value that a person put in place of another, with what stood there before.

    Where it stands on another page than the finding's, that page is named.
    """
    put = next((v for v in finding.of_claim(claim) if v.reason == CORRECTED), None)
    if put is None:
        return ""
    was = one_line(put.detail.was or "" if put.detail else "")
    if isinstance(put.detail, Elsewhere) and put.detail.url:
        url = one_line(put.detail.url)
        return say("corrected_elsewhere", language, was=was or "-", url=url)
    return say("corrected_from", language, was=was) if was else say("added", language)
