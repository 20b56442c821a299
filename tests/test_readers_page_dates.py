"""Four dates are four facts: signed, issued, effective, uploaded."""

from __future__ import annotations

import datetime

import pytest

from agent.readers.page_dates import PageDates, Told, page_dates
from agent.readers.rows import Row, Rows
from agent.readers.signature import Closing
from agent.records import Interval, Span, StatedDate


def dates(
    rows: dict[str, tuple[str, str]] | None = None,
    *,
    official: bool = True,
    tags: dict[str, str] | None = None,
    url: str = "https://a.example/a.html",
    text: str = "",
    closing: str | None = None,
    printed: str | None = None,
) -> PageDates:
    """``rows`` is label -> (role, value)."""
    lines = [f"{label}：{value}" for label, (_, value) in (rows or {}).items()]
    head = "\n".join(lines) + "\n"
    places = {
        label: Span(start=head.index(line) + len(label) + 1, end=head.index(line) + len(line))
        for label, line in zip(rows or {}, lines, strict=True)
    }
    found = tuple(
        Row(label, value, role, 0, 0, official) for label, (role, value) in (rows or {}).items()
    )
    told = Told(
        text=head + text,
        body=Span(start=len(head), end=len(head) + len(text)),
        rows=Rows(found),
        spans=places,
        tags=tags or {},
        url=url,
        fetched=datetime.date(2026, 11, 24),
        signature=Closing(day(closing, "落款")),
        imprint=Closing(day(printed, "版记 印发日期")),
    )
    return page_dates(told)


def day(iso: str | None, where: str) -> StatedDate | None:
    if iso is None:
        return None
    interval = Interval.of_day(datetime.date.fromisoformat(iso))
    return StatedDate(interval=interval, value=iso, where=where)


def shown(date: StatedDate | None) -> tuple[str, str] | None:
    return (str(date.interval), date.where) if date else None


SIGNED = {"成文日期": ("signed", "2024年10月12日")}


def test_rows_keep_their_roles() -> None:
    found = dates(
        SIGNED
        | {
            "发布日期": ("published", "2024-10-15 09:00:00"),
            "施行日期": ("effective", "2024-11-01"),
        }
    )
    assert shown(found.signed) == ("2024-10-12", "元数据表 成文日期")
    assert shown(found.issued) == ("2024-10-15", "元数据表 发布日期")
    assert shown(found.effective) == ("2024-11-01", "元数据表 施行日期")


def test_a_day_of_publishing_years_after_the_signing_is_an_upload() -> None:
    found = dates(
        {"成文日期": ("signed", "2004年4月17日"), "发布日期": ("published", "2018年12月24日")}
    )
    assert found.issued is None
    assert shown(found.uploaded) == (
        "2018-12-24",
        "元数据表 发布日期（晚于成文日期 90 天以上，只作上网日期）",
    )


@pytest.mark.parametrize(
    ("published", "issued"),
    [("2025-01-10", True), ("2025-01-11", False)],
    ids=["ninety", "ninety-one"],
)
def test_ninety_days_are_the_border(published: str, issued: bool) -> None:
    assert (dates(SIGNED | {"发布日期": ("published", published)}).issued is not None) is issued


def test_the_imprint_comes_before_the_day_of_publishing() -> None:
    found = dates(SIGNED | {"发布日期": ("published", "2024-10-20")}, printed="2024-10-14")
    assert shown(found.issued) == ("2024-10-14", "版记 印发日期")


def test_in_the_header_of_a_news_page_a_time_is_an_upload() -> None:
    found = dates({"发布时间": ("published", "2024-10-28 08:15")}, official=False)
    assert found.issued is None
    assert shown(found.uploaded) == ("2024-10-28", "页头 发布时间")


def test_the_closing_signs_where_no_row_does() -> None:
    assert shown(dates(closing="2024-10-12").signed) == ("2024-10-12", "落款")


def test_a_page_that_contradicts_itself_says_so() -> None:
    assert shown(dates(SIGNED, closing="2024-10-22").signed) == (
        "2024-10-12",
        "元数据表 成文日期（落款为 2024-10-22）",
    )


def test_the_earliest_upload_date_is_the_tightest_bound() -> None:
    found = dates(
        {"发布日期": ("published", "2017-05-15")},
        official=False,
        tags={"pubdate": "2022-04-24 10:00"},
    )
    assert shown(found.uploaded) == ("2017-05-15", "页头 发布日期（meta pubdate 为 2022-04-24）")


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("pubdate", "2024-11-12 09:30", "2024-11-12"),
        ("firstpublishedtime", "2024-11-12-09:30:00", "2024-11-12"),
        ("publishdate", "2024年11月12日", "2024-11-12"),
        ("article:published_time", "2024-11-12T09:30:00+08:00", "2024-11-12"),
        ("pubdate", "20241112", "2024-11-12"),
    ],
)
def test_meta_tags_are_upload_dates(name: str, value: str, expected: str) -> None:
    assert shown(dates(tags={name: value}).uploaded) == (expected, f"meta {name}")


@pytest.mark.parametrize(
    "tags",
    [
        {"others": "页面生成时间 2024-11-12 09:30:00"},
        {"maketime": "2024-11-12"},
        {"pubdate": "昨天"},
    ],
)
def test_the_time_a_page_was_generated_is_no_date_of_it(tags: dict[str, str]) -> None:
    assert dates(tags=tags).uploaded is None


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/zcfg/202411/t20241112_88.html", "2024-11-12"),
        ("https://a.example/zhengce/content/2019-02/15/content_1.htm", "2019-02-15"),
        ("https://a.example/art/2016/11/22/art_1.html", "2016-11-22"),
        ("https://a.example/local/20241112/a.html", "2024-11-12"),
        ("https://a.example/files/P020241112388800000088.pdf", "2024-11-12"),
        ("https://a.example/tjgb/202305/3679.shtml", "2023-05-01..2023-05-31"),
        ("https://a.example/art/20241399/x.html", None),
        ("https://a.example/content_5365945.htm", None),
        ("https://a.example/zx/2019/index.html", None),
        ("https://a.example/a/20271231/1.html", None),
        ("https://a.example/2024-11/12/content_1.htm", "2024-11-12"),
        ("https://a.example/a/20241112104512.html", "2024-11-12"),
    ],
)
def test_the_url_is_asked_last(url: str, expected: str | None) -> None:
    found = dates(url=url).uploaded
    assert (str(found.interval) if found else None) == expected
    assert found is None or found.where == "网址"


def test_the_url_does_not_speak_where_the_page_does() -> None:
    found = dates(tags={"pubdate": "2024-11-15"}, url="https://a.example/t20241112_88.html")
    assert shown(found.uploaded) == ("2024-11-15", "meta pubdate")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ({"有效期": ("in_force", "5年")}, "2024-11-01..2029-10-31"),
        ({"有效期至": ("in_force", "2027年12月31日")}, "2024-11-01..2027-12-31"),
        ({"有效期": ("in_force", "2024年11月1日至2026年10月31日")}, "2024-11-01..2026-10-31"),
        ({"失效日期": ("expires", "2026-12-31")}, "2024-11-01..2026-12-31"),
        ({"失效日期": ("expires", "2020-12-31")}, None),
        ({"有效期": ("in_force", "长期")}, None),
    ],
)
def test_rows_tell_how_long_it_is_in_force(
    rows: dict[str, tuple[str, str]], expected: str | None
) -> None:
    effect = {"实施日期": ("effective", "2024-11-01")}
    found = dates(SIGNED | effect | rows).in_force
    assert (str(found.interval) if found else None) == expected


def test_a_length_without_a_day_of_effect_or_issue_gives_no_period() -> None:
    assert dates(SIGNED | {"有效期": ("in_force", "5年")}).in_force is None


def test_a_row_that_holds_no_date_is_passed_over() -> None:
    assert dates({"成文日期": ("signed", "见正文")}, closing="2024-10-12").signed == day(
        "2024-10-12", "落款"
    )
