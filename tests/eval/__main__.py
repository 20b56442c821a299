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

from tests.eval.as_asked import as_asked
from tests.eval.cases import moved, rows_of, save, saved
from tests.eval.claim_sets import document_numbers, dual_carbon, govcn, uhgeval
from tests.eval.corpus import DATA, Corpus
from tests.eval.events import events
from tests.eval.faults import faults
from tests.eval.laid_out import laid_out
from tests.eval.other_words import dropped, machine_edits, page_words, reformatted
from tests.eval.others_sentences import others_sentences
from tests.eval.pages import gold, pages
from tests.eval.papers import papers
from tests.eval.paraphrase import claims, kappa, paraphrase
from tests.eval.reports import legacy_reports, seed
from tests.eval.reviews import reviews
from tests.eval.running_text import running_text, whole_pages
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
    laid_out,
    document_numbers,
    legacy_reports,
    seed,
    running_text,
    whole_pages,
    machine_edits,
    dropped,
    reformatted,
    page_words,
    others_sentences,
    papers,
    events,
    as_asked,
    faults,
)


def options() -> argparse.Namespace:
    """What was asked for on the command line."""
    asked = argparse.ArgumentParser(prog="python -m tests.eval")
    asked.add_argument("--data", type=Path, default=DATA, help="the folder with the data")
    asked.add_argument("--only", help="only sets whose function's name begins so; no gate")
    asked.add_argument("--no-gate", action="store_true", help="print, compare with nothing")
    asked.add_argument(
        "--misses", action="store_true", help="also list every miss that is not held back"
    )
    asked.add_argument("--save", type=Path, metavar="FILE", help="write every case to FILE")
    asked.add_argument(
        "--diff", type=Path, metavar="FILE", help="list every case that moved since --save FILE"
    )
    asked.add_argument(
        "--held-back", action="store_true", help="--diff also names the cases that are held back"
    )
    asked.add_argument(
        "--sample", type=int, metavar="N", help="put N sentences to the model, not all of them"
    )
    asked.add_argument("--seed", type=int, default=SEED, help="of the sample (%(default)s)")
    given = asked.parse_args()
    if given.sample is not None and given.sample < 1:
        asked.error("--sample: one sentence or more")
    if given.sample is not None and not os.environ.get("OPENAI_BASE_URL"):
        asked.error("--sample is for a model: set OPENAI_BASE_URL (and RESEARCH_MODEL)")
    return given


def main() -> int:
    """Measure, print, compare."""
    given = options()
    corpus = Corpus(given.data)
    if not corpus.here:
        print(f"the measuring data is not at {given.data}; set POLICY_DATA", file=sys.stderr)
        print(
            "measured without it:",
            render((*page_words(corpus), *papers(), *as_asked()), Floors.load()),
            sep="\n",
        )
        return 2
    began = time.monotonic()
    chosen = [s for s in SETS if s.__name__.startswith(given.only or "")]
    measures = [measure for measured in chosen for measure in measured(corpus)]
    floors = Floors.load()
    print(render(measures, floors))
    people(misses=given.misses)
    if with_a_model.__name__.startswith(given.only or ""):
        asked_of_a_model(corpus, given)
    if given.misses:
        print("\n".join(f"{m.key}: {miss}" for m in measures for miss in m.misses))
    print(f"{time.monotonic() - began:.0f} s, {time.process_time():.0f} s of CPU")
    if given.diff:
        compare(given.diff, measures, part=bool(given.only), held_back=given.held_back)
    if given.save:
        save(measures, given.save)
    if given.only or given.no_gate:
        return 0
    return gate(measures, corpus, floors)


def people(*, misses: bool) -> None:
    """Print how far the labels of the sets and of reviewers agree."""
    twice, again = kappa(claims()), kappa(claims(), "label", "again")
    print(
        f"\nparaphrase set: {len(claims())} claims, Cohen's kappa of both passes {twice:.3f},",
        end="",
    )
    print(f" of the labels and a second reader {again:.3f}")
    for measure in reviews():
        print(f"people: {measure.name}: {measure.value:.1%} of {measure.count}")
        if misses:
            print(*(f"  {miss}" for miss in measure.misses), sep="\n")


def asked_of_a_model(corpus: Corpus, given: argparse.Namespace) -> None:
    """Put the sentences to the model that the environment names, if any, and print its figures."""
    for measure in with_a_model(corpus, given.sample, given.seed, tell=progress):
        told = f"{measure.hits} of {measure.count} ({measure.value:.1%})"
        print(f"with the model: {measure.name}: {told}")
        first = 1 if measure.name == UNANSWERED else 0
        for miss in measure.misses[: None if given.misses else first]:
            print(f"  {miss}")


def compare(path: Path, measures: list[Measure], *, part: bool, held_back: bool) -> None:
    """Print every measure and case that is not as it was saved; ``part``: only sets measured now."""
    before, after = saved(path), rows_of(measures)
    if part:
        before = {key: row for key, row in before.items() if key in after}
    lines = moved(before, after, held_back=held_back)
    print(f"\nmoved since {path}:", *(lines or ["nothing"]), sep="\n")


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
