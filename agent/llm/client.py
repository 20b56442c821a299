"""Speaks HTTP with an OpenAI-compatible endpoint, and nothing else: one request, one answer.

It tries once; who tries again, and when, is decided in sender.py. The client of OpenAI's own is not used: it
takes half a second of CPU to import, for the types of interfaces that nobody here asks.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import httpx

from agent.llm.calls import Calls
from agent.llm.completion import has_choices
from agent.llm.endpoint import Endpoint
from agent.llm.failures import (
    OK,
    NoAnswer,
    Refusal,
    Refused,
    failed,
    not_openai,
    redact,
    words_of,
)
from agent.net.proxies import Proxies
from agent.net.tls import context
from agent.pace import retry_after

LONGEST = 1 << 21
"""Characters of one part of an answer that are kept."""

BROKEN = "an error in the middle of the answer"
CONNECTIONS = 1_000
"""Connections to an endpoint: more than anybody asks questions at a time."""

TEXTS = ("content", "reasoning_content", "reasoning", "refusal")


@dataclass
class Function:
    """The arguments of a call."""

    arguments: str = ""


@dataclass
class Call:
    """A call of a tool."""

    function: Function = field(default_factory=Function)


@dataclass
class Message:
    """What a model says; see agent.llm.completion for where its answer stands."""

    content: str = ""
    reasoning_content: str = ""
    reasoning: str = ""
    refusal: str = ""
    tool_calls: list[Call] = field(default_factory=list)


@dataclass
class Choice:
    """One answer."""

    message: Message = field(default_factory=Message)
    finish_reason: str | None = None


@dataclass
class Completion:
    """An answer in the shape of one that comes at once; without choices when no piece had any."""

    choices: list[Choice] = field(default_factory=list)
    usage: Any = None


def put_together(pieces: Iterable[Any]) -> Completion:
    """The answer in these pieces; of several the first choice."""
    whole = Completion()
    for piece in pieces:
        whole.usage = getattr(piece, "usage", None) or whole.usage
        for part in (getattr(piece, "choices", None) or [])[:1]:
            whole.choices = whole.choices or [Choice()]
            choice = whole.choices[0]
            choice.finish_reason = getattr(part, "finish_reason", None) or choice.finish_reason
            _add(choice.message, getattr(part, "delta", None))
    return whole


def _add(message: Message, delta: Any) -> None:
    for name in TEXTS:
        said, so_far = getattr(delta, name, None), getattr(message, name)
        if isinstance(said, str) and len(so_far) < LONGEST:
            setattr(message, name, so_far + said)
    for call in getattr(delta, "tool_calls", None) or []:
        at = getattr(call, "index", 0) or 0
        said = getattr(getattr(call, "function", None), "arguments", None)
        if at > len(message.tool_calls) or not isinstance(said, str):
            continue
        if at == len(message.tool_calls):
            message.tool_calls.append(Call())
        message.tool_calls[at].function.arguments += said


AGAIN = (408, 409, 425, 429)
"""Statuses that another try may change, beside those of the server (500 and above)."""

NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
"""What goes wrong before a question has left us."""


class Client:
    """Sends one request body and tells what came of it."""

    def __init__(self, endpoint: Endpoint, calls: Calls) -> None:
        self._endpoint = endpoint
        self._calls = calls
        self._client = network(endpoint.base_url)
        base = httpx.URL(endpoint.base_url)
        self._url = base.copy_with(path=f"{base.path.rstrip('/')}/chat/completions")
        self._headers = {
            "Authorization": f"Bearer {endpoint.key or 'none'}",
            "Content-Type": "application/json",
            "User-Agent": endpoint.tool or "policy-research-agent",
        }

    def send(self, body: dict[str, Any], seconds: float) -> Any:
        """The endpoint's answer: a completion, with at least one choice.

        Raises:
            Refused: the endpoint answered with an error.
            NoAnswer: there was no answer within so many seconds, or what came is none.
            Closed: the call was ended from outside.
        """
        key = self._endpoint.key
        try:
            return self._calls.run(lambda: self._created(body, seconds), seconds)
        except (httpx.TimeoutException, TimeoutError) as error:
            message = f"no answer from the model within {self._endpoint.timeout:g} s"
            sent = not isinstance(error, NOT_SENT)
            raise NoAnswer(failed("timeout", message), sent=sent, again=False) from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            where = redact(self._endpoint.base_url, key)
            failure = failed("unreachable", f"no connection to {where}: {redact(str(error), key)}")
            sent = not isinstance(error, NOT_SENT)
            raise NoAnswer(failure, sent=sent, again=True) from None
        except (ValueError, RecursionError):  # no JSON, or nothing that can be sent
            raise self._no_endpoint() from None

    def _created(self, body: dict[str, Any], seconds: float) -> Any:
        """The answer, put together where it comes in pieces."""
        content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        asked = self._client.stream(
            "POST", self._url, content=content, headers=self._headers, timeout=seconds
        )
        with asked as response:
            if not response.is_success:
                response.read()
                raise _refused(response, self._endpoint.key)
            if body.get("stream"):
                answer: Any = put_together(self._pieces(response))
                told = None
            else:
                told = json.loads(response.read())
                answer = _shaped(told)
        if has_choices(answer):
            return answer
        # An error that is told with status 200, or another service.
        if words_of(told)[0]:
            raise Refused(_refusal(OK, told, "", self._endpoint.key), again=True)
        raise self._no_endpoint()

    def _pieces(self, response: httpx.Response) -> Iterator[Any]:
        """The pieces of an answer. Raises Refused for an error in the middle of them."""
        for data in events(response.iter_bytes()):
            if data.startswith(b"[DONE]"):
                return
            piece = json.loads(data)
            if isinstance(piece, dict) and piece.get("error"):
                raise Refused(_refusal(OK, piece, BROKEN, self._endpoint.key), again=True)
            yield _shaped(piece)

    def _no_endpoint(self) -> NoAnswer:
        where = redact(self._endpoint.base_url, self._endpoint.key)
        return NoAnswer(not_openai(where), sent=False, again=True)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


def events(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The data of server-sent events, each ended by an empty line (WHATWG HTML, 9.2.6)."""
    data: list[bytes] = []
    rest = b""
    for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\n")
        for line in (one.removesuffix(b"\r") for one in lines):
            name, _, value = line.partition(b":")
            if name == b"data":
                data.append(value.removeprefix(b" "))
            elif not line and data:
                yield b"\n".join(data)
                data = []


def _shaped(told: Any) -> Any:
    """JSON whose objects have attributes; parts of a content stay as they are."""
    if isinstance(told, list):
        return [_shaped(one) for one in told]
    if not isinstance(told, dict):
        return told
    return SimpleNamespace(
        **{name: value if name == "content" else _shaped(value) for name, value in told.items()}
    )


def _refused(response: httpx.Response, key: str) -> Refused:
    """What an endpoint said when it refused, with its own codes and types of error."""
    status, headers = response.status_code, response.headers
    again = status in AGAIN or status >= 500
    if (word := headers.get("x-should-retry")) in ("true", "false"):
        again = word == "true"
    after = retry_after(headers, datetime.datetime.now(datetime.UTC))
    text = response.text.strip()
    return Refused(
        _refusal(status, _json_of(text), text or f"error {status}", key), again=again, after=after
    )


def _refusal(status: int, body: Any, otherwise: str, key: str) -> Refusal:
    said, codes = words_of(body)
    told = " · ".join(dict.fromkeys((said or otherwise, *codes)))
    number = "" if status == OK else f"HTTP {status}: "
    return Refusal(status, redact(number + told, key), codes)


def _json_of(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def network(base_url: str) -> httpx.Client:
    """Asks like pages and searches do: the same certificates, the same reading of NO_PROXY."""
    url = httpx.URL(base_url)
    secure = url.scheme == "https"
    port = url.port or (443 if secure else 80)
    return httpx.Client(
        proxy=Proxies.of_system().for_url(url.scheme, url.host, port),
        verify=context() if secure else True,
        trust_env=False,
        follow_redirects=True,
        limits=httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS),
    )
