"""Reports as collectors really write them: nothing that stands in a file is lost in silence."""

from __future__ import annotations

import datetime

import pytest

from agent.audit.heads import Heads
from agent.audit.items import Parsed, Text
from agent.audit.lines import links
from agent.audit.parse import parse
from agent.changepoints.row import Names
from tests.knowledge import places, sectors
from tests.reports import SINGLE, combined, event, item, single

HEADS = Heads(Names(places(), sectors(), datetime.date(2026, 1, 5)))


def read(text: str, path: str = SINGLE) -> Parsed:
    return parse(Text(path=path, lines=tuple(text.split("\n"))), HEADS)


@pytest.mark.parametrize(
    "start",
    [
        "1. **事件名称**：示例电厂投产",
        "1. **事件名称：示例电厂投产**",
        "1. **事件名称：** 示例电厂投产",
        "1. **事件名称**: 示例电厂投产",
        "1. **具体政策名称/事件**：示例电厂投产",
        "1. **示例电厂投产**",
        "1. **示例电厂投产",
        "1、事件名称：示例电厂投产",
        "### 1. 示例电厂投产",
        "**1. 示例电厂投产**",
        "1. 示例电厂投产",
    ],
)
@pytest.mark.parametrize(
    "part",
    ["   - **发生时间**：{}", "**发生时间**: {}", "   **发生时间：**{}", "- **发生时间：{}**"],
)
def test_the_name_and_the_date_are_read_in_every_layout(start: str, part: str) -> None:
    found = read(f"回答:\n{start}\n{part.format('2024年11月')}\n")
    assert [i.name for i in found.items] == ["示例电厂投产"]
    assert found.items[0].texts("date:occurrence") == ("2024年11月",)
    assert not found.problems


def test_a_file_name_tells_province_sector_day_and_kind() -> None:
    (found,) = read(single(item())).items
    assert found.changepoint
    point = found.changepoint
    assert (point.province, point.sector, str(point.date), point.kind) == (
        "山西",
        "Ground",
        "2024-11-08",
        "seasonal",
    )


def test_inner_mongolia_was_taken_for_a_province_and_its_sector() -> None:
    text = combined(("2022-03-01", event()), title="Inner省/市 Mongolia部门")
    (found,) = read(text, "report.txt").items
    assert found.changepoint
    assert (found.changepoint.province, found.changepoint.sector) == ("内蒙古", None)
    (alone,) = read(single(item()), "Inner_Mongolia_2022-03-01_Event_info.txt").items
    assert alone.changepoint
    assert (alone.changepoint.province, alone.changepoint.sector) == ("内蒙古", None)


def test_without_a_telling_file_name_the_question_gives_province_sector_and_month() -> None:
    (found,) = read(single(item()), "a.txt").items
    assert found.changepoint
    assert (found.changepoint.province, found.changepoint.sector) == ("山西", "Ground")
    assert str(found.changepoint.interval) == "2024-11-01..2024-11-30"


def test_a_combined_file_has_a_changepoint_for_each_block() -> None:
    found = read(
        combined(("2023-05-27", item()), ("2024-11-08", event())), "Shanxi_Ground_combined_info.txt"
    )
    days = [str(i.changepoint.date) for i in found.items if i.changepoint]
    assert days == ["2023-05-27", "2024-11-08"]
    assert (found.blocks, found.problems) == (2, ())


def test_our_own_report_is_read_too() -> None:
    text = (
        "# 山西 地面交通部门 碳排放变点相关政策与事件汇总\n\n## 转折点: 2024-11-08 (Seasonal) - 置信度: 未给出\n\n"
        + item(name="【待核】示例办法")
        + "**核验**：待核\n\n剔除：另一办法　原因：地点不对　https://a.example/1.html\n"
    )
    found = read(text, "mine.txt")
    assert [i.name for i in found.items] == ["示例办法"]
    assert found.items[0].changepoint
    assert found.items[0].changepoint.sector == "Ground"
    assert not found.problems


def test_a_block_that_says_it_found_nothing_is_counted_and_no_problem() -> None:
    found = read("问题: …\n\n回答:\n未找到相关政策或事件。")
    assert (found.blocks, found.empty, found.items, found.problems) == (1, 1, (), ())


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("回答:\n这里只有一段话，没有条目。\n问题: 再问\n回答:\n一段话。", 3, "no_item"),
        ("## 转折点: 2024-13-40 (Event) - 置信度: 0.5\n" + item(), 1, "bad_head"),
        (single(item()) + "\n- **信息来源网址**：https://lost.example/1.html", 11, "loose_line"),
        (
            "共包含 3 个重要转折点的相关信息\n## 转折点: 2024-11-08 (Event) - 置信度: 0.5\n"
            + item(),
            1,
            "count",
        ),
        ("只有一句话", 1, "no_report"),
        ("", 1, "no_report"),
        ("## 转折点: 2024-11-08 (Event) - 置信度: 0.5\n", 1, "empty_block"),
    ],
    ids=[
        "words",
        "impossible changepoint",
        "line of no item",
        "count",
        "no report",
        "empty",
        "empty block",
    ],
)
def test_what_cannot_be_parsed_is_listed_with_its_line(text: str, line: int, code: str) -> None:
    assert (line, code) in {(p.line, p.code) for p in read(text).problems}


def test_an_item_without_a_province_is_listed_and_kept() -> None:
    found = read(item(), "report.txt")
    assert [i.changepoint for i in found.items] == [None]
    assert {p.code for p in found.problems} == {"no_province", "not_judged"}


def test_a_file_that_names_one_province_and_speaks_of_another_is_told() -> None:
    found = read(combined(("2024-11-08", item())), "Shaanxi_Ground_combined_info.txt")
    assert [p.code for p in found.problems] == ["two_provinces"]
    assert found.items[0].changepoint
    assert found.items[0].changepoint.province == "山西"


def test_a_part_goes_on_over_several_lines_until_a_blank_one() -> None:
    text = single(item(content="第一句。\n第二句。\n1）第三句。")) + "\n结语。"
    (found,) = read(text).items
    assert found.texts("content") == ("第一句。\n第二句。\n1）第三句。",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[甲](https://a.example/1.html)", [("甲", "https://a.example/1.html")]),
        ("[甲[2023]号](https://a.example/1.html)", [("甲[2023]号", "https://a.example/1.html")]),
        ("[甲](https://a.example/x_(1).html)", [("甲", "https://a.example/x_(1).html")]),
        (
            "[甲](https://a.example/1)；[乙](http://b.example/2)",
            [("甲", "https://a.example/1"), ("乙", "http://b.example/2")],
        ),
        (
            "https://a.example/1.html、https://b.example/2.html。",
            [("", "https://a.example/1.html"), ("", "https://b.example/2.html")],
        ),
        (
            "https://a.example/1.htmlhttps://b.example/2.html",
            [("", "https://a.example/1.html"), ("", "https://b.example/2.html")],
        ),
        (
            "[甲](https://a.example/政策/二〇二四.html)",
            [("甲", "https://a.example/政策/二〇二四.html")],
        ),
        (
            "https://web.archive.example/web/2024/https://a.example/1",
            [("", "https://web.archive.example/web/2024/https://a.example/1")],
        ),
        ("www.a.example/1.html", [("", "http://www.a.example/1.html")]),
        ("[甲](无)", []),
        ("[甲", []),
        ("无", []),
    ],
    ids=[
        "plain",
        "brackets in the words",
        "brackets in the address",
        "two",
        "two bare",
        "two run together",
        "Chinese characters",
        "an archive's",
        "without scheme",
        "no address",
        "never closed",
        "none",
    ],
)
def test_addresses_are_found_whatever_stands_around_them(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert [(link.label, link.url) for link in links(text, 1)] == expected


def test_a_line_of_a_million_brackets_costs_no_time() -> None:
    assert links("[" * 200_000 + "](" * 20_000, 1) == ()


@pytest.mark.parametrize(
    "name", ["未找到符合条件的政策", "**未找到相关事件**", "**事件名称**：未检索到相关事件"]
)
def test_an_item_that_says_that_nothing_was_found_is_a_line_and_no_item(name: str) -> None:
    found = read(single(f"1. {name}\n   - **发生时间**：无\n   - **地点**：无\n"))
    assert found.items == ()
    assert (found.blocks, found.empty) == (1, 1)
    assert [(p.line, p.code, p.lost) for p in found.problems] == [(4, "placeholder", False)]


def test_a_name_that_says_so_over_an_address_stays_an_item() -> None:
    (found,) = read(single(item(name="未找到名称的办法"))).items
    assert len(found.links) == 1


STATISTICS = (
    "# 示例汇总（中期）\n\n处理进度: 20/80\n\n- 涉及地区: Shanxi, Hebei\n- 涉及部门: Power, Industry\n"
    "按类型: Event: 7个- Seasonal: 2个\n按地区:\n  - Shanxi: 5个\n\n1. Shanxi_Power\n   - 涉及地区: Shanxi\n"
)


def test_a_file_that_only_counts_reports_is_a_line_and_no_report() -> None:
    found = read(STATISTICS, "summary_interim_20.txt")
    assert (found.items, found.blocks) == ((), 0)
    assert [(p.line, p.code, p.lost) for p in found.problems] == [(1, "statistics", False)]


def test_an_item_that_counts_in_its_words_is_read_without_a_heading_too() -> None:
    (found,) = read(event().replace("新增公交线路3条", "充电站: 3个"), "notes.txt").items
    assert found.name == "太原公交新线开通"


@pytest.mark.parametrize("label", ["具体日期", "具体时间", "发生时间"])
def test_a_date_is_read_under_each_of_its_labels(label: str) -> None:
    (found,) = read(single(event().replace("发生时间", label))).items
    assert [p.text for p in found.parts if p.field.startswith("date:")] == ["2024年11月2日"]
