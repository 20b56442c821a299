"""An answer that comes in pieces, put together as if it had come at once.

Some models only stream. What arrives after the end of a piece is not told: an answer that broke off
has no finish_reason, and its JSON is not whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

LONGEST = 1 << 21
"""Characters of one part of an answer that are kept."""

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
