"""From the rows of the store to what a run came to; the dossiers themselves are not loaded.

The flow counts follow the idea of the flow diagram of PRISMA 2020 (Page et al. 2021, BMJ 372:n71):
how many hits were found, opened, read, consistent, reviewed, each with how many distinct ones those
are, because one page is read for several changepoints.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from agent.batch.hindrances import unfinished_of
from agent.batch.summary import (
    FLOW,
    Cell,
    Costs,
    Covered,
    Missed,
    RunSummary,
    Step,
    SummaryPoint,
)
from agent.coverage import Coverage, IssuerSite, Looked
from agent.distances import distances
from agent.findings import Outcome, Status
from agent.net.proxies import is_here
from agent.policy import PolicyKind
from agent.prices import added_up, named
from agent.records import Usage, summed
from agent.report.digest import SHOWN_ROLES
from agent.store import Store
from agent.store.listing import Naming, distinct_things
from agent.store.reviews import Decision, Review, Reviews, disagree
from agent.store.totals import Best, Group, Paid, PointRow, Totals
from agent.text.dates import parse_date

PAID, FETCH = "paid", "fetch"
SAME = ("key", "province", "sector", "kind", "direction", "state", "outcome", "verified", "flagged")
"""What a summary tells of a changepoint as its row has it."""

COUNTS = tuple(
    name for name in Covered.model_fields if name in Coverage.model_fields and name != "refused"
)
"""The counts of a coverage that are added up."""
HELD = 1_000
"""Usages that are held before they are added up: to add each by itself makes a value for each."""


def run_summary(store: Store, run: str, points: Sequence[PointRow] | None = None) -> RunSummary:
    """Sum up a run, also one that goes on or was killed; ``points`` are its rows, where they are known.

    Raises StateError when there is no such run.
    """
    totals, held = Totals(store), Reviews(store.database).in_force()
    known = store.run(run)
    points, groups = points or totals.points(run), totals.groups(run)
    open_ones = {p.dossier for p in points if p.state in ("incomplete", "failed")}
    looked, sums = {}, _Sums()
    for number, one in totals.looked(run):
        sums.add(one)
        if number in open_ones:
            looked[number] = one
    outcomes = Counter(p.outcome for p in points if p.outcome and p.state != "failed")
    planned = len([p for p in points if p.state == "planned"])
    times = [p.researched_at for p in points if p.researched_at]
    hindrances, unfinished = unfinished_of(points, looked)
    return RunSummary(
        run=known.id,
        command=known.command,
        version=known.version,
        config=known.config,
        started_at=known.started_at,
        finished_at=known.finished_at,
        last_at=max(times, default=None),
        invented=bool(known.config.get("sample")),
        changepoints=len(points),
        done=len(points) - planned,
        outcomes={outcome: outcomes[outcome] for outcome in Outcome},
        failed=len([p for p in points if p.state == "failed"]),
        planned=planned,
        findings=groups,
        faults=totals.faults(run),
        flow=_flow(sums, groups, _reviewed(held, totals.finding_keys(run))),
        to_settle=_to_settle(held, totals.asked_of_people(run)),
        gaps=sums.missed(),
        coverage=sums.covered(),
        costs=_costs(totals.paid(run), sums.used()),
        grid=_grid(points),
        hindrances=hindrances,
        unfinished=unfinished,
        points=_points(points, totals.best(run)),
    )


@dataclass
class _Sums:
    """What was looked at for many changepoints, added up one by one: none of them is held."""

    counts: Counter[str] = field(default_factory=Counter)
    marks: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    sites: Counter[IssuerSite] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    gaps: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)
    usages: list[Usage] = field(default_factory=list)

    def add(self, one: Looked) -> None:
        """Add what was looked at for one changepoint."""
        for name, marks in (("hits", one.hits), ("chosen", one.addresses), ("read", one.pages)):
            self.counts[f"step {name}"] += len(marks)
            self.marks[name].update(marks)
        for name in COUNTS:
            self.counts[name] += getattr(one.coverage, name)
        self.sites[one.coverage.issuer_site] += 1
        self.refused.update(one.coverage.refused)
        for missing in one.missing:
            tally = self.gaps.setdefault((missing.stage, missing.cause), Counter())
            tally["gaps"] += missing.count
            tally["material"] += len(missing.targets)
            tally["changepoints"] += 1
        self.usages += one.usage
        if len(self.usages) > HELD:
            self.usages = list(self.used())

    def used(self) -> tuple[Usage, ...]:
        """What all answers took, for each stage, model and host."""
        return summed(self.usages)

    def step(self, code: str) -> Step:
        """How many of these there were, and how many distinct ones."""
        return Step(code=code, count=self.counts[f"step {code}"], distinct=len(self.marks[code]))

    def missed(self) -> tuple[Missed, ...]:
        """What could not be looked at, what matters most first."""
        missed = [
            Missed(
                stage=stage,
                cause=cause,
                gaps=tally["gaps"],
                material=tally["material"],
                changepoints=tally["changepoints"],
            )
            for (stage, cause), tally in self.gaps.items()
        ]
        return tuple(sorted(missed, key=lambda m: (-m.material, -m.gaps, m.stage, m.cause)))

    def covered(self) -> Covered:
        """The coverage of all together."""
        return Covered(
            **{name: self.counts[name] for name in COUNTS},
            issuer_sites={site: self.sites[site] for site in IssuerSite},
            refused=dict(sorted(self.refused.items(), key=lambda pair: (-pair[1], pair[0]))),
        )


def _flow(sums: _Sums, groups: Sequence[Group], reviewed: dict[str, int]) -> tuple[Step, ...]:
    listed = [group for group in groups if group.kind != PolicyKind.BACKGROUND]
    by_status = {
        status: sum(group.count for group in listed if group.status == status) for status in Status
    }
    background = sum(group.count for group in groups if group.kind == PolicyKind.BACKGROUND)
    steps = [
        *(sums.step(code) for code in ("hits", "chosen", "read")),
        Step(code="findings", count=sum(group.count for group in groups)),
        Step(code="background", count=background),
        *(Step(code=status.value, count=count) for status, count in by_status.items()),
        Step(code="consistent", count=by_status[Status.VERIFIED]),
        *(Step(code=code, count=count) for code, count in reviewed.items()),
    ]
    named = {step.code: step for step in steps}
    return tuple(named[code] for code in FLOW)


Held = Mapping[str, Sequence[Review]]
"""The decisions in force by the finding they are of."""


def _is_open(reviews: Sequence[Review]) -> bool:
    """True when people decided, and leave it to people: they differ, or are unsure."""
    return disagree(reviews) or reviews[0].decision is Decision.UNSURE


def _to_settle(held: Held, asked: Iterable[tuple[str, bool, Naming]]) -> Step:
    """What waits for a person: flagged and not decided on, or left open by those who decided."""
    namings = [
        naming
        for key, flagged, naming in asked
        if (_is_open(held[key]) if held.get(key) else flagged)
    ]
    return Step(code="to_settle", count=len(namings), distinct=distinct_things(namings))


def _reviewed(held: Held, keys: Iterable[str]) -> dict[str, int]:
    """How many findings people decided on, and what those decisions come to together."""
    tally = {"reviewed": 0, "accepted": 0, "turned_down": 0, "open": 0}
    for key in keys:
        reviews = held.get(key)
        if not reviews:
            continue
        tally["reviewed"] += 1
        if _is_open(reviews):
            tally["open"] += 1
        elif reviews[0].decision is Decision.REJECT:
            tally["turned_down"] += 1
        else:
            tally["accepted"] += 1
    return tally


def _costs(payments: Sequence[Paid], used: Iterable[Usage]) -> Costs:
    paid = [row for row in payments if row.state == PAID and row.kind != FETCH]
    fetched = [row for row in payments if row.kind == FETCH]
    cost = added_up((named_payment(row), row.currency, row.amount) for row in paid)
    return Costs(
        paid=tuple(paid),
        amounts=cost.amounts,
        unpriced=cost.unknown,
        here=tuple(
            sorted({named_payment(r) for r in paid if r.amount is None and is_here(r.host)})
        ),
        perhaps=tuple(row for row in payments if row.state != PAID and row.kind != FETCH),
        answers=sum(row.calls for row in fetched),
        bytes=sum(row.bytes for row in fetched),
        used=tuple(sorted(used, key=lambda one: (one.stage, one.model, one.host))),
    )


def named_payment(row: Paid) -> str:
    """What a payment is for, as prices name it."""
    return named(Usage(stage=row.stage, model=row.name, host=row.host))


def _points(points: Sequence[PointRow], found: Iterable[Best]) -> tuple[SummaryPoint, ...]:
    """Every changepoint with the best of its findings."""
    best = {one.dossier: one for one in found}
    return tuple(_summed(point, best.get(point.dossier or 0)) for point in points)


def _summed(row: PointRow, best: Best | None) -> SummaryPoint:
    role, days = _dated(row, best) if best else ("", "")
    told = {name: getattr(row, name) for name in SAME}
    found = {"best": best.name, "url": best.url} if best else {}
    return SummaryPoint(**told, **found, date=str(row.date), role=role, days=days)


def _dated(row: PointRow, best: Best) -> tuple[str, str]:
    """One supported date of a finding: its role, and its days from the changepoint."""
    for role in SHOWN_ROLES:
        for value in best.dates.get(role.value, ()):
            interval = parse_date(value)
            ends = distances(role, interval, row.span) if interval else ()
            if ends:
                return role.value, "…".join(f"{one.days:+d}" if one.days else "0" for one in ends)
    return "", ""


def _grid(points: Sequence[PointRow]) -> tuple[Cell, ...]:
    cells: dict[tuple[str, str | None], Counter[str]] = {}
    for point in points:
        tally = cells.setdefault((point.province, point.sector), Counter())
        outcome = point.outcome.value if point.outcome else "planned"
        tally[point.state if point.state in ("failed", "planned") else outcome] += 1
    return tuple(
        Cell(province=province, sector=sector, **tally)
        for (province, sector), tally in cells.items()
    )
