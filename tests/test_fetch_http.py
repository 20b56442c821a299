"""One GET against a real server on loopback: what ends it, and that the bytes are unharmed."""

from __future__ import annotations

import datetime
import gzip
import hashlib
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator

import httpx2
import pytest

from agent.cache import Hop
from agent.errors import FetchFailed
from agent.fetch.http import Http, Limits, TryAgain
from agent.net import BROWSER
from agent.net.body import read_body
from agent.net.proxies import Proxies
from agent.net.transport import Transport
from agent.pace import retry_after
from agent.records import Fetched
from tests.web import Route, Web

URL = "http://a.example/notice.html"
NOON = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as server:
        yield server


@pytest.fixture
def client(web: Web) -> Iterator[Callable[..., Http]]:
    made: list[Http] = []

    def make(limits: Limits | None = None, user_agent: str | None = None) -> Http:
        made.append(
            Http(
                web.transport(),
                time.monotonic,
                lambda: NOON,
                limits=limits or Limits(),
                user_agent=user_agent,
            )
        )
        return made[-1]

    yield make
    for http in made:
        http.close()


def fetched(http: Http, url: str = URL, trail: list[Hop] | None = None) -> Fetched:
    came = http.get(url, http.limits.total, [] if trail is None else trail)
    assert came.fetched is not None
    return came.fetched


def failure(http: Http, url: str = URL) -> FetchFailed:
    with pytest.raises(FetchFailed) as caught:
        http.get(url, http.limits.total, [])
    assert caught.value.message
    assert "\n" not in caught.value.message
    return caught.value


# Bytes and headers


def test_gbk_bytes_come_through_unharmed(web: Web, client: Callable[..., Http]) -> None:
    body = "<html><meta charset=gb2312>山西省人民政府 㐀镕</html>".encode("gb18030")
    web.serve(URL, Route(body, headers={"Content-Type": "text/html; charset=gb2312"}))
    answer = fetched(client())
    assert answer.body == body
    assert answer.sha256 == hashlib.sha256(body).hexdigest()
    assert answer.content_type == "text/html; charset=gb2312"
    assert (answer.url, answer.answered_url, answer.status) == (URL, URL, 200)
    assert answer.fetched_at == NOON


def test_an_answer_of_any_status_is_an_answer(web: Web, client: Callable[..., Http]) -> None:
    web.serve(URL, Route(b"<script>$_ts=window['$_ts']</script>", status=412))
    answer = fetched(client())
    assert answer.status == 412
    assert b"$_ts" in answer.body


def test_it_asks_like_a_browser_but_never_for_a_coding_it_cannot_bound(
    web: Web, client: Callable[..., Http]
) -> None:
    web.serve(URL, Route(b"text"))
    fetched(client())
    headers = web.asked[0].headers
    assert headers["user-agent"] == BROWSER
    assert headers["accept-encoding"] == "gzip, deflate"
    assert "referer" not in headers


def test_the_user_agent_can_be_set(web: Web, client: Callable[..., Http]) -> None:
    web.serve(URL, Route(b"text"))
    fetched(client(user_agent="research-bot (mail@a.example)"))
    assert web.asked[0].headers["user-agent"] == "research-bot (mail@a.example)"


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


TEXT = "关于印发补贴办法的通知".encode() * 9000
PACKED = {
    "gzip": ("gzip", gzip.compress(TEXT)),
    "x-gzip": ("x-gzip", gzip.compress(TEXT)),
    "gzip in two members": ("gzip", gzip.compress(TEXT[:100_000]) + gzip.compress(TEXT[100_000:])),
    "gzip and padding": ("gzip", gzip.compress(TEXT) + b"\0" * 512),
    "deflate with a zlib header": ("deflate", zlib.compress(TEXT)),
    "deflate without any header": ("deflate", raw_deflate(TEXT)),
    "identity": ("identity", TEXT),
    "no coding": ("", TEXT),
}


@pytest.mark.parametrize(("coding", "packed"), PACKED.values(), ids=PACKED)
@pytest.mark.parametrize("size", [1, 7, 1000, 10_000_000])
def test_a_body_is_unpacked_however_it_is_cut_into_chunks(
    coding: str, packed: bytes, size: int
) -> None:
    size = max(size, 1 if len(packed) < 5000 else 50)
    chunks = (packed[start : start + size] for start in range(0, len(packed), size))
    assert read_body(chunks, coding, (5_000_000, 5_000_000), lambda: None) == TEXT


BROKEN = {
    "gzip that breaks off": ("gzip", gzip.compress(TEXT)[:-20]),
    "gzip with a wrong checksum": ("gzip", gzip.compress(TEXT)[:-8] + b"\1" * 8),
    "text that calls itself gzip": ("gzip", b"<html>not packed at all</html>"),
    "a coding nobody asked for": ("br", b"\x0b\x02\x80text\x03"),
}


@pytest.mark.parametrize(("coding", "packed"), BROKEN.values(), ids=BROKEN)
def test_a_body_that_cannot_be_unpacked_whole_is_an_error(coding: str, packed: bytes) -> None:
    with pytest.raises(FetchFailed) as caught:
        read_body([packed], coding, (5_000_000, 5_000_000), lambda: None)
    assert caught.value.cause == "error"


# What ends a GET


def test_a_body_larger_than_a_page_may_be_is_given_up(
    web: Web, client: Callable[..., Http]
) -> None:
    web.serve(URL, Route(b"<html>" + b"x" * 60_000))
    problem = failure(client(Limits(page_bytes=50_000)))
    assert problem.cause == "too_large"
    assert not isinstance(problem, TryAgain)


@pytest.mark.parametrize("start", [b"%PDF-1.7", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\n%PDF-1.4"])
def test_a_document_may_be_larger_than_a_page(
    web: Web, client: Callable[..., Http], start: bytes
) -> None:
    web.serve(URL, Route(start + b"x" * 60_000))
    assert len(fetched(client(Limits(page_bytes=50_000))).body) == 60_000 + len(start)
    assert failure(client(Limits(document_bytes=50_000))).cause == "too_large"


def test_a_length_announced_as_too_large_is_not_even_read(
    web: Web, client: Callable[..., Http]
) -> None:
    web.serve(URL, Route(iter([b"%PDF-1.7"]), headers={"Content-Length": "999999999"}, gap=30))
    begun = time.monotonic()
    assert failure(client()).cause == "too_large"
    assert time.monotonic() - begun < 5


def test_a_gzip_bomb_costs_no_memory(web: Web, client: Callable[..., Http]) -> None:
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join([packer.compress(b"\0" * 1_000_000) for _ in range(64)] + [packer.flush()])
    assert len(bomb) < 100_000, "64 MB in less than 100 kB"
    web.serve(URL, Route(bomb, headers={"Content-Encoding": "gzip"}))
    http = client()
    tracemalloc.start()
    try:
        problem = failure(http)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert problem.cause == "too_large"
    assert peak < 16_000_000


def test_a_slow_body_is_cut_when_the_total_time_is_over(
    web: Web, client: Callable[..., Http]
) -> None:
    web.serve(URL, Route((b"drip" for _ in range(1000)), gap=0.05))
    begun = time.monotonic()
    problem = failure(client(Limits(total=0.4)))
    assert problem.cause == "timeout"
    assert not isinstance(problem, TryAgain), "all its time is used up"
    assert time.monotonic() - begun < 2


def test_a_server_that_says_nothing_is_worth_another_try(
    web: Web, client: Callable[..., Http]
) -> None:
    web.serve(URL, Route(b"late", delay=30))
    problem = failure(client(Limits(read=0.2)))
    assert isinstance(problem, TryAgain)
    assert problem.cause == "timeout"


def test_a_body_that_breaks_off_is_worth_another_try(web: Web, client: Callable[..., Http]) -> None:
    web.serve(URL, Route(b"half a page", cut=True))
    problem = failure(client())
    assert isinstance(problem, TryAgain)
    assert problem.cause == "error"


def plain_client() -> Http:
    return Http(Transport(), time.monotonic, lambda: NOON, limits=Limits(connect=2))


def test_a_port_where_nobody_listens_is_unreachable_and_worth_another_try() -> None:
    http = plain_client()
    problem = failure(http, "http://127.0.0.1:9/")
    http.close()
    assert isinstance(problem, TryAgain)
    assert problem.cause == "unreachable"


def test_a_server_without_tls_behind_https_is_told_as_tls(web: Web) -> None:
    http = plain_client()
    problem = failure(http, f"https://{web.address}/")
    http.close()
    assert problem.cause == "tls"


@pytest.mark.parametrize("url", ["http://", "ftp://a.example/x", "http://a.example:99999/", "x"])
def test_what_is_no_web_address_is_bad_url(client: Callable[..., Http], url: str) -> None:
    assert failure(client(), url).cause == "bad_url"


# Redirects


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_on_the_host_is_followed_and_written_down(
    web: Web, client: Callable[..., Http], status: int
) -> None:
    web.serve(URL, Route(b"moved", status=status, headers={"Location": "../new/页.html"}))
    web.serve("http://a.example/new/页.html", Route(b"text"))
    trail: list[Hop] = []
    answer = fetched(client(), trail=trail)
    assert answer.url == URL
    assert answer.answered_url == "http://a.example/new/%E9%A1%B5.html"
    assert trail == [Hop(url=URL, how=str(status), to=answer.answered_url)]


def test_a_redirect_to_another_host_is_handed_back_unasked(
    web: Web, client: Callable[..., Http]
) -> None:
    web.serve(URL, Route(status=302, headers={"Location": "http://b.example/page#part"}))
    trail: list[Hop] = []
    came = client().get(URL, 10, trail)
    assert (came.fetched, came.moved) == (None, "http://b.example/page")
    assert len(trail) == 1
    assert web.urls_asked() == [URL]


def test_a_ring_of_redirects_ends_after_five(web: Web, client: Callable[..., Http]) -> None:
    web.serve(URL, Route(status=302, headers={"Location": URL}))
    assert failure(client()).cause == "redirects"
    assert len(web.asked) == 6


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "file:///etc/passwd", "mailto:a@a.example"]
)
def test_a_redirect_to_what_is_no_web_address_is_not_followed(
    web: Web, client: Callable[..., Http], target: str
) -> None:
    web.serve(URL, Route(status=302, headers={"Location": target}))
    assert failure(client()).cause == "bad_url"


def test_a_redirect_that_leads_nowhere_is_an_answer(web: Web, client: Callable[..., Http]) -> None:
    web.serve(URL, Route(b"where to?", status=302))
    assert fetched(client()).status == 302


def test_redirects_share_one_total_time(web: Web, client: Callable[..., Http]) -> None:
    web.serve(URL, Route(status=302, headers={"Location": URL}, delay=0.15))
    begun = time.monotonic()
    assert failure(client(Limits(total=0.4))).cause == "timeout"
    assert time.monotonic() - begun < 2


def test_a_cookie_lives_for_one_get_and_for_its_host(web: Web, client: Callable[..., Http]) -> None:
    web.serve(
        URL,
        Route(status=302, headers={"Location": "/in", "Set-Cookie": "seen=1; Path=/"}),
    )
    web.serve("http://a.example/in", Route(b"text"))
    http = client()
    fetched(http)
    fetched(http)
    cookies = [asked.headers.get("cookie") for asked in web.asked]
    assert cookies == [None, "seen=1", None, "seen=1"]


# Closing


def test_closing_ends_a_request_that_waits_for_its_answer(
    web: Web, client: Callable[..., Http]
) -> None:
    web.serve(URL, Route(b"late", delay=30))
    http = client()
    problems: list[FetchFailed] = []

    def ask() -> None:
        problems.append(failure(http))

    thread = threading.Thread(target=ask)
    thread.start()
    while not web.asked:
        time.sleep(0.01)
    begun = time.monotonic()
    http.close()
    thread.join(5)
    assert time.monotonic() - begun < 1
    assert problems[0].cause == "interrupted"


def test_after_closing_nothing_is_asked(web: Web, client: Callable[..., Http]) -> None:
    http = client()
    http.close()
    assert failure(http).cause == "interrupted"
    assert web.asked == []


# Proxies


def direct(proxies: dict[str, str]) -> Http:
    return Http(Transport(proxies=Proxies.of(proxies)), time.monotonic, lambda: NOON)


def test_a_request_goes_through_a_configured_proxy_with_its_whole_address(web: Web) -> None:
    web.serve("http://gov.example/x", Route(b"through the proxy"))
    http = direct({"http": f"http://{web.address}"})
    answer = fetched(http, "http://gov.example/x")
    http.close()
    assert answer.body == b"through the proxy"
    assert web.asked[0].target == "http://gov.example/x"


def test_this_machine_is_asked_without_a_proxy(web: Web) -> None:
    address = f"http://{web.address}/x"
    web.serve(address, Route(b"direct"))
    http = direct({"all": "http://127.0.0.1:9"})
    answer = fetched(http, address)
    http.close()
    assert answer.body == b"direct"


# Retry-After


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 5 ", 5.0),
        ("Tue, 24 Nov 2026 12:01:30 GMT", 90.0),
        ("Tue, 24 Nov 2026 11:00:00 GMT", 0.0),
        ("soon", None),
        ("", None),
        ("-1", None),
    ],
)
def test_retry_after_is_read_in_both_its_forms(value: str, seconds: float | None) -> None:
    assert retry_after(httpx2.Headers({"Retry-After": value}), NOON) == seconds
