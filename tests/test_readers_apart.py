"""Documents are parsed in a helper process: one that dies or takes too much costs one page."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import time
import zipfile
import zlib
from pathlib import Path

import pytest
from docx import Document

from agent.errors import ReadFailed
from agent.readers import apart
from agent.readers.apart import Apart
from agent.records import Page
from tests.answers import answer
from tests.small_pdf import small_pdf

NOTICE = small_pdf(
    ("某省人民政府关于印发补贴办法的通知", *("各市应当按月上报有关情况，并于年底前汇总。",) * 6)
)


def read(body: bytes, kind: str = "pdf", seconds: float = 60.0) -> Page:
    return Apart(kind, seconds).read(answer(body, url="https://a.example/f"))


def cause_of(body: bytes, kind: str = "pdf", seconds: float = 60.0) -> str:
    with pytest.raises(ReadFailed) as failed:
        read(body, kind, seconds)
    assert "https://a.example/f" in failed.value.message
    return failed.value.cause


def helper() -> subprocess.Popen[bytes]:
    process = apart._HELPER._process
    assert process is not None
    return process


def test_a_document_is_read_as_by_the_reader_itself() -> None:
    page = read(NOTICE)
    assert page.title == "某省人民政府关于印发补贴办法的通知"
    assert (page.reader, page.fetched_at) == ("pdf/5", answer(NOTICE).fetched_at)


def test_what_a_reader_says_of_a_file_comes_through() -> None:
    assert cause_of(b"") == "empty"
    assert cause_of(NOTICE[:700]) == "damaged"


def test_one_helper_reads_many_files() -> None:
    read(NOTICE)
    first = helper().pid
    read(NOTICE)
    assert helper().pid == first


def test_a_helper_that_dies_costs_one_file() -> None:
    read(NOTICE)
    dead = helper().pid
    os.kill(dead, signal.SIGKILL)
    helper().wait()
    assert read(NOTICE).title
    assert helper().pid != dead


def test_a_file_that_takes_too_long_is_too_large() -> None:
    read(NOTICE)
    slow = small_pdf(*(("字" * 60,) * 60,) * 400)
    began = time.monotonic()
    assert cause_of(slow, seconds=0.2) == "too_large"
    assert time.monotonic() - began < 30
    assert read(NOTICE).title


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="Linux limits address space")
def test_a_file_that_takes_too_much_memory_is_too_large() -> None:
    packed = zlib.compress(b"q " * 60_000_000, 9)
    one = f"<</Length {len(packed)}/Filter/FlateDecode>>stream\n".encode()
    body = NOTICE.replace(b"%%EOF", b"")
    start = body.index(b"stream\n")
    head = body.rfind(b"<<", 0, start)
    end = body.index(b"endstream", start)
    assert cause_of(body[:head] + one + packed + b"\n" + body[end:]) in ("too_large", "damaged")
    assert read(NOTICE).title


def workbook(rows: list[list[object]]) -> bytes:
    out = io.BytesIO()
    # openpyxl has no types.
    from openpyxl import Workbook  # noqa: PLC0415 - only here

    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def test_a_sheet_is_read_row_by_row() -> None:
    page = read(
        workbook([["序号", "企业", "补贴"], [1, "某公司", 4.5], [], [2, None, 10.0]]), "sheet"
    )
    assert page.text == "序号 | 企业 | 补贴\n1 | 某公司 | 4.5\n2 |  | 10"


def test_a_sheet_of_the_old_kind_is_read_too() -> None:
    page = read((Path(__file__).parent / "sheets" / "invented.xls").read_bytes(), "sheet")
    assert page.text.splitlines() == [
        "丙州市2024年关停煤电机组名单",
        "序号 | 企业 | 机组 | 容量（万千瓦） | 关停时间",
        "1 | 桐岭电厂 | 1号 | 30 | 2024-11-08",
        "2 | 白水电厂 | 2号 | 20 | 2024-11-20",
        "合计 |  |  | 50",
    ]


def test_a_sheet_of_five_thousand_rows_is_read_and_one_of_thirty_thousand_is_too_large() -> None:
    assert read(workbook([["某公司", 1]] * 5000), "sheet").text.count("\n") == 4999
    assert cause_of(workbook([["某", 1]] * 30_000), "sheet") == "too_large"


def test_a_broken_sheet_is_damaged() -> None:
    assert cause_of(b"\xd0\xcf\x11\xe0" + b"x" * 600, "sheet") == "damaged"
    assert cause_of(b"PK\x03\x04 cut", "sheet") == "damaged"


def test_xml_that_unpacks_to_more_than_a_tree_may_take_is_not_parsed() -> None:
    out = io.BytesIO()
    Document().save(out)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_STORED) as archive:
        archive.writestr("word/more.xml", b"<x>" + b"a" * 9_000_000)
    assert cause_of(out.getvalue(), "docx") == "too_large"
