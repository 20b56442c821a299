"""Every shape in which changepoints were brought, in one table: read, or refused with what to type.

Each file is invented. ``SHAPES`` are the shapes that users brought, ``OURS`` those we thought of ourselves;
a row is what the file holds, its name, the options beside it, and the days read, or what the refusal
must tell.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
from click.testing import CliRunner

from agent.changepoints import Given
from agent.cli.single import research_command
from agent.errors import UsageError
from agent.series.reading import read_series
from tests.knowledge import places, sectors
from tests.test_changepoint_shapes import BEAST, SERIES, options, read, workbook


class Shape(NamedTuple):
    """A file, the options beside it, and what becomes of it."""

    content: str | bytes
    name: str
    read: str = ""
    """The days, with spaces between them."""
    refused: str = ""
    """What the refusal says: the words that tell what to type."""
    options: Mapping[str, Any] = {}


DAY = "2024-11-08"
ROWS = f'[{{"province": "Shanxi", "date": "{DAY}"}}]'
TEXTCARBON = f"""File: Shanxi_Ground.csv
Total Change Points: 1

Point 1:
  Date: {DAY}
  Type: Seasonal
  Confidence: 0.59
"""
NO_NAN = {"trend": {"cp": [15.0, 20.0], "cpPr": [0.4, 0.9]}}
POSITIONS = {"indices_of": "daily.csv"}

SHAPES = {
    "Rbeast, JSON, decimal years, NaN, by probability": Shape(
        json.dumps(BEAST), "Shanxi_Power_beast.json", "2024-11-07 2020-01-31 2022-07-02"
    ),
    "Rbeast, CSV in columns": Shape(
        "component,cp,cpPr,cpCI_lower,cpCI_upper\ntrend,2024.8511,0.93,2024.8402,2024.8593\n"
        "trend,NaN,NaN,NaN,NaN\n",
        "Shanxi_Power_beast.csv",
        "2024-11-07",
    ),
    "Rbeast in positions, beside its series": Shape(
        json.dumps(NO_NAN), "beast.json", "2024-01-15 2024-01-20", options=POSITIONS
    ),
    "Rbeast in positions, alone": Shape(
        json.dumps(NO_NAN), "Shanxi_Power.json", refused="--indices-of FILE"
    ),
    "getspanel with the unit in its header": Shape(
        '"","id","time","coef","tci (days)"\n"1","Shanxi","2024-11-08",-0.2,"7"\n', "b.csv", DAY
    ),
    "getspanel without a unit": Shape(
        "id,time,coef,tci\nShanxi,2024-11-08,-0.2,2\n", "b.csv", refused="tci (days)"
    ),
    "ruptures, a bare list": Shape(
        "[8, 20, 30]", "bkps.json", "2024-01-09 2024-01-21", options=POSITIONS
    ),
    "ruptures, an object that names its series": Shape(
        '{"bkps": [8], "series": "daily.csv", "detector": "ruptures Pelt"}', "r.json", "2024-01-09"
    ),
    "strucchange, a column of positions": Shape(
        '"","breakpoints"\n"1",8\n', "s.csv", "2024-01-09", options=POSITIONS
    ),
    "xlsx with a title row": Shape(
        workbook(["Second draft"], [], ["省份", "日期"], ["山西", datetime(2024, 11, 8)]),  # noqa: DTZ001 - a cell has no zone
        "p.xlsx",
        DAY,
    ),
    "a spreadsheet's number for a date": Shape(
        workbook(["province", "date"], ["山西", 45604]),
        "p.xlsx",
        refused="format the column as a date",
    ),
    "one object a line": Shape(f'{{"province": "Shanxi", "date": "{DAY}"}}\n', "p.jsonl", DAY),
    "pandas' default JSON": Shape(
        '{"province":{"0":"Shanxi"},"date":{"0":1731024000000}}', "p.json", DAY
    ),
    "TextCarbon": Shape(TEXTCARBON, "Shanxi_Ground_change_points.txt", DAY),
    "sep=; and decimal commas": Shape(
        f"sep=;\nprovince;date;confidence\nShanxi;{DAY};0,59\n", "p.csv", DAY
    ),
    "a name in GBK, text in GBK": Shape(
        "日期,部门\n2024年11月8日,电力\n".encode("gbk"),
        os.fsdecode("山西_Power.csv".encode("gbk")),
        DAY,
    ),
    "a column by another name": Shape(
        f"state,changepoint_day\nShanxi,{DAY}\n", "p.csv", refused="--column date=changepoint_day"
    ),
    "a column by another name, named": Shape(
        f"state,changepoint_day\nShanxi,{DAY}\n",
        "p.csv",
        DAY,
        options={"columns": ("date=changepoint_day",)},
    ),
    "no province": Shape(f"date\n{DAY}\n", "p.csv", refused="--province NAME"),
    "no province, an option fills it": Shape(
        f"date\n{DAY}\n", "p.csv", DAY, options={"province": "太原"}
    ),
    "a series of emissions": Shape(SERIES, "daily2.csv", refused="--changepoint DATE"),
    "an old workbook": Shape(b"\xd0\xcf\x11\xe0 old", "p.xls", refused="save it as .xlsx"),
    "two series in one file": Shape(
        f"date,province,sector\n{DAY},Shanxi,Power\n2024-12-01,Hebei,Ground\n",
        "p.csv",
        f"{DAY} 2024-12-01",
    ),
    "positions beside a file of two series": Shape(
        "[8]", "b.json", refused="--province and --sector", options={"indices_of": "two.csv"}
    ),
    "a leap day, and one that is none": Shape(
        "date,province\n2024-02-29,Shanxi\n2023-02-29,Shanxi\n",
        "p.csv",
        "2024-02-29",
        "there is no such day",
    ),
    "three points": Shape("[1, 2, 3]", "b.json", "2024-01-02 2024-01-03 2024-01-04", "", POSITIONS),
}
"""What was brought."""

OURS = {
    "days alone, a line each": Shape(
        f"{DAY}\n2024-12-01\n", "Shanxi_Power.txt", f"{DAY} 2024-12-01"
    ),
    "days alone, as JSON": Shape(f'["{DAY}", "2024-12-01"]', "Shanxi.json", f"{DAY} 2024-12-01"),
    "days alone, of no province": Shape(f"{DAY}\n", "p.txt", refused="--province NAME"),
    "pandas' to_dict('list')": Shape(
        f'{{"province": ["Shanxi"], "date": ["{DAY}"]}}', "p.json", DAY
    ),
    "midnight with a zone": Shape(f"date,province\n{DAY}T00:00:00+08:00,Shanxi\n", "p.csv", DAY),
    "Excel's Unicode text": Shape(f"date\tprovince\n{DAY}\t山西\n".encode("utf-16"), "p.txt", DAY),
    "days with dots, the day first": Shape(
        "date,province\n08.11.2024,Shanxi\n13.11.2024,Shanxi\n", "p.csv", f"{DAY} 2024-11-13"
    ),
    "a day that may be a month": Shape(
        "date,province\n11/08/2024,Shanxi\n", "p.csv", refused="write it as 2024-11-08"
    ),
    "comments above the header": Shape(
        f"# R 4.3\n# bfast\ndate,province\n{DAY},Shanxi\n", "p.csv", DAY
    ),
    "a code of GB/T 2260": Shape(f"date,province\n{DAY},140000\n", "p.csv", DAY),
    "a table of Markdown": Shape(
        f"| date | province |\n|---|---|\n| {DAY} | Shanxi |\n", "p.md", DAY, "write a day as"
    ),
    "a month as a day": Shape(
        "date,province\n2024-11,Shanxi\n", "p.csv", refused="write a day as 2024-11-08"
    ),
    "start and end without a date": Shape(
        f"start,end,province\n2024-11-01,{DAY},Shanxi\n", "p.csv", refused="--column date=start"
    ),
    "an empty file": Shape("", "p.csv", refused="province,sector,date"),
    "Parquet": Shape(b"PAR1\x15\x04\x15", "p.parquet", refused="save it as CSV"),
    "a pickle": Shape(b"\x80\x04\x95\x0b\x00\x00", "p.pkl", refused="save it as"),
    "HTML called .xls": Shape(
        "<html><table><tr><td>date</td></tr></table></html>", "p.xls", refused="save it as .xlsx"
    ),
}
"""What we thought of."""


@pytest.mark.parametrize("shape", [pytest.param(s, id=n) for n, s in (SHAPES | OURS).items()])
def test_a_file_is_read_or_its_refusal_says_what_to_type(shape: Shape, tmp_path: Path) -> None:
    (tmp_path / "daily.csv").write_text(SERIES, "utf-8")
    (tmp_path / "two.csv").write_text(SERIES + SERIES[24:].replace("Power", "Ground"), "utf-8")
    given = dict(shape.options)
    if "indices_of" in given:
        given["indices_of"] = tmp_path / given["indices_of"]
    if "province" in given:
        given["province"] = places().province_of_city(given["province"])
    told = ""
    try:
        found, problems = read(
            tmp_path, shape.content, shape.name, options(**given) if given else OPENS
        )
        told = " ".join(problems)
    except UsageError as refusal:
        found, told = (), f"{refusal.message} {refusal.hint}"
    assert " ".join(str(point.date) for point in found) == shape.read
    assert shape.refused in told
    assert shape.read or shape.refused
    assert bool(told) == bool(shape.refused)


OPENS: Given = options()
"""No option, but a series that a file names can be opened."""


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("value", "1.5"),
        ("value (MtCO2 per day)", "1.5"),
        ("value (ktCO2 per day)", "1500"),
        ("排放量（百万吨）", "1.5"),
    ],
)
def test_a_series_is_read_with_the_unit_of_its_header(
    header: str, value: str, tmp_path: Path
) -> None:
    path = tmp_path / "s.csv"
    path.write_text(f"state,date,sector,{header}\nShanxi,2024-11-08,Power,{value}\n", "utf-8")
    found = read_series(path, places(), sectors())
    assert list(found.daily["山西", "Power"].values.values()) == [1.5]


def test_a_single_run_takes_only_what_a_detector_is_sure_enough_of(tmp_path: Path) -> None:
    path = tmp_path / "Shanxi_Power_beast.json"
    path.write_text(json.dumps(BEAST), "utf-8")
    command = ["--from", str(path), "--dry-run", "--sample", "--min-score"]
    done = CliRunner().invoke(research_command, [*command, "cpPr=0.9"])
    assert done.exit_code == 0, done.output
    assert "2024-11-07" in done.output
    assert "2020-01-31" not in done.output
    none = CliRunner().invoke(research_command, [*command, "zscore=2"])
    assert isinstance(none.exception, UsageError)
    assert "3 changepoint(s) without a number under zscore left out" in none.output


def test_a_score_without_a_file_is_refused() -> None:
    given = ["--changepoint", DAY, "--province", "Shanxi", "--min-score", "cpPr=0.9"]
    done = CliRunner().invoke(research_command, given)
    assert isinstance(done.exception, UsageError)
    assert done.exception.message == "--min-score belongs to --from FILE"


def test_a_sheet_behind_the_first_is_not_taken_for_the_first(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    first = book.active
    assert first
    first.append(["province", "date"])
    first.append(["山西", DAY])
    book.create_sheet("notes").append(["nothing", "here"])
    written = io.BytesIO()
    book.save(written)
    found, problems = read(tmp_path, written.getvalue(), "p.xlsx", Given())
    assert ([str(point.date) for point in found], problems) == ([DAY], [])
