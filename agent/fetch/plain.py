"""One answer as it came, asked for politely and never kept: for pages that are no content (lists)."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from agent.cache import Hop
from agent.errors import FetchFailed
from agent.fetch.flights import REFUSED, SILENT, Options
from agent.fetch.http import BUSY, Http, TryAgain
from agent.fetch.politeness import Politeness
from agent.readers import Readers
from agent.records import Fetched
from agent.text.urls import host_of

PATIENCE = Options(tries=3, first_pause=1.0, longest_pause=60.0)
FULL = 0.2
"""Seconds before a host that has as many requests as it may is looked at again."""
HOPS = 4
"""Redirects to another host, or by the page itself, that are followed."""


@dataclass(frozen=True)
class Plain:
    """Asks for one page at a time.

    ``courtesy`` says how often a host is asked, for everybody who asks it; ``readers`` tell a challenge
    and a page that only redirects; ``look`` looks at the robots.txt of an address, and raises
    FetchFailed where it forbids it; ``rest`` waits so many seconds (time.sleep).
    """

    http: Http
    courtesy: Politeness
    readers: Readers
    look: Callable[[str], object]
    rest: Callable[[float], None]

    def get(self, url: str) -> Fetched:
        """The answer at an address, redirects followed; its ``answered_url`` says where it came from.

        Raises FetchFailed: the page is refused, absent, or could not be had.
        """
        trail: list[Hop] = []
        asked = url
        for _ in range(HOPS):
            answer = self._asked(asked, trail)
            if isinstance(answer, str):
                asked = answer
                continue
            target = self.readers.redirect_target(answer)
            if target is None:
                return answer
            trail.append(Hop(url=asked, how="page", to=target))
            asked = target
        raise FetchFailed("redirects", f"more than {HOPS} redirects")

    def _asked(self, url: str, trail: list[Hop]) -> Fetched | str:
        for tried in count(1):
            try:
                return self._once(url, trail)
            except TryAgain as problem:
                seconds = PATIENCE.pause(tried, problem, self.courtesy.chance)
                if seconds is None:
                    raise
                self.rest(seconds)
        raise AssertionError("a try returns or raises")

    def _once(self, url: str, trail: list[Hop]) -> Fetched | str:
        host = host_of(url)
        if self.courtesy.left_alone(host):
            raise FetchFailed("blocked", f"{host} refused several times and is left alone")
        self.look(url)
        while (wait := self.courtesy.admit(host)) > 0:
            self.rest(FULL if wait == math.inf else wait)
        try:
            came = self.http.get(url, self.http.limits.total, trail)
        except FetchFailed as problem:
            if problem.cause in SILENT:
                self.courtesy.kept_silent(host)
            raise
        finally:
            self.courtesy.release(host)
        if came.fetched is None:
            return came.moved or url
        if came.fetched.answered_url != url:
            self.look(came.fetched.answered_url)
        return self._judged(host, came.fetched)

    def _judged(self, host: str, fetched: Fetched) -> Fetched:
        cause = self.readers.refusal(fetched) or ""
        blocked = cause.startswith("blocked") or fetched.status in REFUSED
        self.courtesy.answered(host, blocked)
        if blocked:
            raise FetchFailed(cause or f"http:{fetched.status}", f"{host} refuses programs")
        if fetched.status in BUSY:
            raise TryAgain(f"http:{fetched.status}", f"HTTP {fetched.status}")
        if fetched.status // 100 != 2:
            raise FetchFailed(f"http:{fetched.status}", f"HTTP {fetched.status}")
        return fetched
