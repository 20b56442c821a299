"""Whether a sentence speaks of an event's thing and no other. All pages are invented."""

from __future__ import annotations

import datetime

import pytest

from agent.facts.document import facts_of
from agent.facts.happening import happening_of, tellings_of
from agent.facts.modes import Mode
from tests.samples import page

DAY = datetime.date(2031, 5, 18)


def days_told(name: str, text: str, title: str = "云岭简讯") -> set[datetime.date]:
    """The days on which a news page of two days later tells the event as done."""
    read = page(title, text, {"发布时间": "2031-05-20"}, url="https://news.example/1.html")
    told = (one.told for one in tellings_of(facts_of(read), happening_of(name)))
    return {
        one.day.past.start for one in told if one.mode is Mode.DONE and one.day and one.day.past
    }


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("石桥煤矿因事故停产", "18日上午8时，石桥煤矿发生顶板事故，该矿随即停产。"),
        ("青坪铝业改造工程投产", "5月18日，青坪铝业改造工程首批电解槽送电，新工程就此投产。"),
        ("石桥矿业核验", "5月18日，我局赴石桥矿业有限公司核验。"),
        ("青坪水电站1号机组并网", "20日从青坪水电站传来消息，电站1号机组18日成功并网。"),
        ("青坪钢铁3号高炉点火开炉", "青坪钢铁3号高炉大修改造后于5月18日9时18分点火开炉。"),
        ("青坪收费站恢复通行", "5月18日零时起，青坪收费站出入口恢复通行。"),
        ("白河化工爆炸事故", "5月18日14时许，白河化工一车间发生爆炸。"),
        ("南湖隧道贯通", "5月18日，南湖隧道左右双洞贯通。"),
        ("白河县启动防汛Ⅳ级响应", "白河县防汛抗旱指挥部5月18日18时启动防汛Ⅳ级响应。"),
        ("青坪焦化关停4.3米焦炉", "5月18日，青坪焦化已关停4.3米焦炉。"),
        ("云岭水泥1号窑停窑", "5月18日，云岭水泥1号窑按计划停窑。"),
        ("青坪电厂2号机组投产", "5月18日，青坪电厂2号百万千瓦机组一次通过试运行，正式投产。"),
        ("滨江高速南段通车", "滨江高速公路南段迎来喜讯，5月18日15时，这条长87公里的高速公路通车。"),
        ("老槐电厂1号机组关停", "5月18日，老槐电厂1号机组与电网解列，服役38年的这台机组关停。"),
        ("白鹭核电2号机组停机大修", "5月18日，白鹭核电2号机组与电网解列，开始第七次大修。"),
        ("最大用电负荷创冬季新高", "5月18日18时，最大用电负荷达到723万千瓦，创冬季历史新高。"),
        ("集中供暖结束", "5月18日20时，历时177天的2030—2031年度集中供暖宣告结束。"),
    ],
)
def test_the_same_thing_in_other_dress_is_told(name: str, text: str) -> None:
    assert days_told(name, text) == {DAY}


def test_what_only_says_which_thing_is_meant_may_have_been_told_before() -> None:
    text = "5月18日，县应急局对石桥矿进行了现场验收。"
    assert days_told("石桥矿复产验收", text, title="石桥矿申请复产") == {DAY}
    assert days_told("石桥矿复产验收", text) == set()


def test_a_county_is_known_by_its_short_name() -> None:
    text = "自5月18日18时起，防汛响应由Ⅳ级升级为Ⅱ级。"
    assert days_told("涿鹿县防汛响应升级为Ⅱ级", text, title="涿鹿防指通知") == {DAY}
    assert days_told("涿鹿县防汛响应升级为Ⅱ级", text) == set()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("青坪县停电", "5月18日，青坪县东关村停电。"),
        ("青坪县停电", "5月18日，青坪县防汛指挥部宣布东关村停电。"),
        ("2号机组启动", "5月18日，现启动2号机组调试准备工作。"),
        ("老槐电厂1号机组关停", "老槐电厂1号机组照常，5月18日，邻县电厂服役38年的这台机组关停。"),
        ("青坪公司停产", "5月18日，青坪有限公司子公司停产。"),
        ("柴油批发价下跌", "5月18日，外地柴油批发价下跌。"),
        ("青坪水电站1号机组并网", "20日从青坪水电站传来消息，石桥电站1号机组18日成功并网。"),
        ("云岭水泥1号窑停窑", "按计划，5月18日云岭水泥1号窑停窑。"),
        ("青坪铝业改造工程投产", "5月18日，青坪铝业改造工程首批电解槽送电，新产品就此投产。"),
        ("青坪电厂1号机组并网", "5月18日，青坪电厂二期1号机组首次并网。"),
        ("滨江高速南段通车", "滨江高速公路南段仍在施工。5月18日，云岭高速完工，这条高速公路通车。"),
        ("滨江高速南段通车", "滨江高速公路南段仍在施工，5月18日，云岭高速完工，这条高速公路通车。"),
        ("白鹭核电2号机组停机大修", "5月18日，白鹭核电2号机组与电网解列。"),
        ("白鹭核电2号机组停机大修", "5月18日，白鹭核电2号机组跳闸解列，大修计划推迟。"),
        ("白鹭核电2号机组停机大修", "5月18日，白鹭核电2号机组解列，1号机组大修结束。"),
        ("白鹭核电2号机组停机大修", "5月18日，白鹭核电2号机组解列，进入1号机组大修收尾。"),
        ("青坪厂停产", "5月18日是青坪厂停产的第二天。"),
        ("青坪钢铁3号高炉点火", "青坪钢铁3号高炉煤气柜改造后于5月18日点火。"),
    ],
)
def test_another_thing_or_a_schedule_is_not_told(name: str, text: str) -> None:
    assert days_told(name, text) == set()
