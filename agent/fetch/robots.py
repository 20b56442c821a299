"""What a site asks of programs in its robots.txt (RFC 9309), and what of it is kept on which errand.

A person who was led to one page by a search, or named it, opens it as with a browser, whatever the
file says; that it says otherwise is told. Who goes through a site page by page is the program that
the file is written for, and never passes over it; with ``strict`` nobody does. A pause between
requests (Crawl-delay) is kept by all.

The file is asked for once a server and day, over the same transport as the pages. A server that
answers with 4xx has no rules (section 2.3.1.3); a file that is there and cannot be had (5xx, an
answer that breaks off) forbids everything to those who keep to it (2.3.1.4). Where the server could
not even be reached, that is told of the page as it is.
"""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass, field
from enum import StrEnum

import httpx2
from protego import Protego

from agent.cache import Hop
from agent.errors import FetchFailed
from agent.fetch.http import BUSY, Dripping, Http, TryAgain, asked_url
from agent.fetch.politeness import Politeness
from agent.net import BROWSER
from agent.pace import retry_after

TOKEN = "policy-research-agent"  # noqa: S105 - a name, not a secret
"""What a robots.txt calls this program."""

IGNORED = "robots_ignored"
"""The remark on a page that was opened although its site's robots.txt asks programs not to."""
IGNORED_WORDS = "its robots.txt asks programs not to open it; a search or a person named it"

SECONDS = 10.0
"""How long a robots.txt may take; a page may take longer."""
PARSED = 512_000
"""Bytes of it that count (RFC 9309 section 2.5 asks for 500 KiB at least)."""
LONGEST_DELAY = 30.0
"""Seconds of a Crawl-delay that are waited for between two pages. Of a server that asks for more,
one page is read and the others are gaps: nobody's run stands still for it, and it gets its pause."""
_TRY_THE_PAGE = ("timeout", "unreachable")
"""A server may keep silent about robots.txt alone: at the next try the page itself is asked for."""
CHALLENGED = 521
"""How a firewall answers whoever it does not know, whatever is asked for: the page will tell that."""
_UNREAD = ("robots", "error", "too_large")
_KEPT, _KEPT_UNREAD = 86_400.0, 3_600.0
"""Seconds after which it is asked for again (section 2.4); sooner where it could not be had."""


class Errand(StrEnum):
    """Why pages are opened.

    NAMED: a search gave the address, or a person named it; with the documents that its page has.
    HARVEST: a site is gone through, link by link.
    """

    NAMED = "named"
    HARVEST = "harvest"


@dataclass
class _Rules:
    """What one server asks for; changed only under its lock."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    until: float = -math.inf
    parsed: Protego | None = None
    delay: float = 0.0
    problem: FetchFailed | None = None
    asked_at: float = -math.inf


class Robots:
    """The rules of every server, asked for when its first page is.

    Args:
        http: how to ask.
        politeness: is told of a pause that a server asks for.
        strict: whether also those keep to it who were led to a page by a search or a person.
        user_agent: what the program calls itself, None for a browser's name: it is then TOKEN.
    """

    def __init__(
        self, http: Http, politeness: Politeness, *, strict: bool = False, user_agent: str | None
    ) -> None:
        self._http = http
        self._politeness = politeness
        self._strict = strict
        own = user_agent and user_agent.partition("/")[0].strip()
        self._name = own if own and not BROWSER.startswith(own) else TOKEN
        self._servers: dict[str, _Rules] = {}
        self._lock = threading.Lock()

    def look(self, url: str, errand: Errand, seconds: float) -> bool:
        """Ask whether an address may be asked for; True when it may not and is all the same.

        Args:
            url: the address, right before it is asked for.
            errand: why.
            seconds: how long that may take.

        Raises:
            FetchFailed: ``robots`` when it may not; ``crawl_delay`` when the server wants a longer
                pause than a run can wait; what came of asking for robots.txt when the server could
                not be reached at all (on a later try the page itself is asked for).
        """
        rules, server = self._rules_of(url, errand, seconds)
        forbidden = self._judge(rules, url, errand)
        with rules.lock:
            self._keep_pause(rules, server)
        return forbidden

    def may_ask_again(self, url: str) -> bool:
        """True unless the server of an address wants a longer pause than a run can wait."""
        address = httpx2.URL(url)
        rules = self._servers.get(f"{address.scheme}://{address.netloc.decode('ascii')}")
        return rules is None or rules.delay <= LONGEST_DELAY

    def _rules_of(self, url: str, errand: Errand, seconds: float) -> tuple[_Rules, str]:
        address = asked_url(url)
        server = f"{address.scheme}://{address.netloc.decode('ascii')}"
        with self._lock:
            rules = self._servers.setdefault(server, _Rules())
        with rules.lock:
            busy = isinstance(rules.problem, TryAgain) and self._keeps(errand)
            if busy or self._http.clock() >= rules.until:
                self._ask(rules, server, address.host, seconds)
        return rules, server

    def _judge(self, rules: _Rules, url: str, errand: Errand) -> bool:
        keeps = self._keeps(errand)
        if rules.problem is not None:
            if keeps:
                raise rules.problem
            return False
        if rules.parsed is None or rules.parsed.can_fetch(url, self._name):
            return False
        if keeps:
            raise FetchFailed("robots", "its robots.txt asks programs not to open it")
        return True

    def _keeps(self, errand: Errand) -> bool:
        return self._strict or errand is Errand.HARVEST

    def _keep_pause(self, rules: _Rules, server: str) -> None:
        if rules.delay <= LONGEST_DELAY:
            return
        now = self._http.clock()
        if now - rules.asked_at < rules.delay:
            raise FetchFailed(
                "crawl_delay",
                f"{server} asks for {rules.delay:g} s between two pages; one of it was read",
            )
        rules.asked_at = now

    def _ask(self, rules: _Rules, server: str, host: str, seconds: float) -> None:
        rules.parsed, rules.delay, rules.problem = None, 0.0, None
        try:
            text = self._text(f"{server}/robots.txt", min(SECONDS, seconds))
        except FetchFailed as problem:
            if problem.cause == "interrupted":
                raise
            rules.problem = _of_robots(problem)
            rules.until = self._http.clock() + _KEPT_UNREAD
            if problem.cause in _TRY_THE_PAGE and not isinstance(problem, Dripping):
                raise TryAgain(problem.cause, rules.problem.message) from problem
            if problem.cause not in _UNREAD:
                raise  # of the page it would be the same
            return
        rules.until = self._http.clock() + _KEPT
        rules.parsed = Protego.parse(text)
        rules.delay = float(rules.parsed.crawl_delay(self._name) or 0.0)
        if rules.delay:
            self._politeness.slow(host, min(rules.delay, LONGEST_DELAY))

    def _text(self, url: str, seconds: float) -> str:
        """The file, empty where the server has none. Raises FetchFailed, ``robots`` for 5xx."""
        until = self._http.clock() + seconds
        trail: list[Hop] = []
        target = url
        while True:
            try:
                came = self._http.get(target, until - self._http.clock(), trail)
            except FetchFailed as problem:
                if problem.cause in ("redirects", "bad_url"):
                    return ""  # section 2.3.1.2: more than five may be taken for a 404
                if trail and problem.cause != "interrupted":
                    raise FetchFailed("robots", f"robots.txt: {problem.message}") from problem
                raise
            if came.moved is None:
                break
            target = came.moved
        answer = came.fetched
        if answer is None:
            raise FetchFailed(
                "robots", "robots.txt: no answer, which forbids everything (RFC 9309)"
            )
        words = f"robots.txt answered {answer.status}, which forbids everything (RFC 9309)"
        if answer.status in BUSY:
            raise TryAgain("robots", words, retry_after(answer.headers, answer.fetched_at))
        if answer.status // 100 == 5 and answer.status != CHALLENGED:
            raise FetchFailed("robots", words)
        if answer.status // 100 != 2:
            return ""
        return answer.body[:PARSED].decode("utf-8", "replace").removeprefix("\ufeff")


def _of_robots(problem: FetchFailed) -> FetchFailed:
    """The same, told as what came of robots.txt."""
    if problem.message.startswith("robots.txt"):
        return problem
    return FetchFailed(problem.cause, f"robots.txt: {problem.message}")
