"""What a report prints of verified findings, claim by claim, with the page's own words beside it: for a person to read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from agent.findings import Dossier, Status
from agent.report.item_lines import kind_words
from agent.report.items import item, listed

FACTS = ("name", "document_number", "date", "agency", "actor", "status")


@dataclass(frozen=True)
class Printed:
    """A printed claim. ``about`` is the field, for a date with its role; ``rests_on`` the quote beside it."""

    point: str
    url: str
    name: str
    kind: str
    about: str
    said: str
    rests_on: str


def printed(dossier: Dossier) -> Iterator[Printed]:
    """What is printed of the verified findings of a dossier."""
    point = dossier.changepoint
    where = f"{point.province} {point.sector} {point.date}"
    for finding in listed(dossier):
        if finding.status is not Status.VERIFIED:
            continue
        shown = item(finding, dossier, "zh")
        url = finding.policy.url
        kind = kind_words(shown.view, "zh")
        for told in shown.view.of_fields(*FACTS):
            claim = told.claim
            about = f"{claim.field} {claim.role or ''}".strip()
            rests = shown.view.located(told.position) or claim.quote or ""
            yield Printed(where, url, shown.name, kind, about, claim.value, rests)
        for field in ("content", "impact"):
            sentences = getattr(shown, field)
            for sentence, held in zip(sentences, shown.view.summaries[field], strict=True):
                said = f"{sentence.text}{sentence.tense}{sentence.said}"
                yield Printed(where, url, shown.name, kind, field, said, held.quote)


def as_line(one: Printed) -> str:
    """A line of JSON."""
    return json.dumps(asdict(one), ensure_ascii=False)
