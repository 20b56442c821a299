"""Kappa and intervals, against values worked out by hand or printed elsewhere."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.agreement import Share, agreements, judged, kappa, shares
from agent.findings import Label, Status
from agent.records import Span
from agent.store.reviews import Correction, Decision, Review
from tests import dossiers

NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("right", "n", "low", "high"),
    [
        # Newcombe (1998), Stat. Med. 17, 857-872, table I, method 3 (Wilson).
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilsons_interval_is_the_one_that_newcombe_printed(
    right: int, n: int, low: float, high: float
) -> None:
    assert Share(right, n).interval == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_share_and_stays_between_zero_and_one(case: tuple[int, int]) -> None:
    share = Share(*case)
    low, high = share.interval
    assert 0 <= low <= share.value <= high <= 1


def test_nothing_seen_says_nothing() -> None:
    assert Share(0, 0).interval == (0.0, 1.0)


def test_kappa_is_that_of_the_textbook() -> None:
    # 45 both yes, 15 yes/no, 25 no/yes, 15 both no: observed 0.60, by chance 0.54.
    pairs = [("y", "y")] * 45 + [("y", "n")] * 15 + [("n", "y")] * 25 + [("n", "n")] * 15
    assert kappa(pairs) == pytest.approx((0.60 - 0.54) / (1 - 0.54))


def test_kappa_is_not_defined_without_pairs_or_when_all_answers_are_one() -> None:
    assert kappa([]) is None
    assert kappa([("a", "a")] * 5) is None


def decided(finding: str, reviewer: str, decision: Decision, minute: int) -> Review:
    return Review(
        id=minute + 1,
        finding_key=finding,
        changepoint_key="p",
        thing_key="t",
        reviewed_at=NOW + timedelta(minutes=minute),
        reviewer=reviewer,
        decision=decision,
    )


def test_agreement_counts_what_was_said_before_either_saw_the_other() -> None:
    history = [
        decided("a", "li", Decision.ACCEPT, 0),
        decided("a", "li", Decision.REJECT, 1),
        decided("a", "wang", Decision.ACCEPT, 2),
        # Now both see each other; what follows is not blind any more.
        decided("a", "li", Decision.ACCEPT, 3),
        decided("b", "li", Decision.ACCEPT, 4),
    ]
    (pair,) = agreements(history)
    assert (pair.first, pair.second, pair.n, pair.agreed) == ("li", "wang", 1, 0)


def test_a_decision_that_was_taken_back_does_not_count() -> None:
    history = [
        decided("a", "li", Decision.ACCEPT, 0),
        decided("a", "li", Decision.WITHDRAWN, 1),
        decided("a", "wang", Decision.ACCEPT, 2),
    ]
    assert agreements(history) == ()


def test_an_acceptance_bears_out_supported_verdicts_and_overrules_refuted_ones() -> None:
    finding = dossiers.finding(dossiers.page(), Status.FLAGGED)
    told = shares(judged(finding, decided("a", "li", Decision.ACCEPT, 0)))
    assert told["name", Label.SUPPORTED] == Share(1, 1)
    assert told["figure", Label.REFUTED] == Share(0, 1)


def test_a_correction_overrules_the_verdict_on_its_claim_alone() -> None:
    finding = dossiers.finding(dossiers.page())
    at = next(i for i, claim in enumerate(finding.claims) if claim.field == "date")
    put = Correction(
        field="date", claim=at, value="2024-10-13", quote="x", source="s", span=Span(start=0, end=1)
    )
    review = decided("a", "li", Decision.CORRECT, 0).model_copy(update={"corrections": (put,)})
    told = shares(judged(finding, review))
    assert told["date", Label.SUPPORTED] == Share(0, 1)
    assert told["name", Label.SUPPORTED] == Share(1, 1)


def test_a_rejection_speaks_only_of_the_check_it_names() -> None:
    finding = dossiers.finding(dossiers.page(), Status.FLAGGED)
    review = decided("a", "li", Decision.REJECT, 0)
    assert judged(finding, review) == ()
    named = review.model_copy(update={"fault": "figure"})
    assert judged(finding, named) == (("figure", Label.REFUTED, True),)
    named = review.model_copy(update={"fault": "window"})
    assert judged(finding, named) == (("window", Label.SUPPORTED, False),)
    assert judged(finding, decided("a", "li", Decision.UNSURE, 0)) == ()
