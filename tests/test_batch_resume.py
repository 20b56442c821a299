"""Which run a command belongs to, and what of it is left to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from agent.batch.resume import Beginning, Work, batch_key, outstanding, take_up
from agent.records import Changepoint, Gap
from agent.store import Batches, Store
from agent.wiring import Config
from tests import dossiers

NOW = datetime(2026, 11, 28, 22, 0, tzinfo=UTC)
BEGINNING = Beginning(key="s1:a", command="research batch", version="0.1.0", config={}, now=NOW)
BLOCKED = Gap(stage="fetch", target="http://a.example/", cause="blocked:ruishu")


def points(*days: int) -> list[tuple[Changepoint, str]]:
    return [(dossiers.POINT.model_copy(update={"date": date(2024, 11, d)}), "a.csv") for d in days]


def days(work: Work) -> list[int]:
    return [point.changepoint.date.day for point in work.due]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "research.db") as opened:
        yield opened


def finish(store: Store, work: Work, *done: int, gap: Gap | None = None) -> None:
    """Save a dossier for some days of a run; with a gap it is tried again an hour later."""
    for changepoint, _ in points(*done):
        found = dossiers.dossier(pages=(dossiers.page(),), gaps=(gap,) if gap else ())
        own = {"changepoint": changepoint, "window": changepoint.window()}
        later = NOW + timedelta(hours=1) if gap else None
        Batches(store).keep(work.run, found.model_copy(update=own), try_after=later)


def test_the_same_command_goes_on_with_its_run(store: Store) -> None:
    first = take_up(store, points(1, 2, 3), BEGINNING)
    finish(store, first, 2)
    assert outstanding(store, points(1, 2, 3), BEGINNING) == tuple(p for p, _ in points(1, 3))
    again = take_up(store, points(1, 2, 3), BEGINNING)
    assert (again.run, again.begun, again.resumed, days(again)) == (first.run, NOW, True, [1, 3])


def test_a_run_that_goes_on_otherwise_says_how(store: Store) -> None:
    first = replace(BEGINNING, command="research batch a", config={"search": ["tavily"]})
    work = take_up(store, points(1, 2), first)
    other: dict[str, object] = {
        "search": ["bocha", "tavily"],
        "budget": "500 cny",
        "fallback_model": "second",
    }
    take_up(store, points(1, 2), replace(first, command="research batch a b", config=other))
    (only,) = store.runs()
    assert (only.id, only.command) == (work.run, "research batch a b")
    assert only.config == {**other, "search": ["tavily", "bocha"]}


def test_more_points_are_added_and_only_those_that_are_chosen_are_researched(store: Store) -> None:
    work = take_up(store, points(1, 2), BEGINNING)
    finish(store, work, 1, gap=BLOCKED)
    finish(store, work, 2)
    later = replace(BEGINNING, now=NOW + timedelta(hours=2))
    assert days(take_up(store, points(2, 5), later)) == [5]
    assert days(take_up(store, points(1, 2, 5), later)) == [1, 5]
    assert len(tuple(store.each_dossier(work.run))) == 2


def test_what_is_not_due_waits_unless_all_is_to_be_tried(store: Store) -> None:
    work = take_up(store, points(1, 2), BEGINNING)
    finish(store, work, 1, gap=BLOCKED)
    again = take_up(store, points(1, 2), BEGINNING)
    assert (days(again), [p.changepoint.date.day for p in again.later]) == ([2], [1])
    everything = replace(BEGINNING, retry=True)
    assert outstanding(store, points(1, 2), everything) == tuple(p for p, _ in points(1, 2))
    assert days(take_up(store, points(1, 2), everything)) == [1, 2]


def test_asking_anew_begins_another_run_once_the_last_has_ended(store: Store) -> None:
    anew = replace(BEGINNING, refresh=True)
    first = take_up(store, points(1, 2), BEGINNING)
    finish(store, first, 1, 2)
    store.finish_run(first.run, NOW)
    second = take_up(store, points(1, 2), anew)
    assert (second.run != first.run, days(second)) == (True, [1, 2])
    finish(store, second, 1)
    # Killed, it goes on where it was, with or without the option.
    assert (take_up(store, points(1, 2), anew).run, days(second)) == (second.run, [1, 2])
    assert days(take_up(store, points(1, 2), BEGINNING)) == [2]


@pytest.mark.parametrize(
    ("change", "same"),
    [
        pytest.param({}, True, id="the same command"),
        pytest.param({"search": ("bocha",)}, True, id="another search"),
        pytest.param({"base_url": "https://other.example/v1"}, True, id="another address"),
        pytest.param({"model": "other"}, False, id="another model"),
        pytest.param({"window": 30}, False, id="another window"),
        pytest.param({"sample": True}, False, id="the invented web"),
    ],
)
def test_what_makes_another_batch(change: dict[str, object], same: bool, tmp_path: Path) -> None:
    config = Config(model="m")
    other = replace(config, **change)  # type: ignore[arg-type]  # fields of Config, by name
    assert (batch_key(tmp_path, config) == batch_key(tmp_path, other)) is same
    assert batch_key(tmp_path / "b", config) != batch_key(tmp_path, config)
