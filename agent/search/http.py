"""Asking a search service over HTTP: one question, one JSON answer, every failure with its cause.

Replies are kept by the hash of exactly what was sent (keys are not part of it) and asked anew when
they are old; a failure, or an answer the member does not accept as one, is never kept.
"""

from __future__ import annotations

import json
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

import httpx
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from agent.cache import Cache
from agent.errors import SearchFailed
from agent.records import Query, Usage, Window, content_key
from agent.search.client import search_client
from agent.text.urls import host_of

__all__ = ["Answered", "Asker", "Patience", "Question", "cause_in_words", "failed", "search_client"]

Answer = TypeVar("Answer")

TRANSIENT = (500, 502, 503, 504)
REPLY_FORMAT = "search/1"
MAX_BODY = 8 * 1024 * 1024
OLD_WINDOW = timedelta(days=365)
SHOWN = 160

BY_STATUS = {
    401: "wrong_key",
    402: "quota",
    403: "blocked",
    408: "timeout",
    412: "blocked",
    429: "quota",
    432: "quota",
    433: "quota",
    451: "blocked",
    504: "timeout",
}
"""Tavily says 432 and 433 for the limits of a plan, Bocha 403 for no money (its words decide)."""

BY_WORDS = {
    "quota": ("not have enough money", "insufficient", "余额不足", "欠费", "quota", "usage limit"),
    "wrong_key": ("api key", "apikey", "unauthorized", "invalid token", "access token"),
    "blocked": ("captcha", "验证码", "too many requests", "access denied", "安全验证", "waf"),
}


@dataclass(frozen=True)
class Question:
    """One request to a search service.

    ``secrets`` are headers that are sent and never kept, shown or made part of the reply's key.
    ``hints`` are told with a failure where the member knows what to do about it, by cause.
    ``priced_as`` is the name its price is known by, where that is not the backend's.
    """

    backend: str
    url: str
    query: Query
    params: dict[str, str] = field(default_factory=dict)
    body: dict[str, Any] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict, repr=False)
    hints: dict[str, str] = field(default_factory=dict)
    priced_as: str = ""

    @property
    def key(self) -> str:
        """Identity of what is sent, endpoint and format included."""
        sent = [REPLY_FORMAT, self.backend, self.url, self.params, self.body, self.headers]
        return content_key(sent)

    @property
    def usage(self) -> Usage:
        """What one request of it is, on the bill."""
        return Usage(
            stage="search",
            model=self.priced_as or self.backend,
            host=host_of(self.url),
            target=self.query.text,
        )


@dataclass(frozen=True)
class Answered(Generic[Answer]):
    """An answer that was accepted, and what was paid for it when it was asked."""

    value: Answer
    usage: tuple[Usage, ...] = ()


@dataclass(frozen=True)
class Patience:
    """How long to wait: ``total`` seconds for an answer, ``tries`` of them, ``sleep`` between."""

    total: float = 40.0
    tries: int = 3
    pause: float = 1.0
    sleep: Callable[[float], None] = time.sleep


class _Transient(Exception):
    """A failure that may be gone in a moment."""

    def __init__(self, failure: SearchFailed) -> None:
        super().__init__(failure.message)
        self.failure = failure


class Asker:
    """Puts questions to search services.

    Args:
        client: the transport; its own timeouts bound connecting and each read.
        cache: where replies are kept, None for nowhere.
        clock: the time now, with its zone.
        max_age: age at which a reply is asked anew; with ``refresh`` all are.
        patience: deadlines and tries.
    """

    def __init__(
        self,
        client: httpx.Client,
        cache: Cache | None,
        clock: Callable[[], datetime],
        *,
        max_age: timedelta = timedelta(days=7),
        refresh: bool = False,
        patience: Patience | None = None,
    ) -> None:
        self._client = client
        self._cache = cache
        self._clock = clock
        self._max_age = max_age
        self._refresh = refresh
        self._patience = patience or Patience()

    def ask(self, question: Question, accept: Callable[[Any], Answer]) -> Answered[Answer]:
        """The answer to a question, from the cache when it is fresh enough, and what it cost.

        ``accept`` turns the JSON into what the caller wants, or raises SearchFailed when it is no
        answer; only what was accepted is kept.

        Raises SearchFailed: blocked, quota, timeout, unreachable, wrong_key or error.
        """
        value = self.remember(
            question.key, question.query.window, lambda: self._ask_service(question), accept
        )
        return Answered(value, (question.usage,))

    def remember(
        self,
        key: str,
        window: Window,
        look: Callable[[], Any],
        accept: Callable[[Any], Answer],
    ) -> Answer:
        """What ``look`` gives as JSON, or what it gave before when that is fresh enough.

        ``accept`` as for ``ask``; whatever it or ``look`` raises goes through, and nothing is kept.
        """
        kept = None if self._refresh or self._cache is None else self._cache.reply(key)
        if kept is not None and self._clock() - kept.stored_at < self._allowed_age(window):
            return accept(kept.value)
        value = look()
        answer = accept(value)
        if self._cache is not None:
            self._cache.put_reply(key, value, self._clock())
        return answer

    def _allowed_age(self, window: Window) -> timedelta:
        """The web says little new about a window that ended more than a year ago."""
        ended = self._clock().date() - window.end
        return max(self._max_age, timedelta(days=90)) if ended > OLD_WINDOW else self._max_age

    def _ask_service(self, question: Question) -> Any:
        retrying = Retrying(
            stop=stop_after_attempt(self._patience.tries),
            wait=wait_random_exponential(multiplier=self._patience.pause, max=10),
            retry=retry_if_exception_type(_Transient),
            sleep=self._patience.sleep,
            reraise=True,
        )
        try:
            return retrying(self._ask_once, question)
        except _Transient as last:
            raise last.failure from None

    def _ask_once(self, question: Question) -> Any:
        try:
            status, body = self._exchange(question)
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, RuntimeError) as error:
            # The words of such an error may repeat a header, and with it a key.
            raise self._explained(question, error) from None
        text = body.decode("utf-8", "replace")
        if status == httpx.codes.OK:
            return _json(question, text)
        failure = _failed(question, _cause(status, text), f"HTTP {status}", text)
        if status in TRANSIENT:
            raise _Transient(failure)
        raise failure

    def _explained(self, question: Question, error: Exception) -> Exception:
        """What is to be raised for a failed exchange: something transient, or the end."""
        if self._client.is_closed:
            return _failed(question, "interrupted", "stopped before an answer came")
        name = type(error).__name__
        if isinstance(error, httpx.TimeoutException):
            return _Transient(_failed(question, "timeout", "no answer in time"))
        if isinstance(error, httpx.NetworkError | httpx.ProxyError):
            return _Transient(_failed(question, "unreachable", f"no connection ({name})"))
        if isinstance(error, httpx.RemoteProtocolError):
            return _Transient(_failed(question, "error", "the connection broke off"))
        if question.secrets and isinstance(error, UnicodeError | httpx.LocalProtocolError):
            return _failed(question, "wrong_key", "the key holds characters that no key has")
        return _failed(question, "error", f"the exchange failed ({name})")

    def _exchange(self, question: Question) -> tuple[int, bytes]:
        deadline = time.monotonic() + self._patience.total
        method = "GET" if question.body is None else "POST"
        headers = {"Accept-Encoding": "gzip, deflate", **question.headers, **question.secrets}
        with self._client.stream(
            method,
            question.url,
            params=question.params or None,
            json=question.body,
            headers=headers,
            follow_redirects=False,
        ) as response:
            if response.is_stream_consumed:
                # A transport without a network has the whole answer at once, unpacked.
                return response.status_code, response.content
            raw = bytearray()
            for chunk in response.iter_raw():
                raw += chunk
                if len(raw) > MAX_BODY:
                    raise httpx.DecodingError("answer too large")
                if time.monotonic() > deadline:
                    raise httpx.ReadTimeout("answer too slow")
            packed = response.headers.get("content-encoding", "").strip().lower()
            return response.status_code, _unpacked(bytes(raw), packed)


def failed(backend: str, cause: str, detail: str, hint: str = "") -> SearchFailed:
    """The failure of a backend, worded alike everywhere."""
    return SearchFailed(cause, f"{backend}: {detail}", hint=hint)


def cause_in_words(text: str) -> str | None:
    """The cause a service's own words give, or None."""
    low = text.lower()
    return next((cause for cause, words in BY_WORDS.items() if any(w in low for w in words)), None)


def _failed(question: Question, cause: str, detail: str, said: str = "") -> SearchFailed:
    """A failure with the beginning of what the service said, without our keys in it."""
    words = " ".join(said.split())
    for secret in question.secrets.values():
        for part in secret.split():
            words = words.replace(part, "***")
    shown = f"{detail}: {words[:SHOWN]}" if words else detail
    return failed(question.backend, cause, shown, question.hints.get(cause, ""))


def _cause(status: int, text: str) -> str:
    by_status = BY_STATUS.get(status, "error")
    if status in (400, 403):
        return cause_in_words(text) or by_status
    return by_status


def _json(question: Question, text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        pass
    if not text.lstrip().startswith("<"):
        raise _failed(question, "error", "answered no JSON", text)
    cause = "blocked" if cause_in_words(text) == "blocked" else "error"
    raise _failed(question, cause, "answered a web page instead of JSON", text)


def _unpacked(raw: bytes, encoding: str) -> bytes:
    if encoding in ("", "identity"):
        return raw
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise httpx.DecodingError("answer in an encoding that was not asked for")
    # 47: zlib or gzip, whichever the head says.
    unpacker = zlib.decompressobj(47)
    try:
        body = unpacker.decompress(raw, MAX_BODY)
    except zlib.error as error:
        raise httpx.DecodingError("damaged answer") from error
    if unpacker.unconsumed_tail:
        raise httpx.DecodingError("answer too large")
    return body
