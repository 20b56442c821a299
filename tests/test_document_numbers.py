"""Document numbers in every shape they are written."""

from __future__ import annotations

import pytest

from agent.text.document_numbers import document_numbers, normalise_document_number


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        pytest.param("晋政发〔2024〕8号", "晋政发〔2024〕8号", id="as it should be"),
        pytest.param("晋政发[2024]8号", "晋政发〔2024〕8号", id="square brackets"),
        pytest.param("晋政发（2024）8号", "晋政发〔2024〕8号", id="round brackets"),
        pytest.param(
            "晋政办发【2024】第08号", "晋政办发〔2024〕8号", id="lenticular brackets, 第, a zero"
        ),
        pytest.param(
            "晋政发﹝２０２４﹞８号", "晋政发〔2024〕8号", id="small brackets, full width"
        ),
        pytest.param("晋 政 发 〔2024〕 8 号", "晋政发〔2024〕8号", id="spaces everywhere"),
        pytest.param("晋政发〔2024〕\n8号", "晋政发〔2024〕8号", id="broken behind the bracket"),
        pytest.param("晋政\n发〔2024〕8号", "晋政发〔2024〕8号", id="broken inside the code"),
        pytest.param("发文字号：\n国发〔2019〕4号", "国发〔2019〕4号", id="a label before it"),
        pytest.param(
            "某省人民政府办公厅\n晋政办发〔2024〕8号",
            "晋政办发〔2024〕8号",
            id="the issuer before it",
        ),
        pytest.param(
            "根据发改能源〔2021〕33号文", "发改能源〔2021〕33号", id="根据 is no part of it"
        ),
        pytest.param("山西省人民政府令第312号", "山西省人民政府令第312号", id="an order"),
        pytest.param(
            "山西省人民政府令（第312号）", "山西省人民政府令第312号", id="an order in brackets"
        ),
        pytest.param(
            "山西省人民政府第312号令", "山西省人民政府令第312号", id="an order, number first"
        ),
        pytest.param(
            "中华人民共和国国务院令第700号", "国务院令第700号", id="the state's name goes"
        ),
        pytest.param(
            "国家能源局公告2024年第8号", "国家能源局公告2024年第8号", id="an announcement"
        ),
        pytest.param(
            "生态环境部2024年第8号公告",
            "生态环境部公告2024年第8号",
            id="an announcement, number first",
        ),
    ],
)
def test_a_document_number_is_normalised(text: str, normal: str) -> None:
    assert normalise_document_number(text) == normal


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("000014349/2019-00005", id="an index number"),
        pytest.param("0351-2024111", id="a phone number"),
        pytest.param("2024年11月8日", id="a date"),
        pytest.param("第312号线", id="a line"),
        pytest.param("〔2024〕8号", id="no code"),
        pytest.param("第8号公告", id="an announcement without its year"),
        pytest.param("（2024）年第3季度", id="a bracketed year"),
        pytest.param("晋政发〔2024〕8号和晋政发〔2024〕9号", id="two of them"),
    ],
)
def test_what_is_no_single_document_number_has_no_normal_form(text: str) -> None:
    assert normalise_document_number(text) is None


def test_every_document_number_of_a_text_is_found_in_its_place() -> None:
    text = "依据《条例》（发改能源〔2021〕33号）和国办发〔2017〕47号，第7号令废止。"
    found = document_numbers(text)
    assert [(n.code, n.year, n.number) for n in found] == [
        ("发改能源", 2021, 33),
        ("国办发", 2017, 47),
        ("令", None, 7),
    ]
    assert [text[n.span.start : n.span.end] for n in found] == [n.text for n in found]
