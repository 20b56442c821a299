"""The actor check: who acts stands with the act in one passage."""

from __future__ import annotations

import pytest

from agent.checks.actor import ActorCheck
from agent.facts.event_name import happening_of
from agent.findings import Label
from agent.policy import Quoted
from tests.samples import event, only, page, policy, subject, told

NAME = "汾西电厂2号机组投产"
DONE = "10月28日，晋西发电公司汾西电厂2号机组正式投产。"


def judge(words: str, actor: str, quote: str | None = None) -> tuple[Label, str]:
    at = page("电力要闻", body=words, rows={})
    claim = Quoted(value=actor, quote=quote, source="")
    return told(only(ActorCheck()(subject(event(at, NAME, actor=claim), at))))


@pytest.mark.parametrize(
    ("words", "quote", "expected"),
    [
        pytest.param(DONE, None, (Label.SUPPORTED, "actor.with_act"), id="with the act"),
        pytest.param(
            "汾西电厂2号机组正式投产。晋西发电公司表示祝贺。",
            "晋西发电公司表示祝贺",
            (Label.NOT_ENOUGH_INFO, "actor.elsewhere"),
            id="in another sentence",
        ),
        pytest.param(
            "汾西电厂2号机组正式投产。",
            None,
            (Label.NOT_ENOUGH_INFO, "actor.absent"),
            id="nowhere",
        ),
        pytest.param(
            DONE,
            "晋西发电公司投资建设",
            (Label.NOT_ENOUGH_INFO, "quote.not_found"),
            id="a quote that is not there",
        ),
    ],
)
def test_the_actor_stands_with_the_act(
    words: str, quote: str | None, expected: tuple[Label, str]
) -> None:
    assert judge(words, "晋西发电公司", quote) == expected


def test_a_policy_without_an_actor_gets_no_verdict() -> None:
    at = page()
    assert ActorCheck()(subject(policy(at), at)) == ()


@pytest.mark.parametrize(
    ("words", "actor"),
    [
        pytest.param(
            "10月28日，首批煤车从乙江北站驶出，汾西电厂2号机组正式投产。", "乙江北站", id="a place"
        ),
        pytest.param(
            "10月28日，首批煤车从乙江北站驶出，汾西电厂2号机组正式投产。", "首批煤车", id="a thing"
        ),
        pytest.param(
            "据乙江市能源局介绍，10月28日汾西电厂2号机组正式投产。",
            "乙江市能源局",
            id="who tells it",
        ),
        pytest.param(
            "乙江新闻网丙州10月28日电（记者 甲）今天，汾西电厂2号机组正式投产。",
            "乙江新闻网",
            id="the news site",
        ),
    ],
)
def test_what_stands_beside_the_act_does_not_act(words: str, actor: str) -> None:
    assert judge(words, actor, actor) == (Label.NOT_ENOUGH_INFO, "actor.elsewhere")


def test_a_guest_of_the_act_does_not_act() -> None:
    words = "10月28日，汾西电厂2号机组正式投产，晋西发电公司到场祝贺。"
    found = judge(words, "晋西发电公司", "晋西发电公司")
    assert found == (Label.NOT_ENOUGH_INFO, "actor.elsewhere")


@pytest.mark.parametrize(
    ("name", "actor"),
    [
        ("辽海石化千万吨级常减压装置切断进料，停工大修正式开始", "辽海石化千万吨级常减压装置"),
        ("乙江铝业位于山东滨州的氧化铝三线正式停产", "乙江铝业"),
        ("重庆彭水县境内国道719线正式通车", "国道719线"),
        ("乙江钢铁公司2号高炉停风降料结束，正式停炉", "河北省唐山市乙江钢铁公司2号高炉"),
    ],
)
def test_the_thing_of_which_an_events_name_tells_its_act_acts(name: str, actor: str) -> None:
    place = actor.partition(name[:4])[0]
    at = page("电力要闻", body=f"10月28日，{place}{name}。", rows={})
    claim = Quoted(value=actor, quote=actor, source="")
    found = told(only(ActorCheck()(subject(event(at, name, actor=claim), at))))
    assert found == (Label.SUPPORTED, "actor.with_act")


@pytest.mark.parametrize(
    ("name", "actor"),
    [
        ("乙江市机场停航", "乙江市"),
        ("乙江市机场航班全部停航", "机场航班全"),
    ],
)
def test_a_place_or_a_piece_of_a_word_before_an_act_does_not_act(name: str, actor: str) -> None:
    at = page("交通要闻", body=f"10月28日，{name}。", rows={})
    claim = Quoted(value=actor, quote=actor, source="")
    found = told(only(ActorCheck()(subject(event(at, name, actor=claim), at))))
    assert found == (Label.NOT_ENOUGH_INFO, "actor.elsewhere")


def test_a_namesake_of_another_place_does_not_act() -> None:
    words = "10月28日，继太原大桥之后，云岭大桥正式通车。"
    at = page("交通要闻", body=words, rows={})
    claim = Quoted(value="太原大桥", quote="太原大桥", source="")
    found = told(only(ActorCheck()(subject(event(at, "云岭大桥通车", actor=claim), at))))
    assert found == (Label.NOT_ENOUGH_INFO, "actor.elsewhere")


def test_a_name_of_ten_thousand_brackets_is_a_name_of_few_pieces() -> None:
    """Every place of every piece is kept while a passage is looked for: each counts once."""
    name = "[甲乙]" * 2500 + "公司开通"
    assert happening_of(name).parts == ("甲乙", "公司")


@pytest.mark.parametrize(
    ("actor", "expected"),
    [
        ("乙牌小客车", (Label.SUPPORTED, "actor.with_act")),
        ("小客车", (Label.NOT_ENOUGH_INFO, "actor.elsewhere")),
        ("工作日高峰", (Label.NOT_ENOUGH_INFO, "actor.elsewhere")),
    ],
)
def test_who_acts_may_stand_behind_the_hours_of_a_name(
    actor: str, expected: tuple[Label, str]
) -> None:
    name = "工作日高峰时段，乙牌小客车按尾号在主城区停驶"
    at = page("交通要闻", body=f"自10月28日起，{name}。", rows={"上传时间": "2024-10-30"})
    claim = Quoted(value=actor, quote=actor, source="")
    assert told(only(ActorCheck()(subject(event(at, name, actor=claim), at)))) == expected
