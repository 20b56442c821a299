"""Rows of label and value in tables, lists and header lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.errors import UsageError
from agent.readers.page_words import PageWords
from agent.readers.rows import RowLines, Rows, bare_time, read_rows

WORDS = PageWords.load()


def table(*cells: tuple[str, ...]) -> RowLines:
    return RowLines(cells, bare=lambda _: True, near=lambda _: True)


def read(*cells: tuple[str, ...]) -> Rows:
    return read_rows(table(*cells), 0, len(cells), WORDS)


def pairs(rows: Rows) -> dict[str, str]:
    return {row.label: row.value for row in rows.rows}


def test_two_pairs_stand_in_one_table_row() -> None:
    rows = read(
        ("索 引 号：", "140/2024-1", "主题分类：", "交通"),
        ("发文机关：", "山西省交通运输厅", "成文日期：", "2024年10月12日"),
    )
    assert pairs(rows) == {
        "索引号": "140/2024-1",
        "主题分类": "交通",
        "发文机关": "山西省交通运输厅",
        "成文日期": "2024年10月12日",
    }
    assert rows.official


def test_an_empty_cell_does_not_take_the_next_label_for_its_value() -> None:
    assert pairs(read(("废止日期：", "", "发文机关：", "太原市人民政府"))) == {
        "发文机关": "太原市人民政府"
    }
    assert pairs(read(("废止日期：", "发文机关：", "太原市人民政府"))) == {
        "发文机关": "太原市人民政府"
    }


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param(
            "发布时间：2024-10-15 10:02　来源：某市交通运输局　浏览次数：12次",
            {"发布时间": "2024-10-15 10:02", "来源": "某市交通运输局"},
            id="several-in-a-line",
        ),
        pytest.param(
            "来源： 访问量：199 发布日期：2017-05-15",
            {"发布日期": "2017-05-15"},
            id="an-empty-one-before-another",
        ),
        pytest.param(
            "[发布日期：2024-10-15] [字号：大 中 小]", {"发布日期": "2024-10-15"}, id="in-brackets"
        ),
        pytest.param(
            "标　　题：关于印发某方案的通知", {"标题": "关于印发某方案的通知"}, id="a-spaced-label"
        ),
        pytest.param("本办法所称来源：不是一行标签，只是一句话。", {}, id="a-sentence-is-no-row"),
        pytest.param("有效性：无", {}, id="nothing-said"),
    ],
)
def test_a_header_line_is_taken_apart(line: str, expected: dict[str, str]) -> None:
    assert pairs(read((line,))) == expected


def test_a_label_takes_the_next_line_for_its_value() -> None:
    rows = read(("发文字号：",), ("晋交发〔2024〕9号",), ("成文日期：",), ("主题词：",), ("公路",))
    assert pairs(rows) == {"发文字号": "晋交发〔2024〕9号", "主题词": "公路"}
    assert rows.lines == frozenset({0, 1, 2, 3, 4})


def test_a_value_that_stands_elsewhere_on_the_page_is_not_taken() -> None:
    far = RowLines([("发文机关：",), ("导航",)], bare=lambda _: True, near=lambda _: False)
    assert read_rows(far, 0, 2, WORDS).rows == ()


def test_the_header_of_a_news_page_is_not_official() -> None:
    assert not read(("发布时间：2024-10-15　来源：某网",)).official


def test_the_header_line_beside_the_metadata_is_not_official() -> None:
    rows = read(
        ("发布时间：2024-11-12　来源：某厅",),
        ("发文机关：", "某省人民政府", "发布日期：", "2024-10-15"),
        ("来源：某网　发布时间：2024-11-13",),
    )
    assert {row.label: (row.value, row.official) for row in rows.rows} == {
        "发布时间": ("2024-11-12", False),
        "来源": ("某厅", False),
        "发文机关": ("某省人民政府", True),
        "发布日期": ("2024-10-15", True),
    }


def test_an_official_row_comes_before_one_of_the_header() -> None:
    rows = read(
        ("发布日期：2024-11-12　来源：某厅",),
        ("文号：", "某发〔2024〕8号", "发布日期：", "2024-10-15"),
    )
    assert [(row.value, row.where) for row in rows.of("published")] == [
        ("2024-10-15", "元数据表 发布日期")
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param(
            "2024年06月15日08:18　某某网",
            {"时间": "2024年06月15日", "来源": "某某网"},
            id="time-and-medium",
        ),
        pytest.param("2024-02-19 20:29:58", {"时间": "2024-02-19"}, id="time-alone"),
        pytest.param("2024年10月11日 星期五", {}, id="the-clock-of-the-site"),
        pytest.param("2024年某省发电量为100亿千瓦时", {}, id="a-sentence"),
    ],
)
def test_a_header_time_needs_no_label(line: str, expected: dict[str, str]) -> None:
    assert {row.label: row.value for row in bare_time(table((line,)), 0, 1)} == expected


def test_a_users_own_table_adds_labels_and_containers(tmp_path: Path) -> None:
    own = tmp_path / "page_words.toml"
    own.write_text('containers = ["my-body"]\n[labels]\nagency = ["颁布机关"]\n', "utf-8")
    words = PageWords.load(own)
    assert words.roles["颁布机关"] == "agency"
    assert words.roles["发文机关"] == "agency"
    assert {"my-body", "trs_editor"} <= words.containers


def test_a_broken_table_of_the_user_is_named(tmp_path: Path) -> None:
    own = tmp_path / "page_words.toml"
    own.write_text("containers = [", "utf-8")
    with pytest.raises(UsageError, match=r"page_words\.toml"):
        PageWords.load(own)
