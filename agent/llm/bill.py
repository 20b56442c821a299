"""What a question costs, counted as it is paid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

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
        self.calls += 1
        usage = getattr(completion, "usage", None)
        details = getattr(usage, "prompt_tokens_details", None)
        self.prompt_tokens += _count(usage, "prompt_tokens")
        self.completion_tokens += _count(usage, "completion_tokens")
        # DeepSeek tells its cache hits under a name of its own.
        hits = _count(usage, "prompt_cache_hit_tokens")
        self.cached_tokens += _count(details, "cached_tokens") or hits

    def usage(self) -> Usage:
        """The bill as a value."""
        return Usage(**vars(self))

    def paid(self) -> dict[str, int]:
        """The counts alone, to be stored with the answer."""
        return {name: count for name, count in vars(self).items() if isinstance(count, int)}


def _count(holder: Any, name: str) -> int:
    value = getattr(holder, name, None)
    return value if isinstance(value, int) and value > 0 else 0
