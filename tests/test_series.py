"""Daily emissions are read from the layouts people have, and held against themselves."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from agent.errors import UsageError
from agent.records import Interval
from agent.series import (
    Emissions,
    SeriesFile,
    Week,
    emissions_of,
    rolling_mean,
    runs_of_days,
    weekly_means,
)
from agent.series.reading import read_series
from tests.knowledge import places, sectors

DATA = Path(os.environ.get("POLICY_DATA") or Path(__file__).parents[2] / "shared" / "data")

CARBON_MONITOR = """state,date,sector,value
Shanxi,01/02/2024,Power,0.5
Shanxi,13/02/2024,Power,0.25
Shaanxi,01/02/2024,Ground Transport,0.125
"""
FEBRUARY = Interval.of_month(2024, 2)


def read(folder: Path, text: str, name: str = "daily.csv") -> SeriesFile:
    path = folder / name
    path.write_text(text, "utf-8")
    return read_series(path, places(), sectors())


def told(file: SeriesFile, province: str, sector: str | None) -> Emissions:
    found = emissions_of([file], province, sector, FEBRUARY)
    assert found
    return found


# Layouts


def test_carbon_monitors_layout_has_the_day_before_the_month(tmp_path: Path) -> None:
    file = read(tmp_path, CARBON_MONITOR)
    assert file.daily["山西", "Power"].values == {date(2024, 2, 1): 0.5, date(2024, 2, 13): 0.25}
    assert file.daily["陕西", "Ground"].values == {date(2024, 2, 1): 0.125}
    assert file.bad == ()


def test_a_second_number_above_twelve_shows_that_the_month_stands_first(tmp_path: Path) -> None:
    file = read(
        tmp_path, "state,date,sector,value\nShanxi,02/13/2024,Power,1\nShanxi,02/01/2024,Power,2\n"
    )
    assert file.daily["山西", "Power"].values == {date(2024, 2, 1): 2, date(2024, 2, 13): 1}


def test_the_codes_of_data_sets_tell_shanxi_from_shaanxi(tmp_path: Path) -> None:
    file = read(
        tmp_path,
        "date,province,sector,MtCO2_per_day\n2024-02-01,SX,Power,1\n2024-02-01,SAX,Power,2\n",
    )
    assert file.daily["山西", "Power"].values == {date(2024, 2, 1): 1}
    assert file.daily["陕西", "Power"].values == {date(2024, 2, 1): 2}


def test_the_name_of_the_file_tells_what_no_column_tells(tmp_path: Path) -> None:
    file = read(tmp_path, "date,value\n2024-02-01,0.5\n", "Inner_Mongolia_Ground_Transport.csv")
    assert dict(file.daily) == {("内蒙古", "Ground"): file.daily["内蒙古", "Ground"]}
    assert file.daily["内蒙古", "Ground"].values == {date(2024, 2, 1): 0.5}


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        pytest.param("date,value\n2024-02-01,1\n", "daily.csv", "tells the province", id="no name"),
        pytest.param(
            "state,day\n山西,2024-02-01\n", "x.csv", "no column for the value", id="no value"
        ),
        pytest.param(
            "province,changepoint\n山西,2024-02-01\n", "x.csv", "date and the value", id="points"
        ),
        pytest.param("", "Shanxi_Power.csv", "no column", id="empty"),
        pytest.param("date,value\n", "Shanxi_Power.csv", "no usable row", id="only a header"),
        pytest.param(
            "date,value\nsoon,1\n",
            "Shanxi_Power.csv",
            "no usable row of daily emissions: not a date: 'soon' (line 2)",
            id="nothing usable",
        ),
    ],
)
def test_a_file_that_is_no_series_is_refused_with_the_reason(
    tmp_path: Path, text: str, name: str, words: str
) -> None:
    with pytest.raises(UsageError) as refused:
        read(tmp_path, text, name)
    assert words in refused.value.message


# Rows


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("Shanxi,30/02/2024,Power,1", "there is no such day: '30/02/2024'"),
        ("Shanxi,tomorrow,Power,1", "not a date: 'tomorrow'"),
        ("Shanxi,02/02/2024,Power,", "no value"),
        ("Shanxi,02/02/2024,Power,n/a", "not a number: 'n/a'"),
        ("Shanxi,02/02/2024,Power,nan", "no emission: 'nan'"),
        ("Shanxi,02/02/2024,Power,-1", "no emission: '-1'"),
        ("Atlantis,02/02/2024,Power,1", "unknown province: 'Atlantis'"),
        ("Shanxi,02/02/2024,Magic,1", "unknown sector: 'Magic'"),
    ],
)
def test_a_row_that_cannot_be_used_is_listed_with_its_line(
    tmp_path: Path, row: str, message: str
) -> None:
    file = read(tmp_path, f"{CARBON_MONITOR}\n{row}\n")
    (bad,) = file.bad
    assert bad.line == 6
    assert bad.message.startswith(message)
    assert len(file.daily["山西", "Power"].values) == 2


def test_a_day_with_two_different_values_has_none(tmp_path: Path) -> None:
    file = read(tmp_path, CARBON_MONITOR + "Shanxi,01/02/2024,Power,0.75\n")
    assert file.daily["山西", "Power"].values == {date(2024, 2, 13): 0.25}
    assert file.daily["山西", "Power"].twice == (date(2024, 2, 1),)
    assert told(file, "山西", "Power").twice == {"Power": (date(2024, 2, 1),)}


def test_a_row_that_only_repeats_another_is_counted(tmp_path: Path) -> None:
    file = read(tmp_path, CARBON_MONITOR + "Shanxi,01/02/2024,Power,0.50\n")
    assert file.daily["山西", "Power"].values[date(2024, 2, 1)] == 0.5
    assert file.daily["山西", "Power"].twice == ()
    assert file.daily["山西", "Power"].repeated == 1


# A total


def test_a_total_is_the_sum_on_the_days_on_which_every_sector_has_a_value(tmp_path: Path) -> None:
    rows = "Shanxi,01/02/2024,Industry,0.25\nShanxi,02/02/2024,Industry,0.25\n"
    total = told(read(tmp_path, CARBON_MONITOR + rows), "山西", None)
    assert total.values == {date(2024, 2, 1): 0.75}
    assert set(total.sectors) == {"Power", "Industry"}
    assert total.without == ()


def test_a_sector_without_a_value_in_the_interval_is_named_and_not_added(tmp_path: Path) -> None:
    rows = "Shanxi,01/03/2024,Industry,0.25\n"
    total = told(read(tmp_path, CARBON_MONITOR + rows), "山西", None)
    assert total.values == {date(2024, 2, 1): 0.5, date(2024, 2, 13): 0.25}
    assert (total.sectors, total.without) == (("Power",), ("Industry",))


def test_a_file_that_does_not_know_the_province_gives_nothing(tmp_path: Path) -> None:
    assert emissions_of([read(tmp_path, CARBON_MONITOR)], "河北", "Power", FEBRUARY) is None


# Means


def test_a_mean_of_seven_days_needs_all_of_them() -> None:
    values = {date(2024, 2, day): float(day) for day in (1, 2, 3, 4, 5, 6, 7, 8, 10)}
    assert rolling_mean(values) == {date(2024, 2, 4): 4.0, date(2024, 2, 5): 5.0}


def test_weeks_begin_on_monday_and_say_how_many_days_they_have() -> None:
    values = {date(2024, 11, 10): 1.0, date(2024, 11, 11): 2.0, date(2024, 11, 12): 4.0}
    assert weekly_means(values) == (
        Week(date(2024, 11, 4), 1, 1.0),
        Week(date(2024, 11, 11), 2, 3.0),
    )


def test_days_in_a_row_are_one_interval() -> None:
    days = [date(2024, 1, 31), date(2024, 2, 1), date(2024, 2, 3)]
    assert [str(run) for run in runs_of_days(days)] == ["2024-01-31..2024-02-01", "2024-02-03"]


# The real file whose rows of 2020 are stamped 2019


@pytest.mark.parametrize(
    ("name", "doubled"),
    [("carbonmonitor_style_shanxi_shaanxi.csv", 730), ("cui2021_daily_province.csv", 11315)],
)
def test_a_year_stamped_as_the_one_before_is_noticed_in_the_real_file(
    name: str, doubled: int
) -> None:
    path = DATA / "series" / name
    if not path.exists():
        pytest.skip(f"no real series here: {path} is absent")
    file = read_series(path, places(), sectors())
    assert sum(len(daily.twice) for daily in file.daily.values()) == doubled
    ground = file.daily["山西", "Ground"]
    assert (len(ground.values), len(ground.twice), ground.lacks) == (0, 365, 2020)
    power = file.daily["山西", "Power"]
    assert (len(power.values), power.twice, power.lacks) == (731, (), None)
    total = emissions_of([file], "山西", None, Interval.of_month(2020, 3))
    assert total
    assert (set(total.sectors), total.without) == ({"Power", "Industry"}, ("Ground",))
    assert len(total.values) == 31
