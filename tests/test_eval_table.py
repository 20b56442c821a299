"""The table of measures and its gate: a floor that is broken, or other data, is told and fails."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from tests.eval.corpus import Corpus
from tests.eval.paraphrase import claims, kappa
from tests.eval.reform import REFORMS
from tests.eval.table import Floor, Floors, Measure, broken, changed, render
from tests.eval.with_a_model import drawn

KEPT = Measure("claims", "kept", 98, 100)
ACCEPTED = Measure("claims", "accepted", 2, 100, "fewer")
FLOORS = Floors(
    corpus={"claims/a.gz": "0f"},
    measures={
        "claims: kept": Floor(count=100, floor=0.98, aim=0.99, why="two are cut by a line"),
        "claims: accepted": Floor(count=100, floor=0.02, aim=0.02),
    },
)


def test_measures_at_their_floors_hold() -> None:
    assert broken([KEPT, ACCEPTED], FLOORS) == ()


@pytest.mark.parametrize(
    ("measure", "told"),
    [
        pytest.param(replace(KEPT, hits=97), "does not keep the floor", id="one fewer kept"),
        pytest.param(replace(ACCEPTED, hits=3), "does not keep the floor", id="one more accepted"),
        pytest.param(replace(KEPT, count=99), "99 cases, pinned are 100", id="a case is gone"),
        pytest.param(
            Measure("claims", "new", 1, 1), "has no floor", id="a measure without a floor"
        ),
    ],
)
def test_what_does_not_keep_its_floor_is_told(measure: Measure, told: str) -> None:
    failed = broken([measure], FLOORS, whole=False)
    assert any(told in sentence for sentence in failed)


def test_a_measure_that_was_not_taken_is_told() -> None:
    assert broken([KEPT], FLOORS) == ("claims: accepted: was not measured",)


def test_a_number_under_its_aim_needs_a_sentence() -> None:
    silent = Floors({}, {"claims: kept": Floor(count=100, floor=0.98, aim=0.99)})
    assert "gives no sentence why" in broken([KEPT], silent)[0]
    assert "two are cut by a line" in render([KEPT], FLOORS)


@pytest.mark.parametrize("found", [{"claims/a.gz": "10"}, {}], ids=["changed", "absent"])
def test_other_data_is_refused(found: dict[str, str]) -> None:
    assert len(changed(found, FLOORS)) == 1


def test_a_byte_more_changes_the_hash_of_the_data(tmp_path: Path) -> None:
    (tmp_path / "claims").mkdir()
    file = tmp_path / "claims" / "uhgeval.claims.jsonl.gz"
    file.write_bytes(b"a")
    before = Corpus(tmp_path).hashes()
    file.write_bytes(b"ab")
    after = Corpus(tmp_path).hashes()
    assert before == {"claims/uhgeval.claims.jsonl.gz": hashlib.sha256(b"a").hexdigest()}
    assert before.keys() == after.keys()
    assert before != after


def test_the_floors_of_this_project_can_be_read() -> None:
    floors = Floors.load()
    assert floors.corpus
    assert all(0 <= floor.floor <= 1 and floor.count for floor in floors.measures.values())


def test_the_paraphrase_set_is_labelled_twice_and_settled() -> None:
    rows = claims()
    assert len({row["id"] for row in rows}) == len(rows) >= 300
    for row in rows:
        if row["first"] == row["second"]:
            assert row["label"] == row["first"], row["id"]
        assert (row["label"] == "right") == (row["fault"] is None), row["id"]
    right = sum(row["label"] == "right" for row in rows)
    assert 0.25 <= right / len(rows) <= 0.4
    assert kappa(rows) >= 0.8


def test_agreement_by_chance_alone_is_no_agreement() -> None:
    labels = [("right", "right"), ("right", "wrong"), ("wrong", "right"), ("wrong", "wrong")]
    assert kappa({"first": a, "second": b} for a, b in labels) == pytest.approx(0.0)


def test_a_larger_sample_of_one_seed_has_the_smaller_one_in_it() -> None:
    rows = [{"id": f"s{n}"} for n in range(20)]
    small, large = drawn(rows, 5, seed=1), drawn(rows, 9, seed=1)
    assert small == large[:5]
    assert small != drawn(rows, 5, seed=2)
    assert len({row["id"] for row in large}) == 9
    assert drawn(rows, None, seed=1) == rows


@pytest.mark.parametrize("reform", REFORMS.values(), ids=REFORMS)
def test_a_reformatted_text_has_the_same_characters(reform: object) -> None:
    text = "到2031年，力争更新车辆（含公交）200辆以上。" * 4
    assert callable(reform)
    letters = {c for c in text if "一" <= c <= "鿿"}
    assert letters == {c for c in reform(text) if "一" <= c <= "鿿"}
