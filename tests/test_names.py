"""Names of documents."""

from __future__ import annotations

import pytest

from agent.text.names import (
    NameRelation,
    core_name,
    derived_from,
    handed_on,
    is_draft,
    issuer_of,
    own_names,
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


@pytest.mark.parametrize(
    ("title", "names"),
    [
        (f"甲省人民政府办公厅关于印发《{NAME}》的通知", (NAME,)),
        (f"《{NAME}》", (NAME,)),
        (f"关于贯彻《{NAME}》的意见", (f"关于贯彻《{NAME}》的意见",)),
        (f"关于印发{NAME}的通知", (f"关于印发{NAME}的通知",)),
        ("关于发布《登记规则（试行）》和《结算规则》的公告", ("登记规则（试行）", "结算规则")),
    ],
)
def test_a_title_calls_its_document_by_the_names_it_issues(
    title: str, names: tuple[str, ...]
) -> None:
    assert own_names(title) == names


@pytest.mark.parametrize(
    ("name", "issuer"),
    [
        (f"甲省交通运输厅 甲省财政厅联合印发《{NAME}》", "甲省交通运输厅甲省财政厅"),
        ("甲省交通运输厅关于加快推广电动汽车的通知", "甲省交通运输厅"),
        (NAME, ""),
    ],
)
def test_an_issuer_stands_before_the_core_of_a_name(name: str, issuer: str) -> None:
    assert issuer_of(name) == issuer


def test_a_draft_is_told_by_its_remark_or_by_what_is_asked_about_it() -> None:
    assert is_draft(f"{NAME}（征求意见稿）")
    assert is_draft(f"关于征求《{NAME}》意见的函")
    assert not is_draft(f"关于印发《{NAME}》的通知")


@pytest.mark.parametrize("marks", ["《》", "«»"])
def test_a_paper_is_named_as_its_notice_hands_it_on_also_in_the_marks_of_a_pdf(marks: str) -> None:
    text = f"各县：现将 {marks[0]}丙州市绿色发展的实施\n方案{marks[1]}印发给你们。"
    title = "丙州市人民政府关于印发丙州市绿色发展实施方案的通知"
    assert handed_on(title, text) == "丙州市绿色发展的实施方案"
