"""What a site asks of programs in its robots.txt: told, kept where it must be, and never waited for long."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from agent.cache import Cache
from agent.fetch.flights import Options
from agent.fetch.http import Http, Limits
from agent.fetch.opener import WebOpener
from agent.fetch.politeness import HostRules, Politeness
from agent.fetch.robots import LONGEST_DELAY, Errand, Robots
from agent.net.allowed import AllowList
from agent.net.guard import Guard
from agent.net.transport import Transport
from agent.records import Opened
from agent.text.urls import url_identity
from agent.wiring import Config
from agent.wiring.workshop import open_workshop
from tests.samples import BODY, POINT, TITLE
from tests.test_opener import NOON, TinyReaders, html, url
from tests.web import Route, Web

FORBIDS = Route(b"User-agent: *\nDisallow: /zwgk/\n", headers={"Content-Type": "text/plain"})
PAGE = url(path="zwgk/1.html")


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Desk:
    """An opener whose robots and errand can be chosen; the clock of its manners stands still."""

    web: Web
    root: Path
    stack: ExitStack
    strict: bool = False
    errand: Errand = Errand.NAMED
    user_agent: str | None = None
    limits: Limits = field(default_factory=lambda: Limits(read=2.0, total=6.0))
    pauses: Clock = field(default_factory=Clock)

    def opener(self) -> WebOpener:
        http = Http(self.web.transport(), time.monotonic, lambda: NOON, limits=self.limits)
        polite = Politeness(HostRules(pause=0.0), self.pauses, lambda: 0.0)
        robots = Robots(http, polite, strict=self.strict, user_agent=self.user_agent)
        options = Options(first_pause=0.02, errand=self.errand, robots=robots)
        pool = self.stack.enter_context(ThreadPoolExecutor(8))
        opener = WebOpener(
            http, Cache(self.root, url_identity), TinyReaders(), pool, polite, options
        )
        self.stack.callback(opener.close)
        return opener

    def open(self, *urls: str) -> tuple[Opened, ...]:
        return self.opener().open(urls)

    def causes(self, address: str = PAGE) -> tuple[bool, list[tuple[str, bool]]]:
        (opened,) = self.open(address)
        return opened.page is not None, [(gap.cause, gap.material) for gap in opened.gaps]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with ExitStack() as stack, Web() as web:
        web.serve(PAGE, Route(html()))
        yield Desk(web, tmp_path, stack)


def robots(desk: Desk, *routes: Route) -> None:
    desk.web.serve(url(path="robots.txt"), *routes)


def test_a_named_page_is_opened_although_robots_forbid_it_and_the_report_is_told(
    desk: Desk,
) -> None:
    robots(desk, FORBIDS)
    assert desk.causes() == (True, [("robots_ignored", False)])


def test_the_remark_stays_with_the_copy(desk: Desk) -> None:
    robots(desk, FORBIDS)
    desk.causes()
    desk.web.clear()
    assert desk.causes() == (True, [("robots_ignored", False)])
    assert desk.web.urls_asked() == []


def test_strict_keeps_to_it_and_that_is_a_gap_with_its_own_cause(desk: Desk) -> None:
    robots(desk, FORBIDS)
    desk.strict = True
    assert desk.causes() == (False, [("robots", True)])
    assert PAGE not in desk.web.urls_asked()


def test_a_harvest_keeps_to_it_whatever_the_user_set(desk: Desk) -> None:
    robots(desk, FORBIDS)
    desk.errand = Errand.HARVEST
    assert desk.causes() == (False, [("robots", True)])
    assert PAGE not in desk.web.urls_asked()


def test_what_is_allowed_is_opened_by_all_and_nothing_is_told(desk: Desk) -> None:
    robots(desk, Route(b"User-agent: *\nDisallow: /admin/\n"))
    desk.errand, desk.strict = Errand.HARVEST, True
    assert desk.causes() == (True, [])


def test_a_harvest_is_not_led_by_a_redirect_to_what_is_forbidden(desk: Desk) -> None:
    robots(desk, FORBIDS)
    door = desk.web.serve(url(path="door"), Route(status=302, headers={"Location": PAGE}))
    desk.errand = Errand.HARVEST
    assert desk.causes(door) == (False, [("robots", True)])
    assert PAGE not in desk.web.urls_asked()


def test_it_is_asked_for_once_however_many_pages_follow(desk: Desk) -> None:
    robots(desk, FORBIDS)
    pages = [desk.web.serve(url(path=f"{n}.html"), Route(html())) for n in range(6)]
    assert all(opened.page for opened in desk.open(*pages))
    assert desk.web.urls_asked().count(url(path="robots.txt")) == 1


@pytest.mark.parametrize(
    ("answer", "named", "harvest"),
    [
        pytest.param(Route(status=404), [], [], id="none"),
        pytest.param(Route(status=403), [], [], id="forbidden: no rules"),
        pytest.param(Route(status=503), [], [("robots", True)], id="busy: everything forbidden"),
        pytest.param(Route(status=429), [], [("robots", True)], id="too many requests"),
        pytest.param(Route(b"User-", cut=True), [], [("error", True)], id="broken off"),
        pytest.param(Route(html()), [], [], id="a page in its place"),
        pytest.param(
            Route(status=302, headers={"Location": "http://a.example/robots.txt"}),
            [],
            [],
            id="a circle of redirects",
        ),
    ],
)
def test_what_cannot_be_had_is_handled_as_the_rfc_says(
    desk: Desk,
    answer: Route,
    named: list[tuple[str, bool]],
    harvest: list[tuple[str, bool]],
) -> None:
    robots(desk, answer)
    assert desk.causes() == (True, named)
    for path in (desk.root / "fetches").rglob("*.json"):
        path.unlink()
    desk.errand = Errand.HARVEST
    assert desk.causes() == (not harvest, harvest)


def test_a_server_that_is_silent_about_robots_alone_loses_no_page(desk: Desk) -> None:
    robots(desk, Route(b"", delay=60))
    desk.limits = Limits(read=0.3, total=6.0)
    assert desk.causes() == (True, [])


def test_a_server_that_is_not_there_is_told_as_that(desk: Desk) -> None:
    robots(desk, Route(b"", delay=60))
    desk.web.serve(PAGE, Route(b"", delay=60))
    desk.limits = Limits(read=0.2, total=2.0)
    assert desk.causes() == (False, [("timeout", True)])


def test_a_pause_that_is_asked_for_is_kept_by_all(desk: Desk) -> None:
    robots(desk, Route(b"User-agent: *\nCrawl-delay: 7\n"))
    opener = desk.opener()
    opener.open([PAGE])
    assert opener.politeness.admit("a.example") == pytest.approx(7.0)
    desk.pauses.now += 7.0
    assert opener.politeness.admit("a.example") == 0.0
    assert opener.politeness.admit("a.example") == pytest.approx(7.0)


def test_of_a_server_that_wants_an_absurd_pause_one_page_is_read_at_once(desk: Desk) -> None:
    robots(desk, Route(b"User-agent: *\nCrawl-delay: 86400\n"))
    others = [desk.web.serve(url(path=f"{n}.html"), Route(html())) for n in range(2)]
    opener = desk.opener()
    opener.open([PAGE])
    desk.pauses.now += LONGEST_DELAY
    begun = time.monotonic()
    (first,) = opener.open(others[:1])
    assert [(gap.cause, gap.material) for gap in first.gaps] == [("crawl_delay", True)]
    assert "86400" in first.gaps[0].detail
    assert time.monotonic() - begun < 5
    assert others[0] not in desk.web.urls_asked()


def test_a_busy_server_with_an_absurd_pause_is_told_as_busy(desk: Desk) -> None:
    robots(desk, Route(b"User-agent: *\nCrawl-delay: 86400\n"))
    desk.web.serve(PAGE, Route(status=503))
    assert desk.causes() == (False, [("http:503", True)])


@pytest.mark.parametrize("said", ["nan", "inf", "-5", "1e999", "soon"])
def test_a_pause_that_is_no_number_of_seconds_is_none(desk: Desk, said: str) -> None:
    robots(desk, Route(f"User-agent: *\nCrawl-delay: {said}\n".encode()))
    opener = desk.opener()
    opener.open([PAGE])
    assert opener.politeness.admit("a.example") == 0.0


def test_rules_for_this_program_by_name_come_before_those_for_all(desk: Desk) -> None:
    robots(
        desk,
        Route(b"User-agent: policy-research-agent\nDisallow: /\n\nUser-agent: *\nAllow: /\n"),
    )
    desk.strict = True
    assert desk.causes() == (False, [("robots", True)])


def test_who_gives_the_program_a_name_is_asked_for_by_that(desk: Desk) -> None:
    robots(desk, Route(b"User-agent: ourbot\nDisallow: /\n\nUser-agent: *\nAllow: /\n"))
    desk.strict, desk.user_agent = True, "OurBot/2.0 (+https://lab.example)"
    assert desk.causes() == (False, [("robots", True)])


@pytest.mark.parametrize(
    "rules",
    [
        pytest.param(b"User-agent: *\n" + b"Disallow: /" + b"*a" * 200_000, id="one endless rule"),
        pytest.param(b"User-agent: *\n" + b"Disallow: /*a*a*b\n" * 60_000, id="many rules"),
        pytest.param(bytes(range(256)) * 2_000, id="noise"),
        pytest.param(b"User-agent: *\nDisallow: /%ff%zz\xff\xfe\n", id="no text"),
    ],
)
def test_hostile_rules_cost_little(desk: Desk, rules: bytes) -> None:
    robots(desk, Route(rules))
    long = desk.web.serve(url(path="a" * 1_500), Route(html()))
    begun = time.process_time()
    (opened,) = desk.open(long)
    assert opened.page is not None
    assert time.process_time() - begun < 3


def test_robots_are_asked_for_behind_the_same_guard(tmp_path: Path) -> None:
    with ExitStack() as stack, Web() as web:
        port = int(web.address.rpartition(":")[2])
        guard = Guard(AllowList.parse("127.0.0.1"))
        carries = stack.enter_context(Transport(guard, lookup=lambda _host, _port: ["127.0.0.1"]))
        web.serve(
            f"http://127.0.0.1:{port}/robots.txt",
            Route(status=301, headers={"Location": "http://10.9.8.7/robots.txt"}),
        )
        http = Http(carries, time.monotonic, lambda: NOON)
        stack.callback(http.close)
        polite = Politeness(HostRules(), time.monotonic, lambda: 0.0)
        asking = Robots(http, polite, user_agent=None)
        page = f"http://127.0.0.1:{port}/1.html"
        assert asking.look(page, Errand.NAMED, 5.0) is False
        assert [asked.target for asked in web.asked] == ["/robots.txt"]


@pytest.mark.parametrize(("how", "cause"), [("told", "robots_ignored"), ("strict", "robots")])
def test_the_setting_reaches_the_network(how: str, cause: str, tmp_path: Path) -> None:
    with Web() as web:
        site = f"http://{web.address}"
        web.serve(f"{site}/robots.txt", FORBIDS)
        page = web.serve(f"{site}/zwgk/1.html", Route(samples_html()))
        config = Config(
            cache=tmp_path, allow_hosts="127.0.0.1", host_pause=0.0, robots=how, search=("saved",)
        )
        with open_workshop(config, lambda *_: None) as workshop:
            dossier = workshop.research(POINT, page)
    assert [gap.cause for gap in dossier.gaps] == [cause]
    assert bool(dossier.pages) is (how == "told")


def samples_html() -> bytes:
    paragraphs = "".join(f"<p>{line}</p>" for line in BODY.splitlines())
    return f"<html><title>{TITLE}</title><body><h1>{TITLE}</h1>{paragraphs}</body></html>".encode()
