"""One GET, with an end to everything: seconds, bytes, redirects.

Redirects on the same host are followed here; one that leads to another host is handed back,
because that host has a queue of its own. Cookies live as long as one GET (some sites set one and
redirect to themselves) and are never carried to the next. The User-Agent looks like a browser's
by default, because some government sites refuse every other; it can be set.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import httpx2

from agent.cache import Hop
from agent.errors import FetchFailed
from agent.net import BROWSER
from agent.net.body import read_body
from agent.net.bounds import bounded, head_is_read, is_dripping
from agent.net.carrier import Carrier
from agent.net.guard import NotAllowed
from agent.net.transport import RELAXED, reasons
from agent.records import Fetched
from agent.text.urls import host_of

_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/pdf,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
    "Accept-Encoding": "gzip, deflate",
}
BUSY = (429, 502, 503, 504)
"""Answers worth another try; 404, 403, 412 and 521 would only come again."""
_REMEMBERED = 4096
"""Addresses whose parts are kept: one is asked for several times on its way."""
_REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True)
class Limits:
    """Where a GET ends. Seconds to connect, between two pieces, and in all; bytes; redirects."""

    connect: float = 10.0
    read: float = 30.0
    total: float = 60.0
    page_bytes: int = 5_000_000
    document_bytes: int = 30_000_000
    redirects: int = 5


class TryAgain(FetchFailed):
    """A failure that may be gone at the next try, ``after`` seconds where the server named them."""

    def __init__(self, cause: str, message: str, after: float | None = None) -> None:
        super().__init__(cause, message)
        self.after = after


class Dripping(FetchFailed):
    """The head of an answer began and has no end: whoever sends such wants our time."""


@dataclass(frozen=True)
class GetOutcome:
    """What came of a GET: an answer, or the address on another host it was sent on to.

    ``relaxed`` says that a server on the way speaks only what today's TLS refuses.
    """

    fetched: Fetched | None
    moved: str | None
    relaxed: bool = False


def nothing(_url: str, _seconds: float) -> None:
    """Nobody looks before an address is asked."""


@dataclass(frozen=True)
class Asking:
    """What goes with a question: the page that links there, and which copy is here already.

    ``copies`` has, by address, the headers that ask only for what has changed since (RFC 9110
    section 13); the answer may then be a 304 without a body. ``before`` is told each address right
    before it is asked, with the seconds that are left, and may raise FetchFailed.
    """

    referer: str = ""
    copies: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    before: Callable[[str, float], None] = nothing


@dataclass(eq=False)
class Http:
    """The HTTP client.

    ``transport`` carries requests: agent.net's, which guards addresses, or one that answers from a
    sample. ``clock`` tells seconds that never go back (time.monotonic), ``now`` the time of day with its
    zone; ``user_agent`` is None for a browser's; ``on_bytes`` is told how many bytes came in for an
    answer.
    """

    transport: httpx2.BaseTransport
    clock: Callable[[], float]
    now: Callable[[], datetime.datetime]
    limits: Limits = field(default_factory=Limits)
    user_agent: str | None = None
    on_bytes: Callable[[int], None] = lambda _size: None

    def __post_init__(self) -> None:
        agent = {"User-Agent": self.user_agent or BROWSER}
        self._carrier = Carrier(self.transport, {**_HEADERS, **agent})

    def get(
        self, url: str, seconds: float, trail: list[Hop], asking: Asking = Asking()
    ) -> GetOutcome:
        """Ask for a URL, and follow redirects on its host.

        Args:
            url: the address to ask.
            seconds: how long it may take in all, redirects included.
            trail: the redirects so far; those that follow are appended to it.
            asking: what goes with it.

        Returns:
            The answer, whatever its status; its ``url`` is the address first asked for.

        Raises:
            FetchFailed: nothing usable came; TryAgain when it is worth another try.
        """
        deadline = self.clock() + seconds
        jar = httpx2.Cookies()
        first = trail[0].url if trail else url
        asked_url(url)
        relaxed = False
        while True:
            asking.before(url, deadline - self.clock())
            headers = {**asking.copies.get(url, {})}
            headers |= {"Referer": asking.referer} if asking.referer else {}
            fetched, location, old = self._ask(url, deadline, jar, headers)
            relaxed = relaxed or old
            if location is None:
                answer = fetched.model_copy(update={"url": first})
                return GetOutcome(fetched=answer, moved=None, relaxed=relaxed)
            target = _joined(url, location)
            if len(trail) >= self.limits.redirects:
                raise FetchFailed("redirects", f"more than {self.limits.redirects} redirects")
            trail.append(Hop(url=url, how=str(fetched.status), to=target))
            if host_of(target) != host_of(url):
                return GetOutcome(fetched=None, moved=target, relaxed=relaxed)
            url = target

    def close(self) -> None:
        """End every request that is under way, at once, and accept no other."""
        self._carrier.close()

    def _ask(
        self, url: str, deadline: float, jar: httpx2.Cookies, headers: Mapping[str, str]
    ) -> tuple[Fetched, str | None, bool]:
        left = deadline - self.clock()
        with (
            bounded(left, self.limits.read),
            _explained(
                url, lambda: self._carrier.is_closed, lambda: _check_left(deadline - self.clock())
            ),
        ):
            _check_left(left)
            timeout = httpx2.Timeout(
                min(self.limits.read, left), connect=min(self.limits.connect, left)
            )
            # Taken apart once: from a text httpx2 would do it again for each that it makes.
            request = self._carrier.request("GET", asked_url(url), headers, timeout)
            if jar:
                jar.set_cookie_header(request)
            response = self._carrier.send(request)
            with contextlib.closing(response):
                head_is_read()
                if "set-cookie" in response.headers:
                    jar.extract_cookies(response)
                location = response.headers.get("location")
                going_on = response.status_code in _REDIRECTS and location
                try:
                    body = b"" if going_on else self._body(response, deadline)
                finally:
                    self.on_bytes(response.num_bytes_downloaded)
        fetched = Fetched(
            url=url,
            answered_url=url,
            status=response.status_code,
            headers=dict(response.headers.items()),
            body=body,
            sha256=hashlib.sha256(body).hexdigest(),
            fetched_at=self.now(),
        )
        old = bool(response.extensions.get(RELAXED))
        return fetched, location if going_on else None, old

    def _body(self, response: httpx2.Response, deadline: float) -> bytes:
        announced = response.headers.get("content-length", "")
        if announced.isdecimal() and int(announced) > self.limits.document_bytes:
            raise FetchFailed("too_large", f"{int(announced) / 1e6:.0f} MB")
        return read_body(
            response.iter_raw(),
            response.headers.get("content-encoding", ""),
            (self.limits.page_bytes, self.limits.document_bytes),
            lambda: _check_left(deadline - self.clock()),
        )


@lru_cache(_REMEMBERED)
def asked_url(url: httpx2.URL | str) -> httpx2.URL:
    """The address as it is asked. Raises FetchFailed bad_url when it cannot be."""
    try:
        parsed = httpx2.URL(url)
        highest = 65_535
        # The host of xn--a cannot be spelled, although the address can be taken apart. A name before
        # the host (http://www.gov.cn@…) is there to deceive.
        fits = parsed.scheme in ("http", "https") and 0 < (parsed.port or 80) <= highest
        fits = fits and bool(parsed.host) and not parsed.userinfo
        # What can be spelled is spelled out by httpx2: xn--fiqs8s is 中国.
        fits = fits and not parsed.host.startswith("xn--")
    except (httpx2.InvalidURL, ValueError) as problem:
        raise FetchFailed("bad_url", f"no web address: {str(url)[:200]!r}") from problem
    if not fits:
        raise FetchFailed("bad_url", f"no web address: {str(url)[:200]!r}")
    return parsed


def _joined(url: str, location: str) -> str:
    try:
        target = httpx2.URL(url).join(location)
    except (httpx2.InvalidURL, ValueError) as problem:
        raise FetchFailed("bad_url", f"a redirect leads to {location[:200]!r}") from problem
    return str(asked_url(target).copy_with(fragment=None))


def _check_left(seconds: float) -> None:
    if seconds <= 0:
        raise FetchFailed("timeout", "the time for this address is used up")


@contextlib.contextmanager
def _explained(
    url: str, closed: Callable[[], bool], still_time: Callable[[], None]
) -> Iterator[None]:
    """Turn what httpx2 raises into one line with a cause; ``still_time`` raises when there is none."""
    try:
        yield
    except FetchFailed:
        raise
    except (
        httpx2.InvalidURL,
        httpx2.UnsupportedProtocol,
        httpx2.LocalProtocolError,
        UnicodeError,  # a redirect to a host whose name cannot be spelled: httpx2 looks at it too
    ) as problem:
        raise FetchFailed("bad_url", f"no address that can be asked: {url[:200]!r}") from problem
    except (httpx2.HTTPError, httpx2.StreamError, RuntimeError, ValueError, OSError) as problem:
        if closed():
            raise FetchFailed("interrupted", "stopped before an answer came") from problem
        if isinstance(problem, httpx2.TimeoutException):
            still_time()
            if is_dripping():
                raise Dripping("timeout", "the head of the answer drips in") from problem
        if isinstance(problem, httpx2.HTTPError):
            raise _failure(problem) from problem
        raise


def _failure(problem: httpx2.HTTPError) -> FetchFailed:
    words = str(problem) or type(problem).__name__
    if isinstance(problem, httpx2.TimeoutException):
        return TryAgain("timeout", f"no answer in time ({type(problem).__name__})")
    if isinstance(problem, httpx2.ConnectError | httpx2.ProxyError):
        return _no_connection(words, list(reasons(problem)))
    return TryAgain("error", words)


def _no_connection(words: str, why: list[BaseException]) -> FetchFailed:
    for reason in why:
        if isinstance(reason, NotAllowed):
            return FetchFailed("not_public", words)
        if isinstance(reason, ssl.SSLCertVerificationError):
            return FetchFailed("certificate", reason.verify_message or words)
        if isinstance(reason, ssl.SSLError):
            return FetchFailed("tls", words)
        if isinstance(reason, socket.gaierror) and reason.errno == socket.EAI_NONAME:
            return FetchFailed("unreachable", words)
    return TryAgain("unreachable", words)
