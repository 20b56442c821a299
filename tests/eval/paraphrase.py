"""Claims in our own words over documents of policies/: right ones, and others wrong in one thing.

A row names its document, the characters of the passage it is about, and two labels that were given
in two passes, the second from a shuffled sheet without the first. What neither settled is left out.
``again`` is the label of a second reader, who had 150 of the rows on a shuffled sheet without any.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from agent.checks import judge
from agent.checks.entailment import Judgement, Rules, open_sentences
from agent.checks.parts import Names
from agent.findings import Finding, Label, Wording
from agent.records import Page
from tests.eval.corpus import Corpus
from tests.eval.halves import held
from tests.eval.judging import ASKED, Asked, label_on, subject_of
from tests.eval.table import Measure
from tests.knowledge import all_checks, places, publishers

CLAIMS = Path(__file__).with_name("paraphrase.jsonl")
NAME = "paraphrase set"
LONGEST_QUOTE = 200


def claims() -> list[dict[str, Any]]:
    """All rows, also those that are left out."""
    return [json.loads(line) for line in CLAIMS.read_text("utf-8").splitlines()]


def kappa(rows: Iterable[dict[str, Any]], one: str = "first", other: str = "second") -> float:
    """Cohen's kappa of two labels (Cohen 1960) over the rows that have both and are not left out."""
    pairs = [
        (row[one], row[other])
        for row in rows
        if other in row and {row[one], row[other]} <= {"right", "wrong"}
    ]
    agreed = sum(one == other for one, other in pairs) / len(pairs)
    right = [sum(pair[i] == "right" for pair in pairs) / len(pairs) for i in (0, 1)]
    chance = right[0] * right[1] + (1 - right[0]) * (1 - right[1])
    return float((agreed - chance) / (1 - chance))


def quote_of(row: dict[str, Any], corpus: Corpus) -> str:
    """The passage that a claim is about, as the document has it."""
    text: str = corpus.gold[row["doc"]]["text"]
    return text[row["start"] : row["end"]]


def asked_of(row: dict[str, Any], corpus: Corpus) -> Asked:
    """The claim as the checks are asked: a sentence, or a field with its value."""
    if row["field"] == "content":
        return Asked("content", row["claim"], quote_of(row, corpus))
    return Asked(row["field"], row["value"], role=row.get("role"))


@cache
def rules() -> Rules:
    """What of a model's judgements counts."""
    return Rules(Names(places(), publishers()))


def when_the_model_says_yes(row: dict[str, Any], corpus: Corpus) -> Wording | None:
    """The wording of a sentence when a model supports it and points at the right passage."""
    finding, page, asked = open_finding(row, corpus)
    subject, index, _ = subject_of(asked, page)
    if index in open_sentences(finding):
        yes = Judgement(label=Label.SUPPORTED, quote=(asked.quote or "")[:LONGEST_QUOTE])
        finding = rules().settle(finding, subject, {index: yes}, "yes")
    return finding.wording_of(index)


def _labels(wordings: Mapping[str, Wording | None], *counted: Wording) -> dict[str, Label]:
    open_, held_ = Label.NOT_ENOUGH_INFO, Label.SUPPORTED
    return {key: held_ if wording in counted else open_ for key, wording in wordings.items()}


def open_finding(row: dict[str, Any], corpus: Corpus) -> tuple[Finding, Page, Asked]:
    """The claim as the rules leave it, its page and what was asked."""
    page, asked = corpus.gold_pages[row["doc"]], asked_of(row, corpus)
    subject, _, _ = subject_of(asked, page)
    checks = [check for check in all_checks() if check.name in ASKED["content"]]
    finding = judge(subject.policy, page, subject.changepoint, subject.window, checks)
    return finding, page, asked


def paraphrase(corpus: Corpus, step: int = 1) -> tuple[Measure, ...]:
    """What the rules decide alone, and what they let through from a model that says yes to all."""
    rows = [r for r in claims() if r["label"] != "left out" and r["doc"] in corpus.gold][::step]
    alone = {r["id"]: label_on(asked_of(r, corpus), corpus.gold_pages[r["doc"]]) for r in rows}
    sentences = [row for row in rows if row["field"] == "content"]
    yes = {row["id"]: when_the_model_says_yes(row, corpus) for row in sentences}
    verified = _labels(yes, Wording.VERBATIM, Wording.ABRIDGED)
    told = _labels(yes, Wording.VERBATIM, Wording.ABRIDGED, Wording.RETOLD)
    fields = [row for row in rows if row["field"] != "content"]
    return (
        accepted("wrong accepted, no model", rows, alone, "wrong"),
        _refuted("right refuted, no model", rows, alone),
        accepted("right dates, agencies accepted", fields, alone, "right"),
        accepted("wrong verified, a model says yes", sentences, verified, "wrong"),
        accepted("wrong verified or retold, a model says yes", sentences, told, "wrong"),
    )


def accepted(
    name: str,
    rows: list[dict[str, Any]],
    labels: dict[str, Label],
    of: str,
    reasons: Mapping[str, str] = MappingProxyType({}),
) -> Measure:
    """The share of the right or the wrong claims that end as supported.

    ``reasons`` are told with the cases on the wrong side.
    """
    asked = [row for row in rows if row["label"] == of]
    taken = [row for row in asked if labels[row["id"]] is Label.SUPPORTED]
    wrong_side = taken if of == "wrong" else [row for row in asked if row not in taken]
    better: Literal["more", "fewer"] = "fewer" if of == "wrong" else "more"
    halves = held((row in taken, row["doc"]) for row in asked)
    return Measure(NAME, name, len(taken), len(asked), better, _told(wrong_side, reasons), halves)


def _refuted(name: str, rows: list[dict[str, Any]], labels: dict[str, Label]) -> Measure:
    asked = [row for row in rows if row["label"] == "right"]
    refuted = [row for row in asked if labels[row["id"]] is Label.REFUTED]
    halves = held((row in refuted, row["doc"]) for row in asked)
    return Measure(NAME, name, len(refuted), len(asked), "fewer", _told(refuted), halves)


def _told(
    rows: list[dict[str, Any]], reasons: Mapping[str, str] = MappingProxyType({})
) -> tuple[str, ...]:
    return tuple(
        f"{row['id']} {row['fault'] or 'right'}: {row['claim']} {reasons.get(row['id'], '')}".rstrip()
        for row in rows
    )
