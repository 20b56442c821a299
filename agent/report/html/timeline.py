"""The window as a drawing: the changepoint, its interval, and every listed finding at its dates.

Only arithmetic: what stands where. One lane a finding, so that lanes never meet; inside a lane the
dates of marks that stand close together share one label.

The axis of days, and how wide words are drawn, is what the drawings share.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from agent.findings import Dossier, Finding, Status
from agent.policy import DateRole
from agent.records import Changepoint, Interval
from agent.report.safe import one_line
from agent.report.template import Values
from agent.text.dates import parse_date

GUTTER, MARGIN = 312, 16
HEAD, LANE, FOOT = 58, 34, 30
SIZE, NAME_SIZE = 11.5, 13
REACH = 7
"""Half of a mark's width, and the room between a mark and its label."""
CLOSE = 20
"""Marks nearer to each other than this have one label, ..."""
APART = 44
"""... and never those that are farther apart: their dates would be taken for each other's."""
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
    """A label: its text from ``left`` to ``right``; ``above`` the bar of its mark, or beside it."""

    text: str
    left: float
    right: float
    above: bool = False


def supported_dates(finding: Finding) -> tuple[Dated, ...]:
    """The dates that the page supports, by day; each once."""
    found = {
        (claim.role or DateRole.ANY, interval.start, interval.end): Dated(
            claim.role or DateRole.ANY, interval
        )
        for _, claim in finding.held("date")
        for interval in (parse_date(claim.value),)
        if interval
    }
    order = list(DateRole)
    return tuple(
        sorted(
            found.values(), key=lambda d: (d.interval.start, d.interval.end, order.index(d.role))
        )
    )


def timeline(dossier: Dossier, findings: Sequence[Finding]) -> Values:
    """Draw the findings of a dossier, numbered from 1, in their order.

    All is in units of a box ``width`` times ``height``. ``point`` is where the changepoint stands,
    ``band`` the two ends of its interval, ``bottom`` where the axis does; ``roles`` are those that are
    drawn; ``hidden`` counts findings for which there was no lane.
    """
    axis = Axis(dossier.window, GUTTER if findings else MARGIN, WIDTH - MARGIN)
    lanes = tuple(
        _lane(number, finding, axis) for number, finding in enumerate(findings[:MOST_LANES], 1)
    )
    bottom = HEAD + LANE * max(len(lanes), 1)
    drawn = {mark.dated.role for lane in lanes for mark in lane.marks}
    return Values(
        width=WIDTH,
        height=bottom + FOOT,
        bottom=bottom,
        roles=tuple(role.value for role in DateRole if role in drawn),
        axis=axis,
        ticks=axis.ticks(),
        **axis.of_point(dossier.changepoint),
        lanes=lanes,
        hidden=len(findings) - len(lanes),
    )


def _lane(number: int, finding: Finding, axis: Axis) -> Values:
    """One finding: the middle of its lane, what is written at its left, its marks and labels."""
    marks = tuple(_mark(dated, axis) for dated in supported_dates(finding))
    full_name = f"{number} {one_line(finding.policy.name.value)}"
    return Values(
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

    No label meets another one or a mark of another label: marks that stand close together have one
    label, and what finds no room has none (the table under the drawing has it).
    """
    groups: list[list[Mark]] = []
    for mark in sorted(marks, key=lambda m: (m.left, m.right)):
        if groups and _distance(groups[-1], [mark]) < CLOSE:
            groups[-1].append(mark)
        else:
            groups.append([mark])
    while True:
        placed = _placed(groups, left, right)
        lacking = next((at for at, words in enumerate(placed) if words is None), None)
        joined = None if lacking is None else _joined(groups, lacking)
        if joined is None:
            return tuple(words for words in _lone_days_first(groups, placed, right) if words)
        groups = joined


def _placed(groups: Sequence[list[Mark]], left: float, right: float) -> list[Words | None]:
    placed: list[Words | None] = []
    taken = left
    for at, group in enumerate(groups):
        following = groups[at + 1][0].left - REACH if at + 1 < len(groups) else right
        words = _beside(group, taken, following)
        placed.append(words)
        taken = max(taken, _end(group) + REACH, words.right if words else left)
    return placed


def _lone_days_first(
    groups: Sequence[list[Mark]], placed: Sequence[Words | None], right: float
) -> list[Words | None]:
    """A day alone takes the room at its left from the long label of a crowd, which the table has."""
    told = list(placed)
    for at in range(1, len(groups)):
        group, crowd = groups[at], groups[at - 1]
        if told[at] is None and len(group) == 1 and len(crowd) > 1:
            words = _beside(group, _end(crowd) + REACH, group[0].left)
            if words and words.right <= min(group[0].left, right):
                told[at - 1], told[at] = None, words
    return told


def _joined(groups: list[list[Mark]], at: int) -> list[list[Mark]] | None:
    """The groups with one joined to its nearer neighbour; None where both are too far away."""
    neighbours = [
        (_distance(groups[first], groups[first + 1]), first)
        for first in (at - 1, at)
        if 0 <= first < len(groups) - 1
    ]
    distance, first = min(neighbours, default=(APART, 0))
    if distance >= APART:
        return None
    return [*groups[:first], groups[first] + groups[first + 1], *groups[first + 2 :]]


def _end(group: Sequence[Mark]) -> float:
    return max(mark.right for mark in group)


def _distance(group: Sequence[Mark], following: Sequence[Mark]) -> float:
    return following[0].left - _end(group)


def _beside(group: Sequence[Mark], taken: float, following: float) -> Words | None:
    """The label at the right of a group, else at its left, else above its bar, where there is room."""
    text = _dates_told(group)
    width = width_of(text, SIZE)
    start, end = group[0].left - REACH, _end(group) + REACH
    if end + width <= following and end >= taken:
        return Words(text, end, end + width)
    if start - width >= taken:
        return Words(text, start - width, start)
    first, last = group[-1].left + REACH, min(group[-1].right - REACH, following)
    if first >= taken and last - first >= width:
        middle = (first + last - width) / 2
        return Words(text, middle, middle + width, above=True)
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


WIDTH = 960
"""Units of a drawing's width; a browser scales them."""
MONTHS = (1, 2, 3, 6, 12, 24, 60, 120)
BETWEEN_TICKS = 62
HALF = 60
"""Half the width that is kept for the words of the changepoint."""
WIDE = frozenset("WFA")


@dataclass(frozen=True)
class Axis:
    """Days from left to right: the first day of ``interval`` at ``left``, its last at ``right``."""

    interval: Interval
    left: float
    right: float

    def x(self, day: date) -> float:
        """Where a day is drawn; a day outside the interval at its nearest end."""
        days = min(max((day - self.interval.start).days, 0), self.interval.days - 1)
        return round(
            self.left + (self.right - self.left) * days / max(self.interval.days - 1, 1), 1
        )

    def of_point(self, point: Changepoint) -> dict[str, Any]:
        """Where a changepoint is drawn, the middle of its words, and the two ends of its interval."""
        x, days = self.x(point.date), point.interval
        return {
            "point": x,
            "point_label": min(max(x, self.left + HALF), self.right - HALF),
            "band": (self.x(days.start), self.x(days.end)) if days else None,
        }

    def holds(self, day: date) -> bool:
        """True when the day lies in the interval."""
        return self.interval.start <= day <= self.interval.end

    def ticks(self) -> tuple[Values, ...]:
        """Marks on the axis with their words: the beginnings of months, so many that their words do not touch each other."""
        first, last = self.interval.start, self.interval.end
        months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
        days = [(number, date(number // 12, number % 12 + 1, 1)) for number in months]
        inside = [(number, day) for number, day in days if self.holds(day)]
        room = max(int((self.right - self.left) / BETWEEN_TICKS), 1)
        step = next((s for s in MONTHS if len(inside) / s <= room), MONTHS[-1])
        return tuple(
            Values(at=self.x(day), text=f"{day:%Y-%m}")
            for number, day in inside
            if number % step == 0
        )


def width_of(text: str, size: float) -> float:
    """About how wide a text is drawn at a size, rather too wide than too narrow."""
    return sum(size if unicodedata.east_asian_width(c) in WIDE else size * 0.62 for c in text)


def fitted(text: str, width: float, size: float) -> str:
    """The text, or its beginning with an ellipsis, so that it is no wider."""
    if width_of(text[: int(width)], size) <= width and len(text) <= width:
        return text
    room = width - width_of("…", size)
    for fits, character in enumerate(text):
        room -= width_of(character, size)
        if room < 0:
            return text[:fits] + "…"
    return text
