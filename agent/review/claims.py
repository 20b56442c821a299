"""Decisions as data: claims with labels for others, and a regression set for our own checks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from agent.findings import CUT, Label
from agent.review.desk import Case, Desk
from agent.review.queue import Entry
from agent.store.reviews import Decision, Review, disagree, standing


def decided(
    desk: Desk, entries: Sequence[Entry], held: Mapping[str, tuple[Review, ...]]
) -> Iterator[tuple[Case, Review]]:
    """The findings that reviewers decided on and do not differ about, with the first decision that stands."""
    for entry in entries:
        row, reviews = entry.row, held.get(entry.row.finding_key, ())
        left = standing(reviews, row.status, row.doubts)
        if left and not disagree(reviews):
            yield desk.case(row.finding_key), left[0]


def labelled(case: Case, review: Review) -> Iterator[dict[str, Any]]:
    """What a decision says of single claims, in the words of fact checking data sets.

    Each has ``source`` (the sha256 of the page), ``claim``, ``label`` (whether the page supports it),
    ``label3``, ``kind`` and what it was made from. A rejection speaks of the check it names.
    """
    finding = case.finding
    name = finding.policy.name.value
    for index, claim in enumerate(finding.claims):
        label = _label(case, review, index)
        if label is None or not claim.source:
            continue
        told = _told(claim.field, claim.value, claim.role, name)
        yield _line(case, review, f"{index}", (claim.field, told, label, claim.source))
    for number, fresh in enumerate(review.corrections):
        before = finding.claims[fresh.claim].role if fresh.claim is not None else ""
        told = _told(fresh.field, fresh.value, fresh.role or before, name)
        line = _line(case, review, f"c{number}", (fresh.field, told, True, fresh.source))
        yield {**line, "span": fresh.quote}


def _label(case: Case, review: Review, index: int) -> bool | None:
    finding = case.finding
    judged = finding.label_of_claim(index)
    if review.decision in (Decision.ACCEPT, Decision.CORRECT):
        if any(c.claim == index for c in review.corrections):
            return False
        asked = any(v.open and v.check not in CUT for v in finding.of_claim(index))
        return True if judged is not Label.NOT_ENOUGH_INFO or asked else None
    if review.decision is Decision.REJECT and finding.claims[index].field == review.fault:
        return False
    return None


def _told(field: str, value: str, role: object, name: str) -> str:
    roles = {
        "signed": "成文日期",
        "issued": "印发日期",
        "effective": "施行日期",
        "in_force": "有效期",
        "occurrence": "发生日期",
    }
    if field == "date":
        return f"《{name}》的{roles.get(str(role), '日期')}是{value}。"
    forms = {
        "name": f"网页是《{value}》。",
        "agency": f"《{name}》的发文机关是{value}。",
        "document_number": f"《{name}》的发文字号是{value}。",
        "actor": f"“{name}”的主体是{value}。",
        "status": f"“{name}”的状态是{value}。",
    }
    return forms.get(field, value)


def _line(
    case: Case, review: Review, number: str, told: tuple[str, str, bool, str]
) -> dict[str, Any]:
    field, claim, label, source = told
    return {
        "source": source,
        "id": f"{case.row.finding_key.removeprefix('s1:')[:16]}-{number}",
        "claim": claim,
        "label": label,
        "label3": "supported" if label else "refuted",
        "kind": f"review_{field}",
        "url": case.row.url,
        "reviewer": review.reviewer,
        "decision": review.decision.value,
    }


def regression(case: Case, review: Review) -> dict[str, Any]:
    """A finding with its page and what a person decided: all that the checks need to judge anew."""
    finding, dossier = case.finding, case.dossier
    page = dossier.page_of(finding)
    return {
        "id": case.row.finding_key,
        "changepoint": dossier.changepoint.model_dump(mode="json"),
        "window": dossier.window.model_dump(mode="json"),
        "policy": finding.policy.model_dump(mode="json"),
        "page": page.model_dump(mode="json") if page else None,
        "status": finding.status.value,
        "decision": review.decision.value,
        "fault": review.fault,
        "corrections": [c.model_dump(mode="json") for c in review.corrections],
        "labels": {
            str(index): label
            for index in range(len(finding.claims))
            if (label := _label(case, review, index)) is not None
        },
    }


def sources(cases: Iterable[Case]) -> Iterator[dict[str, str]]:
    """The texts that the claims are about, each page once."""
    seen: set[str] = set()
    for case in cases:
        for page in case.documents:
            if page.sha256 not in seen:
                seen.add(page.sha256)
                yield {"source": page.sha256, "text": page.text}


def json_lines(values: Iterable[Mapping[str, Any]]) -> str:
    """One JSON object a line."""
    return "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values)
