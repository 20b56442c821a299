"""The plain text reader, and the metadata of documents that are only text."""

from __future__ import annotations

import pytest

from agent.errors import ReadFailed
from agent.readers.text import TextReader
from agent.records import Page
from tests.answers import answer, at


def read(body: str | bytes) -> Page:
    return TextReader().read(answer(body, content_type="text/plain"))


def test_a_gbk_text_with_windows_line_ends_is_read() -> None:
    page = read(
        "关于印发某方案的通知\r\n各市交通运输局：\r\n请按照方案要求做好有关工作。\r\n".encode("gbk")
    )
    assert page.text == "关于印发某方案的通知\n各市交通运输局：\n请按照方案要求做好有关工作。"
    assert (page.charset, page.title) == ("gb18030", "关于印发某方案的通知")


def test_rows_at_its_head_are_metadata() -> None:
    page = read(
        "索 引 号：\n000/2024-1\n发文机关：\n某省人民政府\n成文日期：\n2024年10月12日\n"
        "标　　题：\n关于印发某方案的通知\n发文字号：\n某政发〔2024〕8号\n"
        "关于印发某方案的通知\n各市人民政府：\n请认真贯彻执行。\n国家某委员会\n2024年5月13日"
    )
    meta = page.meta
    assert page.title == "关于印发某方案的通知"
    assert meta.agency is not None
    assert (meta.agency.value, meta.agency.where) == ("某省人民政府", "元数据表 发文机关")
    assert meta.signed is not None
    assert at(page, meta.signed.span) == "2024年10月12日"
    assert meta.document_number is not None
    assert at(page, meta.document_number.span) == "某政发〔2024〕8号"


def test_the_title_may_stand_above_the_rows() -> None:
    page = read(
        "某领导小组办公室关于推进某工作的通知\n发布部门：\n某部\n发文字号：\n某函〔2021〕159号\n实施日期：\n2021.08.27\n"
        "各园区：\n为深入推进有关工作，现将有关事项通知如下。"
    )
    assert page.title == "某领导小组办公室关于推进某工作的通知"
    assert page.meta.agency is not None
    assert page.meta.agency.value == "某领导小组办公室"
    assert page.meta.effective is not None
    assert str(page.meta.effective.interval) == "2021-08-27"


def test_an_abbreviated_closing_gives_way_to_the_full_name() -> None:
    page = read(
        "某省人民政府办公厅关于印发某方案的通知\n各市人民政府：\n请认真贯彻执行。\n省政府办公厅\n2024年6月24日"
    )
    assert page.meta.agency is not None
    assert page.meta.agency.value == "某省人民政府办公厅"


@pytest.mark.parametrize("body", [b"", b" \n "])
def test_a_text_without_text_is_empty(body: bytes) -> None:
    with pytest.raises(ReadFailed) as failed:
        read(body)
    assert failed.value.cause == "empty"


def test_endless_white_space_is_read_in_time() -> None:
    page = read("本办法自" + " " * 200_000 + "印发之日起施行。\n" + "\n" * 100_000 + "完")
    assert len(page.text) < 100


def test_a_value_that_runs_over_its_line_is_read_whole() -> None:
    text = (
        "索 引 号：\n140000/2024-000\n88\n发文机关：\n某省交通运输厅\n标题：\n某省交通运输厅关于印发老旧货车\n"
        "更新补贴办法的通知\n发文字号：\n某交发〔2024〕8号\n主题词：\n交通\n各市交通运输局：\n现将办法印发给你们。"
    )
    page = TextReader().read(answer(text, content_type="text/plain"))
    assert page.title == "某省交通运输厅关于印发老旧货车更新补贴办法的通知"
    assert at(page, page.meta.title.span if page.meta.title else None).endswith("办法的通知")
    assert page.meta.document_number is not None
    assert page.meta.document_number.value == "某交发〔2024〕8号"
