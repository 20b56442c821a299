"""Dossiers as people decided on them: a person's word stands beside that of the checks, marked.

The claims, verdicts and status change, the policy as it was extracted does not, so the keys of
findings stay what they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from agent.coverage import concluded
from agent.details import Compared, Decided, Elsewhere, Timing, Words
from agent.details import Decision as By
from agent.findings import CUT, DATE_ROLES, Claim, Dossier, Finding, Label, Status, Verdict
from agent.policy import DateRole, PolicyKind
from agent.report.safe import one_line
from agent.store import changepoint_key, finding_key
from agent.store.reviews import (
    NOT_ASKED,
    Correction,
    Decision,
    Review,
    disagree,
    doubts_of,
    standing,
    thing_key,
    verdicts_key,
)
from agent.text.dates import parse_date
from agent.text.fold import locate

PERSON = "person"
"""The check whose verdicts tell what people decided."""
ACCEPTED, CORRECTED, REJECTED = "person.accepted", "person.corrected", "person.rejected"


def as_reviewed(
    dossiers: Iterable[Dossier], reviews: Mapping[str, tuple[Review, ...]]
) -> Iterator[Dossier]:
    """The dossiers with the decisions in force laid over them, each as it is asked for.

    What all reviewers of a finding say alike decides its status: accepted and corrected findings
    are verified, rejected ones rejected; where they differ or are unsure the checks' word stays, and
    so it does where the checks have come to doubt more than those who accepted saw.
    Each finding that somebody decided on has a verdict of the check ``person``. A decision on
    an older version of the same thing is told and decides nothing.

    Args:
        dossiers: as they are stored.
        reviews: decisions in force by finding key (``Reviews.in_force``).
    """
    if not reviews:
        yield from dossiers
        return
    earlier: dict[str, list[Review]] = defaultdict(list)
    for review in chain.from_iterable(reviews.values()):
        earlier[review.thing_key].append(review)
    for dossier in dossiers:
        findings = [_reviewed(one, dossier, reviews, earlier) for one in dossier.findings]
        findings.sort(key=lambda f: f.status.rank)
        yield concluded(dossier.model_copy(update={"findings": tuple(findings)}))


def _reviewed(
    finding: Finding,
    dossier: Dossier,
    reviews: Mapping[str, tuple[Review, ...]],
    earlier: Mapping[str, list[Review]],
) -> Finding:
    point = dossier.changepoint
    if own := reviews.get(finding_key(point, finding), ()):
        return _finding(finding, own, dossier)
    thing = thing_key(changepoint_key(point), finding.policy.url, finding.policy.name.value)
    older = tuple(earlier.get(thing, ()))
    return _told(finding, "person.earlier", older) if older else finding


def _finding(finding: Finding, reviews: tuple[Review, ...], dossier: Dossier) -> Finding:
    if disagree(reviews):
        return _told(finding, "person.disagreement", reviews)
    held = standing(reviews, finding.status, doubts_of(finding))
    if not held:
        return _told(finding, "person.outdated", reviews)
    reviews, first = held, held[0]
    if first.decision is Decision.UNSURE:
        return _told(finding, "person.unsure", reviews)
    if first.decision is Decision.REJECT:
        verdict = _person(finding, REJECTED, Label.REFUTED, reviews)
        return finding.model_copy(
            update={"status": Status.REJECTED, "verdicts": (verdict, *finding.verdicts)}
        )
    return _accepted(finding, reviews, dossier)


def _told(finding: Finding, reason: str, reviews: tuple[Review, ...]) -> Finding:
    verdict = _person(finding, reason, Label.NOT_ENOUGH_INFO, reviews)
    return finding.model_copy(update={"verdicts": (*finding.verdicts, verdict)})


def _person(finding: Finding, reason: str, label: Label, reviews: tuple[Review, ...]) -> Verdict:
    """What people decided, as a verdict."""
    now = verdicts_key(finding)
    decided = Decided(
        decisions=tuple(
            By(who=one_line(r.reviewer), day=r.reviewed_at.date(), decision=r.decision)
            for r in reviews
        ),
        note="；".join(dict.fromkeys(r.note for r in reviews if r.note)),
        fault=next((r.fault for r in reviews if r.fault), ""),
        changed=any(r.seen is not None and r.seen.verdicts != now for r in reviews),
        status=finding.status.value,
    )
    return Verdict(check=PERSON, label=label, reason=reason, detail=decided, open=False)


def _accepted(finding: Finding, reviews: tuple[Review, ...], dossier: Dossier) -> Finding:
    put = reviews[0].corrections
    claims, corrected = _corrected(finding, put, dossier)
    touched = {correction.claim for correction in put}
    verdicts = [
        _settled(verdict, finding, dossier)
        for verdict in finding.verdicts
        if verdict.claim is None or verdict.claim not in touched
    ]
    verdicts += corrected
    status = Status.VERIFIED
    if any(correction.field == "date" for correction in put):
        judged = _window(finding, claims, verdicts, dossier)
        verdicts = [v for v in verdicts if v.check != "window"] + [judged]
        status = _BY_WINDOW[judged.label]
    verdicts.append(_person(finding, ACCEPTED, Label.SUPPORTED, reviews))
    dates = tuple(date for date in finding.dates if date.claim not in touched)
    return finding.model_copy(
        update={"claims": claims, "verdicts": tuple(verdicts), "status": status, "dates": dates}
    )


_BY_WINDOW = {
    Label.SUPPORTED: Status.VERIFIED,
    Label.REFUTED: Status.REJECTED,
    Label.NOT_ENOUGH_INFO: Status.INSUFFICIENT,
}


def _corrected(
    finding: Finding, corrections: tuple[Correction, ...], dossier: Dossier
) -> tuple[tuple[Claim, ...], list[Verdict]]:
    """The claims with a person's values in their places (or behind them), and what vouches.

    A value that stands on another page than the finding's says on which.
    """
    claims = list(finding.claims)
    verdicts = []
    for put in corrections:
        told = {"value": put.value, "quote": put.quote, "source": put.source}
        role = {"role": DateRole(put.role)} if put.role else {}
        place, was = put.claim, ""
        if place is None:
            place = len(claims)
            claims.append(Claim.model_validate({"field": put.field, **told, **role}))
        else:
            was = claims[place].value
            claims[place] = claims[place].model_copy(update={**told, **role})
        verdicts.append(
            Verdict(
                check=put.field,
                label=Label.SUPPORTED,
                reason=CORRECTED,
                claim=place,
                detail=Elsewhere(was=was, page=put.value, url=other)
                if (other := _other_page(finding, put, dossier))
                else Compared(was=was, page=put.value),
                span=put.span,
                source=put.source,
            )
        )
    return tuple(claims), verdicts


def _other_page(finding: Finding, put: Correction, dossier: Dossier) -> str:
    """The address of the page a correction rests on; empty where it is the finding's own."""
    home = dossier.home_of(finding)
    known = (p for p in dossier.pages if any(d.sha256 == put.source for d in p.documents()))
    page = next(known, None)
    return page.url if page is not None and home is not None and page.url != home.url else ""


def _settled(verdict: Verdict, finding: Finding, dossier: Dossier) -> Verdict:
    """The verdict a person's acceptance makes of one that was refuted or open."""
    if verdict.label is Label.SUPPORTED or verdict.reason in NOT_ASKED:
        return verdict
    claim = None if verdict.claim is None else finding.claims[verdict.claim]
    if claim is not None and not finding.policy.source:
        # What only somebody's report says becomes no fact by it: there is no page that says it.
        return verdict
    if claim is not None and claim.field in CUT and not _printable(verdict, claim, dossier):
        return verdict
    detail = (verdict.detail or Words()).model_copy(update={"was": verdict.reason})
    return verdict.model_copy(
        update={"label": Label.SUPPORTED, "reason": ACCEPTED, "detail": detail}
    )


def _printable(verdict: Verdict, claim: Claim, dossier: Dossier) -> bool:
    """A sentence is printed only with words that stand in its page, whoever accepts it."""
    if verdict.label is not Label.REFUTED:
        return False
    page = dossier.page(claim.source)
    return page is not None and locate(claim.quote or claim.value, page.text) is not None


def _window(
    finding: Finding, claims: Sequence[Claim], verdicts: Sequence[Verdict], dossier: Dossier
) -> Verdict:
    """Where the dates that hold after a correction lie: the nearest to the changepoint decides."""
    held = {v.claim for v in verdicts if v.check == "date" and v.label is Label.SUPPORTED}
    roles = DATE_ROLES.get(finding.kind, DATE_ROLES[PolicyKind.POLICY])
    day = dossier.changepoint.date
    dated = [
        (abs((interval.start - day).days), interval, claim)
        for index, claim in enumerate(claims)
        if index in held
        and claim.field == "date"
        and claim.role in roles
        and (interval := parse_date(claim.value)) is not None
    ]
    dated.sort(key=lambda one: (not one[1].overlaps(dossier.window), one[0]))
    if not dated:
        return Verdict(check="window", label=Label.NOT_ENOUGH_INFO, reason="window.unknown")
    _, interval, claim = dated[0]
    inside = interval.overlaps(dossier.window)
    return Verdict(
        check="window",
        label=Label.SUPPORTED if inside else Label.REFUTED,
        reason="window.in" if inside else "window.out",
        detail=Timing(
            role=(claim.role or DateRole.ANY).value,
            date=str(interval),
            days=(interval.start - day).days,
            window=str(dossier.window),
        ),
    )
