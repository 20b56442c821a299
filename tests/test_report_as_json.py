"""JSON is the whole dossier, and it follows the published schema."""

from __future__ import annotations

import json
from pathlib import Path

from agent.findings import Dossier, Status
from agent.report.as_json import render, schema
from tests.dossiers import dossier, finding, page

PUBLISHED = Path(__file__).parent.parent / "docs" / "dossier.schema.json"


def test_a_dossier_read_back_is_the_same_dossier() -> None:
    of = page()
    one = dossier(finding(of), finding(of, Status.REJECTED), pages=(of,))
    (data,) = json.loads(render([one], "zh"))
    assert Dossier.model_validate(data) == one


def test_the_published_schema_is_the_schema_of_the_code() -> None:
    assert json.loads(PUBLISHED.read_text("utf-8")) == schema()


def test_the_schema_refuses_what_it_does_not_know() -> None:
    definition = schema()["$defs"]["Dossier"]
    assert definition["additionalProperties"] is False
    assert {"changepoint", "window", "outcome", "provenance"} <= set(definition["required"])
