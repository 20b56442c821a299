"""Sums of a run by parts: what has not changed is kept, and the whole is as if it were added up at once.

Every changepoint here is invented.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from agent.batch import sums
from agent.batch.pieces import NOTE, SUMS, KeptSum, KeptSums, write_what_changed
from agent.batch.summing import run_summary
from agent.coverage import Looked
from agent.store import Batches, Store
from agent.store.parts import Part, PartTotals
from agent.store.totals import Totals
from tests.batches import ALL, PLACES, at_work, found, opened, pay, researched


@pytest.fixture(autouse=True)
def _a_part_for_each_dossier(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sums, "SIZE", 1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with opened(tmp_path) as one:
        yield one


@pytest.fixture
def run(store: Store) -> str:
    begun = at_work(store)
    pay(store, begun)
    return begun


def add_one(store: Store, run: str) -> None:
    point = ALL[0].model_copy(update={"date": date(2024, 12, 1)})
    Batches(store).plan(run, [(one, "points.csv") for one in (*ALL, point)])
    Batches(store).keep(run, researched(point, found()))


def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[Part]:
    """The parts that are added up from now on."""
    parts: list[Part] = []
    looked = PartTotals.looked

    def watched(self: PartTotals) -> Iterator[tuple[int, Looked]]:
        parts.append(self.part)
        return looked(self)

    monkeypatch.setattr(PartTotals, "looked", watched)
    return parts


def test_a_changepoint_that_is_added_is_the_only_one_that_is_added_up(
    store: Store, run: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = KeptSums()
    run_summary(store, run, kept=first)
    add_one(store, run)
    parts = looked_at(monkeypatch)
    again = KeptSums(first.now)
    slowly = run_summary(store, run, kept=again)
    assert len(parts) == 1
    assert len(again.now) == len(first.now) + 1
    assert slowly == run_summary(store, run)


def test_a_dossier_that_changed_is_added_up_again(
    store: Store, run: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = KeptSums()
    before = run_summary(store, run, kept=first)
    Batches(store).keep(run, researched(ALL[1], found()))
    parts = looked_at(monkeypatch)
    slowly = run_summary(store, run, kept=KeptSums(first.now))
    assert len(parts) == 1
    assert slowly != before
    assert slowly == run_summary(store, run)


@pytest.mark.parametrize("written", ["", "[]", "{}", '{"tally": [], "marks": {"hits": []}}'])
def test_sums_that_somebody_has_changed_are_made_anew(store: Store, run: str, written: str) -> None:
    first = KeptSums()
    before = run_summary(store, run, kept=first)
    changed = {part: KeptSum(kept.stamp, written) for part, kept in first.now.items()}
    again = KeptSums(changed)
    assert run_summary(store, run, kept=again) == before
    assert again.now == first.now


def test_a_process_that_is_killed_before_its_note_loses_no_sums_and_no_file(
    store: Store, run: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, at_once = tmp_path / "night", tmp_path / "at once"
    folder.mkdir()
    at_once.mkdir()

    def write(into: Path) -> None:
        write_what_changed(store, run, into, PLACES, "zh", version="0")

    write(folder)
    add_one(store, run)
    # Killed while it wrote: the note of the files is gone, those written first are new.
    (folder / NOTE).unlink()
    (folder / "findings.csv").write_text("half", "utf-8")
    parts = looked_at(monkeypatch)
    write(folder)
    assert len(parts) == 1
    write(at_once)
    both = [sorted(p for p in where.iterdir() if p.name != NOTE) for where in (folder, at_once)]
    assert [p.name for p in both[0]] == [p.name for p in both[1]]
    assert [p.read_bytes() for p in both[0]] == [p.read_bytes() for p in both[1]]


@pytest.mark.parametrize("written", ["", "[]", '{"how": 1}', "not JSON"])
def test_a_note_of_sums_that_is_none_is_no_matter(
    store: Store, run: str, tmp_path: Path, written: str
) -> None:
    write_what_changed(store, run, tmp_path, PLACES, "zh", version="0")
    how = json.loads((tmp_path / SUMS).read_text("utf-8"))["how"]
    for told in (written, json.dumps({"how": how, "parts": {"1": ["x"], "2": 5}})):
        (tmp_path / SUMS).write_text(told, "utf-8")
        add_one(store, run)
        write_what_changed(store, run, tmp_path, PLACES, "zh", version="0")
    parts = json.loads((tmp_path / SUMS).read_text("utf-8"))["parts"]
    assert len(parts) == len([one for one in Totals(store).points(run) if one.dossier])
