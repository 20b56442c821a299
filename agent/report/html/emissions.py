"""Daily emissions around a changepoint as a drawing: arithmetic, what stands where; and the same in words."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from agent.findings import Dossier, Finding, Status
from agent.records import Changepoint, Interval, Window
from agent.report.html.limits import Limits, bounded
from agent.report.html.timeline import WIDTH, Axis, Dated, supported_dates
from agent.report.safe import one_line
from agent.report.template import Values
from agent.report.words import Language, joined
from agent.series import (
    Emissions,
    SeriesFile,
    emissions_of,
    rolling_mean,
    runs_of_days,
    weekly_means,
)

LEFT, RIGHT, TOP, BOTTOM, HEIGHT = 68, 16, 40, 34, 330
FEWEST_CONTEXT = 30
MOST_DAYS = 1500
"""Days of which every single one is drawn; of more only the mean is, so that the file stays small."""
MOST_POINTS = 800
TICKS = 5
ROW, DISC, MOST_ROWS = 18, 9, 6
"""The height of a row of numbers above the curve, half of a number's width, and the most rows."""
FLAT = 0.3
"""An axis begins at 0 unless the least value is more than this share of the greatest."""


def shown_interval(window: Window) -> Interval:
    """The window and some days of context on each side."""
    return Interval.around(window.start, window.end, max(FEWEST_CONTEXT, window.days // 4))


def chart(
    emissions: Emissions, point: Changepoint, window: Window, findings: Sequence[Finding] = ()
) -> Values:
    """Draw daily values, their mean of seven days, and the dates of findings on that curve.

    In units of a box ``width`` times ``height``: ``daily`` and ``mean`` are lines, each a list of
    points without a gap inside, ``alone`` days with a value between two without, ``window`` the two
    ends of what was searched. ``findings`` are numbered from 1, in their order: each of ``dots`` is a
    date of one, where it stands on the curve and (``label``) where its number stands above it, None
    where so many stand close together that there is no room. Raises ValueError when there is no value.
    """
    axis = Axis(emissions.interval, LEFT, WIDTH - RIGHT)
    values = emissions.values
    low, high, levels = _levels(min(values.values()), max(values.values()))
    stacked = _stacked(_dated(findings, axis))
    rows = max((row + 1 for *_, row in stacked if row is not None), default=0)
    top = TOP + rows * ROW
    bottom = top + HEIGHT - TOP - BOTTOM

    def y(value: float) -> float:
        return round(bottom - (bottom - top) * (value - low) / (high - low), 1)

    thinned = emissions.interval.days > MOST_DAYS
    daily = [] if thinned else list(_unbroken(values, 1))
    means = rolling_mean(values)
    step = math.ceil(emissions.interval.days / MOST_POINTS) if thinned else 1

    def line(days: Sequence[date], of: Mapping[date, float]) -> str:
        return " ".join(f"{axis.x(day):g},{y(of[day]):g}" for day in days)

    return Values(
        width=WIDTH,
        height=bottom + BOTTOM,
        axis=axis,
        top=top,
        bottom=bottom,
        ticks=axis.ticks(),
        levels=tuple(Values(at=y(level), text=_told(level, levels)) for level in levels),
        daily=tuple(line(days, values) for days in daily if len(days) > 1),
        mean=tuple(line(days[::step], means) for days in _unbroken(means, 1) if len(days) > step),
        alone=tuple((axis.x(d[0]), y(values[d[0]])) for d in daily if len(d) == 1),
        **axis.of_point(point),
        window=(axis.x(window.start), axis.x(window.end)),
        from_zero=low == 0,
        thinned=thinned,
        dots=tuple(
            Values(
                x=at,
                y=y(means[dated.interval.start]) if dated.interval.start in means else bottom,
                label=None if row is None else top - ROW * (row + 0.5),
                number=number,
                dated=dated,
                name=one_line(finding.policy.name.value),
                flagged=finding.status is Status.FLAGGED,
            )
            for at, number, finding, dated, row in stacked
        ),
    )


Placed = tuple[float, int, Finding, Dated]


def _dated(findings: Sequence[Finding], axis: Axis) -> list[Placed]:
    """The supported dates that lie on the axis, from left to right."""
    found = [
        (axis.x(dated.interval.start), number, finding, dated)
        for number, finding in enumerate(findings, 1)
        for dated in supported_dates(finding)
        if axis.holds(dated.interval.start)
    ]
    return sorted(found, key=lambda one: (one[0], one[1]))


def _stacked(placed: Sequence[Placed]) -> list[tuple[float, int, Finding, Dated, int | None]]:
    """Each with the row of its number: the lowest one in which it meets no other."""
    taken: list[float] = []
    stacked = []
    for at, number, finding, dated in placed:
        row = next((r for r, right in enumerate(taken) if right <= at - DISC), None)
        if row is None and len(taken) < MOST_ROWS:
            row = len(taken)
            taken.append(0.0)
        if row is not None:
            taken[row] = at + DISC
        stacked.append((at, number, finding, dated, row))
    return stacked


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


RUNS_SHOWN = 6


def shown_series(
    files: Sequence[SeriesFile],
    dossier: Dossier,
    findings: Sequence[Finding],
    limits: Limits,
) -> Values | None:
    """The emissions of the dossier's province and sector; None when no file was given.

    The dates of ``findings``, which are those of the timeline, stand on the curve. ``missing`` are the
    days without a value between the first and the last that has one.

    There is no chart where there is no value to draw.
    """
    if not files:
        return None
    point = dossier.changepoint
    found = emissions_of(files, point.province, point.sector, shown_interval(dossier.window))
    values = found.values if found else {}
    missing: list[date] = []
    if values:
        every = range(min(values).toordinal(), max(values).toordinal() + 1)
        missing = [day for day in map(date.fromordinal, every) if day not in values]
    drawn = bool(found and values and limits.drawings)
    return Values(
        found=found,
        chart=chart(found, point, dossier.window, findings) if found and drawn else None,
        weeks=bounded(weekly_means(values), limits.rows),
        missing=missing,
        repeated=sum(daily.repeated for daily in found.file.daily.values()) if found else 0,
    )


def runs_told(days: Sequence[date], language: Language) -> str:
    """Days as the runs that they make; of many the first."""
    runs = runs_of_days(days)
    more = " …" if len(runs) > RUNS_SHOWN else ""
    return joined(map(str, runs[:RUNS_SHOWN]), language) + more
