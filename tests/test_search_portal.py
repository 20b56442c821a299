"""Provincial portals: four makers of software, asked as their own pages ask, and their odd answers.

The answers are invented; the shapes are those public scrapers describe.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from agent.cli.doctor import portal_lines
from agent.errors import SearchFailed, UnknownName, UsageError
from agent.findings import Dossier, Outcome, Provenance
from agent.net.carrier import Carrier
from agent.publishers.portals import PortalRow, PortalTable, load_portals
from agent.records import Interval, Query
from agent.search import Found
from agent.search.exchange import search_client
from agent.search.members.portal import Portal
from agent.wiring import Config
from agent.wiring.workshop import open_workshop
from tests import dossiers
from tests.knowledge import places, publishers
from tests.known.live import seen
from tests.known.rows import INVENTED, read_known
from tests.search_service import Said, Service, asker, json_reply
from tests.world_of_portals.documents import Document
from tests.world_of_portals.invented import invented_documents
from tests.world_of_portals.noise import noise
from tests.world_of_portals.world import PORTALS, World

WINDOW = Interval(start=date(2021, 7, 1), end=date(2021, 12, 31))


@cache
def table() -> PortalTable:
    return load_portals(places())


@cache
def documents() -> tuple[Document, ...]:
    everywhere = sorted(table().provinces)
    return (*invented_documents(publishers()), *noise(everywhere, publishers(), 30))


@pytest.fixture(scope="module")
def client() -> Iterator[Carrier]:
    with World(documents()) as world, Carrier(world.transport()) as asking:
        yield asking


def query(word: str, province: str = "山西", page: int = 1, window: Interval = WINDOW) -> Query:
    return Query(
        text=f"{province} {word}",
        window=window,
        places=(province,),
        times=(f"{window.end.year}年",),
        words=(word,),
        short=True,
        page=page,
    )


def portal(client: Carrier, rows: PortalTable | None = None) -> Portal:
    return Portal(asker(client), rows or table(), lambda url: publishers().of(url).province)


def found(client: Carrier, *asked: Any, **more: Any) -> Found:
    return portal(client).search(query(*asked, **more), 10)


# The table


def test_every_row_is_of_a_province_and_a_host_that_the_world_answers_for() -> None:
    for row in table().portal:
        assert publishers().of(row.url).province == row.province
        address = row.url.partition("://")[2]
        assert PORTALS[address][0] == row.family


def test_a_row_of_ones_own_takes_the_place_of_the_packages(tmp_path: Path) -> None:
    own = tmp_path / "portals.toml"
    own.write_text(
        '[[portal]]\nprovince = "山西"\nhost = "so.example"\nfamily = "trs_search"\n'
        'url = "https://so.example/s"\nsend = "query"\nfields = {}\nseen = "2026-11"\n',
        "utf-8",
    )
    row = load_portals(places(), own).of("山西")
    assert row is not None
    assert row.host == "so.example"
    assert len(load_portals(places(), own).provinces) == len(table().provinces)


@pytest.mark.parametrize(
    ("text", "words"),
    [("[[portal]]\nprovince = 7", "province"), ("[[portal", "portals.toml"), ("", "absent")],
)
def test_a_table_that_cannot_be_used_is_told(tmp_path: Path, text: str, words: str) -> None:
    own = tmp_path / ("portals.toml" if text else "absent.toml")
    if text:
        own.write_text(text, "utf-8")
    with pytest.raises(UsageError, match=words):
        load_portals(places(), own)


# What is found


@pytest.mark.parametrize("province", sorted(table().provinces))
def test_every_portal_is_asked_in_its_own_way(client: Carrier, province: str) -> None:
    own = [d for d in documents() if d.province == province and d.column]
    year = next(d.day.year for d in own if "通知" in d.title)
    hits = found(client, "通知", province=province, window=Interval.of_year(year)).hits
    assert hits, province
    for hit in hits:
        (document,) = (d for d in own if d.url == hit.url)
        assert hit.title == document.title
        assert hit.date == document.day
        assert hit.backend == "portal"


def test_a_word_is_asked_with_the_year_where_the_text_is_read(client: Carrier) -> None:
    assert [hit.title for hit in found(client, "有序用电").hits] == ["山西省启动有序用电保障民生"]
    assert found(client, "有序用电", window=Interval.of_year(2019)).hits == ()


def test_a_page_that_is_all_newer_than_the_window_may_have_more_behind_it() -> None:
    rows = [
        {
            "news_doctitle": f"通知{n}",
            "docpubtime": "2025-01-02",
            "docpuburl": f"http://a.example/{n}",
        }
        for n in range(10)
    ]
    assert told(json_reply({"data": {"data": rows}})).more
    assert not told(json_reply({"data": {"data": rows[:9]}})).more
    rows[9]["docpubtime"] = "2021-11-01"
    assert not told(json_reply({"data": {"data": rows}})).more


def test_the_second_page_is_another_page(client: Carrier) -> None:
    year = Interval.of_year(2022)
    first = found(client, "年", window=year).hits
    second = found(client, "年", window=year, page=2).hits
    assert not {hit.url for hit in first} & {hit.url for hit in second}
    assert all(hit.rank > 10 for hit in second)


def test_portals_cover_nothing_whole_and_answer_only_for_their_provinces(
    client: Carrier,
) -> None:
    coverage = portal(client).coverage
    assert not coverage.covers("山西", WINDOW)
    assert coverage.can_answer(query("通知"))
    assert not coverage.can_answer(query("通知", province="北京"))
    assert not coverage.can_answer(query("通知").model_copy(update={"short": False}))


# What goes wrong


def rows_at(url: str) -> PortalTable:
    """The row of 山西 with its address on loopback."""
    row = table().of("山西")
    assert row is not None
    moved = PortalRow.model_validate({**row.model_dump(), "url": f"{url}/s"})
    return PortalTable(portal=(moved,), fingerprint="")


def told(*replies: Said) -> Found:
    with Service(*replies) as service, search_client(None, 2.0, 2.0) as asking:
        return portal(asking, rows_at(service.url)).search(query("通知"), 10)


OTHERS = [
    {"news_doctitle": "通知", "docpubtime": "2021-10-01", "docpuburl": f"http://www.xa.gov.cn/{n}"}
    for n in range(3)
]


@pytest.mark.parametrize(
    ("reply", "cause", "words"),
    [
        pytest.param(
            json_reply({"success": False, "msg": "参数错误"}),
            "error",
            "参数错误",
            id="refused with 200",
        ),
        pytest.param(Said(b"<html>x</html>"), "error", "web page", id="HTML for JSON"),
        pytest.param(json_reply({"data": []}), "error", "another shape", id="another shape"),
        pytest.param(json_reply([]), "error", "another shape", id="a list"),
        pytest.param(json_reply({"data": {"data": OTHERS}}), "error", "xa.gov.cn", id="elsewhere"),
        pytest.param(Said(b"$_ts", 412), "blocked", "412", id="a challenge"),
        pytest.param(Said(b"document.cookie", 521), "blocked", "521", id="another challenge"),
    ],
)
def test_what_is_no_answer_is_told_with_its_cause(reply: Said, cause: str, words: str) -> None:
    with pytest.raises(SearchFailed) as failure:
        told(reply)
    assert failure.value.cause == cause
    assert words in failure.value.message


def test_an_empty_list_is_an_answer() -> None:
    assert told(json_reply({"data": {"data": []}})).hits == ()


def test_dates_in_other_forms_and_none_do_not_lose_a_result() -> None:
    rows = [
        {"news_doctitle": "一", "docpubtime": "2021.10.08", "docpuburl": "/a/1.html"},
        {"news_doctitle": "二", "docpubtime": 1633651200000, "docpuburl": "http://a.example/2"},
        {"news_doctitle": "三", "docpubtime": None, "docpuburl": "http://a.example/3"},
        {"news_doctitle": "", "docpuburl": "http://a.example/4"},
        "no result",
    ]
    hits = told(json_reply({"data": {"data": rows}})).hits
    assert [hit.date for hit in hits] == [date(2021, 10, 8), date(2021, 10, 8), None]
    assert hits[0].url.endswith("/a/1.html")


def test_a_portal_pauses_between_two_questions_and_others_do_not() -> None:
    from agent.pace import Limits, Paces  # noqa: PLC0415 - beside its only use

    now, waited = [100.0], []

    def wait(_: object, seconds: float) -> None:
        waited.append(seconds)
        now[0] += seconds

    paces = Paces({"portal": Limits(pause=1.5)}, lambda: now[0], wait)
    for name in ("portal a.example", "portal b.example", "portal a.example", "tavily", "tavily"):
        paces.of(name).turn()
    assert waited == [1.5]


# Doctor


def test_doctor_says_what_each_portal_answered_and_fails_where_one_did_not(tmp_path: Path) -> None:
    config = Config(cache=tmp_path, search=("portal",), host_pause=0.0)
    with (
        World(documents(), {"www.shaanxi.gov.cn": "refused"}) as world,
        open_workshop(config, lambda *_: None, world.transport()) as workshop,
    ):
        lines = list(portal_lines(workshop, "Shanxi, 陕西, 北京", offline=False))
        assert [name for _, name, _ in lines] == ["portal 山西", "portal 陕西", "portal 北京"]
        (good, _, shanxi), (bad, _, shaanxi), (unknown, _, beijing) = lines
        assert (good, bad, unknown) == ("ok", "FAIL", "-")
        assert "answers; " in shanxi or "empty" in shanxi
        assert "参数错误" in shaanxi
        kept = tmp_path / "odd_replies" / "portal-陕西.txt"
        assert str(kept) in shaanxi
        head, _, reply = kept.read_text("utf-8").partition("\n\n")
        assert head.startswith("陕西 irs http://www.shaanxi.gov.cn/irs/front/search")
        assert json.loads(reply) == {"success": False, "msg": "参数错误", "data": None}
        assert beijing == "no search of its portal is known (RESEARCH_PORTALS)"
        every = list(portal_lines(workshop, "all", offline=True))
        assert len(every) == len(table().provinces)
        assert every[0][2].endswith(": configured; not asked")
        with pytest.raises(UnknownName):
            list(portal_lines(workshop, "Shaxi", offline=True))


@pytest.mark.parametrize(("fault", "words"), [("html", "系统维护中"), ("ruishu", "$_ts")])
def test_doctor_keeps_a_page_that_came_in_place_of_an_answer(
    tmp_path: Path, fault: str, words: str
) -> None:
    config = Config(cache=tmp_path, search=("portal",), host_pause=0.0)
    with (
        World(documents(), {"www.shaanxi.gov.cn": fault}) as world,
        open_workshop(config, lambda *_: None, world.transport()) as workshop,
    ):
        ((mark, _, told),) = portal_lines(workshop, "陕西", offline=False)
        assert mark == "FAIL"
        assert "portal: " in told
    assert words in (tmp_path / "odd_replies" / "portal-陕西.txt").read_text("utf-8")


def test_what_a_known_happening_came_to_is_told_by_its_words_and_not_by_its_address() -> None:
    road = read_known(INVENTED)[0]
    page = dossiers.page(text="甲乙高速公路大同段通车\n2022年9月28日，甲乙高速公路大同段通车。")
    point = road.point("Ground")
    dossier = Dossier(
        changepoint=point,
        window=point.window(),
        researched_at=page.fetched_at,
        pages=(page,),
        provenance=Provenance(version="0", extractor="none"),
        outcome=Outcome.NONE_FOUND,
    )
    one = seen(road, dossier)
    assert (one.found, one.read, one.verified) == (True, True, False)
