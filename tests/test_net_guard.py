"""Which addresses the web may lead us to. Names and pages are invented; only loopback is dialled."""

from __future__ import annotations

import datetime
import ipaddress
import time
from collections.abc import Callable, Iterator

import httpcore2
import httpx2
import pytest

from agent.cache import Hop
from agent.errors import FetchFailed, UsageError
from agent.fetch.http import Http, Limits
from agent.net.allowed import AllowList, is_public
from agent.net.backend import Backend
from agent.net.guard import Guard, NotAllowed
from agent.net.proxies import Proxies
from agent.net.transport import Transport
from tests.web import Route, Web

NOON = datetime.datetime(2026, 11, 28, 12, tzinfo=datetime.UTC)
PUBLIC = "93.184.216.34"


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as web:
        yield web


@pytest.fixture
def asked_by() -> Iterator[Callable[..., Http]]:
    opened: list[Http] = []

    def make(guard: Guard, names: dict[str, str] | None = None, **more: object) -> Http:
        def lookup(host: str, port: int) -> list[str]:
            return [(names or {}).get(host, host)]

        transport = Transport(guard, lookup=lookup, **more)  # type: ignore[arg-type]  # as given
        opened.append(Http(transport, time.monotonic, lambda: NOON, limits=Limits(connect=2)))
        return opened[-1]

    yield make
    for http in opened:
        http.close()


def refused(http: Http, url: str) -> str:
    with pytest.raises(FetchFailed) as told:
        http.get(url, 5, [])
    return told.value.cause


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",  # noqa: S104 - never bound
        "10.1.2.3",
        "100.100.100.200",
        "127.0.0.1",
        "169.254.169.254",
        "172.31.0.1",
        "192.168.0.1",
        "198.18.0.7",
        "224.0.0.251",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "64:ff9b:1::808:808",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2002:a00:1::",
        "fd00:ec2::254",
        "fe80::1",
        "fec0::1",
        "ff02::1",
    ],
)
def test_what_is_not_on_the_public_web_is_known(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address",
    ["93.184.216.34", "8.8.8.8", "2400:3200::1", "64:ff9b::5db8:d822", "::ffff:93.184.216.34"],
)
def test_the_public_web_is_known_too(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "host",
    [
        "2130706433",
        "0177.0.0.1",
        "0x7f.1",
        "127.1",
        "localhost",
        "LOCALHOST.",
        "www.localhost",
        "[::1]",
        "127.0.0.1.",
        "router.lan",
        "metadata.google.internal",
        "fe80::1%eth0",
    ],
)
def test_a_spelling_of_this_machine_is_refused_before_anything_is_resolved(host: str) -> None:
    """So is it where a proxy would do the resolving."""
    with pytest.raises(NotAllowed):
        Guard().check(host, 80)


@pytest.mark.parametrize("port", [22, 25, 6379, 11211, 3306])
def test_only_ports_of_the_web_are_asked(port: int) -> None:
    with pytest.raises(NotAllowed, match=f"port {port}"):
        Guard().admit("www.example.com", port, [PUBLIC])


def test_a_name_that_leads_inside_is_not_asked(web: Web, asked_by: Callable[..., Http]) -> None:
    http = asked_by(Guard(), {"inner.gov.example": "127.0.0.1"})
    assert refused(http, "http://inner.gov.example/") == "not_public"
    assert web.asked == []


def test_of_a_name_with_two_faces_only_the_public_address_is_dialled() -> None:
    assert Guard().admit("two.example.com", 443, ["127.0.0.1", PUBLIC, "::1"]) == [PUBLIC]


def test_a_name_is_resolved_once_for_a_connection() -> None:
    """So it cannot be public while it is looked at and private when it is dialled."""
    asked: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["192.168.1.1"] if len(asked) > 1 else ["127.0.0.1"]

    allowed = Guard(AllowList.parse("127.0.0.0/8"))
    with pytest.raises(httpcore2.ConnectError):
        Backend(allowed, lookup=rebinding).connect_tcp("re.example.com", 9, timeout=1)
    assert asked == ["re.example.com"]


def test_a_redirect_inside_is_not_followed(web: Web, asked_by: Callable[..., Http]) -> None:
    port = int(web.address.partition(":")[2])
    inside = f"http://127.0.0.1:{port}/secret"
    web.serve(f"http://open.example:{port}/", Route(status=302, headers={"Location": inside}))
    http = asked_by(Guard(AllowList.parse("open.example")), {"open.example": "127.0.0.1"})
    came = http.get(f"http://open.example:{port}/", 5, list[Hop]())
    assert came.moved == inside
    assert refused(http, inside) == "not_public"
    assert [asked.host for asked in web.asked] == [f"open.example:{port}"]


@pytest.mark.parametrize("known", ["127.0.0.0/8", "10.0.0.1, 127.0.0.1", "web.test", "*.test,::1"])
def test_what_the_user_allows_is_asked_on_any_port(
    web: Web, asked_by: Callable[..., Http], known: str
) -> None:
    port = int(web.address.partition(":")[2])
    web.serve(f"http://web.test:{port}/", Route(b"allowed"))
    http = asked_by(Guard(AllowList.parse(known)), {"web.test": "127.0.0.1"})
    came = http.get(f"http://web.test:{port}/", 5, [])
    assert came.fetched is not None
    assert came.fetched.body == b"allowed"


def test_an_allowed_name_allows_no_other_that_ends_alike() -> None:
    allowed = AllowList.parse("gov.test")
    assert allowed.has_host("a.gov.test")
    assert not allowed.has_host("evilgov.test")
    assert not allowed.has_host("gov.test.evil.example")


@pytest.mark.parametrize("text", ["http://a.example", "a.example:80", "10.0.0.0/99", "a b"])
def test_what_is_no_host_or_network_is_told_with_the_setting(text: str) -> None:
    with pytest.raises(UsageError, match="RESEARCH_ALLOW_HOSTS"):
        AllowList.parse(text)


def test_what_the_user_typed_is_asked_and_remembered(
    web: Web, asked_by: Callable[..., Http]
) -> None:
    web.serve(f"http://{web.address}/x", Route(b"typed"))
    host, _, port = web.address.partition(":")
    guard = Guard()
    guard.let_pass(host, int(port))
    assert asked_by(guard).get(f"http://{web.address}/x", 5, []).fetched is not None
    assert guard.passed == {web.address}


def test_a_name_before_the_host_is_no_address(asked_by: Callable[..., Http]) -> None:
    assert refused(asked_by(Guard()), "http://www.gov.example@93.184.216.34/") == "bad_url"


def test_through_a_proxy_what_is_spelled_inside_is_still_refused(
    web: Web, asked_by: Callable[..., Http]
) -> None:
    proxies = Proxies.of({"http": f"http://{web.address}"})
    http = asked_by(Guard(), proxies=proxies)
    for host in ("10.0.0.5", "0x7f.1", "router.lan"):
        assert refused(http, f"http://{host}/") == "not_public"
    assert web.asked == []


def test_what_is_configured_is_asked_without_the_guard(web: Web) -> None:
    web.serve(f"http://{web.address}/v1", Route(b"my own service"))
    with httpx2.Client(transport=Transport()) as client:
        assert client.get(f"http://{web.address}/v1").content == b"my own service"
