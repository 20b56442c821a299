"""The openai client and its errors, and nothing else. Importing it takes half a second.

It is imported when the first question is really sent, so that a run whose answers are all stored
does not wait for it. It tries once; who tries again, and when, is decided in sender.py.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from functools import partial
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import httpx2
import openai
from openai import Stream
from openai.types.chat import ChatCompletion, ChatCompletionChunk

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
from agent.net.transport import Transport
from agent.pace import retry_after

if TYPE_CHECKING:
    from collections.abc import Mapping


LONGEST = 1 << 21
"""Characters of one part of an answer that are kept."""

MOST, KEPT = 1000, 100
"""Connections at a time, and those kept without a request: as the client of OpenAI has them by itself."""

TEXTS = ("content", "reasoning_content", "reasoning", "refusal")


def put_together(pieces: Iterable[Any]) -> SimpleNamespace:
    """The answer in these pieces, in the shape of one that comes at once; of several the first choice.

    It has no choices when no piece had any.
    """
    whole = SimpleNamespace(choices=[], usage=None)
    for piece in pieces:
        whole.usage = getattr(piece, "usage", None) or whole.usage
        for part in (getattr(piece, "choices", None) or [])[:1]:
            whole.choices = whole.choices or [
                SimpleNamespace(message=_nothing(), finish_reason=None)
            ]
            choice = whole.choices[0]
            choice.finish_reason = getattr(part, "finish_reason", None) or choice.finish_reason
            _add(choice.message, getattr(part, "delta", None))
    return whole


def _nothing() -> SimpleNamespace:
    """A message that says nothing yet; agent.llm.completion has the places where an answer may stand."""
    return SimpleNamespace(tool_calls=[], **dict.fromkeys(TEXTS, ""))


def _add(message: SimpleNamespace, delta: Any) -> None:
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
            message.tool_calls.append(SimpleNamespace(function=SimpleNamespace(arguments="")))
        message.tool_calls[at].function.arguments += said


AGAIN = (408, 409, 425, 429)
"""Statuses that another try may change, beside those of the server (500 and above)."""

NOT_SENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.ProxyError)
"""What goes wrong before a question has left us."""


class Client:
    """Sends one request body and tells what came of it."""

    def __init__(self, endpoint: Endpoint, calls: Calls) -> None:
        self._endpoint = endpoint
        self._calls = calls
        self._client = openai.OpenAI(
            base_url=endpoint.base_url,
            api_key=endpoint.key or "none",
            timeout=endpoint.timeout,
            max_retries=0,
            http_client=network(),
        )

    def send(self, body: dict[str, Any], seconds: float) -> Any:
        """The endpoint's answer as the client understood it: a completion, or anything else.

        Raises:
            Refused: the endpoint answered with an error.
            NoAnswer: there was no answer within so many seconds, or what came is none.
            Closed: the call was ended from outside.
        """
        key = self._endpoint.key
        try:
            answer = self._calls.run(lambda: self._created(body, seconds), seconds)
        except openai.APIStatusError as error:
            raise _refused(error, key) from None
        except openai.APIResponseValidationError:
            raise _of_another_service(self._endpoint) from None
        except (openai.APITimeoutError, TimeoutError) as error:
            message = f"no answer from the model within {self._endpoint.timeout:g} s"
            sent = not isinstance(error.__cause__, NOT_SENT)
            raise NoAnswer(failed("timeout", message), sent=sent, again=False) from None
        except openai.APIConnectionError as error:
            reason = redact(str(error.__cause__ or error), key)
            where = redact(self._endpoint.base_url, key)
            failure = failed("unreachable", f"no connection to {where}: {reason}")
            sent = not isinstance(error.__cause__, NOT_SENT)
            raise NoAnswer(failure, sent=sent, again=True) from None
        except openai.APIError as error:  # an error in the middle of a stream
            said = error.body if isinstance(error.body, dict) else {"error": error.body}
            raise Refused(_refusal(OK, said, error.message, key), again=True) from None
        except (ValueError, RecursionError):  # no JSON, or brackets without end
            raise _of_another_service(self._endpoint) from None
        _check_answer(answer, self._endpoint)
        return answer

    def _created(self, body: dict[str, Any], seconds: float) -> Any:
        """The answer, put together where it comes in pieces.

        Posted as it is: the client's ``create`` goes through every part of a prompt by its types.
        """
        post: Any = partial(
            self._client.post,
            "/chat/completions",
            body=body,
            options={"timeout": seconds},
        )
        if not body.get("stream"):
            return post(cast_to=ChatCompletion)
        with post(
            cast_to=ChatCompletion, stream=True, stream_cls=Stream[ChatCompletionChunk]
        ) as pieces:
            return put_together(pieces)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


def _refused(error: openai.APIStatusError, key: str) -> Refused:
    """What an endpoint said when it refused, with its own codes and types of error."""
    headers: Mapping[str, str] = error.response.headers
    again = error.status_code in AGAIN or error.status_code >= 500
    if (word := headers.get("x-should-retry")) in ("true", "false"):
        again = word == "true"
    after = retry_after(headers, datetime.datetime.now(datetime.UTC))
    whole = _json_of(error.response.text)
    return Refused(_refusal(error.status_code, whole, error.message, key), again=again, after=after)


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


def _check_answer(answer: Any, endpoint: Endpoint) -> None:
    """Raise for what has no choices: an error that is told with status 200, or another service."""
    if has_choices(answer):
        return
    body = answer.to_dict() if isinstance(answer, openai.BaseModel) else None
    if words_of(body)[0]:
        raise Refused(_refusal(OK, body, "", endpoint.key), again=True)
    raise _of_another_service(endpoint)


def _of_another_service(endpoint: Endpoint) -> NoAnswer:
    failure = not_openai(redact(endpoint.base_url, endpoint.key))
    return NoAnswer(failure, sent=False, again=True)


def network() -> httpx2.Client:
    """Asks over the transport of pages and searches: the same certificates, the same reading of NO_PROXY.

    They are read when a connection needs them. A client without a transport reads its own at once, also for an
    endpoint without TLS.
    """
    carries = Transport(proxies=Proxies.of_system(), connections=MOST, kept=KEPT)
    return openai.DefaultHttpxClient(transport=carries, trust_env=False)
