"""An axis of days, and how wide words are drawn: the arithmetic that the drawings share."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date

from agent.records import Interval

WIDTH = 960
"""Units of a drawing's width; a browser scales them."""
MONTHS = (1, 2, 3, 6, 12, 24, 60, 120)
BETWEEN_TICKS = 62
WIDE = frozenset("WFA")


@dataclass(frozen=True)
class Tick:
    """A mark on an axis and its words."""

    at: float
    text: str


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

    def holds(self, day: date) -> bool:
        """True when the day lies in the interval."""
        return self.interval.start <= day <= self.interval.end

    def ticks(self) -> tuple[Tick, ...]:
        """The beginnings of months, so many that their words do not touch each other."""
        first, last = self.interval.start, self.interval.end
        months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
        days = [(number, date(number // 12, number % 12 + 1, 1)) for number in months]
        inside = [(number, day) for number, day in days if self.holds(day)]
        room = max(int((self.right - self.left) / BETWEEN_TICKS), 1)
        step = next((s for s in MONTHS if len(inside) / s <= room), MONTHS[-1])
        return tuple(
            Tick(self.x(day), f"{day:%Y-%m}") for number, day in inside if number % step == 0
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
