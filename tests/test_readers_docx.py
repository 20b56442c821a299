"""The DOCX reader, on files made by python-docx and on zips that pretend to be one."""

from __future__ import annotations

import io
import time
import zipfile

import pytest
from docx import Document

from agent.errors import ReadFailed
from agent.readers import DOCX
from agent.readers.docx import DocxReader
from agent.records import Page
from tests.answers import answer


def docx_file() -> bytes:
    document = Document()
    document.add_heading("某省老旧货车报废更新补贴标准", 0)
    document.add_paragraph("单位：万元")
    table = document.add_table(rows=2, cols=3)
    for cell, words in zip(table.rows[0].cells, ("车型", "补贴", "备注"), strict=True):
        cell.text = words
    table.rows[1].cells[0].text = "重型"
    table.rows[1].cells[1].merge(table.rows[1].cells[2]).text = "4.5"
    document.add_paragraph("本标准自2024年11月15日起执行。")
    document.add_paragraph("某省交通运输厅")
    document.add_paragraph("2024年11月15日")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def read(body: bytes) -> Page:
    return DocxReader().read(answer(body, content_type=DOCX, url="https://a.example/W1.docx"))


def with_member(name: str, content: bytes, members: int = 0) -> bytes:
    out = io.BytesIO(docx_file())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
        for number in range(members):
            archive.writestr(f"word/extra{number}.xml", b"<x/>")
    return out.getvalue()


def test_paragraphs_and_tables_are_read_in_order() -> None:
    page = read(docx_file())
    assert page.text.split("\n") == [
        "某省老旧货车报废更新补贴标准",
        "单位：万元",
        "车型 | 补贴 | 备注",
        "重型 | 4.5",
        "本标准自2024年11月15日起执行。",
        "某省交通运输厅",
        "2024年11月15日",
    ]
    assert page.media_type == DOCX


def test_its_metadata_stands_in_its_text() -> None:
    meta = read(docx_file()).meta
    assert meta.title is not None
    assert meta.title.value == "某省老旧货车报废更新补贴标准"
    assert meta.agency is not None
    assert meta.agency.value == "某省交通运输厅"
    assert meta.effective is not None
    assert str(meta.effective.interval) == "2024-11-15"


@pytest.mark.parametrize(
    ("body", "cause"),
    [
        pytest.param(b"", "empty", id="no-bytes"),
        pytest.param(b"PK\x03\x04 cut", "damaged", id="cut"),
        pytest.param(docx_file()[:2000], "damaged", id="half"),
        pytest.param(
            with_member("word/media/bomb.bin", b"\0" * 30_000_000),
            "too_large",
            id="a-member-that-unpacks-a-thousand-times",
        ),
        pytest.param(with_member("x", b"", members=2100), "too_large", id="too-many-members"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(body: bytes, cause: str) -> None:
    with pytest.raises(ReadFailed) as failed:
        read(body)
    assert failed.value.cause == cause
    assert "https://a.example/W1.docx" in failed.value.message


def test_a_zip_without_a_document_is_damaged() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    with pytest.raises(ReadFailed) as failed:
        read(out.getvalue())
    assert failed.value.cause == "damaged"


def test_a_document_without_text_is_empty() -> None:
    out = io.BytesIO()
    Document().save(out)
    with pytest.raises(ReadFailed) as failed:
        read(out.getvalue())
    assert failed.value.cause == "empty"


def test_a_cell_that_says_it_is_a_thousand_million_columns_wide_costs_nothing() -> None:
    document = Document(io.BytesIO(docx_file()))
    cell = document.tables[0].rows[0].cells[0]
    cell._tc.get_or_add_tcPr().get_or_add_gridSpan().val = 1_000_000_000
    out = io.BytesIO()
    document.save(out)

    began = time.process_time()
    assert "车型 | 补贴 | 备注" in read(out.getvalue()).text
    assert time.process_time() - began < 1.0
