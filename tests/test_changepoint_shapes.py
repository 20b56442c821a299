"""Results of detectors and of spreadsheets are read as they come; every file here is invented."""

from __future__ import annotations

import csv
import io
import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from agent.batch.selection import Filters, Selection, select
from agent.changepoints import Given, NoChangepoints, read_changepoints
from agent.changepoints.days import decimal_year
from agent.cli.points import given_of, score_wanted
from agent.errors import UsageError
from agent.records import Changepoint, ChangepointKind, Detection, Interval
from agent.report import Beside
from agent.wiring import renderer
from tests.at_once import text as render
from tests.dossiers import dossier, finding, page
from tests.knowledge import places, sectors

TODAY = date(2026, 11, 28)
DAY = date(2024, 11, 8)
NAN = float("nan")
SHANXI = Given(province="山西", sector="Power")
SERIES = "state,date,sector,value\n" + "".join(
    f"Shanxi,{day:02d}/01/2024,Power,{day}\n" for day in range(1, 31)
)


class Known:
    places, sectors = places(), sectors()


def options(**given: Any) -> Given:
    return given_of({"columns": (), "indices_of": None} | given, Known())  # type: ignore[arg-type]  # the two tables are all of it


def points(
    folder: Path, content: str | bytes, name: str = "points.csv", given: Given = SHANXI
) -> tuple[Changepoint, ...]:
    found, problems = read(folder, content, name, given)
    assert problems == []
    return found


def read(
    folder: Path, content: str | bytes, name: str = "points.csv", given: Given = SHANXI
) -> tuple[tuple[Changepoint, ...], list[str]]:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    found, problems = read_changepoints(path, places(), sectors(), TODAY, given)
    return found, [problem.message for problem in problems]


def days(found: tuple[Changepoint, ...]) -> list[str]:
    return [str(point.date) for point in found]


def span(first: str, last: str) -> Interval:
    return Interval(start=date.fromisoformat(first), end=date.fromisoformat(last))


# Rbeast

BEAST = {
    "time": [2019.0014, 2024.9986],
    "trend": {
        "ncp": 1.3,
        "cp": [2024.8511, 2020.0833, NAN],
        "cpPr": [0.93, 0.41, NAN],
        "cpCI": [[2024.8402, 2024.8593], [2020.0632, 2020.1014], [NAN, NAN]],
        "cpAbruptChange": [-0.12, 0.08, NAN],
    },
    "season": {
        "cp": [2022.5, NAN],
        "cpPr": [0.71, NAN],
        "cpCI": [[2022.4, 2022.6], [NAN, NAN]],
        "cpAbruptChange": [0.02, NAN],
    },
}


def test_an_rbeast_object_gives_each_changepoint_with_its_component(tmp_path: Path) -> None:
    found = points(tmp_path, json.dumps(BEAST), "beast.json")
    assert days(found) == ["2024-11-07", "2020-01-31", "2022-07-02"]
    assert [point.kind for point in found] == [
        ChangepointKind.TREND,
        ChangepointKind.TREND,
        ChangepointKind.SEASONAL,
    ]
    assert found[0].interval == span("2024-11-03", "2024-11-10")
    assert found[0].detection == Detection(
        detector="Rbeast",
        component="trend",
        score_name="cpPr",
        score=0.93,
        direction="down",
        size=-0.12,
    )


def test_a_probability_of_rbeast_is_no_confidence_and_stays_under_its_name(tmp_path: Path) -> None:
    found = points(tmp_path, json.dumps(BEAST), "beast.json")
    assert {point.confidence for point in found} == {None}
    assert [point.features["cpPr"] for point in found] == ["0.93", "0.41", "0.71"]
    assert found[0].features["cp"] == "2024.8511"


def test_the_component_of_rbeast_is_stronger_than_a_kind_that_an_option_fills(
    tmp_path: Path,
) -> None:
    given = Given(province="山西", kind="seasonal")
    kinds = [point.kind.value for point in points(tmp_path, json.dumps(BEAST), "b.json", given)]
    assert kinds == ["trend", "trend", "seasonal"]


def test_an_rbeast_object_of_no_province_says_once_what_to_type(tmp_path: Path) -> None:
    _, (problem,) = read(tmp_path, json.dumps(BEAST), "beast.json", Given())
    assert "no column for province among: " in problem
    assert "--province NAME" in problem


def test_days_are_counted_along_the_time_of_an_rbeast_object(tmp_path: Path) -> None:
    """Rbeast steps evenly through 1,461 days of four years, so 1 January 2021 is no 2021.0000."""
    time = [2019 + 0.00273897 * day for day in range(1461)]
    part = {"cp": [2021.0022], "cpPr": [0.9], "cpCI": [[2019.99976, 2022.9989]]}
    (point,) = points(tmp_path, json.dumps({"time": time, "trend": part}), "beast.json")
    assert point.date == date(2021, 1, 1)
    assert point.interval == span("2020-01-01", "2022-12-31")
    assert point.features["cp"] == "2021.0022"


def test_rbeast_in_columns_is_read_like_its_object(tmp_path: Path) -> None:
    text = (
        "component,cp,cpPr,cpCI_lower,cpCI_upper,cpAbruptChange\n"
        "trend,2024.8511,0.93,2024.8402,2024.8593,-0.12\n"
        "trend,NaN,NaN,NaN,NaN,NaN\n"
    )
    (point,) = points(tmp_path, text, "Shanxi_Power_beast.csv", Given())
    assert (point.province, point.sector, point.date) == ("山西", "Power", date(2024, 11, 7))
    assert point.interval == span("2024-11-03", "2024-11-10")
    assert point.detection
    assert (point.detection.component, point.detection.score) == ("trend", 0.93)


def test_rbeast_without_dates_counts_from_one_in_the_series(tmp_path: Path) -> None:
    (tmp_path / "daily.csv").write_text(SERIES, "utf-8")
    part = {"cp": [15.0, NAN], "cpPr": [0.9, NAN], "cpCI": [[13.0, 31.0], [NAN, NAN]]}
    (point,) = points(
        tmp_path,
        json.dumps({"trend": part}),
        "beast.json",
        options(indices_of=tmp_path / "daily.csv"),
    )
    assert point.date == date(2024, 1, 15)
    assert point.interval == span("2024-01-13", "2024-01-30")
    assert point.detection
    assert point.detection.series == "daily.csv"
    assert len(point.detection.series_sha256) == 64


def test_an_rbeast_object_without_changepoints_says_so(tmp_path: Path) -> None:
    _, (problem,) = read(tmp_path, json.dumps({"trend": {"cp": [NAN], "cpPr": [NAN]}}), "b.json")
    assert "found no changepoint" in problem


@pytest.mark.parametrize("offset", [0.0, 0.5], ids=["start of the day", "middle of the day"])
@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2023, 12, 31), date(2024, 1, 1)])
def test_a_year_with_its_fraction_is_the_day_in_leap_years_too(day: date, offset: float) -> None:
    length = 366 if day.year == 2024 else 365
    assert decimal_year(day.year + (day.timetuple().tm_yday - 1 + offset) / length) == day


# getspanel


@pytest.mark.parametrize(
    ("header", "time", "tci", "day", "interval"),
    [
        ("tci", "2015", "1", "2015-01-01", ("2014-01-01", "2016-12-31")),
        ("tci", "2015-03", "2", "2015-03-01", ("2015-01-01", "2015-05-31")),
        ("tci (days)", "2024-11-08", "7", "2024-11-08", ("2024-11-01", "2024-11-15")),
        ("tci", "2024-11-08", "3 months", "2024-11-08", ("2024-08-08", "2025-02-08")),
        ("tci_days", "2024-11-08", "7", "2024-11-08", ("2024-11-01", "2024-11-15")),
    ],
)
def test_getspanel_gives_an_interval_in_the_unit_of_its_panel(
    tmp_path: Path, header: str, time: str, tci: str, day: str, interval: tuple[str, str]
) -> None:
    text = f'"","id","time","coef","{header}"\n"1","Shanxi_Power","{time}",-0.23,"{tci}"\n'
    (point,) = points(tmp_path, text, given=Given())
    assert (point.province, point.sector, str(point.date)) == ("山西", "Power", day)
    assert point.interval == span(*interval)
    assert point.detection
    assert (point.detection.direction, point.detection.size) == ("down", -0.23)


def test_a_tci_without_a_unit_beside_days_says_what_to_name_it(tmp_path: Path) -> None:
    _, (problem,) = read(tmp_path, "id,time,coef,tci\nShanxi,2024-11-08,-0.23,2\n", given=Given())
    assert "tci (days), tci (months) or tci (years)" in problem


# Positions in a series


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("[8, 20, 30]", "bkps.json"),
        ('{"bkps": [8, 20, 30], "series": "daily.csv", "detector": "ruptures Pelt"}', "r.json"),
        ('{"breakpoints": [8, 20], "settings": {"h": 0.15}}', "strucchange.json"),
        ("index\n8\n20\n30\n", "bkps.csv"),
        ('"","breakpoints"\n"1",8\n"2",20\n', "strucchange.csv"),
    ],
)
def test_positions_become_the_days_of_the_series_beside_them(
    tmp_path: Path, content: str, name: str
) -> None:
    (tmp_path / "daily.csv").write_text(SERIES, "utf-8")
    found = points(tmp_path, content, name, options(indices_of=tmp_path / "daily.csv"))
    assert days(found) == ["2024-01-09", "2024-01-21"]
    assert {(point.province, point.sector) for point in found} == {("山西", "Power")}
    assert {point.detection.series for point in found if point.detection} == {"daily.csv"}


def test_positions_without_their_series_say_what_to_type(tmp_path: Path) -> None:
    _, (problem,) = read(tmp_path, "[8, 20]", "bkps.json", options())
    assert "--indices-of FILE" in problem


def test_positions_in_a_file_of_two_series_ask_which_one(tmp_path: Path) -> None:
    (tmp_path / "two.csv").write_text(SERIES + SERIES[24:].replace("Power", "Ground"), "utf-8")
    given = options(indices_of=tmp_path / "two.csv")
    _, (first, *_) = read(tmp_path, "[8]", "bkps.json", given)
    assert "holds 2 series (山西 Power, 山西 Ground)" in first
    assert "--province and --sector" in first
    named = options(indices_of=tmp_path / "two.csv", sector="Ground")
    assert points(tmp_path, "[8]", "bkps.json", named)[0].sector == "Ground"


def test_a_position_outside_of_a_series_of_three_days_is_refused(tmp_path: Path) -> None:
    (tmp_path / "short.csv").write_text("".join(SERIES.splitlines(keepends=True)[:4]), "utf-8")
    _, (problem,) = read(tmp_path, "[9]", "bkps.json", options(indices_of=tmp_path / "short.csv"))
    assert "position 9 is not inside short.csv, which has 3 days" in problem


def test_settings_of_a_detector_are_kept(tmp_path: Path) -> None:
    (tmp_path / "daily.csv").write_text(SERIES, "utf-8")
    content = '{"bkps": [8], "series": "daily.csv", "detector": "ruptures", "settings": {"pen": 3}}'
    (point,) = points(tmp_path, content, "r.json", options())
    assert point.detection
    assert point.detection.detector == "ruptures"
    assert point.detection.settings == {"pen": "3"}


# Spreadsheets and JSON


def workbook(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet
    for row in rows:
        sheet.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_a_workbook_with_a_title_above_its_header_is_read(tmp_path: Path) -> None:
    body = workbook(
        ["Changepoints of the north, second draft"],
        [],
        ["省份", "部门", "日期", "置信度"],
        ["山西", "Ground", DAY, 0.59],
    )
    (point,) = points(tmp_path, body, "points.xlsx", Given())
    assert (point.province, point.sector, point.date) == ("山西", "Ground", DAY)
    assert point.confidence == 0.59


def test_a_serial_number_for_a_date_is_refused_with_the_day_it_may_be(tmp_path: Path) -> None:
    body = workbook(["province", "date"], ["山西", 45604])
    _, (problem,) = read(tmp_path, body, "points.xlsx", Given())
    assert "2024-11-08" in problem
    assert "format the column as a date" in problem


@pytest.mark.parametrize("body", [b"PK\x03\x04 cut off", b"\xd0\xcf\x11\xe0 old"])
def test_a_workbook_that_cannot_be_read_says_how_to_save_it(tmp_path: Path, body: bytes) -> None:
    with pytest.raises(UsageError) as refused:
        read(tmp_path, body, "points.xlsx")
    assert ".xlsx" in refused.value.hint


ROW = '{"province": "Shanxi", "date": "2024-11-08"}'


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(f"{ROW}\n{ROW}\n", id="one object a line"),
        pytest.param(
            '{"province":{"0":"Shanxi","1":"Shanxi"},"date":{"0":1731024000000,"1":1731024000000}}',
            id="pandas' default",
        ),
        pytest.param(
            '{"columns":["province","date"],"index":[0,1],'
            '"data":[["Shanxi","2024-11-08"],["Shanxi","2024-11-08T00:00:00.000"]]}',
            id="pandas' split",
        ),
        pytest.param(f'{{"schema":{{}},"data":[{ROW},{ROW}]}}', id="pandas' table"),
        pytest.param(f'{{"changepoints": [{ROW}, {ROW}]}}', id="a list under a name"),
        pytest.param("sep=;\nprovince;date\nShanxi;2024-11-08\nShanxi;2024-11-08\n", id="sep=;"),
        pytest.param("A title\nprovince,date\nShanxi,2024-11-08\nShanxi,2024-11-08\n", id="title"),
    ],
)
def test_a_table_in_the_forms_of_programs(tmp_path: Path, content: str) -> None:
    found = points(tmp_path, content, "points.json", Given())
    assert [(point.province, point.date) for point in found] == [("山西", DAY)] * 2


@pytest.mark.parametrize(
    "written",
    [
        "8 Nov 2024",
        "08-NOV-2024",
        "08nov2024",
        "8th November, 2024",
        "November 8, 2024",
        "Nov. 8 2024",
        "二〇二四年十一月八日",
        "二零二四年十一月八日",
    ],
)
def test_a_day_with_its_month_in_words_is_read(written: str, tmp_path: Path) -> None:
    (point,) = points(tmp_path, f'province,date\nShanxi,"{written}"\n')
    assert point.date == DAY


@pytest.mark.parametrize(
    "written",
    ["Nov 2024", "8-Nov-24", "8 Nuv 2024", "31 Nov 2024", "二〇二四年十一月", "春节", "8 Ma 2024"],
)
def test_words_that_are_no_one_day_are_refused(written: str, tmp_path: Path) -> None:
    found, problems = read(tmp_path, f"province,date\nShanxi,{written}\n")
    assert found == ()
    assert len(problems) == 1
    assert written in problems[0]


def test_one_broken_line_of_many_objects_costs_that_line(tmp_path: Path) -> None:
    found, (problem,) = read(tmp_path, f"{ROW}\n{{broken\n{ROW}\n", "points.jsonl", Given())
    assert len(found) == 2
    assert "this line was not read" in problem


def test_decimal_commas_are_numbers(tmp_path: Path) -> None:
    text = "sep=;\nprovince;date;confidence;coef\nShanxi;2024-11-08;0,59;-0,12\n"
    (point,) = points(tmp_path, text, given=Given())
    assert point.confidence == 0.59
    assert point.detection
    assert point.detection.size == -0.12


# What options say


def test_a_column_can_be_named_and_its_neighbour_is_no_longer_taken_for_it(tmp_path: Path) -> None:
    text = "region,date,day_of_change\nShanxi,written in May,2024-11-08\n"
    (point,) = points(tmp_path, text, given=options(columns=("date=day_of_change",)))
    assert point.date == DAY
    assert point.features == {"date": "written in May"}


def test_a_refusal_names_the_users_columns_and_what_to_type(tmp_path: Path) -> None:
    _, (problem,) = read(tmp_path, "when,how much\n2024-11-08,0.2\n", given=Given())
    assert "no column for province and date among: when, how much" in problem
    assert "--column date=when" in problem
    assert "--province NAME" in problem


def test_a_named_column_that_is_not_there_is_told(tmp_path: Path) -> None:
    _, (problem,) = read(tmp_path, "day\n2024-11-08\n", given=options(columns=("date=when",)))
    assert problem == "--column date=when: no such column among: day"


@pytest.mark.parametrize("written", ["date", "date=", "day=when"])
def test_an_option_for_a_column_that_is_none_is_refused(written: str) -> None:
    with pytest.raises(UsageError, match="not understood"):
        options(columns=(written,))


def test_options_fill_a_column_that_is_missing_and_no_other(tmp_path: Path) -> None:
    given = Given(province="山西", sector="Power", kind="event")
    (point,) = points(tmp_path, "date\n2024-11-08\n", given=given)
    assert (point.province, point.sector, point.kind.value) == ("山西", "Power", "event")
    (other,) = points(tmp_path, "province,sector,date\nHebei,,2024-11-08\n", given=given)
    assert (other.province, other.sector) == ("河北", None)


def test_the_province_of_a_city_is_said() -> None:
    with pytest.raises(UsageError) as refused:
        places().province("太原")
    assert "山西" in refused.value.hint


# Folders, filters and reports


def selected(folder: Path, filters: Filters) -> Selection:
    return select(
        [str(folder)],
        lambda file, strict: read_changepoints(
            file, places(), sectors(), TODAY, SHANXI, strict=strict
        ),
        filters,
    )


def test_a_detectors_score_filters_under_its_own_name(tmp_path: Path) -> None:
    (tmp_path / "beast.json").write_text(json.dumps(BEAST), "utf-8")
    (tmp_path / "plain.csv").write_text("date\n2021-05-01\n", "utf-8")
    chosen = selected(tmp_path, Filters(min_score=score_wanted("cppr=0.7")))
    assert [str(point.date) for point, _ in chosen.points] == ["2024-11-07", "2022-07-02"]
    assert chosen.notes == ("1 changepoint(s) without a number under cppr left out",)


def test_a_file_of_another_kind_says_so_when_a_folder_is_read(tmp_path: Path) -> None:
    path = tmp_path / "measured.csv"
    path.write_text("site,flow\nA,3\n", "utf-8")
    with pytest.raises(NoChangepoints, match="no column for date among: site, flow"):
        read_changepoints(path, places(), sectors(), TODAY, SHANXI, strict=True)


def test_a_name_in_the_bytes_of_gbk_is_read_and_can_be_shown(tmp_path: Path) -> None:
    name = os.fsdecode("山西_Power.csv".encode("gbk"))
    (tmp_path / name).write_bytes(b"date\n2024-11-08\n2024-02-30\n")
    chosen = select(
        [str(tmp_path)],
        lambda file, strict: read_changepoints(file, places(), sectors(), TODAY, strict=strict),
        Filters(),
    )
    ((point, file),) = chosen.points
    assert (point.province, point.sector) == ("山西", "Power")
    assert file.endswith("山西_Power.csv")
    assert chosen.problems[0].encode().decode().startswith(file)


def test_what_a_detector_said_stands_below_the_heading_of_a_report() -> None:
    told = Detection(
        detector="Rbeast",
        component="trend",
        score_name="cpPr",
        score=0.93,
        direction="down",
        size=-0.12,
        series="daily.csv",
        series_sha256="ab" * 32,
    )
    plain = dossier(pages=(page(),))
    point = plain.changepoint.model_copy(update={"detection": told})
    text = render([plain.model_copy(update={"changepoint": point})], "zh")
    line = next(line for line in text.splitlines() if line.startswith("检测: "))
    assert "Rbeast trend；cpPr 0.93；变化 下降 -0.12" in line
    assert "daily.csv (sha256 abababababab)" in line
    assert "检测: " not in render([plain], "zh")


def test_what_a_detector_said_stands_in_every_format_that_tells_of_a_changepoint() -> None:
    told = Detection(detector="Rbeast", score_name="cpPr", score=0.93, direction="down", size=-0.12)
    read = page()
    plain = dossier(finding(read), pages=(read,))
    point = plain.changepoint.model_copy(update={"detection": told})
    detected = plain.model_copy(update={"changepoint": point})
    for name in ("text", "md", "html", "csv", "latex", "json"):
        assert "cpPr" in str(renderer(name)([detected], "zh", Beside())), name
    table = str(renderer("csv")([detected], "zh", Beside()))
    (row,) = csv.DictReader(io.StringIO(table.removeprefix("\ufeff")))
    assert (row["change_direction"], row["change_size"]) == ("down", "-0.12")


def test_a_changepoint_without_a_detection_is_written_as_before() -> None:
    point = dossier(pages=(page(),)).changepoint
    assert "detection" not in json.loads(point.model_dump_json())
    assert Changepoint.model_validate_json(point.model_dump_json()) == point
