"""施行 and 有效期, from a document's own sentences."""

from __future__ import annotations

import datetime

import pytest

from agent.readers.in_force import effective, in_force, said_in
from agent.records import Interval, StatedDate
from agent.text.terms import Said


def said(text: str) -> tuple[Said, ...]:
    return said_in(text, SIGNED, ISSUED)


def day(year: int, month: int, date: int) -> StatedDate:
    interval = Interval.of_day(datetime.date(year, month, date))
    return StatedDate(interval=interval, value=str(interval), where="落款")


SIGNED, ISSUED = day(2024, 10, 12), day(2024, 10, 15)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("第十条　本办法自2024年11月1日起施行。", "2024-11-01", id="本办法"),
        pytest.param("本细则自2024年\n11月1日起施行。", "2024-11-01", id="across-a-line-break"),
        pytest.param("自 2024 年 11 月 1 日起施行。", "2024-11-01", id="spaced-by-a-pdf"),
        pytest.param("决定自2024年11月10日零时起实施限行。", "2024-11-10", id="from-midnight"),
        pytest.param("本通告自11月10日起执行。", "2024-11-10", id="the-year-of-the-signature"),
        pytest.param("本办法自印发之日起施行。", "2024-10-15", id="自印发之日起"),
        pytest.param("本办法自发布之日起30日后施行。", "2024-11-14", id="thirty-days-after"),
        pytest.param("本规定自公布之日起三十日后施行。", "2024-11-14", id="thirty-in-words"),
        pytest.param(
            "本方案自2024年11月1日起至2025年3月31日止实施。", "2024-11-01", id="from-until"
        ),
    ],
)
def test_the_day_it_takes_effect(text: str, expected: str) -> None:
    found = effective(said(text), SIGNED, ISSUED)
    assert found is not None
    assert str(found.interval) == expected
    assert found.span is not None
    assert text[found.span.start : found.span.end] == found.value


@pytest.mark.parametrize(
    "text",
    [
        "《某省旧办法》自2015年1月1日起施行，现予废止。",
        "根据《某条例》（自2015年1月1日起施行）的规定，制定本方案。",
        "自2020年以来，全省新能源车保有量增长三倍。",
        "到2025年，全面实施错峰运输。",
        "原定于2024年11月1日起执行的补贴标准暂缓执行。",
    ],
)
def test_the_day_of_another_document_does_not_count(text: str) -> None:
    assert effective(said(text), SIGNED, ISSUED) is None


def test_its_own_article_comes_before_a_cited_one() -> None:
    text = "自2016年5月1日起实施的有关规定继续有效。\n第九条　本办法自2024年12月1日起施行。"
    found = effective(said(text), SIGNED, None)
    assert found is not None
    assert str(found.interval) == "2024-12-01"


def test_from_the_day_of_issue_says_which_day_it_took() -> None:
    text = "本办法自印发之日起施行。"
    by_issue = effective(said(text), SIGNED, ISSUED)
    assert by_issue is not None
    assert by_issue.where == "正文（按印发或发布日期 2024-10-15）"
    assert effective(said(text), None, None) is None


def test_from_the_day_of_issue_with_a_signing_day_alone_is_an_interval_to_the_publication() -> None:
    text = "本办法自印发之日起施行。"
    found = effective(said(text), SIGNED, None, day(2024, 10, 18))
    assert found is not None
    assert str(found.interval) == "2024-10-12..2024-10-18"
    assert found.where == "正文（成文 2024-10-12 与首次公布 2024-10-18 之间）"
    assert effective(said(text), SIGNED, None) is None, "nothing bounds it"
    assert effective(said(text), SIGNED, None, day(2024, 10, 1)) is None, "put up before signed"


def test_what_runs_from_an_unknown_day_has_no_period_in_force() -> None:
    text = "本办法自印发之日起施行，有效期5年。"
    start = effective(said(text), SIGNED, None, day(2024, 10, 18))
    assert in_force(said(text), start) is None


@pytest.mark.parametrize(
    "text",
    [
        "项目实施期限为2022年6月1日至2025年5月31日。",
        "各示范项目建设期为2023年9月1日至2024年8月31日，资金执行期为2023年9月1日至2026年8月31日。",
        "课题执行期限：2021年1月1日至2023年12月31日。",
    ],
)
def test_the_term_of_a_funded_project_is_no_period_in_force(text: str) -> None:
    assert in_force(said(text), None) is None


@pytest.mark.parametrize(
    "text",
    [
        "本通知自2015年11月20日执行。",
        "本公告于2015年11月20日施行。",
        "自２０１５年１１月２０日起施行。",
    ],
)
def test_the_verb_needs_no_from_and_full_width_digits_are_digits(text: str) -> None:
    found = effective(said(text), None, None)
    assert found is not None
    assert str(found.interval) == "2015-11-20"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("本办法有效期至2027年12月31日。", "2024-11-01..2027-12-31", id="有效期至"),
        pytest.param(
            "本办法自2024年11月1日起施行，有效期5年。", "2024-11-01..2029-10-31", id="five-years"
        ),
        pytest.param("有效期为三年。", "2024-11-01..2027-10-31", id="three-in-words"),
        pytest.param("试行期6个月。", "2024-11-01..2025-04-30", id="six-months"),
        pytest.param(
            "本措施自印发之日起实施至2025年 12 月 31 日。", "2024-11-01..2025-12-31", id="实施至"
        ),
        pytest.param("执行期限到2025年底。", "2024-11-01..2025-12-31", id="年底"),
        pytest.param("有效期内不得转让。", None, id="neither-end-nor-length"),
    ],
)
def test_an_end_or_a_length_counts_from_the_start(text: str, expected: str | None) -> None:
    found = in_force(said(text), day(2024, 11, 1))
    assert (str(found.interval) if found else None) == expected


def test_a_later_day_in_the_text_leaves_the_start_open_unless_the_start_is_firm() -> None:
    text = "一、自2024年12月1日起，服务费上限为0.36元。二、执行至2027年11月30日。"
    assert in_force(said(text), None, day(2024, 11, 5)) is None
    firm = "本通知自2024年11月5日起施行。" + text
    start = effective(said(firm), None, None)
    found = in_force(said(firm), start)
    assert found is not None
    assert str(found.interval) == "2024-11-05..2027-11-30"


def test_a_named_period_needs_no_start() -> None:
    text = "一、实施期限为2024年11月1日至2025年3月31日。"
    found = in_force(said(text), None)
    assert found is not None
    assert str(found.interval) == "2024-11-01..2025-03-31"
    assert found.span is not None
    assert text[found.span.start : found.span.end] == found.value


def test_a_leap_day_has_an_end() -> None:
    text = "有效期1年。"
    found = in_force(said(text), day(2024, 2, 29))
    assert found is not None
    assert str(found.interval) == "2024-02-29..2025-02-27"


def test_the_period_of_another_document_does_not_count() -> None:
    text = "《某许可证》有效期5年。"
    assert in_force(said(text), day(2024, 11, 1)) is None


@pytest.mark.parametrize(
    "text",
    [
        "有下列行为之一的，纳入本市核查工作黑名单，有效期为五年。",
        "经审核合格的，发给通行证，有效期3年。",
        "评估结论的有效期为两年。",
    ],
)
def test_the_term_of_a_list_or_a_certificate_is_not_that_of_the_paper(text: str) -> None:
    """Invented sentences."""
    assert in_force(said(text), day(2024, 11, 1)) is None
    own = in_force(said(f"{text}本办法自发布之日起施行，有效期三年。"), day(2024, 11, 1))
    assert own is not None
    assert str(own.interval) == "2024-11-01..2027-10-31"
