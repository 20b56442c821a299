"""The publisher check: whose host it is, and the class of the source that a finding carries."""

from __future__ import annotations

import pytest

from agent.checks.publisher import PublisherCheck, judge_label, judge_link
from agent.findings import Label
from agent.records import Page
from tests.knowledge import publishers
from tests.samples import (
    ISSUER_URL,
    NEWS_URL,
    REPOST_URL,
    UNKNOWN_URL,
    only,
    page,
    policy,
    subject,
    told,
)

SUPPORTED, REFUTED, OPEN = Label.SUPPORTED, Label.REFUTED, Label.NOT_ENOUGH_INFO


@pytest.mark.parametrize(
    ("at", "reason", "source_class"),
    [
        pytest.param(page(), "publisher.issuer", "issuer", id="the issuer's own site"),
        pytest.param(page(url=REPOST_URL), "publisher.repost", "repost", id="a city reposts"),
        pytest.param(
            page("通知", "正文。", {}, url=REPOST_URL),
            "publisher.government",
            "government",
            id="a government, issuer unknown",
        ),
        pytest.param(page(url=NEWS_URL), "publisher.not_government", "state_media", id="news"),
        pytest.param(page(url=UNKNOWN_URL), "publisher.unknown", "unknown", id="nobody knows"),
    ],
)
def test_the_class_of_a_source(at: Page, reason: str, source_class: str) -> None:
    found = only(PublisherCheck(publishers())(subject(policy(at), at)))
    assert found.reason == reason
    assert found.values["source_class"] == source_class


def test_an_office_publishes_on_its_governments_site() -> None:
    at = page(
        "山西省人民政府办公厅关于加快推进多式联运的意见",
        "正文。",
        {"发文机关": "山西省人民政府办公厅"},
        url="https://www.shanxi.gov.cn/zcwj/202409/t1.shtml",
    )
    found = only(PublisherCheck(publishers())(subject(policy(at), at)))
    assert found.values["source_class"] == "issuer"


@pytest.mark.parametrize(
    ("label", "url", "expected"),
    [
        pytest.param(
            "山西省生态环境厅",
            "http://www.tanpaifang.com/tanjiaoyi/1.html",
            Label.REFUTED,
            id="a body over a news site",
        ),
        pytest.param("山西省交通运输厅", ISSUER_URL, SUPPORTED, id="its own site"),
        pytest.param("山西省交通运输厅", REPOST_URL, SUPPORTED, id="reposted below"),
        pytest.param("山西省交通运输厅", UNKNOWN_URL, OPEN, id="unknown host"),
        pytest.param("点击查看", NEWS_URL, OPEN, id="a label that names nobody"),
    ],
)
def test_a_link_label_must_fit_its_host(label: str, url: str, expected: Label) -> None:
    assert judge_label(label, url, publishers()).label is expected


def test_a_mismatch_says_whose_the_host_is() -> None:
    found = judge_label("陕西省人民政府", NEWS_URL, publishers())
    assert told(found) == (REFUTED, "publisher.label_mismatch")
    assert found.values["host"] == "www.xinhuanet.com"


@pytest.mark.parametrize(
    ("label", "url"),
    [
        ("人民网", "https://www.thepaper.cn/newsDetail_1"),
        ("中国日报", "http://www.china.org.cn/business/1.htm"),
        ("新华社报道", "https://www.sohu.com/a/1"),
        ("Shanxi Provincial Government", "https://www.sohu.com/a/1"),
        ("Shanxi Provincial Department of Ecology and Environment", "https://www.thepaper.cn/1"),
        ("Ministry of Transport", "https://www.sohu.com/a/1"),
        ("Hebei Development and Reform Commission", "https://www.shanxi.gov.cn/1.html"),
    ],
)
def test_a_link_that_names_another_publisher_than_its_host_is_refuted(label: str, url: str) -> None:
    found = judge_link(label, url, publishers())
    assert found is not None
    assert told(found) == (REFUTED, "publisher.label_mismatch")


@pytest.mark.parametrize(
    ("label", "url"),
    [
        ("人民网", "https://www.peopleapp.com/1"),
        ("新华社", "https://english.news.cn/1"),
        ("腾讯新闻", "https://news.qq.com/1"),
        ("中国新闻网", "http://www.chinanews.com.cn/1"),
        ("山西日报", "https://www.daynews.com.cn/1"),
        ("中国日报", "https://english.www.gov.cn/1"),
        ("Shanxi Energy", "https://www.sohu.com/1"),
        ("Shanxi Government publishes its plan", "https://www.sohu.com/1"),
        ("新闻链接", "https://www.sohu.com/1"),
    ],
    ids=[
        "one house",
        "an agency and its site",
        "two names of one",
        "its own name",
        "papers of one province",
        "a government that reposts",
        "no body",
        "a title",
        "no name",
    ],
)
def test_nothing_is_said_of_a_link_that_names_nobody_else(label: str, url: str) -> None:
    assert judge_link(label, url, publishers()) is None


def test_an_english_body_over_its_own_site_is_its_site() -> None:
    found = judge_link("Shanxi Provincial Government", "https://www.shanxi.gov.cn/1", publishers())
    assert found is not None
    assert told(found) == (SUPPORTED, "publisher.issuer")
