"""What a run came to, in numbers: the values. ``agent.batch.summing`` makes them from the store."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import AwareDatetime

from agent.coverage import IssuerSite
from agent.findings import Outcome
from agent.records import Record, Usage
from agent.store.parts import Fault, Group
from agent.store.totals import Paid

FLOW = (
    "hits",
    "chosen",
    "read",
    "findings",
    "background",
    "rejected",
    "insufficient",
    "flagged",
    "consistent",
    "reviewed",
    "accepted",
    "turned_down",
    "open",
)
"""The steps of the flow, in their order."""


class Step(Record):
    """A number of the flow; ``distinct`` is None where it is the same or means nothing."""

    code: str
    count: int
    distinct: int | None = None


class Missed(Record):
    """Gaps of one stage and cause: how many, how many that matter, in how many changepoints."""

    stage: str
    cause: str
    gaps: int
    material: int
    changepoints: int


class Cell(Record):
    """A province and sector: how many of its changepoints have which outcome.

    ``failed`` have no result because the program failed, ``planned`` were not begun.
    """

    province: str
    sector: str | None
    found: int = 0
    none_found: int = 0
    incomplete: int = 0
    failed: int = 0
    planned: int = 0

    @property
    def total(self) -> int:
        """All changepoints of the cell."""
        return self.found + self.none_found + self.incomplete + self.failed + self.planned


class Hindrance(Record):
    """One thing that keeps changepoints from being done, and what would help.

    ``target`` is the page, host or search where the help is particular to it, else empty;
    ``causes`` the causes that were seen; ``to_do`` the code of an advice that reports word.
    """

    stage: str
    target: str
    causes: tuple[str, ...]
    changepoints: int
    to_do: str


class Unfinished(Record):
    """A changepoint that is not done: where it stands, and why.

    ``hindrances`` are positions, from 0, in those of the summary; ``detail`` is what the program
    said of a failure.
    """

    province: str
    sector: str | None
    date: str
    kind: str
    state: str
    hindrances: tuple[int, ...] = ()
    detail: str = ""


class SummaryPoint(Record):
    """A changepoint: where it stands, and the best of its findings.

    ``best`` is the name of the first verified finding, else of the first flagged one; ``role`` and
    ``days`` tell one supported date of it: signed days from the changepoint, of a period both ends.
    """

    key: str
    province: str
    sector: str | None
    date: str
    kind: str
    direction: str = ""
    state: str
    outcome: Outcome | None = None
    verified: int = 0
    flagged: int = 0
    best: str = ""
    url: str = ""
    role: str = ""
    days: str = ""


class Covered(Record):
    """The coverage of all changepoints together; ``issuer_sites`` counts them by IssuerSite.

    ``refused`` has for each host or search that refuses programs in how many changepoints it did.
    """

    searches_answered: int = 0
    searches_asked: int = 0
    pages_read: int = 0
    pages_chosen: int = 0
    pages_absent: int = 0
    best_read: int = 0
    best_chosen: int = 0
    issuer_sites: dict[IssuerSite, int] = {}
    refused: dict[str, int] = {}


class Costs(Record):
    """What a run cost. ``paid`` is what it paid itself, by stage and name.

    ``amounts`` sums that up by currency, ``unpriced`` names what has no known price, ``here`` those
    of them that run on this machine, so that nobody sends a bill. ``perhaps`` is
    what was asked and had no answer, at the most it can have cost: it was perhaps billed.
    ``answers`` and ``bytes`` are what was fetched of the web. ``used`` is what the answers in its dossiers took when they were paid, by this run or before.
    """

    paid: tuple[Paid, ...] = ()
    amounts: dict[str, float] = {}
    unpriced: tuple[str, ...] = ()
    here: tuple[str, ...] = ()
    perhaps: tuple[Paid, ...] = ()
    answers: int = 0
    bytes: int = 0
    used: tuple[Usage, ...] = ()


class RunSummary(Record):
    """What a run came to.

    ``changepoints`` is how many it was to research, ``done`` how many of them have come to their
    end (found, none found, incomplete or failed); ``last_at`` the time of its newest dossier.
    ``to_settle`` counts the findings that still wait for a person, and the things they are about.
    """

    format: str = "policy-research-summary/1"
    run: str
    command: str
    version: str
    config: dict[str, Any]
    started_at: AwareDatetime
    finished_at: AwareDatetime | None
    last_at: AwareDatetime | None
    invented: bool
    changepoints: int
    done: int
    outcomes: dict[Outcome, int]
    failed: int
    planned: int
    findings: tuple[Group, ...]
    faults: tuple[Fault, ...]
    flow: tuple[Step, ...]
    to_settle: Step = Step(code="to_settle", count=0, distinct=0)
    gaps: tuple[Missed, ...]
    coverage: Covered
    costs: Costs
    grid: tuple[Cell, ...]
    hindrances: tuple[Hindrance, ...]
    unfinished: tuple[Unfinished, ...]
    points: tuple[SummaryPoint, ...] = ()

    def as_json(self) -> str:
        """The summary as JSON; codes stay codes whatever the language."""
        return self.model_dump_json(indent=2) + "\n"


def duration(summary: RunSummary) -> float | None:
    """Seconds from the start of a run to its end, or to its newest dossier; None without one."""
    end: datetime | None = summary.finished_at or summary.last_at
    return (end - summary.started_at).total_seconds() if end else None
