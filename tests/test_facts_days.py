"""The days of a sentence and the rule by which each was found. All sentences are invented."""

from __future__ import annotations

import datetime

import pytest

from agent.facts.days import Clock, Rule, days
from agent.facts.document import facts_of
from agent.facts.happening import happening_of, tellings_of
from agent.facts.modes import Mode
from agent.records import Interval
from agent.text.fold import fold
from tests.samples import page

HEADER = Clock(header=datetime.date(2031, 1, 9))


def first(words: str, clock: Clock = HEADER, carried: Interval | None = None) -> tuple[str, Rule]:
    day = days(fold(words).text, clock, carried)[0]
    return str(day.past), day.rule


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2029年3月1日开工。", ("2029-03-01", Rule.STATED)),
        ("1月8日开工。", ("2031-01-08", Rule.HEADER)),
        ("12月28日开工。", ("2030-12-28", Rule.HEADER)),
        ("昨日开工。", ("2031-01-08", Rule.HEADER)),
        ("8日晚开工。", ("2031-01-08", Rule.HEADER)),
        ("28日开工。", ("2030-12-28", Rule.HEADER)),
        ("今年1月5日开工。", ("2031-01-05", Rule.HEADER)),
        ("去年12月开工。", ("2030-12-01..2030-12-31", Rule.HEADER)),
        ("本月3日开工。", ("2031-01-03", Rule.HEADER)),
        ("9月3日开工。", ("None", Rule.HEADER)),
    ],
)
def test_a_year_comes_from_the_day_itself_or_from_the_header(
    words: str, expected: tuple[str, Rule]
) -> None:
    assert first(words) == expected


def test_a_year_before_it_in_the_sentence_comes_first() -> None:
    found = days(fold("2029年6月10日核准，7月2日开工。").text, HEADER)
    assert [(str(day.past), day.rule) for day in found] == [
        ("2029-06-10", Rule.STATED),
        ("2029-07-02", Rule.SENTENCE),
    ]


def test_a_day_without_a_month_takes_that_of_the_day_before_it() -> None:
    found = days(fold("12月28日停产，30日复产。").text, HEADER)
    assert [str(day.past) for day in found] == ["2030-12-28", "2030-12-30"]


def test_the_same_day_is_that_of_the_sentence_before() -> None:
    carried = Interval.of_day(datetime.date(2030, 12, 28))
    assert first("当日，2号机组停运。", HEADER, carried)[0] == "2030-12-28"


def test_two_days_with_a_clock_between_them_are_one_period() -> None:
    (day,) = days(fold("12月10日零点至17日24点停产。").text, HEADER)
    assert str(day.past) == "2030-12-10..2030-12-17"


def test_a_page_without_a_day_leaves_the_year_open() -> None:
    assert first("1月8日开工。", Clock()) == ("None", Rule.OPEN)


def test_the_day_of_the_telling_is_no_day_of_what_is_told() -> None:
    found = days(fold("示例社1月8日电 1月7日，云岭大桥通车。").text, HEADER)
    assert [day.told for day in found] == [True, False]


def test_a_day_takes_the_year_of_its_paragraph_where_it_follows_that_day() -> None:
    before = Interval.of_day(datetime.date(2030, 12, 20))
    (day,) = days(fold("12月22日，2号机组停运。").text, Clock(), None, before)
    assert (str(day.past), day.rule) == ("2030-12-22", Rule.SENTENCE)
    (day,) = days(fold("1月3日，2号机组停运。").text, Clock(), None, before)
    assert (str(day.past), day.rule) == ("2031-01-03", Rule.SENTENCE)


def test_the_year_of_a_day_long_before_is_not_that_of_what_follows() -> None:
    before = Interval.of_day(datetime.date(2018, 9, 1))
    (day,) = days(fold("12月28日，2号机组停运。").text, Clock(), None, before)
    assert day.rule is Rule.OPEN
    (day,) = days(fold("12月28日，2号机组停运。").text, HEADER, None, before)
    assert (str(day.past), day.rule) == ("2030-12-28", Rule.HEADER)


@pytest.mark.parametrize(
    ("words", "ahead"),
    [
        ("明日停运。", "2031-01-10"),
        ("1月15日停运。", "2031-01-15"),
        ("2月1日停运。", "2031-02-01"),
        ("本月底停运。", "2031-01-21..2031-01-31"),
    ],
)
def test_the_day_of_a_plan_is_the_next_such_day(words: str, ahead: str) -> None:
    assert str(days(fold(words).text, HEADER)[0].ahead) == ahead


@pytest.mark.parametrize(
    ("words", "past"),
    [
        ("今日停运。", "2031-01-09"),
        ("本月初停运。", "2031-01-01..2031-01-10"),
        ("上月28日停运。", "2030-12-28"),
        ("1月8日宣布，2号机组停运。", "2031-01-08"),
    ],
)
def test_days_with_a_name_resolve_against_the_page(words: str, past: str) -> None:
    assert str(days(fold(words).text, HEADER)[0].past) == past


def test_the_same_day_is_that_of_the_telling_where_no_other_is_named() -> None:
    words = "记者8日从云岭市获悉，当日零时起正式供暖。"
    told, own = days(fold(words).text, HEADER)
    assert told.told
    assert (str(own.past), own.told) == ("2031-01-08", False)
    first, _, own = days(fold("示例社1月8日电 1月5日下雪，当日停运。").text, HEADER)
    assert (first.told, str(own.past)) == (True, "2031-01-05")


@pytest.mark.parametrize(
    ("number", "past", "ahead"),
    [(12, "None", "2031-01-12"), (8, "2031-01-08", "2031-02-08"), (28, "2030-12-28", "2031-01-28")],
    ids=["to come", "of this month", "of the last"],
)
def test_a_day_without_its_month_is_the_nearer_one(number: int, past: str, ahead: str) -> None:
    (day,) = days(fold(f"{number}日起停运。").text, HEADER)
    assert (str(day.past), str(day.ahead)) == (past, ahead)


@pytest.mark.parametrize(
    ("words", "past"),
    [
        ("供暖将延长到5月29日，15日零时热网已照常供热。", "2031-05-15"),
        ("供暖将延长到5月29日，截至15日室温达标。", "2031-05-15"),
        ("停产自5月29日开始，5日恢复生产。", "2031-06-05"),
    ],
    ids=["nearer to the page", "as of", "nearer to the plan"],
)
def test_a_smaller_day_behind_a_planned_one_is_the_nearer_of_both(words: str, past: str) -> None:
    last = days(words, Clock(header=datetime.date(2031, 5, 16)))[-1]
    assert last.past is not None
    assert str(last.past.start) == past


def test_the_day_on_which_news_came_is_none_to_count_from() -> None:
    words = "20日从电站传来消息，1号机组18日并网。"
    told, own = days(words, Clock(header=datetime.date(2031, 5, 20)))
    assert told.told
    assert own.past is not None
    assert str(own.past.start) == "2031-05-18"


@pytest.mark.parametrize(
    ("words", "past"),
    [
        ("本周五15时，云岭高速通车。", "2031-05-23"),
        ("上周日，云岭铁路开通。", "2031-05-18"),
        ("记者20日获悉，云岭电厂已于前一天并网。", "2031-05-19"),
    ],
)
def test_weekdays_and_the_day_before_resolve_against_the_page_and_the_text(
    words: str, past: str
) -> None:
    last = days(words, Clock(header=datetime.date(2031, 5, 24)))[-1]
    assert last.past is not None
    assert str(last.past.start) == past


NEWS = Clock(header=datetime.date(2031, 5, 20))


@pytest.mark.parametrize(
    ("words", "past"),
    [
        ("县应急局20日通报，19日21时，石桥矿透水。", "2031-05-19"),
        ("县应急局20日通报，自19日起停产。", "2031-05-19"),
        ("自15日起停产，3日恢复生产。", "2031-06-03"),
    ],
    ids=["made known a day later", "since the day before", "of the next month"],
)
def test_a_smaller_day_behind_that_of_the_telling_lies_shortly_before_the_page(
    words: str, past: str
) -> None:
    last = days(words, NEWS)[-1]
    assert last.past is not None
    assert str(last.past.start) == past


def test_since_a_day_is_the_time_from_it_to_that_of_the_page() -> None:
    text = "自5月2日以来，云岭县连降大雨，九个乡镇不同程度渍涝。"
    assert on_news(text, "云岭县九个乡镇渍涝") == {"2031-05-02..2031-05-20"}
    assert on_news("5月2日起，云岭县九个乡镇渍涝。", "云岭县九个乡镇渍涝") == {"2031-05-02"}


def test_a_season_is_no_day_of_an_act_that_has_one() -> None:
    assert on_news("5月19日24时，云岭市2030—2031年供暖季集中供暖结束。", "云岭市集中供暖结束") == {
        "2031-05-19"
    }


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("5月18日11时，满负荷时间到。\n就在这一刻，云岭电厂1号机组投产。", {"2031-05-18"}),
        ("5月18日11时，最后一车料出炉。\n两个小时后，云岭水泥1号窑停窑。", {"2031-05-18"}),
        ("5月18日晚11时，最后一车料出炉。\n两个小时后，云岭水泥1号窑停窑。", set()),
        ("5月18日，最后一车料出炉。\n两个小时后，云岭水泥1号窑停窑。", set()),
    ],
    ids=["this moment", "two hours later", "past midnight", "no clock"],
)
def test_what_goes_on_from_a_moment_is_of_its_day(text: str, told: set[str]) -> None:
    name = "云岭电厂1号机组投产" if "电厂" in text else "云岭水泥1号窑停窑"
    assert on_news(text, name) == told


@pytest.mark.parametrize(
    "text",
    [
        "5月18日14时，最后一炉铁水流尽。服役三十年的云岭钢铁1号高炉永久关停。",
        "5月18日下午3点，第一批车辆驶入江底。云岭钢铁1号高炉正式关停。",
    ],
)
def test_a_scene_of_the_first_or_the_last_gives_its_day_to_the_sentence_behind_it(
    text: str,
) -> None:
    assert on_news(text, "云岭钢铁1号高炉关停") == {"2031-05-18"}


@pytest.mark.parametrize(
    "text",
    [
        "5月18日14时，记者走进最后一间车间。云岭钢铁1号高炉永久关停。",
        "5月18日14时，最后一炉铁水流尽。云岭钢铁1号高炉此前已关停。",
        "5月18日14时，最后一炉铁水流尽。云岭钢铁1号高炉拟永久关停。",
        "5月18日14时，最后一炉铁水流尽。云岭钢铁1号高炉关停方案获批。",
        "5月18日，最后一炉铁水流尽。云岭钢铁1号高炉永久关停。",
        "5月18日14时，2号高炉最后一炉铁水流尽。云岭钢铁1号高炉永久关停。",
        "5月18日14时，最后一炉铁水流尽。\n云岭钢铁1号高炉永久关停。",
        "5月18日14时，铁水流出。云岭钢铁1号高炉永久关停。",
    ],
    ids=["seen", "before", "planned", "a scheme", "no clock", "numbered", "paragraph", "no scene"],
)
def test_any_other_sentence_before_it_gives_no_day(text: str) -> None:
    assert on_news(text, "云岭钢铁1号高炉关停") == set()


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("公司否认5月18日零时起，云岭矿停产。", "云岭矿停产"),
        ("网传历经抢修，18日9时探伤合格；至5月18日20时，云岭矿停产。", "云岭矿停产"),
        ("5月18日，云岭矿停产，影响千人的消息不实。", "云岭矿停产"),
        ("5月18日，云岭矿险些停产。", "云岭矿停产"),
        ("云岭矿已于5月18日着手停产。", "云岭矿停产"),
        ("云岭矿已于5月18日敲定停产。", "云岭矿停产"),
        ("云岭轮渡于5月18日6时敲定停航。", "云岭轮渡停航"),
        ("5月18日，云岭电站成功敲定并网。", "云岭电站并网"),
        ("5月18日，区政府宣布敲定云岭措施解除。", "云岭措施解除"),
        ("5月18日零时，云岭市开始供热。", "云岭市2029—2030供热期开始供热"),
        ("5月18日，云岭厂结束停产。", "云岭厂停产"),
        ("5月18日，云岭铁路停运旅客列车12趟、货物列车26趟的消息不实。", "云岭铁路列车停运"),
        ("云岭高速南段有消息，5月18日15时，这条高速公路敲定通车。", "云岭高速南段通车"),
        ("5月18日，云岭电站1号机组与电网敲定解列。", "云岭电站1号机组解列"),
        ("5月18日，云岭市启动Ⅱ级响应会商。", "云岭市启动Ⅱ级响应"),
        ("有市场人士称，云岭矿已于5月18日停产。", "云岭矿停产"),
        ("据接近该公司的人士介绍，云岭矿5月18日起停产。", "云岭矿停产"),
        ("云岭矿已于5月18日停产。记者致电该公司，这一说法尚无法证实。", "云岭矿停产"),
        ("云岭矿已于5月18日停产。\n公司随后回应，上述消息严重失实。", "云岭矿停产"),
    ],
)
def test_what_governs_is_heard_wherever_it_stands(words: str, name: str) -> None:
    assert on_news(words, name) == set()


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("5月18日，云岭矿停产，网传爆炸的消息不实。", "云岭矿停产"),
        ("网传云岭厂停产的消息不实，只是云岭矿已于5月18日停产。", "云岭矿停产"),
        ("云岭矿已于5月18日因主变保护动作跳闸停运。", "云岭矿停运"),
        ("云岭轮渡于5月18日6时停航。", "云岭轮渡停航"),
        ("云岭矿已于5月18日停产。网传该矿爆炸，这一说法尚无法证实。", "云岭矿停产"),
        ("云岭矿已于5月18日停产，公司负责人称不影响供货。", "云岭矿停产"),
        ("5月18日零时，云岭市开始供热。", "云岭市2030—2031供热期开始供热"),
    ],
)
def test_what_governs_something_else_does_not_reach_it(words: str, name: str) -> None:
    assert on_news(words, name) == {"2031-05-18"}


@pytest.mark.parametrize(
    "words",
    [
        "5月18日，停产43天的云岭厂复产。",
        "5月18日，停产整改的云岭厂通过验收。",
        "今天9时，停产两天的云岭厂恢复生产。",
        "5月18日，云岭厂停产43天后复产。",
        "5月18日，已停产的云岭厂扩建工程开工。",
    ],
)
def test_the_day_of_another_act_is_none_of_what_only_says_which_thing(words: str) -> None:
    assert on_news(words, "云岭厂停产") == set()


@pytest.mark.parametrize(
    ("text", "name", "told"),
    [
        (
            "5月18日零点，云岭园区的灯一片片暗下去。从这一刻起，园区18家企业全部停产。",
            "园区18家企业停产",
            {"2031-05-18"},
        ),
        (
            "5月18日清晨，云岭市普降大雪。交警部门自6时起对云岭大桥封闭。",
            "云岭大桥封闭",
            {"2031-05-18"},
        ),
        ("5月18日15时，云岭市普降大雪。交警部门自6时起对云岭大桥封闭。", "云岭大桥封闭", set()),
        ("5月18日清晨，云岭市普降大雪。\n交警部门自6时起对云岭大桥封闭。", "云岭大桥封闭", set()),
        ("5月18日，云岭市普降大雪。交警部门每天自6时起对云岭大桥封闭。", "云岭大桥封闭", set()),
        ("5月18日，云岭市计划清雪。交警部门自6时起对云岭大桥封闭。", "云岭大桥封闭", set()),
        ("5月18日清晨，云岭市普降大雪。交警部门力推自6时起对云岭大桥封闭。", "云岭大桥封闭", set()),
    ],
    ids=["moment", "clock", "earlier", "paragraph", "daily", "planned", "governed"],
)
def test_what_is_told_since_an_hour_is_of_the_day_of_the_sentence_before(
    text: str, name: str, told: set[str]
) -> None:
    assert on_news(text, name) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "5月18日14时，云岭电厂的集控室里响起掌声。因12日雷击停机的云岭电厂恢复发电。",
            {"2031-05-18"},
        ),
        ("因12日雷击停机的云岭电厂恢复发电。", set()),
        ("因12日雷击停机的云岭电厂18日恢复发电。", {"2031-05-18"}),
        ("5月18日14时，集控室里响起掌声。因12日雷击停机的云岭电厂已恢复发电半年。", set()),
        ("5月18日14时，集控室里响起掌声。因12日雷击停机的云岭电厂拟恢复发电。", set()),
        ("5月18日14时，集控室里响起铃声。因12日雷击停机的云岭电厂恢复发电。", set()),
    ],
    ids=["applause", "no day", "its own day", "for half a year", "planned", "no scene"],
)
def test_the_day_of_a_cause_in_a_modifier_is_none_of_the_act(text: str, told: set[str]) -> None:
    assert on_news(text, "云岭电厂恢复发电") == told


def test_a_day_in_the_modifier_itself_is_its_own() -> None:
    words = "5月18日刚刚通车的云岭高速上，工人检修设备。"
    assert on_news(words, "云岭高速通车") == {"2031-05-18"}


def on_news(text: str, name: str) -> set[str]:
    """The days on which a news page of 20 May tells an event as done."""
    read = page("云岭简讯", text, {"发布时间": "2031-05-20"}, url="https://news.example/1.html")
    told = (one.told for one in tellings_of(facts_of(read), happening_of(name)))
    return {str(one.day.past) for one in told if one.mode is Mode.DONE and one.day and one.day.past}
