"""What agrees with a page of which nobody knows who published it: a group of its own, in every format."""

from __future__ import annotations

import csv
import io

import pytest
from openpyxl import load_workbook

from agent.findings import Dossier, Finding
from agent.report import NOTHING, Beside
from agent.report.supplement import Listing, supplement
from agent.store.reviews import Decision
from agent.wiring import renderer
from tests.at_once import xlsx as as_xlsx
from tests.dossiers import dossier, finding, page
from tests.test_report_reviewed import beside, decided

KNOWN = page("https://www.shanxi.example/1.html")
BLOG = page("https://news.blog.example/2.html")


def nobodys(url: str = BLOG.url) -> Finding:
    of = page(url)
    return finding(of, name="某省公交更新补贴办法").model_copy(update={"source_class": "unknown"})


def both() -> Dossier:
    return dossier(finding(KNOWN), nobodys(), pages=(KNOWN, BLOG))


def text(format_: str) -> str:
    return str(renderer(format_)([both()], "zh"))


@pytest.mark.parametrize("format_", ["text", "md", "html"])
def test_a_report_tells_it_last_under_a_heading_of_its_own(format_: str) -> None:
    told = text(format_)
    heading = told.index("发布者未知：以下各条")
    # In HTML the table of dates and the drawing name every finding before.
    first, other = told.rindex("山西省示例厅", 0, heading), told.rindex("某省公交更新补贴办法")
    assert first < heading < other
    assert told.count("发布者未知：以下各条") == 1
    assert "与网页一致，发布者未知" in told[heading:] or "发布者未知" in told[heading + 10 :]


def test_it_is_not_counted_as_verified() -> None:
    assert "核验通过 2 条（其中发布者未知 1 条）、待核 0 条" in text("text")


def test_a_report_without_such_a_finding_says_nothing_of_it() -> None:
    found = dossier(finding(KNOWN), pages=(KNOWN,))
    for format_ in ("text", "md", "html", "latex", "csv"):
        assert "发布者未知：以下" not in str(renderer(format_)([found], "zh"))


def test_a_workbook_has_a_sheet_for_it_and_a_table_a_value() -> None:
    book = load_workbook(io.BytesIO(as_xlsx([both()], "zh")))
    assert (book["列入"].max_row, book["发布者未知"].max_row) == (2, 2)
    rows = list(csv.DictReader(io.StringIO(text("csv").removeprefix("\ufeff"))))
    assert [row["listing"] for row in rows] == ["included", "unknown_publisher"]


def test_latex_tells_it_apart_and_nothing_cites_it() -> None:
    assert r"\SupplementHead{发布者未知}" in text("latex")
    assert text("bibtex").count("@misc") == 1
    assert "blog.example" not in text("bibtex")


def test_the_reader_of_verified_items_is_given_none() -> None:
    assert "blog.example" not in text("textcarbon")
    alone = str(renderer("textcarbon")([dossier(nobodys(), pages=(BLOG,))], "zh"))
    assert "另有发布者未知 1 条" in alone


def listing(found: Finding, with_: Beside = NOTHING) -> tuple[Listing, str]:
    (row,) = supplement([dossier(found, pages=(page(found.policy.url),))], "zh", with_).rows
    return row.listing, str(row.cells["way_back"])


def test_a_person_who_accepts_it_brings_it_in() -> None:
    found = nobodys()
    where, way_back = listing(found)
    assert where is Listing.UNKNOWN_PUBLISHER
    assert "发布者未知" in way_back
    accepted = beside(decided(found, Decision.ACCEPT))
    assert listing(found, accepted)[0] is Listing.INCLUDED


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8080/1.html",
        "http://localhost/1.html",
        "http://[::1]/1.html",
        "http://10.0.0.7/1.html",
        "http://0x7f.1/1.html",
        "http://portal.internal/1.html",
    ],
)
def test_a_page_of_a_private_host_is_never_included_whoever_accepts_it(url: str) -> None:
    found = nobodys(url).model_copy(update={"source_class": "government"})
    for with_ in (NOTHING, beside(decided(found, Decision.ACCEPT))):
        where, way_back = listing(found, with_)
        assert where is Listing.UNKNOWN_PUBLISHER
        assert "内网" in way_back
