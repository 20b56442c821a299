"""Real pages with known truth, where that data is at hand ($POLICY_DATA or ../shared/data).

What cannot be had is named with its reason; everything else must hold.
"""

from __future__ import annotations

import gzip
import json
import os
import statistics
import time
from pathlib import Path
from typing import Any

import pytest

from agent.readers.html import HtmlReader
from agent.readers.pdf import PdfReader
from agent.readers.refusal import refusal
from agent.records import Page, PageMeta, StatedDate
from agent.text.fold import contains, fold
from tests.answers import answer

DATA = Path(os.environ.get("POLICY_DATA") or Path(__file__).parents[2] / "shared" / "data")
RAW, GOVCN, PDF = DATA / "pages" / "raw", DATA / "pages" / "govcn", DATA / "policies" / "pdf"

needs_data = pytest.mark.skipif(not RAW.is_dir(), reason=f"the measuring data is not at {DATA}")

IMPOSSIBLE = {
    (
        "simon_156c28.html",
        "publish_date",
    ): "the truth is a site migration; the page itself shows 2017-05-15",
    (
        "gne_hexun_mot.html",
        "agency",
    ): "named in a sentence only; the header gives 证券时报网 as the source",
    ("htmldate_xinhuanet.com.c_1125597921.htm", "agency"): "the page gives 半月谈 as its source",
}


def rows_of(path: Path) -> list[dict[str, Any]]:
    if not path.is_file():
        return []
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]


RAW_ROWS, GOVCN_ROWS = rows_of(RAW / "index.jsonl"), rows_of(GOVCN / "truth.jsonl")


def read(folder: Path, name: str, url: str) -> Page:
    return HtmlReader().read(
        answer((folder / name).read_bytes(), url=url.split(" ", maxsplit=1)[0])
    )


def same(one: str, other: str) -> bool:
    return fold(one).text == fold(other).text


def days(*dates: StatedDate | None) -> set[str]:
    return {str(date.interval) for date in dates if date}


@needs_data
@pytest.mark.parametrize("row", RAW_ROWS, ids=lambda row: row["file"])
def test_a_real_page_gives_title_dates_agency_and_sentences(row: dict[str, Any]) -> None:
    page = read(RAW, row["file"], row["url"])
    meta = page.meta
    assert same(page.title, row["title"])
    assert all(sentence in page.body_text for sentence in row["must_contain"])
    if (row["file"], "publish_date") not in IMPOSSIBLE:
        assert row["publish_date"] in days(meta.uploaded, meta.issued)
    if row.get("signed_date"):
        assert days(meta.signed) == {row["signed_date"]}
    if row["agency"] and (row["file"], "agency") not in IMPOSSIBLE:
        stated = [value.value for value in (meta.agency, meta.source) if value]
        assert any(row["agency"] in value for value in stated)


@needs_data
@pytest.mark.parametrize("row", GOVCN_ROWS, ids=lambda row: row["id"])
def test_a_state_council_document_gives_its_whole_table(row: dict[str, Any]) -> None:
    page = read(GOVCN, f"{row['id']}.html", row["url"])
    meta = page.meta
    assert same(page.title, row["title"])
    assert meta.agency is not None
    assert same(meta.agency.value, row["agency"])
    assert meta.document_number is not None
    assert same(meta.document_number.value, row["doc_number"])
    assert days(meta.signed) == {row["signed_date"]}
    assert row["publish_date"] in days(meta.issued, meta.uploaded)


@needs_data
def test_no_real_page_is_refused() -> None:
    pages = [(RAW / row["file"], row["url"]) for row in RAW_ROWS]
    pages += [(GOVCN / f"{row['id']}.html", row["url"]) for row in GOVCN_ROWS]
    refused = {
        path.name: refusal(answer(path.read_bytes(), url=url.split(" ")[0])) for path, url in pages
    }
    assert {name: cause for name, cause in refused.items() if cause} == {}


@needs_data
def test_every_value_with_a_span_stands_there() -> None:
    for row in GOVCN_ROWS:
        page = read(GOVCN, f"{row['id']}.html", row["url"])
        for name in PageMeta.model_fields:
            stated = getattr(page.meta, name)
            if stated and stated.span and name != "agency":
                shown = page.text[stated.span.start : stated.span.end]
                assert contains(shown, stated.value), (row["id"], name)


@needs_data
def test_a_page_is_read_within_forty_milliseconds_in_the_middle() -> None:
    taken = []
    for row in RAW_ROWS + GOVCN_ROWS:
        folder, name = (RAW, row["file"]) if "file" in row else (GOVCN, f"{row['id']}.html")
        start = time.process_time()
        read(folder, name, row["url"])
        taken.append(time.process_time() - start)
    assert statistics.median(taken) <= 0.040


@pytest.mark.skipif(not PDF.is_dir(), reason=f"the measuring data is not at {DATA}")
@pytest.mark.slow
def test_real_pdfs_give_issuer_and_day() -> None:
    gold = {}
    with gzip.open(DATA / "policies" / "gold.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            gold[row["id"]] = row
    for path in sorted(PDF.glob("*.pdf")):
        truth = gold[path.stem]
        meta = (
            PdfReader().read(answer(path.read_bytes(), url=f"https://a.example/{path.name}")).meta
        )
        assert days(meta.signed) == {truth["date"]}, path.name
        assert meta.agency is not None, path.name
        stated = meta.agency.value.replace("人民政府办公厅", "人民政府").split("、")
        assert all(any(agency in name for name in stated) for agency in truth["agency"]), path.name
