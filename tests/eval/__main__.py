"""How good the checks are, on real data and offline: ``python -m tests.eval`` (``make eval``).

Prints one table and compares it with floors.json. Ends with 1 when a floor does not hold or the
data is not the data that the floors were measured on, with 2 when there is no data.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.eval.claim_sets import document_numbers, dual_carbon, govcn, uhgeval
from tests.eval.corpus import DATA, Corpus
from tests.eval.pages import gold, pages
from tests.eval.paraphrase import claims, kappa, paraphrase
from tests.eval.reports import legacy_reports, seed
from tests.eval.reviews import reviews
from tests.eval.table import Floors, Measure, broken, changed, render
from tests.eval.typed_edits import typed_edits
from tests.eval.with_a_model import SEED, UNANSWERED, with_a_model

SETS: tuple[Callable[[Corpus], tuple[Measure, ...]], ...] = (
    uhgeval,
    govcn,
    dual_carbon,
    paraphrase,
    typed_edits,
    pages,
    gold,
    document_numbers,
    legacy_reports,
    seed,
)


def main() -> int:
    """Measure, print, compare."""
    options = argparse.ArgumentParser(prog="python -m tests.eval")
    options.add_argument("--data", type=Path, default=DATA, help="the folder with the data")
    options.add_argument("--only", help="only sets whose function's name begins so; no gate")
    options.add_argument("--no-gate", action="store_true", help="print, compare with nothing")
    options.add_argument("--misses", action="store_true", help="also list every miss")
    options.add_argument(
        "--sample", type=int, metavar="N", help="put N sentences to the model, not all of them"
    )
    options.add_argument("--seed", type=int, default=SEED, help="of the sample (%(default)s)")
    given = options.parse_args()
    if given.sample is not None and given.sample < 1:
        options.error("--sample: one sentence or more")
    if given.sample is not None and not os.environ.get("OPENAI_BASE_URL"):
        options.error("--sample is for a model: set OPENAI_BASE_URL (and RESEARCH_MODEL)")
    corpus = Corpus(given.data)
    if not corpus.here:
        print(f"the measuring data is not at {given.data}; set POLICY_DATA", file=sys.stderr)
        return 2
    began = time.monotonic()
    chosen = [s for s in SETS if s.__name__.startswith(given.only or "")]
    measures = [measure for measured in chosen for measure in measured(corpus)]
    floors = Floors.load()
    print(render(measures, floors))
    twice, again = kappa(claims()), kappa(claims(), "label", "again")
    print(
        f"\nparaphrase set: {len(claims())} claims, Cohen's kappa of both passes {twice:.3f},",
        end="",
    )
    print(f" of the labels and a second reader {again:.3f}")
    for measure in reviews():
        print(f"people: {measure.name}: {measure.value:.1%} of {measure.count}")
        if given.misses:
            print(*(f"  {miss}" for miss in measure.misses), sep="\n")
    if with_a_model.__name__.startswith(given.only or ""):
        for measure in with_a_model(corpus, given.sample, given.seed, tell=progress):
            told = f"{measure.hits} of {measure.count} ({measure.value:.1%})"
            print(f"with the model: {measure.name}: {told}")
            first = 1 if measure.name == UNANSWERED else 0
            for miss in measure.misses[: None if given.misses else first]:
                print(f"  {miss}")
    if given.misses:
        print("\n".join(f"{m.key}: {miss}" for m in measures for miss in m.misses))
    print(f"{time.monotonic() - began:.0f} s")
    if given.only or given.no_gate:
        return 0
    return gate(measures, corpus, floors)


def progress(done: int, of: int) -> None:
    """How far the model is, on one line of stderr where somebody watches."""
    if sys.stderr.isatty():
        end = "\n" if done == of else "\r"
        print(f"with the model: {done} of {of} sentences", end=end, file=sys.stderr, flush=True)


def gate(measures: list[Measure], corpus: Corpus, floors: Floors) -> int:
    """0 when the data is the pinned one and every floor holds; else says what is not so."""
    moved = changed(corpus.hashes(), floors)
    if moved:
        print(
            "the data is not what the floors were measured on:", *moved, sep="\n  ", file=sys.stderr
        )
        return 1
    failed = broken(measures, floors)
    if failed:
        print("floors that do not hold:", *failed, sep="\n  ", file=sys.stderr)
        return 1
    print("every floor holds")
    return 0


if __name__ == "__main__":
    sys.exit(main())
