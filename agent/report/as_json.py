"""The full dossiers as JSON, and the schema they follow."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter

from agent.findings import Dossier
from agent.report import NOTHING, Beside
from agent.report.words import Language


def render(dossiers: Sequence[Dossier], _language: Language, _beside: Beside = NOTHING) -> str:
    """A JSON array of dossiers; codes stay codes whatever the language."""
    data = [dossier.model_dump(mode="json") for dossier in dossiers]
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def schema() -> dict[str, Any]:
    """The JSON schema (draft 2020-12) of what ``render`` writes."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "policy-research-dossiers",
        **TypeAdapter(list[Dossier]).json_schema(mode="serialization"),
    }
