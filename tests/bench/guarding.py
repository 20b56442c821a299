"""What guard and limits take of the processor, a page: addresses, robots.txt, deadlines, words for programs."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime

from agent.extract.heard import Hearing
from agent.fetch.http import Http, asked_url
from agent.fetch.politeness import HostRules, Politeness
from agent.fetch.robots import Errand, Robots
from agent.fetch.scripted import scripted_transport
from agent.net.bounds import bounded, came, head_is_read, left, question_is_sent
from agent.net.guard import Guard
from agent.records import Page, Span
from agent.sample import SampleAnswer

RULES = "User-agent: *\n" + "".join(f"Disallow: /column{n}/*/old$\n" for n in range(200))
TEXT = "".join(
    f"第{n}条　对更新新能源公交车的，每辆补贴{n}.5万元，由省级财政承担，自2024年11月1日起施行。\n"
    for n in range(300)
)
ROUNDS = 200


def guarding_rows() -> list[tuple[str, str, str]]:
    """The row of the table."""
    http = Http(
        scripted_transport(lambda *_: SampleAnswer(200, {}, RULES.encode())),
        time.monotonic,
        lambda: datetime.now(UTC),
    )
    robots = Robots(http, Politeness(HostRules(), time.monotonic, lambda: 0.0), user_agent=None)
    guard = Guard()
    url = "https://www.shanxi.gov.cn/zwgk/202410/t20241015_1.html"
    page = Page(
        url=url,
        answered_url=url,
        fetched_at=datetime.now(UTC),
        sha256="0" * 64,
        media_type="text/html",
        text=TEXT,
        body=Span(start=0, end=len(TEXT)),
        reader="html/1",
    )

    def one() -> None:
        asked_url(url)
        guard.admit("www.shanxi.gov.cn", 443, ["93.184.216.34", "2606:2800:220:1::1"])
        robots.look(url, Errand.NAMED, 10.0)
        with bounded(60.0, 30.0):
            question_is_sent()
            for _ in range(40):  # pieces of an answer
                left(30.0)
                came(1_000)
            head_is_read()
        hearing = Hearing(page)
        hearing.policies(())
        hearing.gap()

    one()
    times = [1000 * _cpu(one) for _ in range(ROUNDS)]
    http.close()
    told = f"{statistics.median(times):.2f}"
    return [(f"guard and limits, a page of {len(TEXT):,} characters, CPU ms", told, "<= 3")]


def _cpu(work: Callable[[], None]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun
