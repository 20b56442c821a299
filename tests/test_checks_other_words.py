"""A figure told of the same thing in other words, after a model has pointed at its quote."""

from __future__ import annotations

import pytest

from agent.checks.nearest import bears, is_anothers
from agent.checks.parts import Names, difference
from agent.text.figures import figures
from tests.knowledge import places, publishers

QUOTE = "到2031年，甲类站点占比达到30%以上，乙类站点占比达到50%以上，改造旧线12万公里。"


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("甲类站点的份额到2031年要有三成以上", id="another word for the share"),
        pytest.param("旧线要改造120000公里", id="another way to write the number"),
    ],
)
def test_a_quantity_stands_for_what_its_words_are_nearest_to(sentence: str) -> None:
    (figure,) = figures(sentence)
    assert bears(figure, sentence, QUOTE)


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("乙类站点的份额到2031年要有三成以上", id="the value of another thing"),
        pytest.param("甲类站点的份额到2031年要有四成以上", id="another value"),
        pytest.param("站点的份额到2031年要有三成以上", id="which of the two is not told"),
        pytest.param("甲类站点的份额要下降30%以上", id="a level is no fall"),
        pytest.param("旧线要改造12万吨", id="another unit"),
    ],
)
def test_a_quantity_of_something_else_does_not(sentence: str) -> None:
    (figure,) = figures(sentence)
    assert not bears(figure, sentence, QUOTE)


@pytest.mark.parametrize(
    ("sentence", "quote", "told"),
    [
        pytest.param(
            "全省的占比要降到三成", "全省占比提高到30%", "other_direction", id="down to, not up to"
        ),
        pytest.param(
            "各市要晚一年完成", "各市提前1年完成", "other_direction", id="late, not early"
        ),
        pytest.param("7级以上的大风共有3次", "6级以上大风共有3次", "other_figure", id="a grade"),
        pytest.param(
            "泵站已在2031年底前投产",
            "泵站于2031 年底前投产",
            "other_target",
            id="an aim with a space",
        ),
        pytest.param(
            "丙河禁渔十年，黄河要严格落实", "严格落实长江十年禁渔", "other_name", id="another river"
        ),
        pytest.param("当年评为好", "当年应评为“较好”", "other_name", id="another grade"),
        pytest.param(
            "公布后10个工作日内可以申诉",
            "可以自收到结果之日起10个工作日内申诉",
            "other_date",
            id="a term from another event",
        ),
        pytest.param(
            "甲地区有38座站点",
            "全国共有38座站点，其中甲地区26座",
            "other_scope",
            id="the figure of the whole for a part",
        ),
        pytest.param(
            "处理了67处县级以上站点", "处理了67处县级以下站点", "other_scope", id="below, not above"
        ),
        pytest.param(
            "开了法文版的有31家", "开通英文版的有31家", "other_scope", id="another language"
        ),
        pytest.param(
            "目前累计有10家示范站",
            "到2031年力争累计培育示范站10家",
            "other_target",
            id="an aim in total",
        ),
        pytest.param("可以报两项", "限报一项", "other_figure", id="a small number"),
        pytest.param(
            "煤耗2031年要增长", "到2031年煤耗负增长", "other_direction", id="增长 in 负增长"
        ),
        pytest.param(
            "要更新出租车20辆", "要更新车辆20辆", "other_name", id="a thing that is not named"
        ),
        pytest.param(
            "甲山、丙河等地的7座站点正在勘察",
            "推进甲山、乙河等地7座站点勘察",
            "other_name",
            id="a small place in a list that is not named",
        ),
        pytest.param("每次报废都补助", "首次报废给予补助", "other_scope", id="each time, not once"),
        pytest.param(
            "首套装备补助20万元", "对国内首套装备补助20万元", "other_scope", id="国内 left out"
        ),
        pytest.param(
            "甲山、丙河两县先行", "甲山、乙河两县先行", "other_name", id="one of two counties"
        ),
    ],
)
def test_what_else_differs_is_told(sentence: str, quote: str, told: str) -> None:
    names = Names(places(), publishers())
    found = difference(sentence, quote, quote, "", names)
    assert found in {f"entailment.{told}", "entailment.other_status"}


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        pytest.param(
            "示例站改造12处",
            "鼓励发展生态种植，示例站改造12处",
            id="a limit of a clause that is not retold",
        ),
        pytest.param(
            "万元GDP能耗要比2030年低13%", "万元地区生产总值能耗比2030年降低13%", id="a Latin name"
        ),
        pytest.param(
            "要培育15家龙头企业", "培育龙头企业15家", id="what a plan demands is aimed at"
        ),
        pytest.param("新站要全部达标", "新站中达标的占比要达到100%", id="all of them, another way"),
        pytest.param("名单10日内报送省厅", "名单10日内报送省示例厅", id="a body by its level"),
        pytest.param("不服结果的可以申诉", "对结果有异议的可以申诉", id="不 that denies nothing"),
        pytest.param(
            "任期最多两届", "负责人（不含名誉职务）任期不超过两届", id="a denial in a remark"
        ),
        pytest.param(
            "站点在甲山县、乙河县两县勘察",
            "推进乙河、甲山等地站点勘察",
            id="the same small places, one as 县",
        ),
        pytest.param(
            "浙江、江苏等省先行", "在杭州、南京等地先行", id="the provinces of the places"
        ),
        pytest.param(
            "经认定的首套装备补助20万元",
            "对认定的国内或省内首套装备补助20万元",
            id="国内 that leaves nobody out",
        ),
        pytest.param("面向偏远、牧业等地区", "面向边远和牧业地区", id="a list of no places"),
    ],
)
def test_what_is_said_in_other_words_is_no_difference(sentence: str, quote: str) -> None:
    names = Names(places(), publishers())
    assert difference(sentence, quote, quote, "", names) is None


@pytest.mark.parametrize(
    ("sentence", "quote", "borne"),
    [
        ("甲类水耗降低15%", "甲类能耗、甲类水耗较2030年分别下降13%、15%", True),
        ("甲类水耗降低13%", "甲类能耗、甲类水耗较2030年分别下降13%、15%", False),
        ("甲类站点2035年要有5亿吨", "到2030年，甲类站点达到4亿吨，到2035年达到5亿吨", True),
        ("甲类站点2035年要有4亿吨", "到2030年，甲类站点达到4亿吨，到2035年达到5亿吨", False),
        ("罚款为一到五倍", "并处1倍以上5倍以下的罚款", True),
    ],
    ids=["分别", "分别, exchanged", "by its year", "by its year, exchanged", "a range"],
)
def test_lists_years_and_ranges_tell_which_figure_is_meant(
    sentence: str, quote: str, borne: bool
) -> None:
    (figure,) = figures(sentence)
    assert bears(figure, sentence, quote) is borne


def test_a_figure_of_another_part_of_the_sentence_is_anothers() -> None:
    quote = "甲级高校每校推荐不超过6项，乙级高校每校推荐不超过4项"
    sentence = "每所乙级高校最多推荐6项"
    (figure,) = figures(sentence)
    assert is_anothers(figure, sentence, quote)
