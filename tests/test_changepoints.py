"""Changepoints from options, TextCarbon files and tables; every fault with its line."""

from __future__ import annotations

import datetime
import json
import os
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.changepoints import InputProblem, SeriesGiven, changepoint, read_changepoints
from agent.errors import UnknownName, UsageError
from agent.places import Places
from agent.records import Changepoint, ChangepointKind, Interval
from agent.sectors import Sectors

TODAY = datetime.date(2026, 11, 24)
DAY = datetime.date(2024, 11, 8)
DATA = Path(os.environ.get("POLICY_DATA", Path(__file__).parents[2] / "shared" / "data"))

FEATURES = """    magnitude: 0.0001
    ks_pvalue_significant: No
"""
HEAD = """File: Shanxi_Ground_Transport.csv
Total change points detected: 103
Total significant points found: 93
Top significant points (limit=10): 2
"""
BLOCK = """
Point 1:
  Date: 2024-11-08
  Type: Seasonal
  Confidence: 0.59
  Features:
    magnitude: 0.0001
    ks_pvalue_significant: No
"""
SECOND = BLOCK.replace("Point 1", "Point 2").replace("2024-11-08", "2022-01-21")

Found = tuple[tuple[Changepoint, ...], tuple[InputProblem, ...]]


@cache
def places() -> Places:
    return Places.load()


@cache
def sectors() -> Sectors:
    return Sectors.load()


def from_file(path: Path) -> Found:
    return read_changepoints(path, places(), sectors(), TODAY)


def read(tmp_path: Path, content: str | bytes, name: str = "points.csv") -> Found:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return from_file(path)


def only_problem(found: Found) -> tuple[int, str]:
    (problem,) = found[1]
    return problem.line, problem.message


def one(
    date: str = "2024-11-08",
    province: str = "山西",
    sector: str | None = None,
    kind: str | None = None,
    confidence: float | None = None,
) -> Changepoint:
    return changepoint(
        date,
        province,
        sector,
        kind,
        confidence,
        places=places(),
        sectors=sectors(),
        today=TODAY,
    )


# One changepoint from options


def test_options_become_a_changepoint_with_chinese_and_standard_names() -> None:
    made = one("2024-11-08", "Shanxi", "Ground_Transport", "Seasonal", 0.59)
    assert made == Changepoint(
        province="山西",
        sector="Ground",
        date=DAY,
        kind=ChangepointKind.SEASONAL,
        confidence=0.59,
    )


def test_what_is_not_given_is_unknown() -> None:
    made = one()
    assert (made.sector, made.kind, made.confidence) == (None, ChangepointKind.UNKNOWN, None)
    assert made.interval is None
    assert made.features == {}


@pytest.mark.parametrize(
    ("written", "province"),
    [
        ("Shanxi", "山西"),
        ("Shaanxi", "陕西"),
        ("Inner_Mongolia", "内蒙古"),
        ("内蒙古自治区", "内蒙古"),
    ],
)
def test_provinces_in_any_spelling(written: str, province: str) -> None:
    assert one(province=written).province == province


@pytest.mark.parametrize(
    "written",
    [
        "2024-11-08",
        "2024-11-8",
        "2024/11/8",
        "2024.11.08",
        "20241108",
        "2024年11月8日",
        "２０２４-１１-０８",
        " 2024-11-08 ",
        "2024-11-08 00:00:00",
        "2024-11-08T00:00:00",
    ],
)
def test_a_day_in_any_clear_spelling(written: str) -> None:
    assert one(written).date == DAY


@pytest.mark.parametrize(
    ("written", "words"),
    [
        pytest.param("2024-02-30", "no such day", id="30 February"),
        pytest.param("2023-02-29", "no such day", id="no leap year"),
        pytest.param("2024-13-01", "no such day", id="month 13"),
        pytest.param("2024-11", "not a date", id="a month is no day"),
        pytest.param("2024", "not a date", id="a year is no day"),
        pytest.param("yesterday", "not a date", id="words"),
        pytest.param("", "missing", id="nothing"),
        pytest.param("2026-11-25", "future", id="tomorrow"),
        pytest.param("9999-12-31", "future", id="the end of time"),
        pytest.param("0001-01-01", "before 1949", id="the beginning of time"),
        pytest.param("1024-11-08", "before 1949", id="a mistyped year"),
        pytest.param("08/11/2024", "ambiguous", id="8 November or 11 August"),
        pytest.param("2024-11-08 13:00:00", "not a date", id="an hour would be dropped"),
        pytest.param("2024-11-08 x", "not a date", id="something after it"),
    ],
)
def test_a_date_that_is_none_is_refused_with_the_reason(written: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        one(written)


def test_today_is_not_the_future() -> None:
    assert one("2026-11-24").date == TODAY


@pytest.mark.parametrize("written", ["13/11/2023", "11/13/2023", "13.11.2023"])
def test_a_date_with_the_year_last_is_read_where_it_can_only_be_one(written: str) -> None:
    assert one(written).date == datetime.date(2023, 11, 13)


def test_the_same_number_twice_is_not_ambiguous() -> None:
    assert one("08/08/2024").date == datetime.date(2024, 8, 8)


@pytest.mark.parametrize("score", [0.0, 1.0, 0.59])
def test_a_score_from_0_to_1_is_kept(score: float) -> None:
    assert one(confidence=score).confidence == score


@pytest.mark.parametrize("score", [-0.01, 1.01, 59.0, float("nan"), float("inf")])
def test_a_score_outside_is_refused(score: float) -> None:
    with pytest.raises(UsageError, match="between 0 and 1"):
        one(confidence=score)


@pytest.mark.parametrize(
    ("given", "near"),
    [
        ({"province": "Shanxii"}, "Shanxi"),
        ({"sector": "Groundd"}, "Ground"),
        ({"kind": "Sesonal"}, "seasonal"),
    ],
    ids=["province", "sector", "kind"],
)
def test_an_unknown_name_is_refused_with_near_ones(given: dict[str, str], near: str) -> None:
    with pytest.raises(UnknownName) as told:
        one(**given)  # type: ignore[arg-type]  # one name each
    assert near in " ".join(told.value.near)


@pytest.mark.parametrize("written", ["Event", "EVENT", "事件"])
def test_kinds_in_any_spelling(written: str) -> None:
    assert one(kind=written).kind is ChangepointKind.EVENT


# TextCarbon


def test_a_textcarbon_file_gives_its_points_with_all_features(tmp_path: Path) -> None:
    points, problems = read(tmp_path, HEAD + BLOCK + SECOND)
    assert problems == ()
    assert [point.date for point in points] == [DAY, datetime.date(2022, 1, 21)]
    assert points[0] == Changepoint(
        province="山西",
        sector="Ground",
        date=DAY,
        kind=ChangepointKind.SEASONAL,
        confidence=0.59,
        features={"magnitude": "0.0001", "ks_pvalue_significant": "No"},
    )


@pytest.mark.parametrize(
    ("name", "province", "sector"),
    [
        ("Inner_Mongolia_Ground_Transport", "内蒙古", "Ground"),
        ("Inner_Mongolia_Power", "内蒙古", "Power"),
        ("Shaanxi_Residential", "陕西", "Residential"),
        ("Beijing_Aviation", "北京", "Aviation"),
        ("Hebei", "河北", None),
    ],
)
def test_region_and_sector_are_told_apart_in_a_file_name(
    tmp_path: Path, name: str, province: str, sector: str | None
) -> None:
    head = HEAD.replace("Shanxi_Ground_Transport", name)
    points, _ = read(tmp_path, head + BLOCK + SECOND)
    assert {(point.province, point.sector) for point in points} == {(province, sector)}


def test_without_a_head_the_name_of_the_file_tells(tmp_path: Path) -> None:
    points, problems = read(tmp_path, BLOCK, "Inner_Mongolia_Power_change_points.txt")
    assert problems == ()
    assert (points[0].province, points[0].sector) == ("内蒙古", "Power")


def test_files_joined_into_one_keep_their_own_heads(tmp_path: Path) -> None:
    other = HEAD.replace("Shanxi_Ground_Transport", "Hebei_Power")
    points, problems = read(tmp_path, HEAD + BLOCK + SECOND + other + BLOCK + SECOND)
    assert problems == ()
    assert [point.province for point in points] == ["山西", "山西", "河北", "河北"]


@pytest.mark.parametrize(
    ("change", "line", "words"),
    [
        pytest.param(("2024-11-08", "2024-02-30"), 6, "no such day", id="an impossible date"),
        pytest.param(("2024-11-08", "2027-01-01"), 6, "future", id="a future date"),
        pytest.param(("  Date: 2024-11-08\n", ""), 6, "without Date", id="no date"),
        pytest.param(("  Type: Seasonal\n", ""), 6, "without Type", id="no type"),
        pytest.param(("Confidence: 0.59", "Confidence: 5.9"), 6, "between", id="a score above 1"),
        pytest.param(("Confidence: 0.59", "Confidence: ?"), 6, "no number", id="no score"),
        pytest.param(("Type: Seasonal", "Type: Sesonal"), 6, "seasonal", id="an unknown type"),
        pytest.param(("  Type: Seasonal", "<<<<<<< HEAD"), 8, "not understood", id="rubbish"),
        pytest.param(("  Type:", "  Kind:"), 8, "unknown entry", id="another entry"),
        pytest.param(
            ("  Type: Seasonal", "  Date: 2024-11-09"), 8, "twice", id="two dates in a block"
        ),
        pytest.param(
            ("    magnitude: 0.0001", "    magnitude: 1\n    magnitude: 2"),
            12,
            "twice",
            id="a feature twice",
        ),
    ],
)
def test_a_broken_block_is_told_with_its_line_and_the_others_are_read(
    tmp_path: Path, change: tuple[str, str], line: int, words: str
) -> None:
    found = read(tmp_path, HEAD + BLOCK.replace(*change) + SECOND)
    assert [point.date for point in found[0]] == [datetime.date(2022, 1, 21)]
    told, message = only_problem(found)
    assert told == line
    assert words in message


def test_a_file_that_was_cut_off_says_so(tmp_path: Path) -> None:
    found = read(tmp_path, HEAD + BLOCK)
    assert len(found[0]) == 1
    assert only_problem(found)[0] == 4
    assert "announces 2 points, 1 stand here" in only_problem(found)[1]


def test_a_file_cut_off_inside_a_block_gives_the_blocks_before(tmp_path: Path) -> None:
    points, problems = read(tmp_path, HEAD + BLOCK + "\nPoint 2:\n  Date: 2022-01-21\n  Ty")
    assert [point.date for point in points] == [DAY]
    assert [problem.line for problem in problems] == [16]


def test_an_unknown_region_is_told_once_with_near_names(tmp_path: Path) -> None:
    found = read(tmp_path, HEAD.replace("Shanxi", "Shanxii") + BLOCK + SECOND)
    assert found[0] == ()
    line, message = only_problem(found)
    assert line == 1
    assert "Shanxi" in message.replace("Shanxii", "")


def test_a_head_without_points_is_a_problem(tmp_path: Path) -> None:
    head = HEAD.replace("(limit=10): 2", "(limit=10): 0")
    assert "no Point block" in only_problem(read(tmp_path, head))[1]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_line_ends_and_encodings_of_windows(tmp_path: Path, encoding: str) -> None:
    text = (HEAD + BLOCK + SECOND).replace("\n", "\r\n")
    points, problems = read(tmp_path, text.encode(encoding))
    assert (len(points), problems) == (2, ())


def test_every_real_textcarbon_point_is_read() -> None:
    folder = DATA / "textcarbon" / "change_points"
    if not folder.is_dir():
        pytest.skip(f"no real changepoint files: {folder} is absent")
    files = sorted(folder.glob("*_change_points.txt"))
    found = [from_file(path) for path in files]
    points = [point for read_points, _ in found for point in read_points]
    assert [problem for _, problems in found for problem in problems] == []
    assert (len(files), len(points)) == (50, 497)
    assert {len(point.features) for point in points} == {17}
    assert Counter(point.kind.value for point in points) == {
        "event": 424,
        "seasonal": 72,
        "trend": 1,
    }
    assert len({point.province for point in points}) == 10
    assert {point.sector for point in points} == {
        *("Aviation", "Ground", "Industry", "Power", "Residential")
    }
    mongolian = [point for point in points if point.province == "内蒙古"]
    assert len({point.sector for point in mongolian}) == 5


# Tables

TABLE = "province,sector,date,type,confidence\nShanxi,Ground,2024-11-08,Seasonal,0.59\n"
FULL = Changepoint(
    province="山西", sector="Ground", date=DAY, kind=ChangepointKind.SEASONAL, confidence=0.59
)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(TABLE.encode(), id="UTF-8"),
        pytest.param(TABLE.encode("utf-8-sig"), id="with a mark, as Excel writes"),
        pytest.param(TABLE.replace(",", "\t").encode("utf-16"), id="UTF-16 with tabs, Excel too"),
        pytest.param(TABLE.replace(",", ";").replace("0.59", "0,59").encode(), id="German Excel"),
        pytest.param(TABLE.replace("\n", "\r\n").encode(), id="Windows lines"),
        pytest.param(
            "省份,部门,日期,类型,置信度\n山西,Ground,2024年11月8日,季节性,0.59\n".encode("gbk"),
            id="GBK with Chinese names",
        ),
        pytest.param(b"\n\n" + TABLE.encode() + b"\n,,,,\n", id="empty lines"),
        pytest.param(
            b'"Date","Region","Sector","Confidence","Type"\n"2024-11-08","SX","Ground","0.59","seasonal"',
            id="quoted, in another order",
        ),
    ],
)
def test_a_table_in_the_forms_people_have(tmp_path: Path, content: bytes) -> None:
    assert read(tmp_path, content) == ((FULL,), ())


@pytest.mark.parametrize("ends", ["ci_low,ci_high", "start,end", "date_start,date_end", "起,止"])
def test_other_columns_are_kept_as_features_and_an_interval_is_read(
    ends: str, tmp_path: Path
) -> None:
    content = (
        f"province,changepoint,{ends},probability,direction,note\n"
        "内蒙古自治区,2019-02-10,2019-02-08,2019-02-12,0.977,up,\n"
    )
    points, problems = read(tmp_path, content)
    assert problems == ()
    (point,) = points
    assert point.interval == Interval(
        start=datetime.date(2019, 2, 8), end=datetime.date(2019, 2, 12)
    )
    assert point.features == {"probability": "0.977", "direction": "up"}
    assert point.confidence is None


@pytest.mark.parametrize(
    ("row", "words"),
    [
        pytest.param("Shanxii,Ground,2024-11-08,,", "Shanxi", id="province, with near names"),
        pytest.param("Shanxi,Groundd,2024-11-08,,", "Ground", id="sector, with near names"),
        pytest.param("Shanxi,Ground,2024-11-31,,", "no such day", id="impossible date"),
        pytest.param("Shanxi,Ground,2027-11-08,,", "future", id="future date"),
        pytest.param("Shanxi,Ground,08/11/2024,,", "ambiguous", id="ambiguous date"),
        pytest.param("Shanxi,Ground,2024-11-08,,59", "between 0 and 1", id="percent"),
        pytest.param("Shanxi,Ground,2024-11-08,,high", "no number", id="words for a score"),
        pytest.param(",Ground,2024-11-08,,", "province", id="no province"),
        pytest.param("Shanxi,Ground,,,", "missing", id="no date"),
        pytest.param("Shanxi", "missing", id="a short row"),
        pytest.param("Shanxi,Ground,2024-11-08,,0.5,more", "6 cells", id="a long row"),
    ],
)
def test_a_broken_row_is_told_with_its_line_and_the_others_are_read(
    tmp_path: Path, row: str, words: str
) -> None:
    lines = TABLE.splitlines()
    found = read(tmp_path, "\n".join([*lines, row, lines[1]]))
    assert found[0] == (FULL, FULL)
    line, message = only_problem(found)
    assert line == 3
    assert words in message


def test_a_column_that_shows_its_order_settles_its_ambiguous_dates(tmp_path: Path) -> None:
    content = "province,date\n山西,08/11/2024\n山西,25/12/2023\n"
    points, problems = read(tmp_path, content)
    assert problems == ()
    assert [point.date for point in points] == [DAY, datetime.date(2023, 12, 25)]
    points, _ = read(tmp_path, content.replace("25/12", "12/25"))
    assert points[0].date == datetime.date(2024, 8, 11)


def test_a_column_that_contradicts_itself_settles_nothing(tmp_path: Path) -> None:
    content = "province,date\n山西,08/11/2024\n山西,25/12/2023\n山西,12/25/2023\n"
    points, problems = read(tmp_path, content)
    assert len(points) == 2
    assert [(problem.line, "ambiguous" in problem.message) for problem in problems] == [(2, True)]


@pytest.mark.parametrize(
    ("ends", "words"),
    [
        (("2024-11-09", "2024-11-12"), "does not hold"),
        (("2024-11-12", "2024-11-01"), "does not hold"),
        (("2024-11-01", ""), "only one end"),
        (("2024-11-01", "soon"), "not a date"),
    ],
    ids=["elsewhere", "backwards", "half", "no date"],
)
def test_an_interval_that_does_not_fit_is_a_problem(
    tmp_path: Path, ends: tuple[str, str], words: str
) -> None:
    content = f"province,date,start,end\n山西,2024-11-08,{ends[0]},{ends[1]}\n"
    assert words in only_problem(read(tmp_path, content))[1]


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        pytest.param("", 1, "no row", id="empty"),
        pytest.param("province,date\n", 1, "no row", id="header alone"),
        pytest.param("State,Value\nShanxi,1\n", 1, "no column for date", id="no date column"),
        pytest.param("山西,2024-11-08\n", 1, "no column", id="no header"),
        pytest.param("date,日期,province\n", 1, "type --column date=date", id="a column twice"),
        pytest.param("date,Date,province\n", 1, "rename one of them", id="a header twice"),
        pytest.param(
            'province,date\n山西,2024-11-08\n山西,"2024', 3, "not a date", id="an open quote"
        ),
    ],
)
def test_a_table_that_is_none_is_told(tmp_path: Path, content: str, line: int, words: str) -> None:
    told, message = only_problem(read(tmp_path, content))
    assert told == line
    assert words in message


def test_a_cell_with_line_breaks_does_not_shift_the_lines_told(tmp_path: Path) -> None:
    content = 'province,date,note\n山西,2024-11-08,"a\nb\nc"\n山西,2024-02-30,"x\ny"\n'
    found = read(tmp_path, content)
    assert len(found[0]) == 1
    assert only_problem(found)[0] == 5


# JSON


def test_a_json_list_is_read_with_numbers_nulls_and_intervals(tmp_path: Path) -> None:
    rows = [
        {"province": "Shanxi", "sector": None, "date": "2024-11-08", "confidence": 0.59},
        {"region": "山西", "cp": "2024-11-08", "interval": ["2024-11-01", "2024-11-10"]},
    ]
    points, problems = read(tmp_path, json.dumps(rows), "points.json")
    assert problems == ()
    assert points[0].confidence == 0.59
    assert points[1].interval == Interval(
        start=datetime.date(2024, 11, 1), end=datetime.date(2024, 11, 10)
    )


def test_a_changepoint_of_a_dossier_is_read_back_as_it_was(tmp_path: Path) -> None:
    original = FULL.model_copy(
        update={
            "interval": Interval(start=DAY, end=DAY),
            "features": {"date": "a detector's own", "t_stat": "4.6"},
        }
    )
    content = f"[{original.model_dump_json(indent=2)}]"
    assert read(tmp_path, content, "points.json") == ((original,), ())


@pytest.mark.parametrize(
    ("element", "words"),
    [
        pytest.param("7", "an object is expected", id="a number"),
        pytest.param('{"province": "山西"}', "date is missing", id="no date"),
        pytest.param('{"date": "2024-11-08"}', "unknown province", id="no province"),
        pytest.param(
            '{"province": "山西", "date": "2024-11-08", "interval": "soon"}', "pair", id="interval"
        ),
        pytest.param(
            '{"province": "山西", "date": 20241131}', "no such day", id="a number as date"
        ),
        pytest.param(
            '{"province": "山西", "region": "陕西", "date": "2024-11-08"}',
            "two",
            id="two provinces",
        ),
        pytest.param(
            '{"province": "山西", "date": "2024-11-08", "confidence": true}', "number", id="true"
        ),
    ],
)
def test_a_broken_object_is_told_with_its_line_and_the_others_are_read(
    tmp_path: Path, element: str, words: str
) -> None:
    good = '{"province": "山西", "date": "2024-11-08"}'
    found = read(tmp_path, f"[\n{good},\n\n{element},\n{good}\n]", "points.json")
    assert len(found[0]) == 2
    line, message = only_problem(found)
    assert line == 4
    assert words in message


@pytest.mark.parametrize(
    "tail", ["", ",", '{"province"', "]]", '{"a": 1} {"b": 2}]', "NaN"], ids=range(6)
)
def test_broken_json_gives_what_stands_before_it(tmp_path: Path, tail: str) -> None:
    good = '{"province": "山西", "date": "2024-11-08"}'
    points, problems = read(tmp_path, f"[{good},\n{tail}", "points.json")
    assert points[0].date == DAY
    assert problems
    assert problems[-1].line == 2


def test_an_empty_list_is_a_problem(tmp_path: Path) -> None:
    assert "empty" in only_problem(read(tmp_path, " [ ]\n", "points.json"))[1]


# Files


@pytest.mark.parametrize(
    "content",
    [pytest.param(b"\x00\x01\x02" * 50, id="binary"), pytest.param(b"\xff\xfe\x00", id="half")],
)
def test_a_file_that_is_no_text_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(UsageError, match="no text file"):
        read(tmp_path, content)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="absent"):
        from_file(tmp_path / "absent.csv")
    with pytest.raises(UsageError):
        from_file(tmp_path)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=60) | st.text(max_size=80).map(lambda text: text.encode()))
def test_no_file_whatever_ends_in_anything_but_points_problems_or_a_usage_error(
    tmp_path: Path, content: bytes
) -> None:
    for start in (b"", b"[", HEAD.encode() + b"Point 1:\n", TABLE.encode()):
        try:
            points, problems = read(tmp_path, start + content)
        except UsageError:
            continue
        assert points or problems


# A series of emissions is no list of changepoints


def daily(rows: int, step: int = 1, heading: str = "state,date,sector,value") -> str:
    """An invented series: so many rows of one province and sector, ``step`` days apart."""
    days = (datetime.date(2019, 1, 1) + datetime.timedelta(days=step * n) for n in range(rows))
    return "\n".join(
        [heading, *(f"Shanxi,{day},Ground,0.{n % 90 + 10}" for n, day in enumerate(days))]
    )


@pytest.mark.parametrize(("step", "words"), [(1, "every day"), (7, "every week")])
def test_a_series_is_refused_and_what_to_type_is_said(
    tmp_path: Path, step: int, words: str
) -> None:
    with pytest.raises(SeriesGiven, match=words) as refused:
        read(tmp_path, daily(400, step))
    assert "400 rows" in refused.value.message
    assert "--changepoint" in refused.value.hint
    assert "--series" in refused.value.hint


def test_a_series_with_missing_days_is_one_still(tmp_path: Path) -> None:
    lines = daily(400).splitlines()
    with pytest.raises(SeriesGiven):
        read(tmp_path, "\n".join(line for n, line in enumerate(lines) if n % 15 != 5))


def test_many_changepoints_at_uneven_distances_are_changepoints(tmp_path: Path) -> None:
    days = [datetime.date(2015, 1, 1) + datetime.timedelta(days=n * n % 3001) for n in range(300)]
    text = "\n".join(["province,sector,date", *(f"Shanxi,Ground,{day}" for day in days)])
    assert len(read(tmp_path, text)[0]) == 300


def test_the_same_days_in_many_provinces_are_changepoints(tmp_path: Path) -> None:
    names = ("Shanxi", "Hebei", "Henan", "Anhui", "Gansu")
    rows = [f"{name},Ground,2024-11-{day:02d}" for name in names for day in range(1, 11)]
    assert len(read(tmp_path, "\n".join(["province,sector,date", *rows]))[0]) == 50
