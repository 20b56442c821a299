"""Daily emissions around a changepoint as a drawing: only arithmetic, what stands where."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from agent.records import Changepoint, Interval, Window
from agent.report.html.axis import WIDTH, Axis, Tick
from agent.series import Emissions, rolling_mean

LEFT, RIGHT, TOP, BOTTOM, HEIGHT = 68, 16, 40, 34, 330
FEWEST_CONTEXT = 30
MOST_DAYS = 1500
"""Days of which every single one is drawn; of more only the mean is, so that the file stays small."""
MOST_POINTS = 800
TICKS = 5
FLAT = 0.3
"""An axis begins at 0 unless the least value is more than this share of the greatest."""


@dataclass(frozen=True)
class Chart:
    """Everything that is drawn, in units of a box ``width`` times ``height``.

    ``daily`` and ``mean`` are lines, each a list of points without a gap inside; ``alone`` are days
    with a value between two without. ``window`` are the two ends of what was searched.
    """

    width: float
    height: float
    axis: Axis
    top: float
    bottom: float
    ticks: tuple[Tick, ...]
    levels: tuple[Tick, ...]
    daily: tuple[str, ...]
    mean: tuple[str, ...]
    alone: tuple[tuple[float, float], ...]
    point: float
    point_label: float
    band: tuple[float, float] | None
    window: tuple[float, float]
    from_zero: bool
    thinned: bool


def shown_interval(window: Window) -> Interval:
    """The window and some days of context on each side."""
    return Interval.around(window.start, window.end, max(FEWEST_CONTEXT, window.days // 4))


def chart(emissions: Emissions, point: Changepoint, window: Window) -> Chart:
    """Draw daily values and their mean of seven days. Raises ValueError when there is no value."""
    axis = Axis(emissions.interval, LEFT, WIDTH - RIGHT)
    values = emissions.values
    low, high, levels = _levels(min(values.values()), max(values.values()))
    bottom = HEIGHT - BOTTOM

    def y(value: float) -> float:
        return round(bottom - (bottom - TOP) * (value - low) / (high - low), 1)

    thinned = emissions.interval.days > MOST_DAYS
    daily = [] if thinned else list(_unbroken(values, 1))
    means = rolling_mean(values)
    step = math.ceil(emissions.interval.days / MOST_POINTS) if thinned else 1

    def line(days: Sequence[date], of: Mapping[date, float]) -> str:
        return " ".join(f"{axis.x(day):g},{y(of[day]):g}" for day in days)

    x = axis.x(point.date)
    return Chart(
        width=WIDTH,
        height=HEIGHT,
        axis=axis,
        top=TOP,
        bottom=bottom,
        ticks=axis.ticks(),
        levels=tuple(Tick(y(level), _told(level, levels)) for level in levels),
        daily=tuple(line(days, values) for days in daily if len(days) > 1),
        mean=tuple(line(days[::step], means) for days in _unbroken(means, 1) if len(days) > step),
        alone=tuple((axis.x(d[0]), y(values[d[0]])) for d in daily if len(d) == 1),
        point=x,
        point_label=min(max(x, LEFT + 60), WIDTH - RIGHT - 60),
        band=(axis.x(point.interval.start), axis.x(point.interval.end)) if point.interval else None,
        window=(axis.x(window.start), axis.x(window.end)),
        from_zero=low == 0,
        thinned=thinned,
    )


def _unbroken(days: Iterable[date], step: int) -> Iterable[list[date]]:
    """Days in a row."""
    run: list[date] = []
    for day in sorted(days):
        if run and run[-1] + timedelta(days=step) != day:
            yield run
            run = []
        run.append(day)
    if run:
        yield run


def _levels(least: float, greatest: float) -> tuple[float, float, list[float]]:
    """The lower and upper end of the axis, and the round values that are written beside it."""
    base = least if least > FLAT * greatest else 0.0
    span = (greatest - base) or abs(greatest) or 1.0
    rough = span / TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough)
    first = math.floor(base / step) if base else 0
    last = math.ceil(greatest / step)
    if last == first:
        last += 1
    levels = [round(number * step, 12) for number in range(first, last + 1)]
    return levels[0], levels[-1], levels


def _told(level: float, levels: Sequence[float]) -> str:
    step = levels[1] - levels[0]
    digits = max(0, -math.floor(math.log10(step) + 1e-9))
    digits += round(step * 10**digits, 6) % 1 != 0
    return f"{level:.{digits}f}"
