"""The schema a model fills: a policy or event, and for every field the quote it rests on.

None (or an empty tuple) is the only way to say that the page does not tell.
"""

from __future__ import annotations

from enum import StrEnum

from agent.records import Record

REPORTED = "report"
"""The extractor's name in what somebody else's report claims."""


class PolicyKind(StrEnum):
    """What the thing is; it decides which claims are required."""

    POLICY = "policy"
    EVENT = "event"
    RECURRING = "recurring"
    BACKGROUND = "background"


class DateRole(StrEnum):
    """What a date is the date of. UPLOAD supports nothing; ANY means any of the first four."""

    SIGNED = "signed"
    ISSUED = "issued"
    EFFECTIVE = "effective"
    IN_FORCE = "in_force"
    OCCURRENCE = "occurrence"
    UPLOAD = "upload"
    ANY = "any"


class Quoted(Record):
    """A value and what it rests on: a verbatim quote, and the sha256 of the page it stands in."""

    value: str
    quote: str | None
    source: str


class QuotedDate(Quoted):
    """A date with its role. ``value`` is ISO: 2024-11-08, 2024-11, 2024, or start/end."""

    role: DateRole


class Policy(Record):
    """A policy or event as one page tells it.

    ``url`` is the address of the page it was extracted from (never one a model wrote);
    ``source`` the sha256 of that page, empty when a report tells it and its page was not read. ``agencies`` issue policies; ``actor`` is who acts in an
    event. ``content`` and ``impact`` are single sentences. ``instrument`` is a field word: 补贴,
    标准, 限行, 价格, 规划 … . ``extractor`` is the model's name, or none.
    """

    kind: PolicyKind
    name: Quoted
    dates: tuple[QuotedDate, ...] = ()
    agencies: tuple[Quoted, ...] = ()
    document_number: Quoted | None = None
    actor: Quoted | None = None
    status: Quoted | None = None
    content: tuple[Quoted, ...] = ()
    impact: tuple[Quoted, ...] = ()
    instrument: str | None = None
    url: str
    source: str
    extractor: str
