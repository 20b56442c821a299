"""What moves a sector's daily emissions, how soon and in which words: effects.toml."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from agent.records import Record


class Effect(Record):
    """One row; the fields are explained at the head of the table.

    ``days`` are counted from the day of the happening, or of effect, to the visible change; they
    are a judgement, and order questions only.
    """

    id: str
    sectors: tuple[str, ...] = Field(min_length=1)
    words: tuple[str, ...] = Field(min_length=1)
    days: tuple[int, int]
    lead: int = Field(ge=0, le=3650)
    shape: Literal["step", "transient", "gradual"]
    sign: Literal["+", "-", "?"]
    why: str = Field(min_length=1)
    source: str = Field(min_length=1)
    asked: bool = True
