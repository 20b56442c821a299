"""JSON to and from a model: the schema it is shown, and the answer in what it wrote.

Models put other JSON around their answer (drafts, a quoted page), and put their answer into other
JSON (a tool call, an array, one object a line). So every complete JSON value of the text is looked
at. Those that hold what was asked for and follow each other with nothing between are one answer;
of several such groups the last counts, because a draft or a quotation stands before the answer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError

from agent.lazy import lazy_pattern

LONGEST = 1 << 20
"""Characters of an answer that are looked at, from its end."""

WORK = 100_000_000
"""Characters that may be looked at in vain, over one answer."""

TOO_DEEP = 50_000
"""Of them, what a value takes that the parser gives up."""

CUT = object()
"""Stands for a value of which the text does not have the end."""

DEEPEST = 6
"""Envelopes within envelopes that are opened."""

ALIKE = 2
"""Fields of an item that an object must have to be taken for one without its list."""

_DECODER = json.JSONDecoder(strict=False)
"""Lenient with line ends within strings, which models copy as they are."""
_KEPT = ("type", "enum", "properties", "required", "items", "additionalProperties")
_OPENING = lazy_pattern(r'{(?=\s*["}])|\[(?=\s*[]["{\d-]|\s*[tfn])')
_THINKING = lazy_pattern(r"\A.*</think(?:ing)?>", re.S)
_NOTHING_BETWEEN = lazy_pattern(
    r"(?:[\s,;，；、]|```(?:jsonl?|JSON)?|</?(?:tool_call|function_call|tool|function|json|answer)>)*"
)


@dataclass(frozen=True)
class Written:
    """What a model wrote as its answer: ``value`` is None when the text holds no such thing.

    ``left`` counts the groups before it that hold something else of the kind that was asked for;
    ``cut`` says that the text ends within a value, so that more was to come.
    """

    value: dict[str, Any] | None
    left: int = 0
    cut: bool = False


@lru_cache(maxsize=16)
def answer_in(text: str, wanted: type[BaseModel]) -> Written:
    """The answer in a text, as an object with the fields of ``wanted``; it is not validated.

    Where nothing in the text has those fields, the last object of it, so that validation can say
    what is wrong. The last few results are cached, because one text is parsed several times in a row: callers
    must not change them.
    """
    text = text[-LONGEST:]
    thought = _THINKING.match(text)
    said = _answer_in(text[thought.end() :], wanted) if thought else Written(None)
    return said if said.value or said.cut else _answer_in(text, wanted)


def _answer_in(text: str, wanted: type[BaseModel]) -> Written:
    groups: list[list[dict[str, Any]]] = []
    last: dict[str, Any] | None = None
    behind = 0
    cut = False
    for start, end, value in values_in(text):
        cut = cut or value is CUT
        held = _held(value, wanted)
        if not held:
            last = value if isinstance(value, dict) else last
            continue
        if not groups or not _NOTHING_BETWEEN.fullmatch(text, behind, start):
            groups.append([])
        groups[-1] += held
        behind = end
    if not groups:
        return Written(last, cut=cut)
    *before, answer = [_merged(group, wanted) for group in groups]
    told = _parts(answer, wanted)
    return Written(answer, sum(not _parts(other, wanted) <= told for other in before), cut)


def values_in(text: str) -> Iterator[tuple[int, int, Any]]:
    """The complete JSON objects and arrays of a text that are no part of another, with their ends.

    ``CUT`` stands for one that begins and does not end; what is complete within it is not told.
    """
    left = WORK
    found = _OPENING.search(text)
    while found and left > 0:
        start = found.start()
        try:
            value, end = _DECODER.raw_decode(text, start)
        except json.JSONDecodeError as error:
            if error.msg.startswith("Unterminated") or not text[error.pos :].strip():
                yield start, len(text), CUT
                return
            left -= error.pos  # the parser counts the lines up to there
            end = start + 1
        except (ValueError, RecursionError):  # a number of many digits; nested too deep
            left -= TOO_DEEP
            end = start + 1
        else:
            yield start, end, value
        found = _OPENING.search(text, end)


def _held(value: Any, wanted: type[BaseModel], depth: int = 0) -> list[dict[str, Any]]:
    """What a JSON value holds of what was asked for: itself, single items, what is in an envelope."""
    if depth > DEEPEST:
        return []
    if isinstance(value, str):
        return _held(_from_string(value), wanted, depth)
    if isinstance(value, list):
        return [held for part in value for held in _held(part, wanted, depth + 1)]
    if not isinstance(value, dict):
        return []
    listed, item = _list_of(wanted)
    if value.keys() & wanted.model_fields.keys():
        inner = _from_string(value.get(listed)) if listed else None
        return [value | {listed: inner}] if isinstance(inner, list) else [value]
    if item and len(value.keys() & item.model_fields.keys()) >= ALIKE:
        return [{listed: [value]}]
    return [held for part in value.values() for held in _held(part, wanted, depth + 1)]


def _from_string(value: Any) -> Any:
    """JSON within a string, as the arguments of a call come; None for any other string."""
    if not isinstance(value, str) or not value.lstrip().startswith(("{", "[")):
        return None
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return None


def _list_of(wanted: type[BaseModel]) -> tuple[str, type[BaseModel] | None]:
    """The one field of a class that is a list of objects, and their class; nothing for others."""
    if len(wanted.model_fields) == 1:
        ((name, field),) = wanted.model_fields.items()
        inner = get_args(field.annotation)
        if get_origin(field.annotation) is list and issubclass(inner[0], BaseModel):
            return name, inner[0]
    return "", None


def _merged(group: list[dict[str, Any]], wanted: type[BaseModel]) -> dict[str, Any]:
    """Values that follow each other as one: their lists joined; of other classes the last."""
    listed, _ = _list_of(wanted)
    lists = [value.get(listed) for value in group]
    if len(group) == 1 or not all(isinstance(part, list) for part in lists):
        return group[-1]
    once = {_as_text(item): item for part in lists if isinstance(part, list) for item in part}
    return {listed: list(once.values())}


def _parts(value: dict[str, Any], wanted: type[BaseModel]) -> set[str]:
    """What a value says, to be compared: its items, or all of it."""
    items = value.get(_list_of(wanted)[0])
    return {_as_text(item) for item in (items if isinstance(items, list) else [value])}


def _as_text(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def problems(error: ValidationError, limit: int = 8) -> str:
    """What is wrong with an answer, a line each, in words a model can act on."""
    lines = [
        f"- {'.'.join(str(part) for part in item['loc']) or '(root)'}: {item['msg']}"
        for item in error.errors(include_url=False, include_input=False)[:limit]
    ]
    return "\n".join(lines)


@cache
def strict_schema(model: type[BaseModel]) -> dict[str, Any]:
    """The JSON schema of a flat class, in the small language that every endpoint obeys.

    References are written out, ``anyOf`` with null becomes ``type: [..., "null"]``, titles,
    descriptions and defaults go, every property is required and no other is allowed (what
    OpenAI's strict mode asks for). Made once for a class; not to be changed by who gets it.
    """
    schema = model.model_json_schema()
    flat: dict[str, Any] = _flat(schema, schema.get("$defs", {}))
    return flat


@cache
def shape_of(model: type[BaseModel]) -> str:
    """A class in the form of an answer: a third as long as its strict schema, for prompts that contain it."""
    return _shape(strict_schema(model))


def _shape(schema: dict[str, Any]) -> str:
    if "enum" in schema:
        return json.dumps("|".join(str(one) for one in schema["enum"]), ensure_ascii=False)
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if "properties" in schema:
        told = (f'"{name}":{_shape(part)}' for name, part in schema["properties"].items())
        return "{" + ",".join(told) + "}"
    if "items" in schema:
        return f"[{_shape(schema['items'])}]"
    plain = str(next(kind for kind in kinds if kind != "null"))
    return _SHAPES.get(plain, plain)


_SHAPES = {"string": '""'}
"""How a value of a kind is written; 没有的填 null stands beside the shape."""


def _flat(node: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in node:
        return _flat(definitions[node["$ref"].rsplit("/", 1)[1]], definitions)
    if "anyOf" in node:
        options = [_flat(option, definitions) for option in node["anyOf"]]
        types = [option["type"] for option in options]
        merged = {key: value for option in options for key, value in option.items()}
        if "enum" in merged:
            merged["enum"] = [*merged["enum"], None]
        return {**merged, "type": types}
    kept = {key: value for key, value in node.items() if key in _KEPT}
    if "properties" in kept:
        kept["properties"] = {
            name: _flat(part, definitions) for name, part in kept["properties"].items()
        }
        kept["required"] = list(kept["properties"])
        kept["additionalProperties"] = False
    if "items" in kept:
        kept["items"] = _flat(kept["items"], definitions)
    return kept
