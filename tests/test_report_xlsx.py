"""The supplement as a workbook: text stays text, the same dossiers give the same bytes."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from agent.findings import Status
from agent.policy import PolicyKind
from agent.records import Gap
from agent.report.as_xlsx import LIMIT
from agent.report.supplement import columns
from tests.at_once import xlsx as render
from tests.dossiers import dossier, finding, page
from tests.supplements import HOSTILE, many

SHEETS = [
    "封面",
    "简表",
    "列入",
    "待核",
    "发布者未知",
    "未列入",
    "流程",
    "覆盖",
    "没有看到的",
    "检索",
    "方法",
    "说明",
]


UTF8_CSV = "csv:Text - txt - csv (StarCalc):44,34,76"
"""What LibreOffice calls CSV with commas, double quotes and UTF-8."""


def opened(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


def test_a_workbook_has_its_sheets_in_both_languages() -> None:
    of = page()
    found = [dossier(finding(of), pages=(of,))]
    assert opened(render(found, "zh")).sheetnames == SHEETS
    english = opened(render(found, "en")).sheetnames
    assert english[:3] == ["Cover", "Short view", "Included"]
    assert english[-1] == "Codebook"


def test_included_flagged_and_left_out_rows_stand_on_sheets_of_their_own() -> None:
    pages = [page(f"https://www.shanxi.example/{n}.html") for n in range(3)]
    statuses = (Status.VERIFIED, Status.FLAGGED, Status.REJECTED)
    found = [finding(of, status) for of, status in zip(pages, statuses, strict=True)]
    book = opened(render([dossier(*found, pages=tuple(pages))], "zh"))
    assert [book[name].max_row for name in SHEETS[1:6]] == [2, 2, 2, 1, 2]


def test_the_cover_says_what_may_be_cited_and_counts_the_rows_of_each_sheet() -> None:
    of = page()
    cover = opened(render([dossier(finding(of), pages=(of,))], "en"))["Cover"]
    told = {str(row[0].value): row[1].value for row in cover.iter_rows()}
    assert told["Included"] == 1
    assert told["To be reviewed"] == 0
    assert any(line.startswith("Only what is included may be cited") for line in told)


def test_the_short_view_has_ten_columns_and_documents_before_events() -> None:
    of = page()
    event = finding(of, name="甲").model_copy(update={"kind": PolicyKind.EVENT})
    book = opened(render([dossier(event, pages=(of,)), many("乙")], "zh"))
    rows = [[cell.value for cell in row] for row in book["简表"].iter_rows()]
    assert len(rows[0]) == 10
    assert [row[4] for row in rows] == ["名称（原文）", "乙", "甲"]


def test_text_that_looks_like_a_formula_or_a_link_is_text() -> None:
    book = opened(render([many(*HOSTILE)], "zh"))
    types = {cell.data_type for name in SHEETS for line in book[name].iter_rows() for cell in line}
    assert "f" not in types
    assert not any(cell.hyperlink for line in book["列入"].iter_rows() for cell in line)
    names = [cell.value for cell in book["列入"]["F"]]
    assert '=HYPERLINK("http://evil.example")' in names


def test_an_xml_escape_in_a_name_is_kept_from_being_read_as_one() -> None:
    # openpyxl gives the text of a cell without undoing this; Excel undoes it, as ECMA-376 says.
    with zipfile.ZipFile(io.BytesIO(render([many("_x0041_ <b>&amp;")], "zh"))) as book:
        assert "_x005F_x0041_ &lt;b&gt;&amp;amp;" in book.read("xl/worksheets/sheet3.xml").decode()


def test_a_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    book = opened(render([many("长" * 40_000)], "zh"))
    value = str(book["列入"]["F2"].value)
    assert len(value) == LIMIT
    assert "json" in value


def test_numbers_are_numbers() -> None:
    of = page()
    book = opened(render([dossier(finding(of), pages=(of,))], "en"))
    heads = [cell.value for cell in book["Included"][1]]
    row = [cell.value for cell in book["Included"][2]]
    assert row[heads.index("Days to changepoint")] == "signed -27"
    assert row[heads.index("Confidence")] == 0.59


def test_the_header_stays_in_sight_and_filters() -> None:
    of = page()
    sheet = opened(render([dossier(finding(of), pages=(of,))], "zh"))["列入"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:{sheet.cell(1, sheet.max_column).column_letter}2"


def test_the_codebook_explains_every_column_of_the_rows() -> None:
    of = page()
    book = opened(render([dossier(finding(of), pages=(of,))], "zh"))
    explained = {cell.value for cell in book["说明"]["B"]}
    for name in SHEETS[1:8]:
        heads = {cell.value for cell in book[name][1]}
        assert heads <= explained
    assert {column.name for column in columns()} - {cell.value for cell in book["说明"]["C"]} == {
        "listing"
    }


def test_the_same_dossiers_give_the_same_bytes() -> None:
    of = page()
    found = [dossier(finding(of), pages=(of,))]
    assert render(found, "zh") == render(found, "zh")
    stamps = {
        item.date_time for item in zipfile.ZipFile(io.BytesIO(render(found, "zh"))).infolist()
    }
    assert len(stamps) == 1


@pytest.mark.parametrize("gaps", [(), (Gap(stage="search", target="bocha: x", cause="quota"),)])
def test_a_run_without_findings_opens(gaps: tuple[Gap, ...]) -> None:
    book = opened(render([dossier(pages=(), gaps=gaps)], "zh"))
    assert [book[name].max_row for name in SHEETS[1:4]] == [1, 1, 1]
    assert book["没有看到的"].max_row == 1 + len(gaps)


@pytest.mark.slow
def test_libreoffice_opens_it(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    (tmp_path / "s.xlsx").write_bytes(render([many(*HOSTILE)], "zh"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [office, profile, "--headless", "--convert-to", UTF8_CSV, "--outdir", tmp_path, "s.xlsx"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        timeout=300,
    )
    text = (tmp_path / "s.csv").read_text("utf-8")
    assert '"=HYPERLINK(""http://evil.example"")"' in text


def test_no_cell_holds_what_a_screen_obeys_or_hides() -> None:
    book = opened(
        render([many("公交\x9b31m补贴\u202e万8\u200b\U000e0041办法", status=Status.FLAGGED)], "zh")
    )
    told = {str(cell.value) for name in SHEETS for line in book[name].iter_rows() for cell in line}
    assert any("公交31m补贴万8办法" in one for one in told)
    assert not any(set(one) & set("\x9b\u202e\u200b\U000e0041") for one in told)
