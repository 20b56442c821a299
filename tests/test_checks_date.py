"""The date check: this date in this role, at least as precisely as claimed."""

from __future__ import annotations

import pytest

from agent.checks.date import DateCheck
from agent.findings import Label, Verdict
from agent.policy import DateRole, PolicyKind
from agent.records import Page
from tests.knowledge import publishers
from tests.samples import (
    BODY,
    ISSUER_URL,
    NAME,
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
SIGNED, ISSUED, EFFECTIVE, IN_FORCE, OCCURRENCE, ANY = (
    DateRole.SIGNED,
    DateRole.ISSUED,
    DateRole.EFFECTIVE,
    DateRole.IN_FORCE,
    DateRole.OCCURRENCE,
    DateRole.ANY,
)


def verdict(at: Page, role: DateRole, value: str, quote: str | None = None) -> Verdict:
    of = policy(at, dates=(dated(role, value, quote),))
    return only(DateCheck(publishers())(subject(of, at)))


def judge(at: Page, role: DateRole, value: str, quote: str | None = None) -> tuple[Label, str]:
    return told(verdict(at, role, value, quote))


@pytest.mark.parametrize(
    ("role", "value"),
    [
        pytest.param(SIGNED, "2024-10-12", id="成文"),
        pytest.param(ISSUED, "2024-10-15", id="发布"),
        pytest.param(EFFECTIVE, "2024-11-01", id="施行 from the words 自…起施行"),
        pytest.param(SIGNED, "2024-10", id="a day supports its month"),
        pytest.param(SIGNED, "2024", id="a day supports its year"),
        pytest.param(ANY, "2024-11-01", id="any is one of the roles"),
        pytest.param(SIGNED, "2024年10月12日", id="written in Chinese"),
    ],
)
def test_a_date_of_its_role_is_supported(role: DateRole, value: str) -> None:
    assert judge(page(), role, value) == (SUPPORTED, "date.same")


def test_any_says_which_role_it_was() -> None:
    assert verdict(page(), ANY, "2024-10-15").values["stands_as"] == "issued"


@pytest.mark.parametrize(
    ("role", "value", "reason"),
    [
        pytest.param(SIGNED, "2024-10-13", "date.other_value", id="another day"),
        pytest.param(SIGNED, "2023-10-12", "date.other_value", id="another year"),
        pytest.param(SIGNED, "2024-09", "date.other_value", id="another month"),
        pytest.param(SIGNED, "2024-11-01", "date.other_role", id="the day it takes effect"),
        pytest.param(ISSUED, "2024-10-12", "date.other_role", id="the day it was signed"),
        pytest.param(ANY, "2024-12-01", "date.other_value", id="none of the roles"),
    ],
)
def test_another_date_refutes(role: DateRole, value: str, reason: str) -> None:
    assert judge(page(), role, value) == (REFUTED, reason)


def test_the_role_in_which_the_day_stands_is_named() -> None:
    found = verdict(page(), SIGNED, "2024-11-01")
    assert (found.values["role"], found.values["other_role"]) == ("signed", "effective")


@pytest.mark.parametrize("role", [ISSUED, SIGNED, ANY])
def test_a_web_upload_supports_nothing(role: DateRole) -> None:
    at = page(rows={"上传时间": "2024-11-09"}, body="正文。")
    assert judge(at, role, "2024-11-09") == (REFUTED, "date.only_upload")


def test_an_upload_beside_the_documents_own_date_is_named() -> None:
    at = page(rows=ROWS | {"上传时间": "2024-11-09"})
    assert judge(at, ISSUED, "2024-11-09") == (REFUTED, "date.only_upload")


@pytest.mark.parametrize("label", ["发布时间", "发布日期"])
def test_an_upload_that_the_site_calls_its_release_is_left_open(label: str) -> None:
    at = page(rows={"上传时间": "2024-11-09"}, body=f"{label}：2024-11-09 10:00\n正文。")
    assert judge(at, ISSUED, "2024-11-09") == (OPEN, "date.upload_as_issued")
    assert judge(at, SIGNED, "2024-11-09") == (REFUTED, "date.only_upload")


def test_a_day_is_not_supported_by_its_month() -> None:
    at = page(rows={"成文日期": "2024年10月"}, body="正文。")
    assert judge(at, SIGNED, "2024-10-12") == (OPEN, "date.less_precise")


def test_a_page_that_gives_two_signing_dates_decides_nothing() -> None:
    at = page(body=BODY + "\n成文日期：2024年10月18日")
    assert judge(at, SIGNED, "2024-10-12") == (OPEN, "date.page_disagrees")


def test_a_date_without_a_role_is_left_to_a_person() -> None:
    at = page(rows={}, body="省厅2024年10月20日召开会议，部署有关工作。")
    assert judge(at, ISSUED, "2024-10-20") == (OPEN, "date.no_role")


def test_a_date_that_stands_nowhere_is_not_for_a_person_to_settle() -> None:
    found = verdict(page(rows={}, body="正文没有日期。"), ISSUED, "2024-10-20")
    assert (told(found), found.open) == ((OPEN, "date.absent"), False)


@pytest.mark.parametrize("value", ["2024-13-01", "最近", "2024-02-30"])
def test_what_is_no_date_is_said_to_be_none(value: str) -> None:
    assert judge(page(), SIGNED, value) == (OPEN, "date.unreadable")


def test_a_quote_that_is_not_there_keeps_a_right_date_open() -> None:
    assert judge(page(), SIGNED, "2024-10-12", "签署于十月十二日") == (OPEN, "quote.not_found")


def test_a_wrong_date_is_refuted_even_with_a_true_quote() -> None:
    assert judge(page(), SIGNED, "2024-10-21", "2024年10月12日") == (REFUTED, "date.other_value")


def test_from_the_day_of_issue_takes_the_issued_date() -> None:
    at = page(body="本办法自印发之日起施行。")
    assert judge(at, EFFECTIVE, "2024-10-15") == (SUPPORTED, "date.same")


def test_from_the_day_of_issue_does_not_take_the_day_it_was_signed() -> None:
    at = page(body="本办法自印发之日起施行。")
    assert judge(at, EFFECTIVE, "2024-10-12")[0] is REFUTED


def test_the_day_another_document_took_effect_is_not_this_ones() -> None:
    at = page(
        rows=ROWS,
        body=f"{NAME}\n2019年3月1日起施行的《旧办法》同时废止。本办法自2024年11月1日起施行。",
    )
    assert judge(at, EFFECTIVE, "2019-03-01")[0] is REFUTED
    assert judge(at, EFFECTIVE, "2024-11-01") == (SUPPORTED, "date.same")


def test_a_period_has_to_be_equal() -> None:
    at = page(body="实施期限为2024年11月1日至2025年3月31日。")
    assert judge(at, IN_FORCE, "2024-11-01/2025-03-31") == (SUPPORTED, "date.same")
    assert judge(at, IN_FORCE, "2024-10-01/2025-04-30")[0] is not SUPPORTED


NEWS = "2024年11月6日上午，太临城际铁路正式开通运营。"


def judge_event(words: str, value: str, *, url: str = NEWS_URL, up: str = "2024-11-06") -> str:
    at = page("山西要闻", body=words, rows={"上传时间": up}, url=url)
    of = event(at, "太临城际铁路开通运营", dates=(dated(OCCURRENCE, value),))
    found = only(DateCheck(publishers())(subject(of, at)))
    return f"{found.label} {found.reason}"


@pytest.mark.parametrize(
    ("words", "value", "expected"),
    [
        pytest.param(NEWS, "2024-11-06", "supported date.same", id="with the act"),
        pytest.param(NEWS, "2024-11-07", "refuted date.other_value", id="the day after"),
        pytest.param(
            "太临城际铁路备受关注。", "2024-11-07", "refuted date.page_older", id="after the news"
        ),
        pytest.param(NEWS, "2024-11-05", "refuted date.other_value", id="another day"),
        pytest.param(
            "11月6日上午，太临城际铁路正式开通运营。",
            "2024-11-06",
            "supported date.same",
            id="year from the day of the news",
        ),
        pytest.param(
            "太临城际铁路2022年6月18日开工建设，2024年11月6日正式开通运营。",
            "2022-06-18",
            "refuted date.other_value",
            id="the date of another step",
        ),
        pytest.param(
            "太临城际铁路2022年6月18日开工建设，2024年11月6日正式开通运营。",
            "2024-11-06",
            "supported date.same",
            id="the date of this step",
        ),
        pytest.param(
            "太临城际铁路备受关注。2024年11月6日有雨。",
            "2024-11-06",
            "not_enough_info date.no_role",
            id="date and act in two sentences",
        ),
        pytest.param(
            "太临城际铁路将于2024年11月6日开通运营。",
            "2024-11-06",
            "refuted date.planned",
            id="only planned, and the day is that of the upload",
        ),
        pytest.param(
            "太临城际铁路备受关注。",
            "2024-11-06",
            "refuted date.only_upload",
            id="the day is that of the upload alone",
        ),
        pytest.param(
            "2024年11月6日，记者从指挥部获悉，太临城际铁路开通运营。",
            "2024-11-06",
            "not_enough_info date.no_role",
            id="the day on which it was learnt, and of the upload",
        ),
    ],
)
def test_an_event_is_dated_by_the_passage_with_the_act(
    words: str, value: str, expected: str
) -> None:
    assert judge_event(words, value) == expected


@pytest.mark.parametrize(
    "words",
    [
        "新华社太原11月6日电（记者某某）太临城际铁路开通运营。",
        "本报讯 2024年11月6日，记者从省交通运输厅获悉，太临城际铁路开通运营。",
        "记者11月6日从省交通运输厅获悉，太临城际铁路开通运营。",
        "11月6日，据示例日报报道，太临城际铁路开通运营。",
    ],
)
def test_the_day_of_the_report_is_not_the_day_of_the_event(words: str) -> None:
    assert judge_event(words, "2024-11-06", up="2024-11-07").split()[0] == OPEN
    behind = words.replace("开通运营", "于11月4日开通运营")
    assert judge_event(behind, "2024-11-04", up="2024-11-07") == "supported date.same"


def test_a_day_that_a_sentence_tells_is_not_only_that_of_the_upload() -> None:
    words = "2024年11月6日，太原至临汾的铁路正式开通运营。"
    for body, expected in (
        (words, (OPEN, "date.no_role")),
        ("发布时间：2024年11月6日", (REFUTED, "date.only_upload")),
        ("2024年11月6日 09:00", (REFUTED, "date.only_upload")),
    ):
        at = page("山西要闻", body=body, rows={"上传时间": "2024-11-06"}, url=NEWS_URL)
        day = dated(OCCURRENCE, "2024-11-06", "2024年11月6日")
        of = event(at, "太临城际铁路开通运营", dates=(day,))
        assert told(only(DateCheck(publishers())(subject(of, at)))) == expected


def test_a_day_of_force_that_the_text_tells_is_not_only_that_of_the_upload() -> None:
    """Invented: a warning without a year, put on the web on the day from which it holds."""
    for body, expected in (
        ("经研究，决定自6月12日8时起启动臭氧污染应急管控。", (OPEN, "date.year_of_upload")),
        ("经研究，决定启动臭氧污染应急管控。", (REFUTED, "date.only_upload")),
    ):
        at = page("关于启动臭氧污染应急管控的通知", body=body, rows={"上传时间": "2031-06-12"})
        of = policy(at, name=quoted(at.title), dates=(dated(EFFECTIVE, "2031-06-12"),))
        assert told(only(DateCheck(publishers())(subject(of, at)))) == expected


def test_a_planned_day_is_not_the_day_it_happened() -> None:
    words = "太临城际铁路将于2024年11月6日开通运营。"
    assert judge_event(words, "2024-11-06", up="2024-11-06 09:00") != "supported date.same"
    assert judge_event(words, "2024-11-06", up="2024-11-08") == "refuted date.planned"


def test_a_plan_for_how_long_does_not_make_a_day_a_planned_one() -> None:
    """Invented: the kilns stand since that day, and only how long is planned."""
    words = "太临市9条熟料生产线自11月6日起停窑，执行错峰生产，计划停窑15天。"
    at = page("山西要闻", body=words, rows={"上传时间": "2024-11-08"}, url=ISSUER_URL)
    of = event(at, "太临市9条熟料生产线停窑", dates=(dated(OCCURRENCE, "2024-11-06"),))
    assert told(only(DateCheck(publishers())(subject(of, at)))) == (OPEN, "date.year_of_upload")


def test_on_a_government_host_the_upload_does_not_give_the_year() -> None:
    words = "11月6日上午，太临城际铁路正式开通运营。"
    assert (
        judge_event(words, "2024-11-06", url=ISSUER_URL, up="2024-11-20") != "supported date.same"
    )


def test_news_of_january_tell_of_the_december_before() -> None:
    words = "12月28日，太临城际铁路正式开通运营。"
    assert judge_event(words, "2024-12-28", up="2025-01-02") == "supported date.same"


def test_an_attachments_own_date_is_not_the_notices() -> None:
    attachment = page(
        NAME,
        rows={"成文日期": "2024年9月30日"},
        body="正文。",
        url="https://jtyst.shanxi.gov.cn/1.pdf",
    )
    at = page(attachments=[attachment])
    assert judge(at, SIGNED, "2024-09-30")[0] is REFUTED
    assert judge(at, SIGNED, "2024-10-12") == (SUPPORTED, "date.same")


def test_a_day_that_only_the_address_tells_is_the_uploads_and_has_no_span() -> None:
    found = verdict(page(rows={}, body="正文。"), ISSUED, "2024-10-15")
    assert (told(found), found.span) == ((REFUTED, "date.only_upload"), None)


def test_a_recurring_measure_is_in_force_every_winter() -> None:
    at = page(body="每年11月1日至次年3月31日实行错峰运输。")
    of = policy(at, kind=PolicyKind.RECURRING, dates=(dated(IN_FORCE, "2024-11-01/2025-03-31"),))
    assert told(only(DateCheck(publishers())(subject(of, at)))) == (SUPPORTED, "date.same")


@pytest.mark.parametrize("term", ["30日后", "三十日以后", "满一个月后"])
def test_so_many_days_after_the_issue_is_not_the_day_of_issue(term: str) -> None:
    at = page(rows={"发布日期": "2024年10月15日"}, body=f"正文。\n本办法自公布之日起{term}施行。")
    of = policy(at, dates=(dated(DateRole.EFFECTIVE, "2024-10-15"),))
    assert only(DateCheck(publishers())(subject(of, at))).label is not Label.SUPPORTED


@pytest.mark.parametrize("by", ["截至", "截止", "截止到"])
def test_as_of_a_day_is_not_on_that_day(by: str) -> None:
    name = "太原云顶电厂3号机组投产"
    at = page(name, f"{by}2024年11月5日，太原云顶电厂3号机组投产。", {}, url=NEWS_URL)
    of = event(at, name, dates=(dated(DateRole.OCCURRENCE, "2024-11-05"),))
    assert only(DateCheck(publishers())(subject(of, at))).label is Label.NOT_ENOUGH_INFO


@pytest.mark.parametrize("hour", ["零时", "24时", "0时", "00:00"])
def test_an_hour_does_not_hide_the_day_of_effect(hour: str) -> None:
    at = page(rows={}, body=f"本次价格调整自2024年11月1日{hour}起执行。")
    of = policy(at, dates=(dated(DateRole.EFFECTIVE, "2024-11-01"),))
    assert told(only(DateCheck(publishers())(subject(of, at)))) == (Label.SUPPORTED, "date.same")
