"""One exchange with a search service: a request, its answer as JSON, or what went wrong."""

from __future__ import annotations

import contextlib
import json
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx2

from agent.errors import FetchFailed, SearchFailed
from agent.net.body import read_body
from agent.net.bounds import bounded, head_is_read
from agent.net.carrier import Carrier, with_params
from agent.net.proxies import Proxies
from agent.net.transport import Transport, reasons
from agent.pace import retry_after
from agent.search.questions import (
    Question,
    cause_in_words,
    cause_of,
    failure_of,
    without_secrets,
)

TRANSIENT = (500, 502, 503, 504)
MAX_BODY = 8 * 1024 * 1024
NOT_SENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.ProxyError)
"""What goes wrong before a question has left us."""


class Transient(Exception):
    """A failure that may be gone in a moment.

    ``lost`` says that the request may have been answered and billed; ``after`` is how long the
    service asks everybody to wait, 0.0 when it does not say how long.
    """

    def __init__(
        self, failure: SearchFailed, *, lost: bool = False, after: float | None = None
    ) -> None:
        super().__init__(failure.message)
        self.failure = failure
        self.lost = lost
        self.after = after


@dataclass(frozen=True)
class Exchange:
    """Exchanges with services.

    The timeouts of ``carrier`` bound connecting and each read, ``total`` is the seconds for a whole
    answer; ``clock`` tells the time now, with its zone.
    """

    carrier: Carrier
    total: float
    clock: Callable[[], datetime]

    def answer(self, question: Question) -> Any:
        """The JSON that a service answers with.

        Raises:
            Transient: it may be gone at the next try.
            SearchFailed: it will not.
        """
        try:
            status, body, headers = self._exchange(question)
        except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeError, RuntimeError) as error:
            # The words of such an error may repeat a header, and with it a key.
            raise self._explained(question, error) from None
        text = without_secrets(question, body.decode("utf-8", "replace"))
        if status == httpx2.codes.OK:
            return _json(question, text)
        failure = failure_of(question, cause_of(status, text), f"HTTP {status}", text)
        failure.reply = text
        after = retry_after(headers, self.clock())
        if status == httpx2.codes.TOO_MANY_REQUESTS and cause_in_words(text) != "quota":
            raise Transient(failure, after=after or 0.0)
        if status in TRANSIENT:
            raise Transient(failure, after=after)
        raise failure

    def _explained(self, question: Question, error: Exception) -> Exception:
        """What is to be raised for a failed exchange: something transient, or the end."""
        if self.carrier.is_closed:
            return failure_of(question, "interrupted", "stopped before an answer came")
        for reason in reasons(error):
            if isinstance(reason, ssl.SSLCertVerificationError):
                return failure_of(question, "certificate", reason.verify_message)
        name = type(error).__name__
        if isinstance(error, httpx2.TimeoutException):
            lost = not isinstance(error, NOT_SENT)
            return Transient(failure_of(question, "timeout", "no answer in time"), lost=lost)
        if isinstance(error, httpx2.NetworkError | httpx2.ProxyError):
            lost = not isinstance(error, NOT_SENT)
            failure = failure_of(question, "unreachable", f"no connection ({name})")
            return Transient(failure, lost=lost)
        if isinstance(error, httpx2.RemoteProtocolError):
            return Transient(failure_of(question, "error", "the connection broke off"), lost=True)
        if question.secrets and isinstance(error, UnicodeError | httpx2.LocalProtocolError):
            return failure_of(question, "wrong_key", "the key holds characters that no key has")
        return failure_of(question, "error", f"the exchange failed ({name})")

    def _exchange(self, question: Question) -> tuple[int, bytes, Mapping[str, str]]:
        deadline = time.monotonic() + self.total

        def still_time() -> None:
            if time.monotonic() > deadline:
                raise httpx2.ReadTimeout("answer too slow")

        method = "GET" if question.body is None and question.form is None else "POST"
        headers = {"Accept-Encoding": "gzip, deflate", **question.headers, **question.secrets}
        url = with_params(question.url, question.params)
        request = self.carrier.request(method, url, headers, json=question.body, data=question.form)
        with bounded(self.total), contextlib.closing(self.carrier.send(request)) as response:
            head_is_read()
            if response.is_stream_consumed:
                # A transport without a network has the whole answer at once, unpacked.
                return response.status_code, response.content, response.headers
            packed = response.headers.get("content-encoding", "")
            try:
                body = read_body(response.iter_raw(), packed, (MAX_BODY, MAX_BODY), still_time)
            except FetchFailed as problem:
                if response.is_success:
                    raise httpx2.DecodingError(problem.message) from problem
                body = b""  # what is wrong is told by the status; it may pass
            return response.status_code, body, response.headers


def _json(question: Question, text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass
    cause, told = "error", "answered no JSON"
    if text.lstrip().startswith("<"):
        cause = "blocked" if cause_in_words(text) == "blocked" else "error"
        told = "answered a web page instead of JSON"
    failure = failure_of(question, cause, told, text)
    failure.reply = text
    raise failure


CONNECTIONS = 32


def search_client(transport: httpx2.BaseTransport | None, connect: float, read: float) -> Carrier:
    """What asks search services; without a transport of one's own it uses the system's proxies.

    Its ``close`` also ends what is under way. The guard does not stand before it: which services
    are asked is configured, and they are never followed to another address.

    Args:
        transport: what carries the requests, None for the network.
        connect: seconds to connect.
        read: seconds to wait for more of an answer, and for a free connection.
    """
    return Carrier(
        transport or Transport(proxies=Proxies.of_system(), connections=CONNECTIONS),
        timeout=httpx2.Timeout(read, connect=connect),
    )
