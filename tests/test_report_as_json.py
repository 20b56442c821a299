"""JSON is the whole dossier, and it follows the published schema."""

from __future__ import annotations

import json
import re
from pathlib import Path

from agent.findings import Dossier, Status
from agent.report.as_json import schema
from tests.at_once import json_parts as render
from tests.dossiers import dossier, finding, page
from tests.supplements import many

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


def test_what_a_terminal_obeys_or_hides_is_escaped_and_reads_back_as_it_was() -> None:
    name = "公交\x9b31m补贴\u202e万8\u200b\x85\x7f\U000e0041\ue000办法"
    written = render([many(name)], "zh")
    assert not re.search("[\x7f-\x9f\u202e\u200b\U000e0041\ue000]", written)
    (dossier,) = json.loads(written)
    assert dossier["findings"][0]["policy"]["name"]["value"] == name
