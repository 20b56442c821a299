"""What the checks say of one claim before one page, as the whole line would ask them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from agent.checks import Subject
from agent.findings import Claim, Label, Verdict, claims_of, weakest
from agent.policy import DateRole, Policy, PolicyKind, Quoted, QuotedDate
from agent.records import Changepoint, Page
from tests.knowledge import all_checks

POINT = Changepoint(province="山西", sector=None, date=date(2024, 1, 1))
ASKED = {
    "content": ("content", "figure"),
    "date": ("date",),
    "agency": ("agency",),
    "document_number": ("document_number",),
    "name": ("name",),
    "status": ("status",),
}
"""The checks that judge a claim of each field."""


@dataclass(frozen=True)
class Asked:
    """A claim put before a page: its field, value, the quote it rests on and a date's role."""

    field: str
    value: str
    quote: str | None = None
    role: str | None = None


def policy_of(asked: Asked, page: Page) -> Policy:
    """A policy that claims this one thing, and the name that the page gives."""
    sha = page.sha256
    quoted = Quoted(value=asked.value, quote=asked.quote, source=sha)
    name = Quoted(value=page.title or asked.value, quote=page.title or None, source=sha)
    fields: dict[str, object] = {"name": quoted if asked.field == "name" else name}
    if asked.field == "content":
        fields["content"] = (quoted,)
    elif asked.field == "agency":
        fields["agencies"] = (quoted,)
    elif asked.field in ("document_number", "status"):
        fields[asked.field] = quoted
    elif asked.field == "date":
        role = DateRole(asked.role or "any")
        fields["dates"] = (QuotedDate(value=asked.value, quote=asked.quote, source=sha, role=role),)
    given = {"kind": PolicyKind.POLICY, "url": page.url, "source": sha, "extractor": "eval"}
    return Policy.model_validate(given | fields)


def subject_of(asked: Asked, page: Page) -> tuple[Subject, int, Claim]:
    """What the checks are called with, and the claim in it."""
    policy = policy_of(asked, page)
    claims = claims_of(policy)
    at = next(i for i, claim in enumerate(claims) if claim.field == asked.field)
    return Subject(policy, claims, page, POINT, POINT.window()), at, claims[at]


def verdicts_on(asked: Asked, page: Page) -> tuple[Verdict, ...]:
    """What the checks say of the claim, without a model."""
    subject, at, _ = subject_of(asked, page)
    return tuple(
        verdict
        for check in all_checks()
        if check.name in ASKED[asked.field]
        for verdict in check(subject)
        if verdict.claim == at
    )


def label_on(asked: Asked, page: Page) -> Label:
    """The label the claim ends with."""
    return weakest(verdict.label for verdict in verdicts_on(asked, page))
