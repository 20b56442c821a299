"""The window as a drawing: the changepoint, its interval, and every listed finding at its dates.

Only arithmetic: what stands where. One lane a finding, so that lanes never meet; inside a lane the
dates of marks that stand close together share one label.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agent.findings import Dossier, Finding, Label, Status
from agent.policy import DateRole
from agent.records import Interval
from agent.report.html.axis import WIDTH, Axis, Tick, fitted, width_of
from agent.report.safe import one_line
from agent.text.dates import parse_date

GUTTER, MARGIN = 312, 16
HEAD, LANE, FOOT = 58, 34, 30
SIZE, NAME_SIZE = 11.5, 13
REACH = 7
"""Half of a mark's width, and the room between a mark and its label."""
MOST_LANES = 60


@dataclass(frozen=True)
class Dated:
    """A date that the page supports: its role and its days."""

    role: DateRole
    interval: Interval


@dataclass(frozen=True)
class Mark:
    """A drawn date: a shape at ``left``, and a bar to ``right`` where it is more than a day.

    ``beyond`` is -1 or 1 where all of it lies before or after the window, which is drawn at its end.
    """

    dated: Dated
    left: float
    right: float
    beyond: int


@dataclass(frozen=True)
class Words:
    """A label: its text from ``left`` to ``right``."""

    text: str
    left: float
    right: float


@dataclass(frozen=True)
class Lane:
    """One finding: the middle of its lane, what is written at its left, its marks and labels."""

    number: int
    name: str
    full_name: str
    flagged: bool
    y: float
    marks: tuple[Mark, ...]
    labels: tuple[Words, ...]


@dataclass(frozen=True)
class Timeline:
    """Everything that is drawn, in units of a box ``width`` times ``height``.

    ``point`` is where the changepoint stands, ``band`` the two ends of its interval; ``hidden``
    counts findings for which there was no lane.
    """

    width: float
    height: float
    axis: Axis
    ticks: tuple[Tick, ...]
    point: float
    point_label: float
    band: tuple[float, float] | None
    lanes: tuple[Lane, ...]
    hidden: int

    @property
    def bottom(self) -> float:
        """Where the axis stands."""
        return self.height - FOOT


def supported_dates(finding: Finding) -> tuple[Dated, ...]:
    """The dates that the page supports, by day; each once."""
    found = {
        (claim.role or DateRole.ANY, interval.start, interval.end): Dated(
            claim.role or DateRole.ANY, interval
        )
        for index, claim in enumerate(finding.claims)
        if claim.field == "date" and finding.label_of_claim(index) is Label.SUPPORTED
        for interval in (parse_date(claim.value),)
        if interval
    }
    order = list(DateRole)
    return tuple(
        sorted(
            found.values(), key=lambda d: (d.interval.start, d.interval.end, order.index(d.role))
        )
    )


def timeline(dossier: Dossier, findings: Sequence[Finding]) -> Timeline:
    """Draw the findings of a dossier, numbered from 1, in their order."""
    axis = Axis(dossier.window, GUTTER, WIDTH - MARGIN)
    lanes = tuple(
        _lane(number, finding, axis) for number, finding in enumerate(findings[:MOST_LANES], 1)
    )
    point = dossier.changepoint
    x = axis.x(point.date)
    half = 60
    return Timeline(
        width=WIDTH,
        height=HEAD + LANE * max(len(lanes), 1) + FOOT,
        axis=axis,
        ticks=axis.ticks(),
        point=x,
        point_label=min(max(x, GUTTER + half), WIDTH - MARGIN - half),
        band=(axis.x(point.interval.start), axis.x(point.interval.end)) if point.interval else None,
        lanes=lanes,
        hidden=len(findings) - len(lanes),
    )


def _lane(number: int, finding: Finding, axis: Axis) -> Lane:
    marks = tuple(_mark(dated, axis) for dated in supported_dates(finding))
    full_name = f"{number} {one_line(finding.policy.name.value)}"
    return Lane(
        number=number,
        name=fitted(full_name, GUTTER - 2 * REACH - 6, NAME_SIZE),
        full_name=full_name,
        flagged=finding.status is Status.FLAGGED,
        y=HEAD + LANE * (number - 0.5),
        marks=marks,
        labels=labels_of(marks, axis.left, axis.right),
    )


def _mark(dated: Dated, axis: Axis) -> Mark:
    days, window = dated.interval, axis.interval
    beyond = -1 if days.end < window.start else 1 if days.start > window.end else 0
    return Mark(dated, axis.x(days.start), axis.x(days.end), beyond)


def labels_of(marks: Sequence[Mark], left: float, right: float) -> tuple[Words, ...]:
    """The dates of marks, written beside them between ``left`` and ``right``.

    No label meets another one or a mark: marks whose labels would are written together, and where
    even that finds no room nothing is written (the table under the drawing has it).
    """
    groups = [[mark] for mark in sorted(marks, key=lambda m: (m.left, m.right))]
    while groups:
        placed: list[Words] = []
        taken = left
        for at, group in enumerate(groups):
            following = groups[at + 1][0].left - REACH if at + 1 < len(groups) else right
            words = _beside(group, taken, following)
            if words is None:
                break
            placed.append(words)
            taken = max(words.right, max(m.right for m in group) + REACH)
        else:
            return tuple(placed)
        if len(groups) == 1:
            return ()
        first = min(len(placed), len(groups) - 2)
        groups[first : first + 2] = [groups[first] + groups[first + 1]]
    return ()


def _beside(group: Sequence[Mark], taken: float, following: float) -> Words | None:
    """The label at the right of a group, else at its left, where there is room."""
    text = _dates_told(group)
    width = width_of(text, SIZE)
    start = group[0].left - REACH
    end = max(mark.right for mark in group) + REACH
    if start < taken - 2 * REACH:
        return None
    if end + width <= following:
        return Words(text, end, end + width)
    if start - width >= taken:
        return Words(text, start - width, start)
    return None


def _dates_told(group: Sequence[Mark]) -> str:
    told: list[str] = []
    year = None
    for mark in group:
        days = mark.dated.interval
        first = f"{days.start:%m-%d}" if days.start.year == year else f"{days.start}"
        year = days.start.year
        if not days.is_day:
            last = f"{days.end:%m-%d}" if days.end.year == year else f"{days.end}"
            first, year = f"{first}–{last}", days.end.year
        before, after = ("← ", "") if mark.beyond < 0 else ("", " →" if mark.beyond else "")
        words = f"{before}{first}{after}"
        if words not in told:
            told.append(words)
    return " · ".join(told)
