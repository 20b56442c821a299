"""Quantities: value, unit, bound, noun, direction, target, and what is no quantity."""

from __future__ import annotations

from decimal import Decimal

import pytest

from agent.text.figures import Figure, figures, same_quantity


def only(text: str) -> Figure:
    found = figures(text)
    assert len(found) == 1, [figure.text for figure in found]
    return found[0]


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        pytest.param("20万千瓦", "200000", "200000", "千瓦", id="万千瓦"),
        pytest.param("200MW", "200000", "200000", "千瓦", id="MW"),
        pytest.param("0.2吉瓦", "200000", "200000", "千瓦", id="吉瓦"),
        pytest.param("2×33万千瓦", "660000", "660000", "千瓦", id="two units"),
        pytest.param("三百万千瓦", "3000000", "3000000", "千瓦", id="Chinese numerals and 千瓦"),
        pytest.param("3.2亿千瓦时", "320000000", "320000000", "千瓦时", id="energy is not power"),
        pytest.param("1,200万吨", "12000000", "12000000", "吨", id="thousands separator"),
        pytest.param("3000 吨", "3000", "3000", "吨", id="a space before the unit"),
        pytest.param("１２０万吨", "1200000", "1200000", "吨", id="full width"),
        pytest.param("5百万元", "5000000", "5000000", "元", id="百万"),
        pytest.param("1.5万亿元", "1500000000000", "1500000000000", "元", id="万亿"),
        pytest.param("20.5％", "20.5", "20.5", "%", id="percent"),
        pytest.param("1.2‰", "0.12", "0.12", "%", id="per mille in percent"),
        pytest.param("百分之二十五", "25", "25", "%", id="百分之"),
        pytest.param("百分之20.5", "20.5", "20.5", "%", id="百分之 with digits"),
        pytest.param("每台补助20%", "20", "20", "%", id="a share of each is a share"),
        pytest.param("5元/车", "5", "5", "元/车", id="by something that is no unit"),
        pytest.param("0.2元/百千瓦时", "0.002", "0.002", "元/千瓦时", id="by a hundred units"),
        pytest.param("千分之五", "0.5", "0.5", "%", id="千分之"),
        pytest.param("降幅两成。", "20", "20", "%", id="成"),
        pytest.param("5个百分点", "5", "5", "百分点", id="百分点"),
        pytest.param("三百辆", "300", "300", "辆", id="Chinese numerals"),
        pytest.param("两千零五户", "2005", "2005", "户", id="a zero inside"),
        pytest.param("120万人次", "1200000", "1200000", "人次", id="人次 is not 人"),
        pytest.param("1.2公里", "1200", "1200", "米", id="公里"),
        pytest.param("3公顷", "30000", "30000", "平方米", id="公顷"),
        pytest.param("35微克/立方米", "35", "35", "微克/立方米", id="concentration"),
        pytest.param("0.035mg/m³", "35", "35", "微克/立方米", id="the same in mg"),
        pytest.param("0.5元/千瓦时", "0.5", "0.5", "元/千瓦时", id="a rate"),
        pytest.param("每千瓦时0.5元", "0.5", "0.5", "元/千瓦时", id="the same with 每"),
        pytest.param("300克标准煤/千瓦时", "300", "300", "克标准煤/千瓦时", id="coal per kWh"),
        pytest.param("气温-5℃", "-5", "-5", "℃", id="below zero"),
        pytest.param("3～5个", "3", "5", "个", id="a range"),
        pytest.param("三至五个", "3", "5", "个", id="a range in numerals"),
        pytest.param("20-30万元", "200000", "300000", "元", id="a range shares its 万"),
        pytest.param("10%—15%", "10", "15", "%", id="percent on both sides"),
        pytest.param("5万千瓦至10万千瓦", "50000", "100000", "千瓦", id="units on both sides"),
        pytest.param("节约标准煤20万吨", "200000", "200000", "吨标准煤", id="coal equivalent before"),
        pytest.param("20万吨标准煤", "200000", "200000", "吨标准煤", id="coal equivalent behind"),
        pytest.param("减排二氧化碳8吨", "8", "8", "吨二氧化碳", id="carbon dioxide before"),
        pytest.param("8tCO2", "8", "8", "吨二氧化碳", id="carbon dioxide in letters"),
        pytest.param("30分钟", "0.5", "0.5", "小时", id="minutes"),
    ],
)  # fmt: skip
def test_a_quantity_is_read_in_one_unit_of_its_dimension(
    text: str, low: str, high: str, unit: str
) -> None:
    figure = only(text)
    assert (figure.low, figure.high, figure.unit) == (Decimal(low), Decimal(high), unit)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("2024年11月8日", id="a date"),
        pytest.param("到2025年", id="a year"),
        pytest.param("11月8日", id="a day"),
        pytest.param("晋政发〔2024〕8号", id="a document number"),
        pytest.param("第3批、第二条、第3次会议", id="ordinals"),
        pytest.param("1.加快建设", id="a list number"),
        pytest.param("十届四次会议", id="a session"),
        pytest.param("三元锂电池、二次能源、一次性餐具", id="words with numerals in them"),
        pytest.param("五位一体、一项工作", id="set phrases"),
        pytest.param("PM2.5、5G、国六", id="names with digits"),
        pytest.param("如表3所示", id="a table"),
        pytest.param("电话0351-2024111", id="a phone number"),
        pytest.param("50,000", id="a bare number"),
        pytest.param("亿千瓦时电量", id="a unit without a number"),
    ],
)
def test_what_is_no_quantity_is_left_out(text: str) -> None:
    assert figures(text) == ()


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("装机达到20万千瓦", "exact"),
        ("装机20万千瓦以上", "at_least"),
        ("装机20万千瓦及以上", "at_least"),
        ("不低于20%", "at_least"),
        ("超过20%", "at_least"),
        ("≥20%", "at_least"),
        ("20多家企业", "at_least"),
        ("20余万吨", "at_least"),
        ("不超过20%", "at_most"),
        ("控制在20%以内", "at_most"),
        ("20%以下", "at_most"),
        ("最高补贴2万元", "at_most"),
        ("约20%", "about"),
        ("20%左右", "about"),
        ("近20%", "about"),
        ("临近500米", "exact"),
        pytest.param("占比不能低于七成", "at_least", id="不能低于 is no 低于"),
        pytest.param(
            "每户最多可以领到补贴3万元", "at_most", id="words between 最多 and its number"
        ),
        pytest.param("至少要保留15年", "at_least", id="words between 至少 and its number"),
        pytest.param("不高于采购价的12%", "at_most", id="a share of something"),
        pytest.param("每人不能超过每月800元", "at_most", id="a bound by the month"),
        pytest.param("至多为2031年度用量的4%", "at_most", id="a share of a year's"),
        pytest.param("高于常年的12次", "exact", id="a comparison with another number"),
        pytest.param("封顶60万元", "at_most", id="封顶"),
        pytest.param("受理后7个工作日内", "at_most", id="within so many days"),
        pytest.param("超过8个小时", "at_least", id="个小时 are hours"),
    ],
)
def test_a_bound_is_told_apart(text: str, bound: str) -> None:
    figure = only(text)
    assert figure.bound == bound
    assert (figure.high is None, figure.low is None) == (bound == "at_least", bound == "at_most")


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("新增公交车200辆", "公交车"),
        ("更新200辆公交车", "公交车"),
        ("2台66万千瓦机组停运", "机组"),
        ("单位GDP能耗比上年下降15%", "单位GDP能耗"),
        ("非化石能源占比提高到20%", "非化石能源占比"),
        ("PM2.5浓度降至35微克/立方米", "PM2.5浓度"),
        ("旅客吞吐量达到120万人次", "旅客吞吐量"),
        ("规模以上工业增加值能耗降低16%", "规模以上工业增加值能耗"),
        ("每辆补贴2万元", "补贴"),
        ("管控站点一共30座", "管控站点"),
        ("管控站点总共30座", "管控站点"),
    ],
)  # fmt: skip
def test_what_is_counted_is_named(text: str, noun: str) -> None:
    assert figures(text)[0].noun == noun


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("能耗下降15%", "down"),
        ("淘汰老旧货车200辆", "down"),
        ("同比增长15%", "up"),
        ("新增公交车200辆", "up"),
        ("实现15%的增长", "up"),
        ("能耗降至15%", None),
        ("占比提高到15%", None),
        ("占比为15%", None),
        ("增加值占比为15%", None),
    ],
)
def test_a_change_has_a_direction_and_a_level_has_none(text: str, direction: str | None) -> None:
    assert only(text).direction == direction


def test_a_listed_figure_inherits_the_direction_of_the_first() -> None:
    assert [figure.direction for figure in figures("分别下降15%、20%和3%")] == ["down"] * 3


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("到2025年，单位能耗比2020年下降15%", True),
        ("力争新增公交车200辆", True),
        ("2024年已新增公交车200辆", False),
        ("发电量同比增长5%", False),
        ("截至2024年底，累计推广200辆", False),
        ("占比为5%", None),
        ("较原计划提前90天", None),
    ],
)
def test_a_target_is_not_an_achievement(text: str, target: bool | None) -> None:
    assert only(text).target is target


@pytest.mark.parametrize(("text", "per"), [("年产20万吨", "年"), ("20万吨/年", "年"), ("每月2000元", "月"), ("20万吨", None)])  # fmt: skip
def test_a_quantity_by_the_period_says_so(text: str, per: str | None) -> None:
    assert only(text).per == per


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("20万千瓦", "200兆瓦", id="units of power"),
        pytest.param("2×33万千瓦", "66万千瓦", id="a product"),
        pytest.param("1200万元", "0.12亿元", id="money"),
        pytest.param("20%以上", "不低于百分之二十", id="a bound in other words"),
        pytest.param("三百辆", "300辆", id="numerals"),
        pytest.param("3座电厂", "3个电厂", id="个 stands for any measure word"),
        pytest.param("年产20万吨", "20万吨/年", id="by the year"),
    ],
)
def test_equal_quantities_are_the_same(one: str, other: str) -> None:
    assert same_quantity(only(one), only(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("20%", "20个百分点", id="% is not 百分点"),
        pytest.param("20万千瓦", "20万千瓦时", id="power is not energy"),
        pytest.param("20辆", "200辆", id="a digit more"),
        pytest.param("20辆", "20万辆", id="万"),
        pytest.param("20%", "20%以上", id="another bound"),
        pytest.param("20%以上", "20%以下", id="the opposite bound"),
        pytest.param("3—5个", "3个", id="a range"),
        pytest.param("20人", "20人次", id="人 is not 人次"),
        pytest.param("20辆", "20台", id="another measure word"),
        pytest.param("20万吨/年", "20万吨/月", id="another period"),
        pytest.param("5元/吨", "5元", id="a rate is not a sum"),
        pytest.param("20万吨", "20万吨标准煤", id="coal equivalent is not mass"),
        pytest.param("1美元", "1元", id="another currency"),
        pytest.param("-5℃", "5℃", id="the sign"),
    ],
)
def test_unequal_quantities_are_not_the_same(one: str, other: str) -> None:
    assert not same_quantity(only(one), only(other))


def test_a_range_over_two_units_is_no_one_quantity() -> None:
    assert only("5千瓦时至10千瓦").text == "10千瓦"


def test_numerals_out_of_order_are_no_number() -> None:
    assert figures("百分之十百二") == ()
    assert only("十百至五个").text == "五个"


def test_figures_point_at_their_places_and_never_overlap() -> None:
    text = "新建充电桩１０\n万个、换电站200座（占比 20 ％）。"
    found = figures(text)
    assert [text[f.span.start : f.span.end] for f in found] == [
        "１０\n万个",
        "200座",
        "20 ％",
    ]


def test_a_number_on_two_lines_of_a_table_is_two_numbers() -> None:
    assert [figure.low for figure in figures("3\n12万千瓦")] == [Decimal(120000)]


@pytest.mark.parametrize(
    ("text", "year", "base"),
    [
        ("到2025年，单位能耗比2020年下降13.5%", 2025, "2020"),
        ("从2031年12月停到次年2月，停产共20天", 2032, None),
        ("到二〇二五年，单位能耗较二〇二〇年下降13.5%", 2025, "2020"),
        ("2024年全省用电量同比增长5.2%", 2024, "上年"),
        ("10月份用电量环比下降5.2%", None, "上期"),
        ("到2030年，碳排放强度下降65%以上（较2005年）", 2030, "2005"),
        ("在2020年基础上下降6%", None, "2020"),
        ("2025年建成充电桩3000个", 2025, None),
        ("全省淘汰货车5000辆", None, None),
    ],
)
def test_a_figure_has_the_year_it_is_for_and_the_one_it_is_compared_with(
    text: str, year: int | None, base: str | None
) -> None:
    (figure,) = figures(text)
    assert (figure.year, figure.base) == (year, base)
