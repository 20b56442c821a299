"""Sentences that others wrote about a text, and called wrong: none of them is what the text says.

OCNLI's hypotheses are people's, about one line of a government report each (its own label; what
follows and what does not). UHGEval's sentences are a model's about news, marked as made up. No rule
was made on either. What counts is verified: a model that says yes to all of them changes nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from agent.findings import Label
from tests.eval.cases import Case, measure
from tests.eval.corpus import Corpus, text_page
from tests.eval.judging import Asked, label_on
from tests.eval.table import Measure

KINDS = {"ocnli": ("nli_gov",), "uhgeval": ("sentence_hallucinated", "sentence_real")}
NAMES = {"ocnli": "OCNLI gov", "uhgeval": "UHGEval sentences"}


def others_sentences(corpus: Corpus) -> tuple[Measure, ...]:
    """Wrong sentences that are verified, and right ones that are refuted."""
    return tuple(one for name in KINDS for one in _measures(corpus, name))


def _measures(corpus: Corpus, name: str) -> Iterator[Measure]:
    sources = corpus.sources(name)
    wrong, right = list[Case](), list[Case]()
    for row in corpus.claims(name):
        if row["kind"] not in KINDS[name]:
            continue
        text = sources[row["source"]]
        page = text_page(text, "https://www.gov.cn/zhengce/9300002.txt")
        # A line of a report is its own quote; of a whole article the nearest sentence is taken.
        quote = text if name == "ocnli" else None
        label = label_on(Asked("content", row["claim"], quote), page)
        side = wrong if row["label3"] != "supported" else right
        counted = Label.SUPPORTED if side is wrong else Label.REFUTED
        side.append(Case(row["id"], label is counted, label.value, row["source"], row["claim"]))
    if wrong:
        yield measure(NAMES[name], "wrong verified", wrong, "fewer")
        yield measure(NAMES[name], "right refuted", right, "fewer")
