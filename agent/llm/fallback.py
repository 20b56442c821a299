"""A second model for what the first refuses.

Some endpoints refuse a page for its words (Qwen's ``data_inspection_failed``), some models decline.
The second is asked then, and only then: an outage is for trying again, not for another model. Why
the first gave no answer is told with the answer of the second, and kept together with it, so that a
second run asks neither of them. A refusal alone is never kept.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from agent.errors import ModelFailed
from agent.llm import Answer, Question, Replies, T
from agent.llm.failures import failed
from agent.llm.openai_compatible import OpenAICompatible
from agent.records import COUNTS, Usage, content_key

REFUSING = frozenset({"moderation", "refusal"})
"""Causes by which a model or its endpoint declines what it was asked."""

BOTH = "both_refused"


@dataclass
class WithFallback:
    """Two models as one (a ``Model``): the second is asked what the first refuses.

    ``replies`` keep which questions those were; ``now`` is the clock.
    """

    first: OpenAICompatible
    second: OpenAICompatible
    replies: Replies | None
    now: Callable[[], datetime.datetime]

    def __post_init__(self) -> None:
        self.name = f"{self.first.name}, else {self.second.name}"

    def ask(self, prompt: Question, answer: type[T], *, stage: str, target: str) -> Answer[T]:
        """See ``Model.ask``. When both refuse, the cause is ``both_refused``."""
        keys = (self.first.key(prompt, answer), self.second.key(prompt, answer))
        key = content_key(["fallback/1", *keys])
        where = {"stage": stage, "target": target}
        if not self.first.has(prompt, answer) and self.second.has(prompt, answer):
            refusal = self._kept(key, where)
            if refusal is not None:
                return self._told(self.second.ask(prompt, answer, **where), refusal)
        try:
            return self.first.ask(prompt, answer, **where)
        except ModelFailed as failure:
            if failure.cause not in REFUSING:
                raise
            refusal = failure
        try:
            second = self.second.ask(prompt, answer, **where)
        except ModelFailed as failure:
            raise self._both(refusal, failure) from None
        if self.replies:
            paid = [used.model_dump(include={*COUNTS}) for used in refusal.usage]
            kept = {"cause": refusal.cause, "message": refusal.message, "paid": paid}
            self.replies.put_reply(key, kept, self.now())
        return self._told(second, refusal)

    def close(self) -> None:
        """End all calls at once."""
        self.first.close()
        self.second.close()

    def _told(self, second: Answer[T], refusal: ModelFailed) -> Answer[T]:
        note = (
            f"{self.first.name} refused ({refusal.cause}: {refusal.message}); "
            f"{self.second.name} was asked instead"
        )
        notes = (note, *second.notes)
        return Answer(second.value, second.usage, second.text, refusal.usage, notes)

    def _both(self, first: ModelFailed, second: ModelFailed) -> ModelFailed:
        """Neither gave an answer. The first still works for other pages, so it is never fatal."""
        said = (
            f"{self.first.name}: {first.cause}: {first.message}; "
            f"{self.second.name}: {second.cause}: {second.message}"
        )
        cause = BOTH if second.cause in REFUSING else second.cause
        failure = failed(cause, said)
        failure.fatal = False
        failure.usage = (*first.usage, *second.usage)
        return failure

    def _kept(self, key: str, where: Mapping[str, str]) -> ModelFailed | None:
        reply = self.replies.reply(key) if self.replies else None
        if reply is None:
            return None
        try:
            told: dict[str, Any] = reply.value
            usage = tuple(
                Usage.model_validate(
                    {**where, "model": self.first.name, "host": self.first.host, **paid}
                )
                for paid in told["paid"]
            )
            return ModelFailed(str(told["cause"]), str(told["message"]), usage=usage)
        except (TypeError, ValueError, KeyError):
            return None
