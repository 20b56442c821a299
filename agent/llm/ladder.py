"""How an endpoint is spoken to: the ladder of response formats, and small concessions.

"OpenAI-compatible" means many things. A request starts with what the best endpoints obey
(json_schema) and steps down only when the endpoint's error says that it does not know what it was
asked, or says nothing of a bad request that we know: json_schema, then json_object with the schema
in the prompt, then plain text of which the last JSON object counts. The same for parameters that
some models refuse: temperature, max_tokens (newer models want max_completion_tokens) and the switch
for thinking, which some gateways want in a form of their own; and for models that only stream.

What an endpoint says is taken from messages seen in the wild, e.g. "This response_format type is
unavailable now" (DeepSeek), "response_format.type `json_schema` is unavailable", "Json mode
response is not supported when enable_thinking is true" (DashScope), "Unsupported value:
'temperature' does not support 0 with this model" and "Unsupported parameter: 'max_tokens' ... Use
'max_completion_tokens' instead" (OpenAI), "current model does not support parameter
`enable_thinking`" (SiliconFlow).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Literal

from pydantic import ConfigDict, StrictBool, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as validated

from agent.lazy import lazy_pattern
from agent.llm.failures import Refusal, cause_of

SPEAKING = (200, 400, 403, 404, 405, 415, 422, 500, 501, 502, 503)
"""Statuses whose error may be about a parameter; all others are about something else."""

UNKNOWN = ("http:400", "http:422")
"""Causes of a bad request in words that nobody knows: it may be any of its parts."""

_FORMAT = lazy_pattern(
    r"response.?format|json.?schema|json.?object|json.?mode|structured.?output|grammar"
    r"|json_validate|failed.?generation|(?:generate|valid|parse|produce).{0,20}\bjson\b",
    re.I,
)
_STREAM = lazy_pattern(
    r"only.{0,30}stream|stream.{0,20}(?:only|mode|must|required)|(?:must|need|please|set).{0,30}stream"
    r"|non.?stream\w{0,6}.{0,30}(?:not|un)|流式",
    re.I,
)
_THINKING_OFF = lazy_pattern(r"enable_thinking.{0,40}(?:false|off|disable)", re.I)
_LIMIT = lazy_pattern(r"max_completion_tokens", re.I)
_TEMPERATURE = lazy_pattern(r"temperature", re.I)
_THINKING = lazy_pattern(r"thinking", re.I)

IN_WORDS = """

只输出一个 JSON 对象，形状如下，没有的填 null：
{shape}"""
"""How the schema stands in the prompt on the lower rungs. Endpoints want the word JSON there."""


class Rung(StrEnum):
    """The response formats, best first."""

    JSON_SCHEMA = "json_schema"
    JSON_OBJECT = "json_object"
    TEXT = "text"


@validated(frozen=True, config=ConfigDict(extra="forbid"))
class Dialect:
    """What an endpoint and a model were found to obey. The default asks for everything."""

    rung: Rung = Rung.JSON_SCHEMA
    limit: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    temperature: StrictBool = True
    thinking: StrictBool = True
    thinking_off: StrictBool = False
    stream: StrictBool = False

    @classmethod
    def remembered(cls, value: Any) -> Dialect | None:
        """A dialect from stored JSON; None when it is not one (another version, a damaged file)."""
        try:
            return TypeAdapter(cls).validate_python(value)
        except ValidationError:
            return None


@dataclass(frozen=True)
class Request:
    """What is wanted of an endpoint, whatever dialect it speaks.

    ``shape`` is the schema as it stands in prompts; ``thinking`` are the provider's own parameters that switch thinking off or on; ``extra`` are
    a user's.
    """

    model: str
    messages: tuple[dict[str, str], ...]
    schema_name: str
    schema: dict[str, Any]
    shape: str
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
        if dialect.thinking_off:
            body["enable_thinking"] = False
        if dialect.stream:
            body |= {"stream": True, "stream_options": {"include_usage": True}}
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
        asked = {
            **first,
            "content": first["content"] + IN_WORDS.format(shape=self.shape),
        }
        return (asked, *others)


def concede(dialect: Dialect, sent: dict[str, Any], refusal: Refusal) -> Dialect | None:
    """The next dialect to try after an error, or None when the error is not about the dialect.

    Args:
        dialect: The dialect that was refused.
        sent: The body that was sent in it.
        refusal: What the endpoint said.
    """
    if refusal.status not in SPEAKING:
        return None
    said = refusal.words
    rungs = list(Rung)
    lower = replace(dialect, rung=rungs[min(rungs.index(dialect.rung) + 1, len(rungs) - 1)])
    for named, words, conceded in (
        ("max_tokens" in sent, _LIMIT, replace(dialect, limit="max_completion_tokens")),
        (True, _THINKING_OFF, replace(dialect, thinking=False, thinking_off=True)),
        ("response_format" in sent, _FORMAT, lower),
        ("temperature" in sent, _TEMPERATURE, replace(dialect, temperature=False)),
        (_says_thinking(sent), _THINKING, replace(dialect, thinking=False, thinking_off=False)),
        ("stream" not in sent, _STREAM, replace(dialect, stream=True)),
    ):
        # A user's own parameter cannot be conceded: what is already conceded is never tried again.
        if named and conceded != dialect and words.search(said):
            return conceded
    unknown = cause_of(refusal) in UNKNOWN and "response_format" in sent
    return lower if unknown and lower != dialect else None


def is_about_the_dialect(refusal: Refusal) -> bool:
    """True when an error speaks of a response format or a parameter: trying again changes nothing."""
    words = (_LIMIT, _FORMAT, _TEMPERATURE, _THINKING, _STREAM)
    return refusal.status in SPEAKING and any(word.search(refusal.words) for word in words)


def _says_thinking(sent: dict[str, Any]) -> bool:
    return any(_THINKING.search(name) for name in sent)
