"""Two measurements side by side: every case that moved is told, those held back only by number."""

from __future__ import annotations

from pathlib import Path

from tests.eval.cases import Case, measure, moved, rows_of, save, saved
from tests.eval.halves import is_held_back
from tests.eval.table import Measure

OPEN_HALF = next(f"page {n}" for n in range(99) if not is_held_back(f"page {n}"))
HELD_HALF = next(f"page {n}" for n in range(99) if is_held_back(f"page {n}"))


def measured(*outcomes: str, source: str = OPEN_HALF) -> Measure:
    """A measure of one case an outcome; those that are verified are hits."""
    rows = [
        Case(f"case {n}", outcome == "verified", outcome, source, f"claim {n}")
        for n, outcome in enumerate(outcomes)
    ]
    return measure("events", "happened: verified", rows)


def lines(before: Measure, after: Measure, *, held_back: bool = False) -> list[str]:
    """What is told of two measurements."""
    return moved(rows_of([before]), rows_of([after]), held_back=held_back)


def test_nothing_is_told_where_nothing_moved() -> None:
    assert lines(measured("verified", "flagged"), measured("verified", "flagged")) == []


def test_a_case_that_is_right_now_is_told_with_what_it_was() -> None:
    head, case = lines(measured("flagged date.absent"), measured("verified"))
    assert head == "events: happened: verified: 0 of 1 -> 1 of 1"
    assert case == "    + miss flagged date.absent -> hit verified | case 0 claim 0"


def test_a_case_that_is_wrong_now_is_told_though_the_figure_stays() -> None:
    told = lines(measured("verified", "flagged"), measured("flagged", "verified"))
    assert [line[4] for line in told[1:]] == ["-", "+"]


def test_a_case_that_is_missed_for_another_reason_is_told() -> None:
    told = lines(measured("flagged date.absent"), measured("rejected place.other"))
    assert told[1].startswith("    = ")


def test_of_cases_that_are_held_back_only_the_number_is_told_unless_asked_for() -> None:
    before, after = measured("flagged", source=HELD_HALF), measured("verified", source=HELD_HALF)
    assert lines(before, after)[1:] == ["    held back: 1 cases moved"]
    assert "case 0" in lines(before, after, held_back=True)[1]


def test_misses_that_are_held_back_are_counted_and_not_named() -> None:
    assert measured("flagged", source=HELD_HALF).misses == ("1 more, held back",)
    assert measured("flagged").misses == ("case 0 flagged claim 0",)


def test_a_set_that_tells_only_its_misses_is_compared_by_them() -> None:
    before = Measure("claims", "kept", 1, 2, misses=("the second",))
    after = Measure("claims", "kept", 2, 2)
    assert lines(before, after)[1] == "    + miss -> hit | the second"


def test_a_measure_that_is_new_is_told() -> None:
    assert moved({}, rows_of([measured("flagged")]), held_back=False) == [
        "events: happened: verified: new"
    ]


def test_what_was_saved_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "before.json"
    save([measured("verified", "flagged")], file)
    assert saved(file) == rows_of([measured("verified", "flagged")])
