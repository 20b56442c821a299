"""A slice of ``make eval`` in a few seconds, where the measuring data is at hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.eval.claim_sets import dual_carbon, govcn, uhgeval
from tests.eval.corpus import DATA, Corpus
from tests.eval.faults import faults
from tests.eval.pages import pages
from tests.eval.paraphrase import paraphrase
from tests.eval.reports import seed
from tests.eval.running_text import running_text
from tests.eval.table import Floors, Measure, broken, changed

CORPUS = Corpus()

pytestmark = pytest.mark.skipif(not CORPUS.here, reason=f"the measuring data is not at {DATA}")


@pytest.fixture(scope="module")
def floors() -> Floors:
    """The floors, where the data is that which they were measured on."""
    pinned = Floors.load()
    moved = changed(CORPUS.hashes(), pinned)
    if moved:
        pytest.skip(f"the data at {DATA} is not what the floors were measured on: {moved[0]}")
    return pinned


@pytest.mark.parametrize(
    "measured", [uhgeval, govcn, pages, seed, faults, running_text], ids=lambda s: s.__name__
)
def test_a_whole_set_keeps_its_floors(
    measured: Callable[[Corpus], tuple[Measure, ...]], floors: Floors
) -> None:
    assert broken(measured(CORPUS), floors, whole=False) == ()


def test_some_clauses_are_kept_and_their_edits_caught() -> None:
    for measure in dual_carbon(CORPUS, step=25, reforms=("as it is", "as a PDF")):
        assert measure.hits == measure.count > 0, measure.misses


def test_no_wrong_paraphrase_of_a_sample_is_accepted() -> None:
    measures = {measure.name: measure for measure in paraphrase(CORPUS, step=29)}
    wrong = measures["wrong accepted, no model"]
    assert wrong.count > 0
    assert wrong.misses == ()
