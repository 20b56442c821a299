"""The supplement as CSV: reads back as it was, and no cell is a formula."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from agent.findings import Status
from agent.report.safe import cell, one_line
from agent.report.supplement import columns
from tests.at_once import table as render
from tests.dossiers import dossier, finding, page
from tests.supplements import HOSTILE, many

BEGINS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def rows(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


def test_a_row_reads_back_with_the_names_of_the_codebook() -> None:
    of = page()
    (row,) = rows(render([dossier(finding(of), pages=(of,))], "zh"))
    assert list(row) == [column.name for column in columns()]
    assert row["name"] == "公交车更新补贴办法"
    assert row["status"] == "verified"
    assert row["days"] == "成文 -27"
    assert row["confidence"] == "0.59"
    assert row["name_english"] == ""


def test_codes_are_the_same_in_both_languages() -> None:
    of = page()
    found = [dossier(finding(of, Status.FLAGGED), pages=(of,))]
    (zh,), (en,) = rows(render(found, "zh")), rows(render(found, "en"))
    codes = [column.name for column in columns() if column.words]
    assert [zh[name] for name in codes] == [en[name] for name in codes]


def test_a_run_without_findings_has_a_header_and_no_row() -> None:
    text = render([dossier(pages=())], "zh")
    assert rows(text) == []
    assert text.endswith("invented\r\n")


def test_hostile_names_stay_one_record_each_and_no_formula() -> None:
    found = rows(render([many(*HOSTILE)], "zh"))
    assert len(found) == len(HOSTILE)
    numbers = {"confidence", "times_listed"}
    for row in found:
        assert not [v for k, v in row.items() if k not in numbers and v.startswith(BEGINS)]


def test_every_line_ends_as_rfc_4180_says() -> None:
    text = render([many("甲", "乙\n丙")], "zh")
    assert text.count("\r\n") == text.count("\n") == 3


@given(st.text())
def test_any_text_reads_back_as_one_line_behind_at_most_an_apostrophe(text: str) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerow([cell(text), "x"])
    ((back, _),) = csv.reader(io.StringIO(out.getvalue(), newline=""))
    assert back in (one_line(text), f"'{one_line(text)}")
    assert not back.startswith(BEGINS)
