"""JSON to and from a model: the schema it is shown, and the object in what it wrote.

The last complete object counts: a model that thinks aloud or quotes a page puts other JSON before
its answer, and a page that contains JSON must never be taken for the answer.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from pydantic import BaseModel, ValidationError

LONGEST = 1 << 20
"""Characters of an answer that are looked at, from its end."""

_DECODER = json.JSONDecoder()
_KEPT = ("type", "enum", "properties", "required", "items", "additionalProperties")


def last_object(text: str) -> dict[str, Any] | None:
    """The last complete JSON object of a text that is not part of another, or None."""
    text = text[-LONGEST:]
    found: dict[str, Any] | None = None
    position = text.find("{")
    while position >= 0:
        try:
            value, end = _DECODER.raw_decode(text, position)
        except (ValueError, RecursionError):
            end = position + 1
        else:
            found = value
        position = text.find("{", end)
    return found


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
