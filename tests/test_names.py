"""Names of documents."""

from __future__ import annotations

import pytest

from agent.text.names import (
    NameRelation,
    announced_only,
    core_name,
    derived_from,
    relation,
)

NAME = "甲省老旧货车淘汰补贴实施细则"


@pytest.mark.parametrize(
    ("name", "core"),
    [
        (f"《{NAME}》", NAME),
        (f"甲省人民政府办公厅关于印发《{NAME}》的通知", NAME),
        (f"关于印发{NAME}的通知", NAME),
        (f"甲省交通运输厅 甲省财政厅关于印发{NAME}的通知", NAME),
        (f"两部门关于印发《{NAME}》的通知", NAME),
        (f"甲省交通运输厅等三部门关于印发{NAME}的通知", NAME),
        (f"甲省人民政府办公厅关于\n印发《{NAME}》的通知（甲政办发〔2024〕8号）", NAME),
        (f"甲省人民政府办公厅印发《{NAME}》", NAME),
        (f"{NAME}（全文）", NAME),
        ("甲省人民政府关于加快推广电动汽车的通知", "关于加快推广电动汽车的通知"),
        ("国务院关于印发2030年前碳达峰方案的通知", "2030年前碳达峰方案"),
        ("甲省“十四五”节能方案（2021—2025年）", "甲省十四五节能方案2021-2025年"),
    ],
)  # fmt: skip
def test_the_core_of_a_name_is_what_the_document_is_called(name: str, core: str) -> None:
    assert core_name(name) == core


@pytest.mark.parametrize(
    "title",
    [
        NAME,
        f"《{NAME}》",
        f"关于印发《{NAME}》的通知",
        f"甲省人民政府办公厅关于印发{NAME}的通知",
        f"甲省交通运输厅关于印发《{NAME}》和《资金管理办法》的通知",
        f"甲省出台《{NAME}》",
    ],
)
def test_a_title_that_issues_the_document_is_the_same(title: str) -> None:
    assert relation(NAME, title) is NameRelation.SAME


@pytest.mark.parametrize(
    ("title", "word"),
    [
        (f"关于贯彻落实《{NAME}》的实施意见", "贯彻落实"),
        (f"关于贯彻落实{NAME}的实施意见", "贯彻落实"),
        (f"转发省交通厅关于印发《{NAME}》的通知", "转发"),
        (f"乙市人民政府转发甲省人民政府关于印发《{NAME}》的通知", "转发"),
        (f"关于废止《{NAME}》的通知", "废止"),
        (f"关于修改《{NAME}》的决定", "修改"),
        (f"《{NAME}》政策解读", "政策解读"),
        (f"{NAME}（征求意见稿）", "征求意见稿"),
        (f"关于公开征求《{NAME}》意见的公告", "征求《》意见"),
        (f"《{NAME}》实施方案", "实施方案"),
    ],
)
def test_a_title_that_only_contains_the_name_is_another_document(title: str, word: str) -> None:
    assert relation(NAME, title) is NameRelation.CONTAINS
    assert derived_from(title) == word


@pytest.mark.parametrize(
    "title",
    [NAME, f"关于印发《{NAME}》的通知", f"关于印发《{NAME}（2024年修订）》的通知", "甲省条例（2024年修订）"],
)  # fmt: skip
def test_a_document_in_its_own_right_is_derived_from_none(title: str) -> None:
    assert derived_from(title) is None


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("乙市老旧货车淘汰补贴实施细则", id="another place"),
        pytest.param("甲省老旧客车淘汰补贴实施细则", id="one character off"),
        pytest.param("", id="no title"),
    ],
)
def test_a_near_name_is_another_name(title: str) -> None:
    assert relation(NAME, title) is NameRelation.OTHER


def test_the_year_in_a_name_counts() -> None:
    assert relation("甲省2024年行动方案", "甲省2025年行动方案") is NameRelation.OTHER
    assert relation("4年行动方案", "甲省2024年行动方案") is NameRelation.OTHER


def test_a_reading_guide_is_the_same_as_itself() -> None:
    assert relation(f"《{NAME}》解读", f"《{NAME}》解读") is NameRelation.SAME


@pytest.mark.parametrize(
    "text",
    [
        f"下一步，抓紧制定《{NAME}》，明确标准。",
        f"我省将出台《{NAME}》。",
        f"拟于年内印发《{NAME}》",
        f"研究制定{NAME}，加大支持。",
        f"《{NAME}》将于年底前出台。",
        f"现就《{NAME}（征求意见稿）》公开征求意见。",
    ],
)
def test_a_page_that_only_announces_a_document_is_told(text: str) -> None:
    place = announced_only(NAME, text)
    assert place is not None
    assert NAME in text[place.start : place.end]


@pytest.mark.parametrize(
    "text",
    [
        f"近日，省交通厅印发《{NAME}》。",
        f"已制定《{NAME}》，并于上月实施。",
        f"{NAME}\n第一条 为制定补贴标准，制定本细则。",
        f"此前提出制定《{NAME}》。日前，我省正式印发《{NAME}》。",
        f"根据《{NAME}》，发放补贴。",
        "下一步，制定其他办法。",
        f"会上提到《{NAME}》的意义。",
    ],
)
def test_a_page_on_which_the_document_came_announces_nothing(text: str) -> None:
    assert announced_only(NAME, text) is None


def test_a_name_too_short_to_tell_apart_is_announced_nowhere() -> None:
    assert announced_only("细则", "抓紧制定细则。") is None


def test_several_documents_issued_by_one_notice_are_each_the_same() -> None:
    title = (
        "甲省生态环境厅关于发布《登记规则（试行）》《交易规则（试行）》和《结算规则（试行）》的公告"
    )
    assert relation("交易规则（试行）", title) is NameRelation.SAME
    claimed = "《登记规则（试行）》《交易规则（试行）》和《结算规则（试行）》"
    assert relation(claimed, title) is NameRelation.SAME


def test_a_document_number_inside_a_name_stays() -> None:
    name = "关于废止甲政发〔2014〕8号文件的通知"
    assert core_name(name) == "关于废止甲政发20148号文件的通知"
