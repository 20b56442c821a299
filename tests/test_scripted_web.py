"""A web of many hosts on loopback, a tenth of whose pages fail in eleven ways: each is read, or told truly.

``make test`` opens 60 pages, ``make soak`` 500 and holds the time against what the manners allow.
"""

from __future__ import annotations

import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import pytest

from agent.cache import Cache
from agent.fetch.flights import Options
from agent.fetch.http import Http, Limits
from agent.fetch.opener import WebOpener
from agent.fetch.politeness import HostRules, Politeness
from agent.fetch.robots import Robots
from agent.text.urls import url_identity
from agent.wiring.members import readers
from tests.test_opener import NOON
from tests.web import Route, Web

PAGES = resources.files("agent.sample").joinpath("pages")
ROUNDS = 1.25
"""How much longer than the mean of what hosts must be waited for all may take. Of five hosts each has
faults of nearly all kinds, so that none alone decides when all is over."""


def article(number: int) -> bytes:
    body = f"第{number}条 对更新新能源城市公交车的，每辆车补贴8万元，由省级财政承担，自2024年11月1日起施行。"
    return (
        f"<html><head><title>关于公交更新的通知（{number}）</title></head><body><h1>关于公交更新的通知（{number}）</h1>"
        f"<p>某交发〔2024〕{number}号</p>{f'<p>{body}</p>' * 8}<p>某省交通运输厅</p><p>2024年10月12日</p></body></html>"
    ).encode()


def looping(url: str) -> Route:
    return Route(status=302, headers={"Location": url})


@dataclass(frozen=True)
class Fault:
    """How a page fails, and what is told of it; None for one that is read after all."""

    routes: tuple[Route, ...]
    cause: str | None


def faults(number: int, url: str) -> Fault:
    """The fault of the n-th page that fails."""
    page = Route(article(number))
    known = (
        Fault((Route(status=404),), "http:404"),
        Fault((Route(status=500),), "http:500"),
        Fault((Route(status=403, body=b"no"),), "http:403"),
        Fault((Route(article(number), delay=60),), "timeout"),
        Fault((Route(article(number), cut=True),), "error"),
        Fault((Route(status=503),), "http:503"),
        Fault((Route(status=503, times=1), page), None),
        Fault((looping(url),), "redirects"),
        Fault((Route(b"x", headers={"Content-Length": "99000000"}),), "too_large"),
        Fault(
            (Route(PAGES.joinpath("challenge.html").read_bytes(), status=412),), "blocked:ruishu"
        ),
        Fault((Route(PAGES.joinpath("soft_404.html").read_bytes()),), "soft_404"),
    )
    return known[number % len(known)]


@dataclass
class Night:
    """What came of opening so many pages at so many hosts."""

    wrong: list[str]
    causes: Counter[str]
    wall: float
    mean_wait: float
    longest_wait: float


class Watched(Politeness):
    """Politeness that adds up how long each host had to be waited for, by its own rules."""

    def __init__(self, manners: HostRules) -> None:
        super().__init__(manners, time.monotonic, lambda: 0.0)
        self.waits: dict[str, float] = defaultdict(float)
        self._last: dict[str, float] = {}

    def admit(self, host: str) -> float:
        state = self._hosts.get(host)
        due = state.next_start if state else 0.0
        wait = super().admit(host)
        if wait == 0.0:
            self.waits[host] += max(due - self._last.get(host, due), 0.0)
            self._last[host] = time.monotonic()
        return wait


def opened(web: Web, root: Path, stack: ExitStack, pages: int, hosts: int, pause: float) -> Night:
    expected: dict[str, str | None] = {}
    for number in range(pages):
        of_host, host = divmod(number, hosts)
        url = f"http://h{host}.example/zwgk/{number}.html"
        # Every tenth of each host, and of each host another kind first.
        fault = faults(of_host // 10 + host, url) if of_host % 10 == 3 else None
        web.serve(url, *(fault.routes if fault else (Route(article(number)),)))
        expected[url] = fault.cause if fault else None
    polite = Watched(HostRules(pause=pause))
    http = Http(web.transport(), time.monotonic, lambda: NOON, limits=Limits(1.0, 1.5, 6.0))
    robots = Robots(http, polite, user_agent=None)
    pool = stack.enter_context(ThreadPoolExecutor(96))
    opener = WebOpener(
        http, Cache(root, url_identity), readers(), pool, polite, Options(robots=robots)
    )
    stack.callback(opener.close)
    opener.open(list(expected)[:1])  # imports the readers, which is no waiting
    begun = time.monotonic()
    came = opener.open(list(expected))
    wall = time.monotonic() - begun
    wrong, causes = [], Counter[str]()
    for one in came:
        told = next((gap.cause for gap in one.gaps if gap.material), None)
        causes[told or "read"] += 1
        if told != expected[one.url] or (one.page is None) != (told is not None):
            wrong.append(f"{one.url}: {told}, not {expected[one.url]}")
    waits = [*polite.waits.values(), 0.0][: max(len(polite.waits), 1)]
    return Night(wrong, causes, wall, statistics.mean(waits), max(waits))


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as served:
        yield served


def test_every_page_of_a_failing_web_is_read_or_told_truly(web: Web, tmp_path: Path) -> None:
    with ExitStack() as stack:
        night = opened(web, tmp_path, stack, pages=110, hosts=11, pause=0.0)
    assert night.wrong == []
    assert len(night.causes) == 11  # read, and ten of the eleven: one is read at its second try
    assert night.causes["read"] == 110 - 10


@pytest.mark.soak
def test_five_hundred_pages_take_no_longer_than_their_hosts_ask_for(
    web: Web, tmp_path: Path
) -> None:
    with ExitStack() as stack:
        night = opened(web, tmp_path, stack, pages=500, hosts=5, pause=1.0)
    ratio = night.wall / night.mean_wait
    told = (
        f"500 pages of 5 hosts: {night.wall:.1f} s, {ratio:.2f} times the mean wait of a host"
        f" ({night.mean_wait:.1f} s; the longest {night.longest_wait:.1f} s)"
    )
    print(f"{told}; {dict(night.causes.most_common())}")  # noqa: T201 - for make soak
    assert night.wrong == []
    assert ratio <= ROUNDS
