"""Models that tests ask over a real connection, and what they are asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from pydantic import BaseModel

from agent.llm.openai_compatible import OpenAICompatible

_MADE: list[OpenAICompatible] = []


@pytest.fixture(autouse=True)
def connections_are_closed() -> Iterator[None]:
    yield
    while _MADE:
        _MADE.pop().close()


def kept(made: OpenAICompatible) -> OpenAICompatible:
    """A model that is closed after the test."""
    _MADE.append(made)
    return made


class Word(BaseModel):
    word: str


@dataclass(frozen=True)
class Asked:
    user: str = "一页"
    system: str = "用 JSON 回答。"
