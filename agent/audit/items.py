"""What stands in a report, and what the audit says of it. Frozen, without I/O.

Lines are counted from 1, in the file as it is.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import PurePath

from agent.findings import Claim, Finding, Provenance, Verdict
from agent.policy import Policy
from agent.records import Changepoint, Gap, Page, Record, Usage, Window


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
    """One item judged. ``told_again`` are other places where the same item stands word for word.

    ``finding`` is that of the best page that could be read; ``others`` those of its other pages.
    ``verdicts`` are all that count: of the best page, and of the item's own words; ``own`` are
    those of its words alone.
    """

    item: Item
    policy: Policy
    claims: tuple[Claim, ...]
    window: Window | None
    verdicts: tuple[Verdict, ...]
    judgement: Judgement
    finding: Finding | None = None
    others: tuple[Finding, ...] = ()
    gaps: tuple[Gap, ...] = ()
    told_again: tuple[Where, ...] = ()
    own: tuple[Verdict, ...] = ()
    usage: tuple[Usage, ...] = ()

    def of_check(self, check: str) -> tuple[Verdict, ...]:
        """The verdicts of one check."""
        return tuple(v for v in self.verdicts if v.check == check)


class Audit(Record):
    """All that came out: every item with its judgement, and what could not be parsed.

    ``pages`` are those that were read, one for each address.
    """

    format: str = "policy-research-audit/1"
    offline: bool
    items: tuple[Audited, ...]
    problems: tuple[Problem, ...]
    files: int
    blocks: int
    empty: int
    texts: tuple[Text, ...]
    pages: tuple[Page, ...] = ()
    usage: tuple[Usage, ...] = ()
    provenance: Provenance

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What could not be looked at, of all items."""
        return tuple(gap for audited in self.items for gap in audited.gaps)
