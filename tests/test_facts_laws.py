"""Laws of the reading of events, and pages that no reader should break on. All of it is invented."""

from __future__ import annotations

import datetime
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.facts.document import facts_of
from agent.facts.happening import happening_of, tellings_of
from agent.findings import Label, Status
from agent.policy import DateRole
from agent.records import Changepoint
from tests.knowledge import finding
from tests.samples import NEWS_URL, dated, event, page

PLANT = "太原云岭电厂1号机组"
PAGE_DAY = datetime.date(2024, 11, 20)
ROWS = {"上传时间": str(PAGE_DAY)}
FILLING = "云岭电厂位于太原市，总投资三十亿元，由云岭能源公司建设。"


def judged(words: str, day: datetime.date, name: str = f"{PLANT}投产") -> tuple[Status, Label]:
    at = page("云岭要闻", f"{words}{FILLING}", {}, url=NEWS_URL)
    at = at.model_copy(update={"fetched_at": datetime.datetime(2024, 11, 20, tzinfo=datetime.UTC)})
    of = event(at, name, dates=(dated(DateRole.OCCURRENCE, str(day)),))
    point = Changepoint(province="山西", sector="Power", date=day)
    found = finding(of, at, point)
    return found.status, found.of_check("date")[0].label


def written(day: datetime.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


DAYS = st.dates(datetime.date(2024, 1, 1), PAGE_DAY)


@settings(max_examples=40)
@given(said=DAYS, claimed=DAYS)
def test_no_verified_day_lies_outside_what_the_page_says(
    said: datetime.date, claimed: datetime.date
) -> None:
    status, label = judged(f"{written(said)}，{PLANT}正式投产。", claimed)
    assert (status is Status.VERIFIED) is (said == claimed)
    assert (label is Label.SUPPORTED) is (said == claimed)


TURNS = [
    "{p}拟于{d}投产。",
    "{p}预计{d}投产。",
    "{p}力争{d}投产。",
    "若顺利，{p}{d}投产。",
    "网传{p}{d}投产。",
    "{p}{d}未能投产。",
    "{p}{d}投产的消息不实。",
    "{p}{d}投产申请获受理。",
    "{d}，向{p}投产迈出一步。",
    "{p}须于{d}前投产。",
    "{p}{d}何时投产，尚无定论。",
    "{p}剑指{d}投产。",
    "{p}投产定在{d}。",
    "{d}，距{p}投产仅一步之遥。",
    "{d}，{p}投产进入读秒。",
    "{d}，公司力推{p}投产。",
    "{d}{p}投产只差审批。",
    "按节点，{d}，{p}投产。",
    "{d}，{p}投产演练。",
    "{d}，传{p}投产。",
    "{d}，{p}投产，公司未予置评。",
    "{d}，{p}投产受阻。",
    "{p}验收合格后方可于{d}投产。",
    "{d}，{p}等候投产。",
    "{d}，{p}投产与否引关注。",
]


@pytest.mark.parametrize("turned", TURNS)
@pytest.mark.parametrize("act", ["投产", "漂移"], ids=["known act", "act of no list"])
def test_a_flipped_mode_word_flips_the_verdict(turned: str, act: str) -> None:
    day, name = datetime.date(2024, 11, 8), f"{PLANT}{act}"
    words = turned.format(p=PLANT, d=written(day)).replace("投产", act)
    assert judged(f"{written(day)}，{PLANT}{act}。", day, name)[0] is Status.VERIFIED
    assert judged(words, day, name)[0] is not Status.VERIFIED


@settings(max_examples=40)
@given(day=st.dates(PAGE_DAY + datetime.timedelta(days=1), datetime.date(2026, 12, 31)))
def test_nothing_later_than_the_page_is_verified(day: datetime.date) -> None:
    assert judged(f"{written(day)}，{PLANT}正式投产。", day)[0] is not Status.VERIFIED


@pytest.mark.parametrize(
    "other",
    ["太原云岭电厂2号机组", "太原云岭电厂二期1号机组", "太原青石电厂1号机组", "太原云岭电厂"],
    ids=["unit", "phase", "plant", "no unit"],
)
def test_another_unit_phase_or_plant_is_another_thing(other: str) -> None:
    day = datetime.date(2024, 11, 8)
    words = f"{written(day)}，{other}正式投产。{PLANT}的安装进展顺利。"
    assert judged(words, day)[0] is not Status.VERIFIED


BAD = {
    "one long sentence": f"{PLANT}投产，设备正常，" * 12000,
    "no date": f"{PLANT}投产。" * 2000,
    "2,000 dates": "".join(
        f"{2000 + n % 25}年{n % 12 + 1}月{n % 28 + 1}日，云岭电厂{n}号机组投产。"
        for n in range(2000)
    ),
    "impossible dates": f"2024年13月40日，{PLANT}投产。2024年2月30日，{PLANT}并网。",
    "a dateline without a year": f"示例社太原11月8日电 {PLANT}昨日投产。",
    "a table": "机组 | 投产日期\n"
    + "\n".join(f"{n}号机组 | 2024年1月{n % 28 + 1}日" for n in range(500)),
    "English": "Unit 1 of the plant entered service on 8 November 2024. " * 200,
    "ten events": "".join(f"11月{n}日，云岭电厂{n}号机组投产。" for n in range(1, 11)),
    "brackets": "（" * 5000 + f"{PLANT}投产" + "）" * 5000,
    "marks alone": "，。；：" * 5000,
    "two days": f"2024年11月8日，{PLANT}正式投产。\n2024年11月6日，{PLANT}正式投产。",
    "later than its page": f"2024年11月12日，{PLANT}正式投产。",
}


LEFT_OPEN = {
    "one long sentence": "date.only_upload",
    "no date": "date.only_upload",
    "2,000 dates": "date.only_upload",
    "impossible dates": "date.only_upload",
    "a dateline without a year": "date.other_value",
    "a table": "date.only_upload",
    "English": "date.only_upload",
    "ten events": "date.absent",
    "brackets": "date.only_upload",
    "marks alone": "date.only_upload",
    "two days": "date.page_disagrees",
    "later than its page": "date.only_upload",
}
"""What is said of the day 2024-11-08, that of the header, claimed on each page: none of them bears it out."""


@pytest.mark.parametrize("kind", BAD)
def test_bad_pages_are_read_in_time_and_say_what_is_left_open(kind: str) -> None:
    at = page("云岭要闻", BAD[kind][:200_000], {}, url=NEWS_URL)
    began = time.process_time()
    found = finding(
        event(at, f"{PLANT}投产", dates=(dated(DateRole.OCCURRENCE, "2024-11-08"),)),
        at,
        Changepoint(province="山西", sector="Power", date=datetime.date(2024, 11, 8)),
    )
    assert time.process_time() - began < 20
    assert found.status is not Status.VERIFIED
    assert [verdict.reason for verdict in found.of_check("date")] == [LEFT_OPEN[kind]]


def test_reading_takes_time_in_step_with_the_length() -> None:
    def took(times: int) -> float:
        at = page("云岭要闻", f"{PLANT}11月8日投产，2号机组12月并网，" * times, {}, url=NEWS_URL)
        facts = facts_of(at)
        began = time.process_time()
        list(tellings_of(facts, happening_of(f"{PLANT}投产")))
        return time.process_time() - began

    took(10)
    assert took(2000) < 12 * took(400) + 0.5


@pytest.mark.parametrize(
    "words",
    [
        "{d}，{p}启用提上日程。",
        "{d}，{p}启用引发热议。",
        "{d}，{p}的启用典礼彩排举行。",
        "{d}，{p}等候启用。",
        "{d}，省里敦促{p}启用。",
    ],
)
def test_what_follows_an_act_or_stands_before_it_may_take_it_back(words: str) -> None:
    day, name = datetime.date(2024, 11, 8), f"{PLANT}启用"
    assert judged(f"{written(day)}，{PLANT}启用。", day, name)[0] is Status.VERIFIED
    assert judged(f"{written(day)}，{PLANT}因检修启用备用。", day, name)[0] is not Status.VERIFIED
    assert judged(words.format(p=PLANT, d=written(day)), day, name)[0] is not Status.VERIFIED


@pytest.mark.parametrize(("hour", "known"), [(9, True), (23, False)])
def test_two_hours_later_may_be_the_next_day(hour: int, known: bool) -> None:
    words = f"2024年11月7日{hour}时，{PLANT}完成点火。两个小时后，{PLANT}成功并网。"
    status, _ = judged(words, datetime.date(2024, 11, 7), f"{PLANT}并网")
    assert (status is Status.VERIFIED) is known
