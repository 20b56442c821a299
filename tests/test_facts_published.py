"""The day a page was published, and that nothing later has happened on it. All pages are invented."""

from __future__ import annotations

import datetime
import hashlib

import pytest

from agent.facts.document import facts_of
from agent.facts.published import published
from agent.findings import Label, Status
from agent.policy import DateRole
from agent.readers.html import HtmlReader
from agent.records import Changepoint, Fetched, Page
from tests.knowledge import finding
from tests.samples import dated, event, subject

URL = "https://news.shili-ribao.example/html/20241104/1.html"


def read(line: str, *paragraphs: str, url: str = URL) -> Page:
    text = "".join(f"<p>{part}</p>" for part in paragraphs)
    body = (
        "<html><head><meta charset='utf-8'><title>汾西示例要闻</title></head><body><h1>汾西示例要闻</h1>"
        f"<p>{line}</p><div class='TRS_Editor'>{text}</div></body></html>"
    ).encode()
    return HtmlReader().read(
        Fetched(
            url=url,
            answered_url=url,
            status=200,
            headers={"content-type": "text/html; charset=utf-8"},
            body=body,
            sha256=hashlib.sha256(body).hexdigest(),
            fetched_at=datetime.datetime(2026, 1, 5, 20, 0, tzinfo=datetime.UTC),
        )
    )


@pytest.mark.parametrize(
    ("line", "paragraphs", "url", "expected"),
    [
        (
            "2024-11-04 09:10 来源：示例日报",
            ["汾西示例电厂2号机组的调试已近尾声，公司说将于2024年12月1日投产。"],
            URL,
            "2024-11-04",
        ),
        (
            "",
            [
                "新华社太原2024年11月6日电 汾西示例电厂2号机组的调试已近尾声，公司说将于2024年12月1日投产。"
            ],
            URL,
            "2024-11-06",
        ),
        (
            "",
            [
                "本报讯（2024年11月7日）汾西示例电厂2号机组的调试已近尾声，公司说将于2024年12月1日投产。"
            ],
            URL,
            "2024-11-07",
        ),
        (
            "2024-11-04 09:10 来源：示例日报",
            ["现将有关事项通告如下。", "汾西市人民政府", "2024年11月5日"],
            URL,
            "2024-11-05",
        ),
        (
            "",
            ["汾西示例电厂2号机组的调试已近尾声，公司说将于2024年12月1日投产。"],
            URL,
            "2026-01-06",
        ),
        (
            "",
            ["汾西示例电厂2号机组的调试已近尾声，公司说将于2024年12月1日投产。"],
            "https://shili.example/a/1.html",
            "2026-01-06",
        ),
    ],
    ids=[
        "header",
        "dateline",
        "dateline-in-brackets",
        "sign-off",
        "no-address",
        "fetched-in-china",
    ],
)
def test_a_page_was_published_on_the_latest_of_its_own_days(
    line: str, paragraphs: list[str], url: str, expected: str
) -> None:
    assert str(published(read(line, *paragraphs, url=url))) == expected


@pytest.mark.parametrize(
    "words",
    [
        "瞄准2024年11月20日，太原示例电厂2号机组投产。",
        "太原示例电厂2号机组，锁定2024年11月20日投产。",
        "2024年11月20日零时太原示例电厂2号机组投产。",
    ],
)
def test_nothing_happened_after_the_day_the_page_was_published(words: str) -> None:
    at = read("2024-11-04 09:10 来源：示例日报", words)
    of = event(at, "太原示例电厂2号机组投产", dates=(dated(DateRole.OCCURRENCE, "2024-11-20"),))
    point = Changepoint(province="山西", sector="Power", date=datetime.date(2024, 11, 8))
    found = finding(of, at, point)
    assert found.of_check("date")[0].label is not Label.SUPPORTED
    assert found.status is not Status.VERIFIED


def test_the_facts_of_a_page_are_read_once_and_those_of_its_attachment_have_its_day() -> None:
    attached = read("", "汾西示例电厂2号机组将于2024年12月1日投产。", url=f"{URL}.doc")
    at = read("2024-11-04 09:10 来源：示例日报", "见附件。")
    at = at.model_copy(update={"attachments": (attached,)})
    first, second = subject(event(at, "汾西示例电厂2号机组投产"), at).documents
    assert first is facts_of(at)
    assert second.page is attached
    assert [str(one.last) for one in (first, second)] == ["2024-11-04", "2024-11-04"]
