"""The paraphrase set, or a sample of it, put to the model of OPENAI_BASE_URL: one call a sentence."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

from agent.checks.asking import Entailment, Settled
from agent.findings import Label, Wording
from agent.llm.endpoint import Endpoint
from agent.llm.openai_compatible import OpenAICompatible
from agent.prompt import load_prompt
from tests.eval.corpus import Corpus
from tests.eval.judging import subject_of
from tests.eval.paraphrase import NAME, accepted, claims, open_finding, rules
from tests.eval.table import Measure

SLOTS = 4
SEED = 20261128
UNANSWERED = "without an answer"


def with_a_model(
    corpus: Corpus,
    size: int | None = None,
    seed: int = SEED,
    tell: Callable[[int, int], None] = lambda done, of: None,
) -> tuple[Measure, ...]:
    """Right and wrong sentences that end as supported, and the questions without an answer.

    Nothing when no model is configured. A sentence without an answer counts as not accepted.

    Args:
        corpus: the data.
        size: so many sentences, drawn at random; None puts all.
        seed: of the draw. The same seed with a larger size draws the same sentences and more.
        tell: called after each sentence with how many are done, and of how many.
    """
    if not os.environ.get("OPENAI_BASE_URL"):
        return ()
    asking = entailment()
    rows = [r for r in claims() if r["label"] != "left out" and r["field"] == "content"]
    rows = drawn(rows, size, seed)
    labels: dict[str, Label] = {}
    reasons: dict[str, str] = {}
    gaps: list[str] = []

    def settle(row: dict[str, Any]) -> tuple[int, Settled]:
        finding, page, asked = open_finding(row, corpus)
        subject, index, _ = subject_of(asked, page)
        return index, asking.settle(finding, subject)

    with ThreadPoolExecutor(SLOTS) as pool:
        for row, (index, settled) in zip(rows, pool.map(settle, rows), strict=True):
            wording = settled.finding.wording_of(index)
            printed = wording in (Wording.VERBATIM, Wording.ABRIDGED, Wording.RETOLD)
            labels[row["id"]] = (
                Label.SUPPORTED if printed else settled.finding.label_of_claim(index)
            )
            told = [v.reason for v in settled.finding.of_claim(index)]
            reasons[row["id"]] = " ".join(told)
            gaps += [f"{row['id']} {gap.cause}: {gap.detail}" for gap in settled.gaps]
            tell(len(labels), len(rows))
    return (
        accepted("wrong verified or retold", rows, labels, "wrong", reasons),
        accepted("right verified or retold", rows, labels, "right", reasons),
        Measure(NAME, UNANSWERED, len(gaps), len(rows), "fewer", tuple(gaps)),
    )


def drawn(rows: list[dict[str, Any]], size: int | None, seed: int) -> list[dict[str, Any]]:
    """``size`` of the rows by a fixed draw, in the order of the draw; all of them for None."""
    if size is None:
        return rows
    return random.Random(seed).sample(rows, len(rows))[:size]  # noqa: S311 - a fixed sample


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
