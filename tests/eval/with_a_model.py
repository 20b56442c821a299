"""The paraphrase set put to the model of OPENAI_BASE_URL: one call a sentence."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

from agent.checks.asking import Entailment
from agent.findings import Label
from agent.llm.endpoint import Endpoint
from agent.llm.openai_compatible import OpenAICompatible
from agent.prompt import load_prompt
from tests.eval.corpus import Corpus
from tests.eval.judging import subject_of
from tests.eval.paraphrase import accepted, claims, open_finding, rules
from tests.eval.table import Measure

SLOTS = 4


def with_a_model(corpus: Corpus, step: int = 1) -> tuple[Measure, ...]:
    """Right and wrong sentences that end as supported; nothing when no model is configured."""
    if not os.environ.get("OPENAI_BASE_URL"):
        return ()
    asking = entailment()
    rows = [r for r in claims() if r["label"] != "left out" and r["field"] == "content"][::step]

    def label(row: dict[str, Any]) -> Label:
        finding, page, asked = open_finding(row, corpus)
        subject, index, _ = subject_of(asked, page)
        return asking.settle(finding, subject).finding.label_of_claim(index)

    with ThreadPoolExecutor(SLOTS) as pool:
        labels = dict(zip((r["id"] for r in rows), pool.map(label, rows), strict=True))
    return (
        accepted("wrong accepted, with the model", rows, labels, "wrong"),
        accepted("right accepted, with the model", rows, labels, "right"),
    )


def entailment() -> Entailment:
    """The question, put to the endpoint that the environment names; nothing is stored."""
    endpoint = Endpoint(
        base_url=os.environ["OPENAI_BASE_URL"],
        key=os.environ.get("OPENAI_API_KEY", "none"),
        model=os.environ.get("RESEARCH_MODEL", "default"),
        timeout=600.0,
        slots=SLOTS,
        tool="eval",
    )
    model = OpenAICompatible(endpoint, now=lambda: datetime.now(UTC))
    return Entailment(model, load_prompt("entail"), rules())
