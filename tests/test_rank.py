"""Ranking: by place, host, sector and date; the same every time; other provinces last."""

from __future__ import annotations

import datetime
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from agent.rank import rank_hits, rank_pages
from agent.records import Hit, Page
from tests.knowledge import knowledge
from tests.samples import (
    BODY,
    ISSUER_URL,
    NEWS_URL,
    POINT,
    REPOST_URL,
    SHAANXI_URL,
    UNKNOWN_URL,
    WINDOW,
    page,
)

TRUCKS = "山西省老旧营运柴油货车淘汰补贴办法"
GUANZHONG = "关中地区运输结构调整方案"
CHEMICAL = "山西省化工行业节能降碳改造实施方案"


def hit(url: str, title: str, rank: int, date: datetime.date | None = None) -> Hit:
    return Hit(url=url, title=title, rank=rank, date=date, backend="test")


def urls(hits: list[Hit], limit: int = 10) -> list[str]:
    return [h.url for h in rank_hits(hits, POINT, WINDOW, knowledge(), limit)]


def pages(*given: Page, limit: int = 10) -> list[str]:
    return [p.url for p in rank_pages(given, POINT, WINDOW, knowledge(), limit)]


def test_another_provinces_plan_comes_last_but_is_not_dropped() -> None:
    hits = [
        hit(SHAANXI_URL, GUANZHONG, 1),
        hit(UNKNOWN_URL, "货车补贴", 2),
        hit(ISSUER_URL, TRUCKS, 3),
    ]
    assert urls(hits)[0] == ISSUER_URL
    assert urls(hits)[-1] == SHAANXI_URL


def test_another_provinces_plan_gives_way_when_there_is_no_room() -> None:
    hits = [hit(SHAANXI_URL, GUANZHONG, 1), hit(UNKNOWN_URL, "货车补贴", 2)]
    assert urls(hits, limit=1) == [UNKNOWN_URL]


def test_a_government_of_the_province_comes_before_the_news() -> None:
    assert urls([hit(NEWS_URL, TRUCKS, 1), hit(ISSUER_URL, TRUCKS, 2)]) == [ISSUER_URL, NEWS_URL]


def test_a_hit_dated_in_the_window_comes_before_an_old_one() -> None:
    old, new = ISSUER_URL + "?id=1", ISSUER_URL + "?id=2"
    hits = [
        hit(old, TRUCKS, 1, datetime.date(2019, 5, 1)),
        hit(new, TRUCKS, 2, datetime.date(2024, 11, 1)),
    ]
    assert urls(hits) == [new, old]


def test_one_host_does_not_take_all_the_places() -> None:
    hits = [hit(f"{ISSUER_URL}?id={n}", TRUCKS, n) for n in range(1, 9)]
    hits += [hit(REPOST_URL, TRUCKS, 9), hit(NEWS_URL, TRUCKS, 10)]
    chosen = urls(hits, limit=6)
    assert {REPOST_URL, NEWS_URL} <= set(chosen)
    assert len(chosen) == 6


def test_one_address_in_two_spellings_is_opened_once() -> None:
    hits = [hit(ISSUER_URL, TRUCKS, 2), hit(ISSUER_URL.replace("https", "http") + "#a", TRUCKS, 1)]
    assert len(urls(hits)) == 1


@given(st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_count(random: Random) -> None:
    hits = [
        hit(SHAANXI_URL, GUANZHONG, 1),
        hit(ISSUER_URL, TRUCKS, 2),
        hit(NEWS_URL, TRUCKS, 3),
        hit(REPOST_URL, "货车", 4),
        hit(UNKNOWN_URL, "货车", 4),
    ]
    expected = urls(hits)
    random.shuffle(hits)
    assert urls(hits) == expected


def test_the_issuers_page_is_read_before_others() -> None:
    own = page()
    rows = {"发文机关": "陕西省交通运输厅", "成文日期": "2024年11月5日"}
    other = page(GUANZHONG, "正文。", rows, url=SHAANXI_URL)
    assert pages(other, own) == [ISSUER_URL, SHAANXI_URL]


def test_a_page_that_relates_to_nothing_is_dropped() -> None:
    nothing = page(
        "陕西省春季造林绿化现场会",
        "会议强调造林质量。",
        {"成文日期": "2019年3月1日"},
        url=SHAANXI_URL,
    )
    assert pages(nothing, page()) == [ISSUER_URL]


def test_another_sectors_plan_of_the_province_is_still_read_when_there_is_room() -> None:
    url = "https://gxt.shanxi.gov.cn/zcfg/1.shtml"
    plan = page(CHEMICAL, "合成氨行业节能。", {"成文日期": "2024年9月20日"}, url=url)
    assert pages(plan, page()) == [ISSUER_URL, url]
    assert pages(plan, page(), limit=1) == [ISSUER_URL]


def test_an_old_page_put_up_in_the_window_comes_after_one_of_the_window() -> None:
    rows = {"成文日期": "2022年6月20日", "上传时间": "2024-11-12"}
    old = page(body=BODY.replace("2024", "2022"), rows=rows, url=ISSUER_URL + "?2")
    assert pages(old, page()) == [ISSUER_URL, ISSUER_URL + "?2"]


def test_a_neighbour_named_in_a_snippet_does_not_move_a_title() -> None:
    plan = hit(SHAANXI_URL, GUANZHONG, 1).model_copy(update={"snippet": "加强与山西省的沟通"})
    assert urls([plan, hit(UNKNOWN_URL, "货车补贴", 2)]) == [UNKNOWN_URL, SHAANXI_URL]


def test_the_page_of_another_province_that_one_could_mistake_for_ours_is_shown() -> None:
    rows = {"发文机关": "陕西省交通运输厅", "成文日期": "2024年11月5日"}
    other = page("关中地区老旧货车淘汰方案", "淘汰国三柴油货车。", rows, url=SHAANXI_URL)
    own = [page(url=f"{ISSUER_URL}?{n}") for n in range(8)]
    assert SHAANXI_URL in pages(other, *own, limit=8)
    assert SHAANXI_URL not in pages(other, *own, limit=3)
