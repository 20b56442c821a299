"""The openai client and its errors, and nothing else. Importing it takes half a second.

It is imported when the first question is really sent, so that a run whose answers are all stored
does not wait for it. It tries once; who tries again, and when, is decided in sender.py.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import httpx2
import openai

from agent.llm.calls import Calls
from agent.llm.endpoint import Endpoint
from agent.llm.failures import NoAnswer, Refusal, Refused, failed, not_openai, redact
from agent.pace import retry_after

if TYPE_CHECKING:
    from collections.abc import Mapping

AGAIN = (408, 409, 425, 429)
"""Statuses that another try may change, beside those of the server (500 and above)."""

NOT_SENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.ProxyError)
"""What goes wrong before a question has left us."""


class Client:
    """Sends one request body and tells what came of it."""

    def __init__(self, endpoint: Endpoint, calls: Calls, http_client: httpx2.Client | None) -> None:
        self._endpoint = endpoint
        self._calls = calls
        self._client = openai.OpenAI(
            base_url=endpoint.base_url,
            api_key=endpoint.key or "none",
            timeout=endpoint.timeout,
            max_retries=0,
            http_client=http_client,
        )

    def send(self, body: dict[str, Any], seconds: float) -> Any:
        """The endpoint's answer as the client understood it: a completion, or anything else.

        Raises:
            Refused: the endpoint answered with an error.
            NoAnswer: there was no answer within so many seconds, or what came is none.
            Closed: the call was ended from outside.
        """
        known = {name: body[name] for name in ("model", "messages")}
        others = {name: value for name, value in body.items() if name not in known}
        key = self._endpoint.key
        try:
            return self._calls.run(
                lambda: self._client.chat.completions.create(
                    **known, extra_body=others, timeout=seconds
                ),
                seconds,
            )
        except openai.APIStatusError as error:
            raise _refused(error, key) from None
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
        except (ValueError, openai.APIResponseValidationError):
            failure = not_openai(redact(self._endpoint.base_url, key))
            raise NoAnswer(failure, sent=False, again=True) from None

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


def _refused(error: openai.APIStatusError, key: str) -> Refused:
    """What an endpoint said when it refused, with its own code and type of error."""
    parts = (str(part or "") for part in (error.message, error.code, error.type))
    said = [part for part in dict.fromkeys(parts) if part]
    headers: Mapping[str, str] = error.response.headers
    again = error.status_code in AGAIN or error.status_code >= 500
    if (word := headers.get("x-should-retry")) in ("true", "false"):
        again = word == "true"
    after = retry_after(headers, datetime.datetime.now(datetime.UTC))
    refusal = Refusal(error.status_code, redact(" · ".join(said), key))
    return Refused(refusal, again=again, after=after)
