"""Asking a service: causes of failures, retries, limits, the age of replies, keys kept secret."""

from __future__ import annotations

import gzip
import json
import threading
import time
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest

from agent.cache import Cache
from agent.errors import SearchFailed
from agent.net.carrier import Carrier
from agent.records import Interval, Query, Usage
from agent.search.exchange import MAX_BODY, search_client
from agent.search.questions import Question
from tests.search_service import KEY, NOW, QUERY, WINDOW, Clock, Said, Service, asker, json_reply

HTML = {"Content-Type": "text/html"}
RECENT = Interval(start=date(2026, 6, 1), end=date(2026, 11, 20))


@pytest.fixture(scope="module")
def client() -> Iterator[Carrier]:
    with search_client(None, 2.0, 2.0) as opened:
        yield opened


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path)


def question(url: str, **changes: Any) -> Question:
    return replace(Question("test", url, QUERY, params={"q": "山西 货运"}), **changes)


def as_it_is(value: Any) -> Any:
    return value


def failure(client: Carrier, *replies: Said, **changes: Any) -> tuple[SearchFailed, int]:
    """The failure these replies lead to, and how many requests were made."""
    with Service(*replies) as service, pytest.raises(SearchFailed) as told:
        asker(client).ask(question(service.url, **changes), as_it_is)
    return told.value, len(service.told)


@pytest.mark.parametrize(
    ("status", "body", "cause"),
    [
        pytest.param(401, b'{"message": "no"}', "wrong_key", id="401"),
        pytest.param(402, b"", "quota", id="402"),
        pytest.param(403, b"Forbidden", "blocked", id="403"),
        pytest.param(412, b"<html>", "blocked", id="412 of a firewall"),
        pytest.param(429, b"daily quota is used up", "quota", id="429 with its words"),
        pytest.param(432, b"{}", "quota", id="432 plan limit"),
        pytest.param(433, b"{}", "quota", id="433 spending limit"),
        pytest.param(404, b"not found", "error", id="404"),
        pytest.param(301, b"", "error", id="a redirect is not followed: it might take the key"),
        pytest.param(400, b'{"message": "missing query"}', "error", id="400 our fault"),
        pytest.param(400, b'{"message": "API KEY missing"}', "wrong_key", id="400 with its words"),
        pytest.param(403, b"You do not have enough money", "quota", id="403 with its words"),
        pytest.param(200, b"<html><p>hello</p></html>", "error", id="a page instead of JSON"),
        pytest.param(200, b"<html>CAPTCHA</html>", "blocked", id="a page that asks for a captcha"),
        pytest.param(
            200, "<html>请输入验证码</html>".encode(), "blocked", id="the same in Chinese"
        ),
        pytest.param(200, b'{"results": [', "error", id="cut JSON"),
        pytest.param(200, b"", "error", id="nothing at all"),
    ],
)
def test_a_failure_has_a_cause_and_is_not_tried_again(
    client: Carrier, status: int, body: bytes, cause: str
) -> None:
    failed, requests = failure(client, Said(body, status, HTML))
    assert failed.cause == cause
    assert failed.message.startswith("test: ")
    assert requests == 1


def test_a_server_error_is_tried_again_and_then_told(client: Carrier) -> None:
    failed, requests = failure(client, Said(b"oops", 503))
    assert (failed.cause, requests) == ("error", 3)
    assert "503" in failed.message


def test_a_server_error_that_passes_is_no_failure(client: Carrier) -> None:
    with Service(Said(b"", 502), Said(b"", 500), json_reply({"ok": 1})) as service:
        assert asker(client).ask(question(service.url), as_it_is) == {"ok": 1}
    assert len(service.told) == 3


def test_an_answer_that_does_not_come_is_a_timeout() -> None:
    with search_client(None, 0.05, 0.05) as hasty:
        failed, requests = failure(hasty, Said(b"{}", stall=5))
    assert (failed.cause, requests) == ("timeout", 3)


def test_an_answer_that_drips_is_a_timeout_too() -> None:
    class Dripping(httpx2.BaseTransport):
        def handle_request(self, request: httpx2.Request) -> httpx2.Response:
            return httpx2.Response(200, stream=Drops())

    class Drops(httpx2.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            while True:
                yield b" "

    with Carrier(transport=Dripping()) as dripping, pytest.raises(SearchFailed) as told:
        asker(dripping, total=0.02).ask(question("http://search.example"), as_it_is)
    assert told.value.cause == "timeout"


def test_nobody_there_is_unreachable(client: Carrier) -> None:
    with Service(json_reply({})) as service:
        url = service.url
    with pytest.raises(SearchFailed) as told:
        asker(client).ask(question(url), as_it_is)
    assert told.value.cause == "unreachable"


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_packed_answer_is_unpacked(client: Carrier, encoding: str) -> None:
    plain = json.dumps({"word": "山西"}).encode()
    packed = gzip.compress(plain) if encoding == "gzip" else zlib.compress(plain)
    with Service(Said(packed, headers={"Content-Encoding": encoding})) as service:
        assert asker(client).ask(question(service.url), as_it_is) == {"word": "山西"}


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        pytest.param(gzip.compress(b" " * (MAX_BODY + 10)), "gzip", id="a bomb"),
        pytest.param(b"no gzip", "gzip", id="damaged"),
        pytest.param(b"{}", "br", id="an encoding nobody asked for"),
        pytest.param(b" " * (MAX_BODY + 1), "identity", id="too large"),
    ],
)
def test_a_hostile_body_is_an_error(client: Carrier, body: bytes, encoding: str) -> None:
    failed, _ = failure(client, Said(body, headers={"Content-Encoding": encoding}))
    assert failed.cause == "error"


@pytest.mark.parametrize(
    ("status", "cause", "asked"), [(503, "error", 3), (504, "timeout", 3), (403, "blocked", 1)]
)
def test_an_error_counts_by_its_status_also_where_its_packed_body_breaks_off(
    client: Carrier, status: int, cause: str, asked: int
) -> None:
    broken = gzip.compress(b"<p>invented: the gateway is restarted</p>")[:-12]
    said = Said(broken, status, {"Content-Encoding": "gzip"})
    with Service(said) as service, pytest.raises(SearchFailed) as told:
        asker(client).ask(question(service.url), as_it_is)
    assert (told.value.cause, len(service.told)) == (cause, asked)


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(Said(f"bad key {KEY}".encode(), 401), id="a server that repeats the key"),
        pytest.param(
            Said(b"x" * 150 + KEY.encode(), 500), id="at the end of what is shown of the answer"
        ),
        pytest.param(Said(f"<p>{KEY}</p>".encode()), id="in a page"),
    ],
)
def test_a_key_is_never_told(client: Carrier, reply: Said) -> None:
    secrets = {"Authorization": f"Bearer {KEY}"}
    failed, _ = failure(client, reply, secrets=secrets)
    assert KEY[:8] not in repr(failed) + failed.message + failed.hint
    assert KEY not in repr(question("http://search.example", secrets=secrets))


@pytest.mark.parametrize("key", ["钥匙", "a\nb", "a\r\nX-Other: b"])
def test_a_key_that_cannot_be_sent_is_a_wrong_key(client: Carrier, key: str) -> None:
    with Service(json_reply({})) as service, pytest.raises(SearchFailed) as told:
        asker(client).ask(
            question(service.url, secrets={"Authorization": f"Bearer {key}"}), as_it_is
        )
    assert told.value.cause == "wrong_key"
    assert key not in str(told.value)
    assert told.value.__cause__ is None
    assert service.told == []


def test_the_hint_of_a_cause_goes_with_the_failure(client: Carrier) -> None:
    failed, _ = failure(client, Said(b"", 429), hints={"quota": "wait a day"})
    assert failed.hint == "wait a day"


# What a question costs


def test_a_question_may_be_priced_under_another_name() -> None:
    paid = Usage(stage="search", model="test", host="127.0.0.1", target=QUERY.text, calls=1)
    asked = question("http://127.0.0.1:8888/search", secrets={"X-Key": KEY})
    assert asked.usage == paid
    keyless = replace(asked, priced_as="test-keyless")
    assert keyless.usage == paid.model_copy(update={"model": "test-keyless"})


# The cache of replies


def ask_twice(
    client: Carrier, cache: Cache, first: Question, second: Question, **between: float
) -> None:
    clock = Clock()
    asker(client, cache, clock=clock).ask(first, as_it_is)
    clock.advance(**between)
    asker(client, cache, clock=clock).ask(second, as_it_is)


def test_the_same_question_is_asked_once(client: Carrier, cache: Cache) -> None:
    with Service(json_reply({"n": 1})) as service:
        ask_twice(client, cache, question(service.url), question(service.url), days=6.9)
    assert len(service.told) == 1


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"params": {"q": "山西 客运"}}, id="parameters"),
        pytest.param({"body": {"q": "山西 货运"}}, id="body"),
        pytest.param({"backend": "other"}, id="backend"),
        pytest.param({"headers": {"X-Mode": "keyless"}}, id="headers"),
    ],
)
def test_a_question_that_differs_in_anything_sent_is_another(change: dict[str, Any]) -> None:
    url = "http://search.example"
    assert question(url).key != question(url, **change).key
    assert question(url).key != question(f"{url}/search").key


def test_a_new_key_does_not_buy_the_same_answer_again() -> None:
    one, two = ({"Authorization": f"Bearer {key}"} for key in ("one", "two"))
    url = "http://search.example"
    assert question(url, secrets=one).key == question(url, secrets=two).key


@pytest.mark.parametrize(
    ("window", "days", "requests"),
    [
        pytest.param(RECENT, 6.9, 1, id="a week"),
        pytest.param(RECENT, 7.1, 2, id="more than a week"),
        pytest.param(WINDOW, 7.1, 1, id="a window that ended long ago"),
        pytest.param(WINDOW, 89.0, 1, id="for almost 90 days"),
        pytest.param(WINDOW, 91.0, 2, id="but not for ever"),
    ],
)
def test_an_old_answer_is_asked_anew(
    client: Carrier, cache: Cache, window: Interval, days: float, requests: int
) -> None:
    with Service(json_reply({"n": 1})) as service:
        same = question(service.url, query=Query(text="山西 货运", window=window))
        ask_twice(client, cache, same, same, days=days)
    assert len(service.told) == requests


def test_refresh_asks_anew_and_keeps_the_newer_answer(client: Carrier, cache: Cache) -> None:
    with Service(json_reply({"n": 1}), json_reply({"n": 2})) as service:
        same = question(service.url)
        assert asker(client, cache).ask(same, as_it_is) == {"n": 1}
        anew = Cache(cache.root, since=NOW + timedelta(seconds=1))
        assert asker(client, anew).ask(same, as_it_is) == {"n": 2}
        assert asker(client, cache).ask(same, as_it_is) == {"n": 2}
    assert len(service.told) == 2


def test_a_failure_is_never_kept(client: Carrier, cache: Cache) -> None:
    with Service(Said(b"<html>", 403), json_reply({"n": 1})) as service:
        with pytest.raises(SearchFailed):
            asker(client, cache).ask(question(service.url), as_it_is)
        assert asker(client, cache).ask(question(service.url), as_it_is) == {"n": 1}


def test_an_answer_the_member_refuses_is_never_kept(client: Carrier, cache: Cache) -> None:
    def refuse(value: Any) -> Any:
        raise SearchFailed("blocked", "no engine answered")

    with Service(json_reply({"results": []}), json_reply({"n": 1})) as service:
        with pytest.raises(SearchFailed):
            asker(client, cache).ask(question(service.url), refuse)
        assert asker(client, cache).ask(question(service.url), as_it_is) == {"n": 1}


def test_no_key_is_written_into_the_cache(client: Carrier, tmp_path: Path) -> None:
    with Service(json_reply({"n": 1})) as service:
        asker(client, Cache(tmp_path)).ask(
            question(service.url, secrets={"Authorization": f"Bearer {KEY}"}), as_it_is
        )
    assert service.last.headers["authorization"] == f"Bearer {KEY}"
    written = [path.read_text("utf-8") for path in tmp_path.rglob("*") if path.is_file()]
    assert written
    assert not any(KEY in text for text in written)


def test_closing_the_client_ends_a_question_that_waits_for_its_answer() -> None:
    outcome: list[SearchFailed] = []

    def wait(url: str) -> None:
        with pytest.raises(SearchFailed) as told:
            asker(patient).ask(question(url), as_it_is)
        outcome.append(told.value)

    patient = search_client(None, 5.0, 30.0)
    with Service(Said(b"{}", stall=30)) as service:
        waiting = threading.Thread(target=wait, args=(service.url,))
        waiting.start()
        while not service.told:
            time.sleep(0.005)
        patient.close()
        waiting.join(timeout=2)
        assert not waiting.is_alive()
    assert [failed.cause for failed in outcome] == ["interrupted"]


def test_a_closed_client_asks_nothing() -> None:
    closed = search_client(None, 5.0, 30.0)
    closed.close()
    with Service(json_reply({})) as service, pytest.raises(SearchFailed) as told:
        asker(closed).ask(question(service.url), as_it_is)
    assert told.value.cause == "interrupted"
    assert service.told == []


def test_a_transport_of_ones_own_carries_the_question() -> None:
    transport = httpx2.MockTransport(lambda request: httpx2.Response(200, json={"n": 1}))
    with search_client(transport, 5.0, 5.0) as client:
        assert asker(client).ask(question("https://search.example/search"), as_it_is) == {"n": 1}
