"""The world that recall is measured on answers as portals, lists and engines do."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from typing import Any

import httpx2
import pytest

from agent.records import Changepoint, Fetched, Hit, Page, Query
from agent.wiring.members import readers
from tests.knowledge import places, publishers
from tests.known.counting import count
from tests.known.rows import INVENTED, read_known
from tests.search_service import NOW
from tests.world_of_portals.columns import LAYOUTS, list_page, page_number
from tests.world_of_portals.documents import Document
from tests.world_of_portals.invented import invented_documents
from tests.world_of_portals.noise import noise
from tests.world_of_portals.planted import planted
from tests.world_of_portals.searching import Searching
from tests.world_of_portals.world import World

SHANXI = "http://www.shanxi.gov.cn/trs-search/trssearch/v2/searchAll.do"
SHAANXI = "http://www.shaanxi.gov.cn/irs/front/search"
IRS = {"tenantId": "10", "dataTypeId": 19, "orderBy": "related", "searchBy": "all", "pageSize": 10}


@cache
def documents() -> tuple[Document, ...]:
    return (*invented_documents(publishers()), *noise(("山西",), publishers(), 40))


@pytest.fixture(scope="module")
def client() -> Iterator[httpx2.Client]:
    with World(documents()) as world, httpx2.Client(transport=world.transport()) as asking:
        yield asking


def found(client: httpx2.Client, kind: str, query: str) -> list[str]:
    reply = client.get(
        f"http://{kind}.search.example/search", params={"q": query, "format": "json"}
    )
    return [result["title"] for result in reply.json()["results"]]


def rows(client: httpx2.Client, words: str, **more: str) -> list[Any]:
    reply = client.get(SHANXI, params={"siteId": "110", "allKeywords": words, **more})
    return list(reply.json()["data"]["data"])


# Searches


def test_a_portal_finds_nothing_for_many_words_and_something_for_one(client: httpx2.Client) -> None:
    assert rows(client, "山西省 电力 煤电 新能源 并网 通知 实施方案") == []
    assert any("有序用电" in row["news_doctitle"] for row in rows(client, "有序用电"))


def test_a_portal_shows_the_newest_first_a_page_at_a_time(client: httpx2.Client) -> None:
    days = [row["docpubtime"] for row in rows(client, "通知", pageSize="4")]
    assert len(days) == 4
    assert days == sorted(days, reverse=True)
    assert rows(client, "通知", pageSize="4", pageNum="2")[0]["docpubtime"] <= days[-1]


def test_a_portal_holds_only_its_own_province(client: httpx2.Client) -> None:
    assert all("shaanxi" not in row["docpuburl"] for row in rows(client, "启动"))


def test_an_engine_takes_any_word_and_ranks_by_how_rare_they_are(client: httpx2.Client) -> None:
    assert "山西省启动有序用电" in found(client, "any", "山西 2021年9月 有序用电 限电 煤电")[0]
    assert found(client, "all", "山西 2021年9月 有序用电 限电 煤电") == []


def test_an_engine_of_titles_looks_nowhere_else() -> None:
    engine = Searching(documents())
    assert engine.find("熟料生产线", "all")
    assert engine.find("熟料生产线", "titles") == []


def test_a_restriction_to_sites_holds_for_what_lies_below_them(client: httpx2.Client) -> None:
    reply = client.get(
        "http://any.search.example/search",
        params={"q": "通知 site:shanxi.gov.cn OR site:x.example"},
    )
    hosts = {httpx2.URL(result["url"]).host for result in reply.json()["results"]}
    assert hosts
    assert all(host.endswith("shanxi.gov.cn") for host in hosts)


# Families


def test_irs_refuses_a_missing_field_with_200(client: httpx2.Client) -> None:
    asked = {name: value for name, value in IRS.items() if name != "orderBy"}
    reply = client.post(SHAANXI, json={**asked, "searchWord": "有序用电"})
    assert reply.status_code == 200
    assert reply.json()["success"] is False


def test_irs_gives_its_rows_in_boxes(client: httpx2.Client) -> None:
    reply = client.post(SHAANXI, json={**IRS, "searchWord": "有序用电"}).json()
    assert reply["data"]["middle"]["listAndBox"][0]["data"]["title_no_tag"] == "陕西省启动有序用电"


@pytest.mark.parametrize(
    ("fault", "status", "words"),
    [("ruishu", 412, "$_ts"), ("jsl", 521, "jsl_clearance"), ("html", 200, "系统维护")],
)
def test_a_host_with_a_fault_answers_with_it(fault: str, status: int, words: str) -> None:
    with (
        World(documents(), {"www.shanxi.gov.cn": fault}) as world,
        httpx2.Client(transport=world.transport()) as asking,
    ):
        reply = asking.get(SHANXI, params={"siteId": "110", "allKeywords": "有序用电"})
    assert reply.status_code == status
    assert words in reply.text


# Lists


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_list_ends_or_repeats_its_last_page(layout: str) -> None:
    listed = [d for d in documents() if d.column]
    first = list_page(listed, layout, 0)
    assert first is not None
    assert first.decode().count("<a href") >= 15
    assert list_page(listed, layout, 99) is None
    assert list_page(listed, layout, 99, repeats=True) == list_page(
        listed, layout, (len(listed) - 1) // 15, repeats=True
    )


def test_pages_of_a_list_are_counted_as_their_addresses_say() -> None:
    assert page_number("/zcwj/", "") == 0
    assert page_number("/zcwj/index_2.html", "") == 2
    assert page_number("/zcwj/", "2") == 1


# Documents


def test_a_paper_of_the_world_is_read_with_its_number_and_days(client: httpx2.Client) -> None:
    paper = next(d for d in documents() if d.number)
    page = read(client, paper)
    assert page.meta.document_number is not None
    assert page.meta.document_number.value == paper.number
    assert page.meta.signed is not None
    assert page.meta.signed.interval.start == paper.true_day


def test_every_changepoint_has_what_it_was_laid_near_in_its_window() -> None:
    drawn = planted(documents())
    assert len(drawn) >= 30
    for one in drawn:
        window = one.point.window()
        assert all(window.start <= d.true_day <= window.end for d in one.documents)
        assert all(d.province == one.point.province for d in one.documents)
    assert drawn == planted(documents())


def read(client: httpx2.Client, document: Document) -> Page:
    reply = client.get(document.url.replace("https:", "http:"))
    return readers().read(
        Fetched(
            url=document.url,
            answered_url=document.url,
            status=reply.status_code,
            headers=dict(reply.headers),
            body=reply.content,
            sha256=hashlib.sha256(reply.content).hexdigest(),
            fetched_at=NOW,
        )
    )


# Known happenings


def test_a_happening_is_named_by_a_word_that_is_no_place() -> None:
    road, rationing, show = read_known(INVENTED)
    assert road.telling_words(places()) == ("甲乙高速公路", "通车")
    assert rationing.telling_words(places()) == ("有序用电",)
    assert rationing.only_month == "2021-09"
    assert "大同" in road.place_names(places())
    assert show.place_names(places()) == ()


def test_a_happening_counts_when_every_sector_asks_for_it() -> None:
    road, rationing, _ = read_known(INVENTED)

    def plan(point: Changepoint) -> tuple[Query, ...]:
        text = "山西 大同 有序用电" if point.sector == "Power" else "山西 通车"
        return (Query(text=text, window=point.window()),)

    def follow(point: Changepoint, queries: tuple[Query, ...], hit: Hit) -> tuple[Query, ...]:
        return (Query(text=f"山西 {hit.title[:6]} 大同", window=point.window()),)

    counted = count((road, rationing), plan, follow, places())
    assert [row.named for row in counted.rows] == [True, False]
    assert counted.named == (1, 2)
    assert counted.places == (0, 1)
    assert counted.places_then == (1, 1)
