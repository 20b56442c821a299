"""The days that addresses name, as sites write them; all addresses are invented."""

from __future__ import annotations

from datetime import date

import pytest

from agent.records import Interval
from agent.text.url_days import url_date, url_days

TODAY = date(2026, 1, 5)
DAY = Interval.of_day(date(2024, 11, 8))


@pytest.mark.parametrize(
    "path",
    [
        "zfxxgk/202411/t20241108_9900101.shtml",
        "2024/11/08/c_1.htm",
        "2024-11/08/c_1.htm",
        "2024/1108/c1013-30965541.html",
        "art/2024/11/8/art_46143_1.html",
        "politics/2024_11_08_673442.shtml",
        "c/20241108104512.html",
        "zcfb/202411/P020241108576725875498.pdf",
        "a/202411/08/WS65669f7ca31090682a5f0876.html",
    ],
)
def test_a_day_is_read_in_every_form(path: str) -> None:
    assert url_date(f"https://www.a.example/{path}", TODAY) == DAY


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("news/202411/1.html", Interval.of_month(2024, 11)),
        ("2024/11/c_1.html", Interval.of_month(2024, 11)),
        ("zhuanti/2024/1.html", Interval.of_year(2024)),
        ("a/20241308.html", None),
        ("a/2024110812345678.html", None),
        ("a/1.html?day=20241108", None),
    ],
)
def test_without_a_day_the_month_or_the_year_is_told(path: str, told: Interval | None) -> None:
    assert url_date(f"https://www.a.example/{path}", TODAY) == told


def test_of_two_days_the_last_past_one_counts_and_all_are_told_in_order() -> None:
    url = "https://www.a.example/2024/11/08/c_20300512.htm"
    assert url_days(url) == (date(2024, 11, 8), date(2030, 5, 12))
    assert url_date(url, TODAY) == DAY
