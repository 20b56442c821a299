"""One answer as it came, asked for politely and never kept: for pages that are no content (lists)."""

from __future__ import annotations

import math
from collections.abc import Callable

from agent.cache import Hop
from agent.errors import FetchFailed
from agent.fetch.http import Http, TryAgain
from agent.fetch.politeness import Politeness
from agent.readers import Readers
from agent.records import Fetched
from agent.text.urls import host_of

TRIES = 3
FULL = 0.2
"""Seconds before a host that has as many requests as it may is looked at again."""
LONGEST_PAUSE = 60.0
HOPS = 4
"""Redirects to another host, or by the page itself, that are followed."""


class Plain:
    """Asks for one page at a time.

    Args:
        http: how to ask.
        courtesy: how often a host is asked, shared with everybody else who asks it.
        readers: who tells a challenge and a page that only redirects.
        look: looks at the robots.txt of an address; raises FetchFailed where it forbids it.
        rest: waits so many seconds (time.sleep).
    """

    def __init__(
        self,
        http: Http,
        courtesy: Politeness,
        readers: Readers,
        look: Callable[[str], object],
        rest: Callable[[float], None],
    ) -> None:
        self._http = http
        self._courtesy = courtesy
        self._readers = readers
        self._look = look
        self._rest = rest

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
            target = self._readers.redirect_target(answer)
            if target is None:
                return answer
            trail.append(Hop(url=asked, how="page", to=target))
            asked = target
        raise FetchFailed("redirects", f"more than {HOPS} redirects")

    def _asked(self, url: str, trail: list[Hop]) -> Fetched | str:
        pause = 1.0
        for attempt in range(1, TRIES + 1):
            try:
                return self._once(url, trail)
            except TryAgain as problem:
                wait = problem.after if problem.after is not None else pause
                if attempt == TRIES or wait > LONGEST_PAUSE:
                    raise
                self._rest(wait)
                pause *= 2
        raise AssertionError("a try returns or raises")

    def _once(self, url: str, trail: list[Hop]) -> Fetched | str:
        host = host_of(url)
        if self._courtesy.left_alone(host):
            raise FetchFailed("blocked", f"{host} refused several times and is left alone")
        self._look(url)
        while (wait := self._courtesy.admit(host)) > 0:
            self._rest(FULL if wait == math.inf else wait)
        try:
            came = self._http.get(url, self._http.limits.total, trail)
        except FetchFailed as problem:
            if problem.cause in ("unreachable", "timeout"):
                self._courtesy.kept_silent(host)
            raise
        finally:
            self._courtesy.release(host)
        if came.fetched is None:
            return came.moved or url
        if came.fetched.answered_url != url:
            self._look(came.fetched.answered_url)
        return self._judged(host, came.fetched)

    def _judged(self, host: str, fetched: Fetched) -> Fetched:
        cause = self._readers.refusal(fetched) or ""
        blocked = cause.startswith("blocked") or fetched.status in (403, 412, 521)
        self._courtesy.answered(host, blocked)
        if blocked:
            raise FetchFailed(cause or f"http:{fetched.status}", f"{host} refuses programs")
        if fetched.status in (429, 502, 503, 504):
            raise TryAgain(f"http:{fetched.status}", f"HTTP {fetched.status}")
        if fetched.status // 100 != 2:
            raise FetchFailed(f"http:{fetched.status}", f"HTTP {fetched.status}")
        return fetched
