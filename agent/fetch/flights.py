"""One asking of one URL, however many callers want it: hops, tries, and what came of it.

The functions that do something run in a worker and wait for nothing but the network. Who waits,
and for how long, is decided by the caller's thread (opener).
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from agent.cache import Cache, FetchRecord, Hop
from agent.errors import CouldNotLook, FetchFailed, ReadFailed, StateError, contained
from agent.fetch.copies import Body, can_be_asked, parsing, read_copy
from agent.fetch.http import BUSY, Http, TryAgain
from agent.fetch.http import Asking as HttpAsking
from agent.fetch.news import Bell
from agent.fetch.politeness import Politeness
from agent.fetch.robots import IGNORED, Errand, Robots
from agent.pace import retry_after
from agent.readers import Readers
from agent.records import Fetched, Page
from agent.text.urls import host_of

REFUSED = (403, 412, 521)
_NOT_MODIFIED = 304
RELAXED_WORDS = "its server speaks only outdated encryption; the certificate was checked"
"""The detail of a good record of a page that came at the second try of TLS."""
SILENT = ("unreachable", "timeout")


@dataclass(frozen=True)
class Step:
    """What came of one request.

    A record of the answer, with its bytes where it is a page; or the address on another host it was
    sent on to. ``problem`` is set when it failed, and is a TryAgain when another try may help.
    """

    record: FetchRecord | None = None
    moved: str | None = None
    problem: CouldNotLook | None = None
    body: Body | None = None


@dataclass
class Flight:
    """The asking of one URL. Changed only by the thread that owns it, or by its one worker.

    ``look_again`` is when it is worth looking whether another process had it meanwhile.
    ``reading`` is its page under ``label``, which the worker that asked has read; ``listeners`` are the bells of those who wait for it without owning it.
    """

    url: str
    target: str
    label: str = ""
    referer: str = ""
    looked: bool = False
    look_again: float = -math.inf
    trail: list[Hop] = field(default_factory=list)
    tried: int = 0
    not_before: float = 0.0
    spent: float = 0.0
    started: float | None = None
    work: Future[Any] | None = None
    record: FetchRecord | None = None
    reading: Future[Page] | None = None
    relaxed: bool = False
    remarks: set[str] = field(default_factory=set)
    abandoned: bool = False
    listeners: list[Bell] = field(default_factory=list)

    def tell_listeners(self) -> None:
        """It has landed or was given up."""
        for bell in self.listeners:
            bell.ring()


@dataclass(frozen=True)
class Options:
    """How to open.

    What was had before ``since`` is asked for again, where a server that says that its page still
    holds is believed; ``attachments`` is how many of a page are followed; ``tries`` how often a URL is
    asked, with ``first_pause`` seconds before the second and no more than ``longest_pause`` before any.
    ``robots`` knows what sites ask of programs (without it nobody looks), and ``errand`` says which of
    that is kept. ``on_progress`` is told (done, total, url) in the caller's thread.
    """

    since: datetime.datetime | None = None
    attachments: int = 5
    tries: int = 3
    first_pause: float = 0.5
    longest_pause: float = 30.0
    errand: Errand = Errand.NAMED
    robots: Robots | None = None
    on_progress: Callable[[int, int, str], None] | None = None

    def pause(self, tried: int, problem: CouldNotLook, chance: Callable[[], float]) -> float | None:
        """Seconds until the next try of what failed this often, or None when it is over.

        A server that wants a longer pause than ``longest_pause`` is not waited for; one that names none
        is asked again after the first pause, doubled for each try that follows. ``chance`` gives numbers
        in [0, 1).
        """
        if not isinstance(problem, TryAgain) or tried >= self.tries:
            return None
        seconds = problem.after
        if seconds is None:
            seconds = self.first_pause * 2.0 ** (tried - 1) * (1.0 + 0.5 * chance())
        return seconds if seconds <= self.longest_pause else None


@dataclass(frozen=True)
class Asking:
    """The two things a worker does for a flight: look in the cache, ask the web."""

    http: Http
    cache: Cache
    readers: Readers
    politeness: Politeness
    options: Options

    def look(self, url: str, since: datetime.datetime | None) -> FetchRecord | None:
        """The newest good record of a URL whose bytes are there; only from ``since`` on."""
        record = self.cache.latest_fetch(url)
        if record is None or (since and record.fetched_at < since):
            return None
        return record if self.cache.bytes(record.sha256 or "") is not None else None

    def ask(self, flight: Flight) -> Step:
        """Ask once. The host was admitted before; it is released here, whatever happens."""
        host = host_of(flight.target)
        flight.started = self.http.clock()
        trail = list(flight.trail)
        try:
            left = self.http.limits.total - flight.spent
            with contained(lambda words: FetchFailed("error", f"asking for it failed ({words})")):
                copy = self._copy_of(flight)
                asking = HttpAsking(flight.referer, _conditions(copy), self._before(flight))
                came = self.http.get(flight.target, left, trail, asking)
                flight.relaxed = flight.relaxed or came.relaxed
                step = (
                    self._moved(came.moved, trail)
                    or _unchanged(copy, came.fetched, trail)
                    or self._judged(came.fetched, trail, flight)
                )
        except CouldNotLook as problem:
            if problem.cause in SILENT:
                self.politeness.kept_silent(host)
            return Step(record=self.failed(flight, problem, trail), problem=problem)
        else:
            self._tell_host(host, step)
            if step.moved:
                flight.trail = trail
            return step
        finally:
            flight.spent += self.http.clock() - flight.started
            self.politeness.release(host)

    def read(self, flight: Flight, step: Step) -> None:
        """Write down that a page came, and read it while it is at hand.

        To give it to another worker would take a tenth of the time that reading takes.
        """
        if step.record is None or step.body is None:
            return
        self.cache.record_fetch(step.record)
        reading = Future[Page]()
        try:
            page = read_copy(
                self.cache, self.readers, step.record, flight.url, flight.label, step.body
            )
        except (ReadFailed, StateError) as problem:
            reading.set_exception(problem)
        else:
            reading.set_result(page)
        flight.reading = reading

    def _copy_of(self, flight: Flight) -> FetchRecord | None:
        """The copy that a page asked for anew need not be sent again for."""
        return self.look(flight.url, None) if self.options.since else None

    def _before(self, flight: Flight) -> Callable[[str, float], None]:
        """What is asked before each address on the way: whether its site lets programs open it."""

        def look(url: str, seconds: float) -> None:
            robots, errand = self.options.robots, self.options.errand
            if robots is not None and robots.look(url, errand, seconds):
                flight.remarks.add(IGNORED)

        return look

    def failed(
        self, flight: Flight, problem: CouldNotLook, trail: list[Hop] | None = None
    ) -> FetchRecord:
        """The record of a request that nothing came of."""
        hops = flight.trail if trail is None else trail
        return FetchRecord(
            url=flight.url,
            answered_url=hops[-1].to if hops else flight.target,
            fetched_at=self.http.now(),
            cause=problem.cause,
            detail=problem.message,
            hops=tuple(hops),
        )

    def _judged(self, fetched: Fetched | None, trail: list[Hop], flight: Flight) -> Step:
        """Say what an answer is before anything of it is kept."""
        if fetched is None:
            raise FetchFailed("error", "no answer")
        with parsing(fetched.url):
            target = self.readers.redirect_target(fetched)
            cause = self.readers.refusal(fetched)
        if target:
            return self._sent_on(fetched, target, trail)
        if cause is None and fetched.status // 100 != 2:
            cause = f"http:{fetched.status}"
        record = FetchRecord.of(
            fetched,
            cause=cause,
            detail=f"HTTP {fetched.status}" if cause else RELAXED_WORDS if flight.relaxed else "",
            hops=tuple(trail),
            remarks=() if cause else tuple(sorted(flight.remarks)),
        )
        if cause is None:
            sha256, new = self.cache.put(fetched.body)
            kept = record.model_copy(update={"sha256": sha256})
            return Step(record=kept, body=Body(fetched.body, new))
        if fetched.status in BUSY and not cause.startswith("blocked"):
            after = retry_after(fetched.headers, fetched.fetched_at)
            return Step(record=record, problem=TryAgain(cause, record.detail, after))
        return Step(record=record, problem=FetchFailed(cause, record.detail))

    def _sent_on(self, fetched: Fetched, target: str, trail: list[Hop]) -> Step:
        """Follow a page that is nothing but a redirect (refresh, or a line of JavaScript)."""
        if len(trail) >= self.http.limits.redirects:
            raise FetchFailed("redirects", f"more than {self.http.limits.redirects} redirects")
        trail.append(Hop(url=fetched.answered_url, how="page", to=target))
        return self._moved(target, trail) or Step()

    def _moved(self, target: str | None, trail: list[Hop]) -> Step | None:
        if target is None:
            return None
        if not can_be_asked(target):
            raise FetchFailed("bad_url", f"a redirect leads to {target[:200]!r}")
        return Step(moved=target)

    def _tell_host(self, host: str, step: Step) -> None:
        record = step.record
        refused = record is not None and (
            record.status in REFUSED or (record.cause or "").startswith("blocked")
        )
        self.politeness.answered(host, refused)
        if not isinstance(step.problem, TryAgain):
            return
        # Before the host is released: the next request must not slip in between. One that is busy
        # and does not say for how long is asked more slowly from now on.
        after = step.problem.after or 0.0
        if after <= self.options.longest_pause:
            self.politeness.hold(host, after)


def _conditions(copy: FetchRecord | None) -> dict[str, dict[str, str]]:
    """The headers with which the server of a copy can say that it still holds."""
    if copy is None:
        return {}
    known = {
        "If-None-Match": copy.headers.get("etag", ""),
        "If-Modified-Since": copy.headers.get("last-modified", ""),
    }
    return {copy.answered_url: {name: value for name, value in known.items() if value}}


def _unchanged(copy: FetchRecord | None, fetched: Fetched | None, trail: list[Hop]) -> Step | None:
    """The copy with the time at which its server said that it still holds; None for any other answer."""
    if copy is None or fetched is None or fetched.status != _NOT_MODIFIED:
        return None
    if fetched.answered_url != copy.answered_url:
        return None
    update = {"fetched_at": fetched.fetched_at, "hops": tuple(trail)}
    return Step(record=copy.model_copy(update=update))
