"""Which requests go through a proxy, in every form that NO_PROXY is written in."""

from __future__ import annotations

import pytest

from agent.errors import UsageError
from agent.llm.client import network
from agent.net import proxies
from agent.net.proxies import Proxies
from tests.web import Route, Web

PROXY = "http://proxy.test:3128"


def goes_through(no: str, host: str, port: int = 80) -> bool:
    return Proxies.of({"all": PROXY, "no": no}).for_url("http", host, port) is not None


@pytest.mark.parametrize(
    ("no", "host", "port"),
    [
        ("*", "a.example", 80),
        ("a.example", "a.example", 80),
        ("a.example", "www.a.example", 80),
        (".a.example", "www.a.example", 80),
        ("*.a.example", "www.a.example", 80),
        ("x.example,a.example", "a.example", 443),
        ("x.example, a.example", "a.example", 443),
        ("x.example a.example", "A.Example.", 443),
        ("a.example:8080", "a.example", 8080),
        ("10.0.0.0/8", "10.200.3.4", 80),
        ("10.1.2.3", "10.1.2.3", 80),
        ("10.1.2.3:8080", "10.1.2.3", 8080),
        ("2001:db8::/32", "[2001:db8::5]", 80),
        ("[2001:db8::5]", "2001:db8::5", 80),
        ("[2001:db8::5]:8080", "2001:db8::5", 8080),
    ],
)
def test_what_is_exempt_is_asked_without(no: str, host: str, port: int) -> None:
    assert not goes_through(no, host, port)


@pytest.mark.parametrize(
    ("no", "host", "port"),
    [
        ("", "a.example", 80),
        ("a.example", "nota.example", 80),
        ("a.example:8080", "a.example", 80),
        ("10.0.0.0/8", "11.0.0.1", 80),
        ("10.0.0.0/8", "a.example", 80),
        ("::1", "a.example", 80),
    ],
)
def test_what_is_not_exempt_goes_through(no: str, host: str, port: int) -> None:
    assert goes_through(no, host, port)


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST.", "a.localhost", "127.8.9.1", "[::1]"])
def test_this_machine_is_never_asked_through_a_proxy(host: str) -> None:
    assert not goes_through("", host)


def test_each_scheme_has_its_proxy_and_all_is_for_the_rest() -> None:
    known = Proxies.of({"https": "http://s.test:1", "all": "http://all.test:2"})
    assert known.for_url("https", "a.example", 443) == "http://s.test:1"
    assert known.for_url("http", "a.example", 80) == "http://all.test:2"
    assert Proxies.of({"no": "a.example"}).for_url("http", "b.example", 80) is None


@pytest.mark.parametrize("socks", ["socks5://127.0.0.1:7890", "socks://127.0.0.1:7890/"])
def test_a_socks_proxy_for_all_does_not_matter_beside_those_of_both_schemes(
    socks: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proxies, "find_spec", lambda _name: None)
    both = Proxies.of({"http": PROXY, "https": PROXY, "all": socks})
    assert both.for_url("https", "a.example", 443) == PROXY
    with pytest.raises(UsageError):
        Proxies.of({"http": PROXY, "all": socks})


def test_a_proxy_without_a_scheme_speaks_http() -> None:
    assert Proxies.of({"http": "proxy.test:3128"}).for_url("http", "a.example", 80) == PROXY


@pytest.mark.parametrize("address", ["gopher://me:secret@a.example:70", "http://me:secret@a:port"])
def test_a_proxy_that_cannot_be_used_is_told_without_its_password(address: str) -> None:
    with pytest.raises(UsageError, match="cannot use this proxy") as told:
        Proxies.of({"all": address})
    assert "secret" not in str(told.value)
    assert "secret" not in told.value.hint


@pytest.mark.parametrize("address", ["socks5://me:secret@a.test:1080", "socks://a.test:1080"])
def test_a_proxy_of_socks_without_its_package_is_one_line_with_the_remedy(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setattr(proxies, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match="SOCKS") as told:
        Proxies.of({"all": address})
    assert "[socks]" in told.value.hint
    assert "secret" not in str(told.value)


def test_a_model_on_this_machine_is_asked_without_the_proxy_of_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """HTTP_PROXY without a NO_PROXY beside it is how most machines are set up."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with Web() as web, network() as client:
        web.serve(f"http://{web.address}/v1", Route(b"here"))
        assert client.get(f"http://{web.address}/v1").content == b"here"


def test_what_the_guard_cannot_see_through_a_proxy_is_told_without_a_password() -> None:
    told = Proxies.of({"http": "http://me:word@proxy.test:3128"}).unchecked()
    assert "http://proxy.test:3128" in told
    assert "word" not in told
    assert Proxies.of({}).unchecked() == ""
    assert Proxies.of({"http": PROXY, "no": "*"}).unchecked() == ""
