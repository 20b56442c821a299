"""What people decided about findings. Rows are only ever added: an undo is a row too."""

from __future__ import annotations

from enum import StrEnum

from pydantic import AwareDatetime

from agent.records import Record, Span


class Decision(StrEnum):
    """What a reviewer decided; WITHDRAWN takes the reviewer's last decision back."""

    ACCEPT = "accept"
    CORRECT = "correct"
    REJECT = "reject"
    UNSURE = "unsure"
    WITHDRAWN = "withdrawn"


class Correction(Record):
    """What a reviewer put in place of a claim, and the passage it rests on.

    ``field`` and ``claim`` name the claim (its position in the finding); ``span`` lies in the text
    of the page or attachment with the bytes ``source``, and ``quote`` is what stands there.
    """

    field: str
    claim: int | None
    value: str
    quote: str
    source: str
    span: Span


class Seen(Record):
    """What a reviewer had before the eyes: so that a later run can say what has changed since."""

    run: str
    status: str
    page: str
    verdicts: str


class Review(Record):
    """One decision of one reviewer about one finding."""

    id: int
    finding_key: str
    changepoint_key: str
    thing_key: str
    reviewed_at: AwareDatetime
    reviewer: str
    decision: Decision
    note: str = ""
    correction: Correction | None = None
    seen: Seen | None = None
