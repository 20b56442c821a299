"""Small real classes that stand in for what touches the world."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Any

from agent.errors import ModelFailed
from agent.llm import Answer, Question, T
from agent.records import Usage

# A model that answers what it was given


@dataclass(frozen=True)
class AskedModel:
    """A question that was put to a fake model."""

    system: str
    user: str
    stage: str
    target: str


class FakeModel:
    """Answers what was enqueued, in order; ``history`` is what it was asked.

    An answer is JSON-like data that has to fit the asked-for class, or a ModelFailed to raise.
    """

    def __init__(self, name: str = "fake", tokens: int = 10) -> None:
        self.name = name
        self.history: list[AskedModel] = []
        self._answers: deque[Any] = deque()
        self._tokens = tokens

    def enqueue(self, *answers: Any) -> None:
        self._answers.extend(answers)

    def ask(self, prompt: Question, answer: type[T], *, stage: str, target: str) -> Answer[T]:
        self.history.append(AskedModel(prompt.system, prompt.user, stage, target))
        given = self._answers.popleft()
        if isinstance(given, ModelFailed):
            raise given
        usage = Usage(stage=stage, model=self.name, target=target, prompt_tokens=self._tokens)
        return Answer(answer.model_validate(given), usage, str(given))
