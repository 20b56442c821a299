"""What stands in a report, and what the audit says of it. Frozen, without I/O.

Lines are counted from 1, in the file as it is.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import PurePath

from agent.checks.reported import is_unsettleable
from agent.coverage import ABSENT
from agent.findings import Finding, Provenance, Status
from agent.records import Changepoint, ChangepointKind, Gap, Record, Usage, Window
from agent.report.finding_view import ClaimsView


class Link(Record):
    """A web address of an item: its URL, the words of the link (or none) and the line."""

    url: str
    label: str
    line: int


class Part(Record):
    """One labelled part of an item: ``field`` is ours, ``label`` the report's own word."""

    field: str
    label: str
    text: str
    line: int


class Item(Record):
    """One numbered item of a report. ``first`` and ``last`` are the lines that it takes."""

    path: str
    first: int
    last: int
    number: str
    name: str
    name_label: str
    parts: tuple[Part, ...] = ()
    links: tuple[Link, ...] = ()
    changepoint: Changepoint | None = None

    def texts(self, *fields: str) -> tuple[str, ...]:
        """The texts of these fields, in order."""
        return tuple(p.text for p in self.parts if p.field in fields)

    @property
    def place(self) -> str:
        """``path:line``, as editors understand it."""
        return f"{self.path}:{self.first}"

    @property
    def short_place(self) -> str:
        """``file:line`` without folders, as other items refer to it."""
        return f"{PurePath(self.path).name}:{self.first}"


BARE: dict[str, object] = {"confidence": None, "kind": ChangepointKind.UNKNOWN, "features": {}}


def bare(changepoint: Changepoint) -> Changepoint:
    """A changepoint without what may differ between files that speak of the same one."""
    return changepoint.model_copy(update=BARE)


class Where(Record):
    """Another place where an item stands word for word."""

    path: str
    first: int
    last: int

    def __str__(self) -> str:
        return f"{self.path}:{self.first}"


class Problem(Record):
    """What could not be parsed or used, worded by data/audit.toml.

    ``lost`` is true when something of the report is not judged because of it.
    """

    path: str
    line: int
    code: str
    values: dict[str, str] = {}
    lost: bool = True


class Text(Record):
    """A file that was read: its lines without their ends, and how they ended."""

    path: str
    lines: tuple[str, ...]
    line_end: str = "\n"


class Parsed(Record):
    """What one file holds. ``blocks`` counts changepoints, ``empty`` those that found nothing."""

    text: Text
    items: tuple[Item, ...] = ()
    problems: tuple[Problem, ...] = ()
    blocks: int = 0
    empty: int = 0


class Judgement(StrEnum):
    """What becomes of an item. ``unread``: no fault was found, and its pages were not read."""

    VERIFIED = "verified"
    FLAGGED = "flagged"
    INSUFFICIENT = "insufficient"
    REJECTED = "rejected"
    UNREAD = "unread"
    NOT_JUDGED = "not_judged"


class Audited(Record):
    """One item judged: a finding as research makes them, told in the item's line of its report.

    It is that of the page that says most for the item with the verdicts on the report's own words,
    or, where no page was read, of the words alone. ``others`` are the findings of its other pages,
    ``told_again`` the places where the same item stands word for word.
    """

    item: Item
    finding: Finding
    window: Window | None
    others: tuple[Finding, ...] = ()
    gaps: tuple[Gap, ...] = ()
    told_again: tuple[Where, ...] = ()
    usage: tuple[Usage, ...] = ()

    @property
    def is_read(self) -> bool:
        """True when a page of it was read."""
        return bool(self.finding.policy.source)

    @property
    def judgement(self) -> Judgement:
        """What becomes of it. An item without a fault is unread only while something could settle it."""
        status = self.finding.status
        if self.item.changepoint is None:
            return Judgement.NOT_JUDGED
        if self.is_read or status is not Status.INSUFFICIENT:
            return Judgement(status.value)
        lost = bool(self.gaps) and all(gap.cause in ABSENT for gap in self.gaps)
        settled = lost or is_unsettleable(self.finding.own)
        return Judgement.INSUFFICIENT if settled else Judgement.UNREAD

    @property
    def view(self) -> ClaimsView:
        """What may be told of its claims."""
        return ClaimsView(self.finding)


class Audit(Record):
    """All that came out: every item with its judgement, and what could not be parsed. No page is in it."""

    format: str = "policy-research-audit/1"
    offline: bool
    items: tuple[Audited, ...]
    problems: tuple[Problem, ...]
    files: int
    blocks: int
    empty: int
    texts: tuple[Text, ...]
    usage: tuple[Usage, ...] = ()
    provenance: Provenance

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What could not be looked at, of all items."""
        return tuple(gap for audited in self.items for gap in audited.gaps)
