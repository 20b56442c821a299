"""Any OpenAI-compatible endpoint, through the openai client.

``create()`` with an explicit response format and our own validation, so that every provider takes
one path, and usage and raw text are kept whatever happens. Retries on what is worth retrying
(connection, 408, 409, 429, 5xx, with Retry-After) are the client's own.

A reply is stored under the hash of exactly what would be sent on every rung of the ladder, the
endpoint and the version of the tool. Failures are never stored; a stored answer carries what it
cost, so that a second run tells the same. The dialect an endpoint was found to speak is stored
too, and only after an answer in it.
"""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from agent.errors import ModelFailed
from agent.llm import Answer, Question, Replies, T
from agent.llm.bill import Bill
from agent.llm.calls import Calls
from agent.llm.endpoint import Endpoint, thinking_parameters
from agent.llm.failures import Refused, cause_of, failed, not_openai, redact
from agent.llm.json_text import last_object, problems, strict_schema
from agent.llm.ladder import Dialect, Request, concede
from agent.records import Usage, content_key

if TYPE_CHECKING:
    import httpx2

    from agent.llm.client import Client

REPAIR = """上一个回答不合要求：
{problems}
请按原来的任务重新回答：只输出一个完整的、改正后的 JSON 对象，不要解释。"""

MEMORY = datetime.timedelta(days=30)
"""How long a remembered dialect is believed: endpoints learn."""

LONGEST_SHOWN = 20_000
"""Characters of a wrong answer that are shown to the model again."""


class OpenAICompatible:
    """A model behind an OpenAI-compatible endpoint (a ``Model``)."""

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        replies: Replies | None = None,
        now: Callable[[], datetime.datetime] = lambda: datetime.datetime.now(datetime.UTC),
        http_client: httpx2.Client | None = None,
    ) -> None:
        """Connect nothing yet.

        Args:
            endpoint: Where and how.
            replies: Where replies are kept; None keeps none.
            now: The clock.
            http_client: The client's HTTP client, for a proxy or certificates of one's own.
        """
        self.name = endpoint.model
        self._endpoint = endpoint
        self._replies = replies
        self._now = now
        self._calls = Calls(endpoint.slots)
        self._http_client = http_client
        self._client: Client | None = None
        self._thinking = thinking_parameters(endpoint.base_url, on=endpoint.thinking)
        self._lock = threading.Lock()
        self._over: ModelFailed | None = None
        self._dialect_key = content_key(
            {"dialect": [endpoint.base_url, endpoint.model, endpoint.thinking, endpoint.tool]}
        )
        self._dialect = self._remembered() or Dialect()

    def ask(self, prompt: Question, answer: type[T], *, stage: str, target: str) -> Answer[T]:
        """Ask, and return a validated answer; see ``Model.ask``. At most one repair round.

        After a fatal failure nothing more is sent: every other question fails alike at once.
        """
        request = Request(
            model=self._endpoint.model,
            messages=(
                {"role": "system", "content": prompt.system},
                {"role": "user", "content": prompt.user},
            ),
            schema_name=answer.__name__,
            schema=strict_schema(answer),
            max_tokens=self._endpoint.max_tokens,
            thinking=self._thinking,
            extra=self._endpoint.extra,
        )
        key = content_key(
            {
                "endpoint": self._endpoint.base_url,
                "tool": self._endpoint.tool,
                "requests": request.every_body(),
            }
        )
        bill = Bill(stage, self.name, self._endpoint.host, target)
        stored = self._stored(key, answer, bill)
        if stored:
            return stored
        if self._over:
            # Other pages would only be refused alike, and a wrong key may be locked for it.
            raise failed(self._over.cause, self._over.message)
        try:
            value, text = self._asked(request, answer, bill)
        except ModelFailed as failure:
            if failure.fatal:
                self._over = failure
            failure.usage = (bill.usage(),) if bill.calls else ()
            raise
        if self._replies:
            self._replies.put_reply(key, {"text": text, "paid": bill.paid()}, self._now())
        return Answer(value, bill.usage(), text)

    def close(self) -> None:
        """End all calls at once; whoever waits for one gets ModelFailed("cancelled")."""
        self._calls.close()
        if self._client:
            self._client.close()

    def _asked(self, request: Request, answer: type[T], bill: Bill) -> tuple[T, str]:
        text = self._answered(request, bill)
        value, wrong = _validated(text, answer)
        if value is not None:
            return value, text
        again = request.followed_by(
            {"role": "assistant", "content": text[:LONGEST_SHOWN]},
            {"role": "user", "content": REPAIR.format(problems=wrong)},
        )
        text = self._answered(again, bill)
        value, wrong = _validated(text, answer)
        if value is None:
            message = f"the model's answer did not fit the schema twice: {wrong}"
            raise failed("unusable", redact(message, self._endpoint.key))
        return value, text

    def _answered(self, request: Request, bill: Bill) -> str:
        """Send, step down the ladder where the endpoint says so, and return the answer's text."""
        dialect = self._dialect
        while True:
            body = request.body(dialect)
            try:
                completion = self._sent(body)
            except Refused as error:
                refusal = error.refusal
                cause = cause_of(refusal)
                lower = concede(dialect, body, refusal.status, refusal.message)
                if lower is None or cause == "moderation":
                    raise failed(cause, f"the model endpoint refused: {refusal.message}") from None
                dialect = lower
                continue
            text = self._text_of(completion, bill)
            self._remember(dialect)
            return text

    def _sent(self, body: dict[str, Any]) -> Any:
        with self._lock:
            if self._client is None:
                from agent.llm.client import Client  # noqa: PLC0415 - see there

                self._client = Client(self._endpoint, self._calls, self._http_client)
        return self._client.send(body)

    def _text_of(self, completion: Any, bill: Bill) -> str:
        choices = getattr(completion, "choices", None)
        if not isinstance(choices, list) or not choices:
            raise self._empty_handed(completion)
        bill.add(completion)
        choice = choices[0]
        reason = getattr(choice, "finish_reason", None)
        message = getattr(choice, "message", None)
        refusal = getattr(message, "refusal", None)
        text = getattr(message, "content", None)
        if reason == "length":
            limit = self._endpoint.max_tokens
            raise failed("truncated", f"the answer was cut off after at most {limit} tokens")
        if reason in ("content_filter", "sensitive"):
            raise failed("moderation", "the endpoint's moderation cut the answer off")
        if isinstance(refusal, str) and refusal:
            said = redact(refusal, self._endpoint.key)
            raise failed("refusal", f"the model refused: {said}")
        if reason != "stop":
            raise failed("unfinished", f"the answer ended with finish_reason {reason!r}")
        if not isinstance(text, str) or not text.strip():
            raise failed("empty", "the model's answer was empty")
        return text

    def _empty_handed(self, completion: Any) -> ModelFailed:
        """An answer with status 200 and no choices: a gateway's own error, or no such endpoint."""
        error = getattr(completion, "error", None)
        if not error:
            return not_openai(redact(self._endpoint.base_url, self._endpoint.key))
        said = redact(str(error), self._endpoint.key)
        return failed("error", f"the model endpoint answered with an error: {said}")

    def _stored(self, key: str, answer: type[T], bill: Bill) -> Answer[T] | None:
        reply = self._replies.reply(key) if self._replies else None
        if reply is None:
            return None
        try:
            text, paid = reply.value["text"], reply.value["paid"]
            value, _ = _validated(text, answer)
            usage = Usage.model_validate({**vars(bill), **paid})
        except (TypeError, KeyError, ValidationError):
            return None
        return None if value is None else Answer(value, usage, text)

    def _remembered(self) -> Dialect | None:
        reply = self._replies.reply(self._dialect_key) if self._replies else None
        if reply is None or self._now() - reply.stored_at > MEMORY:
            return None
        return Dialect.remembered(reply.value)

    def _remember(self, dialect: Dialect) -> None:
        with self._lock:
            if dialect == self._dialect:
                return
            self._dialect = dialect
        if self._replies:
            self._replies.put_reply(self._dialect_key, dialect.as_json(), self._now())


def _validated(text: str, answer: type[T]) -> tuple[T | None, str]:
    found = last_object(text)
    if found is None:
        return None, "- (root): no complete JSON object in the answer"
    try:
        return answer.model_validate(found), ""
    except ValidationError as error:
        return None, problems(error)
