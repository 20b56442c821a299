"""The openai client and its errors, and nothing else. Importing it takes half a second.

It is imported when the first question is really sent, so that a run whose answers are all stored
does not wait for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openai

from agent.llm.calls import Calls, Closed
from agent.llm.endpoint import Endpoint
from agent.llm.failures import Refusal, Refused, failed, not_openai, redact

if TYPE_CHECKING:
    import httpx2


class _Abandoned(openai.OpenAIError):
    """Nobody waits for this call any more: the client must not try again."""


class Client:
    """Sends one request body and tells what came of it."""

    def __init__(self, endpoint: Endpoint, calls: Calls, http_client: httpx2.Client | None) -> None:
        self._endpoint = endpoint
        self._calls = calls
        self._client = openai.OpenAI(
            base_url=endpoint.base_url,
            api_key=self._key,
            timeout=endpoint.timeout,
            max_retries=endpoint.max_retries,
            http_client=http_client,
        )

    def send(self, body: dict[str, Any]) -> Any:
        """The endpoint's answer as the client understood it: a completion, or anything else.

        Raises:
            Refused: the endpoint answered with an error.
            ModelFailed: there was no answer.
        """
        known = {name: body[name] for name in ("model", "messages")}
        others = {name: value for name, value in body.items() if name not in known}
        key = self._endpoint.key
        try:
            return self._calls.run(
                lambda: self._client.chat.completions.create(**known, extra_body=others),
                self._endpoint.timeout,
            )
        except openai.APIStatusError as error:
            raise Refused(_refusal_of(error, key)) from None
        except (openai.APITimeoutError, TimeoutError):
            message = f"no answer from the model within {self._endpoint.timeout:g} s"
            raise failed("timeout", message) from None
        except openai.APIConnectionError as error:
            reason = redact(str(error.__cause__ or error), key)
            where = redact(self._endpoint.base_url, key)
            raise failed("unreachable", f"no connection to {where}: {reason}") from None
        except Closed:
            raise failed("cancelled", "the call was ended before its answer came") from None
        except (ValueError, openai.APIResponseValidationError):
            raise not_openai(redact(self._endpoint.base_url, key)) from None

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _key(self) -> str:
        """The key, asked for before each try of the client."""
        if not self._calls.wanted():
            raise _Abandoned
        return self._endpoint.key or "none"


def _refusal_of(error: openai.APIStatusError, key: str) -> Refusal:
    """What an endpoint said when it refused, with its own code and type of error."""
    parts = (str(part or "") for part in (error.message, error.code, error.type))
    said = [part for part in dict.fromkeys(parts) if part]
    return Refusal(error.status_code, redact(" · ".join(said), key))
