"""Findings drawn on the emissions curve: at their dates, numbered, no number on another."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from agent.findings import Finding
from agent.policy import DateRole
from agent.records import Interval
from agent.report.distances import nearest_line
from agent.report.html.emissions import DISC, ROW, chart
from agent.series import Emissions, emissions_of
from agent.series.reading import read_series
from tests.dossiers import POINT, finding, page
from tests.knowledge import places, sectors

WINDOW = Interval(start=date(2024, 8, 10), end=date(2025, 2, 6))
HERE = page()


@pytest.fixture
def emissions(tmp_path: Path) -> Emissions:
    """A year of daily values, all alike, of an invented series."""
    first = date(2024, 7, 1)
    rows = [f"Shanxi,{first + timedelta(days=n)},Ground,{1 + n % 3}" for n in range(300)]
    path = tmp_path / "daily.csv"
    path.write_text("\n".join(["state,date,sector,value", *rows]), "utf-8")
    around = Interval(start=date(2024, 7, 10), end=date(2025, 3, 8))
    found = emissions_of((read_series(path, places(), sectors()),), "山西", "Ground", around)
    assert found is not None
    return found


def dated(day: str) -> Finding:
    """A finding of which one date holds."""
    one = finding(HERE)
    claims = tuple(
        claim.model_copy(update={"value": day, "role": DateRole.ISSUED})
        if claim.field == "date"
        else claim
        for claim in one.claims
    )
    return one.model_copy(update={"claims": claims})


def test_each_supported_date_stands_on_the_curve_at_its_day(emissions: Emissions) -> None:
    drawn = chart(emissions, POINT, WINDOW, [dated("2024-10-15")])
    (dot,) = drawn.dots
    assert dot.number == 1
    assert dot.x == drawn.axis.x(date(2024, 10, 15))
    assert drawn.top < dot.y < drawn.bottom
    assert dot.label is not None
    assert dot.label < drawn.top


def test_dates_outside_the_curve_are_not_drawn_at_its_end(emissions: Emissions) -> None:
    assert chart(emissions, POINT, WINDOW, [dated("2022-06-24")]).dots == ()


def test_numbers_of_a_crowd_do_not_meet_and_what_finds_no_room_keeps_its_mark(
    emissions: Emissions,
) -> None:
    crowd = [dated(f"2024-10-{day:02d}") for day in (*range(10, 20), *range(10, 20))]
    drawn = chart(emissions, POINT, WINDOW, crowd)
    assert len(drawn.dots) == len(crowd)
    told = [(dot.x, dot.label) for dot in drawn.dots if dot.label is not None]
    assert 0 < len(told) < len(crowd)
    for at, (x, y) in enumerate(told):
        for other_x, other_y in told[at + 1 :]:
            assert abs(x - other_x) >= 2 * DISC or abs(y - other_y) >= ROW
    assert drawn.height > drawn.bottom > drawn.top


def test_what_is_nearest_is_told_with_its_role_and_never_the_nearest_of_several_roles() -> None:
    told = nearest_line([dated("2024-10-15"), dated("2024-11-20")], POINT, "en")
    assert told == "nearest on or before: issued -24 d (no. 1); nearest after: issued +12 d (no. 2)"
    assert nearest_line([], POINT, "zh") == ""
