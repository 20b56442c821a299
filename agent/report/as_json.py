"""The full dossiers as JSON, and the schema they follow."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import TypeAdapter

from agent.findings import Dossier
from agent.report import NOTHING, Beside
from agent.report.safe import escaped_invisible
from agent.report.words import Language


def parts(
    dossiers: Sequence[Dossier], language: Language, beside: Beside = NOTHING
) -> Iterator[str]:
    """A JSON array of dossiers; codes stay codes whatever the language."""
    begun = False
    for dossier in dossiers:
        told = json.dumps(dossier.model_dump(mode="json"), ensure_ascii=False, indent=2)
        # A line break inside a text is escaped: every one that stands here is the layout's.
        told = escaped_invisible(told).replace("\n", "\n  ")
        yield (",\n  " if begun else "[\n  ") + told
        begun = True
    yield "\n]\n" if begun else "[]\n"


def schema() -> dict[str, Any]:
    """The JSON schema (draft 2020-12) of what ``render`` writes."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "policy-research-dossiers",
        **TypeAdapter(list[Dossier]).json_schema(mode="serialization"),
    }
