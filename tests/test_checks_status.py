"""The status check: the same step, and planned is not done."""

from __future__ import annotations

import pytest

from agent.checks.status import StatusCheck
from agent.findings import Label, Status
from agent.policy import DateRole
from tests.knowledge import finding
from tests.samples import NEWS_URL, dated, event, only, page, policy, quoted, subject, told

NAME = "汾西电厂2号机组投产"


def judge(words: str, status: str, quote: str | None = None) -> tuple[Label, str]:
    at = page("电力要闻", body=words, rows={})
    claim = quoted(status, quote=words if quote is None else quote)
    return told(only(StatusCheck()(subject(event(at, NAME, status=claim), at))))


@pytest.mark.parametrize(
    ("words", "status", "expected"),
    [
        ("汾西电厂2号机组正式投产。", "投产", "status.same"),
        ("汾西电厂2号机组完成168小时试运行。", "168小时", "status.same"),
        ("汾西电厂2号机组首次并网。", "投产", "status.other_step"),
        ("汾西电厂项目获得核准。", "开工", "status.other_step"),
        ("汾西电厂2号机组拟于年底投产。", "投产", "status.only_planned"),
        ("汾西电厂2号机组力争12月投产。", "投产", "status.only_planned"),
        ("汾西电厂2号机组已经投产。", "拟投产", "status.done_already"),
        ("汾西电厂2号机组一切正常。", "投产", "status.absent"),
        ("汾西电厂2号机组投产。", "运转良好", "status.no_step"),
    ],
)
def test_the_claimed_step_must_stand_there(words: str, status: str, expected: str) -> None:
    assert judge(words, status)[1] == expected


def test_a_missing_quote_leaves_the_step_open() -> None:
    assert judge("汾西电厂2号机组正式投产。", "投产", "没有这句话") == (
        Label.NOT_ENOUGH_INFO,
        "quote.not_found",
    )


def test_steps_in_an_events_name_are_judged_without_a_claim() -> None:
    at = page("要闻", body="汾西电厂2号机组计划明年投产。", rows={})
    verdict = only(StatusCheck()(subject(event(at, NAME), at)))
    assert told(verdict) == (Label.REFUTED, "status.only_planned")
    assert verdict.claim == 0


def test_a_policy_without_a_status_gets_no_verdict() -> None:
    at = page()
    assert StatusCheck()(subject(policy(at), at)) == ()


def test_an_event_without_a_step_gets_no_verdict() -> None:
    at = page("要闻", body="太原市空气质量转差。", rows={})
    assert StatusCheck()(subject(event(at, "太原市空气质量转差"), at)) == ()


@pytest.mark.parametrize(
    "told_so",
    [
        "投产在即",
        "投产进入倒计时",
        "投产仪式筹备会举行",
        "投产时间待定",
        "建成投产一周年",
    ],
)
def test_an_act_that_is_near_or_long_past_is_not_done_that_day(told_so: str) -> None:
    name = "太原云顶电厂3号机组投产"
    at = page("山西要闻", f"2024年11月5日，太原云顶电厂3号机组{told_so}。", {}, url=NEWS_URL)
    of = event(at, name, dates=(dated(DateRole.OCCURRENCE, "2024-11-05"),))
    found = finding(of, at)
    assert {v.label for v in found.of_check("status")} == {Label.NOT_ENOUGH_INFO}
    assert found.status is not Status.VERIFIED


def test_laying_the_ground_for_an_act_or_asking_for_it_is_not_the_act() -> None:
    for name, text in (
        ("太原云顶电厂3号机组投产", "2024年11月5日，为太原云顶电厂3号机组投产奠定基础。"),
        ("太原云顶电厂3号机组停运", "2024年11月5日，太原云顶电厂3号机组停运申请获受理。"),
        ("太原市限行", "2024年11月5日，太原市限行在即。"),
    ):
        at = page("山西要闻", text, {}, url=NEWS_URL)
        assert finding(event(at, name), at).of_check("name")[0].label is Label.NOT_ENOUGH_INFO


def test_an_act_done_on_time_is_done() -> None:
    name = "太原云顶电厂3号机组投产"
    at = page("山西要闻", "2024年11月5日，太原云顶电厂3号机组如期投产。", {}, url=NEWS_URL)
    assert told(finding(event(at, name), at).of_check("name")[0]) == (
        Label.SUPPORTED,
        "name.passage",
    )
