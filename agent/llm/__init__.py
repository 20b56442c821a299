"""A language model behind one method: a rendered prompt in, a validated value out.

What a model is asked and what it answers are values; the endpoint, the key, the clock and the
cache of replies are arguments of the member that speaks HTTP (openai_compatible.py). Everything
that can go wrong is a ``ModelFailed`` whose ``cause`` names it and whose ``usage`` tells what the
failed tries cost.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from pydantic import BaseModel

from agent.cache.entries import Reply
from agent.records import Usage

T = TypeVar("T", bound=BaseModel)


class Question(Protocol):
    """What is asked: the constant part, and the part with the data. Prompts render to this."""

    @property
    def system(self) -> str:
        """The instructions, the same for every page: first, so that a provider can cache them."""
        ...

    @property
    def user(self) -> str:
        """What differs from page to page."""
        ...


@dataclass(frozen=True)
class Answer(Generic[T]):
    """A validated answer, what it cost when it was paid, and the text it was read from.

    ``usage.model`` is the model that gave it. Where another was asked before, ``earlier`` is what
    that one cost and ``notes`` say why its answer is not this one.
    """

    value: T
    usage: Usage
    text: str
    earlier: tuple[Usage, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def paid(self) -> tuple[Usage, ...]:
        """What was paid in all."""
        return (*self.earlier, self.usage)


class Model(Protocol):
    """A model that can be asked. ``name`` is written into what is made of its answers."""

    name: str

    def ask(self, prompt: Question, answer: type[T], *, stage: str, target: str) -> Answer[T]:
        """Ask, and return an answer that is valid for ``answer``.

        Args:
            prompt: What is asked.
            answer: The pydantic class the answer must fit.
            stage: Where in the flow the tokens are spent, for the bill.
            target: What the question is about (a URL), for the bill.

        Raises:
            ModelFailed: there is no usable answer; it carries what the tries cost.
        """
        ...


class Replies(Protocol):
    """Where replies are kept between runs; agent.cache.Cache is one."""

    def reply(self, key: str) -> Reply | None:
        """The reply stored under a key, or None."""
        ...

    def put_reply(self, key: str, value: Any, stored_at: datetime) -> None:
        """Store a reply."""
        ...
