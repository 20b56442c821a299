"""What a model fills: flat, without defaults or constraints, as strict schemas want it.

The schema is strict, the reading of an answer is not: endpoints without schemas leave out empty
fields, write one string where a list is wanted, or 无 where null is meant. None of that is worth
another call. A role or kind nobody knows is dealt with where the answer is used.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, WithJsonSchema, model_validator

KINDS = ("policy", "event", "recurring", "background")
ROLES = ("signed", "issued", "effective", "in_force", "occurrence")

_NOTHING = {"", "null", "none", "n/a", "无", "未提及", "未说明", "未提供", "不详", "未知"}

Kind = Annotated[str | None, WithJsonSchema({"type": "string", "enum": list(KINDS)})]
Role = Annotated[str | None, WithJsonSchema({"type": "string", "enum": list(ROLES)})]


class _Lenient(BaseModel):
    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    @model_validator(mode="before")
    @classmethod
    def _filled(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return {name: cls._read(name, data.get(name)) for name in cls.model_fields}

    @classmethod
    def _read(cls, name: str, value: Any) -> Any:
        if isinstance(value, str) and value.strip().lower() in _NOTHING:
            value = None
        if not str(cls.model_fields[name].annotation).startswith("list"):
            return value.strip() if isinstance(value, str) else value
        if value is None:
            return []
        items = value if isinstance(value, list) else [value]
        return [
            item for item in items if item is not None and str(item).strip().lower() not in _NOTHING
        ]


class AnsweredDate(_Lenient):
    """A date: the words it was read from, what kind of date, ISO."""

    quote: str | None
    role: Role
    date: str | None


class AnsweredSentence(_Lenient):
    """A whole sentence of the page, and what is left of it when the inessential is left out.

    A model that only copies writes a sentence alone.
    """

    quote: str | None
    summary: str | None

    @model_validator(mode="before")
    @classmethod
    def _alone(cls, data: Any) -> Any:
        return {"quote": data} if isinstance(data, str) else data


class AnsweredPolicy(_Lenient):
    """A policy or event. All but kind, source_id, instrument, ISO dates and summaries is verbatim."""

    kind: Kind
    source_id: str | None
    name: str | None
    document_number: str | None
    agencies: list[str]
    actor: str | None
    status: str | None
    instrument: str | None
    dates: list[AnsweredDate]
    content: list[AnsweredSentence]
    impact: list[AnsweredSentence]


class PageAnswer(BaseModel):
    """All that a page issues or reports; an empty list says that it is nothing."""

    policies: list[AnsweredPolicy]
