"""How an endpoint is spoken to: the ladder of response formats, and small concessions.

"OpenAI-compatible" means many things. A request starts with what the best endpoints obey
(json_schema) and steps down only when the endpoint's error says that it does not know what it was
asked: json_schema, then json_object with the schema in the prompt, then plain text of which the
last JSON object counts. The same for three parameters that some models refuse: temperature,
max_tokens (newer models want max_completion_tokens) and the switch for thinking.

What an endpoint says is taken from messages seen in the wild, e.g. "This response_format type is
unavailable now" (DeepSeek), "response_format.type `json_schema` is unavailable", "Json mode
response is not supported when enable_thinking is true" (DashScope), "Unsupported value:
'temperature' does not support 0 with this model" and "Unsupported parameter: 'max_tokens' ... Use
'max_completion_tokens' instead" (OpenAI), "current model does not support parameter
`enable_thinking`" (SiliconFlow).
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from agent.llm.failures import Refusal

SPEAKING = (400, 404, 422, 500, 501)
"""Statuses whose error may be about a parameter; all others are about something else."""

_FORMAT = re.compile(
    r"response_format|json.?schema|json.?object|json.?mode|structured.?output|grammar", re.I
)
_LIMIT = re.compile(r"max_completion_tokens", re.I)
_TEMPERATURE = re.compile(r"temperature", re.I)
_THINKING = re.compile(r"thinking", re.I)

IN_WORDS = """

只输出一个 JSON 对象，不要输出别的文字。这个 JSON 必须符合下面的 JSON Schema：
{schema}"""
"""How the schema stands in the prompt on the lower rungs. Endpoints want the word JSON there."""


class Rung(StrEnum):
    """The response formats, best first."""

    JSON_SCHEMA = "json_schema"
    JSON_OBJECT = "json_object"
    TEXT = "text"


@dataclass(frozen=True)
class Dialect:
    """What an endpoint and a model were found to obey. The default asks for everything."""

    rung: Rung = Rung.JSON_SCHEMA
    limit: str = "max_tokens"
    temperature: bool = True
    thinking: bool = True

    @classmethod
    def remembered(cls, value: Any) -> Dialect | None:
        """A dialect from stored JSON; None when it is not one (another version, a damaged file)."""
        try:
            dialect = cls(**{**value, "rung": Rung(value["rung"])})
        except (TypeError, ValueError, KeyError):
            return None
        flags = (dialect.temperature, dialect.thinking)
        known = dialect.limit in ("max_tokens", "max_completion_tokens")
        return dialect if known and all(isinstance(flag, bool) for flag in flags) else None

    def as_json(self) -> dict[str, Any]:
        """The dialect as stored."""
        return asdict(self)


@dataclass(frozen=True)
class Request:
    """What is wanted of an endpoint, whatever dialect it speaks.

    ``thinking`` are the provider's own parameters that switch thinking off or on; ``extra`` are
    a user's.
    """

    model: str
    messages: tuple[dict[str, str], ...]
    schema_name: str
    schema: dict[str, Any]
    max_tokens: int
    thinking: dict[str, Any]
    extra: dict[str, Any]

    def body(self, dialect: Dialect) -> dict[str, Any]:
        """The request as it is sent in a dialect."""
        body: dict[str, Any] = {
            "model": self.model,
            "messages": list(self._messages(dialect.rung)),
            dialect.limit: self.max_tokens,
        }
        if dialect.temperature:
            body["temperature"] = 0
        if dialect.rung is Rung.JSON_SCHEMA:
            wanted = {"name": self.schema_name, "strict": True, "schema": self.schema}
            body["response_format"] = {"type": "json_schema", "json_schema": wanted}
        elif dialect.rung is Rung.JSON_OBJECT:
            body["response_format"] = {"type": "json_object"}
        if dialect.thinking:
            body |= self.thinking
        return body | self.extra

    def followed_by(self, *messages: dict[str, str]) -> Request:
        """The same request with more messages at its end."""
        return replace(self, messages=(*self.messages, *messages))

    def every_body(self) -> list[dict[str, Any]]:
        """The request on each rung: what identifies it, whichever rung it ends on."""
        return [self.body(Dialect(rung=rung)) for rung in Rung]

    def _messages(self, rung: Rung) -> tuple[dict[str, str], ...]:
        if rung is Rung.JSON_SCHEMA:
            return self.messages
        first, *others = self.messages
        schema = json.dumps(self.schema, ensure_ascii=False, separators=(",", ":"))
        asked = {**first, "content": first["content"] + IN_WORDS.format(schema=schema)}
        return (asked, *others)


def concede(dialect: Dialect, sent: dict[str, Any], status: int, message: str) -> Dialect | None:
    """The next dialect to try after an error, or None when the error is not about the dialect.

    Args:
        dialect: The dialect that was refused.
        sent: The body that was sent in it.
        status: The HTTP status of the refusal.
        message: What the endpoint said.
    """
    if status not in SPEAKING:
        return None
    rungs = list(Rung)
    lower = rungs[min(rungs.index(dialect.rung) + 1, len(rungs) - 1)]
    for named, words, conceded in (
        ("max_tokens" in sent, _LIMIT, replace(dialect, limit="max_completion_tokens")),
        ("response_format" in sent, _FORMAT, replace(dialect, rung=lower)),
        ("temperature" in sent, _TEMPERATURE, replace(dialect, temperature=False)),
        (_says_thinking(sent), _THINKING, replace(dialect, thinking=False)),
    ):
        # A user's own parameter cannot be conceded: what is already conceded is never tried again.
        if named and conceded != dialect and words.search(message):
            return conceded
    return None


def is_about_the_dialect(refusal: Refusal) -> bool:
    """True when an error speaks of a response format or a parameter: trying again changes nothing."""
    words = (_LIMIT, _FORMAT, _TEMPERATURE, _THINKING)
    return refusal.status in SPEAKING and any(word.search(refusal.message) for word in words)


def _says_thinking(sent: dict[str, Any]) -> bool:
    return any(_THINKING.search(name) for name in sent)
