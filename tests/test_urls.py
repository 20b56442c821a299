"""One identity for an address, and never one for two documents."""

from __future__ import annotations

import pytest

from agent.text.urls import host_of, url_identity


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("http://a.example/x", "https://a.example/x", id="scheme"),
        pytest.param("https://A.Example:443/x", "https://a.example/x", id="case and default port"),
        pytest.param("http://a.example:80/x", "https://a.example/x", id="the http port"),
        pytest.param("https://a.example", "https://a.example/", id="no path"),
        pytest.param("https://a.example/x/", "https://a.example/x", id="trailing slash"),
        pytest.param("https://a.example/x#top", "https://a.example/x", id="fragment"),
        pytest.param(
            "https://a.example/x?utm_source=w&id=1", "https://a.example/x?id=1", id="tracking"
        ),
        pytest.param(
            "https://a.example/x?from=timeline", "https://a.example/x", id="shared in a chat"
        ),
        pytest.param(
            "https://a.example/政策", "https://a.example/%e6%94%bf%E7%AD%96", id="Chinese path"
        ),
        pytest.param("https://中国.example/", "https://xn--fiqs8s.example/", id="Chinese host"),
        pytest.param("https://a.example/b/../x/./y", "https://a.example/x/y", id="dot segments"),
        pytest.param("a.example/x", "https://a.example/x", id="no scheme"),
        pytest.param(" //a.example/x ", "https://a.example/x", id="scheme-relative"),
        pytest.param("https://a.example/%7Ex%2D", "https://a.example/~x-", id="needless escapes"),
    ],
)
def test_two_spellings_of_an_address_are_one(one: str, other: str) -> None:
    assert url_identity(one) == url_identity(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("https://a.example/x?id=1", "https://a.example/x?id=2", id="a parameter"),
        pytest.param("https://a.example/x?from=2024", "https://a.example/x", id="from as a date"),
        pytest.param("https://a.example/#/d?id=1", "https://a.example/#/d?id=2", id="a route"),
        pytest.param("https://a.example/X", "https://a.example/x", id="case of the path"),
        pytest.param("https://a.example:8080/x", "https://a.example/x", id="another port"),
        pytest.param("https://www.a.example/x", "https://a.example/x", id="another host"),
        pytest.param("https://a.example/a%2Fb", "https://a.example/a/b", id="an escaped slash"),
        pytest.param("https://a.example/%D6%D0", "https://a.example/%D6%D1", id="GBK escapes"),
        pytest.param("https://a.example/x.html", "https://a.example/x", id="an ending"),
    ],
)
def test_two_documents_are_never_one(one: str, other: str) -> None:
    assert url_identity(one) != url_identity(other)


@pytest.mark.parametrize(
    "text", ["", "mailto:a@b.example ", "https://a.example:port/", "http://[::1", "#top"]
)
def test_what_is_no_address_stays_as_it_is(text: str) -> None:
    assert url_identity(text) == text.strip()


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://Www.A.example:8443/x", "www.a.example"),
        ("http://user@a.example/", "a.example"),
        ("https://www.a.example./x", "www.a.example"),
        ("https://a.example?at=http://b.example", "a.example"),
        ("a.example/x", "a.example"),
        ("mailto:a@b.example", ""),
        ("#top", ""),
    ],
)
def test_the_host_is_read(url: str, host: str) -> None:
    assert host_of(url) == host


def test_an_address_with_an_ipv6_host_keeps_its_brackets() -> None:
    assert url_identity("http://[::1]:8080/x") == "https://[::1]:8080/x"
