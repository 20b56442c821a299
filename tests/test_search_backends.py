"""Every backend against a service of its shape: what is sent, what comes back, what is a failure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest

from agent.cache import Cache
from agent.errors import SearchFailed, UsageError
from agent.net.carrier import Carrier
from agent.records import Interval, Query
from agent.search import SearchBackend
from agent.search.exchange import search_client
from agent.search.members.bocha import bocha
from agent.search.members.govcn import GovCn
from agent.search.members.saved import Saved
from agent.search.members.searxng import SITES_A_REQUEST, SearXNG
from agent.search.members.tavily import tavily
from agent.store.index import Index
from agent.wiring import Config
from agent.wiring.members import backends, knowledge
from tests.dossiers import page
from tests.search_service import KEY, NOW, QUERY, WINDOW, Said, Service, Told, asker, json_reply

SITES = ("www.shanxi.gov.cn", "jtyst.shanxi.gov.cn", "www.gov.cn")
RESTRICTED = Query(text=QUERY.text, window=WINDOW, sites=SITES)


@pytest.fixture(scope="module")
def client() -> Iterator[Carrier]:
    with search_client(None, 2.0, 2.0) as opened:
        yield opened


Make = Callable[[Carrier, str], SearchBackend]

MAKERS: dict[str, Make] = {
    "searxng": lambda client, url: SearXNG(asker(client), url),
    "tavily": lambda client, url: tavily(asker(client), KEY, url),
    "keyless": lambda client, url: tavily(asker(client), None, url),
    "bocha": lambda client, url: bocha(asker(client), KEY, url),
    "govcn": lambda client, url: GovCn(asker(client), url, left_out=("山西", "山西省")),
}


def searxng_reply(*results: dict[str, Any], silent: Any = ()) -> Said:
    return json_reply({"results": list(results), "unresponsive_engines": list(silent)})


def bocha_reply(*values: dict[str, Any]) -> Said:
    return json_reply({"code": 200, "data": {"webPages": {"value": list(values)}}})


def failure(client: Carrier, name: str, *replies: Said, query: Query = QUERY) -> SearchFailed:
    with Service(*replies) as service, pytest.raises(SearchFailed) as told:
        MAKERS[name](client, service.url).search(query, 10)
    return told.value


# What every backend that asks over HTTP does alike

EMPTY = {
    "searxng": [searxng_reply()],
    "tavily": [json_reply({"results": []})],
    "keyless": [json_reply({"results": []})],
    "bocha": [
        bocha_reply(),
        json_reply({"code": "200", "data": {"webPages": None}}),
        json_reply({"code": 200, "data": {"webPages": {"value": None}}}),
        json_reply({"code": 200, "data": None}),
    ],
    "govcn": [
        json_reply({"code": 1001, "msg": "无结果"}),
        json_reply({"code": 200, "searchVO": {"totalCount": 0, "catMap": {}}}),
        json_reply({"code": 200, "searchVO": {"totalCount": 0, "listVO": []}}),
        json_reply({"code": 200, "searchVO": {"catMap": {"gongwen": {"listVO": None}}}}),
        json_reply({"code": 200, "data": []}),
    ],
}


@pytest.mark.parametrize(
    ("name", "reply"), [(name, reply) for name, replies in EMPTY.items() for reply in replies]
)
def test_an_empty_answer_is_no_failure(client: Carrier, name: str, reply: Said) -> None:
    with Service(reply) as service:
        assert MAKERS[name](client, service.url).search(QUERY, 10).hits == ()


@pytest.mark.parametrize("name", MAKERS)
@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(json_reply([]), id="a list"),
        pytest.param(json_reply({}), id="an empty object"),
        pytest.param(json_reply(None), id="null"),
        pytest.param(json_reply("ok"), id="a word"),
        pytest.param(json_reply({"message": "hello"}), id="another service"),
        pytest.param(json_reply({"results": "none", "code": 500}), id="another type"),
        pytest.param(Said(b"<html>sign in</html>"), id="a page"),
    ],
)
def test_an_answer_in_another_shape_is_a_failure_and_never_nothing(
    client: Carrier, name: str, reply: Said
) -> None:
    assert failure(client, name, reply).cause == "error"


@pytest.mark.parametrize("name", MAKERS)
def test_a_failure_tells_the_backend_and_no_key(client: Carrier, name: str) -> None:
    failed = failure(client, name, json_reply({"message": f"who is {KEY}?"}, 401))
    assert failed.cause == "wrong_key"
    assert failed.message.startswith({"keyless": "tavily"}.get(name, name))
    if name in ("tavily", "bocha"):
        assert KEY not in failed.message


FULL: dict[str, Callable[[int], Said]] = {
    "searxng": lambda n: searxng_reply(*({"url": f"https://a.example/{i}"} for i in range(n))),
    "tavily": lambda n: json_reply(
        {"results": [{"url": f"https://a.example/{i}"} for i in range(n)]}
    ),
    "bocha": lambda n: bocha_reply(*({"url": f"https://a.example/{i}"} for i in range(n))),
    "govcn": lambda n: json_reply(
        {"code": 200, "searchVO": {"listVO": [{"url": f"https://a.example/{i}"} for i in range(n)]}}
    ),
}


@pytest.mark.parametrize("name", FULL)
def test_hits_are_ranked_from_one_and_no_more_than_asked_for(client: Carrier, name: str) -> None:
    with Service(FULL[name](8)) as service:
        hits = MAKERS[name](client, service.url).search(QUERY, 5).hits
    assert [hit.rank for hit in hits] == [1, 2, 3, 4, 5]
    assert [hit.url for hit in hits] == [f"https://a.example/{i}" for i in range(5)]
    assert {hit.backend for hit in hits} == {name}
    assert {(hit.title, hit.snippet, hit.date) for hit in hits} == {("", "", None)}


@pytest.mark.parametrize("name", FULL)
def test_an_entry_without_an_address_is_passed_over(client: Carrier, name: str) -> None:
    odd: list[Any] = [None, "x", {}, {"url": None}, {"url": ""}, {"url": 7}]
    good = {"url": "https://a.example/1"}
    replies = {
        "searxng": json_reply({"results": [*odd, good]}),
        "tavily": json_reply({"results": [*odd, good]}),
        "bocha": json_reply({"code": 200, "data": {"webPages": {"value": [*odd, good]}}}),
        "govcn": json_reply({"code": 200, "searchVO": {"listVO": [*odd, good]}}),
    }
    with Service(replies[name]) as service:
        (hit,) = MAKERS[name](client, service.url).search(QUERY, 5).hits
    assert (hit.url, hit.rank) == ("https://a.example/1", 1)


@pytest.mark.parametrize("name", ["searxng", "tavily", "bocha"])
def test_backends_of_the_whole_web_cover_every_province_and_date(
    client: Carrier, name: str
) -> None:
    coverage = MAKERS[name](client, "http://search.example").coverage
    assert coverage.covers("山西", WINDOW)
    assert coverage.covers("西藏", Interval(start=date(1990, 1, 1), end=date(2026, 1, 1)))
    assert "provincial" in coverage.levels


# SearXNG


def test_searxng_is_asked_for_json_in_chinese(client: Carrier) -> None:
    with Service(searxng_reply()) as service:
        MAKERS["searxng"](client, service.url).search(QUERY, 10)
    assert (service.last.method, service.last.path) == ("GET", "/search")
    assert service.last.params["q"] == QUERY.text
    assert service.last.params["format"] == "json"
    assert service.last.params["language"] == "zh-CN"
    assert "time_range" not in service.last.params


def test_searxng_hits_lose_the_marks_and_keep_the_day(client: Carrier) -> None:
    result = {
        "url": "https://jtyst.shanxi.gov.cn/a.html",
        "title": "山西省<em>货运</em>&amp;客运  通知",
        "content": "第一行\n第二行",
        "publishedDate": "2024-10-15T00:00:00",
    }
    with Service(searxng_reply(result)) as service:
        (hit,) = MAKERS["searxng"](client, service.url).search(QUERY, 10).hits
    assert hit.title == "山西省货运&客运 通知"
    assert hit.snippet == "第一行 第二行"
    assert hit.date == date(2024, 10, 15)


@pytest.mark.parametrize("base", ["", "/", "/search", "/search/"])
def test_any_spelling_of_the_base_address_will_do(client: Carrier, base: str) -> None:
    with Service(searxng_reply()) as service:
        SearXNG(asker(client), service.url + base).search(QUERY, 10)
    assert service.last.path == "/search"


def test_a_name_and_password_in_the_address_are_sent_as_basic_authentication(
    client: Carrier,
) -> None:
    with Service(searxng_reply()) as service:
        SearXNG(asker(client), service.url.replace("://", "://reader:p%40ss@")).search(QUERY, 10)
    assert service.last.headers["authorization"] == "Basic cmVhZGVyOnBAc3M="  # reader:p@ss


def test_an_address_without_a_scheme_is_told_at_the_start(client: Carrier) -> None:
    with pytest.raises(UsageError, match="localhost:8888"):
        SearXNG(asker(client), "localhost:8888")


def test_searxng_sites_stand_in_the_query_without_those_below_another(
    client: Carrier,
) -> None:
    with Service(searxng_reply()) as service:
        MAKERS["searxng"](client, service.url).search(RESTRICTED, 10)
    assert service.last.params["q"] == f"{QUERY.text} site:shanxi.gov.cn OR site:www.gov.cn"


def test_many_sites_are_asked_in_turns_and_their_hits_take_turns(client: Carrier) -> None:
    sites = tuple(f"d{n}.example" for n in range(SITES_A_REQUEST + 2))

    def reply(told: Told, count: int) -> Said:
        first = "d0.example" in told.params["q"]
        host = "d0.example" if first else f"d{SITES_A_REQUEST}.example"
        return searxng_reply(*({"url": f"https://{host}/{n}"} for n in range(2)))

    with Service(reply) as service:
        query = Query(text="山西", window=WINDOW, sites=sites)
        found = MAKERS["searxng"](client, service.url).search(query, 10)
    hits = found.hits
    assert len(service.told) == sum(used.calls for used in found.usage) == 2
    asked = " ".join(told.params["q"] for told in service.told)
    assert all(f"site:{site}" in asked for site in sites)
    last = f"d{SITES_A_REQUEST}.example"
    assert [hit.url for hit in hits] == [
        "https://d0.example/0",
        f"https://{last}/0",
        "https://d0.example/1",
        f"https://{last}/1",
    ]


@pytest.mark.parametrize(
    ("silent", "cause"),
    [
        pytest.param([["baidu", "CAPTCHA"]], "blocked", id="captcha"),
        pytest.param([["baidu", "timeout"], ["sogou", "HTTP timeout"]], "timeout", id="all slow"),
        pytest.param([["baidu", "timeout"], ["sogou", "access denied"]], "blocked", id="mixed"),
        pytest.param([["baidu", "Suspended: too many requests"]], "blocked", id="suspended"),
        pytest.param(["baidu"], "blocked", id="an older shape: names alone"),
    ],
)
def test_engines_that_do_not_answer_are_no_empty_answer(
    client: Carrier, silent: list[Any], cause: str
) -> None:
    failed = failure(client, "searxng", searxng_reply(silent=silent))
    assert failed.cause == cause
    assert "baidu" in failed.message


BLOCKED = [["baidu", "CAPTCHA"], ["google", "timeout"]]


@pytest.mark.parametrize(
    ("result", "partial"),
    [
        pytest.param({"engine": "bing"}, "", id="another engine of the whole web looked"),
        pytest.param({"engine": "wikipedia", "engines": ["wikipedia", "sogou"]}, "", id="two"),
        pytest.param({"engine": "wikipedia"}, "blocked", id="an encyclopedia alone"),
        pytest.param({}, "blocked", id="it does not tell which"),
    ],
)
def test_hits_of_the_engines_that_did_answer_are_taken_and_the_others_are_named(
    client: Carrier, result: dict[str, Any], partial: str
) -> None:
    reply = searxng_reply({"url": "https://a.example/"} | result, silent=BLOCKED)
    with Service(reply) as service:
        found = MAKERS["searxng"](client, service.url).search(QUERY, 10)
    assert [hit.url for hit in found.hits] == ["https://a.example/"]
    assert found.silent == ("baidu (CAPTCHA), google (timeout)",)
    assert found.partial == partial


def test_an_answer_of_a_part_of_the_engines_is_not_kept(client: Carrier, tmp_path: Path) -> None:
    poor = searxng_reply({"url": "https://poor.example/", "engine": "bing"}, silent=BLOCKED)
    good = searxng_reply({"url": "https://good.example/", "engine": "baidu"})
    with Service(poor, good) as service:
        search = SearXNG(asker(client, Cache(tmp_path, str)), service.url)
        assert search.search(QUERY, 10).hits[0].url == "https://poor.example/"
        assert search.search(QUERY, 10).hits[0].url == "https://good.example/"
        assert search.search(QUERY, 10).silent == ()
        assert len(service.told) == 2


def test_a_searxng_without_json_says_how_to_allow_it(client: Carrier) -> None:
    failed = failure(client, "searxng", Said(b"<h1>Forbidden</h1>", 403))
    assert failed.cause == "blocked"
    assert "formats" in failed.hint


# Tavily


def test_tavily_is_sent_dates_domains_and_the_key(client: Carrier) -> None:
    with Service(json_reply({"results": []})) as service:
        MAKERS["tavily"](client, service.url).search(RESTRICTED, 50)
    told = service.last
    assert (told.method, told.path) == ("POST", "/search")
    assert told.headers["authorization"] == f"Bearer {KEY}"
    assert "x-tavily-access-mode" not in told.headers
    assert told.body["query"] == QUERY.text
    assert (told.body["start_date"], told.body["end_date"]) == ("2024-08-10", "2025-02-06")
    assert told.body["include_domains"] == ["shanxi.gov.cn", "www.gov.cn"]
    assert told.body["max_results"] == 20


def test_tavily_without_a_key_says_so(client: Carrier) -> None:
    with Service(json_reply({"results": []})) as service:
        found = MAKERS["keyless"](client, service.url).search(QUERY, 5)
    assert service.last.headers["x-tavily-access-mode"] == "keyless"
    assert [(used.model, used.calls) for used in found.usage] == [("tavily-keyless", 1)]
    assert "authorization" not in service.last.headers
    assert "include_domains" not in service.last.body


def test_a_mail_date_of_tavily_is_the_day_in_china(client: Carrier) -> None:
    results = [
        {"url": "https://a.example/1", "published_date": "Fri, 08 Nov 2024 23:30:00 GMT"},
        {"url": "https://a.example/2", "published_date": "2024-11-08T23:30:00Z"},
        {"url": "https://a.example/3", "published_date": "yesterday"},
    ]
    with Service(json_reply({"results": results})) as service:
        hits = MAKERS["tavily"](client, service.url).search(QUERY, 5).hits
    assert [hit.date for hit in hits] == [date(2024, 11, 9), date(2024, 11, 8), None]


CAP = {"error": {"code": "keyless_limit", "message": "limit", "retry_after_seconds": 60}}


@pytest.mark.parametrize(
    ("reply", "cause"),
    [
        pytest.param(json_reply(CAP, 429), "quota", id="429"),
        pytest.param(json_reply(CAP), "quota", id="the same with 200"),
        pytest.param(json_reply({"detail": {"error": "x"}}, 432), "quota", id="plan"),
        pytest.param(
            json_reply({"detail": {"error": "Unauthorized: missing or invalid API key."}}, 401),
            "wrong_key",
            id="wrong key",
        ),
        pytest.param(json_reply({"error": "Invalid API key"}), "wrong_key", id="wrong key, 200"),
        pytest.param(json_reply({"detail": {"error": "bad query"}}, 400), "error", id="400"),
    ],
)
def test_failures_of_tavily(client: Carrier, reply: Said, cause: str) -> None:
    assert failure(client, "keyless", reply).cause == cause


# Bocha


def test_bocha_is_sent_the_range_of_days_and_the_domains(client: Carrier) -> None:
    with Service(bocha_reply()) as service:
        MAKERS["bocha"](client, service.url).search(RESTRICTED, 200)
    told = service.last
    assert (told.method, told.path) == ("POST", "/v1/web-search")
    assert told.headers["authorization"] == f"Bearer {KEY}"
    assert told.body["query"] == QUERY.text
    assert told.body["freshness"] == "2024-08-10..2025-02-06"
    assert told.body["include"] == "shanxi.gov.cn|www.gov.cn"
    assert told.body["count"] == 50


def test_the_z_of_bocha_means_chinese_time(client: Carrier) -> None:
    values = [
        {"url": "https://a.example/1", "name": "甲", "dateLastCrawled": "2024-11-08T23:30:00Z"},
        {
            "url": "https://a.example/2",
            "summary": "长",
            "snippet": "短",
            "datePublished": "2024-11-08T01:30:00+08:00",
            "dateLastCrawled": "2026-01-01T00:00:00Z",
        },
    ]
    with Service(bocha_reply(*values)) as service:
        hits = MAKERS["bocha"](client, service.url).search(QUERY, 5).hits
    assert [hit.date for hit in hits] == [date(2024, 11, 8), date(2024, 11, 8)]
    assert [(hit.title, hit.snippet) for hit in hits] == [("甲", ""), ("", "长")]


@pytest.mark.parametrize(
    ("reply", "cause"),
    [
        pytest.param(
            json_reply({"code": "403", "message": "You do not have enough money"}, 403),
            "quota",
            id="no money",
        ),
        pytest.param(
            json_reply({"code": "401", "message": "Invalid"}), "wrong_key", id="401 in 200"
        ),
        pytest.param(
            json_reply({"code": "400", "message": "API KEY missing"}, 400), "wrong_key", id="no key"
        ),
        pytest.param(json_reply({"code": "429", "msg": "slow"}), "quota", id="429 in 200"),
        pytest.param(json_reply({"code": 500, "msg": "oops"}), "error", id="500 in 200"),
        pytest.param(json_reply({"code": None, "msg": "?"}), "error", id="no code"),
        pytest.param(json_reply({"code": 200, "data": {"webPages": []}}), "", id="an empty list"),
        pytest.param(
            json_reply({"code": 200, "data": {"webPages": {"value": {}}}}), "error", id="no list"
        ),
    ],
)
def test_failures_of_bocha(client: Carrier, reply: Said, cause: str) -> None:
    if not cause:
        with Service(reply) as service:
            assert MAKERS["bocha"](client, service.url).search(QUERY, 5).hits == ()
        return
    assert failure(client, "bocha", reply).cause == cause


# gov.cn


def test_govcn_is_asked_within_the_window_as_a_browser(client: Carrier) -> None:
    with Service(json_reply({"code": 1001})) as service:
        MAKERS["govcn"](client, service.url).search(RESTRICTED, 10)
    told = service.last
    assert told.path == "/search-gov/data"
    assert told.params["timetype"] == "timezd"
    assert (told.params["mintime"], told.params["maxtime"]) == ("2024-08-10", "2025-02-06")
    assert (told.params["p"], told.params["n"]) == ("1", "10")
    assert "type" not in told.params
    assert told.headers["user-agent"].startswith("Mozilla/5.0")
    assert told.headers["referer"] == f"{service.url}/"


@pytest.mark.parametrize(
    ("told", "sent"), [(None, "Mozilla/5.0"), ("OurBot/2.0 (a@b.example)",) * 2]
)
def test_sites_of_governments_are_asked_under_the_name_that_the_user_gave(
    told: str | None, sent: str, tmp_path: Path
) -> None:
    asked: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append(request)
        return httpx2.Response(403)

    own = ("govcn", "portal", "flk")
    config = Config(cache=tmp_path, model="none", search=own, user_agent=told)
    with Index(tmp_path / "index.db") as texts:
        asking = asker(Carrier(httpx2.MockTransport(answer)))
        for backend in backends(config, asking, texts, knowledge(config)):
            query = Query(
                text="条例", window=WINDOW, places=("山西",), short=backend.coverage.short
            )
            with pytest.raises(SearchFailed):
                backend.search(query, 10)
    assert len({request.url.host for request in asked}) == len(own)
    assert all(request.headers["user-agent"].startswith(sent) for request in asked)


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("山西省 2024年11月 国务院 货运", "国务院 货运"),
        ("山西 2024-2025年 供暖", "供暖"),
        ("山西 2024年", "山西 2024年"),
        ("山西路 货运", "山西路 货运"),
    ],
    ids=["province and month", "season", "nothing else", "part of another word"],
)
def test_govcn_is_not_sent_what_no_central_document_holds(
    client: Carrier, text: str, sent: str
) -> None:
    with Service(json_reply({"code": 1001})) as service:
        MAKERS["govcn"](client, service.url).search(Query(text=text, window=WINDOW), 10)
    assert service.last.params["q"] == sent


def test_classes_of_govcn_are_one_list_with_each_address_once(client: Carrier) -> None:
    document = {
        "url": "https://www.gov.cn/zhengce/content/1.htm",
        "title": "国务院关于<em>货运</em>的<br>通知",
        "pcode": "国发〔2024〕999号",
        "puborg": "国务院",
        "summary": "摘要",
        "pubtimeStr": "2024.11.08",
    }
    groups = {
        "gongwen": {"totalCount": 1, "listVO": [document]},
        "bumenfile": {
            "listVO": [
                document,
                {"url": "https://www.gov.cn/2.htm", "pubtimeStr": None, "ptime": 1731024000000},
                {"url": "https://www.gov.cn/3.htm", "pubtime": "1731024000000"},
                {"url": "https://www.gov.cn/4.htm", "pubtimeStr": "soon", "ptime": 10**30},
            ]
        },
        "otherfile": None,
    }
    reply = json_reply({"code": 200, "searchVO": {"totalCount": 0, "catMap": groups}})
    with Service(reply) as service:
        hits = MAKERS["govcn"](client, service.url).search(QUERY, 10).hits
    assert [hit.url[-5:] for hit in hits] == ["1.htm", "2.htm", "3.htm", "4.htm"]
    assert hits[0].title == "国务院关于货运的通知"
    assert hits[0].snippet == "国发〔2024〕999号 国务院 摘要"
    assert [hit.date for hit in hits] == [date(2024, 11, 8)] * 3 + [None]


def test_govcn_says_nothing_about_a_province(client: Carrier) -> None:
    coverage = MAKERS["govcn"](client, "http://search.example").coverage
    assert coverage.levels == {"central"}
    assert not coverage.covers("山西", WINDOW)
    assert coverage.can_answer(QUERY)
    assert coverage.can_answer(RESTRICTED)
    provincial = Query(text="山西", window=WINDOW, sites=("www.shanxi.gov.cn",))
    assert not coverage.can_answer(provincial)


def test_a_code_of_govcn_that_is_no_answer_is_a_failure(client: Carrier) -> None:
    assert failure(client, "govcn", json_reply({"code": 500, "msg": "?"})).cause == "error"
    assert failure(client, "govcn", Said(b"<html>412</html>", 412)).cause == "blocked"


# Saved pages


def test_saved_pages_are_hits_like_others(tmp_path: Path) -> None:
    with Index(tmp_path / "index.db") as index:
        index.add(page("https://a.example/1", "山西货运的通知"))
        (hit,) = Saved(index, every=True).search(QUERY, 7).hits
    assert (hit.url, hit.backend, hit.rank) == ("https://a.example/1", "saved", 1)
    assert "山西货运的通知" in hit.snippet


def test_saved_pages_that_came_since_are_not_seen_by_the_same_question(
    client: Carrier, tmp_path: Path
) -> None:
    with Index(tmp_path / "index.db") as index:
        saved = Saved(index, asker(client, Cache(tmp_path)), every=True)
        assert saved.search(QUERY, 5).hits == ()
        index.add(page("https://a.example/1", "山西 2024年11月 货运"))
        assert saved.search(QUERY, 5).hits == ()
        other = Query(text="货运", window=WINDOW)
        assert [hit.url for hit in saved.search(other, 5).hits] == ["https://a.example/1"]
        anew = Cache(tmp_path, since=NOW + timedelta(seconds=1))
        again = Saved(index, asker(client, anew), every=True)
        assert [hit.url for hit in again.search(QUERY, 5).hits] == ["https://a.example/1"]


def test_a_page_imported_by_hand_is_seen_at_once_and_stays_so(
    client: Carrier, tmp_path: Path
) -> None:
    imported = page("https://a.example/1", "山西 2024年11月 货运")
    with Index(tmp_path / "index.db") as index:
        saved = Saved(index, asker(client, Cache(tmp_path)))
        assert saved.search(QUERY, 5).hits == ()
        index.add(imported, by_hand=True)
        hits = saved.search(QUERY, 5).hits
        assert [hit.url for hit in hits] == ["https://a.example/1"]
        edition = index.edition
        index.add(imported)
        assert index.edition == edition
        assert saved.search(QUERY, 5).hits == hits


def test_only_imported_pages_are_searched_unless_all_are_wanted(tmp_path: Path) -> None:
    with Index(tmp_path / "index.db") as index:
        index.add(page("https://a.example/read", "山西 2024年11月 货运"))
        assert Saved(index).search(QUERY, 5).hits == ()
        index.add(page("https://a.example/imported", "山西 2024年11月 货运 通知"), by_hand=True)
        # Read again by the program, it stays one that a person put in.
        index.add(page("https://a.example/imported", "山西 2024年11月 货运 公告"))
        assert [hit.url for hit in Saved(index).search(QUERY, 5).hits] == [
            "https://a.example/imported"
        ]
        assert len(Saved(index, every=True).search(QUERY, 5).hits) == 2


def test_saved_pages_prove_nothing_about_a_province(tmp_path: Path) -> None:
    with Index(tmp_path / "index.db") as index:
        saved = Saved(index)
        assert not saved.coverage.covers("山西", WINDOW)
        assert saved.search(QUERY, 5).hits == ()


def test_a_search_in_turns_that_fails_halfway_tells_what_was_answered(client: Carrier) -> None:
    sites = tuple(f"d{n}.example" for n in range(SITES_A_REQUEST + 1))
    with Service(searxng_reply(), Said(b"no", 403)) as service, pytest.raises(SearchFailed) as told:
        MAKERS["searxng"](client, service.url).search(
            Query(text="山西", window=WINDOW, sites=sites), 10
        )
    assert [(used.model, used.target, used.calls) for used in told.value.usage] == [
        ("searxng", "山西", 1)
    ]
