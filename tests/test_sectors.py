"""Sectors by any name, and how far a text is about one."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.errors import UnknownName, UsageError
from agent.sectors import Sectors

SECTORS = Sectors.load()
PLAN = "一、总体要求。坚持绿色发展。\n二、推进交通运输绿色转型，到2025年新能源公交车占比达到80%。\n三、推动钢铁、水泥行业改造。"


@pytest.mark.parametrize(
    ("name", "sector"),
    [
        ("Ground", "Ground"),
        ("Ground_Transport", "Ground"),
        ("Ground Transport", "Ground"),
        ("ground transport", "Ground"),
        ("交通", "Ground"),
        ("地面交通部门", "Ground"),
        ("Power", "Power"),
        ("电力", "Power"),
        ("Industry", "Industry"),
        ("Residential", "Residential"),
        ("Domestic Aviation", "Aviation"),
    ],
)
def test_a_sector_is_known_by_its_spellings(name: str, sector: str) -> None:
    found = SECTORS.sector(name)
    assert found is not None
    assert found.name == sector


@pytest.mark.parametrize("name", [None, "", "all", "不限", "未限定部门"])
def test_no_name_and_words_for_all_are_no_sector(name: str | None) -> None:
    assert SECTORS.sector(name) is None


def test_an_unknown_sector_lists_near_names() -> None:
    with pytest.raises(UnknownName) as error:
        SECTORS.sector("Grund")
    assert "Ground" in error.value.near


def test_a_title_that_names_the_activity_is_direct() -> None:
    grade = SECTORS.grade("山西省新能源公交车更新补贴实施细则", "每辆公交车补贴8万元。", "Ground")
    assert grade.grade == "direct"
    assert "公交" in "".join(grade.terms)


def test_an_umbrella_plan_counts_with_its_passage() -> None:
    grade = SECTORS.grade("山西省碳达峰实施方案", PLAN, "Ground")
    assert grade.grade == "umbrella"
    assert grade.span is not None
    assert "交通运输绿色转型" in PLAN[grade.span.start : grade.span.end]


def test_an_umbrella_plan_without_a_passage_decides_nothing() -> None:
    assert SECTORS.grade("山西省碳达峰实施方案", PLAN, "Aviation").grade == "none"


def test_a_chemical_plan_with_one_stray_word_is_another_sectors() -> None:
    text = (
        "加快化工行业改造，淘汰落后产能，推动煤化工、甲醇、尿素、合成氨装置升级。" * 4
        + "加强物流管理。"
    )
    grade = SECTORS.grade("山西省化工行业节能降碳改造实施方案", text, "Ground")
    assert grade.grade == "other"
    assert grade.other == "Industry"


def test_an_industrial_title_with_a_chapter_on_freight_is_not_refuted() -> None:
    text = (
        "推动钢铁企业改造。" * 3
        + "推进公转铁，提高铁路货运比重，重型货车使用新能源车辆，厂内物流清洁运输。" * 2
    )
    assert SECTORS.grade("钢铁行业超低排放改造方案", text, "Ground").grade == "umbrella"


@pytest.mark.parametrize(
    ("title", "sector"),
    [
        ("交通银行山西省分行召开会议", "Ground"),
        ("工业和信息化厅机关党建工作会议", "Industry"),
        ("居民医保参保缴费通知", "Residential"),
        ("郑州航空港实验区招商简报", "Aviation"),
    ],
    ids=["a bank", "an agency's name", "insurance", "a district's name"],
)
def test_a_phrase_that_only_holds_a_word_of_the_sector_does_not_count(
    title: str, sector: str
) -> None:
    assert SECTORS.grade(title, title, sector).grade == "none"


def test_a_price_of_fuel_is_upstream_of_ground_transport() -> None:
    assert (
        SECTORS.grade("国内成品油价格按机制下调", "汽油、柴油价格下调。", "Ground").grade
        == "upstream"
    )


def test_a_text_without_any_word_of_a_sector_decides_nothing() -> None:
    assert SECTORS.grade("关于召开会议的通知", "请准时参加。", "Ground").grade == "none"


def test_score_counts_distinct_words() -> None:
    assert SECTORS.score("公交车、公交车、公交车", "Ground") < SECTORS.score(
        "公交车和地铁", "Ground"
    )
    assert SECTORS.score("无关的话", "Ground") == 0


def test_own_words_are_added_and_a_strange_sector_is_an_error(tmp_path: Path) -> None:
    own = tmp_path / "sectors.toml"
    own.write_text('[[sector]]\nname = "Ground"\nbelongs = ["驿道"]\n', "utf-8")
    loaded = Sectors.load(own)
    assert loaded.grade("修缮驿道的通知", "", "Ground").grade == "direct"
    assert loaded.grade("公交通知", "", "Ground").grade == "direct"
    assert loaded.fingerprint != SECTORS.fingerprint
    own.write_text('[[sector]]\nname = "Sea"\nbelongs = ["帆船"]\n', "utf-8")
    with pytest.raises(UsageError, match="Sea"):
        Sectors.load(own)


def test_a_document_number_is_no_power_plant() -> None:
    title = "关于做好节日值守的通知（甲政办发电〔2024〕1号）"
    assert SECTORS.grade(title, title, "Power").grade == "none"


def test_the_road_to_the_airport_is_a_road() -> None:
    title = "甲机场高速公路建成通车"
    assert SECTORS.grade(title, title, "Ground").grade == "direct"
    assert SECTORS.grade(title, title, "Aviation").grade == "other"


def test_offices_in_a_list_of_who_is_responsible_do_not_make_a_sector() -> None:
    text = "推进化肥装置升级。（责任单位：省交通运输厅、省工业和信息化厅、省能源局）" * 5
    for sector in SECTORS.names:
        assert SECTORS.grade("山西省农资保障方案", text, sector).grade == "none"


def test_the_price_of_electricity_is_upstream_of_industry_and_direct_for_power() -> None:
    title, text = "关于完善分时电价机制的通知", "尖峰时段电价上浮。"
    assert SECTORS.grade(title, text, "Power").grade == "direct"
    assert SECTORS.grade(title, text, "Industry").grade == "upstream"


def test_electric_cars_are_no_power_policy() -> None:
    title = "新能源汽车充电基础设施建设方案"
    assert SECTORS.grade(title, title * 3, "Power").grade == "other"
    assert SECTORS.grade(title, title * 3, "Ground").grade == "direct"


def test_the_span_of_a_passage_stands_in_the_text() -> None:
    text = "\n".join(["一、目标。", "（三）发展绿色交通，推广电动汽车，建设充电桩。", "四、保障。"])
    grade = SECTORS.grade("甲省减污降碳协同增效实施方案", text, "Ground")
    assert grade.span is not None
    passage = text[grade.span.start : grade.span.end]
    assert all(term in passage for term in grade.terms)


def test_another_sector_is_not_said_of_a_text_with_substance_on_this_one() -> None:
    text = "推动钢铁企业改造。" * 10 + "推进公转铁。新增重卡换电站。限行国四货车。"
    assert SECTORS.grade("钢铁行业改造方案", text, "Ground").grade != "other"
