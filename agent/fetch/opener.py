"""Opening URLs: the cache first, then the web, side by side; one answer for each, in order.

The caller's thread coordinates. It gives the pool only what can run at once, and sleeps until a
worker is done, a host may be asked again, or somebody closes; so a host that must pause holds no
worker, and any number of callers may share one pool. A URL that several callers want at the same
moment is asked by one of them (a Flight); the others wait for it in their own threads. A caller
that is interrupted gives its flights up, and whoever waits for one takes it over.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field

from agent.cache import Cache, FetchRecord
from agent.errors import FetchFailed, ReadFailed
from agent.fetch.copies import can_be_asked, read_copy
from agent.fetch.flights import Asking, Flight, Options, Step
from agent.fetch.http import Http
from agent.fetch.news import Bell, News
from agent.fetch.politeness import Politeness
from agent.fetch.robots import IGNORED, IGNORED_WORDS
from agent.fetch.wants import MOST_PAGES_OF_ARTICLE, Want, archives_of, documents_of, says_little
from agent.readers import Readers
from agent.records import Opened, Page
from agent.text.urls import host_of, url_identity

_PATIENCE = 2.0
"""Seconds a worker may take beyond its time before its caller goes on without it."""


_LOOK_AGAIN = 1.0
"""Seconds after which a flight that waits for its host checks again whether another process fetched the page."""


@dataclass(eq=False)
class WebOpener:
    """The Opener of the web. Share one among all callers, and close it when done.

    ``pool`` is the shared one for I/O: the caller of ``open`` must not be one of its workers.
    ``flights`` are under way, by the identity of their URLs.
    """

    http: Http
    cache: Cache
    readers: Readers
    pool: Executor
    politeness: Politeness
    options: Options = field(default_factory=Options)
    flights: dict[str, Flight] = field(default_factory=dict)
    news: News = field(default_factory=News)

    def __post_init__(self) -> None:
        self.asking = Asking(self.http, self.cache, self.readers, self.politeness, self.options)

    def open(self, urls: Sequence[str]) -> tuple[Opened, ...]:
        """See agent.fetch.Opener."""
        with self.news.bell() as bell:
            caller = _Caller(self, urls, bell)
            try:
                return caller.run()
            finally:
                caller.give_up()

    def close(self) -> None:
        """End everything under way, at once. Calls of ``open`` raise FetchFailed interrupted."""
        self.news.close()
        self.http.close()


class _Caller:
    """One call of open: what it wants, and the flights it owns."""

    def __init__(self, opener: WebOpener, urls: Sequence[str], bell: Bell) -> None:
        self._opener = opener
        self._bell = bell
        self._urls = tuple(urls)
        self._wants: dict[str, Want] = {}
        for url in self._urls:
            self._wants.setdefault(url_identity(url), Want(url=url))
        self._own: dict[str, Flight] = {}
        self._told: set[str] = set()

    def run(self) -> tuple[Opened, ...]:
        while True:
            self._bell.listen()
            if self._opener.news.closed:
                raise FetchFailed("interrupted", "stopped before every page was opened")
            seconds = self._advance()
            self._tell_progress()
            if all(want.complete for want in self._wants.values()):
                break
            self._bell.wait(seconds)
        return tuple(self._wants[url_identity(url)].opened(url) for url in self._urls)

    def give_up(self) -> None:
        """Leave the flights that are still under way to whoever else wants them."""
        if not self._own:
            return
        with self._opener.news.lock:
            for identity, flight in self._own.items():
                flight.abandoned = True
                self._opener.flights.pop(identity, None)
                flight.tell_listeners()

    def _advance(self) -> float:
        """Do all that can be done now; the seconds after which there may be more."""
        for want in list(self._wants.values()):
            self._advance_want(want)
            for attachment in tuple(want.attachments):
                self._advance_want(attachment)
        # Last, because what was wanted just now may have begun a flight.
        waits = [self._advance_flight(*item) for item in list(self._own.items())]
        return min(waits, default=math.inf)

    # What is wanted

    def _advance_want(self, want: Want) -> None:
        if want.done:
            return
        if want.reading is not None:
            if want.reading.done():
                self._take_page(want, want.reading)
        elif want.flight is not None and not want.flight.abandoned:
            if want.flight.record is not None:
                self._take_record(want, want.flight.record)
        elif can_be_asked(want.url):
            want.flight = self._join(want)
        else:
            want.fail("fetch", "bad_url", "no http or https address")
            want.done = True

    def _take_record(self, want: Want, record: FetchRecord) -> None:
        opener = self._opener
        if not record.good:
            older = opener.asking.look(want.url, None)
            detail = record.detail
            if older is None:
                want.fail("fetch", record.cause or "error", detail)
                want.done = True
                return
            detail = f"{detail}; the copy of {older.fetched_at:%Y-%m-%d} stands in"
            want.fail("fetch", record.cause or "error", detail, material=False)
            record = older
        if record.detail:
            want.fail("fetch", "weak_tls", record.detail, material=False)
        if IGNORED in record.remarks:
            want.fail("fetch", IGNORED, IGNORED_WORDS, material=False)
        flight = want.flight
        if (
            flight is not None
            and flight.reading is not None
            and record is flight.record
            and (flight.url, flight.label) == (want.url, want.label)
        ):
            self._take_page(want, flight.reading)
            return
        want.reading = opener.pool.submit(
            read_copy, opener.cache, opener.readers, record, want.url, want.label
        )
        want.reading.add_done_callback(self._bell.ring)

    def _take_page(self, want: Want, reading: Future[Page]) -> None:
        want.done = True
        try:
            page = reading.result()
        except ReadFailed as problem:
            want.fail("read", problem.cause, problem.message)
            return
        if page.pictures:
            want.fail("read", "scanned", f"pages {_ranges(page.pictures)} are pictures: {page.url}")
        if not want.is_attachment:
            want.page = page
            self._want_attachments(want, page)
            self._want_next(want, page)
        elif want.goes_on is not None:
            want.page = page
            self._want_attachments(want.goes_on, page)
            self._want_next(want.goes_on, page)
        elif page.media_type == "text/html":
            want.fail("read", "not_a_document", "an HTML page answered")
        else:
            want.page = page

    def _want_next(self, first: Want, page: Page) -> None:
        """The page on which an article goes on; each stays a document of its own, as it came."""
        known = {url_identity(want.url) for want in (first, *first.attachments)}
        if not page.next_url or url_identity(page.next_url) in known:
            return
        number = 2 + sum(want.goes_on is not None for want in first.attachments)
        if number > MOST_PAGES_OF_ARTICLE:
            detail = f"only {MOST_PAGES_OF_ARTICLE} pages of the article were read: {page.next_url}"
            first.fail("fetch", "too_many_pages", detail)
            return
        following = Want(
            url=page.next_url,
            label=f"第{number}页",
            referer=page.answered_url,
            is_attachment=True,
            goes_on=first,
        )
        first.attachments.append(following)
        self._advance_want(following)

    def _want_attachments(self, want: Want, page: Page) -> None:
        links = documents_of(page)
        most = self._opener.options.attachments
        if len(links) > most:
            detail = f"{len(links) - most} of {len(links)} attachments were not followed"
            want.fail("fetch", "too_many_attachments", detail, material=False)
        material = says_little(page)
        for link in archives_of(page):
            detail = f"an archive is not opened; unpack it and import what it holds: {link.url}"
            want.fail("read", "unsupported", detail, material=material)
        for link in links[:most]:
            attachment = Want(
                url=link.url,
                label=link.text,
                referer=page.answered_url,
                is_attachment=True,
                material=material,
            )
            want.attachments.append(attachment)
            self._advance_want(attachment)

    def _tell_progress(self) -> None:
        tell = self._opener.options.on_progress
        for identity, want in self._wants.items():
            if want.complete and identity not in self._told:
                self._told.add(identity)
                if tell:
                    tell(len(self._told), len(self._wants), want.url)

    # Flights

    def _join(self, want: Want) -> Flight:
        identity = url_identity(want.url)
        with self._opener.news.lock:
            flight = self._opener.flights.get(identity)
            if flight is None:
                flight = Flight(want.url, target=want.url, label=want.label, referer=want.referer)
                self._opener.flights[identity] = flight
                self._own[identity] = flight
            else:
                flight.listeners.append(self._bell)
        return flight

    def _advance_flight(self, identity: str, flight: Flight) -> float:
        """Seconds until this flight wants to be looked at again."""
        if flight.work is not None and flight.work.done():
            self._take_step(identity, flight)
            return 0.0
        if flight.work is not None:
            return self._watch(identity, flight)
        opener = self._opener
        if self._is_to_look(flight):
            flight.looked = True
            flight.work = opener.pool.submit(opener.asking.look, flight.url, opener.options.since)
            flight.work.add_done_callback(self._bell.ring)
            return math.inf
        host = host_of(flight.target)
        if opener.politeness.left_alone(host):
            problem = FetchFailed("blocked", f"{host} refused several times and is left alone")
            self._land(identity, flight, opener.asking.failed(flight, problem))
            return 0.0
        wait = flight.not_before - opener.http.clock()
        if wait <= 0:
            wait = self._admitted(host)
        if wait > 0:
            return wait
        flight.looked, flight.started = True, None
        flight.work = opener.pool.submit(self._ask_and_read, flight, host)
        flight.work.add_done_callback(self._bell.ring)
        return _PATIENCE

    def _is_to_look(self, flight: Flight) -> bool:
        """Whether to check the cache now: at first, then every ``_LOOK_AGAIN`` seconds while the flight waits."""
        opener, now = self._opener, self._opener.http.clock()
        if flight.looked or now < flight.look_again:
            return False
        flight.look_again = now + _LOOK_AGAIN
        return opener.cache.has_fetches(flight.url)

    def _ask_and_read(self, flight: Flight, host: str) -> Step:
        """What a worker does; nobody watches the clock while it reads."""
        try:
            step = self._opener.asking.ask(flight)
        finally:
            flight.started = None
            self._opener.news.host_is_free(host)
        self._opener.asking.read(flight, step)
        return step

    def _admitted(self, host: str) -> float:
        """As Politeness.admit; while the host is full, the bell rings when a request there ends."""
        wait = self._opener.politeness.admit(host)
        if wait < math.inf:
            return wait
        self._opener.news.wait_for_host(host, self._bell)
        # It may have become free before the bell was there to be rung.
        return self._opener.politeness.admit(host)

    def _watch(self, identity: str, flight: Flight) -> float:
        """Go on without a worker that a server keeps busy beyond the time it has."""
        http = self._opener.http
        if flight.started is None:
            return _PATIENCE
        left = flight.started + http.limits.total - flight.spent + _PATIENCE - http.clock()
        if left > 0:
            return left
        problem = FetchFailed("timeout", "the server kept us waiting for its answer")
        self._land(identity, flight, self._opener.asking.failed(flight, problem), asked=True)
        return 0.0

    def _take_step(self, identity: str, flight: Flight) -> None:
        """Take what a worker found; its unexpected errors are raised here."""
        result = flight.work.result() if flight.work else None
        flight.work = None
        if isinstance(result, FetchRecord):
            self._land(identity, flight, result)
        elif isinstance(result, Step):
            self._take_answer(identity, flight, result)

    def _take_answer(self, identity: str, flight: Flight, step: Step) -> None:
        opener = self._opener
        if step.moved:
            flight.target = step.moved
            return
        if step.problem is not None:
            host = host_of(flight.target)
            flight.tried += 1
            seconds = opener.options.pause(flight.tried, step.problem, opener.politeness.chance)
            robots = opener.options.robots
            waits = robots is None or robots.may_ask_again(flight.target)
            if seconds is not None and waits and not opener.politeness.is_silent(host):
                flight.not_before = opener.http.clock() + seconds
                return
        if step.record is not None and step.record.cause != "interrupted":
            self._land(identity, flight, step.record, asked=step.body is None)

    def _land(
        self, identity: str, flight: Flight, record: FetchRecord, *, asked: bool = False
    ) -> None:
        """The flight is over. Its record is on disk before anybody can start another."""
        if asked:
            self._opener.cache.record_fetch(record)
        with self._opener.news.lock:
            flight.record = record
            self._opener.flights.pop(identity, None)
            self._own.pop(identity, None)
            flight.tell_listeners()


def _ranges(numbers: Sequence[int]) -> str:
    """Page numbers as a person writes them: 2-7, 9."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
