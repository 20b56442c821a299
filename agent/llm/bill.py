"""What a question costs, counted as it is paid."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from agent.lazy import lazy_pattern
from agent.records import Usage


@dataclass
class Bill:
    """What the answered tries of one question cost so far.

    A try that was refused with an error costs nothing and is not counted; one whose answer was
    cut off, empty or unusable is.
    """

    stage: str
    model: str
    host: str
    target: str
    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0

    def add(self, completion: Any) -> None:
        """Count one answered call; an endpoint may leave out any part of its usage."""
        prompt, answer, cached = _counts(completion)
        self.calls += 1
        self.prompt_tokens += prompt
        self.completion_tokens += answer
        self.cached_tokens += cached

    def take(self, paid: dict[str, int]) -> None:
        """Count what was paid before for the same question."""
        for name, count in paid.items():
            setattr(self, name, getattr(self, name) + count)

    def usage(self) -> Usage:
        """The bill as a value."""
        return Usage(**vars(self))

    def paid(self) -> dict[str, int]:
        """The counts alone, to be stored with the answer."""
        return {name: count for name, count in vars(self).items() if isinstance(count, int)}


def paid_for(completion: Any, most: Usage) -> Usage | None:
    """What an answered call cost: its own count, or the most it can be when it tells none.

    None when nothing was answered: an error in the shape of an answer.
    """
    if not getattr(completion, "choices", None):
        return None
    prompt, answer, cached = _counts(completion)
    if not prompt + answer:
        return most
    return most.model_copy(
        update={"prompt_tokens": prompt, "completion_tokens": answer, "cached_tokens": cached}
    )


_OTHERS = lazy_pattern(r"[^\u4e00-\u9fff]+")

FEWEST = 0.4
"""Tokens of a Chinese character at least. The tokenizers made for it take 0.55 to 0.7."""


def most_tokens(text: str) -> int:
    """Tokens that a text is at most, for any tokenizer in use.

    Chinese takes about 0.6 tokens a character with the tokenizers made for it and up to 1.3 with
    others; Latin letters, digits and JSON's punctuation up to one for every two characters.
    """
    plain = len(text.encode("ascii", "ignore"))
    return math.ceil(0.5 * plain + 1.5 * (len(text) - plain))


def least_tokens(text: str) -> int:
    """Tokens that a text has at least, for any tokenizer in use: its Chinese alone, generously."""
    return int(FEWEST * len(_OTHERS.sub("", text)))


def prompt_tokens(completion: Any) -> int:
    """Tokens of the prompt as the endpoint counted them, 0 where it tells none.

    Some leave what they had kept of it out of the count.
    """
    prompt, _, cached = _counts(completion)
    return prompt + cached


def _counts(completion: Any) -> tuple[int, int, int]:
    """Tokens of the prompt, of the answer with its thinking, and those the provider had kept."""
    usage = getattr(completion, "usage", None)
    details = getattr(usage, "prompt_tokens_details", None)
    prompt, answer = _count(usage, "prompt_tokens"), _count(usage, "completion_tokens")
    # Some leave thinking out of the completion and have it in the total alone.
    answer = max(answer, _count(usage, "total_tokens") - prompt)
    # DeepSeek tells its cache hits under a name of its own.
    hits = _count(usage, "prompt_cache_hit_tokens")
    return prompt, answer, _count(details, "cached_tokens") or hits


def _count(holder: Any, name: str) -> int:
    value = getattr(holder, name, None)
    return value if isinstance(value, int) and value > 0 else 0
