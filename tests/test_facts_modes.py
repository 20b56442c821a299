"""How a sentence tells an act. Done is never the default. All sentences are invented."""

from __future__ import annotations

import datetime

import pytest

from agent.facts.days import Clock
from agent.facts.modes import Mode
from agent.facts.statement import Statement

PAGE_DAY = datetime.date(2031, 5, 20)
CLOCK = Clock(header=PAGE_DAY, last=PAGE_DAY)


def mode(words: str, step: str) -> Mode:
    statement = Statement.of(words, CLOCK)
    act = next(one for one in statement.acts if one.act.step == step)
    return statement.told(act).mode


@pytest.mark.parametrize(
    ("words", "step"),
    [
        ("5月18日，云岭电厂1号机组投产。", "投产"),
        ("云岭电厂1号机组昨日正式投产。", "投产"),
        ("云岭电厂1号机组已投产。", "投产"),
        ("5月18日，云岭电厂1号机组走完168小时试运行。", "168小时"),
        ("拟建多年的云岭大桥5月18日通车。", "开通"),
        ("受暴雨影响，云岭铁路5月18日停运。", "停运"),
        ("自5月10日零时起，云岭市启动Ⅱ级应急响应。", "启动"),
        ("原计划推迟的2号窑现已停产。", "停运"),
        ("云岭市发出橙色预警，在5月18日20时启动Ⅱ级响应。", "发布"),
        ("经市政府同意，现面向全市发布橙色预警。", "发布"),
        ("云岭水道5月18日6时许全线停航。", "停运"),
        ("云岭电厂1号机组5月18日完成调试，具备运行条件，正式投产。", "投产"),
    ],
)
def test_done_by_a_positive_sign(words: str, step: str) -> None:
    assert mode(words, step) is Mode.DONE


@pytest.mark.parametrize(
    ("words", "step"),
    [
        ("云岭电厂1号机组投产。", "投产"),
        ("相中5月18日，云岭电厂1号机组投产。", "投产"),
        ("云岭电厂1号机组赶在5月18日投产。", "投产"),
        ("5月18日，云岭电厂1号机组投产攻坚战打响。", "投产"),
        ("5月18日，云岭公司总装成功，离1号机组投产再进一程。", "投产"),
        ("5月18日，云岭煤矿复产请示递交。", "恢复"),
        ("云岭电厂1号机组投产，在5月28日启动2号机组。", "投产"),
        ("云岭电厂1号机组投产，在5月18日青坪电厂并网。", "投产"),
        ("预计云岭市发出橙色预警，在5月18日20时启动Ⅱ级响应。", "发布"),
    ],
)
def test_without_a_sign_of_its_own_an_act_is_unclear(words: str, step: str) -> None:
    assert mode(words, step) not in (Mode.DONE, Mode.DENIED)


@pytest.mark.parametrize(
    ("words", "step", "expected"),
    [
        ("云岭电厂1号机组5月18日未能投产。", "投产", Mode.DENIED),
        ("云岭市内公交5月18日仍无法恢复运营。", "恢复", Mode.DENIED),
        ("云岭化工停产的消息不实。", "停运", Mode.DENIED),
        ("若水位回落，云岭船闸5月18日复航。", "恢复", Mode.CONDITIONAL),
        ("待验收合格后，云岭隧道正式通车。", "开通", Mode.CONDITIONAL),
        ("网传云岭园区5月18日停电。", "停电", Mode.UNCERTAIN),
        ("针对“云岭园区5月18日起全部停产”的网络传言，市经信局进行了核实。", "停运", Mode.UNCERTAIN),
        ("“云岭园区5月18日起全部停产”不实，企业生产正常。", "停运", Mode.DENIED),
        ("有网友5月18日发视频称，云岭园区接到停电通知。", "获得", Mode.UNCERTAIN),
        ("云岭小区何时解封尚不清楚。", "解封", Mode.UNCERTAIN),
        ("云岭电厂1号机组拟于5月18日投产。", "投产", Mode.PLANNED),
        ("云岭大桥6月1日通车。", "开通", Mode.PLANNED),
        ("云岭大桥2031年6月1日已通车。", "开通", Mode.PLANNED),
        ("云岭大桥建成后将缩短绕行一小时。", "建成", Mode.PLANNED),
        ("力争5月18日，云岭电厂1号机组投产。", "投产", Mode.TARGET),
        ("云岭旧高炉务必在5月18日前拆除。", "关停", Mode.TARGET),
        ("工人正在云岭隧道内加紧吊装风机。", "吊装", Mode.UNDER_WAY),
    ],
)
def test_what_has_not_happened_is_told_as_what_it_is(words: str, step: str, expected: Mode) -> None:
    assert mode(words, step) is expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("云岭电厂1号机组5月18日完成调试，具备运行条件后正式投产。", Mode.CONDITIONAL),
        ("云岭电厂1号机组5月18日完成调试，具备运行条件，即将投产。", Mode.PLANNED),
        ("云岭电厂1号机组具备运行条件，方可投产。", Mode.CONDITIONAL),
    ],
)
def test_a_condition_that_is_met_says_nothing_of_what_comes_behind_it(
    words: str, expected: Mode
) -> None:
    assert mode(words, "投产") is expected


def test_a_plan_governs_the_clauses_behind_it_up_to_the_full_stop() -> None:
    words = "预计5月下旬，云岭电厂1号机组并网，2号机组随后投产。"
    assert mode(words, "投产") is Mode.PLANNED
    assert mode(words, "并网") is Mode.PLANNED


def test_a_semicolon_ends_what_a_plan_governs() -> None:
    words = "1号机组计划6月投产；2号机组5月18日并网。"
    assert mode(words, "投产") is Mode.PLANNED
    assert mode(words, "并网") is Mode.DONE


@pytest.mark.parametrize(
    ("words", "step"),
    [
        ("5月20日，云岭线将从试开通转为正式运营。", "投产"),
        ("5月18日，有消息称云岭化工已停产，公司未予置评。", "停运"),
        ("5月18日，云岭化工停产，其真实性有待核实。", "停运"),
        ("据称，云岭化工已于5月18日停产。", "停运"),
        ("5月18日云岭化工停产的说法与事实不符。", "停运"),
        ("云岭电厂1号机组投产的日子改到5月18日。", "投产"),
    ],
)
def test_what_nobody_confirms_and_what_is_put_off_is_not_done(words: str, step: str) -> None:
    assert mode(words, step) is not Mode.DONE


@pytest.mark.parametrize(
    ("words", "step"),
    [
        ("5月18日，云岭市限行解除。", "限行"),
        ("5月18日，云岭市限行措施全面取消。", "限行"),
        ("5月18日，云岭市决定把限行延长至5月30日。", "限行"),
        ("5月18日，云岭市供暖期延长至5月30日。", "供暖"),
        ("5月18日，云岭市有序用电正式解除。", "限电"),
    ],
)
def test_what_is_undone_or_made_longer_did_not_happen_then(words: str, step: str) -> None:
    assert mode(words, step) is Mode.UNCLEAR


@pytest.mark.parametrize(
    ("words", "step"),
    [
        ("云岭市城市管理局18日发布通知，决定将本季供热时间由5月25日延长至5月30日。", "延长"),
        ("5月18日，云岭市决定将橙色预警升级为红色。", "升级"),
        ("云岭市决定5月20日8时起恢复公交运营。", "恢复"),
        ("云岭市5月18日下达停产指令。", "停运"),
        ("云岭海事局5月18日发布禁航令、停航令。", "停运"),
        ("云岭市供暖已在18日零时后照常延续。", "延长"),
    ],
)
def test_what_an_authority_decides_is_in_force_from_its_day(words: str, step: str) -> None:
    assert mode(words, step) is Mode.DONE


@pytest.mark.parametrize(
    ("words", "step"),
    [
        ("云岭市5月18日拟下达停产指令。", "停运"),
        ("云岭厂5月18日申请下达停产指令。", "停运"),
        ("云岭市决定5月21日8时起恢复公交运营。", "恢复"),
        ("5月18日，董事会决定将1号机组移交给云岭公司。", "交付"),
        ("云岭大桥封闭施工至5月18日。", "封闭"),
        ("云岭市供暖照常延续。", "延长"),
        ("18日起，云岭电网已在加紧恢复供电。", "恢复"),
    ],
)
def test_what_is_still_to_be_decided_or_to_come_is_not_in_force(words: str, step: str) -> None:
    assert mode(words, step) is not Mode.DONE


def test_opposite_changes_of_a_price_are_two_acts() -> None:
    assert mode("5月18日，云岭市气价上调。", "涨价") is Mode.DONE
    assert mode("5月18日，云岭市气价下调。", "降价") is Mode.DONE


@pytest.mark.parametrize(
    ("words", "step"),
    [
        ("5月18日，业主要求：云岭电厂1号机组投产。", "投产"),
        ("5月18日，业主责成云岭电厂1号机组投产。", "投产"),
        ("按节点，5月18日，云岭电厂1号机组投产。", "投产"),
        ("设计方案中，5月18日云岭电厂1号机组投产。", "投产"),
        ("5月18日，传云岭电厂1号机组停运。", "停运"),
    ],
)
def test_what_is_demanded_scheduled_or_hearsay_is_not_done(words: str, step: str) -> None:
    assert mode(words, step) not in (Mode.DONE, Mode.DENIED)


@pytest.mark.parametrize(
    ("words", "step"),
    [
        ("按要求，云岭电厂1号机组已于5月18日投产。", "投产"),
        ("5月18日，云岭传动公司2号生产线投产。", "投产"),
    ],
)
def test_words_like_those_of_a_demand_take_nothing_from_what_is_done(words: str, step: str) -> None:
    assert mode(words, step) is Mode.DONE


@pytest.mark.parametrize(
    ("words", "step"),
    [
        ("自5月18日8时起，云岭机场取消全部航班、停止运行。", "停运"),
        ("自5月18日零时起，未完成改造的焦炉一律限产。", "限产"),
        ("5月18日10时，厂长将火把送入炉膛，云岭钢铁2号高炉点火。", "点火"),
        ("5月18日10时，吊车将转子吊进机坑，云岭电站1号机组开工。", "开工"),
    ],
)
def test_what_takes_an_object_of_its_own_takes_nothing_from_the_act_beside_it(
    words: str, step: str
) -> None:
    assert mode(words, step) is Mode.DONE


@pytest.mark.parametrize(
    ("words", "step", "expected"),
    [
        ("5月18日，云岭市取消投产、通车仪式。", "开通", Mode.DENIED),
        ("云岭厂未像网传的那样于5月18日全部停产。", "停运", Mode.DENIED),
        ("云岭厂并未按原先的时间于5月18日全部停产。", "停运", Mode.DENIED),
        ("5月18日，公司宣布，将首批货物运到园区，云岭线开通。", "开通", Mode.PLANNED),
        ("5月18日，公司表示将设备运到现场，1号机组开工。", "开工", Mode.PLANNED),
        ("5月18日，公司将把转子吊进机坑，1号机组开工。", "开工", Mode.PLANNED),
        ("若污染加重，自6月1日零时起云岭市企业停产。", "停运", Mode.CONDITIONAL),
        ("网传自6月1日零时起云岭市企业停产。", "停运", Mode.UNCERTAIN),
        ("若有更严的管控就按更严的来，红色预警6月1日24时解除。", "解除", Mode.PLANNED),
    ],
)
def test_what_takes_no_object_of_its_own_governs_the_act_beside_it(
    words: str, step: str, expected: Mode
) -> None:
    assert mode(words, step) is expected
