"""A sentence of a page in other words: what may be said so, and what must not.

Machine edits change one thing of a real sentence and are wrong; conditions and attributes that are
dropped make it wrong as well; a reformatting says the same. All are made when the set is measured,
from sentences of ``policies/`` and ``events/``, by the seeded generator of ``edits``. The claims of
``page_words.jsonl`` are written by hand in the words of invented passages, right ones and wrong ones.

Each claim is put before an excerpt of its document, with the real sentence as its quote: once by
the rules alone, which decide what is verified, once with a model that says yes to whatever they leave open:
what it says is retold at most.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from agent.checks import judge
from agent.checks.entailment import Judgement, open_sentences
from agent.findings import Label, Wording
from agent.records import Page
from agent.text.sentences import sentences
from tests.eval.cases import Case, measure
from tests.eval.corpus import Corpus, text_page
from tests.eval.edits import DROPS, EDITS, HARMLESS, NUMBERING, Change, Real
from tests.eval.judging import ASKED, Asked, subject_of
from tests.eval.paraphrase import LONGEST_QUOTE, rules
from tests.eval.table import Measure
from tests.knowledge import all_checks

SEED = 20261128
PAGE_WORDS = Path(__file__).with_name("page_words.jsonl")
SECOND = Path(__file__).with_name("page_words_2.jsonl")
"""Written from the purpose of the licences before their code was: a set that no rule was made on."""
THIRD = Path(__file__).with_name("page_words_3.jsonl")
"""Written beside the code, the wrong ones against it: what they show is that nothing slides back."""
FOURTH = Path(__file__).with_name("page_words_4.jsonl")
FIFTH = Path(__file__).with_name("page_words_5.jsonl")
"""Both written by somebody who knew what the licences are for and not their code, of other kinds of papers; since then
read, and mended for."""
AROUND = 400
"""Characters of a document that stand before and behind a sentence in its excerpt."""
SHORTEST, LONGEST = 18, 160
OPENS = ("", "。", "；", "：", "！", "？")
ALONE, YES = "accepted, rules alone", "verified or retold, a model says yes"


@dataclass(frozen=True)
class Answer:
    """What becomes of a claim: by the rules alone, and whether it is at least retold if a model says yes."""

    alone: Label
    yes: Label


def answered(claim: str, quote: str, page: Page) -> Answer:
    """What the checks of content say of a claim that rests on a quote."""
    subject, index, _ = subject_of(Asked("content", claim, quote), page)
    checks = [check for check in all_checks() if check.name in ASKED["content"]]
    finding = judge(subject.policy, page, subject.changepoint, subject.window, checks)
    alone = finding.label_of_claim(index)
    if index not in open_sentences(finding):
        return Answer(alone, alone)
    yes = Judgement(label=Label.SUPPORTED, quote=quote[:LONGEST_QUOTE])
    settled = rules().settle(finding, subject, {index: yes}, "yes")
    retold = settled.wording_of(index) is Wording.RETOLD
    return Answer(alone, Label.SUPPORTED if retold else alone)


def real_sentences(corpus: Corpus) -> list[Real]:
    """Sentences of documents and news, in a fixed order that mixes the sources."""
    found = [one for key, text in _texts(corpus) for one in _of(key, text)]
    random.Random(SEED).shuffle(found)  # noqa: S311 - a fixed sample, no secret
    return found


def _texts(corpus: Corpus) -> Iterator[tuple[str, str]]:
    for key, row in corpus.gold.items():
        yield key, row["text"]
    for row in corpus.rows("events/pages.jsonl"):
        yield row["id"], "\n".join(row["paragraphs"])


def _of(key: str, text: str) -> Iterator[Real]:
    for sentence in sentences(text):
        told = "".join(sentence.text.split())
        start, end = sentence.span.start, sentence.span.end
        # A line of a PDF that ends in the middle of a sentence begins another one for the splitter.
        whole = text[:start].rstrip()[-1:] in OPENS or NUMBERING.match(told)
        if whole and SHORTEST <= len(told) <= LONGEST and told[-1] in "。；":
            before = text[max(0, start - AROUND) : start].partition("\n")[2]
            excerpt = before + text[start : end + AROUND].rpartition("\n")[0]
            if sentence.text in excerpt:
                yield Real(key, told, sentence.text, excerpt)


@cache
def _page(excerpt: str) -> Page:
    return text_page(excerpt, "https://www.gov.cn/zhengce/9300001.txt")


def machine_edits(corpus: Corpus) -> tuple[Measure, ...]:
    """Edited sentences that are accepted: none may be."""
    return _made(corpus, EDITS, "machine edits", "wrong") if corpus.gold else ()


def dropped(corpus: Corpus) -> tuple[Measure, ...]:
    """Sentences without a condition or an attribute that limits them, and accepted."""
    return _made(corpus, DROPS, "limits dropped", "wrong") if corpus.gold else ()


def reformatted(corpus: Corpus) -> tuple[Measure, ...]:
    """The same sentences in another form: accepted, and not refuted."""
    return _made(corpus, HARMLESS, "reformattings", "right") if corpus.gold else ()


def _made(corpus: Corpus, changes: Iterable[Change], name: str, side: str) -> tuple[Measure, ...]:
    rows: dict[str, list[tuple[Real, str, Answer]]] = {}
    real = real_sentences(corpus)
    for change in changes:
        chance = random.Random(f"{SEED} {change.name}")  # noqa: S311 - as above
        made = change.cases(real, chance)
        rows[change.name] = [
            (one, claim, answered(claim, one.text, _page(one.excerpt))) for one, claim in made
        ]
    return tuple(_measures(name, rows, side))


def _measures(
    name: str, rows: dict[str, list[tuple[Real, str, Answer]]], side: str
) -> Iterator[Measure]:
    better = "fewer" if side == "wrong" else "more"
    # Of right claims a model's yes decides nothing: the page's own sentence keeps their facts.
    ways = ((ALONE, "alone"), (YES, "yes")) if side == "wrong" else ((ALONE, "alone"),)
    for way, field in ways:
        cases = {
            kind: [_case(kind, one, claim, getattr(answer, field)) for one, claim, answer in made]
            for kind, made in rows.items()
        }
        every = [case for made in cases.values() for case in made]
        yield measure(name, way, every, "fewer" if better == "fewer" else "more")
        if field == "alone":
            for kind, made in cases.items():
                yield measure(
                    name, f"{kind}: verified", made, "fewer" if better == "fewer" else "more"
                )
    if side == "right":
        every = [
            _case(kind, one, claim, answer.alone, Label.REFUTED)
            for kind, made in rows.items()
            for one, claim, answer in made
        ]
        yield measure(name, "refuted, rules alone", every, "fewer")


def _case(
    kind: str, real: Real, claim: str, label: Label, counted: Label = Label.SUPPORTED
) -> Case:
    told = f"{claim} <- {real.told}"
    return Case(f"{real.source} {kind} {claim}", label is counted, label.value, real.source, told)


def page_words(corpus: Corpus) -> tuple[Measure, ...]:
    """Claims that are written in the words of an invented passage: right ones, and wrong ones."""
    del corpus
    return (
        *_of_file("page's words", PAGE_WORDS),
        *_of_file("page's words, second", SECOND),
        *_of_file("page's words, third", THIRD),
        *_of_file("page's words, fourth", FOURTH),
        *_of_file("page's words, fifth", FIFTH),
    )


def _of_file(name: str, path: Path) -> tuple[Measure, ...]:
    found: dict[tuple[str, str], list[Case]] = {}
    refuted: list[Case] = []
    for row in _written(path):
        page = _page(row["passage"])
        for number, (claim, side) in enumerate(_claims(row)):
            answer = answered(claim, row["passage"], page)
            known = f"{row['id']}-{number}"
            for way, label in ((ALONE, answer.alone), (YES, answer.yes)):
                case = Case(known, label is Label.SUPPORTED, label.value, row["id"], claim)
                if (side, way) != ("right", YES):
                    found.setdefault((side, way), []).append(case)
            if side == "right":
                hit = answer.alone is Label.REFUTED
                refuted.append(Case(known, hit, answer.alone.value, row["id"], claim))
    return (
        *(
            measure(name, f"{side} {way}", cases, "more" if side == "right" else "fewer")
            for (side, way), cases in sorted(found.items())
        ),
        measure(name, "right refuted, rules alone", refuted, "fewer"),
    )


def _claims(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for side in ("right", "wrong"):
        for claim in row[side]:
            yield claim, side


def _written(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
