"""A sentence that stands in the page word for word, and yet says more than the page does."""

from __future__ import annotations

import pytest

from agent.checks.sentence import SentenceCheck
from agent.findings import Label
from agent.policy import Quoted
from tests.samples import event, page, policy, subject, told

CUT = (Label.NOT_ENOUGH_INFO, "sentence.cut_off")
WHOLE = (Label.SUPPORTED, "sentence.verbatim")
URL = "https://www.yijiang.example/zwgk/1.html"


def judge(body: str, words: str, field: str = "content") -> tuple[Label, str]:
    at = page(body=body, rows={}, url=URL)
    claim = (Quoted(value=words, quote=words, source=""),)
    of = policy(at, content=claim if field == "content" else (), impact=claim)
    return told(SentenceCheck(field)(subject(of, at))[0])


@pytest.mark.parametrize(
    ("body", "words"),
    [
        pytest.param(
            "对更新车龄7年以上公交车的，每辆车补贴6万元。",
            "每辆车补贴6万元",
            id="a condition with 对",
        ),
        pytest.param(
            "对更新车龄7年以上公交车的，支持购置低地板车型，每辆车补贴6万元。",
            "每辆车补贴6万元。",
            id="a condition two clauses before",
        ),
        pytest.param(
            "重污染天气预警期间，国四柴油货车不得进出厂区。",
            "国四柴油货车不得进出厂区",
            id="a condition of time",
        ),
        pytest.param(
            "自2031年12月1日起，对新能源货车，通行费按现行标准的80%收取。",
            "通行费按现行标准的80%收取",
            id="what it applies to",
        ),
        pytest.param(
            "钢铁行业：年底前完成改造；水泥行业：明年底前完成治理。",
            "明年底前完成治理",
            id="of whom, before a colon",
        ),
        pytest.param(
            "核定甲线输配电价每千瓦时0.15元，待国家批复后执行。",
            "核定甲线输配电价每千瓦时0.15元",
            id="not yet approved",
        ),
        pytest.param("甲钢厂关停1号高炉，三天后恢复生产。", "甲钢厂关停1号高炉", id="undone soon"),
        pytest.param(
            "2031年10月份，全省公路完成货运量2亿吨。",
            "全省公路完成货运量2亿吨",
            id="the month of a figure",
        ),
        pytest.param(
            "据初步测算，每年减少柴油消费2万吨。", "每年减少柴油消费2万吨", id="an estimate"
        ),
        pytest.param(
            "有下列情形之一的，不予补贴：车辆未年检；车辆已过户。",
            "车辆已过户",
            id="a list under a refusal",
        ),
        pytest.param(
            "网传“乙江省自11月起禁止销售燃油汽车”的消息不实。",
            "乙江省自11月起禁止销售燃油汽车",
            id="a rumour that is denied",
        ),
        pytest.param("网友称，每年减少柴油消费2万吨。", "每年减少柴油消费2万吨", id="hearsay"),
        pytest.param(
            "补贴标准为每辆车5万元，自本办法施行之日起废止。",
            "补贴标准为每辆车5万元",
            id="a standard that is repealed",
        ),
        pytest.param(
            "国四柴油货车可以驶入绕城高速以内，但每日7时至21时不得通行。",
            "国四柴油货车可以驶入绕城高速以内",
            id="what 但 takes back",
        ),
        pytest.param(
            "中型货车 | 提前报废 | 每辆2万元\n重型货车 | 提前报废 | 每辆4万元",
            "每辆2万元重型货车",
            id="a cell joined with the next row",
        ),
        pytest.param(
            "中型货车 | 提前报废 | 每辆2万元\n重型货车 | 提前报废 | 每辆4万元",
            "提前报废 | 每辆4万元",
            id="half a row",
        ),
        pytest.param(
            "新能源货车免费通行\n国四柴油货车禁止通行",
            "免费通行国四柴油货车",
            id="the end of one line and the head of the next",
        ),
        pytest.param(
            "原标准规定，每辆车排放限值为50毫克。",
            "每辆车排放限值为50毫克",
            id="what an older standard says",
        ),
        pytest.param(
            "征求意见稿提出，国四柴油货车全天禁止驶入绕城高速以内。",
            "国四柴油货车全天禁止驶入绕城高速以内",
            id="what a draft says",
        ),
        pytest.param(
            "2024年计划关停机组3台；淘汰老旧货车2万辆；新增充电桩3万个。",
            "淘汰老旧货车2万辆",
            id="a later part of a plan",
        ),
        pytest.param(
            "渔船油耗限值为3千克/小时（其中拖网船4千克/小时）。",
            "渔船油耗限值为3千克/小时",
            id="another value of a part, in brackets",
        ),
    ],
)
def test_words_that_were_cut_off_are_left_open(body: str, words: str) -> None:
    assert judge(body, words) == CUT


@pytest.mark.parametrize(
    ("body", "words"),
    [
        pytest.param("据省厅介绍，每辆车补贴6万元。", "每辆车补贴6万元。", id="who said it"),
        pytest.param(
            "为推动运输绿色转型，根据有关规定，全市免收新能源货车通行费。",
            "全市免收新能源货车通行费。",
            id="a purpose and a ground",
        ),
        pytest.param(
            "2031年3月28日上午，丙州轻轨2号线开通运营。", "丙州轻轨2号线开通运营", id="a day"
        ),
        pytest.param(
            "旧车不予补贴；新车每辆补贴6万元。", "新车每辆补贴6万元。", id="another part of it"
        ),
        pytest.param("注：新车每辆补贴6万元。", "新车每辆补贴6万元", id="a note"),
        pytest.param(
            "监测数据传输率不低于95%。", "监测数据传输率不低于95%。", id="no hearsay in 数据传输"
        ),
        pytest.param(
            "中型货车 | 提前报废 | 每辆2万元\n重型货车 | 提前报废 | 每辆4万元",
            "重型货车 | 提前报废 | 每辆4万元",
            id="a whole row",
        ),
        pytest.param(
            "如遇预警，新车每辆补贴6万元。\n新车每辆补贴6万元。",
            "新车每辆补贴6万元。",
            id="whole in one of two places",
        ),
    ],
)
def test_words_that_lost_nothing_that_limits_them_are_whole(body: str, words: str) -> None:
    assert judge(body, words) == WHOLE


def test_a_true_sentence_without_aim_or_effect_is_no_impact() -> None:
    words = "本细则由省交通运输厅负责解释。"
    assert judge(words, words, "impact") == (Label.NOT_ENOUGH_INFO, "sentence.no_effect")
    assert judge(words, words) == WHOLE


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(
            "细颗粒物年均浓度稳定控制在35微克/立方米以下。", id="an indicator and its level"
        ),
        pytest.param("2032年12月前，全面开展环境信息披露工作。", id="a month by which"),
        pytest.param("2032年2月底前，全面开展环境信息披露工作。", id="the end of a month"),
    ],
)
def test_a_level_or_a_month_by_which_is_an_aim(words: str) -> None:
    assert judge(words, words, "impact") == WHOLE


def test_a_result_that_the_paper_reports_is_no_impact_of_it() -> None:
    words = "到2023年底，全省已淘汰国三货车3000辆。"
    assert judge(words, words, "impact") == (Label.NOT_ENOUGH_INFO, "sentence.reached_before")
    assert judge(words, words) == WHOLE


@pytest.mark.parametrize(
    ("heading", "words", "stands"),
    [
        ("第一章　总体目标", "2031年至2033年，全省累计完成住宅改造62万平方米。", True),
        ("第一章　总体目标", "2028年至2030年，全省已累计完成住宅改造62万平方米。", False),
        ("一、目标完成情况", "2031年至2033年，全省累计完成住宅改造62万平方米。", False),
        (
            "第一章　总体目标\n全省住宅较多。",
            "2031年至2033年，全省累计完成住宅改造62万平方米。",
            False,
        ),
    ],
)
def test_what_is_reached_in_all_below_a_heading_of_aims_is_an_aim(
    heading: str, words: str, stands: bool
) -> None:
    told = WHOLE if stands else (Label.NOT_ENOUGH_INFO, "sentence.reached_before")
    assert judge(f"{heading}\n{words}", words, "impact") == told


def test_a_year_already_reached_is_no_target() -> None:
    words = "到2023年底全省已淘汰国三货车3000辆。"
    at = page(body=words, rows={}, url=URL)
    of = policy(at, content=(Quoted(value=words, quote=words, source=""),), impact=())
    assert "target" not in SentenceCheck("content")(subject(of, at))[0].values


def test_on_a_page_of_several_events_a_sentence_belongs_to_its_own() -> None:
    own = "11月6日，丙州地铁3号线开通运营，全长20公里。"
    words = f"{own}设站12座。\n11月7日，乙州地铁1号线停运。受影响客流每日8万人次。"
    at = page("一周要闻", body=words, rows={}, url=URL)
    claims = tuple(
        Quoted(value=part, quote=part, source="")
        for part in (own, "设站12座。", "受影响客流每日8万人次。")
    )
    of = event(at, "丙州地铁3号线开通运营", content=claims)
    assert [told(v) for v in SentenceCheck("content")(subject(of, at))] == [
        WHOLE,
        WHOLE,
        (Label.NOT_ENOUGH_INFO, "sentence.other_thing"),
    ]


OTHER_THING = (Label.NOT_ENOUGH_INFO, "sentence.other_thing")
SENT = "10月9日，云岭电厂1号机组投产，装机66万千瓦。"


@pytest.mark.parametrize(
    "before",
    [
        "示例社太原10月10日电（陈甲乙）",
        "示例社太原10月10日电（记者 甲乙）根据全省保供安排，",
        "本报讯（通讯员 甲乙）",
    ],
)
def test_who_sent_a_news_text_cuts_its_sentence_off_from_nothing(before: str) -> None:
    assert judge(f"{before}{SENT}", SENT) == WHOLE


@pytest.mark.parametrize(
    "before",
    [
        "县广播电视台否认停电（橙色）",
        "若丙州电网要求让电（红色）",
        "示例网太原10月10日电（若煤价再涨）",
    ],
)
def test_a_bracket_behind_another_word_for_power_names_no_writers(before: str) -> None:
    """停电（橙色） is no dateline, and a condition is no name."""
    label, reason = judge(f"{before}{SENT}", SENT)
    assert (label, reason) == (Label.NOT_ENOUGH_INFO, "sentence.cut_off")


@pytest.mark.parametrize(
    ("between", "words"),
    [
        ("", "丙州热力站供热面积200万平方米，年用煤9万吨。"),
        ("", "另一台机组年发电40亿千瓦时，用煤200万吨。"),
        ("", "石家庄市年用煤900万吨。"),
        ("", "全省年用煤900万吨，用电9亿千瓦时。"),
        ("", "另一家年用煤200万吨，用电9亿千瓦时。"),
        ("", "受今年以来煤炭价格持续上涨的影响，石家庄市停产锅炉9台。"),
        ("", "同行业其他企业减产30%，涉及产能900万吨。"),
        ("", "全省今年已关停机组30台，合计装机900万千瓦。"),
        ("石家庄水泥厂正在检修。", "年用煤30万吨，用电9亿千瓦时。"),
        ("职工们忙着拆卸阀门。", "年用煤30万吨，用电9亿千瓦时。"),
    ],
)
def test_below_the_happening_of_a_page_a_sentence_of_something_else_is_not_of_it(
    between: str, words: str
) -> None:
    own = "10月9日，太原云岭电厂1号机组正式停产，进入大修。"
    body = "\n".join(part for part in (own, between, words) if part)
    at = page("太原一机组进入大修", body=body, rows={}, url=URL)
    claim = Quoted(value=words, quote=words, source="")
    of = event(at, "太原云岭电厂1号机组正式停产", content=(claim,))
    expected = WHOLE if between.startswith("职工") else OTHER_THING
    assert told(SentenceCheck("content")(subject(of, at))[0]) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("电厂装机132万千瓦，总投资56亿元。", WHOLE),
        ("本次大修检修项目3861项，9月结束。", WHOLE),
        ("2号机组检修项目2100项，9月结束。", None),
        ("丙州水泥厂年产水泥200万吨。", None),
        ("石家庄市同步停产，影响产能30万吨。", None),
    ],
    ids=["its works", "points back", "another unit", "another plant", "another place"],
)
def test_below_the_happening_that_a_page_reports_a_sentence_is_of_it(
    words: str, expected: tuple[Label, str] | None
) -> None:
    own = "10月9日，太原云岭电厂1号机组正式停产，进入大修。"
    at = page("太原一机组进入大修", body=f"{own}\n{words}", rows={}, url=URL)
    claims = tuple(Quoted(value=part, quote=part, source="") for part in (own, words))
    of = event(at, "太原云岭电厂1号机组正式停产", content=claims)
    assert [told(v) for v in SentenceCheck("content")(subject(of, at))] == [
        WHOLE,
        expected or OTHER_THING,
    ]


@pytest.mark.parametrize(
    ("between", "held"),
    [
        ("同日，乙州至丁州城际铁路开工建设。", False),
        ("戊州地铁4号线东段也于当天开工，5号线正在调试。", False),
        ("戊州水泥厂则于10月1日停产。", False),
        ("丙州地铁4号线建成后，3号线客流将再增两成。", False),
        ("乙州铁路昨日停运。3号线已运行三天。", True),
        ("沿线12条公交线路同步调整。", True),
    ],
)
def test_a_figure_is_of_the_happening_last_opened_above_it_whatever_the_title_says(
    between: str, held: bool
) -> None:
    own, words = "11月6日，丙州地铁3号线开通运营。", "全长30公里，设站24座。"
    for body in (f"{own}\n{between}\n{words}", f"{own}{between}{words}"):
        at = page("丙州地铁3号线开通运营", body=body, rows={}, url=URL)
        claim = Quoted(value=words, quote=words, source="")
        of = event(at, "丙州地铁3号线开通运营", content=(claim,))
        found = told(SentenceCheck("content")(subject(of, at))[0])
        assert found == (WHOLE if held else OTHER_THING)


@pytest.mark.parametrize(
    ("told_of", "held"),
    [
        ("5月18日，丙州水泥4号窑点火，旗下的丁州水泥厂5号窑停窑。", False),
        ("5月18日，丙州水泥4号窑点火投产，煤价回落。", True),
        ("5月18日，云岭集团丙州水泥4号窑点火投产。", True),
    ],
)
def test_a_figure_below_a_sentence_of_two_happenings_is_of_the_second(
    told_of: str, held: bool
) -> None:
    words = "日产熟料5000吨。"
    at = page("水泥简讯", body=f"{told_of}{words}", rows={}, url=URL)
    of = event(at, "丙州水泥4号窑点火", content=(Quoted(value=words, quote=words, source=""),))
    found = told(SentenceCheck("content")(subject(of, at))[0])
    assert found == (WHOLE if held else OTHER_THING)


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("项目二期将于2032年投产，每年可节约标准煤6万吨。", id="another phase"),
        pytest.param("同日，乙州风电基地也实现投产，装机8万千瓦。", id="another work on that day"),
        pytest.param("此前，丁州光伏基地已于2030年投产。", id="another work before"),
    ],
)
def test_on_a_page_about_one_event_another_ones_sentence_is_not_its_own(words: str) -> None:
    own = "2031年3月28日，丙州风电基地一期投产，装机60万千瓦。"
    at = page("丙州风电基地一期投产", body=f"{own}\n{words}", rows={}, url=URL)
    claims = tuple(Quoted(value=part, quote=part, source="") for part in (own, words))
    of = event(at, "丙州风电基地一期投产", content=claims)
    assert [told(v) for v in SentenceCheck("content")(subject(of, at))] == [
        WHOLE,
        (Label.NOT_ENOUGH_INFO, "sentence.other_thing"),
    ]


def test_of_two_documents_in_one_notice_each_has_its_own_sentences() -> None:
    one, two = "每辆公交车补贴6万元。", "国四货车每日7时至22时不得驶入城区。"
    words = f"现印发给你们。\n公交补贴办法\n第一条　{one}\n货车限行办法\n第一条　{two}"
    title = "乙江省交通运输厅关于印发《公交补贴办法》《货车限行办法》的通知"
    at = page(title, body=words, rows={}, url=URL)
    claims = tuple(Quoted(value=part, quote=part, source="") for part in (one, two))
    other = (Label.NOT_ENOUGH_INFO, "sentence.other_thing")
    for name, expected in (("公交补贴办法", [WHOLE, other]), ("货车限行办法", [other, WHOLE])):
        quoted = Quoted(value=name, quote=name, source="")
        of = policy(at, name=quoted, content=claims, impact=())
        assert [told(v) for v in SentenceCheck("content")(subject(of, at))] == expected


BROKEN_ABOVE = "为推动新能源发展，进一步加大全市公共交通领域新能源汽车推广应用和"
BROKEN_BELOW = "充换电设施开发力度，促进重点行业用能结构持续优化。"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        pytest.param(f"一、总体要求\n{BROKEN_ABOVE}\n{BROKEN_BELOW}\n", BROKEN_BELOW, id="its end"),
        pytest.param(
            f"一、总体要求\n{BROKEN_ABOVE}\n{BROKEN_BELOW}\n", BROKEN_ABOVE, id="its beginning"
        ),
        pytest.param(
            "对更新车龄7年以上的公交车，按照每辆车不超过\n6万元的标准给予补贴。\n",
            "对更新车龄7年以上的公交车，按照每辆车不超过",
            id="a bound without its figure",
        ),
    ],
)
def test_half_of_a_sentence_that_a_line_of_the_page_breaks_is_not_whole(
    body: str, words: str
) -> None:
    assert judge(body, words) == CUT


@pytest.mark.parametrize(
    "above",
    [
        "丙州市人民政府关于印发公交发展方案的通知",
        "一、加快公交电动化，优化出行结构",
        "各区人民政府，市有关部门：",
        "现印发给你们，请认真执行。",
        "补贴对象，单位 | 每辆补贴",
    ],
)
def test_a_sentence_below_a_title_a_heading_an_address_or_a_row_is_whole(above: str) -> None:
    words = "对更新车龄7年以上公交车的，每辆车补贴6万元。"
    assert judge(f"{above}\n　　{words}\n", words) == WHOLE


def test_an_aim_with_its_year_is_an_impact_though_no_word_of_it_says_what_changes() -> None:
    aim = "到2035年，公交优先发展的制度体系基本形成。"
    assert judge(f"{aim}\n", aim, "impact") == WHOLE
    plain = "公交优先发展的制度体系由市交通局负责。"
    assert judge(f"{plain}\n", plain, "impact") == (Label.NOT_ENOUGH_INFO, "sentence.no_effect")
