"""What a completion says: the text of its answer, or why it has none.

Endpoints put an answer in more places than ``content``: in parts of it, in the arguments of a call
that nobody offered, in ``reasoning_content`` while the content stays empty. They end it with other
words than ``stop`` too, or with none. So only what says that something is missing (length,
moderation, a refusal) is a failure; of anything else the JSON decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from agent.llm.bill import least_tokens, prompt_tokens
from agent.llm.endpoint import Endpoint
from agent.llm.failures import failed, redact

CUT_OFF = ("length", "max_tokens", "model_length")
SMALLEST_CONTEXT = 512
"""Tokens: no server reads less at a time, so a smaller count is none."""

MODERATED = ("content_filter", "sensitive", "safety")


def has_choices(completion: Any) -> bool:
    """True for an answer in the shape of one; others are errors with status 200."""
    choices = getattr(completion, "choices", None)
    return isinstance(choices, list) and bool(choices)


def text_of(completion: Any, endpoint: Endpoint) -> str:
    """The text of an answer with choices. Raises ModelFailed when there is none, or not all of it."""
    choice = completion.choices[0]
    reason = str(getattr(choice, "finish_reason", None) or "").lower()
    message = getattr(choice, "message", None)
    refusal = getattr(message, "refusal", None)
    if reason in CUT_OFF:
        limit = endpoint.max_tokens
        raise failed("truncated", f"the answer was cut off after at most {limit} tokens")
    if reason in MODERATED:
        raise failed("moderation", "the endpoint's moderation cut the answer off")
    if isinstance(refusal, str) and refusal:
        raise failed("refusal", f"the model refused: {redact(refusal, endpoint.key)}")
    for text in _texts(message):
        if text.strip():
            return text
    raise failed("empty", "the model's answer was empty")


def check_whole(completion: Any, messages: Sequence[dict[str, str]]) -> None:
    """Raise ModelFailed when the endpoint read less than it was sent, by its own count.

    Some servers cut a prompt to their context without a word (Ollama to num_ctx), so that the model
    answers about a page of which it saw the end.
    """
    counted = prompt_tokens(completion)
    least = least_tokens("".join(message["content"] for message in messages))
    if SMALLEST_CONTEXT <= counted < least:
        raise failed(
            "prompt_cut",
            f"the endpoint read {counted} tokens of a prompt that has at least {least}:"
            " it cut the page",
        )


def _texts(message: Any) -> Iterator[str]:
    """Where an answer may stand, the likeliest first."""
    content = getattr(message, "content", None)
    if isinstance(content, str):
        yield content
    if isinstance(content, list):
        yield "".join(_part(part) for part in content)
    calls = [getattr(call, "function", None) for call in getattr(message, "tool_calls", None) or []]
    calls.append(getattr(message, "function_call", None))
    said = [getattr(call, "arguments", None) for call in calls]
    yield "\n".join(text for text in said if isinstance(text, str))
    for name in ("reasoning_content", "reasoning"):
        thought = getattr(message, name, None)
        if isinstance(thought, str):
            yield thought


def _part(part: Any) -> str:
    """The text of a part of a content; those of other kinds (thinking, pictures) have none."""
    if isinstance(part, dict) and part.get("type", "text") in ("text", "output_text"):
        text = part.get("text")
        return text if isinstance(text, str) else ""
    return part if isinstance(part, str) else ""
