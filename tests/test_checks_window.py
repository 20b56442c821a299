"""The window check: a date that the page supports, never the claimed one, never the upload."""

from __future__ import annotations

import pytest

from agent.checks.date import DateCheck
from agent.checks.window import WindowCheck
from agent.findings import Label, Verdict
from agent.policy import DateRole, Policy, PolicyKind
from agent.records import Page
from tests.knowledge import publishers
from tests.samples import (
    NEWS_URL,
    ROWS,
    dated,
    event,
    only,
    page,
    policy,
    quoted,
    subject,
    told,
)

SUPPORTED, REFUTED, OPEN = Label.SUPPORTED, Label.REFUTED, Label.NOT_ENOUGH_INFO


def judge(at: Page, of: Policy | None = None) -> Verdict:
    return only(WindowCheck(publishers())(subject(of or policy(at), at)))


def test_the_nearest_date_inside_is_told_with_its_distance() -> None:
    found = judge(page())
    assert told(found) == (SUPPORTED, "window.in")
    assert found.values == {"role": "effective", "date": "2024-11-01", "days": "-7"}


def test_a_date_after_the_changepoint_says_so() -> None:
    found = judge(page(rows={"成文日期": "2024年12月8日"}, body="正文。"))
    assert (found.values["days"], found.values["after"]) == ("30", "yes")


def test_a_measure_signed_before_and_effective_inside_is_inside() -> None:
    at = page(rows={"成文日期": "2024年5月1日"}, body="本办法自2024年11月1日起施行。")
    assert judge(at).values["role"] == "effective"


def test_a_document_outside_is_refuted() -> None:
    at = page(rows={"成文日期": "2022年6月20日", "发布日期": "2022年6月24日"}, body="正文。")
    assert told(judge(at, policy(at, dates=()))) == (REFUTED, "window.out")


def test_an_upload_inside_does_not_bring_a_document_in() -> None:
    at = page(rows={"成文日期": "2022年6月20日", "上传时间": "2024-11-12"}, body="正文。")
    of = policy(at, dates=(dated(DateRole.ISSUED, "2024-11-12"),))
    found = judge(at, of)
    assert told(found) == (REFUTED, "window.moved")
    assert found.values["claimed"] == "2024-11-12"


@pytest.mark.parametrize(
    "body",
    [
        "各地应于2024年11月底前报送清单。",
        "各市应于2024年11月1日至15日开展自查。",
        "申报时间：2024年11月1日至12月1日。",
    ],
    ids=["a term for a report", "days for a check", "days to apply"],
)
def test_a_term_in_the_body_is_no_time_in_force(body: str) -> None:
    at = page(rows={"成文日期": "2022年6月20日"}, body=body)
    assert told(judge(at, policy(at, dates=()))) == (REFUTED, "window.out")


def test_an_upload_alone_decides_nothing_and_is_not_for_a_person() -> None:
    found = judge(page(rows={"上传时间": "2024-11-12"}, body="正文。"))
    assert (told(found), found.open) == ((OPEN, "window.unknown"), False)


def test_a_year_is_too_coarse() -> None:
    found = judge(page(rows={"成文日期": "2024年"}, body="正文。"))
    assert (told(found), found.open) == ((OPEN, "window.too_coarse"), False)


@pytest.mark.parametrize(
    ("month", "reason"),
    [
        pytest.param("2024年10月", "window.in", id="inside"),
        pytest.param("2024年8月", "window.partly", id="over the edge"),
        pytest.param("2024年7月", "window.out", id="outside"),
    ],
)
def test_a_month_is_judged_by_its_interval(month: str, reason: str) -> None:
    at = page(rows={"成文日期": month}, body="正文。")
    assert judge(at, policy(at, dates=())).reason == reason


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        ("2024年8月10日", "window.in"),
        ("2024年8月9日", "window.out"),
        ("2025年2月6日", "window.in"),
        ("2025年2月7日", "window.out"),
    ],
)
def test_the_window_is_closed_on_both_sides(day: str, reason: str) -> None:
    at = page(rows={"成文日期": day}, body="正文。")
    assert judge(at, policy(at, dates=())).reason == reason


def test_a_winter_measure_counts_where_it_is_in_force() -> None:
    at = page(rows={"成文日期": "2023年9月1日"}, body="每年10月1日至次年4月30日实行错峰运输。")
    of = policy(at, kind=PolicyKind.RECURRING, dates=())
    assert told(judge(at, of)) == (SUPPORTED, "window.in_force")


def test_a_long_plan_does_not_count_only_because_it_still_runs() -> None:
    at = page(
        rows={"成文日期": "2021年3月1日", "有效期": "2021年3月1日至2026年12月31日"}, body="正文。"
    )
    assert told(judge(at, policy(at, dates=()))) == (REFUTED, "window.out")


def test_a_measure_that_ends_inside_says_so() -> None:
    at = page(
        rows={"成文日期": "2020年12月1日", "有效期": "2021年1月1日至2024年12月31日"}, body="正文。"
    )
    found = judge(at, policy(at, dates=()))
    assert (found.reason, found.values["date"]) == ("window.ends", "2024-12-31")


def test_an_event_is_placed_by_the_day_it_occurred() -> None:
    at = page(
        "要闻",
        body="2024年11月6日，太临城际铁路正式开通运营。",
        rows={"上传时间": "2024-11-06"},
        url=NEWS_URL,
    )
    found = judge(at, event(at, "太临城际铁路开通运营"))
    assert (found.reason, found.values["role"]) == ("window.in", "occurrence")


def test_a_day_without_a_year_on_a_government_page_is_left_to_a_person() -> None:
    at = page(
        "太原示例电站2号机组并网发电",
        "11月2日，太原示例电站2号机组并网发电。",
        {"上传时间": "2024-11-04"},
    )
    found = judge(at, event(at, "太原示例电站2号机组并网发电"))
    assert told(found) == (OPEN, "window.year_of_upload")
    assert found.open
    of = event(at, "太原示例电站2号机组并网发电", dates=(dated(DateRole.OCCURRENCE, "2024-11-02"),))
    dates = DateCheck(publishers())(subject(of, at))
    assert [(v.label, v.reason, v.open) for v in dates] == [(OPEN, "date.year_of_upload", True)]


def test_an_event_page_signed_inside_does_not_date_the_event() -> None:
    at = page("要闻", body="太临城际铁路正式开通运营。", rows=ROWS)
    of = event(at, "太临城际铁路开通运营", dates=(dated(DateRole.OCCURRENCE, "2024-11-06"),))
    assert told(judge(at, of)) == (OPEN, "window.unknown")


@pytest.mark.parametrize(
    "text",
    [
        "全省采暖期为当年11月15日至次年3月15日，其间实施错峰生产。",
        "每年11月1日零时至次年3月31日24时为供暖期。",
        "2024—2025年供暖季实施错峰生产。",
    ],
)
def test_a_heating_season_counts_where_it_is_in_force_whenever_it_was_issued(text: str) -> None:
    at = page(rows={"成文日期": "2019年6月1日"}, body=text)
    of = policy(at, kind=PolicyKind.RECURRING, dates=())
    assert told(judge(at, of)) == (SUPPORTED, "window.in_force")


@pytest.mark.parametrize(
    "text",
    [
        "2019年供暖期为当年11月15日至次年3月15日，其间实施错峰生产。",
        "2019—2020年供暖季实施错峰生产。",
    ],
)
def test_the_season_of_another_year_is_not_in_force(text: str) -> None:
    at = page(rows={"成文日期": "2019年6月1日"}, body=text)
    of = policy(at, kind=PolicyKind.RECURRING, dates=())
    assert judge(at, of).label is not SUPPORTED


def test_a_season_in_a_review_of_it_is_no_measure() -> None:
    at = page("2024—2025年供暖季错峰生产工作总结", "正文。", {"成文日期": "2019年6月1日"})
    of = policy(at, kind=PolicyKind.RECURRING, dates=())
    assert judge(at, of).label is not SUPPORTED


def test_a_measure_of_every_year_is_not_refuted_by_the_day_of_its_paper() -> None:
    at = page(rows={"成文日期": "2021年12月1日"}, body="尖峰电价每年7月、8月、12月、1月执行。")
    of = policy(at, kind=PolicyKind.RECURRING, dates=())
    assert told(judge(at, of)) == (OPEN, "window.no_end")


STOPS = (
    "各有关单位：自2024年6月1日0时起，全市小客车限行，2024年11月30日24时到期。请各单位认真落实。"
)


def test_an_order_that_stops_inside_counts_although_it_began_outside() -> None:
    at = page("关于小客车限行的通告", STOPS, {"成文日期": "2024年5月20日"})
    found = judge(at, policy(at, name=quoted(at.title), dates=()))
    assert told(found) == (SUPPORTED, "window.in_force")
    assert found.values["date"] == "2024-06-01/2024-11-30"


def test_an_order_told_as_an_event_is_judged_by_the_day_it_stops_too() -> None:
    at = page("关于小客车限行的通告", STOPS, {"成文日期": "2024年6月1日"})
    assert told(judge(at, event(at, "全市小客车限行"))) == (SUPPORTED, "window.in_force")


def test_an_order_that_stopped_before_the_window_is_out_at_both_ends() -> None:
    gone = STOPS.replace("2024年11月30日", "2024年7月31日")
    at = page("关于小客车限行的通告", gone, {"成文日期": "2024年5月20日"})
    assert told(judge(at, policy(at, name=quoted(at.title), dates=()))) == (REFUTED, "window.out")


def test_two_days_on_which_something_stops_give_no_term() -> None:
    both = STOPS.replace("请各单位", "货车限行2025年1月31日24时到期。请各单位")
    at = page("关于小客车限行的通告", both, {"成文日期": "2024年5月20日"})
    assert told(judge(at, policy(at, name=quoted(at.title), dates=()))) == (REFUTED, "window.out")
