"""From the rows of the store to what a run came to; the dossiers themselves are not loaded.

The flow counts follow the idea of the flow diagram of PRISMA 2020 (Page et al. 2021, BMJ 372:n71):
how many hits were found, opened, read, consistent, reviewed, each with how many distinct ones those
are, because one page is read for several changepoints.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from agent.batch.hindrances import unfinished_of
from agent.batch.pieces import KeptSums
from agent.batch.summary import FLOW, Cell, Costs, RunSummary, Step, SummaryPoint
from agent.batch.sums import Shown, Sums, sums_of
from agent.findings import Outcome, Status
from agent.net.proxies import is_here
from agent.policy import PolicyKind
from agent.prices import added_up, named
from agent.records import Usage
from agent.store import Store
from agent.store.listing import Findings, Listed, Naming, distinct_things
from agent.store.parts import Group
from agent.store.reviews import Decision, Review, Reviews, disagree, standing
from agent.store.totals import Paid, PointRow, Totals

_AS_IN_ITS_ROW = tuple({*SummaryPoint.model_fields} & {*PointRow.__slots__} - {"date"})
"""Values of a changepoint that a summary has as its row has them."""
PAID, FETCH = "paid", "fetch"
NOTHING = Shown()


def run_summary(
    store: Store,
    run: str,
    points: Sequence[PointRow] | None = None,
    kept: KeptSums | None = None,
) -> RunSummary:
    """Sum up a run, also one that goes on or was killed.

    Args:
        store: where it is.
        run: its id.
        points: its rows, where they are known.
        kept: sums of before; the new ones are added to it.

    Raises:
        StateError: there is no such run.
    """
    totals, held = Totals(store), Reviews(store.database).in_force()
    known = store.run(run)
    points = points or totals.points(run)
    sums = sums_of(store, run, points, kept or KeptSums())
    groups = sums.groups()
    decided = [
        row for row in Findings(store.database).beside_decided(run) if row.finding_key in held
    ]
    outcomes = Counter(p.outcome for p in points if p.outcome and p.state != "failed")
    planned = len([p for p in points if p.state == "planned"])
    times = [p.researched_at for p in points if p.researched_at]
    hindrances, unfinished = unfinished_of(points, sums.missing)
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
        faults=sums.faults(),
        flow=_flow(sums, groups, _reviewed(held, decided)),
        to_settle=_to_settle(held, sums.flagged, decided),
        gaps=sums.missed(),
        coverage=sums.covered(),
        costs=_costs(totals.paid(run), sums.used()),
        grid=_grid(points),
        hindrances=hindrances,
        unfinished=unfinished,
        points=tuple(_summed(row, sums.best.get(row.dossier or 0, NOTHING)) for row in points),
    )


def _flow(sums: Sums, groups: Sequence[Group], reviewed: dict[str, int]) -> tuple[Step, ...]:
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


def _is_open(row: Listed, held: Held) -> bool:
    """True when people decided, and leave it to people: they differ, are unsure, or are asked again."""
    reviews = held[row.finding_key]
    left = standing(reviews, row.status, row.doubts)
    return disagree(reviews) or not left or left[0].decision is Decision.UNSURE


def _to_settle(
    held: Held, flagged: Iterable[tuple[str, Naming]], decided: Iterable[Listed]
) -> Step:
    """What waits for a person: flagged and not decided on, or left open by those who decided."""
    namings = [naming for key, naming in flagged if key not in held]
    namings += [
        row.naming
        for row in decided
        if row.kind is not PolicyKind.BACKGROUND and _is_open(row, held)
    ]
    return Step(code="to_settle", count=len(namings), distinct=distinct_things(namings))


def _reviewed(held: Held, decided: Iterable[Listed]) -> dict[str, int]:
    """How many findings people decided on, and what those decisions come to together."""
    tally = {"reviewed": 0, "accepted": 0, "turned_down": 0, "open": 0}
    for row in {row.finding_key: row for row in decided}.values():
        tally["reviewed"] += 1
        if _is_open(row, held):
            tally["open"] += 1
        elif standing(held[row.finding_key], row.status, row.doubts)[0].decision is Decision.REJECT:
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


def _summed(row: PointRow, best: Shown) -> SummaryPoint:
    """A changepoint with the best of its findings."""
    told: dict[str, Any] = {name: getattr(row, name) for name in _AS_IN_ITS_ROW}
    named = {"best": best.name, "url": best.url, "role": best.role, "days": best.days}
    return SummaryPoint(**told, date=str(row.date), **named)


def _grid(points: Sequence[PointRow]) -> tuple[Cell, ...]:
    cells: defaultdict[tuple[str, str | None], Counter[str]] = defaultdict(Counter)
    for point in points:
        tally = cells[point.province, point.sector]
        outcome = point.outcome.value if point.outcome else "planned"
        tally[point.state if point.state in ("failed", "planned") else outcome] += 1
    return tuple(
        Cell(province=province, sector=sector, **tally)
        for (province, sector), tally in cells.items()
    )
