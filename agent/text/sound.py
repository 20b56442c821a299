"""Text that can be written down: what comes from outside may hold lone surrogates, which no file takes.

A JSON escape (backslash, u, d800) or a broken PDF font gives half of a pair. It is no character, so
UTF-8 has no bytes for it, and one in a title would lose the whole dossier when it is saved.
"""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel
from pydantic_core import PydanticSerializationError

from agent.lazy import lazy_pattern

UNSOUND = (PydanticSerializationError, UnicodeError)
"""What writing down raises of a text that is not sound."""
_LONE = lazy_pattern("[\ud800-\udfff]")
_Value = TypeVar("_Value", bound=BaseModel)


def sound_text(text: str) -> str:
    """The text with U+FFFD in place of each lone surrogate: its length, and offsets, stay."""
    return _LONE.sub("\N{REPLACEMENT CHARACTER}", text)


def sound(value: _Value) -> _Value:
    """The value itself, or where it cannot be written down, one with sound texts."""
    try:
        value.model_dump_json()
    except UNSOUND:
        return type(value).model_validate(_mended(value.model_dump()))
    return value


def _mended(value: Any) -> Any:
    if isinstance(value, str):
        # An enum's value is a text too, and is ours.
        return sound_text(value) if type(value) is str else value
    if isinstance(value, dict):
        return {_mended(key): _mended(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_mended(item) for item in value)
    return value
