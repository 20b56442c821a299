"""Dates as closed intervals: every form documents use, and nothing that only looks like one."""

from __future__ import annotations

from datetime import date

import pytest

from agent.records import Interval
from agent.text.dates import dates, iso, parse_date


def between(first: str, last: str) -> Interval:
    return Interval(start=date.fromisoformat(first), end=date.fromisoformat(last))


@pytest.mark.parametrize(
    "text",
    [
        "2024-11-08", "2024-11-8", "2024/11/8", "2024.11.08", "20241108", "2024——11——08",
        "2024年11月08日", "2024年11月8号", "2024 年 11 月 8 日", "２０２４年１１月８日", "2024年11\n月8日",
        "二〇二四年十一月八日", "二○二四年十一月八日", "二零二四年十一月八日", "二Ｏ二四年十一月八日", "二0二四年十一月八日",
        "2024-11-08 09:30", "2024-11-08-09:30:00", "2024-11-08T09:30:00+08:00", "2024年11月8日上午9时30分",
        "2024年11月8日（星期五）",
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    assert parse_date(text) == between("2024-11-08", "2024-11-08")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        pytest.param("2024", "2024-01-01", "2024-12-31", id="a year is never its first day"),
        pytest.param("2024年", "2024-01-01", "2024-12-31", id="a Chinese year"),
        pytest.param("二〇二四年", "2024-01-01", "2024-12-31", id="a year in numerals"),
        pytest.param("2024-02", "2024-02-01", "2024-02-29", id="a month of a leap year"),
        pytest.param("2024.11", "2024-11-01", "2024-11-30", id="a month with a dot"),
        pytest.param("2024年1月", "2024-01-01", "2024-01-31", id="a month"),
        pytest.param("2024年01月份", "2024-01-01", "2024-01-31", id="01 is 1"),
        pytest.param("二〇二四年十二月三十一日", "2024-12-31", "2024-12-31", id="the last day"),
        pytest.param("2024年元月", "2024-01-01", "2024-01-31", id="元月"),
        pytest.param("2024年11月上旬", "2024-11-01", "2024-11-10", id="上旬"),
        pytest.param("2024年11月中旬", "2024-11-11", "2024-11-20", id="中旬"),
        pytest.param("2024年2月下旬", "2024-02-21", "2024-02-29", id="下旬"),
        pytest.param("2024年11月底", "2024-11-21", "2024-11-30", id="月底"),
        pytest.param("2024年底", "2024-12-01", "2024-12-31", id="年底"),
        pytest.param("2024年初", "2024-01-01", "2024-01-31", id="年初"),
        pytest.param("2024年上半年", "2024-01-01", "2024-06-30", id="half a year"),
        pytest.param("2024年三季度", "2024-07-01", "2024-09-30", id="a quarter"),
        pytest.param("2024年第4季度", "2024-10-01", "2024-12-31", id="a numbered quarter"),
        pytest.param("2024年冬季", "2024-12-01", "2025-02-28", id="winter reaches into the next year"),
        pytest.param("2023年冬季", "2023-12-01", "2024-02-29", id="winter ends with a leap day"),
        pytest.param("2024-2025年秋冬季", "2024-10-01", "2025-03-31", id="the winter campaign"),
        pytest.param("2024年春节", "2024-02-09", "2024-02-15", id="Spring Festival"),
        pytest.param("2023年春节", "2023-01-21", "2023-01-27", id="an early one"),
        pytest.param("2024年春运", "2024-01-26", "2024-03-05", id="the forty days of its traffic"),
        pytest.param("2024年国庆", "2024-10-01", "2024-10-07", id="National Day"),
        pytest.param("2024年迎峰度夏", "2024-06-01", "2024-09-30", id="the summer peak"),
        pytest.param("2024年迎峰度冬", "2024-12-01", "2025-02-28", id="the winter peak"),
        pytest.param("2050年春节", "2050-01-01", "2050-12-31", id="out of the table: a year"),
        pytest.param("2024—2025年度供暖季", "2024-11-15", "2025-03-15", id="the heating season"),
        pytest.param("2024年夏秋航季", "2024-03-31", "2024-10-26", id="the summer flight season"),
        pytest.param("2024/25年冬春航季", "2024-10-27", "2025-03-29", id="the winter flight season"),
        pytest.param("2024年11月15日起至2025年3月15日", "2024-11-15", "2025-03-15", id="from, to"),
        pytest.param("“十四五”", "2021-01-01", "2025-12-31", id="a five-year plan"),
        pytest.param("十五五时期", "2026-01-01", "2030-12-31", id="the next plan"),
        pytest.param("2023—2025年", "2023-01-01", "2025-12-31", id="years"),
        pytest.param("2024年11月1日至12月31日", "2024-11-01", "2024-12-31", id="the year is inherited"),
        pytest.param("2024年11月1日至3日", "2024-11-01", "2024-11-03", id="year and month are inherited"),
        pytest.param("2024年11月15日至次年3月15日", "2024-11-15", "2025-03-15", id="次年"),
        pytest.param("2024年11月15日至3月15日", "2024-11-15", "2025-03-15", id="over the turn of the year"),
        pytest.param("2024.11.08-2024.12.08", "2024-11-08", "2024-12-08", id="a range with dots"),
        pytest.param("2024-11-08/2024-12-31", "2024-11-08", "2024-12-31", id="ISO start/end"),
    ],
)  # fmt: skip
def test_a_coarser_date_is_an_interval(text: str, first: str, last: str) -> None:
    assert parse_date(text) == between(first, last)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("2024-02-30", id="a day that is none"),
        pytest.param("2024年2月30日", id="a Chinese day that is none"),
        pytest.param("20241332", id="a month that is none"),
        pytest.param("2024-13", id="month 13"),
        pytest.param("2024-12-31/2024-11-08", id="a range that runs backwards"),
        pytest.param("2025-2024年", id="years that run backwards"),
        pytest.param("2024年11月8日至2023年1月1日", id="days that run backwards"),
        pytest.param("2024年11月8日印发", id="something behind it"),
        pytest.param("于2024年11月8日", id="something before it"),
        pytest.param("11月8日", id="no year"),
        pytest.param("〔2024〕58号", id="a document number"),
        pytest.param("2024年第8号", id="an announcement"),
        pytest.param("2024-00123", id="an index number"),
        pytest.param("", id="nothing"),
        pytest.param("去年", id="a year that depends on today"),
    ],
)
def test_what_is_no_whole_date_is_none(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("晋政发〔2024〕8号、国办发〔2017〕47号", id="document numbers"),
        pytest.param("国家能源局公告2024年第8号", id="an announcement"),
        pytest.param("索引号 000014349/2019-00005", id="an index number"),
        pytest.param("电话0351-2024111、13820241108", id="phone numbers"),
        pytest.param("标准GB 18352.6-2016", id="a standard"),
        pytest.param("装机2024万千瓦", id="a quantity"),
        pytest.param("2020年代", id="a decade"),
        pytest.param("11月8日", id="a day without its year"),
        pytest.param("每年11月1日至次年3月31日", id="every year"),
        pytest.param("2024年2月30日", id="a day that is none gives no year either"),
    ],
)
def test_what_only_looks_like_a_date_is_left_out(text: str) -> None:
    assert dates(text) == ()


def test_a_given_year_fills_what_the_text_leaves_out() -> None:
    found = dates("11月8日召开会议，去年12月印发，明年1月1日施行，每年10月检查。", year=2024)
    assert [str(mention.interval) for mention in found] == [
        "2024-11-08",
        "2023-12-01..2023-12-31",
        "2025-01-01",
    ]


def test_open_sides_are_marked_and_keep_the_named_date() -> None:
    found = dates("2024年11月底前完成，自2025年1月1日起施行，2023年以来，2022年5月6日印发")
    assert [mention.open_side for mention in found] == ["before", "after", "after", None]
    assert found[1].interval == between("2025-01-01", "2025-01-01")


def test_mentions_point_at_their_places_and_tell_their_precision() -> None:
    text = "“十四五”期间，2024 年\n11月8日至12月8日、2024年冬季、2025年3月和2026年。"
    found = dates(text)
    assert [m.precision for m in found] == ["range", "range", "season", "month", "year"]
    assert all(text[m.span.start : m.span.end] == m.text for m in found)
    assert found[1].text == "2024 年\n11月8日至12月8日"


@pytest.mark.parametrize(
    ("interval", "text"),
    [
        (between("2024-11-08", "2024-11-08"), "2024-11-08"),
        (between("2024-11-01", "2024-11-30"), "2024-11"),
        (between("2024-01-01", "2024-12-31"), "2024"),
        (between("2024-11-08", "2024-12-31"), "2024-11-08/2024-12-31"),
    ],
)
def test_the_shortest_iso_form_is_written(interval: Interval, text: str) -> None:
    assert iso(interval) == text
